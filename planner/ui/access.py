"""Which page is for whom, and where each role begins."""

from __future__ import annotations

from planner.model.words import Role

__all__ = ["ACCESS", "HOME"]

_DESK = (Role.DISPATCHER, Role.ADMINISTRATOR)

ACCESS: dict[str, tuple[Role, ...]] = {
    "requests": _DESK,
    "board": (*_DESK, Role.MANAGER),
    "my_day": (*_DESK, Role.TECHNICIAN),
    "statistics": (*_DESK, Role.MANAGER),
    "team": (*_DESK, Role.MANAGER),
    "settings": (*_DESK, Role.MANAGER),
}
"""Who finds which page in the navigation, in its order; each page checks again by itself."""

HOME = {
    Role.DISPATCHER: "board",
    Role.ADMINISTRATOR: "board",
    Role.TECHNICIAN: "my_day",
    Role.MANAGER: "statistics",
}
"""Where a role begins."""
