"""The store: what has been acknowledged is kept. Tables, repositories, one database file or server."""

from planner.store import audit, events, jobs, links, people, plans, readiness, requests, settings
from planner.store.database import Connection, Store, open_store
from planner.store.plans import PlanHeader

__all__ = [
    "Connection",
    "PlanHeader",
    "Store",
    "audit",
    "events",
    "jobs",
    "links",
    "open_store",
    "people",
    "plans",
    "readiness",
    "requests",
    "settings",
]
