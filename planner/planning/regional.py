"""When a day is planned by regions, and where."""

from __future__ import annotations

from typing import Any

from planner import solve
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.solution import Solution

__all__ = ["by_regions", "regions_for", "with_kept"]

_FROM, _MOST, _LEAST = 1_000, 500, 200
"""Visits from which on regions pay, and how many a region has at most and at least."""


def regions_for(problem: Problem, workers: int) -> int:
    """Return how many regions suit a problem; 1: none, it is searched as a whole.

    Measured with two processors, 15 s and two seeds: at 1 000 visits four regions are 10 % cheaper than two chains on
    the whole, at 2 000 visits 5 %; twelve regions are no better than the whole.
    """
    visits = len(problem.visits)
    if workers < 2 or visits < _FROM:
        return 1
    return min(max(2 * workers, visits // _MOST), visits // _LEAST)


def by_regions(problem: Problem, *, regions: int, workers: int, cluster: str | None, **search: Any) -> Solution:
    """Search by regions, in processes of this machine or of a cluster (`solve.solve_by_regions`)."""
    if cluster is None:
        return solve.solve_by_regions(problem, regions=regions, workers=workers, **search)
    with solve.cluster(cluster) as (executor, at_once):
        there = max(regions, regions_for(problem, at_once))
        return solve.solve_by_regions(problem, regions=there, workers=at_once, executor=executor, **search)


def with_kept(plan: Plan) -> Plan:
    """Return a plan that says whether some of its regions could not be searched to the end."""
    kept = dict(plan.solver.parts).get("region kept", 0)
    return plan.replace(notes=(*plan.notes, message("planning.regions_kept", count=kept))) if kept else plan
