"""A changed request tried in a day's newest plan: taken out, changed, put in where it adds least, and judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from planner import planning, store
from planner.desk.cure_changes import Change
from planner.desk.exceptions import DayExceptions, save_exceptions
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.snapshot import DayRows, basis_in, basis_of, built_of, rows_on
from planner.desk.worktime import judged
from planner.model.errors import StaleError
from planner.model.event import Actor, Event
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.reasons import Reason
from planner.model.request import Request
from planner.model.solution import Route, Solution

_TRIES = planning.TRIES // 5
"""Somebody waits for the answer: reasons of what was left out before are found with less effort."""

__all__ = ["Made", "Trial", "finished", "read_day", "request_in", "save_changed", "saved_change", "tried", "without"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a change would make of a day's newest plan.

    Parameters
    ----------
    before
        The plan as it stands, priced on the day as it is now.
    after
        The plan with the change; None where the visit fits nowhere.
    reasons
        Why not, where it does not fit, with what would help.
    wanted
        Whether the request becomes one that has to be planned: it costs more than leaving it out.
    """

    before: Plan
    after: Plan | None
    reasons: tuple[Reason, ...] = ()
    wanted: bool = False

    @property
    def cost_ore(self) -> int:
        """What the change adds to the price of the plan."""
        return 0 if self.after is None else self.after.price.total_ore - self.before.price.total_ore


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A trial with what it was made from."""

    rows: DayRows
    change: Change
    trial: Trial


def read_day(desk: Desk, plan_id: str) -> tuple[DayRows, Plan]:
    """Return the day as it is now, and the plan, which has to be its newest version.

    Raises
    ------
    InputError
        If there is no such plan.
    StaleError
        If another version is newer.
    """
    with desk.store.reading() as db:
        plan = store.plans.get(db, plan_id)
        if plan is None:
            raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
        if store.plans.newest_id(db, plan.day) != plan_id:
            raise StaleError(message("curing.stale"))
        return rows_on(db, plan.day, zone=desk.time_zone, at=desk.clock(), today=desk.today()), plan


def request_in(rows: DayRows, request_id: str) -> Request:
    """Return a request of the day.

    Raises
    ------
    InputError
        If the day has none of that id.
    """
    found = next((one for one in rows.requests if one.request_id == request_id), None)
    if found is None:
        raise refusal("desk.unknown_request", field="request_id", value=request_id)
    return found


def tried(rows: DayRows, plan: Plan, change: Change, *, desk: Desk, actor: Actor) -> Made:
    """Return the plan with the change: the request taken out, changed, and put in where it adds least."""
    asked, own = change.request, change.request.request_id
    was = request_in(rows, own)
    requests = tuple(asked if one.request_id == own else one for one in rows.requests)
    changed = replace(rows, requests=requests, exceptions=rows.exceptions.with_more(change.exceptions))
    before = _standing(desk, rows, plan)
    forced = tuple(one.replace(mandatory=True) if one.request_id == own else one for one in requests)
    posed = built_of(desk, replace(changed, requests=forced))
    seats = {visit.visit_id for visit in posed.problem.visits if visit.request_id == own}
    base = without(standing(posed.problem, plan), {*seats, *change.without})
    placed = planning.put_in(posed.problem, base, seats)
    if placed is None:
        reasons = planning.why_not(posed.problem, base, seats, at=desk.clock()) if seats else _left_out(posed, own)
        return Made(rows=rows, change=change, trial=Trial(before=before, after=None, reasons=reasons))
    after = finished(changed, placed, plan, desk=desk, actor=actor)
    if not {stop.visit_id for stop in after.stops} >= seats:
        reasons = tuple(reason for one in after.unassigned if one.request_id == own for reason in one.reasons)
        return Made(rows=rows, change=change, trial=Trial(before=before, after=None, reasons=reasons))
    wanted = asked.mandatory and not was.mandatory
    return Made(rows=rows, change=change, trial=Trial(before=before, after=after, wanted=wanted))


def _standing(desk: Desk, rows: DayRows, plan: Plan) -> Plan:
    """The plan as it stands, judged on the day as it is now."""
    built = built_of(desk, rows)
    found = planning.priced_plan(
        built.problem, standing(built.problem, plan), plan_id=plan.plan_id, created_at=desk.clock()
    )
    found = planning.as_told(found, built.told)
    return found.replace(version=plan.version, unassigned=(*found.unassigned, *built.left_out))


def finished(
    rows: DayRows,
    placed: Solution,
    plan: Plan | None,
    *,
    desk: Desk,
    actor: Actor,
    built: planning.BuiltProblem | None = None,
) -> Plan:
    """Return the draft after a plan: nothing but what was asked for is put in, and the law says what it has to."""
    built = built or built_of(desk, rows)
    solver = replace(plan.solver, objective_units=None, bound_units=None, bound_of="") if plan else placed.solver
    after = planning.judged_plan(
        built.problem,
        replace(placed, solver=solver),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=actor.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=built.notes,
        complete=False,
        tries=_TRIES,
    )
    with desk.store.reading() as db:
        return judged(db, planning.as_told(after, built.told))


def without(solution: Solution, gone: Iterable[str]) -> Solution:
    """Return a solution in which some visits are in no route."""
    out = frozenset(gone)
    routes = (
        Route(duty_id=route.duty_id, visit_ids=tuple(one for one in route.visit_ids if one not in out))
        for route in solution.routes
    )
    return replace(solution, routes=tuple(routes), agreed=tuple(one for one in solution.agreed if one[0] not in out))


def _left_out(posed: planning.BuiltProblem, request_id: str) -> tuple[Reason, ...]:
    return tuple(reason for one in posed.left_out if one.request_id == request_id for reason in one.reasons)


def saved_change(db: store.Connection, desk: Desk, actor: Actor, made: Made, draft: Plan, *, why: str) -> Plan:
    """Save what a change is of the request and of the day, and the plan with it as the next draft; return the draft.

    Parameters
    ----------
    why
        Stands in the event of the request.

    Raises
    ------
    StaleError
        If somebody changed the day since it was read.
    """
    rows, asked = made.rows, made.change.request
    store.plans.hold_day(db, rows.day)
    if basis_of(db, rows.day, zone=desk.time_zone, today=desk.today()) != basis_in(rows):
        raise StaleError(message("curing.stale"))
    if asked != request_in(rows, asked.request_id):
        save_changed(db, desk, actor, asked, why=why)
    if made.change.exceptions != DayExceptions():
        save_exceptions(db, rows.day, rows.exceptions.with_more(made.change.exceptions))
    return store.plans.add(db, draft)


def save_changed(db: store.Connection, desk: Desk, actor: Actor, request: Request, *, why: str) -> Request:
    """Save a request that the board changed, and the event that says why; return it as stored."""
    saved, now = store.requests.save(db, request), desk.clock()
    event = Event(
        client_uuid=str(uuid4()),
        at=now,
        recorded_at=now,
        type="request.changed",
        request_id=saved.request_id,
        actor=actor.actor_id,
        payload=(("why", why), ("version", str(saved.version))),
    )
    store.events.add(db, event)
    return saved
