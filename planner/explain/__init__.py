"""Why a visit is not in the plan and what would make it fit, found by trying; why a stop lies where it lies."""

from planner.explain.easing import move_window
from planner.explain.stops import stop_reason
from planner.explain.trying import days_of
from planner.explain.unassigned import explain

__all__ = ["days_of", "explain", "move_window", "stop_reason"]
