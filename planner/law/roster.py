"""What a person's working time looks like over weeks: spells, changes of schedule, drives and licences.

Moments are aware, in UTC and on whole seconds; every interval is half open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

__all__ = ["Change", "Deviation", "Kind", "Leg", "Licence", "Roster", "Spell"]


class Kind(StrEnum):
    """What a spell of time is in the words of the working-time act."""

    WORK = "work"  # ordinary: visits, driving between them, waiting, pauses
    EXTRA_TIME = "extra_time"  # beyond the hours of a part-timer, up to full time (10 §)
    OVERTIME = "overtime"
    EXTRA_OVERTIME = "extra_overtime"  # 8 a §
    EMERGENCY = "emergency_overtime"  # 9 §
    JOUR = "jour"  # on call at the workplace
    STANDBY = "standby"  # reachable elsewhere
    CALL_OUT = "call_out"  # the active part of standby, travel included
    HOME_TRAVEL = "home_travel"  # home to the first visit, last visit to home
    LEAVE = "compensatory_leave"  # free, and yet ordinary time (7 §)
    RAST = "rast"  # a break in which the person may leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A spell of one kind of time.

    Parameters
    ----------
    kind
        What it is.
    start, end
        Half open, UTC.
    reason
        Why extra or emergency overtime was needed; empty where no reason is recorded.
    """

    kind: Kind
    start: datetime
    end: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        _ordered(f"spell {self.kind}", self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A shift that was changed after the schedule was known.

    Parameters
    ----------
    published
        When the person was told.
    start, end
        The hours after the change.
    known_start, known_end
        The hours before it; None for a shift that is new.
    reason
        The unforeseen event, where there was one.
    """

    published: datetime
    start: datetime
    end: datetime
    known_start: datetime | None = None
    known_end: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        _ordered("changed shift", self.start, self.end)
        _utc("publication of a change", self.published)
        if (self.known_start is None) != (self.known_end is None):
            raise ValueError(f"changed shift {self.start}: the known hours need both ends")
        if self.known_start is not None and self.known_end is not None:
            _ordered("known shift", self.known_start, self.known_end)

    @property
    def inside_known_hours(self) -> bool:
        """Whether the shift stays within hours that were known: a new order of visits is no change."""
        if self.known_start is None or self.known_end is None:
            return False
        return self.known_start <= self.start and self.end <= self.known_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A temporary deviation from a rule of rest, because of something unforeseen.

    Parameters
    ----------
    rule
        ``ATL13`` or ``ATL14``.
    start, end
        It excuses windows of rest that begin in it; half open, UTC.
    reason
        What nobody could foresee; without it nothing is excused.
    """

    rule: str
    start: datetime
    end: datetime
    reason: str

    def __post_init__(self) -> None:
        _ordered(f"deviation from {self.rule}", self.start, self.end)
        if self.rule not in ("ATL13", "ATL14"):
            raise ValueError(f"deviation from {self.rule}: only ATL13 and ATL14 know one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A drive of the person, half open, UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        _ordered("drive", self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A period in which a driving licence is valid; a licence regained is a second one.

    Parameters
    ----------
    classes
        Classes it holds, for example ``("B", "BE")``.
    valid_from, valid_to
        Half open, UTC.
    checked_on
        Day of the last control by the employer; None if never.
    suspended
        Withdrawn for the time being.
    """

    classes: tuple[str, ...]
    valid_from: datetime
    valid_to: datetime
    checked_on: date | None
    suspended: bool = False

    def __post_init__(self) -> None:
        _ordered("licence", self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The working time of a person between two moments; what lies outside the spells is free.

    Parameters
    ----------
    person_id, name
        Whose it is, and how people call them.
    since, until
        What the roster covers, half open, UTC. All spells lie inside.
    spells
        Spells of time, none of them overlapping another; kept in order of time.
    zone
        Time zone of weeks, months, years and nights.
    changes, deviations
        Changed shifts, and temporary deviations from rest.
    legs, licences
        Drives, and the licence by period.
    mobile
        No fixed workplace.
    home_travel_is_work
        Whether travel from and to home is working time; None: as `mobile` says.
    phone_only
        Never drives.
    night_worker, hazardous
        Counts as a night worker; does hazardous or very straining work.
    night_reason
        Why the work must be done between 00 and 05, where it must.
    response_min
        Minutes within which standby must be at the site; None where none is agreed.
    neutral_days
        Days of leave and sickness.
    """

    person_id: str
    since: datetime
    until: datetime
    spells: tuple[Spell, ...] = ()
    name: str = ""
    zone: str = "Europe/Stockholm"
    changes: tuple[Change, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    legs: tuple[Leg, ...] = ()
    licences: tuple[Licence, ...] = ()
    mobile: bool = True
    home_travel_is_work: bool | None = None
    phone_only: bool = False
    night_worker: bool = False
    hazardous: bool = False
    night_reason: str = ""
    response_min: int | None = None
    neutral_days: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        _ordered(f"roster of {self.person_id}", self.since, self.until)
        ordered = tuple(sorted(self.spells, key=lambda spell: (spell.start, spell.end)))
        for before, after in pairwise(ordered):
            if after.start < before.end:
                raise ValueError(
                    f"roster of {self.person_id}: {after.kind} from {after.start} overlaps"
                    f" {before.kind} until {before.end}"
                )
        if ordered and (ordered[0].start < self.since or ordered[-1].end > self.until):
            raise ValueError(f"roster of {self.person_id}: a spell lies outside {self.since} to {self.until}")
        object.__setattr__(self, "spells", ordered)

    @property
    def travels_in_working_time(self) -> bool:
        """Whether travel from and to home is working time."""
        return self.mobile if self.home_travel_is_work is None else self.home_travel_is_work

    def of(self, *kinds: Kind) -> Iterator[Spell]:
        """Return the spells of some kinds in order of time."""
        return (spell for spell in self.spells if spell.kind in kinds)

    def replace(self, **changes: Any) -> Roster:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def _utc(what: str, moment: datetime) -> None:
    if moment.tzinfo is None or moment.utcoffset() != timedelta(0):
        raise ValueError(f"{what}: {moment} is not in UTC")
    if moment.astimezone(UTC).microsecond:
        raise ValueError(f"{what}: {moment} is not on a whole second")


def _ordered(what: str, start: datetime, end: datetime) -> None:
    _utc(what, start)
    _utc(what, end)
    if end <= start:
        raise ValueError(f"{what}: ends at {end}, not after its start {start}")
