"""Opening hours as people write them: the hours of a week, and special days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

from planner.files.moments import parse_clock, parse_day
from planner.files.team_shifts import parse_weekdays
from planner.files.values import WrongValueError, brief, clean
from planner.model.language import text
from planner.model.message import message
from planner.model.sites import Hours, OpenHours, SpecialDays

__all__ = ["parse_special", "parse_weekly", "special_text", "weekly_text"]

_MIDNIGHT = time(0)
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?"
_RANGE = re.compile(rf"({_CLOCK})\s*[-–—]\s*({_CLOCK})")
_HOURS = rf"(?:{_CLOCK}\s*[-–—]\s*{_CLOCK}(?:\s*,\s*|\s+|$))"
_WEEKLY = re.compile(rf"(?P<days>.*?)\s*(?P<hours>{_HOURS}+)")
_NUMBERED = re.compile(rf"(?P<days>[1-7](?:\s*[-–—,]\s*[1-7])*)\s+(?P<hours>{_HOURS}+)")
_DAY = r"\d{4}-\d{2}-\d{2}"
_SPECIAL = re.compile(
    rf"(?P<first>{_DAY})(?:\s*(?:/|–|—|\s-\s)\s*(?P<last>{_DAY}))?\s*(?P<hours>{_HOURS}*)(?P<note>.*)"
)


def parse_weekly(written: str) -> tuple[OpenHours, ...]:
    """Read ``mån-fre 07:00-16:00; lör 10-14``; several spans of a day stand behind each other.

    Weekdays are words or numbers, 1 is Monday; without any it is every day. A span that closes when it opens, or
    before, closes on the next day; ``00-24`` is the whole day.

    Raises
    ------
    WrongValueError
        If a piece cannot be read.
    """
    found: list[OpenHours] = []
    for piece in _pieces(written):
        # "1-5 08-16" could be two spans of every day; it is the week's first five days.
        match = _NUMBERED.fullmatch(piece) or _WEEKLY.fullmatch(piece)
        if match is None:
            raise WrongValueError(message("import.open_hours", value=brief(written)))
        days = match["days"].rstrip(" :,")
        weekdays = parse_weekdays(days) if days else tuple(range(1, 8))
        found.extend(OpenHours(weekdays=weekdays, hours=one) for one in _spans(match["hours"]))
    return tuple(found)


def parse_special(written: str) -> tuple[SpecialDays, ...]:
    """Read ``2026-12-24/2026-12-26 jul; 2026-12-31 08-12``: days, their hours (none: closed), and a note.

    Raises
    ------
    WrongValueError
        If a piece cannot be read, or its last day is before its first.
    """
    found: list[SpecialDays] = []
    for piece in _pieces(written):
        match = _SPECIAL.fullmatch(piece)
        if match is None:
            raise WrongValueError(message("import.special_days", value=brief(written)))
        first = parse_day(match["first"])
        last = parse_day(match["last"]) if match["last"] else first
        if last < first:
            proposal = f"{last}/{first}"
            raise WrongValueError(message("import.window_order", value=brief(piece), proposal=proposal), proposal)
        found.append(SpecialDays(first=first, last=last, hours=_spans(match["hours"]), note=match["note"].strip()))
    return tuple(found)


def weekly_text(weekly: Iterable[OpenHours], *, language: str) -> str:
    """Return the hours of a week as `parse_weekly` reads them, weekdays in words of the language."""
    return "; ".join(f"{_days(one.weekdays, language)} {_span(one.hours)}" for one in weekly)


def special_text(special: Iterable[SpecialDays]) -> str:
    """Return special days as `parse_special` reads them."""
    parts = []
    for one in special:
        days = f"{one.first}" if one.last == one.first else f"{one.first}/{one.last}"
        note = one.note.replace(";", ",").replace("\n", " ")
        parts.append(" ".join(filter(None, (days, *map(_span, one.hours), note))))
    return "; ".join(parts)


def _pieces(written: str) -> list[str]:
    return [piece for piece in (clean(part) for part in re.split(r"[;|\n]", written)) if piece]


def _spans(written: str) -> tuple[Hours, ...]:
    return tuple(Hours(opens=parse_clock(a), closes=_closing(b)) for a, b in _RANGE.findall(written))


def _closing(written: str) -> time:
    return _MIDNIGHT if written.replace(".", ":") in ("24", "24:00") else parse_clock(written)


def _days(weekdays: tuple[int, ...], language: str) -> str:
    """Return weekdays in words, three and more in a row as a range."""
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    name = {day: text(f"team.weekday.{day}", language).casefold() for day in weekdays}
    words = [f"{name[run[0]]}-{name[run[-1]]}" if len(run) > 2 else ",".join(name[day] for day in run) for run in runs]
    return ",".join(words)


def _span(hours: Hours) -> str:
    closes = "24:00" if hours.closes == _MIDNIGHT else f"{hours.closes:%H:%M}"
    return f"{hours.opens:%H:%M}-{closes}"
