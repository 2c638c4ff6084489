"""The desk: use cases with memory and roles; every call takes the desk and the actor, and checks the role itself.

`planner.desk.report` is imported where figures are shown only: it needs pandas, which a planning run does not wait for.
"""

from planner.desk import audit, day, exports, offers, plan, receive, settings, team, triage
from planner.desk.opening import Desk, open_desk
from planner.desk.roles import ROLES, allowed

__all__ = [
    "ROLES",
    "Desk",
    "allowed",
    "audit",
    "day",
    "exports",
    "offers",
    "open_desk",
    "plan",
    "receive",
    "settings",
    "team",
    "triage",
]
