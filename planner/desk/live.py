"""The day as it happens: when everybody is expected, who will be late, and what to do about it at once.

What is expected is the published order of work timed with what was reported; nothing here searches. A new urgent
request is offered its best place with each technician; the work of somebody who falls ill goes to the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.selection import BEHIND
from planner.desk.snapshot import DayRows, basis_in, basis_of, built_of, rows_on, told_on
from planner.desk.trying import finished, read_day, request_in, without
from planner.desk.unit import changing
from planner.model.errors import StaleError
from planner.model.event import Actor
from planner.model.message import message
from planner.model.plan import Plan, Stop
from planner.model.problem import Problem
from planner.model.request import Request
from planner.model.solution import Solution
from planner.model.team import Absence
from planner.model.words import LockKind, PromiseKind, StopKind
from planner.planning import Expected, Opening
from planner.planning.whereabouts import driven_by
from planner.views.actual import Actual, actuals

__all__ = ["DayNow", "day_now", "hand_on", "insert", "places_for", "unreported"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNow:
    """A published day as it is expected to go on.

    Parameters
    ----------
    at
        The moment it is of.
    expected
        What is still to come, by visit id.
    reports
        What has happened, by visit id.
    """

    at: datetime
    plan: Plan
    expected: dict[str, Expected]
    reports: dict[str, Actual]

    @property
    def at_risk(self) -> tuple[Expected, ...]:
        """What will be late, or may well be, the worst first."""
        return tuple(
            sorted((one for one in self.expected.values() if one.is_at_risk), key=lambda one: (-one.late_s, one.start))
        )


def day_now(desk: Desk, actor: Actor, day: date) -> DayNow | None:
    """Return how a day goes on from now, or None where nothing is published or nothing has been reported of it."""
    check(actor, "live.day_now")
    with desk.store.reading() as db:
        plan = store.plans.published_on(db, day)
        if plan is None or day != desk.today():
            return None
        now = desk.clock()
        rows = replace(rows_on(db, day, zone=desk.time_zone, at=now, today=desk.today()), draft=None)
    if not rows.reports and not rows.late:
        return None
    problem = built_of(desk, rows).problem
    begun = standing(problem, plan)
    requests = {one.request_id: one for one in rows.requests}
    found = planning.expected_of(problem, begun, plan, requests, rows.reports, now=now, late=rows.late)
    return DayNow(at=now, plan=plan, expected=found, reports=dict(rows.reports))


def places_for(desk: Desk, actor: Actor, plan_id: str, request_id: str) -> tuple[Opening, ...]:
    """Return the best place of a request with each technician who can do it, the cheapest first; nothing is saved.

    Nobody else's work changes hands, and nothing begins before now.

    Raises
    ------
    InputError
        If the plan or the request is unknown, the request is under way or over, or several come to it.
    StaleError
        If the plan is not the newest of its day any more.
    """
    check(actor, "live.places_for")
    _, problem, base = _asked(desk, plan_id, request_id)
    return planning.openings(problem, base, request_id, now_s=_now_s(desk, problem))


def insert(desk: Desk, actor: Actor, plan_id: str, request_id: str, technician_id: str) -> Plan:
    """Put a request into its best place with a technician and save that as the next draft; return the draft.

    Raises
    ------
    InputError, StaleError
        As `places_for`; also where there is no such place any more.
    """
    check(actor, "live.insert")
    rows, problem, base = _asked(desk, plan_id, request_id)
    offers = planning.openings(problem, base, request_id, now_s=_now_s(desk, problem))
    found = next((one for one in offers if one.technician_id == technician_id), None)
    if found is None:
        raise refusal("live.no_place", field="technician_id", value=technician_id)
    plan = rows[1]
    draft = finished(rows[0], found.put_into(base), plan, desk=desk, actor=actor)
    if draft.stop_of(request_id) is None:
        raise refusal("live.no_place", field="technician_id", value=technician_id)
    with changing(desk, "live.insert", by=actor) as db:
        _refuse_moved(db, desk, rows[0])
        return store.plans.add(db, draft)


def unreported(desk: Desk, actor: Actor, day: date, technician_id: str) -> tuple[Stop, ...]:
    """Return what somebody has begun by the published plan and nobody has reported, in the order of the plan.

    Whoever goes home loses it, unless somebody reports before that they have begun it.
    """
    check(actor, "live.unreported")
    with desk.store.reading() as db:
        plan = store.plans.published_on(db, day)
        told = actuals(told_on(db, (plan,), day), plan) if plan else {}
    stops = plan.of_technician(technician_id) if plan else ()
    return tuple(
        stop for stop in stops if stop.kind in _WORK and stop.start < desk.clock() and driven_by(stop, told) is None
    )


def hand_on(desk: Desk, actor: Actor, day: date, technician_id: str, *, kind: str = "sick") -> Plan:
    """Note that somebody is away from now on, and propose who does their work; return the proposal.

    What they have reported as begun stays theirs; by the clock alone they have begun nothing (`unreported`).
    Promised and locked work chooses its place first, then by priority; what has no time left with anybody comes late,
    what fits nowhere is left out with its reasons, and nobody else's work changes hands. What is locked to them is
    left out.

    Parameters
    ----------
    kind
        Why, as in `planner.model.team.Absence`.

    Raises
    ------
    InputError
        If the technician is unknown, or nothing is planned on the day.
    StaleError
        If somebody changed the day at the same moment; nothing is saved.
    """
    check(actor, "live.hand_on")
    now = desk.clock()
    with desk.store.reading() as db:
        if store.people.get_technician(db, technician_id) is None:
            raise refusal("desk.unknown_technician", field="technician_id", value=technician_id)
        plan = store.plans.newest(db, day)
        if plan is None:
            raise refusal("live.no_plan", field="day", value=day.isoformat())
        rows = _begun(desk, rows_on(db, day, zone=desk.time_zone, at=now, today=desk.today()), plan)
    away = _rest_of(day, technician_id, plan, now, desk.time_zone, kind)
    known = tuple(one for one in rows.team.absences if (one.technician_id, one.start) != (technician_id, away.start))
    absent = replace(rows, team=replace(rows.team, absences=(*known, away)))
    proposal = _handed_on(desk, actor, absent, plan, technician_id)
    name = next((one.name for one in rows.team.technicians if one.technician_id == technician_id), technician_id)
    notes = (message("proposal.goes_home", name=name), *proposal.notes)
    with changing(desk, "live.hand_on", by=actor) as db:
        _refuse_moved(db, desk, rows)
        store.people.save_absence(db, away)
        return store.plans.propose(db, proposal.replace(parent=plan.plan_id, notes=notes))


def _handed_on(desk: Desk, actor: Actor, rows: DayRows, plan: Plan, technician_id: str) -> Plan:
    built = built_of(desk, rows)
    problem, driven = built.problem, {stop.visit_id for stop in built.told.stops}
    requests = {one.request_id: one for one in rows.requests}
    theirs = [stop for stop in plan.of_technician(technician_id) if stop.kind in _WORK and stop.visit_id]
    open_ones = [stop for stop in theirs if stop.visit_id not in driven and problem.visit(stop.visit_id or "")]
    open_ones.sort(
        key=lambda stop: (not _is_bound(requests.get(stop.request_id or "")), stop.priority or 9, stop.start)
    )
    ids = [stop.visit_id for stop in open_ones if stop.visit_id]
    now_s = _now_s(desk, problem)
    placed = planning.handed_on(problem, without(standing(problem, plan), ids), ids, now_s=now_s)
    there = {one for route in placed.routes for one in route.visit_ids}
    if left := [one for one in ids if one not in there]:
        # No time that suits them is left with anybody: late is better than not at all, and whoever waits is phoned.
        problem = planning.rather_late(problem, left, now_s=now_s)
        placed = planning.handed_on(problem, placed, left, now_s=now_s)
    return finished(rows, placed, plan, desk=desk, actor=actor, built=replace(built, problem=problem))


def _now_s(desk: Desk, problem: Problem) -> int:
    """The present second; a day to come has none before which nothing can begin."""
    return max(0, problem.seconds(desk.clock()))


def _is_bound(request: Request | None) -> bool:
    if request is None:
        return False
    told = request.promise is not None and request.promise.kind is not PromiseKind.NONE
    return told or request.lock.kind is not LockKind.NONE


def _rest_of(day: date, technician_id: str, plan: Plan, now: datetime, zone: str, kind: str) -> Absence:
    """From now, or from the start of the day that is to come, to its last midnight or the end of a night shift."""
    first = datetime.combine(day, time(0), ZoneInfo(zone))
    last = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))
    ends = [one.hard_end for one in plan.technicians if one.technician_id == technician_id]
    return Absence(technician_id=technician_id, start=max(first, now), end=max([last, *ends]), kind=kind)


def _asked(desk: Desk, plan_id: str, request_id: str) -> tuple[tuple[DayRows, Plan], Problem, Solution]:
    """The day, the plan, the problem in which the request has to be planned, and the plan's order without it."""
    rows, plan = read_day(desk, plan_id)
    rows = _begun(desk, rows, plan)
    request = request_in(rows, request_id)
    if request.status in BEHIND:
        raise refusal("live.under_way", field="request_id", value=request_id)
    if request.crew_size > 1:
        raise refusal("live.crew", field="request_id", value=request_id, count=request.crew_size)
    forced = tuple(one.replace(mandatory=True) if one.request_id == request_id else one for one in rows.requests)
    built = built_of(desk, replace(rows, requests=forced))
    left = next((one for one in built.left_out if one.request_id == request_id), None)
    if left is not None:
        raise refusal("curing.fits_nowhere", field="request_id", value=request_id, why=left.reasons[0].message)
    return (
        (rows, plan),
        built.problem,
        without(standing(built.problem, plan), {request_id}),
    )


def _begun(desk: Desk, rows: DayRows, newest: Plan) -> DayRows:
    """The rows of a day that begins now where it is today, also while nobody has reported anything."""
    return replace(rows, now=desk.clock(), draft=newest) if rows.day == desk.today() else rows


def _refuse_moved(db: store.Connection, desk: Desk, rows: DayRows) -> None:
    store.plans.hold_day(db, rows.day)
    if basis_of(db, rows.day, zone=desk.time_zone, today=desk.today()) != basis_in(rows):
        raise StaleError(message("curing.stale"))
