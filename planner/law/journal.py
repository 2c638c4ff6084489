"""The journal the law asks for: overtime, extra time, jour and on-call duty by person and day (11 § ATL, AFS 1982:17).

A day says what it rests on: a plan with the reported end of the last visit, a plan alone, or the schedule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.law.book import Book
from planner.law.building import days_between, midnight, roster_for
from planner.law.case import Case
from planner.law.parameters import Profile
from planner.law.roster import Kind
from planner.law.spans import seconds, total
from planner.model.team import Team, Technician

__all__ = ["Basis", "Entry", "journal"]

_DAY = timedelta(days=1)


class Basis(StrEnum):
    """What a day of the journal rests on."""

    REPORTED = "reported"
    PLANNED = "planned"
    SCHEDULED = "scheduled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person's time on a local day, in seconds.

    Parameters
    ----------
    ordinary_s, extra_s, overtime_s
        Time of the shift without breaks, what a part-timer worked beyond it up to full time, and overtime.
    jour_s, standby_s, call_out_s
        On call at the workplace, on call elsewhere without being called, and called out.
    basis
        What it rests on.
    """

    technician_id: str
    name: str
    day: date
    ordinary_s: int
    extra_s: int
    overtime_s: int
    jour_s: int
    standby_s: int
    call_out_s: int
    basis: Basis


def journal(
    technician: Technician, team: Team, book: Book, profile: Profile, *, first: date, last: date
) -> Iterator[Entry]:
    """Give the days from one to another, both inclusive, on which somebody worked or was on call.

    Parameters
    ----------
    technician, team, book, profile
        As in `planner.law.building.roster_for`.
    """
    monday = first - timedelta(days=first.weekday())  # extra time is counted from the beginning of a week
    roster = roster_for(technician, team, book, profile, since=monday, until=last + _DAY)
    case = Case(roster=roster, profile=profile)
    kinds = (Kind.WORK, Kind.EXTRA_TIME, Kind.OVERTIME, Kind.JOUR, Kind.STANDBY, Kind.CALL_OUT)
    spans = [case.spans(kind) for kind in kinds]
    reported = {one.day for one in book.worked_by(technician.technician_id) if one.reported}
    for day in days_between(first, last + _DAY):
        window = seconds(midnight(day, team.time_zone)), seconds(midnight(day + _DAY, team.time_zone))
        sums = [total(one, *window) for one in spans]
        if any(sums):
            basis = Basis.PLANNED if day in book.planned else Basis.SCHEDULED
            yield Entry(
                technician_id=technician.technician_id,
                name=technician.name,
                day=day,
                ordinary_s=sums[0],
                extra_s=sums[1],
                overtime_s=sums[2],
                jour_s=sums[3],
                standby_s=sums[4],
                call_out_s=sums[5],
                basis=Basis.REPORTED if day in reported else basis,
            )
