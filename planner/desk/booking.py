"""What a booked time means: a request with a promise, an event, and a draft of the day that holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from planner import planning, store
from planner.desk.cure_changes import refuse_fixed
from planner.desk.opening import Desk
from planner.desk.personal import REQUEST_TEXTS, refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.rebase import starting
from planner.desk.receive import received
from planner.desk.snapshot import DayRows, built_of
from planner.model.event import Actor, Event
from planner.model.offer import Offer
from planner.model.plan import Plan
from planner.model.request import Lock, Request
from planner.model.solution import Route, Solution
from planner.model.words import PromiseKind, RequestStatus
from planner.planning.offers import Held

__all__ = ["booked", "draft_with", "freed", "refuse_bound", "refuse_untaken"]

_FREE = frozenset({RequestStatus.NEW, RequestStatus.TRIAGED})


def refuse_bound(request: Request) -> None:
    """Refuse a request that has a time already: it is promised, in a published plan, under way or over.

    Raises
    ------
    InputError
        If it is one of these.
    """
    told = request.promise is not None and request.promise.kind is not PromiseKind.NONE
    if told or request.status not in _FREE:
        raise refusal("offers.bound", field="request_id", value=request.request_id)


def refuse_untaken(request: Request, *, today: date) -> None:
    """Refuse what a call cannot take: a request that has a time already, or with a personal identity number.

    Raises
    ------
    InputError
        If it is one of these.
    """
    refuse_bound(request)
    refuse_personal_numbers(request, REQUEST_TEXTS, today=today)


def freed(request: Request) -> Request:
    """Return a request without the time it has: its promise, its own times and locks give way to another wish.

    Raises
    ------
    InputError
        If its work is under way or over.
    """
    refuse_fixed(request)
    return request.replace(
        status=RequestStatus.TRIAGED, promise=None, lock=Lock(), time_windows=(), earliest_date=None
    )  # fmt: skip


def draft_with(desk: Desk, rows: DayRows, promised: Request, newest: Plan, held: Held, *, by: Actor) -> Plan:
    """Return the next draft of a day: the newest version with the promised request where it was offered.

    What the newest version leaves out stays out. Work in it that keeps no rule any more, because somebody is absent
    since, is taken out with a note, as by any planning.

    Parameters
    ----------
    rows
        The day as it is now, without the promise.
    """
    others = (one for one in rows.requests if one.request_id != promised.request_id)
    requests = tuple(sorted((*others, promised), key=store.requests.order))
    built = built_of(desk, replace(rows, requests=requests))
    draft = planning.judged_plan(
        built.problem,
        _solution(built, newest, promised.request_id, held),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=by.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=built.notes,
        complete=False,
    )
    return planning.as_told(draft, built.told)


def _solution(built: planning.BuiltProblem, newest: Plan, request_id: str, held: Held) -> Solution:
    """Everybody's order of the newest version, and of the offer where a day is in order."""
    known = {visit.visit_id for visit in built.problem.visits}
    begun = starting(built.problem, newest)
    orders = {route.duty_id: route.visit_ids for route in begun.routes}
    orders = {duty_id: tuple(one for one in ids if one != request_id) for duty_id, ids in orders.items()} | held.orders
    duties = (duty.duty_id for duty in built.problem.duties if duty.duty_id in orders)
    routes = (Route(duty_id=one, visit_ids=tuple(v for v in orders[one] if v in known)) for one in duties)
    # What the search minimised is not the price of this plan.
    solver = replace(newest.solver, objective_units=None)
    return Solution(routes=tuple(routes), solver=solver, agreed=begun.agreed)


def booked(db: store.Connection, desk: Desk, actor: Actor, promised: Request, offer: Offer) -> Request:
    """Save the request with its promise, and the event that tells of it; return it with its version."""
    if store.requests.get(db, promised.request_id) is None:
        saved = received(db, desk, actor, promised)
    else:
        saved = store.requests.save(db, promised)
    now = desk.clock()
    event = Event(
        client_uuid=str(uuid4()),
        at=now,
        recorded_at=now,
        type="request.promised",
        request_id=saved.request_id,
        actor=actor.actor_id,
        payload=(
            ("earliest", offer.earliest.isoformat()),
            ("latest", offer.latest.isoformat()),
            ("cost_ore", str(offer.cost_ore)),
        ),
    )
    store.events.add(db, event)
    return saved
