"""What a plan asks of others: customers to phone because an appointment changes, and orders to subcontractors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner import explain, store, views
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.selection import starts_elsewhere
from planner.model.event import Actor
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import PlanStatus
from planner.views import Order

__all__ = ["Purchase", "calls_of", "orders_of"]


_LATEST = timedelta(days=62)
"""A version is published so long after it was made at the latest."""
_AGREED = ("widen_window", "move_window")
"""Changes of a request that hold only if its customer agrees, as their events name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """An order to a subcontractor, and its text."""

    order: Order
    text: str


def calls_of(desk: Desk, actor: Actor, plan_id: str) -> tuple[explain.Call, ...]:
    """Return whom to phone when a plan version takes the place of the published one of its day.

    Of the published version itself: whom to phone because it took the place of the one before. Also on the first
    publication of a day: whose promise it breaks, who waits on another published day, and who has to agree.

    Raises
    ------
    InputError
        If the plan is unknown.
    """
    check(actor, "consequences.calls_of")
    with desk.store.reading() as db:
        plan = _plan(db, plan_id)
        before = _before(db, plan)
        ids = plan.request_ids | {stop.request_id for stop in (before.stops if before else ()) if stop.request_id}
        requests = store.requests.find(db, ids=ids)
        elsewhere = starts_elsewhere(db, (plan.day,), today=desk.today())
        owed = _owed(db, plan, before)
    return explain.calls(before, plan, requests, elsewhere=elsewhere, owed=owed)


def orders_of(desk: Desk, actor: Actor, plan_id: str, *, language: str) -> tuple[Purchase, ...]:
    """Return what a plan version buys of each subcontractor, each with its text.

    Parameters
    ----------
    language
        ``sv`` or ``en``.

    Raises
    ------
    InputError
        If the plan is unknown.
    """
    check(actor, "consequences.orders_of")
    with desk.store.reading() as db:
        plan, team = _plan(db, plan_id), store.people.get_team(db)
        found = views.orders(plan, team)
        ids = {stop.request_id for order in found for stop in order.stops if stop.request_id is not None}
        requests: dict[str, Request] = {one.request_id: one for one in store.requests.find(db, ids=ids)}
    return tuple(
        Purchase(
            order=order,
            text=views.order_text(order, requests=requests, catalogue=desk.catalogue, language=language),
        )
        for order in found
    )


def _owed(db: store.Connection, plan: Plan, before: Plan | None) -> set[str]:
    """The requests whose time a cure moved on the condition that the customer agrees, since they knew of a version."""
    ids = {stop.request_id for stop in plan.stops if stop.request_id}
    since = _published_at(db, before) if before else None
    return {
        one.request_id
        for one in store.events.find(db, request_ids=ids)
        if one.request_id and one.get("why") in _AGREED and (since is None or one.at > since)
    }


def _published_at(db: store.Connection, plan: Plan) -> datetime:
    """When a version was published; where that is not told, when it was made."""
    told = store.events.of_types(db, ("plan.published",), first=plan.created_at, last=plan.created_at + _LATEST)
    return next((one.at for one in told if one.get("plan_id") == plan.plan_id), plan.created_at)


def _before(db: store.Connection, plan: Plan) -> Plan | None:
    """The version that customers know of, or knew of before this one was published."""
    published = store.plans.published_on(db, plan.day)
    if published is None or published.plan_id != plan.plan_id:
        return published
    superseded = (one for one in store.plans.headers(db, plan.day) if one.status is PlanStatus.SUPERSEDED)
    last = max((one for one in superseded if one.version < plan.version), key=lambda one: one.version, default=None)
    return store.plans.get(db, last.plan_id) if last else None


def _plan(db: store.Connection, plan_id: str) -> Plan:
    plan = store.plans.get(db, plan_id)
    if plan is None:
        raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
    return plan
