"""The stops of a technician in an order that somebody gives: timed, judged and priced, and saved as the next draft.

Whatever the order breaks is said by name and stays in the draft; the desk refuses to publish it until it is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.snapshot import DayRows, basis_in, basis_of, built_of, rows_on
from planner.desk.trying import read_day
from planner.desk.unit import changing
from planner.desk.worktime import judged
from planner.model.errors import StaleError
from planner.model.event import Actor
from planner.model.links import linked
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.solution import Route, Solution, SolverInfo
from planner.rules import earliest_agreed

__all__ = ["Handmade", "begin_by_hand", "judge_order", "ordered", "read_ids", "save_order"]

Orders = Mapping[str, tuple[str, ...]]
"""Visit ids in order, by duty id; duties that are not named keep their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handmade:
    """What an order would be: the plan with it, and the plan as it stands today, priced alike."""

    before: Plan
    plan: Plan

    @property
    def cost_ore(self) -> int:
        """What the order adds to the price."""
        return self.plan.price.total_ore - self.before.price.total_ore


def read_ids(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """Read visit ids as somebody types them: between blanks, commas, semicolons or lines, in capitals or not.

    Raises
    ------
    InputError
        If one is unknown, or stands twice.
    """
    ids = {one.casefold(): one for one in known}
    found: list[str] = []
    for piece in re.split(r"[\s,;]+", written.strip()):
        if not piece:
            continue
        visit_id = ids.get(piece.casefold())
        if visit_id is None:
            raise refusal("handmade.unknown", field="visit_id", value=piece[:40])
        if visit_id in found:
            raise refusal("handmade.twice", field="visit_id", value=visit_id)
        found.append(visit_id)
    return tuple(found)


def judge_order(desk: Desk, actor: Actor, plan_id: str, orders: Orders) -> Handmade:
    """Return the plan with the work of some duties in a given order; nothing is saved.

    A visit that is named moves there, wherever it was; one that is not named any more is left out.

    Raises
    ------
    InputError
        If the plan, a duty or a visit is unknown, or a visit is named twice.
    StaleError
        If the plan is not the newest of its day any more.
    """
    check(actor, "handmade.judge_order")
    return _judged(desk, actor, plan_id, orders)[1]


def save_order(desk: Desk, actor: Actor, plan_id: str, orders: Orders) -> Plan:
    """Save the plan of a given order as the next draft of its day, and return it.

    Raises
    ------
    InputError, StaleError
        As `judge_order`; also if somebody changed the day at the same moment.
    """
    check(actor, "handmade.save_order")
    rows, found = _judged(desk, actor, plan_id, orders)
    with changing(desk, "handmade.save_order", by=actor) as db:
        store.plans.hold_day(db, rows.day)
        if basis_of(db, rows.day, zone=desk.time_zone, today=desk.today()) != basis_in(rows):
            raise StaleError(message("curing.stale"))
        return store.plans.add(db, found.plan)


def begin_by_hand(desk: Desk, actor: Actor, day: date) -> Plan:
    """Save a first draft of a day in which nobody has anything yet, to be filled by hand, and return it.

    What is under way stays with whoever does it.

    Raises
    ------
    StaleError
        If the day has a plan already, or somebody changed it at the same moment.
    """
    check(actor, "handmade.begin_by_hand")
    with desk.store.reading() as db:
        rows = rows_on(db, day, zone=desk.time_zone, at=desk.clock(), today=desk.today())
    built = built_of(desk, rows)
    made = planning.handmade_plan(
        built.problem,
        Solution(routes=(), solver=SolverInfo(name="by hand")),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=actor.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=(*built.notes, message("planning.by_hand", name=actor.name)),
    )
    with changing(desk, "handmade.begin_by_hand", by=actor) as db:
        store.plans.hold_day(db, day)
        same = basis_of(db, day, zone=desk.time_zone, today=desk.today()) == basis_in(rows)
        if not same or store.plans.newest_id(db, day) is not None:
            raise StaleError(message("curing.stale"))
        return store.plans.add(db, judged(db, planning.as_told(made, built.told)))


def _judged(desk: Desk, actor: Actor, plan_id: str, orders: Orders) -> tuple[DayRows, Handmade]:
    rows, plan = read_day(desk, plan_id)
    built = built_of(desk, rows)
    stands = standing(built.problem, plan)
    before = planning.priced_plan(built.problem, stands, plan_id=plan_id, created_at=desk.clock())
    made = planning.handmade_plan(
        built.problem,
        ordered(built.problem, stands, orders),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=actor.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=(*built.notes, message("planning.by_hand", name=actor.name)),
    )
    with desk.store.reading() as db:
        made = judged(db, planning.as_told(made, built.told))
    return rows, Handmade(before=before.replace(unassigned=(*before.unassigned, *built.left_out)), plan=made)


def ordered(problem: Problem, stands: Solution, orders: Orders) -> Solution:
    """Return a solution with the orders that are given; linked visits begin as soon as all of them can.

    Raises
    ------
    InputError
        If a duty or a visit is unknown, or a visit is named twice.
    """
    duties, visits = {duty.duty_id for duty in problem.duties}, {visit.visit_id for visit in problem.visits}
    named = [one for order in orders.values() for one in order]
    if unknown := sorted(set(orders) - duties):
        raise refusal("handmade.no_duty", field="technician_id", value=unknown[0])
    if unknown := sorted(set(named) - visits):
        raise refusal("handmade.unknown", field="visit_id", value=unknown[0])
    if twice := sorted({one for one in named if named.count(one) > 1}):
        raise refusal("handmade.twice", field="visit_id", value=twice[0])
    known = {route.duty_id: route.visit_ids for route in stands.routes}
    kept = {duty: tuple(one for one in ids if one not in named) for duty, ids in known.items()}
    routes = tuple(Route(duty_id=duty, visit_ids=ids) for duty, ids in (kept | dict(orders)).items())
    touched = {one for duty in orders for one in (*orders[duty], *known.get(duty, ()))}
    untouched = touched.isdisjoint(linked(problem.links))
    agreed = stands.agreed if untouched else earliest_agreed(problem, routes)
    return Solution(routes=routes, agreed=agreed, solver=SolverInfo(name="by hand"))
