"""Customers' sites: when they are open, by the week and on special days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from planner.model.places import Place

__all__ = ["Hours", "OpenHours", "Site", "SpecialDays"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A span of the day, local times; one that closes when it opens, or before, closes on the next day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """Hours that return every week; ISO weekdays, 1 is Monday."""

    weekdays: tuple[int, ...]
    hours: Hours

    def __post_init__(self) -> None:
        if not self.weekdays or not set(self.weekdays) <= set(range(1, 8)):
            raise ValueError(f"open hours from {self.hours.opens}: weekdays are {self.weekdays}, expected 1 to 7")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDays:
    """Days, both inclusive, with hours of their own; without hours the site is closed then."""

    first: date
    last: date
    hours: tuple[Hours, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"special days: the last, {self.last}, is before the first, {self.first}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a customer's work is.

    Parameters
    ----------
    site_id
        As requests name it.
    name, customer
        For people.
    weekly
        Hours of the week; empty: always open but on special days.
    special
        Days that are not as the week says; of two that name a day the later in the list counts.
    closed_on_holidays
        Whether public holidays are closed days, where no special day says otherwise.
    until_end
        Whether work must be over when the site closes; else it must only have begun.
    place, located_at
        Where it is, and when that was found; requests of the site take it over. None: every request says its own.
    version
        Counts the saves; a save on an outdated version is refused.
    """

    site_id: str
    name: str = ""
    customer: str = ""
    weekly: tuple[OpenHours, ...] = ()
    special: tuple[SpecialDays, ...] = ()
    closed_on_holidays: bool = False
    until_end: bool = True
    place: Place | None = None
    located_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not self.site_id:
            raise ValueError(f"site {self.name!r} has no id")

    @property
    def label(self) -> str:
        """Its name for people; the customer's, or its id, where it has none."""
        return self.name or self.customer or self.site_id

    def hours_on(self, day: date, *, holiday: bool) -> tuple[Hours, ...] | None:
        """Return the hours that begin on a local day; empty: closed; None: nothing limits it.

        Parameters
        ----------
        holiday
            Whether the day is a public holiday.
        """
        for one in reversed(self.special):
            if one.first <= day <= one.last:
                return one.hours
        if holiday and self.closed_on_holidays:
            return ()
        if not self.weekly:
            return None
        return tuple(one.hours for one in self.weekly if day.isoweekday() in one.weekdays)

    def replace(self, **changes: Any) -> Site:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
