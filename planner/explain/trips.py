"""Trips to depots in a day: what others leave there, and a trip that is tried together with a visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.rules.timeline import TimedRoute, aboard, time_route

__all__ = ["left_at_depots", "pickups_of", "with_trips"]

_Order = tuple[str, ...]


def left_at_depots(problem: Problem, plan: Plan) -> Problem:
    """Return the problem whose pick-ups offer what the others leave there, so that each day stands by itself."""
    depot_of = {visit.visit_id: visit.depot for visit in problem.visits if visit.is_pickup}
    taken: Counter[tuple[str, str, str]] = Counter()
    for stop in plan.stops:
        for one in stop.taken:
            taken[stop.technician_id, depot_of.get(stop.visit_id or "", ""), one.part] += one.quantity
    if not taken:
        return problem

    def by_others(pickup: Visit, part: str) -> int:
        return sum(
            number
            for (who, depot, what), number in taken.items()
            if (depot, what) == (pickup.depot, part) and who not in pickup.required
        )

    def rest(pickup: Visit) -> Visit:
        stock = tuple((part, max(0, number - by_others(pickup, part))) for part, number in pickup.stock)
        return pickup if stock == pickup.stock else replace(pickup, stock=stock)

    return problem.replace(visits=tuple(rest(one) if one.is_pickup else one for one in problem.visits))


def pickups_of(problem: Problem, duty: Duty) -> tuple[Visit, ...]:
    """Return where a duty can fetch parts."""
    return tuple(one for one in problem.visits if one.is_pickup and duty.technician_id in one.required)


def with_trips(
    problem: Problem, duty: Duty, order: _Order, visit: Visit, relaxed: frozenset[str]
) -> Iterator[tuple[_Order, TimedRoute]]:
    """Yield an order with one more trip to a depot, for each depot the best, where parts are lacking without it.

    Parameters
    ----------
    order
        With the visit.
    visit
        What needs the parts: the trip comes before it.
    relaxed
        As of `planner.rules.time_route`.
    """
    by_id = {one.visit_id: one for one in problem.visits}
    if not aboard(problem, duty, [by_id[one] for one in order]).missing:
        return
    last = order.index(visit.visit_id)
    for pickup in pickups_of(problem, duty):
        if pickup.visit_id in order:
            continue
        orders = ((*order[:at], pickup.visit_id, *order[at:]) for at in range(last + 1))
        timed = ((one, time_route(problem, duty, one, relaxed=relaxed)) for one in orders)
        found = [(one, route) for one, route in timed if route is not None]
        if found:
            yield min(found, key=lambda one: (sum(miss.seconds for miss in one[1].misses), one[1].units))
