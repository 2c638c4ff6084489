"""Days with every kind of rule, planned without a search, whose visits are dragged about."""

from __future__ import annotations

from planner import planning
from planner.model.problem import Problem
from planner.model.solution import Solution
from tests.laws.small_towns import small_town


def day_of(seed: int, *, linked: bool = False) -> tuple[Problem, Solution]:
    """Return a day of two people and nine pieces of work, and an order of it; without links unless they are wanted."""
    town = small_town(seed, visits=8)
    problem = town if linked else town.replace(links=())
    return problem, planning.baseline_solution(problem)
