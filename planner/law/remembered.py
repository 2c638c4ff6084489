"""Rosters and what the law says of them, kept by what they are made from.

On a day that is planned again and again most people's time is as it was: it is laid out and judged once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from planner.law.book import Book, CallOut, Rescheduled, Worked
from planner.law.building import roster_for
from planner.law.case import Breach, Case
from planner.law.checker import check
from planner.law.parameters import Profile
from planner.law.roster import Deviation, Roster
from planner.model.team import Absence, Team, Technician

__all__ = ["Time", "breaches_in", "case_in", "time_of"]

_MOST = 256
"""So many are kept; a roster of a year is some tens of kilobytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """Everything that somebody's roster between two days is made from, and the profile it is judged by.

    Parameters
    ----------
    absences, worked, calls, rescheduled
        Of this person.
    planned
        Days that have a plan.
    since, until
        Days, the last exclusive.
    night_reason, deviations
        As in `planner.law.building.roster_for`.
    """

    technician: Technician
    zone: str
    profile: Profile
    since: date
    until: date
    absences: tuple[Absence, ...] = ()
    worked: tuple[Worked, ...] = ()
    planned: frozenset[date] = frozenset()
    calls: tuple[CallOut, ...] = ()
    rescheduled: tuple[Rescheduled, ...] = ()
    night_reason: str = ""
    deviations: tuple[Deviation, ...] = ()

    def __hash__(self) -> int:
        # Cheap: equality looks at all of it, and finds most of it to be the same object.
        return hash((self.technician.technician_id, self.since, self.until, len(self.worked), len(self.calls)))


def time_of(
    technician: Technician,
    team: Team,
    book: Book,
    profile: Profile,
    *,
    since: date,
    until: date,
    night_reason: str = "",
    deviations: tuple[Deviation, ...] = (),
) -> Time:
    """Return what somebody's roster is made from; parameters as in `planner.law.building.roster_for`."""
    who = technician.technician_id
    return Time(
        technician=technician,
        zone=team.time_zone,
        profile=profile,
        since=since,
        until=until,
        absences=tuple(one for one in team.absences if one.technician_id == who),
        worked=tuple(book.worked_by(who)),
        planned=book.planned,
        calls=tuple(book.calls_of(who)),
        rescheduled=tuple(one for one in book.rescheduled if one.technician_id == who),
        night_reason=night_reason,
        deviations=deviations,
    )


@lru_cache(maxsize=_MOST)
def case_in(time: Time) -> Case:
    """Return the case of a time, with whatever was found out of it already."""
    return Case(roster=_roster(time), profile=time.profile)


@lru_cache(maxsize=_MOST)
def breaches_in(time: Time, rules: tuple[str, ...]) -> tuple[Breach, ...]:
    """Return what the law says of a time, by some rules."""
    return check(_roster(time), time.profile, rules=rules)


@lru_cache(maxsize=_MOST)
def _roster(time: Time) -> Roster:
    team = Team(technicians=(time.technician,), absences=time.absences, time_zone=time.zone)
    book = Book(worked=time.worked, planned=time.planned, call_outs=time.calls, rescheduled=time.rescheduled)
    return roster_for(
        time.technician,
        team,
        book,
        time.profile,
        since=time.since,
        until=time.until,
        night_reason=time.night_reason,
        deviations=time.deviations,
    )
