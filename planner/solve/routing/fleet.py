"""The plan while it is being searched: one route per duty, and what is left out.

A `Route` never changes; a `Fleet` swaps routes. So a snapshot is a list of references, and going
back costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from planner.solve.ground import FOREVER, Ground
from planner.solve.routing.clock import Clock, Labels, Starting

__all__ = ["Fleet", "Route"]


class Route:
    """Items of a duty in order, with the times before and after each.

    Parameters
    ----------
    items
        In order.
    rows
        Where the technician stands after each number of items; `rows[0]` is the start, -1 is unknown.
    labels
        Timing after each number of items (see `Clock`).
    legs_units, time_units
        Price of driving and of who does the work; of waiting, lateness and overtime.
    drive_s
        Seconds of driving.
    """

    __slots__ = ("drive_s", "items", "labels", "legs_units", "rows", "time_units")

    def __init__(
        self,
        items: tuple[int, ...],
        rows: list[int],
        labels: list[Labels],
        *,
        legs_units: int = 0,
        time_units: int = 0,
        drive_s: int = 0,
    ) -> None:
        self.items, self.rows, self.labels = items, rows, labels
        self.legs_units, self.time_units, self.drive_s = legs_units, time_units, drive_s

    @property
    def units(self) -> int:
        """Price of the route."""
        return self.legs_units + self.time_units


class Fleet:
    """All routes, the items left out, and their price.

    Parameters
    ----------
    ground
        The problem.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        terms = zip(ground.duties, ground.over_units, ground.missed_units, strict=True)
        self.clocks = [Clock(duty, over, ground.wait_units, missed) for duty, over, missed in terms]
        self.idle = [_idle(ground, d, clock) for d, clock in enumerate(self.clocks)]
        self.routes = list(self.idle)
        self.left = set(range(len(ground.visits)))
        self.changed = set(range(len(ground.duties)))

    @property
    def units(self) -> int:
        """Price of the whole plan; mandatory items left out weigh beyond all prices."""
        return sum(route.units for route in self.routes) + sum(self.ground.drop[i] for i in self.left)

    @property
    def price(self) -> int:
        """Price of the whole plan as the judge sees it: mandatory items have none."""
        free = sum(self.ground.drop[i] for i in self.left if not self.ground.mandatory[i])
        return sum(route.units for route in self.routes) + free

    def put(self, duty: int, route: Route) -> None:
        """Give a duty another route."""
        self.left.update(self.routes[duty].items)
        self.left.difference_update(route.items)
        self.routes[duty] = route
        self.changed.add(duty)

    def restore(self, routes: Sequence[Route]) -> None:
        """Go back to a copy of `routes` taken earlier."""
        for duty, (now, then) in enumerate(zip(self.routes, routes, strict=True)):
            if now is not then:
                self.put(duty, then)
        for route in routes:
            self.left.difference_update(route.items)

    def take_out(self, items: Iterable[int]) -> None:
        """Take items out of their routes."""
        gone = set(items)
        for duty, route in enumerate(self.routes):
            if not gone.isdisjoint(route.items):
                # Less work is never later, but for matrices in which a detour is faster than the way.
                rest = self.build(duty, tuple(i for i in route.items if i not in gone))
                self.put(duty, rest or self.idle[duty])

    def build(self, duty: int, items: tuple[int, ...], *, like: Route | None = None, same: int = 0) -> Route | None:
        """Return the route of a duty for items in order; None if its times, driving or loads do not fit.

        Parameters
        ----------
        like, same
            A known route of the duty whose first `same` items are these items.
        """
        if not items:
            return self.idle[duty]
        ground, known = self.ground, like or self.idle[duty]
        if (ground.load[list(items)].sum(axis=0) > ground.capacity[duty]).any():
            return None
        rows, labels = known.rows[: same + 1], known.labels[: same + 1]
        for at in range(same, len(items)):
            row, later = self._after(duty, rows[-1], labels[-1], items[at], first=at == 0)
            if not later:
                return None
            rows.append(row)
            labels.append(later)
        time_units = self._home_units(duty, rows[-1], labels[-1])
        if time_units is None:
            return None
        stations = rows if (home := ground.duties[duty].end_place) is None else [*rows, home]
        legs = [(a, b) for a, b in pairwise(stations) if a != b]
        drive_s = sum(self._travel(duty, a, b) for a, b in legs)
        if drive_s > ground.max_drive[duty]:
            return None
        legs_units = sum(ground.leg_units(duty, a, b) for a, b in legs)
        legs_units += ground.used_units[duty] + int(ground.pay[duty, list(items)].sum())
        return Route(items, rows, labels, legs_units=legs_units, time_units=time_units, drive_s=drive_s)

    def trial(self, duty: int, item: int, at: int, legs_units: int, cutoff: int) -> int | None:
        """Return by how much the plan's routes get dearer with an item put into a duty's route at a position.

        Times alone are tried: whether loads and driving fit is seen before (see `planner.solve.routing.screen`).

        Parameters
        ----------
        legs_units
            Price of the detour (see `planner.solve.routing.screen`).
        cutoff
            Only a smaller price is of interest.

        Returns
        -------
        int or None
            None if it does not fit, or is not below `cutoff`.
        """
        route = self.routes[duty]
        row, labels = self._after(duty, route.rows[at], route.labels[at], item, first=at == 0)
        for k in range(at, len(route.items)):
            if not labels:
                return None
            row, labels = self._after(duty, row, labels, route.items[k], first=False)
            if labels == route.labels[k + 1] and row == route.rows[k + 1]:
                return legs_units
        ending = self._home_units(duty, row, labels) if labels else None
        if ending is None:
            return None
        dearer = legs_units + ending - route.time_units
        return dearer if dearer < cutoff else None

    def insert(self, duty: int, item: int, at: int) -> None:
        """Put an item into a route where a trial has succeeded."""
        route = self.routes[duty]
        longer = self.build(duty, (*route.items[:at], item, *route.items[at:]), like=route, same=at)
        if longer is None:
            raise ValueError(f"item {item} does not fit into duty {duty} at {at}")
        self.put(duty, longer)

    def due(self, duty: int) -> list[int]:
        """Return for each item of a route, and for home, the second by which one has to be there.

        Breaks are not counted, so this is a bound, not a promise.
        """
        ground, route, found = self.ground, self.routes[duty], [self.clocks[duty].hard_end_s]
        begin, work = ground.begin[ground.tempo[duty]], ground.work[ground.tempo[duty]]
        home = ground.duties[duty].end_place
        row, after = route.rows[-1] if home is None else home, 0
        for item, here in zip(reversed(route.items), reversed(route.rows), strict=False):
            latest = found[-1] - self._travel(duty, here, row) - (after if row != here else 0) - work[item]
            found.append(
                next((min(latest, last) for first, last in reversed(begin[item]) if first <= latest), -FOREVER)
            )
            row, after = here, ground.setup[item]
        found.reverse()
        return found

    def _after(self, duty: int, row: int, labels: Labels, item: int, *, first: bool) -> tuple[int, Labels]:
        ground = self.ground
        tempo, there = ground.tempo[duty], ground.row[item]
        drive_s = 0
        if there >= 0:
            drive_s = ground.travel[ground.speed[duty]][row, there] + (ground.setup[item] if there != row else 0)
        after = self.clocks[duty].after(
            labels,
            drive_s,
            ground.begin[tempo][item],
            ground.work[tempo][item],
            Starting(ground.late_after[tempo][item], ground.late_units[item], ground.hinge[item]),
            first=first,
        )
        return (row if there < 0 else there), after

    def _home_units(self, duty: int, row: int, labels: Labels) -> int | None:
        home = self.ground.duties[duty].end_place
        return self.clocks[duty].home(labels, 0 if home is None else self._travel(duty, row, home))

    def _travel(self, duty: int, start: int, end: int) -> int:
        return int(self.ground.travel[self.ground.speed[duty]][start, end]) if start != end else 0


def _idle(ground: Ground, duty: int, clock: Clock) -> Route:
    start = ground.duties[duty].start_place
    return Route((), [-1 if start is None else start], [clock.start])
