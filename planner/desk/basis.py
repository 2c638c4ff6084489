"""What a planning run depends on: the rows of its day, and what tells one state of them from another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from planner import planning
from planner.desk.exceptions import DayExceptions
from planner.law import LawSettings
from planner.model.codec import dumps
from planner.model.costs import Weights
from planner.model.event import Event
from planner.model.message import Message
from planner.model.periods import DrivePeriods
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.solution import Solution
from planner.model.team import Team
from planner.model.words import RequestStatus
from planner.views.actual import Actual

__all__ = ["Basis", "Chosen", "DayRows", "Frozen", "Mark", "basis_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing a plan depends on: its id, what tells one state of it from another, and its name for people."""

    id: str
    state: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the plan of a day depends on.

    Parameters
    ----------
    requests, people
        The day's requests, and technicians with their absences.
    settings
        What tells one state of costs, law, travel by time of day, depots, vehicles, subcontractors and sites from
        another.
    published, newest
        Ids of the day's published and newest version; empty where there is none.
    """

    requests: tuple[Mark, ...] = ()
    people: tuple[Mark, ...] = ()
    settings: str = ""
    published: str = ""
    newest: str = ""

    @property
    def version(self) -> str:
        """A hash that is another one as soon as anything of it is."""
        return _hash(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Other weights than those in force, for one run.

    Parameters
    ----------
    said
        Stands among the notes of the plan: which weights it was made with.
    aside
        Whether the result is a proposal, also where the day stood still.
    """

    weights: Weights
    said: Message
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """Input of a planning run.

    Parameters
    ----------
    basis
        What the problem was built from.
    renews
        Id of the proposal that the run is to bring up to date; its result is a proposal again.
    start
        What the search begins with: the newest version, as far as the day still holds it.
    chosen
        The weights of this run; None: those in force.
    later
        The days after the first that are planned together with it, each with what its plan depends on.
    """

    built: planning.BuiltProblem
    basis: Basis
    renews: str = ""
    start: Solution | None = None
    chosen: Chosen | None = None
    later: tuple[tuple[date, Basis], ...] = ()


@dataclass(frozen=True, slots=True)
class DayRows:
    """The rows the plan of a day is made from, or of several in a row, read in one view.

    Parameters
    ----------
    published, newest
        The published version of each day that has one, and the id of the first day's newest.
    reports, late, now, draft
        What has happened on the first day by visit id, by how many minutes somebody said they will be late at a visit,
        the present moment where its plan is to begin now, and its newest version; empty and None while nothing has
        been told of it.
    """

    day: date
    days: int
    requests: tuple[Request, ...]
    team: Team
    weights: Weights
    periods: DrivePeriods
    law: LawSettings
    published: tuple[Plan, ...]
    newest: str
    earlier: dict[str, planning.Earlier]
    before: planning.Before
    known: planning.WorkingTime | None
    sites: tuple[Site, ...] = ()
    events: tuple[Event, ...] = ()
    exceptions: DayExceptions = DayExceptions()
    reports: Mapping[str, Actual] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)
    now: datetime | None = None
    draft: Plan | None = None


def basis_in(rows: DayRows) -> Basis:
    """Return what the plan of a day depends on, of rows that were read."""
    team = rows.team
    return Basis(
        requests=tuple(
            Mark(id=one.request_id, state=str(one.version), name=one.customer or one.title)
            for one in rows.requests
            if one.status is not RequestStatus.CANCELLED  # gone, whether a plan still holds it or not
        ),
        people=tuple(
            Mark(
                id=one.technician_id,
                state=_hash((one, *(gone for gone in team.absences if gone.technician_id == one.technician_id))),
                name=one.name,
            )
            for one in team.technicians
        ),
        settings=_hash(
            (
                *(rows.weights, rows.law, rows.exceptions, *team.depots, *team.vehicles, *team.vendors, *rows.sites),
                *(*_by_clock(rows), *_other_days(rows)),
            )
        ),
        published=rows.published[0].plan_id if rows.published else "",
        newest=rows.newest,
    )


def _by_clock(rows: DayRows) -> tuple[DrivePeriods, ...]:
    """Travel by time of day, where plans are made by it."""
    return (rows.periods,) if rows.periods.on else ()


def _other_days(rows: DayRows) -> tuple[object, ...]:
    """What was agreed on other days, and who sleeps at a hotel; nothing where no request and nobody depends on them."""
    nights = (*sorted(rows.before.slept.items()), "", *sorted(rows.before.sleeps.items()))
    away = (*rows.team.hotels, *nights) if len(nights) > 1 else rows.team.hotels
    return (*sorted(rows.earlier.items(), key=lambda one: one[0]), *away)


def _hash(value: object) -> str:
    return sha256(dumps(value).encode()).hexdigest()[:16]
