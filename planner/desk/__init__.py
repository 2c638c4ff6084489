"""The desk: use cases with memory and roles; every call takes the desk and the actor, and checks the role itself."""

from planner.desk import day, exports, plan, receive, report, settings, team, triage
from planner.desk.opening import Desk, open_desk
from planner.desk.roles import ROLES, allowed

__all__ = [
    "ROLES",
    "Desk",
    "allowed",
    "day",
    "exports",
    "open_desk",
    "plan",
    "receive",
    "report",
    "settings",
    "team",
    "triage",
]
