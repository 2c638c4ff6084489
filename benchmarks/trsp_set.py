"""The technicians set as our problem. What of it our problem does not know is the stop at the depot on the way.

A unit of the set's time is a thousand seconds of ours, ways rounded up, so that what is in time with us is in time
there. Skills are skills, tools are certificates, parts are loads that the technician's stock is the capacity for.
Driving and waiting cost the same, so the price is the working time less the service, which is the same in every plan.

The depot is posed in two ways, and a search in rounds (`benchmarks.trsp`) goes from one to the other.

- *Open*: beside the duty of each technician stands a second one with all tools and parts, whose ways from home lead
  over the depot. A plan may use both, which nobody can.
- *Settled*: it is settled which requests come after the depot. These need no tools and parts, and lie at places of
  their own: the way there from any other request, or from home, leads over the depot, the way among them does not, and
  there is no way back. So whoever does one of them has passed the depot once, at the best place, at its true price.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from math import ceil

import numpy as np
from numpy.typing import NDArray

from benchmarks.trsp_check import DEPOT, Instance, equipped, working_time
from planner.model.costs import Weights
from planner.model.places import Place
from planner.model.problem import Duty, Matrix, Problem, Span, Visit, Window
from planner.model.solution import Route, Solution

__all__ = ["SCALE", "can_be_before", "open_problem", "routes_of", "settled_problem", "start_of"]

SCALE = 1_000
"""Seconds of ours for a unit of the set's time."""

_DAY, _START = date(2026, 11, 24), datetime(2026, 11, 24, tzinfo=UTC)
_ORE_H = 3_600
_REFILLED = "+"
"""Ends the id of a duty that passes the depot first of all."""

Routes = dict[int, tuple[int, ...]]
"""Requests by technician, in order, and the depot among them."""


def open_problem(instance: Instance) -> Problem:
    """Return the problem in which everybody passes the depot first of all, or not at all, or (in two duties) both."""
    ways = _ways(instance)
    over = ways[1 : 1 + instance.technicians, DEPOT, None] + ways[DEPOT]
    duties = tuple(_duty(instance, one, refills=refills) for one in instance.people for refills in (False, True))
    return _problem(instance, ways, over, duties, frozenset())


def settled_problem(instance: Instance, after: Collection[int]) -> Problem:
    """Return the problem in which some requests come after the depot and all others before it.

    Parameters
    ----------
    after
        Numbers of the requests that come after it.
    """
    ways, requests = _ways(instance), list(instance.requests)
    duties = tuple(_duty(instance, one, refills=False) for one in instance.people)
    return _problem(instance, ways, ways[requests], duties, frozenset(after))


def _problem(
    instance: Instance,
    ways: NDArray[np.int64],
    more: NDArray[np.int64],
    duties: tuple[Duty, ...],
    after: frozenset[int],
) -> Problem:
    """Return a problem whose places are all nodes and further rows, with the ways from these."""
    count, extra = len(ways), len(more)
    table = np.full((count + extra, count + extra), -1, dtype=np.int64)
    table[:count, :count], table[count:, :count] = ways, more
    if after:
        requests = list(instance.requests)
        # Onwards from after the depot: directly to others after it and home, over the depot into it, never back.
        table[count:, requests] = -1
        table[count:, count:] = ways[np.ix_(requests, requests)]
        table[:count, count:] = ways[:, DEPOT, None] + ways[DEPOT, requests]
    np.fill_diagonal(table, 0)
    return Problem(
        day=_DAY,
        horizon_start=_START,
        time_zone="UTC",
        places=tuple(Place(lat=48.0, lon=2.0) for _ in table),
        matrix=Matrix(table, np.zeros_like(table)),
        visits=tuple(_visit(instance, one, is_after=one in after) for one in instance.requests),
        duties=duties,
        weights=Weights(drive_ore_h=_ORE_H, distance_ore_km=0, waiting_ore_h=_ORE_H),
    )


def _ways(instance: Instance) -> NDArray[np.int64]:
    """Return the seconds between all nodes."""
    count = range(len(instance.nodes))
    return np.array([[ceil(SCALE * instance.way(a, b)) for b in count] for a in count], dtype=np.int64)


def _visit(instance: Instance, number: int, *, is_after: bool) -> Visit:
    node = instance.nodes[number]
    return Visit(
        visit_id=f"{number}",
        request_id=f"{number}",
        place=len(instance.nodes) + number - instance.requests.start if is_after else number,
        service_s=ceil(SCALE * node.service),
        windows=(Window(earliest_s=ceil(SCALE * node.opens), latest_s=int(SCALE * node.closes)),),
        skills=tuple((f"skill {one}", 1) for one in sorted(node.skills)),
        certificates=() if is_after else tuple(f"tool {one}" for one in sorted(node.tools)),
        load=() if is_after else tuple((f"part {kind}", count) for kind, count in enumerate(node.parts)),
    )


def _duty(instance: Instance, person: int, *, refills: bool) -> Duty:
    node, depot = instance.nodes[person], instance.nodes[DEPOT]
    tools = frozenset[int]().union(*(one.tools for one in instance.nodes)) if refills else node.tools
    end_s = int(SCALE * min(node.closes, depot.closes))
    return Duty(
        duty_id=f"{person}{_REFILLED if refills else ''}",
        technician_id=f"{person}",
        start_place=len(instance.nodes) + person - 1 if refills else person,
        end_place=person,
        start_s=ceil(SCALE * node.opens),
        end_s=end_s,
        hard_end_s=end_s,
        drives=(Span(start_s=0, end_s=end_s),),
        skills=tuple((f"skill {one}", 1) for one in sorted(node.skills)),
        certificates=tuple(f"tool {one}" for one in sorted(tools)),
        capacity=() if refills else tuple((f"part {kind}", count) for kind, count in enumerate(node.parts)),
    )


def routes_of(instance: Instance, solution: Solution) -> Routes:
    """Return the routes of a solution as the set has them, each stop at the depot where it costs least, or left out.

    Where an open problem's solution has two routes of one technician, the one that passes the depot counts.
    """
    orders = {route.duty_id: tuple(int(one) for one in route.visit_ids) for route in solution.routes if route.visit_ids}
    refilled = {one.removesuffix(_REFILLED) for one in orders if one.endswith(_REFILLED)}
    return {
        int(duty.removesuffix(_REFILLED)): _with_depot(instance, int(duty.removesuffix(_REFILLED)), order)
        for duty, order in orders.items()
        if duty.endswith(_REFILLED) or duty not in refilled
    }


def start_of(routes: Routes) -> Solution:
    """Return routes as a solution of a settled problem."""
    return Solution(
        routes=tuple(
            Route(duty_id=f"{person}", visit_ids=tuple(f"{one}" for one in route if one != DEPOT))
            for person, route in routes.items()
        )
    )


def can_be_before(instance: Instance) -> frozenset[int]:
    """Return the requests that somebody can do with what they have at home."""
    people = [instance.nodes[one] for one in instance.people]
    return frozenset(
        one
        for one in instance.requests
        if any(
            instance.nodes[one].skills <= person.skills
            and instance.nodes[one].tools <= person.tools
            and all(need <= have for need, have in zip(instance.nodes[one].parts, person.parts, strict=True))
            for person in people
        )
    )


def _with_depot(instance: Instance, person: int, order: tuple[int, ...]) -> tuple[int, ...]:
    """Return the order with the stop at the depot that takes least time; without one where that is possible."""
    ways = [order, *((*order[:at], DEPOT, *order[at:]) for at in range(len(order)))]
    fits = (way for way in ways if not any(equipped(instance, person, way)))
    timed = ((working_time(instance, person, way), way) for way in fits)
    # First of all may be too late where a solution is settled, but then some later place is not.
    return min(((took, way) for took, way in timed if took is not None), default=(0.0, (DEPOT, *order)))[1]
