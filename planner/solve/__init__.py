"""Solving: a `Problem` becomes a `Solution`. OR-Tools lives only here."""

from planner.solve.engine import ENGINES, NAME, solve
from planner.solve.fetching import needs_parts, with_pickups
from planner.solve.regions import cluster, solve_by_regions
from planner.solve.warm import is_warm, warm

__all__ = ["ENGINES", "NAME", "cluster", "is_warm", "needs_parts", "solve", "solve_by_regions", "warm", "with_pickups"]
