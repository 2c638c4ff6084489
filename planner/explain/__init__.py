"""Why a visit is not in the plan and what would make it fit; why a stop lies where it lies; how two plans differ."""

from planner.explain.calls import NOTICED, Call, Told, calls
from planner.explain.difference import Difference, Moved, difference
from planner.explain.easing import move_window
from planner.explain.named import named
from planner.explain.stops import stop_reason
from planner.explain.trying import days_of
from planner.explain.unassigned import explain

__all__ = [
    "NOTICED",
    "Call",
    "Difference",
    "Moved",
    "Told",
    "calls",
    "days_of",
    "difference",
    "explain",
    "move_window",
    "named",
    "stop_reason",
]
