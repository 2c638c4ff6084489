"""What if: a change of team or promises that is tried on days, and what it would have meant for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from planner.model.places import Place
from planner.model.words import Priority

__all__ = ["Answer", "DayFigures", "DayPair", "NewStart", "NewTarget", "NewTechnician", "Scenario", "Training", "Trial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTechnician:
    """One technician more, who can do what somebody of the team can.

    Parameters
    ----------
    like
        Technician whose skills, certificates, breaks and most overtime the new one has.
    depot_id
        Where the day begins and ends; empty: where it does for the one they are like.
    weekdays, start, end
        ISO weekdays and local times of the shift.
    cost_per_hour_ore
        What a paid hour costs.
    """

    like: str
    depot_id: str = ""
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    start: time = time(8)
    end: time = time(17)
    cost_per_hour_ore: int = 45_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStart:
    """Another place where the day begins, and ends if it ended where it began.

    Parameters
    ----------
    technician_id, depot_id
        Whose: of one technician, or of all who start at a depot.
    to_depot_id, place
        Where to: a depot, or a place that is none. A depot that moves to a place takes its stock along.
    """

    technician_id: str = ""
    depot_id: str = ""
    to_depot_id: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A skill that a technician learns, at a level of 1 to 5; a higher one that is held already stays."""

    technician_id: str
    skill: str
    level: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """Another promise: within how many minutes of its calendar a service level has requests of a priority solved."""

    policy_id: str
    priority: Priority
    resolution_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is to be otherwise; everything else stays.

    Parameters
    ----------
    removed
        Ids of technicians who are not there.
    """

    added: tuple[NewTechnician, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[NewStart, ...] = ()
    trained: tuple[Training, ...] = ()
    targets: tuple[NewTarget, ...] = ()

    @property
    def size(self) -> int:
        """How many changes it has."""
        return sum(map(len, (self.added, self.removed, self.moved, self.trained, self.targets)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A scenario, the local days it is tried on in order, and how long each of their two plans is searched."""

    scenario: Scenario
    days: tuple[date, ...]
    seconds: float = 5.0
    seed: int = 1

    @property
    def longest_s(self) -> float:
        """Seconds of search in all, at most."""
        return 2 * self.seconds * len(self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What a plan of a day does and costs.

    Parameters
    ----------
    planned, left_out
        Requests in the plan, and those that are not.
    sla_missed, promises_missed
        Requests that the plan does not solve by their service level although that is due on the day or before, and
        those left out although their customers were told a time of the day.
    late_s, drive_s, overtime_s, paid_s
        Seconds of late starts, driving, work past the ends of shifts, and paid shifts of own staff, breaks aside.
    distance_m
        Metres driven.
    wages_ore
        The paid time at what it costs, without overtime.
    terms
        The price of the plan by term, in öre.
    broken
        How many hard rules the judge found broken.
    """

    planned: int = 0
    left_out: int = 0
    sla_missed: int = 0
    promises_missed: int = 0
    late_s: int = 0
    drive_s: int = 0
    distance_m: int = 0
    overtime_s: int = 0
    paid_s: int = 0
    wages_ore: int = 0
    terms: tuple[tuple[str, int], ...] = ()
    broken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPair:
    """A day planned anew twice: with team and promises as they are, and changed."""

    day: date
    present: DayFigures
    changed: DayFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found so far, the days in order.

    Parameters
    ----------
    present_ids, changed_ids
        Requests that either side has planned: no later day of that side has them again.
    """

    pairs: tuple[DayPair, ...] = ()
    present_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
