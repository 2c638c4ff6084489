"""Business time: how much of it lies between two moments, and when a target falls due.

Clocks of a service level run only while their calendar is open. All arithmetic is done on UTC
instants, so a day with a clock change has its true 23 or 25 hours. Public holidays are those of
the country (`holidays` library), Sundays excepted: a calendar says itself which weekdays count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from planner.model.catalogue import BusinessCalendar
from planner.model.language import TEAM_ZONE

__all__ = ["business_seconds", "due_at", "is_public_holiday", "open_spans"]

_HORIZON_DAYS = 3_660


@cache
def _public(country: str, year: int) -> frozenset[date]:
    # Sweden's law names every Sunday a public holiday; weekdays are the calendar's own business.
    listed = holidays.country_holidays(country, years=year, include_sundays=False) if country == "SE" else (
        holidays.country_holidays(country, years=year)
    )  # fmt: skip
    return frozenset(listed)


def is_public_holiday(day: date, *, country: str = "SE") -> bool:
    """Whether a day is a public holiday of a country (ISO code), plain Sundays not counted."""
    return day in _public(country, day.year)


def open_spans(
    calendar: BusinessCalendar, first: date, *, zone: str = TEAM_ZONE, country: str = "SE"
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open spans of a calendar from a local day on, as UTC moments, day by day.

    Parameters
    ----------
    calendar
        Opening hours; `closes` None means midnight.
    first
        First local day.
    zone
        Time zone of the opening hours.
    country
        ISO code whose public holidays close the calendar where it says so.

    Yields
    ------
    tuple of datetime
        Opening and closing moment, for at most ten years.
    """
    local = ZoneInfo(zone)
    for offset in range(_HORIZON_DAYS):
        day = first + timedelta(days=offset)
        if day.isoweekday() not in calendar.weekdays:
            continue
        if calendar.public_holidays_closed and is_public_holiday(day, country=country):
            continue
        closes = (
            datetime.combine(day + timedelta(days=1), time(0), local)
            if calendar.closes is None
            else datetime.combine(day, calendar.closes, local)
        )
        yield datetime.combine(day, calendar.opens, local).astimezone(UTC), closes.astimezone(UTC)


def business_seconds(
    calendar: BusinessCalendar, start: datetime, end: datetime, *, zone: str = TEAM_ZONE, country: str = "SE"
) -> int:
    """Return the seconds of business time between two aware moments (0 if `end` is not after `start`)."""
    total = timedelta()
    if end <= start:
        return 0
    for opens, closes in open_spans(calendar, start.astimezone(ZoneInfo(zone)).date(), zone=zone, country=country):
        if opens >= end:
            break
        total += max(timedelta(), min(closes, end) - max(opens, start))
    return round(total.total_seconds())


def due_at(
    calendar: BusinessCalendar,
    start: datetime,
    minutes: int,
    pauses: Sequence[tuple[datetime, datetime]] = (),
    *,
    zone: str = TEAM_ZONE,
    country: str = "SE",
) -> datetime:
    """Return the UTC moment at which a clock started at `start` has run for `minutes` of business time.

    Parameters
    ----------
    pauses
        Spans in which the clock stands still, in any order; they may overlap.

    Raises
    ------
    ValueError
        If the calendar is never open long enough within ten years.
    """
    left = timedelta(minutes=minutes)
    for opens, closes in open_spans(calendar, start.astimezone(ZoneInfo(zone)).date(), zone=zone, country=country):
        for begin, end in _running(max(opens, start), closes, pauses):
            if begin + left <= end:
                return begin.astimezone(UTC) + left
            left -= end - begin
    raise ValueError(f"calendar {calendar.calendar_id} is never open for {minutes} minutes")


def _running(
    begin: datetime, end: datetime, pauses: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the parts of a span that lie in no pause, in order."""
    for first, last in sorted(pauses):
        if first >= end:
            break
        if begin < first:
            yield begin, first
        begin = max(begin, last)
    if begin < end:
        yield begin, end
