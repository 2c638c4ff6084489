"""When a day is planned by regions, and where."""

from __future__ import annotations

from typing import Any

from planner import solve
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.solution import Solution

__all__ = ["by_regions", "regions_for", "with_kept"]

_FROM, _A_SECOND, _MOST, _LEAST = 1_000, 400, 500, 200
"""From how many visits on regions pay, how many a second of search at most, and how many a region has at most and at
least."""


def regions_for(problem: Problem, workers: int, time_limit_s: float) -> int:
    """Return how many regions suit a problem; 1: none, it is searched as a whole.

    Measured with two processors and two seeds: in 15 s four regions are 10 % cheaper than two chains on the whole at
    1 000 visits and 5 % at 2 000, and twelve are no better than the whole; at 5 000 visits ten regions are 20 %
    cheaper in 20 s, and 15 % dearer in 5 s, which is over before each has had its turn.
    """
    visits = len(problem.visits)
    if solve.needs_parts(problem):  # what one region takes from a depot, another would not see
        return 1
    if workers < 2 or not _FROM <= visits <= _A_SECOND * time_limit_s:
        return 1
    return min(max(2 * workers, visits // _MOST), visits // _LEAST)


def by_regions(problem: Problem, *, regions: int, workers: int, cluster: str | None, **search: Any) -> Solution:
    """Search by regions, in processes of this machine or of a cluster (`solve.solve_by_regions`)."""
    if cluster is None:
        return solve.solve_by_regions(problem, regions=regions, workers=workers, **search)
    with solve.cluster(cluster) as (executor, at_once):
        there = max(regions, regions_for(problem, at_once, search["time_limit_s"]))
        return solve.solve_by_regions(problem, regions=there, workers=at_once, executor=executor, **search)


def with_kept(plan: Plan) -> Plan:
    """Return a plan that says whether some of its regions could not be searched to the end."""
    kept = dict(plan.solver.parts).get("region kept", 0)
    return plan.replace(notes=(*plan.notes, message("planning.regions_kept", count=kept))) if kept else plan
