"""OR-Tools on a region: a few neighbouring duties and what is left out near them; the rest stays as it is.

Guided local search moves differently from ruin and recreate, and on a region it takes a moment,
breaks included, however large the day is. (A model of 1 000 visits takes seconds just to read a plan.)
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from planner.solve.budget import Phase
from planner.solve.routing.fleet import Fleet
from planner.solve.routing.insertion import fill, pressing
from planner.solve.routing.model import Orders, RoutingModel, crews
from planner.solve.routing.screen import Screen
from planner.solve.routing.search import search

__all__ = ["reoptimise"]

_DUTIES = 6
_LEFT = 12
"""How many duties a region has, and at most how many items that are left out."""

_BARREN = 4
"""After how many regions in a row without a cheaper plan it gives up; in a large team after half as many as duties."""

_SECONDS = 0.6
"""How long one region is searched where the budget is time."""

_ROUNDS, _STEPS_A_ROUND = 300, 60
"""How long where it is rounds, and how many steps of guided local search take about as long as a round."""


def reoptimise(
    screen: Screen, draw: random.Random, phase: Phase, *, on_better: Callable[[], None] | None = None
) -> None:
    """Improve a fleet region by region; it never gets dearer.

    Parameters
    ----------
    screen, draw, phase, on_better
        As in `planner.solve.routing.ruin.improve`.
    """
    fleet, barren = screen.fleet, 0
    drivers, sitters = crews(fleet.ground)
    enough = max(_BARREN, (len(drivers) + len(sitters)) // 2)
    # Guided local search has no chance in it: a region that gave nothing will give nothing the next time.
    while barren < enough and not phase.over():
        before, units = list(fleet.routes), fleet.units
        orders = _region(fleet, drivers, sitters, draw)
        found = _searched(fleet, orders, phase) if orders else None
        if found:
            _take(screen, found, draw)
        barren = 0 if fleet.units < units else barren + 1
        if fleet.units >= units:
            fleet.restore(before)
        elif on_better:
            on_better()


def _region(fleet: Fleet, drivers: list[int], sitters: list[int], draw: random.Random) -> Orders:
    """Return the routes of the duties nearest to a random item."""
    ground = fleet.ground
    centre = draw.randrange(len(ground.visits))
    crew = drivers if ground.row[centre] >= 0 else sitters
    if ground.row[centre] >= 0:
        away = ground.travel_array[0, ground.row[centre]]
        near = sorted(crew, key=lambda d: (min(int(away[row]) for row in fleet.routes[d].rows), d))
    else:
        near = draw.sample(crew, len(crew))
    return {d: fleet.routes[d].items for d in near[:_DUTIES]}


def _searched(fleet: Fleet, orders: Orders, phase: Phase) -> Orders | None:
    """Return what guided local search makes of a region."""
    ground, duties = fleet.ground, list(orders)
    left = [i for i in sorted(fleet.left, key=lambda i: -ground.drop[i]) if ground.may[duties, i].any()]
    routing = RoutingModel(ground, orders, left[:_LEFT])
    if not routing.items:
        return None
    until, rounds = time.monotonic() + _SECONDS, min(_ROUNDS, phase.rounds_left)
    phase.tick(rounds)
    if phase.budget.timed:
        found = search(routing, orders, over=lambda: phase.budget.over() or time.monotonic() > until)
    else:
        found = search(routing, orders, over=phase.budget.over, steps=rounds * _STEPS_A_ROUND)
    return found and found[1]


def _take(screen: Screen, orders: Orders, draw: random.Random) -> None:
    """Give the duties their new orders and put what has no seat yet to its cheapest places."""
    fleet = screen.fleet
    for d in orders:
        fleet.put(d, fleet.idle[d])
    for d, items in orders.items():
        fleet.put(d, fleet.build(d, items) or fleet.idle[d])
    fill(screen, pressing(fleet.ground, fleet.left, draw))
