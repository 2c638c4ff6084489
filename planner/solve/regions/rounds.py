"""Rounds of regions: cut, hand out, take back, and cut elsewhere."""

from __future__ import annotations

import math
import random
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass

import ortools

from planner.model.problem import Problem
from planner.model.solution import Route, Solution, SolverInfo
from planner.solve.budget import Budget
from planner.solve.engine import NAME, Progress
from planner.solve.regions.cutting import cut
from planner.solve.regions.parts import is_measured, part_of
from planner.solve.regions.task import Found, Measure, Task, packed, search
from planner.solve.regions.whole import Whole

__all__ = ["ROUNDS", "Asked", "Rounds"]

ROUNDS = ((0.6, 1.0), (0.5, 0.1), (1.0, 0.1))
"""What share of the budget that is left each round takes, and how hot its searches begin (1: anew, less: polishing)."""

_TRIES = 3
"""How often a region is given out in a round."""

_LOOK_S = 0.05
"""Seconds between two looks at whether to stop."""

_LEAST_S = 0.3
"""A task with less time is not worth its way."""

_GRACE_S, _GRACE = 5.0, 0.25
"""Seconds after the end of all, and share of the budget after the end of a round, for which answers are waited for:
workers start late, and may die."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; see `planner.solve.regions.solve_by_regions`."""

    problem: Problem
    regions: int
    seed: int
    iterations: int | None
    workers: int
    engine: str | None
    measure: Measure | None


@dataclass(slots=True)
class _Job:
    """A region in a round, and how often it was given out."""

    part: Problem
    seed: int
    tries: int = 0


class Rounds:
    """One search by regions.

    Parameters
    ----------
    asked, executor, budget, on_progress
        What, where, how long, and who is told.
    """

    def __init__(self, asked: Asked, executor: Executor, budget: Budget, on_progress: Progress | None) -> None:
        self.asked, self.budget = asked, budget
        self._executor, self._on_progress = executor, on_progress
        self._whole, self._chance = Whole(asked.problem), random.Random(asked.seed)
        weights = asked.problem.weights
        # No region knows them of the whole day.
        self._peaks = bool(weights.longest_lateness_ore_min or weights.longest_idle_ore_h)
        self._parts: dict[str, int] = {}
        self._first_plan_s: float | None = None

    def run(self, start: Solution | None) -> Solution:
        """Do all rounds, from a plan to begin with; return the cheapest plan."""
        if start:
            self._whole.begin(start, priced=is_measured(self.asked.problem))
            self._count(start.solver.parts)
            self._first_plan_s = start.solver.first_plan_s
        self._tell()
        left = self.asked.iterations
        for share, heat in ROUNDS:
            if self.budget.over():
                break
            now, limit = self.budget.elapsed_s, self.budget.time_limit_s
            if left is None:
                self._round(now + share * (limit - now), heat, iterations=None)
            else:
                these = max(1, round(left * share))
                self._round(limit, heat, iterations=these)
                left -= these
        return self.solution()

    def _round(self, end: float, heat: float, *, iterations: int | None) -> None:
        """Give all regions out and take back what was found, until the round's time is over."""
        pieces = cut(self.asked.problem, self._whole.routes, regions=self.asked.regions, chance=self._chance)
        parts = [part_of(self.asked.problem, piece) for piece in pieces if piece.visits and piece.duties]
        jobs = [_Job(part, self._chance.randrange(2**31)) for part in parts]
        waiting = deque(sorted(jobs, key=lambda job: -len(job.part.visits)))
        under_way: dict[Future[Found], _Job] = {}
        while waiting or under_way:
            while waiting and len(under_way) < self.asked.workers:
                seconds = self._seconds(end, len(waiting))
                job = waiting.popleft()
                if seconds < _LEAST_S and job.tries:
                    self._count((("region kept", 1),))
                else:
                    under_way[self._given_out(job, max(seconds, _LEAST_S), heat, iterations)] = job
            done, _ = wait(under_way, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            for future in done:
                self._take_back(future, under_way.pop(future), waiting)
            if self._given_up(end):
                self._count((("region kept", len(under_way) + len(waiting)),))
                for future in under_way:
                    future.cancel()
                return

    def _seconds(self, end: float, waiting: int) -> float:
        """Return how long the next task may take, so that all that wait have their turn."""
        return (end - self.budget.elapsed_s) / math.ceil(waiting / self.asked.workers)

    def _given_up(self, end: float) -> bool:
        self.budget.over()
        limit = self.budget.time_limit_s
        last = min(end + max(_GRACE_S, _GRACE * limit), limit + _GRACE_S)
        return self.budget.cancelled or self.budget.elapsed_s > last

    def _given_out(self, job: _Job, seconds: float, heat: float, iterations: int | None) -> Future[Found]:
        job.tries += 1
        routes = (Route(duty_id=duty, visit_ids=ids) for duty, ids in self._whole.routes_of(job.part).items())
        task = Task(
            problem=job.part, measure=self.asked.measure, routes=tuple(routes), seconds=seconds,
            iterations=iterations, seed=job.seed, heat=heat, engine=self.asked.engine,
        )  # fmt: skip
        try:
            return self._executor.submit(search, packed(task))
        except RuntimeError as broken:
            # The executor is closed or broken; that is as if the task had failed.
            failed: Future[Found] = Future()
            failed.set_exception(broken)
            return failed

    def _take_back(self, future: Future[Found], job: _Job, waiting: deque[_Job]) -> None:
        """Take over what was found; a task that failed waits again, unless it has had its tries."""
        try:
            found = future.result()
            cheaper = self._whole.take(job.part, found)
        except Exception:
            # Whatever broke in a worker, or the worker itself: the region keeps its plan meanwhile.
            if job.tries < _TRIES:
                waiting.append(job)
            self._count(((("region again" if job.tries < _TRIES else "region kept"), 1),))
            return
        if cheaper:
            self._count((*found.parts, ("regions", 1)))
            self._tell()

    def _count(self, parts: tuple[tuple[str, int], ...]) -> None:
        for part, times in parts:
            if times:
                self._parts[part] = self._parts.get(part, 0) + times

    def _tell(self) -> None:
        units = self._whole.price
        if units is None or not any(self._whole.routes.values()):
            return
        if self._first_plan_s is None:
            self._first_plan_s = round(self.budget.elapsed_s, 3)
        if self._on_progress:
            self._on_progress(self.solution(), units)

    def solution(self) -> Solution:
        """Return the plan as it is now."""
        ended = "cancelled" if self.budget.cancelled else "time" if self.budget.timed else "iterations"
        info = SolverInfo(
            name=NAME,
            version=f"ortools {ortools.__version__}",
            seed=self.asked.seed,
            time_limit_s=self.budget.time_limit_s,
            elapsed_s=round(self.budget.elapsed_s, 3),
            first_plan_s=self._first_plan_s,
            objective_units=None if self._peaks else self._whole.price,
            stopped_by=ended,
            parts=tuple(sorted(self._parts.items())),
        )
        return Solution(routes=tuple(self._whole.plan()), solver=info)
