"""Solving: a `Problem` becomes a `Solution`. OR-Tools lives only here."""

from planner.solve.engine import ENGINES, NAME, solve
from planner.solve.regions import cluster, solve_by_regions
from planner.solve.warm import is_warm, warm

__all__ = ["ENGINES", "NAME", "cluster", "is_warm", "solve", "solve_by_regions", "warm"]
