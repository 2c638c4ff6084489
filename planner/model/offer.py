"""Times offered to a caller: the grid they lie on, and what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from planner.model.message import Message
from planner.model.price import PriceTerm
from planner.model.reasons import Reason

__all__ = ["DayOff", "DayPart", "Late", "Offer", "Offers", "SlotGrid"]

_DAY_MIN = 24 * 60
_NOON = time(12)


class DayPart(StrEnum):
    """A part of the day a caller wishes for."""

    FORENOON = "forenoon"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotGrid:
    """Which times are offered, and how many; a setting.

    Parameters
    ----------
    opens, closes
        Local times of day between which the offered times lie; the last one ends at `closes` or before.
    length_min
        Minutes of one offered time: work starts within it, both ends included.
    weekdays
        1 is Monday; public holidays are never offered.
    notice_min
        Minutes from the present to the earliest start that is offered.
    days
        So many days ahead are looked through, today included.
    offers
        So many offers at most.

    Raises
    ------
    ValueError
        If there is no room for one time a day, or a number is out of its range.
    """

    opens: time = time(8)
    closes: time = time(16)
    length_min: int = 120
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    notice_min: int = 60
    days: int = 5
    offers: int = 5

    def __post_init__(self) -> None:
        ranges = {"length_min": (15, _DAY_MIN), "notice_min": (0, 14 * _DAY_MIN), "days": (1, 31), "offers": (1, 50)}
        for name, (least, most) in ranges.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"offered times: {name} is {getattr(self, name)}, expected {least} to {most}")
        if not set(self.weekdays) <= set(range(1, 8)):
            raise ValueError(f"offered times: weekdays are {self.weekdays}, expected 1 to 7")
        if _minutes(self.closes) - _minutes(self.opens) < self.length_min:
            raise ValueError(f"offered times: {self.opens} to {self.closes} has no room for {self.length_min} min")

    @property
    def starts(self) -> tuple[time, ...]:
        """Local times of day at which the offered times begin."""
        first, last = _minutes(self.opens), _minutes(self.closes) - self.length_min
        return tuple(time(*divmod(minute, 60)) for minute in range(first, last + 1, self.length_min))

    def of_part(self, part: DayPart) -> SlotGrid | None:
        """Return the times of a part of the day, those that begin before noon or from then on; None: there are none."""
        early = [one for one in self.starts if one < _NOON]
        kept = early if part is DayPart.FORENOON else self.starts[len(early) :]
        if not kept:
            return None
        closes = time(*divmod(_minutes(kept[-1]) + self.length_min, 60))
        return self.replace(opens=kept[0], closes=closes)

    def replace(self, **changes: Any) -> SlotGrid:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """By how many seconds more somebody comes late to a visit if an offer is taken."""

    visit_id: str
    customer: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A time that holds: with this work in it, the day keeps every rule and every promise.

    Parameters
    ----------
    earliest, latest
        Aware moments (UTC); work starts between them, both included. Booked, they are a hard window.
    technician_id, duty_id, technician
        Who would come as the day is planned now: ids, and the name.
    start
        When work would start as the day is planned now.
    cost_ore, cost_units
        Price of the day with it less price without it: öre, and exact in price units.
    terms
        The same by term of the price: öre, price units, and seconds, metres or count. They add up to `cost_ore`.
    drive_s, distance_m, overtime_s
        What it adds for that technician; negative where it saves.
    late
        Visits to which somebody comes later after the agreed time than without it, its own included.
    reason
        Why it costs no more than it does, in one sentence.
    visit_ids
        The work of the duty in its new order.
    """

    day: date
    earliest: datetime
    latest: datetime
    technician_id: str
    duty_id: str
    technician: str
    start: datetime
    cost_ore: int
    cost_units: int
    terms: tuple[PriceTerm, ...]
    drive_s: int
    distance_m: int
    overtime_s: int
    late: tuple[Late, ...] = ()
    reason: Message
    visit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A day that has nothing to offer, and why."""

    day: date
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Offers, the cheapest first (of equals the earliest), one for each time; and why days have none.

    Parameters
    ----------
    without
        Days on which nothing can be offered. Where something fits, only those days are here that could not even be
        looked through.
    """

    offers: tuple[Offer, ...] = ()
    without: tuple[DayOff, ...] = ()
