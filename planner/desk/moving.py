"""A visit moved by hand: what every place of somebody's day would break and cost; the move itself, judged and saved.

A move names the work it comes after, not a time: it can be made on a newer version too. Two dispatchers who move
different visits both keep their moves; where they moved the same one, the second is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import uuid4

from planner import planning, store
from planner.desk.handmade import ordered
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.snapshot import basis_in, basis_of
from planner.desk.stood import Stood, follows, stood
from planner.desk.unit import changing
from planner.desk.wished import Move, refuse_wished, saved_wishes, wishes_in, with_wishes
from planner.desk.worktime import judged
from planner.model.errors import PlannerError, StaleError
from planner.model.event import Actor
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.planning import Place

__all__ = ["Move", "best_places", "move", "place_at", "places", "swap"]

_TRIES = 3
_Unit = Callable[[], AbstractContextManager[store.Connection]]


def places(
    desk: Desk, actor: Actor, plan_id: str, visit_id: str, technician_id: str, *, earliest: datetime | None = None
) -> tuple[Place, ...]:
    """Return what a visit would be at every place of a technician's day, in their order; nothing is saved.

    Parameters
    ----------
    earliest
        When it is to begin at the earliest, as an aware moment; None: as soon as it can.

    Raises
    ------
    InputError
        If the plan is unknown, or the day does not have the visit.
    StaleError
        If the plan is not the newest of its day any more.
    """
    check(actor, "moving.places")
    return planning.places_in(_asked(desk, plan_id, visit_id).board, visit_id, technician_id, earliest=earliest)


def place_at(
    desk: Desk, actor: Actor, plan_id: str, visit_id: str, technician_id: str, moment: datetime
) -> tuple[Place, ...]:
    """Return what a visit would be if it were let go at a moment of a technician's day; empty where they have none.

    Raises
    ------
    InputError, StaleError
        As `places`.
    """
    check(actor, "moving.place_at")
    found = planning.place_at(_asked(desk, plan_id, visit_id).board, visit_id, technician_id, moment)
    return (found,) if found else ()


def best_places(
    desk: Desk, actor: Actor, plan: Plan, visit_id: str | None, people: Iterable[str]
) -> dict[str, Place]:  # fmt: skip
    """Return each one's best place for a visit, by technician: what breaks nothing first, then the cheapest.

    Empty where the plan is not the newest of its day any more, or the day does not have the visit.
    """
    check(actor, "moving.best_places")
    try:
        board = _asked(desk, plan.plan_id, visit_id or "").board
    except PlannerError:
        return {}
    found = {}
    for who in people:
        ranked = [one for one in planning.places_in(board, visit_id or "", who) if one.start is not None]
        if ranked:
            found[who] = min(ranked, key=lambda one: (bool(one.broken), one.added_ore))
    return found


def _asked(desk: Desk, plan_id: str, visit_id: str) -> Stood:
    day = stood(desk, plan_id)
    if day.built.problem.visit(visit_id) is None:
        raise refusal("handmade.unknown", field="visit_id", value=visit_id)
    return day


def move(desk: Desk, actor: Actor, plan_id: str, moves: Sequence[Move]) -> Plan:
    """Make moves, one after the other, save what comes of them as the next draft, and return it.

    What they break stands in `Plan.violations`, and the draft cannot be published until it is mended.

    Parameters
    ----------
    plan_id
        The version that was shown. Where another one is newer the moves are made on that, if nobody moved the same
        visits in it.

    Raises
    ------
    InputError
        If the plan, a visit or a shift is unknown.
    StaleError
        If somebody else moved one of the visits since, or set another start for it by hand, with the newest version;
        or the day keeps changing.
    """
    check(actor, "moving.move")
    return _saved(desk, actor, plan_id, moves, lambda: changing(desk, "moving.move", by=actor))


def swap(desk: Desk, actor: Actor, plan_id: str, visit_id: str, other_id: str) -> Plan:
    """Let two visits change places, save that as the next draft, and return it; as `move`.

    Raises
    ------
    InputError
        As `move`; also if one of them is not planned.
    StaleError
        As `move`.
    """
    check(actor, "moving.swap")
    plan = _plan(desk, plan_id)
    orders = {one.duty_id: _order(plan, one.duty_id) for one in plan.technicians}
    found = {one: duty for duty, order in orders.items() for one in order}
    for one in (visit_id, other_id):
        if one not in found:
            raise refusal("handmade.unknown", field="visit_id", value=one)
    there = {visit_id: other_id, other_id: visit_id}
    wanted = {duty: tuple(there.get(one, one) for one in orders[duty]) for duty in {found[visit_id], found[other_id]}}
    moves = [
        Move(visit_id=one, duty_id=duty, after=order[at - 1] if at else None)
        for duty, order in wanted.items()
        for at, one in enumerate(order)
        if one in there
    ]
    return _saved(desk, actor, plan_id, moves, lambda: changing(desk, "moving.swap", by=actor))


def _saved(desk: Desk, actor: Actor, plan_id: str, moves: Sequence[Move], unit: _Unit) -> Plan:
    base = _plan(desk, plan_id)
    for _ in range(_TRIES):
        with desk.store.reading() as db:
            newest = store.plans.newest_id(db, base.day) or plan_id
        try:
            day = stood(desk, newest)
        except StaleError:
            continue
        _refuse_met(base, day.plan, moves)
        basis, wished = basis_in(day.rows), wishes_in(day, moves)
        with desk.store.reading() as db:
            refuse_wished(db, base, day.plan, wished)
        day = with_wishes(day, wished)
        made = _made(desk, actor, day, _orders(base, day, moves))
        with unit() as db:
            store.plans.hold_day(db, base.day)
            if basis_of(db, base.day, zone=desk.time_zone, today=desk.today()) == basis:
                day = saved_wishes(db, desk, actor, day, wished)
                made = store.plans.add(db, made)
                saved = True
            else:
                saved = False
        if saved:
            follows(desk, day, made)
            return made
    raise StaleError(message("curing.stale"))


def _plan(desk: Desk, plan_id: str) -> Plan:
    with desk.store.reading() as db:
        plan = store.plans.get(db, plan_id)
    if plan is None or plan.version < 1:
        raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
    return plan


def _refuse_met(base: Plan, newest: Plan, moves: Sequence[Move]) -> None:
    """Refuse where somebody else moved one of the visits between two versions."""
    if base.plan_id == newest.plan_id:
        return
    for one in moves:
        if _stands(base, newest, one.visit_id) != _stands(newest, base, one.visit_id):
            raise StaleError(
                _met(base, newest, one.visit_id),
                theirs=newest, version=newest.version, by=newest.created_by,
            )  # fmt: skip


def _met(base: Plan, newest: Plan, visit_id: str) -> Message:
    """What somebody else did with a visit meanwhile: moved it, took it out, or put it in."""
    who = {"visit": visit_id, "name": newest.created_by or message("proposal.somebody")}
    if newest.stop_of(visit_id) is None:
        return message("moving.met_out", **who)
    return message("moving.met" if base.stop_of(visit_id) else "moving.met_in", **who)


def _stands(plan: Plan, other: Plan, visit_id: str) -> tuple[str, tuple[str, ...]] | None:
    """Where a visit stands: its shift, and what of the work that both plans have in that shift comes before it."""
    stop = plan.stop_of(visit_id)
    if stop is None:
        return None
    order, theirs = _order(plan, stop.duty_id), set(_order(other, stop.duty_id))
    return stop.duty_id, tuple(one for one in order[: order.index(visit_id)] if one in theirs)


def _orders(base: Plan, day: Stood, moves: Sequence[Move]) -> dict[str, tuple[str, ...]]:
    """The orders of the shifts that change, by shift."""
    was = {route.duty_id: route.visit_ids for route in day.order.routes}
    now = {duty.duty_id: list(was.get(duty.duty_id, ())) for duty in day.built.problem.duties}
    known = {visit.visit_id for visit in day.built.problem.visits}
    for one in moves:
        if one.visit_id not in known:
            raise refusal("handmade.unknown", field="visit_id", value=one.visit_id)
        if one.duty_id is not None and one.duty_id not in now:
            raise refusal("handmade.no_duty", field="technician_id", value=one.duty_id)
        for order in now.values():
            if one.visit_id in order:
                order.remove(one.visit_id)
        if one.duty_id is not None:
            order = now[one.duty_id]
            order.insert(_place_in(order, one, _order(base, one.duty_id)), one.visit_id)
    timed = {one.duty_id for one in moves if one.timed}
    return {duty: tuple(order) for duty, order in now.items() if duty in timed or tuple(order) != was.get(duty, ())}


def _place_in(order: Sequence[str], move: Move, shown: Sequence[str]) -> int:
    """After the work that is named; where that is gone by now, after the last before it that is still there."""
    if move.after is None:
        return 0
    if move.after in order:
        return order.index(move.after) + 1
    before = shown[: shown.index(move.after)] if move.after in shown else ()
    return max((order.index(one) + 1 for one in before if one in order), default=0)


def _order(plan: Plan, duty_id: str) -> tuple[str, ...]:
    return tuple(one.visit_id for one in plan.of_duty(duty_id) if one.visit_id)


def _made(desk: Desk, actor: Actor, day: Stood, orders: dict[str, tuple[str, ...]]) -> Plan:
    built = day.built
    made = planning.handmade_plan(
        built.problem,
        ordered(built.problem, day.order, orders),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=actor.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=(*built.notes, message("planning.by_hand", name=actor.name)),
        before=day.plan,
    )
    with desk.store.reading() as db:
        return judged(db, planning.as_told(made, built.told), before=day.plan)
