"""One shift of one technician or subcontractor, as planning sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.model.stock import Van, check_amounts
from planner.model.vendors import Terms
from planner.model.words import ShiftKind

if TYPE_CHECKING:
    from planner.model.problem import Visit

__all__ = ["Break", "Duty", "Span", "worked_s"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open interval of seconds."""

    start_s: int
    end_s: int


_MOST = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A pause in a duty that starts at `earliest_s` to `latest_s` and lasts `duration_s`.

    `is_absence` marks time away (a doctor's visit, a course) that blocks like a fixed break. `missed_ore` is the price
    of not taking it by the end of the day's last work (at most one of a duty has one); None: it must be taken, if need
    be when the work is over.
    """

    earliest_s: int
    latest_s: int
    duration_s: int
    is_absence: bool = False
    missed_ore: int | None = None

    def __post_init__(self) -> None:
        if self.missed_ore is not None and (self.is_absence or not 0 <= self.missed_ore <= _MOST):
            raise ValueError(f"break: {self.missed_ore!r} öre for missing it, expected 0 to {_MOST}, and no absence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One shift of one technician, as the solver sees it.

    Parameters
    ----------
    start_place, end_place
        Rows in the matrix; None as `end_place`: the day ends where the last visit was. None as
        `start_place` only for somebody who does not drive.
    start_s, end_s, hard_end_s
        Leave not before `start_s`; back after `end_s` is overtime; back after `hard_end_s` is forbidden.
    drives
        Spans in which the technician may drive (licence valid and not suspended).
    skills, certificates
        What is valid on the day. A certificate bound to a customer is ``id@customer_id``.
    overtime_ore_h
        Öre per hour after `end_s`.
    unfair_ore_h
        What of that is due to fairness: the technician has had more than a fair share.
    unfair_night_ore_h, unfair_weekend_ore_h, unfair_drive_ore_h
        Öre more for an hour of its work, and for an hour of driving, because the technician has had more than a fair
        share of nights, of weekends, and of long drives.
    takes_visits, takes_remote
        What kind of work the shift is for.
    capacity
        Pairs of dimension and amount: what the loads of its work come to at most. What is not named is unlimited.
    max_drive_s
        Most seconds of driving in the day, the way home included; None: no limit.
    languages, territories
        Languages spoken, and territories worked in; no territories: everywhere.
    in_van
        Whether remote sessions can be done in the parked van.
    day
        Local day the shift starts on; None: not told, then no visit is ever on another day than published.
    vendor
        Whose it is and on what terms, where it is a subcontractor's; None: own staff.
    van
        The van and what is in it in the morning; None: whoever has the duty has no parts and carries what they fetch.
    may_stay
        Whether it may end at a hotel where the next one begins (`planner.model.nights`).
    night, night_ore
        Id of the hotel where the night after it is spent (empty: at home), and öre for that, if there is work.
    rides_with
        Id of the duty in whose car this one may ride along to the seats of crews (`planner.model.riding`); empty: it
        drives itself, or not at all. The way is the driver's: for a rider it takes no seconds of its own, so
        `speed_factor` is 0.
    """

    duty_id: str
    technician_id: str
    name: str = ""
    number: int = 1
    kind: ShiftKind = ShiftKind.FIELD
    start_place: int | None = None
    end_place: int | None = None
    start_s: int
    end_s: int
    hard_end_s: int
    breaks: tuple[Break, ...] = ()
    drives: tuple[Span, ...] = ()
    skills: tuple[tuple[str, int], ...] = ()
    certificates: tuple[str, ...] = ()
    speed_factor: float = 1.0
    job_time_factor: float = 1.0
    overtime_ore_h: int = 67_500
    unfair_ore_h: int = 0
    unfair_night_ore_h: int = 0
    unfair_weekend_ore_h: int = 0
    unfair_drive_ore_h: int = 0
    takes_visits: bool = True
    takes_remote: bool = True
    capacity: tuple[tuple[str, int], ...] = ()
    max_drive_s: int | None = None
    languages: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    in_van: bool = True
    day: date | None = None
    vendor: Terms | None = None
    van: Van | None = None
    may_stay: bool = False
    night: str = ""
    night_ore: int = 0
    rides_with: str = ""

    def __post_init__(self) -> None:
        check_amounts(f"duty {self.duty_id}: capacity", self.capacity)
        if self.max_drive_s is not None and self.max_drive_s < 0:
            raise ValueError(f"duty {self.duty_id}: most driving is {self.max_drive_s} s, expected 0 or more")
        if self.night_ore < 0:
            raise ValueError(f"duty {self.duty_id}: a night costs {self.night_ore} öre, expected 0 or more")
        if not 0 <= self.unfair_ore_h <= self.overtime_ore_h:
            raise ValueError(f"duty {self.duty_id}: {self.unfair_ore_h} öre of {self.overtime_ore_h} are for fairness")
        if min(self.unfair_night_ore_h, self.unfair_weekend_ore_h, self.unfair_drive_ore_h) < 0:
            raise ValueError(f"duty {self.duty_id}: a price of fairness is negative, expected 0 or more")
        if sum(one.missed_ore is not None for one in self.breaks) > 1:
            raise ValueError(f"duty {self.duty_id}: more than one break may be missed for a price, expected one")
        if not self.start_s < self.end_s <= self.hard_end_s:
            raise ValueError(f"duty {self.duty_id}: {self.start_s}, {self.end_s}, {self.hard_end_s} s are not in order")
        object.__setattr__(self, "speed_factor", 0.0 if self.rides_with else float(self.speed_factor))
        object.__setattr__(self, "job_time_factor", float(self.job_time_factor))

    def level(self, skill: str) -> int:
        """Return the level held (0: none)."""
        return max((level for name, level in self.skills if name == skill), default=0)

    def may_drive(self, start_s: int, end_s: int) -> bool:
        """Whether the technician may drive for the whole of [start_s, end_s]."""
        return any(span.start_s <= start_s and end_s <= span.end_s for span in self.drives)

    def needs_desk(self, visit: Visit) -> bool:
        """Whether the technician can do a remote session only where the day starts or ends."""
        return visit.is_remote and (visit.desk or not self.in_van)

    def is_away(self, row: int | None) -> bool:
        """Whether somebody who stands at a row of the matrix (None: never left) is neither at the start nor the end."""
        return row not in (self.start_place, self.end_place)

    @property
    def vendor_name(self) -> str:
        """What the subcontractor is called; empty for own staff."""
        return (self.vendor.name or self.vendor.vendor_id) if self.vendor else ""

    def work_s(self, visit: Visit) -> int:
        """Return the seconds this technician needs for the visit."""
        return worked_s(visit.service_s, self.job_time_factor)

    def travel_s(self, drive_s: int) -> int:
        """Return the seconds this technician needs for a drive of `drive_s` standard seconds."""
        return round(drive_s * self.speed_factor)


def worked_s(service_s: int, job_time_factor: float) -> int:
    """Return the seconds of work of somebody who takes `job_time_factor` times the standard."""
    return max(1, round(service_s * job_time_factor))
