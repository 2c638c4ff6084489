"""Solving: a `Problem` becomes a `Solution`. OR-Tools lives only here."""

from planner.solve.engine import NAME, solve

__all__ = ["NAME", "solve"]
