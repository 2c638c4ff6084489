"""Which values hold for whom: agreements with their dates, and the rules that planning keeps by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from planner.law.parameters import Override, Profile, agreed
from planner.law.roster import Deviation
from planner.law.statute import LAW

__all__ = ["KEEPABLE", "Agreement", "Excuse", "LawSettings", "profile_for"]

KEEPABLE = ("ATL8", "ATL10b", "ATL13", "ATL15", "STBY")
"""Rules that planning can keep by itself: by a later start, a lower hard end, or a break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A collective agreement that replaces single values of the law.

    Parameters
    ----------
    name
        How people call it; it is cited with the clause.
    valid_from, valid_to
        First day and the day after the last; None: no end.
    overrides
        The values it sets.
    technicians
        Ids of those it holds for; empty: everybody.
    """

    name: str
    valid_from: date
    valid_to: date | None = None
    overrides: tuple[Override, ...] = ()
    technicians: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.over(LAW)  # an agreement that could not be read is refused when it is written down

    def covers(self, technician_id: str, day: date) -> bool:
        """Whether it holds for somebody on a day."""
        held = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return held and (not self.technicians or technician_id in self.technicians)

    def over(self, base: Profile) -> Profile:
        """Return the values that hold where it replaces some of others.

        Raises
        ------
        ValueError
            As `agreed`.
        """
        return agreed(
            base, agreement=self.name, valid_from=self.valid_from, valid_to=self.valid_to, overrides=self.overrides
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """A temporary deviation of somebody from a rule of rest, because of something unforeseen (13, 14 §§ ATL)."""

    technician_id: str
    rule: str
    start: datetime
    end: datetime
    reason: str

    @property
    def deviation(self) -> Deviation:
        """As the checker takes it."""
        return Deviation(rule=self.rule, start=self.start, end=self.end, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawSettings:
    """How the law is applied.

    Parameters
    ----------
    agreements
        In order; where two hold for somebody on a day, the later one in the list has the last word on a value.
    keeps
        Rules of `KEEPABLE` that planning keeps by itself; the others are only pointed out.
    night_reason
        Why work must be done between 00 and 05, where it must; empty: nobody has said so.
    excuses
        Temporary deviations from rest.
    """

    agreements: tuple[Agreement, ...] = ()
    keeps: tuple[str, ...] = KEEPABLE
    night_reason: str = ""
    excuses: tuple[Excuse, ...] = ()

    def __post_init__(self) -> None:
        for rule in self.keeps:
            if rule not in KEEPABLE:
                raise ValueError(f"rule {rule}: planning can keep {', '.join(KEEPABLE)}")

    def deviations_of(self, technician_id: str) -> tuple[Deviation, ...]:
        """Return the deviations of somebody."""
        return tuple(one.deviation for one in self.excuses if one.technician_id == technician_id)

    def replace(self, **changes: Any) -> LawSettings:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def profile_for(agreements: Iterable[Agreement], technician_id: str, day: date) -> Profile:
    """Return the values that hold for somebody on a day, to judge the weeks around it by."""
    profile = LAW
    for one in agreements:
        if one.covers(technician_id, day):
            profile = one.over(profile)
    return replace(profile, valid_from=date.min, valid_to=None)
