"""The door: a day is planned in rounds of regions, each region a task of an executor."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from planner.model.problem import Problem
from planner.model.solution import Solution
from planner.solve.budget import Budget
from planner.solve.engine import Progress, solve
from planner.solve.pinned import agreeing, pinned
from planner.solve.regions.parts import is_measured
from planner.solve.regions.processes import LocalProcesses
from planner.solve.regions.rounds import Asked, Rounds
from planner.solve.regions.task import Measure

__all__ = ["solve_by_regions"]


def solve_by_regions(
    problem: Problem,
    *,
    regions: int,
    time_limit_s: float,
    seed: int = 1,
    start: Solution | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
    iterations: int | None = None,
    workers: int = 2,
    engine: str | None = None,
    executor: Executor | None = None,
    measure: Measure | None = None,
) -> Solution:
    """Find a cheap plan region by region, in rounds whose borders lie elsewhere each time.

    A region whose task fails is tried again, three times in all; then it keeps the plan it had, and
    `SolverInfo.parts` says ``region kept``. So the answer is complete whatever happens to the workers.

    Parameters
    ----------
    problem
        What is to be planned; linked visits stay as the first plan has them. Its matrix may be
        `planner.solve.regions.unmeasured`: then `measure` is needed.
    regions
        How many; each is searched by one worker at a time.
    time_limit_s, seed, start, on_progress, engine
        As of `planner.solve.solve`; progress is told after each region.
    should_stop
        Asked about ten times a second. After a yes the cheapest plan so far comes at once; tasks under way end within
        a moment in local processes, elsewhere when their time is over.
    iterations
        Rounds of search of each region, all rounds of regions together. The same problem, regions, seed and iterations
        give the same plan, provided that `time_limit_s` is not reached and no task fails three times.
    workers
        How many tasks are under way at once.
    executor
        Where they are worked on; it stays open. None: so many processes of this machine, ended before the return.
    measure
        Gives the matrix of a region to whoever works on it. Asked only where the problem has none.

    Returns
    -------
    Solution
        A route for every duty; `solver.objective_units` is its price.

    Raises
    ------
    ValueError
        If `measure` is needed and missing.
    """
    if measure is None and not is_measured(problem):
        raise ValueError("measure is needed for a problem without a matrix")
    budget = Budget(time_limit_s, rounds=iterations or 1, timed=iterations is None, should_stop=should_stop)
    asked = Asked(
        problem=problem, regions=regions, seed=seed, iterations=iterations, workers=workers, engine=engine,
        measure=measure,
    )  # fmt: skip
    # A first plan comes before processes are started, which take both time and the processors.
    tell = _cheaper_only(on_progress) if on_progress else None
    begin = _first(asked, budget, start, tell) if is_measured(problem) else start
    asked, tell = replace(asked, problem=pinned(problem, begin)), agreeing(begin, tell)
    agreed = begin.agreed if begin else ()
    if executor is not None:
        return replace(Rounds(asked, executor, budget, tell).run(begin), agreed=agreed)
    own = LocalProcesses(workers)
    try:
        return replace(Rounds(asked, own, budget, tell).run(begin), agreed=agreed)
    finally:
        own.shutdown(wait=not budget.cancelled, cancel_futures=True)


def _first(asked: Asked, budget: Budget, start: Solution | None, tell: Progress | None) -> Solution:
    """Return a first complete plan of the whole day: nothing is searched yet."""
    return solve(
        asked.problem,
        time_limit_s=budget.time_limit_s,
        seed=asked.seed,
        start=start,
        on_progress=tell,
        engine=asked.engine,
        should_stop=lambda: True,
    )


def _cheaper_only(on_progress: Progress) -> Progress:
    """Tell a plan only if it is cheaper than all told before."""
    told: list[int] = []

    def tell(solution: Solution, units: int) -> None:
        if not told or units < told[-1]:
            told.append(units)
            on_progress(solution, units)

    return tell
