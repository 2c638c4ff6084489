"""What accepted effects do to a request, in their order: sets before changes, drops before adds, factors multiply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.model.catalogue import Answer, Catalogue, Effect, Question
from planner.model.message import Text
from planner.model.request import PartNeed, Request, SkillNeed, TimeWindow
from planner.model.words import Channel

__all__ = ["applied", "effects_of", "level_after", "of_kind"]

_PRESENCE = (Channel.PHONE, Channel.REMOTE, Channel.ON_SITE)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
}
_SUBJECTS = ("skill", "part", "certificate", "job_type", "note")


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


def applied(catalogue: Catalogue, base: Request, taken: list[Effect], *, day: date, zone: str) -> Request:
    """Return a request with effects.

    Parameters
    ----------
    base
        What they start from.
    taken
        The effects nobody refused, in order of their questions.
    day, zone
        Day on which a time window lies, and the time zone of that day.
    """
    factor = 1.0
    for effect in of_kind(taken, "scale_service"):
        factor *= float(effect.get("factor") or 1.0)
    changed = base.replace(
        channel=_channel(base, taken),
        line=max((_int(e, "line") for e in of_kind(taken, "set_line")), default=base.line),
        impact=level_after(base.impact, taken, "impact"),
        urgency=level_after(base.urgency, taken, "urgency"),
        required_skills=_skills(base, taken),
        required_certificates=_with(base.required_certificates, taken, "add_certificate", "certificate"),
        required_parts=_parts(base, taken),
        follow_ups=_with(base.follow_ups, taken, "add_follow_up", "job_type"),
        service_min=max(1, round(base.service_min * factor)),
        service_p80_min=max(1, round(base.service_p80_min * factor)),
        crew_size=max((_int(e, "crew_size") for e in of_kind(taken, "set_crew_size")), default=base.crew_size),
        is_major=base.is_major or bool(of_kind(taken, "set_major")),
        time_windows=_windows(catalogue, base, taken, day=day, zone=zone),
        pause_reason=next((str(e.get("pause_reason")) for e in reversed(of_kind(taken, "hold"))), ""),
        notes=_notes(catalogue, base, taken),
    )
    if changed.priority_override:
        return changed
    return changed.replace(priority=catalogue.priority(changed.impact, changed.urgency))


def of_kind(effects: list[Effect], *names: str) -> list[Effect]:
    """Return the effects of some kinds."""
    return [effect for effect in effects if effect.effect in names]


def _int(effect: Effect, name: str) -> int:
    return int(effect.get(name) or 0)


def _channel(base: Request, taken: list[Effect]) -> Channel:
    named = [Channel(str(effect.get("channel"))) for effect in of_kind(taken, "suggest_channel")]
    return max(named, key=_PRESENCE.index, default=base.channel)


def level_after(start: int, taken: list[Effect], what: str) -> int:
    """Return the impact or urgency (`what`), 1 to 5, that effects make of a level."""
    level = max((_int(effect, "level") for effect in of_kind(taken, f"set_{what}")), default=start)
    level += sum(_int(effect, "steps") for effect in of_kind(taken, f"change_{what}"))
    return min(5, max(1, level))


def _skills(base: Request, taken: list[Effect]) -> tuple[SkillNeed, ...]:
    levels = {need.skill: need.level for need in base.required_skills}
    for effect in of_kind(taken, "drop_skill"):
        levels.pop(str(effect.get("skill")), None)
    for effect in of_kind(taken, "add_skill"):
        skill = str(effect.get("skill"))
        levels[skill] = max(levels.get(skill, 1), _int(effect, "min_level"))
    return tuple(SkillNeed(skill=skill, level=level) for skill, level in levels.items())


def _parts(base: Request, taken: list[Effect]) -> tuple[PartNeed, ...]:
    quantities = {need.part: need.quantity for need in base.required_parts}
    for effect in of_kind(taken, "drop_part"):
        quantities.pop(str(effect.get("part")), None)
    for effect in of_kind(taken, "add_part"):
        part = str(effect.get("part"))
        quantities[part] = max(quantities.get(part, 0), _int(effect, "quantity"))
    return tuple(PartNeed(part=part, quantity=quantity) for part, quantity in quantities.items())


def _with(start: tuple[str, ...], taken: list[Effect], name: str, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*start, *(str(effect.get(field)) for effect in of_kind(taken, name)))))


def _notes(catalogue: Catalogue, base: Request, taken: list[Effect]) -> tuple[Text, ...]:
    named = [str(effect.get("note")) for effect in of_kind(taken, "add_note")]
    return tuple(dict.fromkeys((*base.notes, *(catalogue.notes.get(one, Text(one, one)) for one in named))))


def _windows(
    catalogue: Catalogue, base: Request, taken: list[Effect], *, day: date, zone: str
) -> tuple[TimeWindow, ...]:
    names = [str(effect.get("window")) for effect in of_kind(taken, "set_time_window")]
    known = [catalogue.windows[name] for name in names if name in catalogue.windows]
    if not known:
        return base.time_windows
    local = ZoneInfo(zone)
    opens = datetime.combine(day, known[-1].opens, local)
    night = timedelta(days=known[-1].closes <= known[-1].opens)
    closes = datetime.combine(day + night, known[-1].closes, local)
    return (TimeWindow(earliest_start=opens, latest_start=closes, latest_end=closes),)
