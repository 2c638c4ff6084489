"""The routing engine: a first plan by insertion, ruin and recreate in plain Python, OR-Tools routing on regions.

The first plan takes a fraction of a second. Every stage only ever makes the plan cheaper, and the
price is that of `rules.timeline` for the final order of all work, remote sessions included. The
search holds the interpreter's lock, so callers run it in a process of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import ortools

from planner.model.costs import ore_units
from planner.model.problem import Problem
from planner.model.solution import Route as PlanRoute
from planner.model.solution import Solution, SolverInfo
from planner.rules import peak_units
from planner.rules.timeline import time_route
from planner.solve.budget import Budget
from planner.solve.ground import Ground
from planner.solve.routing.fleet import Fleet
from planner.solve.routing.insertion import fill, pressing
from planner.solve.routing.regions import reoptimise
from planner.solve.routing.ruin import improve
from planner.solve.routing.screen import Screen

__all__ = ["NAME", "solve_by_routing"]

NAME = "faltplan-routing"

_SEEDS = 4
_SEED_SHARE = 0.05
"""How many first plans are made, and which share of the time may go into those after the first."""

_RUIN_UNTIL, _REGIONS_UNTIL = 0.7, 0.88
"""Shares of the budget at which ruin and recreate hands over to OR-Tools, and OR-Tools to a last cool round."""

_COOL_HEAT = 0.1
"""Heat of the last round as a part of the first's."""

_ENOUGH, _ENOUGH_ITEM = 1_500, 400
"""Rounds after which a search is done, even if there is time left: so many, and so many more per item."""

_TELL_S = 0.25
"""Least seconds between two reports of progress."""


def solve_by_routing(
    problem: Problem,
    *,
    time_limit_s: float,
    seed: int = 1,
    start: Solution | None = None,
    on_progress: Callable[[Solution, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    iterations: int | None = None,
) -> Solution:
    """Find a cheap plan that keeps every hard rule; parameters and answer as in `planner.solve.solve`.

    The search holds the interpreter's lock.
    """
    rounds = _ENOUGH + _ENOUGH_ITEM * len(problem.visits) if iterations is None else iterations
    budget = Budget(time_limit_s, rounds=rounds, timed=iterations is None, should_stop=should_stop)
    return _Engine(problem, budget, seed, on_progress).run(start)


class _Engine:
    """The stages of one search."""

    def __init__(
        self, problem: Problem, budget: Budget, seed: int, on_progress: Callable[[Solution, int], None] | None
    ) -> None:
        self.problem, self.budget, self.seed, self.on_progress = problem, budget, seed, on_progress
        self.fleet = Fleet(Ground.of(problem))
        self.screen, self.draw = Screen(self.fleet), random.Random(seed)
        self.first_plan_s: float | None = None
        self._told_s, self._told_units = 0.0, -1

    def run(self, start: Solution | None) -> Solution:
        """Go through all stages."""
        self._first_plan(start)
        self._search()
        stopped_by = self._ended_by()
        fill(self.screen, pressing(self.fleet.ground, self.fleet.left, self.draw))
        solution = self._confirmed(stopped_by)
        if self.on_progress and solution.solver.objective_units != self._told_units:
            self.on_progress(solution, solution.solver.objective_units or 0)
        return solution

    def _first_plan(self, start: Solution | None) -> None:
        """Fill the fleet: from a known plan, or by insertion in several orders, of which the cheapest counts."""
        fleet, best = self.fleet, None
        if start:
            self._take(start)
        for number in range(1 if start else _SEEDS):
            if number:
                fleet.restore(fleet.idle)
            fill(self.screen, pressing(fleet.ground, fleet.left, self.draw, shuffled=number > 0))
            if best is None or fleet.units < best[0]:
                best = fleet.units, list(fleet.routes)
                self._tell()
            if self.budget.over() or (self.budget.timed and self._late_for_seeds()):
                break
        if best:
            fleet.restore(best[1])

    def _late_for_seeds(self) -> bool:
        return self.budget.elapsed_s > _SEED_SHARE * self.budget.time_limit_s

    def _take(self, start: Solution) -> None:
        """Give the fleet a known plan, item by item, as far as it still fits."""
        ground = self.fleet.ground
        item_of = {visit.visit_id: item for item, visit in enumerate(ground.visits)}
        duty_of = {duty.duty_id: d for d, duty in enumerate(ground.duties)}
        for known in (r for r in start.routes if r.duty_id in duty_of):
            d, route = duty_of[known.duty_id], self.fleet.routes[duty_of[known.duty_id]]
            for item in (item_of[v] for v in known.visit_ids if v in item_of):
                longer = self.fleet.build(d, (*route.items, item), like=route, same=len(route.items))
                if item in self.fleet.left and ground.may[d, item] and longer:
                    route = longer
                    self.fleet.put(d, route)

    def _search(self) -> None:
        """Improve the plan until the budget is used up."""
        if self.fleet.ground.visits and self.fleet.ground.duties:
            improve(self.screen, self.draw, self.budget.phase(0, _RUIN_UNTIL), on_better=self._tell)
            regions = self.budget.phase(_RUIN_UNTIL, _REGIONS_UNTIL)
            reoptimise(self.screen, self.draw, regions, on_better=self._tell)
            last = self.budget.phase(_REGIONS_UNTIL, 1)
            improve(self.screen, self.draw, last, heat=_COOL_HEAT, on_better=self._tell)

    def _ended_by(self) -> str:
        if self.budget.cancelled:
            return "cancelled"
        if self.budget.over():
            return "time"
        return "converged" if self.budget.timed else "iterations"

    def _tell(self) -> None:
        """Report the fleet's plan, unless one has been reported a moment ago."""
        now = self.budget.elapsed_s
        if self.first_plan_s is None:
            self.first_plan_s = now
        elif now - self._told_s < _TELL_S:
            return
        if self.on_progress:
            self._told_s, self._told_units = now, self.fleet.price
            self.on_progress(self._solution(self.fleet.price, ""), self._told_units)

    def _confirmed(self, stopped_by: str) -> Solution:
        """Return the plan with the price that `rules.timeline` gives it."""
        fleet, routes = self.fleet, []
        for d, duty in enumerate(self.problem.duties):
            # Clock and timeline agree (a law of the tests); should they ever not, work is left out.
            while (timed := time_route(self.problem, duty, self._ids(d))) is None:
                fleet.take_out(fleet.routes[d].items[-1:])
            routes.append(timed)
        whole = peak_units(self.problem.weights, zip(self.problem.duties, routes, strict=True))
        price = whole + sum(timed.units for timed in routes)
        free = (fleet.ground.visits[item].drop_ore for item in fleet.left)
        return self._solution(price + sum(ore_units(ore) for ore in free if ore is not None), stopped_by)

    def _ids(self, d: int) -> tuple[str, ...]:
        return tuple(self.fleet.ground.visits[item].visit_id for item in self.fleet.routes[d].items)

    def _solution(self, units: int, stopped_by: str) -> Solution:
        routes = (PlanRoute(duty_id=duty.duty_id, visit_ids=self._ids(d)) for d, duty in enumerate(self.problem.duties))
        info = SolverInfo(
            name=NAME,
            version=f"ortools {ortools.__version__}",
            seed=self.seed,
            time_limit_s=self.budget.time_limit_s,
            elapsed_s=round(self.budget.elapsed_s, 3),
            first_plan_s=None if self.first_plan_s is None else round(self.first_plan_s, 3),
            objective_units=units,
            stopped_by=stopped_by,
        )
        return Solution(routes=tuple(routes), solver=info)
