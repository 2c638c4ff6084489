"""What answers to triage questions make of a request: every effect is a step of its own that can be refused.

Order of the effects: a new job type first, with its standards; then sets of impact and urgency
(the highest wins) before changes; drops of skills and parts before adds (the higher level, the
larger quantity counts); factors of the duration multiply; of several channels the one with most
presence wins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.desk.effects import applied, effects_of, level_after, of_kind
from planner.desk.standards import with_standards
from planner.model.catalogue import Catalogue, Effect
from planner.model.language import number_text
from planner.model.message import Message, Text, Value, message
from planner.model.request import Request
from planner.model.words import RequestStatus

__all__ = ["Proposal", "Step", "apply_answers"]

_STEPS = {"change_impact": "impact", "change_urgency": "urgency"}


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
    base = _base(catalogue, request, taken)
    proposed = applied(catalogue, base, taken, day=day, zone=zone)
    return Proposal(
        request=_status(catalogue, request, proposed).replace(triage_answers=tuple(given.items())),
        steps=tuple(
            Step(
                step_id=step_id,
                question_id=question,
                effect=effect.effect,
                message=_sentence(catalogue, effect, base, [*taken, effect] if step_id in refused else taken),
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


def _status(catalogue: Catalogue, before: Request, proposed: Request) -> Request:
    """Answers triage a new request; a hold pauses it, and a hold that is taken back lets it go on."""
    if proposed.pause_reason:
        return proposed.replace(status=RequestStatus.PAUSED)
    held = [effect for _, _, effect in _effects(catalogue, before.job_type_id, dict(before.triage_answers))]
    was_held = before.status is RequestStatus.PAUSED and bool(of_kind(held, "hold"))
    if before.status is RequestStatus.NEW or was_held:
        return proposed.replace(status=RequestStatus.TRIAGED)
    return proposed.replace(pause_reason=before.pause_reason)


def _sentence(catalogue: Catalogue, effect: Effect, base: Request, taken: list[Effect]) -> Message:
    """What an effect does, in words; of a step up or down also the level that comes of all that are taken."""
    known = {name: _shown(catalogue, name, value) for name, value in effect.parameters}
    if effect.effect in _STEPS:
        name = _STEPS[effect.effect]
        known["level"] = level_after(getattr(base, name), taken, name)
    return message(f"effect.{effect.effect}", **known)


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
            return message(f"desk.best_channel.{key}")
        case "window":
            return catalogue.windows[key].label if key in catalogue.windows else key
        case "pause_reason":
            return catalogue.pause_reasons[key].label if key in catalogue.pause_reasons else key
        case "note":
            return catalogue.notes.get(key, Text(key, key))
        case "steps":
            return Text(*(f"+{n}" if int(value) > 0 else n for n in (number_text(int(value), x) for x in ("sv", "en"))))
        case _:
            return value
