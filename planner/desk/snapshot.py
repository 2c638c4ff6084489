"""What a planning run works on, frozen at the moment it is started, and what that depended on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from planner import planning, store
from planner.desk import worktime
from planner.desk.basis import Basis, Chosen, DayRows, Frozen, Mark, basis_in
from planner.desk.before import before_of, nights_around
from planner.desk.earlier import earlier_of
from planner.desk.exceptions import allowed_on, with_exceptions
from planner.desk.opening import Desk
from planner.desk.pauses import paused_in, pausing
from planner.desk.selection import BEHIND, requests_of_days
from planner.desk.settings import PERIODS
from planner.law import LawSettings
from planner.model.costs import Weights
from planner.model.event import Event
from planner.model.message import message
from planner.model.periods import DrivePeriods
from planner.model.plan import Plan
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.request import Lock, Request
from planner.model.words import LockKind, RequestStatus
from planner.views.actual import actuals, told_late

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
    "rows_on",
    "told_on",
]

_ASIDE = frozenset({RequestStatus.NEW, RequestStatus.CANCELLED})


def freeze(
    desk: Desk,
    day: date,
    *,
    days: int = 1,
    renews: str = "",
    without: Collection[str] = (),
    chosen: Chosen | None = None,
) -> Frozen:
    """Return the problem of a day, or of several in a row, and what it depends on, from one view of the database.

    Parameters
    ----------
    days
        How many days are planned together.
    renews
        Id of the proposal that is to be brought up to date.
    without
        Ids of requests that are planned elsewhere already.
    chosen
        Other weights than those in force.
    """
    zone, today, following = desk.time_zone, desk.today(), planning.days_from(day, days)[1:]
    with desk.store.reading() as db:
        rows = rows_on(db, day, days=days, zone=zone, at=desk.clock(), today=today)
        later = tuple((one, basis_of(db, one, zone=zone, today=today)) for one in following)
        basis = basis_of(db, day, zone=zone, today=today) if later else basis_in(rows)
        rows = _driven_by_plan(db, rows, at=desk.clock(), today=today)
    kept = tuple(one for one in rows.requests if one.request_id not in without)
    frozen = frozen_of(desk, replace(rows, requests=kept), chosen=chosen)
    return replace(frozen, basis=basis, renews=renews, later=later)


def _driven_by_plan(db: store.Connection, rows: DayRows, *, at: datetime, today: date) -> DayRows:
    """The rows of a day that is searched: what is published of today is driven, also while nobody reports anything."""
    if rows.now is not None or rows.day != today or not any(plan.day == today for plan in rows.published):
        return rows
    return replace(rows, now=at, draft=store.plans.newest(db, today))


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
    published = store.plans.published_between(db, day, every[-1])
    told = told_on(db, published, day) if at is not None and day == today else ()
    driven = next((plan for plan in published if plan.day == day), None)
    reports, late = (actuals(told, driven), told_late(told, driven)) if driven else ({}, {})
    newest = store.plans.newest(db, day) if reports or late else None
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
        published=published,
        newest=store.plans.newest_id(db, day) or "",
        earlier=earlier_of(db, requests, day, today=today),
        exceptions=allowed_on(db, day),
        sites=store.sites.find(db, ids={one.site_id for one in requests}),
        events=() if at is None else pausing(db, requests),
        reports=reports,
        late=late,
        now=at if reports or late else None,
        draft=newest,
    )


def told_on(db: store.Connection, published: Iterable[Plan], day: date) -> tuple[Event, ...]:
    """Return everything that was told on a day of the work of its published plan, in the order it was recorded."""
    ids = {stop.request_id for plan in published if plan.day == day for stop in plan.stops if stop.request_id}
    if not ids:
        return ()
    events = store.events.find(db, request_ids=ids)
    return tuple(one for one in events if one.get("day") == day.isoformat())


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
    built = with_exceptions(replace(built, left_out=(*built.left_out, *untriaged)), rows.exceptions)
    return _as_reported(built, rows)


def _as_reported(built: planning.BuiltProblem, rows: DayRows) -> planning.BuiltProblem:
    """Return the problem as it is now, where the day is under way."""
    driven = next((one for one in rows.published if one.day == rows.day), None)
    if rows.now is None or driven is None:
        return built
    problem, told = planning.under_way(
        built.problem, driven, rows.reports, now=rows.now, current=rows.draft, late=rows.late
    )
    return replace(built, problem=problem, told=told)


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
