"""Solving: a `Problem` becomes a `Solution`. OR-Tools lives only here."""

from planner.solve.engine import ENGINES, NAME, solve
from planner.solve.warm import is_warm, warm

__all__ = ["ENGINES", "NAME", "is_warm", "solve", "warm"]
