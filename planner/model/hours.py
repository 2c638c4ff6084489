"""Working hours: weekly patterns, the shifts they give on a day, and absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from planner.model.language import TEAM_ZONE
from planner.model.words import ShiftKind

if TYPE_CHECKING:
    from planner.model.team import Technician

__all__ = ["Absence", "BreakRule", "Shift", "ShiftPattern", "shifts_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRule:
    """A break of a shift: floating between two local times of day, or fixed where they are equal.

    Parameters
    ----------
    earliest, latest
        Local times of day between which the break starts, both inclusive.
    minutes
        Length.
    """

    earliest: time
    latest: time
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPattern:
    """Working hours that return every week.

    Parameters
    ----------
    weekdays
        ISO weekdays, 1 is Monday.
    start, end
        Local times of day; an end not after the start lies on the next day.
    max_overtime_min
        Minutes after `end` until the hard end.
    """

    weekdays: tuple[int, ...]
    start: time
    end: time
    kind: ShiftKind = ShiftKind.FIELD
    max_overtime_min: int = 0
    breaks: tuple[BreakRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One working shift of one technician; aware moments."""

    shift_id: str
    technician_id: str
    kind: ShiftKind
    start: datetime
    end: datetime
    hard_end: datetime
    breaks: tuple[tuple[datetime, datetime, timedelta], ...] = ()

    def __post_init__(self) -> None:
        if not self.start < self.end <= self.hard_end:
            raise ValueError(f"shift {self.shift_id}: {self.start}, {self.end}, {self.hard_end} are not in order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A technician is away between two aware moments; `version` counts the saves, as in `Technician`."""

    technician_id: str
    start: datetime
    end: datetime
    kind: str = "leave"
    version: int = 1


def shifts_on(technician: Technician, day: date, *, zone: str = TEAM_ZONE) -> tuple[Shift, ...]:
    """Return the shifts a technician's weekly pattern gives on a day, in order of start.

    Parameters
    ----------
    technician
        Whose shifts.
    day
        Local day on which the shifts start.
    zone
        Time zone of the local times of the patterns.
    """
    local = ZoneInfo(zone)
    found = []
    for pattern in technician.patterns:
        if day.isoweekday() not in pattern.weekdays:
            continue
        start = datetime.combine(day, pattern.start, local)
        end = _after(start, pattern.end, local)
        breaks = tuple(
            (_after(start, b.earliest, local), _after(start, b.latest, local), timedelta(minutes=b.minutes))
            for b in pattern.breaks
        )
        found.append(
            Shift(
                shift_id=f"{technician.technician_id}:{day.isoformat()}:{pattern.start:%H%M}",
                technician_id=technician.technician_id,
                kind=pattern.kind,
                start=start,
                end=end,
                hard_end=_plus(end, pattern.max_overtime_min),
                breaks=breaks,
            )
        )
    return tuple(sorted(found, key=lambda shift: shift.start))


def _after(start: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """First moment at or after `start` at which the wall shows `clock`."""
    moment = datetime.combine(start.date(), clock, zone)
    return moment if moment > start else datetime.combine(start.date() + timedelta(days=1), clock, zone)


def _plus(moment: datetime, minutes: int) -> datetime:
    """Add real minutes (days with a clock change have 23 or 25 hours)."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)
