"""The plans that rounds of searching find, timed and priced by the clock, and the cheapest of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from planner.model.costs import ore_units
from planner.model.links import linked, settled
from planner.model.problem import Duty, Problem
from planner.model.riding import brought_home
from planner.model.solution import Route, Solution
from planner.rules import ALL_RULES, TimedRoute, earliest_agreed, peak_units, time_route

__all__ = ["Book", "Entry"]

_FAR = 1 << 40
"""Seconds missed by a route for which there is no way at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A plan every route of which can be kept.

    Parameters
    ----------
    missing
        How many visits are left out that must be done.
    units
        Price units of the rest.
    timed
        Its routes, by duty.
    """

    solution: Solution
    missing: int
    units: int
    timed: Mapping[str, TimedRoute]

    @property
    def rank(self) -> tuple[int, int]:
        """What is lower is better."""
        return self.missing, self.units


class Book:
    """Takes plans, and keeps the best.

    Parameters
    ----------
    problem
        With its profile.
    on_progress
        Told every better plan with its price.
    """

    def __init__(self, problem: Problem, on_progress: Callable[[Solution, int], None] | None = None) -> None:
        self._problem, self._on_progress = problem, on_progress
        self._duties = {duty.duty_id: duty for duty in problem.duties}
        self._drops = {visit.visit_id: visit.drop_ore for visit in problem.visits}
        self._tied = bool(linked(problem.links))
        self._known: dict[tuple[str, tuple[str, ...]], TimedRoute | None] = {}
        self._best: Entry | None = None

    @property
    def best(self) -> Entry:
        """The best plan so far.

        Raises
        ------
        ValueError
            If none has been entered.
        """
        if self._best is None:
            raise ValueError(f"no plan of {self._problem.day} has been entered")
        return self._best

    def told(self, solution: Solution, _units: int) -> None:
        """Take a plan that a search tells of; one that cannot be kept by the clock is passed over."""
        timed = self._timed(solution)
        if None not in timed.values():
            self._enter(solution, {duty_id: route for duty_id, route in timed.items() if route is not None})

    def entered(self, solution: Solution) -> tuple[Entry, frozenset[str]]:
        """Take the plan of a round, without the work that cannot be kept; return it, and the duties that could not.

        Linked visits begin as the search agreed, or where that cannot be kept as early as suits everybody by the clock.
        Of a route that still cannot be kept, work is left out one by one, each time what lets the rest be kept best.
        """
        timed = self._timed(solution)
        if self._tied and None in timed.values():
            solution = replace(solution, agreed=earliest_agreed(self._problem, solution.routes))
            timed = self._timed(solution)
        broken = frozenset(duty_id for duty_id, route in timed.items() if route is None)
        while any(route is None for route in timed.values()):
            solution = self._lighter(solution, timed)
            timed = self._timed(solution)
        return self._enter(solution, {k: route for k, route in timed.items() if route is not None}), broken

    def _enter(self, solution: Solution, timed: dict[str, TimedRoute]) -> Entry:
        planned = {visit for route in solution.routes for visit in route.visit_ids}
        left = [ore for visit, ore in self._drops.items() if visit not in planned]
        routes = [
            (duty, timed.get(duty.duty_id) or TimedRoute(duty_id=duty.duty_id, end_s=duty.start_s))
            for duty in self._problem.duties
        ]
        units = sum(route.units for _, route in routes) + peak_units(self._problem.weights, routes)
        units += sum(ore_units(ore) for ore in left if ore is not None)
        # A bound for one matrix says nothing of the price by the clock.
        info = replace(solution.solver, objective_units=units, bound_units=None, bound_of="")
        solution = replace(solution, solver=info)
        entry = Entry(solution=solution, missing=left.count(None), units=units, timed=timed)
        if self._best is None or entry.rank < self._best.rank:
            self._best = entry
            if self._on_progress:
                self._on_progress(solution, units)
        return entry

    def _timed(self, solution: Solution) -> dict[str, TimedRoute | None]:
        """Time every route by the clock, linked visits at the second they begin."""
        routes = [(route.duty_id, route.visit_ids) for route in solution.routes]
        if not self._tied:
            return {duty_id: self._route(duty_id, ids) for duty_id, ids in routes}
        posed = settled(self._problem, dict(solution.agreed))
        duties = self._until_home(solution)
        return {duty_id: time_route(posed, duties[duty_id], ids) for duty_id, ids in routes}

    def _until_home(self, solution: Solution) -> dict[str, Duty]:
        """Return the duties by id; whoever takes somebody along is home by the end of the rider's shift."""
        riding = brought_home(self._problem, {route.duty_id: route.visit_ids for route in solution.routes})
        return self._duties if riding is self._problem else {duty.duty_id: duty for duty in riding.duties}

    def _route(self, duty_id: str, visit_ids: tuple[str, ...]) -> TimedRoute | None:
        key = duty_id, visit_ids
        if key not in self._known:
            self._known[key] = time_route(self._problem, self._duties[duty_id], visit_ids)
        return self._known[key]

    def _lighter(self, solution: Solution, timed: Mapping[str, TimedRoute | None]) -> Solution:
        """Leave one visit out of every route that cannot be kept."""
        posed = settled(self._problem, dict(solution.agreed)) if self._tied else self._problem
        duties = self._until_home(solution)
        return replace(
            solution,
            routes=tuple(
                route if timed[route.duty_id] else self._without_worst(posed, duties[route.duty_id], route)
                for route in solution.routes
            ),
        )

    def _without_worst(self, posed: Problem, duty: Duty, route: Route) -> Route:
        """Leave out what lets the rest be kept best; of what must be done only where nothing else is left."""

        def left(one: str) -> tuple[int, int]:
            ids, drop = tuple(other for other in route.visit_ids if other != one), ore_units(self._drops[one] or 0)
            if (kept := time_route(posed, duty, ids)) is not None:
                return 0, drop + kept.units
            relaxed = time_route(posed, duty, ids, relaxed=ALL_RULES)
            return sum(miss.seconds for miss in relaxed.misses) if relaxed else _FAR, drop

        free = [one for one in route.visit_ids if self._drops[one] is not None] or list(route.visit_ids)
        worst = min(free, key=left)
        return replace(route, visit_ids=tuple(one for one in route.visit_ids if one != worst))
