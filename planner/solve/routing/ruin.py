"""Ruin and recreate: neighbouring strings of visits leave their routes and go back to their cheapest places.

Worse plans are accepted now and then, less and less often (simulated annealing). Remote sessions
take part like visits.

References
----------
Christiaens, J. and Vanden Berghe, G. (2020). Slack Induction by String Removals for Vehicle
Routing Problems. Transportation Science 54(2).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.solve.budget import Phase
from planner.solve.ground import Ground
from planner.solve.routing.fleet import Fleet
from planner.solve.routing.insertion import fill, pressing
from planner.solve.routing.screen import Screen

__all__ = ["Ruiner", "improve"]

_REMOVED = 8
"""Mean number of items taken out in a round."""

_STRING = 8
"""Longest string taken out of one route."""

_LEFT_TRIED = 8
"""How many items left out long ago are tried again in a round, and with what chance."""
_LEFT_CHANCE = 0.35

_TRIES = 12
"""How many places of an item are timed exactly."""

_NEIGHBOURS = 400
"""How many neighbours of an item are kept."""

_MANY_DUTIES, _NEAR_ITEMS, _IDLE = 25, 60, 6
"""With more duties than this, an item only goes to those that hold one of so many nearest items, or to so many idle."""

_COOL = 0.01
"""Temperature at the end as a part of that at the start."""


def improve(
    screen: Screen,
    draw: random.Random,
    phase: Phase,
    *,
    heat: float = 1.0,
    on_better: Callable[[], None] | None = None,
) -> None:
    """Search for cheaper plans; the fleet then has the cheapest one seen.

    Parameters
    ----------
    screen
        Places of the fleet to improve.
    draw
        Source of chance.
    phase
        How long.
    heat
        How far above the price a plan may be at first, as a part of the mean price of an item.
    on_better
        Called when the fleet has a cheaper plan than ever.
    """
    fleet, ruiner = screen.fleet, Ruiner(screen.fleet, draw)
    now = best = fleet.units
    best_routes = list(fleet.routes)
    hot = heat * fleet.price / max(1, len(fleet.ground.visits))
    while best > 0 and not phase.over():
        before, phase_heat = list(fleet.routes), hot * _COOL ** min(1.0, phase.share())
        out = ruiner.ruin()
        fill(screen, ruiner.order(out), tries=_TRIES, duties_near=ruiner.duties_near)
        phase.tick()
        units = fleet.units
        if units < now - phase_heat * math.log(1 - draw.random()):
            now = units
        else:
            fleet.restore(before)
        if now < best:
            best, best_routes = now, list(fleet.routes)
            if on_better:
                on_better()
    fleet.restore(best_routes)


class Ruiner:
    """Takes items out of a fleet's routes.

    Parameters
    ----------
    fleet
        The fleet.
    draw
        Source of chance.
    """

    def __init__(self, fleet: Fleet, draw: random.Random) -> None:
        self.fleet, self._draw = fleet, draw
        self._near: dict[int, list[int]] = {}
        self._seat: dict[int, tuple[int, int]] = {}

    def ruin(self) -> list[int]:
        """Take strings out of the routes around a random item; return what is to be put back, and some left out."""
        fleet, draw = self.fleet, self._draw
        left = sorted(fleet.left)
        self._seat = seat = {
            item: (duty, at) for duty, route in enumerate(fleet.routes) for at, item in enumerate(route.items)
        }
        used = sum(bool(route.items) for route in fleet.routes)
        longest = min(_STRING, len(seat) / used) if used else 1
        strings = int(draw.uniform(1, max(1, 4 * _REMOVED / (1 + longest) - 1) + 1))
        first = draw.randrange(len(fleet.ground.visits))
        out = [first] if first in fleet.left else []
        touched: set[int] = set()
        for item in self._neighbours(first):
            if len(touched) == strings:
                break
            duty, at = seat.get(item, (-1, -1))
            if duty >= 0 and duty not in touched:
                touched.add(duty)
                out += self._cut(duty, at, longest)
        if left and draw.random() < _LEFT_CHANCE:
            out += draw.sample(left, min(len(left), _LEFT_TRIED))
        return list(dict.fromkeys(out))

    def duties_near(self, item: int) -> NDArray[np.bool_] | None:
        """Mark the duties that are worth a look for an item in a large fleet; None: all."""
        routes = self.fleet.routes
        if len(routes) <= _MANY_DUTIES:
            return None
        idle = [duty for duty, route in enumerate(routes) if not route.items]
        near = (self._seat.get(other, (-1, -1))[0] for other in self._neighbours(item)[:_NEAR_ITEMS])
        marked = np.zeros(len(routes), dtype=bool)
        marked[[duty for duty in near if duty >= 0]] = True
        marked[self._draw.sample(idle, min(len(idle), _IDLE))] = True
        return marked

    def order(self, items: list[int]) -> list[int]:
        """Return items in an order for putting them back: by chance, most pressing, longest, or earliest first."""
        ground, choice = self.fleet.ground, self._draw.random()
        if choice < 0.3:
            return pressing(ground, items, self._draw)
        self._draw.shuffle(items)
        if choice < 0.45:
            items.sort(key=lambda item: -ground.work[0][item])
        elif choice < 0.6:
            items.sort(key=lambda item: ground.begin[0][item][0][0] if ground.begin[0][item] else 0)
        return items

    def _cut(self, duty: int, at: int, longest: float) -> list[int]:
        """Take a string with position `at` out of a route, in half of the cases with a part of it kept."""
        draw, fleet = self._draw, self.fleet
        items = fleet.routes[duty].items
        size = min(int(draw.uniform(1, min(longest, len(items)) + 1)), len(items))
        kept = 0
        if draw.random() < 0.5 and size > 1:
            while size + kept < len(items) and draw.random() > 0.3:
                kept += 1
        first = draw.randint(max(0, at - size - kept + 1), min(at, len(items) - size - kept))
        hole = draw.randint(first, first + size)
        gone = [k for k in range(first, first + size + kept) if not hole <= k < hole + kept]
        rest = tuple(item for k, item in enumerate(items) if k not in gone)
        # Less work is never later, but where the matrix has a detour that is faster than the way.
        fleet.put(duty, fleet.build(duty, rest, like=fleet.routes[duty], same=gone[0]) or fleet.idle[duty])
        return [item for item in items if item in fleet.left]

    def _neighbours(self, item: int) -> list[int]:
        """Return the nearest items, itself first; a remote session is near by chance."""
        if item not in self._near:
            self._near[item] = _nearest(self.fleet.ground, item, self._draw)
        return self._near[item]


def _nearest(ground: Ground, item: int, draw: random.Random) -> list[int]:
    rows = np.array(ground.row)
    away = np.array([draw.random() for _ in rows])
    if rows[item] >= 0:
        drives = ground.travel_array[0, rows[item], rows]
        away = np.where(rows < 0, away * np.median(drives) * 2, drives)
    return [int(k) for k in np.argsort(away, kind="stable")[:_NEIGHBOURS]]
