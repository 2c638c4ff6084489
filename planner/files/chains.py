"""Crews and predecessors in one cell: ``R12 +30..120 same; R13`` and ``network:3 | none``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.files.values import WrongValueError, brief
from planner.files.vocabulary import Known, parse_needs
from planner.model.message import message
from planner.model.request import Predecessor, SkillNeed
from planner.model.words import Who

__all__ = ["parse_crew_skills", "parse_predecessors", "written_crew_skills", "written_predecessors"]

_LONGEST_MIN = 525_600
"""A year."""

_WHO = {
    "same": Who.SAME,
    "samma": Who.SAME,
    "different": Who.DIFFERENT,
    "annan": Who.DIFFERENT,
    "olika": Who.DIFFERENT,
    "any": Who.ANY,
    "alla": Who.ANY,
}
_ONE = re.compile(
    r"""\s*(?:"(?P<quoted>(?:[^"]|"")+)"|(?P<id>[^;\s"]+))
        (?:\s*\+\s*(?P<least>\d{1,6})\s*(?:\.\.\s*(?P<most>\d{1,6}))?(?:\s*min)?)?
        (?:\s+(?P<who>[^\W\d]+))?\s*(?:;|\n|$)""",
    re.VERBOSE,
)
_PLAIN = re.compile(r'[^;\s"+]+')
_NONE = "none"
_NOTHING = frozenset({"", "-", _NONE, "ingen", "inga"})


def parse_predecessors(text: str) -> tuple[Predecessor, ...]:
    """Read what has to be done before: ``R12 +30..120 same; R13``.

    Each has the id of a request (in quotation marks where it has spaces or semicolons), then, where that matters, the
    least and the most minutes from its end, and ``same`` (``samma``) or ``different`` (``annan``) technician.

    Raises
    ------
    WrongValueError
        If something else stands there.
    """
    found: list[Predecessor] = []
    at = 0
    while at < len(text) and text[at:].strip():
        one = _ONE.match(text, at)
        who = _WHO.get((one["who"] or "any").casefold()) if one else None
        if one is None or who is None:
            raise WrongValueError(message("import.predecessor", value=brief(text[at:])))
        least, most = int(one["least"] or 0), None if one["most"] is None else int(one["most"])
        if max(least, most or 0) > _LONGEST_MIN or (most is not None and most < least):
            raise WrongValueError(message("import.predecessor_gap", value=brief(one[0])))
        request_id = one["quoted"].replace('""', '"') if one["quoted"] else one["id"]
        found.append(Predecessor(request_id=request_id, least_min=least, most_min=most, who=who))
        at = one.end()
    return tuple(found)


def written_predecessors(predecessors: Iterable[Predecessor]) -> str:
    """Return predecessors as `parse_predecessors` reads them."""
    return "; ".join(_written(one) for one in predecessors)


def _written(one: Predecessor) -> str:
    quoted = one.request_id.replace('"', '""')
    parts = [one.request_id if _PLAIN.fullmatch(one.request_id) else f'"{quoted}"']
    if one.most_min is not None:
        parts.append(f"+{one.least_min}..{one.most_min}")
    elif one.least_min:
        parts.append(f"+{one.least_min}")
    if one.who is not Who.ANY:
        parts.append(one.who.value)
    return " ".join(parts)


def parse_crew_skills(text: str, known: Known) -> tuple[tuple[SkillNeed, ...], ...]:
    """Read what the second seat needs, the third, and so on: ``network:3, wifi | none``; ``ingen`` is none too.

    Parameters
    ----------
    known
        Skill ids by what they may be called.

    Raises
    ------
    WrongValueError
        If a skill is unknown.
    """
    seats = []
    for part in text.split("|"):
        needs = () if part.strip().casefold() in _NOTHING else parse_needs(part, known, "skill", high=5)
        seats.append(tuple(SkillNeed(skill=skill, level=level) for skill, level in needs))
    return tuple(seats)


def written_crew_skills(seats: Iterable[Iterable[SkillNeed]]) -> str:
    """Return the needs of seats as `parse_crew_skills` reads them."""
    return " | ".join(", ".join(f"{need.skill}:{need.level}" for need in needs) or _NONE for needs in seats)
