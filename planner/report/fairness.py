"""How evenly the burdens of some weeks are shared: overtime, nights, weekends and long drives, person by person.

A balance compares with what somebody would have had if the burdens of all who do the same kind of work had been shared
by hours worked: part-timers and those who were away are not owed less than their share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.law import Book
from planner.law.building import days_between, midnight
from planner.law.spans import Span, merged, seconds, span_of, total
from planner.model.words import ShiftKind

__all__ = ["Balance", "Burden", "balances", "burdens", "night_and_weekend"]

_DAY, _NIGHT_FROM, _NIGHT_TO = timedelta(days=1), 22, 6
_LONG_DRIVE_S = 3 * 3600
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What somebody has had, in seconds.

    Parameters
    ----------
    work_s
        All work, call-outs included.
    overtime_s
        After the end of the shift, and call-outs.
    night_s, weekend_s
        Work between 22 and 06, and on Saturdays and Sundays.
    long_drive_s
        Driving beyond three hours a day.
    """

    work_s: int = 0
    overtime_s: int = 0
    night_s: int = 0
    weekend_s: int = 0
    long_drive_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Seconds over (or, below zero, under) the fair share of those who do the same kind of work."""

    technician_id: str
    burden: Burden
    overtime_s: int
    night_s: int
    weekend_s: int
    long_drive_s: int


_SHARED = tuple(one.name for one in fields(Burden) if one.name != "work_s")


def burdens(book: Book, technician_id: str, *, since: date, until: date, zone: str) -> Burden:
    """Return what somebody has had between two local days, the last exclusive.

    Parameters
    ----------
    book
        Published plans, with the reported end where there is one, and call-outs.
    zone
        Time zone of nights and weekends.
    """
    first, last = midnight(since, zone), midnight(until, zone)
    own = [one for one in book.worked_by(technician_id) if first <= one.start < last]
    calls = [span_of(one.start, one.end) for one in book.calls_of(technician_id) if first <= one.start < last]
    work = merged(sorted([*(span_of(one.start, one.over) for one in own), *calls]))
    over = merged(sorted([*(span_of(one.end, one.over) for one in own if one.end < one.over), *calls]))
    driven: Counter[date] = Counter()
    for one in own:
        driven[one.day] += sum(round((b - a).total_seconds()) for a, b in one.legs)
    return Burden(
        work_s=sum(b - a for a, b in work),
        overtime_s=sum(b - a for a, b in over),
        night_s=_within(work, _nights(since, until, zone)),
        weekend_s=_within(work, _weekends(since, until, zone)),
        long_drive_s=sum(max(0, one - _LONG_DRIVE_S) for one in driven.values()),
    )


def balances(book: Book, technician_ids: Iterable[str], *, since: date, until: date, zone: str) -> dict[str, Balance]:
    """Return the balance of each technician, by id; in each group of comparable people they add up to zero.

    Comparable are those whose duties were of the same kind most of the time. The sums are rounded to seconds.
    """
    had = {one: burdens(book, one, since=since, until=until, zone=zone) for one in technician_ids}
    groups: dict[ShiftKind | None, list[str]] = {}
    for one in had:
        groups.setdefault(_kind(book, one), []).append(one)
    found = {}
    for members in groups.values():
        worked = sum(had[one].work_s for one in members)
        sums = {name: sum(getattr(had[one], name) for one in members) for name in _SHARED}
        for one in members:
            share = had[one].work_s / worked if worked else 0.0
            over = {name: round(getattr(had[one], name) - sums[name] * share) for name in _SHARED}
            found[one] = Balance(technician_id=one, burden=had[one], **over)
    return found


def night_and_weekend(start: datetime, end: datetime, over_s: float, *, zone: str) -> tuple[int, int]:
    """Return the seconds of a shift at night and at the weekend, what came after its end included.

    Parameters
    ----------
    start, end
        Aware moments.
    over_s
        Seconds of work after the end.
    zone
        Time zone of nights and weekends.
    """
    first, last = span_of(start, end + timedelta(seconds=round(over_s)))
    local = ZoneInfo(zone)
    days = start.astimezone(local).date(), (end + timedelta(seconds=over_s)).astimezone(local).date() + _DAY
    work = [(first, last)] if last > first else []
    return _within(work, _nights(*days, zone)), _within(work, _weekends(*days, zone))


def _kind(book: Book, technician_id: str) -> ShiftKind | None:
    kinds = Counter(one.kind for one in book.worked_by(technician_id))
    return kinds.most_common(1)[0][0] if kinds else None


def _within(work: list[Span], windows: list[Span]) -> int:
    return sum(total(work, *one) for one in windows)


def _nights(since: date, until: date, zone: str) -> list[Span]:
    """Return the nights that begin from the evening before the first day to the last."""
    return [
        (_clock(day, _NIGHT_FROM, zone), _clock(day + _DAY, _NIGHT_TO, zone))
        for day in days_between(since - _DAY, until)
    ]


def _weekends(since: date, until: date, zone: str) -> list[Span]:
    return [
        (seconds(midnight(day, zone)), seconds(midnight(day + _DAY, zone)))
        for day in days_between(since, until + _DAY)
        if day.weekday() >= _SATURDAY
    ]


def _clock(day: date, hour: int, zone: str) -> int:
    return seconds(datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)))
