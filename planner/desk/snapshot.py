"""What a planning run works on, frozen at the moment it is started, and what that depended on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from planner import planning, store
from planner.desk import worktime
from planner.desk.before import before_of, nights_around
from planner.desk.earlier import earlier_of
from planner.desk.opening import Desk
from planner.desk.pauses import paused_in, pausing
from planner.desk.selection import BEHIND, requests_of_days
from planner.desk.settings import PERIODS
from planner.law import LawSettings
from planner.model.codec import dumps
from planner.model.costs import Weights
from planner.model.event import Event
from planner.model.message import message
from planner.model.periods import DrivePeriods
from planner.model.plan import Plan
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.request import Lock, Request
from planner.model.sites import Site
from planner.model.solution import Solution
from planner.model.team import Team
from planner.model.words import LockKind, RequestStatus

__all__ = [
    "Basis",
    "DayRows",
    "Frozen",
    "Mark",
    "basis_in",
    "basis_of",
    "built_for",
    "built_of",
    "freeze",
    "rows_on",
]

_ASIDE = frozenset({RequestStatus.NEW, RequestStatus.CANCELLED})


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
    later
        The days after the first that are planned together with it, each with what its plan depends on.
    """

    built: planning.BuiltProblem
    basis: Basis
    renews: str = ""
    start: Solution | None = None
    later: tuple[tuple[date, Basis], ...] = ()


@dataclass(frozen=True, slots=True)
class DayRows:
    """The rows the plan of a day is made from, or of several in a row, read in one view.

    Parameters
    ----------
    published, newest
        The published version of each day that has one, and the id of the first day's newest.
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


def freeze(desk: Desk, day: date, *, days: int = 1, renews: str = "", without: Collection[str] = ()) -> Frozen:
    """Return the problem of a day, or of several in a row, and what it depends on, from one view of the database.

    Parameters
    ----------
    days
        How many days are planned together.
    renews
        Id of the proposal that is to be brought up to date.
    without
        Ids of requests that are planned elsewhere already.
    """
    zone, today, following = desk.time_zone, desk.today(), planning.days_from(day, days)[1:]
    with desk.store.reading() as db:
        rows = rows_on(db, day, days=days, zone=zone, at=desk.clock(), today=today)
        later = tuple((one, basis_of(db, one, zone=zone, today=today)) for one in following)
        basis = basis_of(db, day, zone=zone, today=today) if later else basis_in(rows)
    kept = tuple(one for one in rows.requests if one.request_id not in without)
    return Frozen(built=built_of(desk, replace(rows, requests=kept)), basis=basis, renews=renews, later=later)


def built_for(desk: Desk, day: date) -> planning.BuiltProblem:
    """Return the problem of a day: open requests, and those under way or over as they were published.

    Requests nobody has triaged are not planned; they are left out with that reason.
    """
    return freeze(desk, day).built


def basis_of(db: store.Connection, day: date, *, zone: str, today: date) -> Basis:
    """Return what the plan of a day depends on at present."""
    return basis_in(rows_on(db, day, zone=zone, at=None, today=today))


def rows_on(db: store.Connection, day: date, *, zone: str, at: datetime | None, today: date, days: int = 1) -> DayRows:
    """Return the rows the plan of a day is made from, or of several in a row.

    Parameters
    ----------
    at
        Present moment, for what was before the plan; None: that is not looked up.
    today
        Present day, for what its requests wait for.
    days
        How many days are planned together.
    """
    every = planning.days_from(day, days)
    requests, team = requests_of_days(db, every, zone=zone, today=today), store.people.get_team(db)
    return DayRows(
        day=day,
        days=days,
        requests=requests,
        before=nights_around(db, every) if at is None else before_of(db, every, requests, at=at, today=today),
        known=None if at is None else worktime.known(db, team, day, until=every[-1]),
        team=team,
        weights=store.settings.get(db, "weights", Weights, Weights()),
        periods=store.settings.get(db, PERIODS, DrivePeriods, DrivePeriods()),
        law=store.settings.get(db, worktime.SETTING, LawSettings, LawSettings()),
        published=store.plans.published_between(db, day, every[-1]),
        newest=store.plans.newest_id(db, day) or "",
        earlier=earlier_of(db, requests, day, today=today),
        sites=store.sites.find(db, ids={one.site_id for one in requests}),
        events=() if at is None else pausing(db, requests),
    )


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
                *(rows.weights, rows.law, *team.depots, *team.vehicles, *team.vendors, *rows.sites),
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


def built_of(desk: Desk, rows: DayRows) -> planning.BuiltProblem:
    """Return the problem of rows that were read."""
    ready = [_as_driven(one, rows.published) for one in rows.requests if one.status not in _ASIDE]
    ready = [one for one in ready if one.status not in BEHIND or one.lock.kind is not LockKind.NONE]
    built = planning.build_problem(
        rows.team,
        tuple(ready),
        day=rows.day,
        days=rows.days,
        weights=rows.weights,
        catalogue=desk.catalogue,
        travel=desk.travel,
        before=rows.before,
        known=rows.known,
        earlier=rows.earlier,
        periods=rows.periods,
        sites=rows.sites,
        paused=paused_in(desk, rows.requests, rows.events),
    )
    untriaged = tuple(_not_triaged(one) for one in rows.requests if one.status is RequestStatus.NEW)
    return replace(built, left_out=(*built.left_out, *untriaged))


def _as_driven(request: Request, published: Iterable[Plan]) -> Request:
    """What is under way or over keeps its technician and time: a new plan never changes what was driven."""
    crews = (plan.crew_of(request.request_id) for plan in published if request.status in BEHIND)
    crew = next(filter(None, crews), ())
    if not crew:
        return request
    stop, *others = crew
    lock = Lock(
        kind=LockKind.BOTH,
        technician_id=stop.technician_id,
        earliest=stop.start,
        latest=stop.start,
        others=tuple(one.technician_id for one in others),
    )
    # Who was there was there, whatever the request says by now.
    return request.replace(lock=lock, mandatory=True, crew_size=len(crew))


def _not_triaged(request: Request) -> Unassigned:
    return Unassigned(
        visit_id=request.request_id,
        request_id=request.request_id,
        title=request.title,
        customer=request.customer,
        channel=request.channel,
        priority=request.priority,
        place=request.place,
        service_s=request.service_min * 60,
        reasons=(_untriaged(request.request_id),),
    )


def _untriaged(request_id: str) -> Reason:
    cure = Cure(code="triage", message=message("cure.triage.text", visit=request_id))
    return Reason(code="triage", message=message("desk.not_triaged"), cures=(cure,))
