"""Fältplan plans the working day of IT technicians.

The public library; each name is loaded when it is first used::

    from planner import plan_day, plan_map, read_requests, read_team
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.files import read_requests as read_requests
    from planner.files import read_sites as read_sites
    from planner.files import read_team as read_team
    from planner.planning import plan_day as plan_day
    from planner.views import plan_map as plan_map

__all__ = ["plan_day", "plan_map", "read_requests", "read_sites", "read_team"]
__version__ = "0.1.0"

_HOMES = {
    "plan_day": "planner.planning",
    "plan_map": "planner.views",
    "read_requests": "planner.files",
    "read_sites": "planner.files",
    "read_team": "planner.files",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'planner' has no attribute {name!r}")
