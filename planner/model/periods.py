"""Travel by time of day: the table of a firm, and the profile of a day made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from planner.model.profile import LEAST_PERCENT, MOST_PERCENT, Profile

__all__ = ["DrivePeriods", "Period", "profile_on"]

_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A part of the day, from a time on until the next one begins.

    Parameters
    ----------
    name
        ``night``, ``morning``, ``midday``, ``afternoon`` or ``evening``: which text names it.
    start
        Local time it begins.
    percent
        What a drive takes in it, in percent of the travel time without traffic.
    """

    name: str
    start: time
    percent: int = 100

    def __post_init__(self) -> None:
        if not LEAST_PERCENT <= self.percent <= MOST_PERCENT:
            raise ValueError(f"period {self.name}: {self.percent} %, expected {LEAST_PERCENT} to {MOST_PERCENT}")


_WEEKDAY_TABLE = (
    Period(name="night", start=time(0)),
    Period(name="morning", start=time(7), percent=128),
    Period(name="midday", start=time(9)),
    Period(name="afternoon", start=time(15), percent=128),
    Period(name="evening", start=time(18)),
)
_WEEKEND_TABLE = (
    Period(name="night", start=time(0)),
    Period(name="midday", start=time(9)),
    Period(name="evening", start=time(18)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivePeriods:
    """How long drives take by day of the week and time of day; a setting.

    Parameters
    ----------
    on
        Whether plans are made by it. False: every drive takes what the matrix says.
    weekday, weekend
        The parts of such a day in order, the first from midnight on. The rush hours of the ready table are 28 %
        longer: the median of a peak metric against free flow on the roads of inner Stockholm, itself made with assumed
        slow-downs by class of road. Nothing was measured for other times, so they are as without traffic.

    Raises
    ------
    ValueError
        If a day does not begin at midnight, or its parts are not in order.
    """

    on: bool = False
    weekday: tuple[Period, ...] = _WEEKDAY_TABLE
    weekend: tuple[Period, ...] = _WEEKEND_TABLE

    def __post_init__(self) -> None:
        for kind, table in (("weekday", self.weekday), ("weekend", self.weekend)):
            starts = [one.start for one in table]
            if not starts or starts[0] != time(0):
                raise ValueError(f"periods of a {kind}: the first does not begin at 00:00")
            if starts != sorted(set(starts)):
                raise ValueError(f"periods of a {kind}: {', '.join(f'{one:%H:%M}' for one in starts)} are not in order")

    def of(self, day: date) -> tuple[Period, ...]:
        """Return the parts of a day."""
        return self.weekend if day.weekday() in _WEEKEND else self.weekday

    def at(self, moment: datetime) -> Period:
        """Return the part of the day in which a local moment lies."""
        return max((one for one in self.of(moment.date()) if one.start <= moment.time()), key=lambda one: one.start)

    def replace(self, **changes: Any) -> DrivePeriods:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def profile_on(periods: DrivePeriods | None, day: date, *, zone: str) -> Profile | None:
    """Return the profile of a plan's day, the day before and two days after included; None where it is off.

    Parameters
    ----------
    periods
        The table; None: there is none.
    day
        Local day on whose midnight second 0 lies.
    zone
        Time zone of the day.
    """
    if periods is None or not periods.on:
        return None
    local = ZoneInfo(zone)
    steps: list[tuple[int, int]] = []
    midnight = datetime.combine(day, time(0), local).astimezone(UTC)
    for offset in range(-1, 3):
        one = day + timedelta(days=offset)
        for period in periods.of(one):
            # In UTC: where the clock changes, periods are as long as the wall clock makes them.
            moment = datetime.combine(one, period.start, local).astimezone(UTC)
            second = round((moment - midnight).total_seconds())
            while steps and steps[-1][0] >= second:
                steps.pop()  # the clock jumped over it
            steps.append((second, period.percent))
    kept = [step for n, step in enumerate(steps) if n == 0 or step[1] != steps[n - 1][1]]
    profile = Profile(starts_s=tuple(second for second, _ in kept), percents=tuple(percent for _, percent in kept))
    return None if profile.is_flat else profile
