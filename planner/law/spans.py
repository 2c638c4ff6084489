"""Arithmetic of half-open intervals in whole seconds since 1970 (UTC), and the calendar of a zone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

__all__ = [
    "DAY_S",
    "Span",
    "clipped",
    "gaps",
    "local_day",
    "local_moment",
    "merged",
    "minus",
    "moment",
    "next_start",
    "periods",
    "seconds",
    "span_of",
    "total",
]

Span = tuple[int, int]
DAY_S = 86_400


def seconds(moment: datetime) -> int:
    """Return a moment as whole seconds since 1970."""
    return int(moment.timestamp())


def moment(at: int) -> datetime:
    """Return seconds since 1970 as a moment in UTC."""
    return datetime.fromtimestamp(at, UTC)


def span_of(start: datetime, end: datetime) -> Span:
    """Return an interval of moments in seconds."""
    return seconds(start), seconds(end)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return ordered intervals with those that touch made one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def clipped(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return the parts of ordered intervals, none of which overlap, that lie in a window."""
    first = bisect_left(spans, (start, start))
    if first and spans[first - 1][1] > start:
        first -= 1
    inside = spans[first : bisect_left(spans, (end, end))]
    return [(max(a, start), min(b, end)) for a, b in inside if a < end]


def total(spans: Sequence[Span], start: int, end: int) -> int:
    """Return how many seconds of ordered intervals, none of which overlap, lie in a window."""
    return sum(b - a for a, b in clipped(spans, start, end))


def gaps(busy: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return the free intervals of a window, clipped to it; `busy` is merged."""
    inside = clipped(busy, start, end)
    bounds = [(start, start), *inside, (end, end)]
    return [(a[1], b[0]) for a, b in pairwise(bounds) if a[1] < b[0]]


def minus(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return what of intervals lies outside others; both are ordered and merged."""
    found: list[Span] = []
    rest = iter(others)
    other = next(rest, None)
    for first, end in spans:
        start = first
        while other is not None and other[1] <= start:
            other = next(rest, None)
        while other is not None and other[0] < end:
            if start < other[0]:
                found.append((start, other[0]))
            start = max(start, other[1])
            if other[1] > end:
                break  # it goes on into the next interval
            other = next(rest, None)
        if start < end:
            found.append((start, end))
    return found


def next_start(busy: Iterable[Span], at: int) -> int | None:
    """Return the first start at or after a moment; None if there is none."""
    return next((start for start, _ in busy if start >= at), None)


def local_day(at: int, zone: ZoneInfo) -> date:
    """Return the day of a moment in a zone."""
    return datetime.fromtimestamp(at, zone).date()


def local_moment(day: date, zone: ZoneInfo, hour: float = 0) -> int:
    """Return when a clock in a zone shows an hour of a day; 24 is the midnight after it."""
    days, minutes = divmod(round(hour * 60), 24 * 60)
    shown = time(minutes // 60, minutes % 60)
    return seconds(datetime.combine(day + timedelta(days=days), shown, tzinfo=zone))


def periods(since: int, until: int, *, every: str, step: int, week_start: int, zone: ZoneInfo) -> Iterator[Span]:
    """Return calendar windows that begin in the week or month of `since` or later, and before `until`.

    Parameters
    ----------
    since, until
        What is looked at, in seconds.
    every
        Length of a window in whole weeks (``4w``) or calendar months (``1m``).
    step
        Weeks or months from the start of a window to the start of the next.
    week_start
        First day of a week, Monday is 0.
    zone
        Whose days, weeks and months.
    """
    count, first = int(every[:-1]), local_day(since, zone)
    if every[-1] == "w":
        first -= timedelta(days=(first.weekday() - week_start) % 7)
    else:
        first = first.replace(day=1)
    while (start := local_moment(first, zone)) < until:
        yield start, local_moment(_later(first, count, every[-1]), zone)
        first = _later(first, step, every[-1])


def _later(day: date, count: int, unit: str) -> date:
    """Return the day some weeks later, or the first of the month some months later."""
    if unit == "w":
        return day + timedelta(weeks=count)
    month = day.year * 12 + day.month - 1 + count
    return date(month // 12, month % 12 + 1, 1)
