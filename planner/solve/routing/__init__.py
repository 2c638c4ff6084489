"""The routing engine: plain Python and OR-Tools routing; the reference, and what plans while the kernel is compiled."""

from planner.solve.routing.engine import NAME, solve_by_routing

__all__ = ["NAME", "solve_by_routing"]
