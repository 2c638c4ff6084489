"""What a planning run works on, frozen at the moment it is started, and what that depended on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from planner import planning, store
from planner.desk import worktime
from planner.desk.before import before_of
from planner.desk.earlier import earlier_of
from planner.desk.exceptions import DayExceptions, allowed_on, with_exceptions
from planner.desk.opening import Desk
from planner.desk.selection import BEHIND, requests_of_day
from planner.law import LawSettings
from planner.model.codec import dumps
from planner.model.costs import Weights
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.request import Lock, Request
from planner.model.solution import Solution
from planner.model.team import Team
from planner.model.words import LockKind, RequestStatus

__all__ = [
    "Basis",
    "Chosen",
    "DayRows",
    "Frozen",
    "Mark",
    "basis_in",
    "basis_of",
    "built_for",
    "built_of",
    "freeze",
    "frozen_of",
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
        What tells one state of costs, law, depots, vehicles and subcontractors from another.
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
    """

    built: planning.BuiltProblem
    basis: Basis
    renews: str = ""
    start: Solution | None = None
    chosen: Chosen | None = None


@dataclass(frozen=True, slots=True)
class DayRows:
    """The rows a day's plan is made from, read in one view."""

    day: date
    requests: tuple[Request, ...]
    team: Team
    weights: Weights
    law: LawSettings
    published: Plan | None
    newest: str
    earlier: dict[str, planning.Earlier]
    before: planning.Before
    known: planning.WorkingTime | None
    exceptions: DayExceptions = DayExceptions()


def freeze(desk: Desk, day: date, *, renews: str = "", chosen: Chosen | None = None) -> Frozen:
    """Return the problem of a day and what it depends on, from one consistent view of the database."""
    with desk.store.reading() as db:
        rows = rows_on(db, day, zone=desk.time_zone, at=desk.clock(), today=desk.today())
    return replace(frozen_of(desk, rows, chosen=chosen), renews=renews)


def frozen_of(desk: Desk, rows: DayRows, *, chosen: Chosen | None = None) -> Frozen:
    """Return the problem of rows that were read, with chosen weights where there are such, and what it depends on."""
    if chosen is None:
        return Frozen(built=built_of(desk, rows), basis=basis_in(rows))
    built = built_of(desk, replace(rows, weights=chosen.weights))
    built = replace(built, notes=(chosen.said, *built.notes))
    return Frozen(built=built, basis=basis_in(rows), chosen=chosen)


def built_for(desk: Desk, day: date) -> planning.BuiltProblem:
    """Return the problem of a day: open requests, and those under way or over as they were published.

    Requests nobody has triaged are not planned; they are left out with that reason.
    """
    return freeze(desk, day).built


def basis_of(db: store.Connection, day: date, *, zone: str, today: date) -> Basis:
    """Return what the plan of a day depends on at present."""
    return basis_in(rows_on(db, day, zone=zone, at=None, today=today))


def rows_on(db: store.Connection, day: date, *, zone: str, at: datetime | None, today: date) -> DayRows:
    """Return the rows a day's plan is made from.

    Parameters
    ----------
    at
        Present moment, for what was before the plan; None: that is not looked up.
    today
        Present day, for what its requests wait for.
    """
    requests, team = requests_of_day(db, day, zone=zone), store.people.get_team(db)
    return DayRows(
        day=day,
        requests=requests,
        before=planning.Before() if at is None else before_of(db, day, requests, at=at),
        known=None if at is None else worktime.known(db, team, day),
        team=team,
        weights=store.settings.get(db, "weights", Weights, Weights()),
        law=store.settings.get(db, worktime.SETTING, LawSettings, LawSettings()),
        published=store.plans.published_on(db, day),
        newest=store.plans.newest_id(db, day) or "",
        earlier=earlier_of(db, requests, day, today=today),
        exceptions=allowed_on(db, day),
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
            (rows.weights, rows.law, rows.exceptions, *team.depots, *team.vehicles, *team.vendors, *_chains(rows))
        ),
        published=rows.published.plan_id if rows.published else "",
        newest=rows.newest,
    )


def _chains(rows: DayRows) -> tuple[object, ...]:
    """What was agreed on other days; nothing where no request waits for one of them."""
    return tuple(sorted(rows.earlier.items(), key=lambda one: one[0]))


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
        weights=rows.weights,
        catalogue=desk.catalogue,
        travel=desk.travel,
        before=rows.before,
        known=rows.known,
        earlier=rows.earlier,
    )
    untriaged = tuple(_not_triaged(one) for one in rows.requests if one.status is RequestStatus.NEW)
    return with_exceptions(replace(built, left_out=(*built.left_out, *untriaged)), rows.exceptions)


def _as_driven(request: Request, published: Plan | None) -> Request:
    """What is under way or over keeps its technician and time: a new plan never changes what was driven."""
    crew = published.crew_of(request.request_id) if published and request.status in BEHIND else ()
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
