"""What answers to triage questions make of a request: every effect is a step of its own that can be refused.

Order of the effects: a new job type first, with its standards; then sets of impact and urgency
(the highest wins) before changes; drops of skills and parts before adds (the higher level, the
larger quantity counts); factors of the duration multiply; of several channels the one with most
presence wins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.desk.standards import with_standards
from planner.model.catalogue import Answer, Catalogue, Effect, Question
from planner.model.language import number_text
from planner.model.message import Message, Text, Value, message
from planner.model.request import PartNeed, Request, SkillNeed, TimeWindow
from planner.model.words import Channel, RequestStatus

__all__ = ["Proposal", "Step", "apply_answers", "effects_of"]

_PRESENCE = (Channel.PHONE, Channel.REMOTE, Channel.ON_SITE)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
}
_SUBJECTS = ("skill", "part", "certificate", "job_type", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One effect of one answer, shown by its sentence.

    Parameters
    ----------
    step_id
        Id to refuse it by, ``question:number``.
    question_id
        The question whose answer proposes it.
    effect
        The effect's id, for example ``add_skill``.
    refused
        The dispatcher said no: the proposal is computed without it.
    """

    step_id: str
    question_id: str
    effect: str
    message: Message
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the answers make of a request, nothing saved yet.

    Parameters
    ----------
    request
        The request with every effect that was not refused; save it with `save_request`.
    steps
        Every effect, in order of the questions.
    """

    request: Request
    steps: tuple[Step, ...] = ()

    @property
    def effects(self) -> tuple[Message, ...]:
        """The sentences of the effects that were not refused."""
        return tuple(step.message for step in self.steps if not step.refused)


def apply_answers(
    catalogue: Catalogue,
    request: Request,
    answers: Mapping[str, str],
    *,
    day: date,
    refused: Collection[str] = (),
    zone: str,
) -> Proposal:
    """Return what answers make of a request.

    Parameters
    ----------
    answers
        Question id to answer value; numbers as text.
    day
        Day on which a proposed time window lies.
    refused
        Ids of steps to leave out.
    zone
        Time zone of that day.
    """
    given = {question: value.strip() for question, value in answers.items() if value.strip()}
    found = list(_effects(catalogue, request.job_type_id, given))
    taken = [effect for step_id, _, effect in found if step_id not in refused]
    proposed = _applied(catalogue, _base(catalogue, request, taken), taken, day=day, zone=zone)
    return Proposal(
        request=_status(catalogue, request, proposed).replace(triage_answers=tuple(given.items())),
        steps=tuple(
            Step(
                step_id=step_id,
                question_id=question,
                effect=effect.effect,
                message=_sentence(catalogue, effect),
                refused=step_id in refused,
            )
            for step_id, question, effect in found
        ),
    )


def _effects(catalogue: Catalogue, job_type_id: str, answers: Mapping[str, str]) -> Iterator[tuple[str, str, Effect]]:
    """Effects of the answers with their step ids; the request's own job type asks first."""
    types = sorted(catalogue.job_types.values(), key=lambda one: one.job_type_id != job_type_id)
    for question in (question for one in types for question in one.triage):
        value = answers.get(question.question_id)
        if value is not None:
            for number, effect in enumerate(effects_of(question, value), start=1):
                yield f"{question.question_id}:{number}", question.question_id, effect


def effects_of(question: Question, value: str) -> Iterable[Effect]:
    """Return the effects of an answer; of a number every condition that holds, for the same effect the last."""
    if question.kind != "number":
        return (effect for answer in question.answers if answer.value == value for effect in answer.effects)
    last: dict[tuple[str, object], Effect] = {}
    for effect in (effect for answer in question.answers if _holds(answer, value) for effect in answer.effects):
        subject = next((effect.get(name) for name in _SUBJECTS if effect.get(name) is not None), None)
        last[effect.effect, subject] = effect
    return last.values()


def _holds(answer: Answer, value: str) -> bool:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return False
    return answer.op in _COMPARE and _COMPARE[answer.op](number, answer.number)


def _base(catalogue: Catalogue, request: Request, taken: list[Effect]) -> Request:
    """What the effects start from: the request as it came, or its job type's standards where it changed already."""
    wanted = [str(effect.get("job_type")) for effect in taken if effect.effect == "change_job_type"]
    job_type_id = next((one for one in reversed(wanted) if one in catalogue.job_types), request.job_type_id)
    if job_type_id == request.job_type_id and not request.triage_answers:
        return request
    stored = [effect for _, _, effect in _effects(catalogue, job_type_id, dict(request.triage_answers))]
    added = {str(effect.get("certificate")) for effect in stored if effect.effect == "add_certificate"}
    own = request.replace(
        required_certificates=tuple(one for one in request.required_certificates if one not in added),
        notes=(),
        follow_ups=(),
        is_major=False,
    )
    return with_standards(catalogue, own, job_type_id)


def _applied(catalogue: Catalogue, base: Request, taken: list[Effect], *, day: date, zone: str) -> Request:
    factor = 1.0
    for effect in _of(taken, "scale_service"):
        factor *= float(effect.get("factor") or 1.0)
    changed = base.replace(
        channel=_channel(base, taken),
        line=max((_int(e, "line") for e in _of(taken, "set_line")), default=base.line),
        impact=_level(base.impact, taken, "impact"),
        urgency=_level(base.urgency, taken, "urgency"),
        required_skills=_skills(base, taken),
        required_certificates=_with(base.required_certificates, taken, "add_certificate", "certificate"),
        required_parts=_parts(base, taken),
        follow_ups=_with(base.follow_ups, taken, "add_follow_up", "job_type"),
        service_min=max(1, round(base.service_min * factor)),
        service_p80_min=max(1, round(base.service_p80_min * factor)),
        crew_size=max((_int(e, "crew_size") for e in _of(taken, "set_crew_size")), default=base.crew_size),
        is_major=base.is_major or bool(_of(taken, "set_major")),
        time_windows=_windows(catalogue, base, taken, day=day, zone=zone),
        pause_reason=next((str(e.get("pause_reason")) for e in reversed(_of(taken, "hold"))), ""),
        notes=_notes(catalogue, base, taken),
    )
    if changed.priority_override:
        return changed
    return changed.replace(priority=catalogue.priority(changed.impact, changed.urgency))


def _of(effects: list[Effect], *names: str) -> list[Effect]:
    return [effect for effect in effects if effect.effect in names]


def _int(effect: Effect, name: str) -> int:
    return int(effect.get(name) or 0)


def _channel(base: Request, taken: list[Effect]) -> Channel:
    named = [Channel(str(effect.get("channel"))) for effect in _of(taken, "suggest_channel")]
    return max(named, key=_PRESENCE.index, default=base.channel)


def _level(start: int, taken: list[Effect], what: str) -> int:
    level = max((_int(effect, "level") for effect in _of(taken, f"set_{what}")), default=start)
    level += sum(_int(effect, "steps") for effect in _of(taken, f"change_{what}"))
    return min(5, max(1, level))


def _skills(base: Request, taken: list[Effect]) -> tuple[SkillNeed, ...]:
    levels = {need.skill: need.level for need in base.required_skills}
    for effect in _of(taken, "drop_skill"):
        levels.pop(str(effect.get("skill")), None)
    for effect in _of(taken, "add_skill"):
        skill = str(effect.get("skill"))
        levels[skill] = max(levels.get(skill, 1), _int(effect, "min_level"))
    return tuple(SkillNeed(skill=skill, level=level) for skill, level in levels.items())


def _parts(base: Request, taken: list[Effect]) -> tuple[PartNeed, ...]:
    quantities = {need.part: need.quantity for need in base.required_parts}
    for effect in _of(taken, "drop_part"):
        quantities.pop(str(effect.get("part")), None)
    for effect in _of(taken, "add_part"):
        part = str(effect.get("part"))
        quantities[part] = max(quantities.get(part, 0), _int(effect, "quantity"))
    return tuple(PartNeed(part=part, quantity=quantity) for part, quantity in quantities.items())


def _with(start: tuple[str, ...], taken: list[Effect], name: str, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*start, *(str(effect.get(field)) for effect in _of(taken, name)))))


def _notes(catalogue: Catalogue, base: Request, taken: list[Effect]) -> tuple[Text, ...]:
    added = (_text(catalogue.notes, str(effect.get("note"))) for effect in _of(taken, "add_note"))
    return tuple(dict.fromkeys((*base.notes, *added)))


def _windows(
    catalogue: Catalogue, base: Request, taken: list[Effect], *, day: date, zone: str
) -> tuple[TimeWindow, ...]:
    names = [str(effect.get("window")) for effect in _of(taken, "set_time_window")]
    known = [catalogue.windows[name] for name in names if name in catalogue.windows]
    if not known:
        return base.time_windows
    local = ZoneInfo(zone)
    opens = datetime.combine(day, known[-1].opens, local)
    night = timedelta(days=known[-1].closes <= known[-1].opens)
    closes = datetime.combine(day + night, known[-1].closes, local)
    return (TimeWindow(earliest_start=opens, latest_start=closes, latest_end=closes),)


def _status(catalogue: Catalogue, before: Request, proposed: Request) -> Request:
    """Answers triage a new request; a hold pauses it, and a hold that is taken back lets it go on."""
    if proposed.pause_reason:
        return proposed.replace(status=RequestStatus.PAUSED)
    held = [effect for _, _, effect in _effects(catalogue, before.job_type_id, dict(before.triage_answers))]
    was_held = before.status is RequestStatus.PAUSED and bool(_of(held, "hold"))
    if before.status is RequestStatus.NEW or was_held:
        return proposed.replace(status=RequestStatus.TRIAGED)
    return proposed.replace(pause_reason=before.pause_reason)


def _sentence(catalogue: Catalogue, effect: Effect) -> Message:
    return message(f"effect.{effect.effect}", **{name: _shown(catalogue, name, v) for name, v in effect.parameters})


def _shown(catalogue: Catalogue, name: str, value: str | int | float) -> Value:
    key = str(value)
    match name:
        case "skill":
            return catalogue.skill_name(key)
        case "certificate":
            return catalogue.certificates[key].name if key in catalogue.certificates else key
        case "part":
            return catalogue.parts[key].name if key in catalogue.parts else key
        case "job_type":
            return catalogue.job_types[key].name if key in catalogue.job_types else key
        case "channel":
            return message(f"term.channel_{key}")
        case "window":
            return catalogue.windows[key].label if key in catalogue.windows else key
        case "pause_reason":
            return catalogue.pause_reasons[key].label if key in catalogue.pause_reasons else key
        case "note":
            return _text(catalogue.notes, key)
        case "steps":
            return Text(*(f"+{n}" if int(value) > 0 else n for n in (number_text(int(value), x) for x in ("sv", "en"))))
        case _:
            return value


def _text(known: Mapping[str, Text], key: str) -> Text:
    return known.get(key, Text(key, key))
