"""Solving: the generator proposes routes, OR-Tools chooses among them, `rules.timeline` prices what comes out.

Two engines stand behind `solve`. ``kernel`` is the engine of every plan: compiled ruin and recreate
(`planner.solve.kernel`) in chains whose routes the master recombines (`planner.solve.conductor`).
``routing`` is plain Python with OR-Tools routing; it plans while the kernel has not been compiled on
this machine yet, and tests compare the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import ortools

from planner.model.costs import ore_units
from planner.model.links import settled
from planner.model.problem import Problem
from planner.model.profile import pace_of
from planner.model.solution import Route, Solution, SolverInfo
from planner.rules import peak_units
from planner.rules.timeline import time_route
from planner.solve.budget import Budget
from planner.solve.fetching import needs_parts, solve_fetching
from planner.solve.generator import Draft
from planner.solve.ground import Ground
from planner.solve.pinned import agreeing, pinned
from planner.solve.takers import knows_all
from planner.solve.warm import is_warm, load

if TYPE_CHECKING:
    from planner.solve.conductor import Conductor
    from planner.solve.kernel.layout import Layout

__all__ = ["ENGINES", "NAME", "Progress", "solve"]

NAME = "faltplan"

ENGINES = ("kernel", "routing")

_ENOUGH, _ENOUGH_ITEM = 20_000, 6_000
"""Rounds after which a search is done, even if there is time left: so many, and so many more per item."""

_TELL_S = 0.25
"""Least seconds between two reports of progress."""

_PROVEN_ITEMS, _SEARCHED = 40, 0.6
"""Up to so many items a lower bound is sought, and the search leaves the rest of the time to that."""

_AGAIN_HEAT = 0.3
"""How freely a search goes on from its cheapest plan."""

Progress = Callable[[Solution, int], None]


def solve(
    problem: Problem,
    *,
    time_limit_s: float,
    seed: int = 1,
    start: Solution | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    iterations: int | None = None,
    workers: int = 1,
    engine: str | None = None,
    heat: float = 1.0,
    patience_s: float | None = None,
) -> Solution:
    """Find a cheap plan that keeps every hard rule.

    Parameters
    ----------
    problem
        What is to be planned.
    time_limit_s
        Seconds for everything; small problems end earlier.
    seed
        Seed of the search.
    start
        A plan to begin with; what of it does not fit is left out and planned anew.
    on_progress
        Called with a complete plan and its price units, first within a moment, then for cheaper
        ones, four times a second at most.
    should_stop
        Asked about ten times a second; a yes ends the search with the cheapest plan so far.
    iterations
        Rounds of search. The same problem, seed and rounds give the same plan with one worker,
        provided that `time_limit_s` is not reached. None: time alone counts.
    workers
        How many chains search side by side, each in a thread.
    engine
        One of `ENGINES`. None: the kernel, or as long as it is not compiled yet, routing.
    heat
        How freely the search begins: 1 as suits a plan that is yet to be found, less to polish `start`
        (the kernel's; routing polishes always).
    patience_s
        The kernel's search ends before its time when so many seconds of it have found nothing cheaper: it searches
        for so long, and goes on from the cheapest plan for so long again as long as that helps. None: time alone
        counts. Where rounds count it means nothing.

    Returns
    -------
    Solution
        A route for every duty; `solver.objective_units` is its price.

    Raises
    ------
    ValueError
        If there is no such engine, or drives of the problem differ by the clock: a search knows one matrix, and
        `planner.planning.by_clock` asks it in rounds.
    """
    if pace_of(problem.profile) is not None:
        raise ValueError(f"problem {problem.day}: a search knows one matrix, not drives that differ by the clock")
    chosen = engine or ("kernel" if is_warm() else "routing")
    if chosen not in ENGINES:
        raise ValueError(f"engine {chosen!r} is not one of {', '.join(ENGINES)}")
    if needs_parts(problem):
        search = partial(
            solve, seed=seed, should_stop=should_stop, workers=workers, engine=chosen, patience_s=patience_s
        )
        return solve_fetching(
            problem,
            search,
            time_limit_s=time_limit_s,
            iterations=iterations,
            start=start,
            on_progress=on_progress,
            should_stop=should_stop,
            heat=heat,
        )
    if chosen == "routing":
        from planner.solve.routing import solve_by_routing

        found = solve_by_routing(
            pinned(problem, start),
            time_limit_s=time_limit_s,
            seed=seed,
            start=start,
            on_progress=agreeing(start, on_progress),
            should_stop=should_stop,
            iterations=iterations,
        )
        return replace(found, agreed=start.agreed if start else ())
    load()
    rounds = _ENOUGH + _ENOUGH_ITEM * len(problem.visits) if iterations is None else iterations
    budget = Budget(time_limit_s, rounds=rounds, timed=iterations is None, should_stop=should_stop)
    return _Search(problem, budget, seed, on_progress, patience_s).run(start, workers, float(heat))


class _Search:
    """One search with the kernel: from the problem to the solution."""

    def __init__(
        self, problem: Problem, budget: Budget, seed: int, on_progress: Progress | None, patience_s: float | None = None
    ) -> None:
        self.problem, self.budget, self.seed, self.on_progress = problem, budget, seed, on_progress
        self.ground = Ground.of(problem)
        self.first_plan_s: float | None = None
        self.parts: dict[str, int] = {}
        self.bound: int | None = None
        self._told_s, self._told_units = 0.0, -1
        self._patience_s, self._gave_up = patience_s if budget.timed else None, False

    def run(self, start: Solution | None, workers: int, heat: float) -> Solution:
        """Search, and price what was found."""
        from planner.solve.kernel.laying import layout_of
        from planner.solve.proof import purse_of

        draft = Draft([() for _ in self.ground.duties])
        if self.ground.visits and self.ground.duties:
            layout = layout_of(self.ground)
            small = len(self.ground.visits) <= _PROVEN_ITEMS
            part = self.budget.until(_SEARCHED) if small and self.budget.timed else self.budget
            search = self._searched(layout, part, workers, heat, self._draft(start) if start else None)
            if small and knows_all(self.problem):
                self.bound = search.prove(purse_of(self.budget))
            draft = search.best
            self._count(search)
        solution = self._confirmed(draft)
        units = solution.solver.objective_units or 0
        if self.on_progress and units != self._told_units:
            self.on_progress(solution, units)
        return solution

    def _searched(self, layout: Layout, budget: Budget, workers: int, heat: float, start: Draft | None) -> Conductor:
        """Search until the budget or the patience is used up."""
        from planner.solve.conductor import Conductor

        def conductor(part: Budget, number: int, heat: float) -> Conductor:
            return Conductor(layout, part, seed=self.seed + number, workers=workers, on_better=self._tell, heat=heat)

        patience_s, number = self._patience_s, 0
        search = conductor(budget.next(patience_s) if patience_s else budget, number, heat)
        search.run(start)
        while patience_s and not budget.over():
            self._count(search)
            units, number = search.units, number + 1
            again = conductor(budget.next(patience_s), number, _AGAIN_HEAT)
            again.run(search.best)
            again.found_by.pop("seed", None)
            search = again
            if again.units >= units and not budget.over():
                self._gave_up = True
                break
        return search

    def _count(self, search: Conductor) -> None:
        """Add up which part of the search has found cheaper plans."""
        for part, times in search.found_by.items():
            self.parts[part] = self.parts.get(part, 0) + times
        search.found_by = {}

    def _draft(self, start: Solution) -> Draft:
        """Return a known plan by items; what is not of this problem is passed over."""
        item_of = {visit.visit_id: item for item, visit in enumerate(self.ground.visits)}
        known = {route.duty_id: route.visit_ids for route in start.routes}
        agreed = np.full(len(self.ground.visits), -1, dtype=np.int64)
        for visit, start_s in start.agreed:
            if visit in item_of:
                agreed[item_of[visit]] = start_s
        orders = [
            tuple(item_of[visit] for visit in known.get(duty.duty_id, ()) if visit in item_of)
            for duty in self.ground.duties
        ]
        return Draft(orders, agreed)

    def _tell(self, draft: Draft, units: int) -> None:
        """Report a plan, unless one has been reported a moment ago."""
        now = self.budget.elapsed_s
        if self.first_plan_s is None:
            self.first_plan_s = now
        elif now - self._told_s < _TELL_S:
            return
        if self.on_progress:
            price = self._price(draft, units)
            self._told_s, self._told_units = now, price
            self.on_progress(self._solution(draft, price, ""), price)

    def _price(self, draft: Draft, units: int) -> int:
        """Return the price as the judge sees it: what must be done and is left out has none."""
        planned = {item for order in draft.orders for item in order}
        left = (item for item, must in enumerate(self.ground.mandatory) if must and item not in planned)
        return units - sum(self.ground.drop[item] for item in left)

    def _confirmed(self, draft: Draft) -> Solution:
        """Return the plan with the price that `rules.timeline` gives it."""
        kept, routes, timing = [list(order) for order in draft.orders], [], settled(self.problem, self._agreed(draft))
        for duty, order in zip(self.problem.duties, kept, strict=True):
            # Kernel and timeline agree (a law of the tests); should they ever not, work is left out.
            while (timed := time_route(timing, duty, self._ids(order))) is None:
                order.pop()
            routes.append(timed)
        price = sum(timed.units for timed in routes) + peak_units(
            timing.weights, zip(timing.duties, routes, strict=True)
        )
        planned = {item for order in kept for item in order}
        free = (visit.drop_ore for item, visit in enumerate(self.ground.visits) if item not in planned)
        units = price + sum(ore_units(ore) for ore in free if ore is not None)
        return self._solution(Draft([tuple(order) for order in kept], draft.agreed), units, self._ended_by(units))

    def _agreed(self, draft: Draft) -> dict[str, int]:
        """Return when each linked visit begins."""
        ids = (visit.visit_id for visit in self.ground.visits)
        return {visit: start for visit, start in zip(ids, draft.agreed.tolist(), strict=False) if start >= 0}

    def _ended_by(self, units: int) -> str:
        if self.budget.cancelled:
            return "cancelled"
        if self._gave_up:
            return "no improvement"
        if not self.ground.visits or not self.ground.duties or (self.bound is not None and self.bound >= units):
            return "converged"
        return "time" if self.budget.timed or self.budget.over() else "iterations"

    def _ids(self, order: list[int] | tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self.ground.visits[item].visit_id for item in order)

    def _solution(self, draft: Draft, units: int, stopped_by: str) -> Solution:
        duties = zip(self.problem.duties, draft.orders, strict=True)
        info = SolverInfo(
            name=NAME,
            version=f"ortools {ortools.__version__}",
            seed=self.seed,
            time_limit_s=self.budget.time_limit_s,
            elapsed_s=round(self.budget.elapsed_s, 3),
            first_plan_s=None if self.first_plan_s is None else round(self.first_plan_s, 3),
            objective_units=units,
            stopped_by=stopped_by,
            parts=tuple(sorted(self.parts.items())),
            bound_units=self.bound,
            bound_of="" if self.bound is None else self.problem.content_hash(),
        )
        routes = tuple(Route(duty_id=d.duty_id, visit_ids=self._ids(order)) for d, order in duties)
        return Solution(routes=routes, solver=info, agreed=tuple(sorted(self._agreed(draft).items())))
