"""Time windows: ranges in one cell, or earliest and latest in two; an end before its start is refused with a cure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from planner.files.moments import localised, parse_clock, parse_moment
from planner.files.values import WrongValueError, brief, clean
from planner.model.language import TEAM_ZONE
from planner.model.message import message
from planner.model.request import TimeWindow

__all__ = ["Calendar", "Moment", "parse_windows", "read_loosely", "window_between"]

Moment = date | time | datetime
_OPEN_DAYS = 365
_EVENING, _MORNING = time(18), time(10)
_PARTS_OF_DAY = {
    "fm": (8, 12), "förmiddag": (8, 12), "på förmiddagen": (8, 12), "förmiddagen": (8, 12), "morning": (8, 12),
    "em": (12, 17), "eftermiddag": (12, 17), "på eftermiddagen": (12, 17), "eftermiddagen": (12, 17),
    "afternoon": (12, 17),
}  # fmt: skip
_DASH = re.compile(r" *[–—] *| +- +| +to +| +till +", re.IGNORECASE)
_SPLIT = re.compile(r"[;\n]|,(?=\s*(?:kl\.? ?)?\d{1,2}(?:[:.]\d\d)?\s*[-–—])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What times of day, *tomorrow* and days without year refer to: the day planned, today, order, the zone."""

    day: date | None = None
    today: date | None = None
    order: str = ""
    zone: str = TEAM_ZONE

    def moment(self, text: str) -> Moment:
        """Read a day, time of day, or moment in the zone."""
        found = parse_moment(text, order=self.order, near=self.day, today=self.today)
        return localised(found, self.zone) if isinstance(found, datetime) else found

    def at(self, day: date | None, clock: time, text: str) -> datetime:
        """Return the moment of a time of day on a day, or on the day planned."""
        base = day or self.day
        if base is None:
            raise WrongValueError(message("import.no_day", value=brief(text)))
        return localised(datetime.combine(base, clock), self.zone)


def parse_windows(text: str, calendar: Calendar) -> tuple[TimeWindow, ...]:
    """Read windows: ``08–10``, ``08:00-10:00; 13-15``, ``2026-11-24 08:00 – 2026-11-24 10:00``.

    Parameters
    ----------
    text
        As written. ``~`` before a window makes it a preferred one; a time in brackets behind it is
        when the work must be over; a single time of day is a fixed start; ``fm`` is 8–12 and ``em`` 12–17.
    calendar
        What times of day refer to.

    Raises
    ------
    WrongValueError
        If it cannot be read, or a window ends before it starts.
    """
    pieces = [piece for piece in (clean(part) for part in _SPLIT.split(text)) if piece]
    return tuple(_window(piece, calendar) for piece in pieces)


def read_loosely(text: str) -> tuple[str, str] | None:
    """Return how a cell was read that says less than a window, and what may have been meant; None: it says enough.

    A part of a day (``fm``) was read as hours and may be meant otherwise; a single time of day was read as the exact
    start, where an hour is often meant.
    """
    piece = clean(text)
    bare = piece.lstrip("~ ")
    if part := _PARTS_OF_DAY.get(bare.casefold()):
        return f"{part[0]:02d}:00–{part[1]:02d}:00", ""
    try:
        clock = parse_clock(bare)
    except WrongValueError:
        return None
    if clock.hour == 23:
        return f"{clock:%H:%M}", ""
    return f"{clock:%H:%M}", f"{piece[: len(piece) - len(bare)]}{clock:%H:%M}–{clock.hour + 1:02d}:{clock.minute:02d}"


def _window(piece: str, calendar: Calendar) -> TimeWindow:
    hard, bare = not piece.startswith("~"), piece.lstrip("~ ")
    over = re.fullmatch(r"(.+?) ?\(([^()]+)\)", bare)
    first, last = _ends(over[1] if over else bare, calendar)
    start, latest = _range(first, last, piece, calendar)
    end = _over(over[2], start, piece, calendar) if over else None
    return TimeWindow(
        earliest_start=start.astimezone(UTC), latest_start=latest.astimezone(UTC), latest_end=end, hard=hard
    )


def _over(text: str, start: datetime, piece: str, calendar: Calendar) -> datetime:
    found = calendar.moment(text)
    end = calendar.at(start.date(), found, piece) if isinstance(found, time) else found
    if not isinstance(end, datetime) or end.astimezone(UTC) < start.astimezone(UTC):
        raise WrongValueError(message("import.window", value=brief(piece)))
    return end.astimezone(UTC)


def _ends(bare: str, calendar: Calendar) -> tuple[str, str]:
    """The two ends of a range; the same end twice for a single time."""
    if part := _PARTS_OF_DAY.get(bare.casefold()):
        return f"{part[0]:02d}:00", f"{part[1]:02d}:00"
    parts = _DASH.split(bare)
    if len(parts) == 2 and all(parts):
        return parts[0], parts[1]
    for match in reversed(list(re.finditer("-", bare))):
        left, right = bare[: match.start()].strip(), bare[match.end() :].strip()
        try:
            parse_clock(right)
            calendar.moment(left)
        except WrongValueError:
            continue
        return left, right
    if re.fullmatch(r"\d{1,2}", bare):
        raise WrongValueError(message("import.window", value=brief(bare)))
    return bare, bare


def _range(first: str, last: str, piece: str, calendar: Calendar) -> tuple[datetime, datetime]:
    start, end = calendar.moment(first), calendar.moment(last)
    if not isinstance(start, time | datetime) or not isinstance(end, time | datetime):
        raise WrongValueError(message("import.window", value=brief(piece)))
    if isinstance(start, time) and isinstance(end, time) and end < start:
        raise _backwards(first, last, start, end, piece, calendar)
    begin = start if isinstance(start, datetime) else calendar.at(None, start, piece)
    finish = end if isinstance(end, datetime) else calendar.at(begin.date(), end, piece)
    if finish.astimezone(UTC) < begin.astimezone(UTC):
        raise WrongValueError(message("import.window_order", value=brief(piece), proposal=f"{last}–{first}"))
    return begin, finish


def _backwards(first: str, last: str, start: time, end: time, piece: str, calendar: Calendar) -> WrongValueError:
    if start >= _EVENING and end <= _MORNING and calendar.day is not None:
        next_day = calendar.day + timedelta(days=1)
        proposal = f"{calendar.day} {start:%H:%M}–{next_day} {end:%H:%M}"
    else:
        proposal = f"{last}–{first}"
    return WrongValueError(message("import.window_order", value=brief(piece), proposal=proposal), proposal)


def window_between(
    earliest: Moment | None,
    latest: Moment | None,
    latest_end: Moment | None,
    *,
    calendar: Calendar,
    due: date | None,
    hard: bool = True,
) -> TimeWindow | None:
    """Return the window of times given in cells of their own; None when they hold days only or nothing.

    Parameters
    ----------
    earliest, latest, latest_end
        Not before, not started after, over by; times of day refer to the calendar's day.
    due
        Last day, where no latest time is given.

    Raises
    ------
    WrongValueError
        If an end is before the start, or a time of day has no day.
    """
    days = [value.date() for value in (earliest, latest, latest_end) if isinstance(value, datetime)]
    base = days[0] if days else None
    if base is None and isinstance(earliest, date):
        base = earliest
    start, last, over = (_moment(value, base, calendar) for value in (earliest, latest, latest_end))
    ends = [moment for moment in (last, over) if moment is not None]
    if start is None and not ends:
        return None
    if start is None:
        first_day = min(ends[0].date(), calendar.day or ends[0].date())
        start = calendar.at(first_day, time(), "")
    for moment in ends:
        if moment.astimezone(UTC) < start.astimezone(UTC):
            raise _crossed(start, moment)
    ends = ends or [_open_end(start, earliest, due, calendar)]
    return TimeWindow(
        earliest_start=start.astimezone(UTC),
        latest_start=min(moment.astimezone(UTC) for moment in ends),
        latest_end=over.astimezone(UTC) if over else None,
        hard=hard,
    )


def _moment(value: Moment | None, base: date | None, calendar: Calendar) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return calendar.at(base, value, f"{value:%H:%M}") if isinstance(value, time) else None


def _open_end(start: datetime, earliest: Moment | None, due: date | None, calendar: Calendar) -> datetime:
    if isinstance(earliest, time):
        return calendar.at(start.date(), time(23, 59), "")
    last = due if due is not None and due >= start.date() else start.date() + timedelta(days=_OPEN_DAYS)
    return calendar.at(last, time(23, 59), "")


def _crossed(start: datetime, end: datetime) -> WrongValueError:
    form = "%H:%M" if start.date() == end.date() else "%Y-%m-%d %H:%M"
    shown, proposal = f"{start:{form}}–{end:{form}}", f"{end:{form}}–{start:{form}}"
    return WrongValueError(message("import.window_order", value=shown, proposal=proposal), proposal)
