"""The work on one region, in whatever process: a task goes there as bytes, and what was found comes back."""

from __future__ import annotations

import pickle  # nosec B403
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.model.places import Place
from planner.model.problem import Matrix, Problem
from planner.model.solution import Route, Solution
from planner.rules.timeline import time_route
from planner.solve.engine import solve
from planner.solve.regions.parts import is_measured

__all__ = ["Found", "Measure", "Task", "packed", "search", "stop_when"]

Measure = Callable[[Sequence[Place]], Matrix]
"""Gives seconds and metres between places; goes to other processes by name or as a value."""

_stopped: list[Callable[[], bool]] = []
"""Asked by all searches of this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done.

    Parameters
    ----------
    problem
        A region.
    measure
        Gives its matrix where it has none.
    routes
        The plan so far.
    seconds, iterations, seed, heat, engine
        As of `planner.solve.solve`.
    """

    problem: Problem
    measure: Measure | None
    routes: tuple[Route, ...]
    seconds: float
    iterations: int | None
    seed: int
    heat: float
    engine: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of it: routes, the price units of each, and which part of the search found something."""

    routes: tuple[Route, ...]
    units: tuple[int, ...]
    parts: tuple[tuple[str, int], ...]


def packed(task: Task) -> bytes:
    """Return a task as bytes: a third of its size, and nobody on the way needs to look into it."""
    return zlib.compress(pickle.dumps(task, protocol=pickle.HIGHEST_PROTOCOL), level=1)


def search(content: bytes) -> Found:
    """Do a task."""
    # Not from outside: made by `packed` in the process that asks.
    task: Task = pickle.loads(zlib.decompress(content))  # noqa: S301  # nosec B301
    problem = task.problem
    if not is_measured(problem) and task.measure:
        problem = problem.replace(matrix=task.measure(problem.places))
    solution = solve(
        problem,
        time_limit_s=task.seconds,
        iterations=task.iterations,
        seed=task.seed,
        start=Solution(routes=task.routes),
        heat=task.heat,
        engine=task.engine,
        should_stop=lambda: any(stopped() for stopped in _stopped),
    )
    timed = (
        time_route(problem, duty, route.visit_ids) for duty, route in zip(problem.duties, solution.routes, strict=True)
    )
    units = tuple(one.units if one else 0 for one in timed)
    return Found(routes=solution.routes, units=units, parts=solution.solver.parts)


def stop_when(stopped: Callable[[], bool]) -> None:
    """Let every search of this process ask whether to end."""
    _stopped.append(stopped)
