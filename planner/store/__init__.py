"""The store: what has been acknowledged is kept. Tables, repositories, one database file or server."""

from planner.store import accounts, audit, events, jobs, people, plans, requests, sessions, settings
from planner.store.database import Connection, Store, open_store
from planner.store.plans import PlanHeader

__all__ = [
    "Connection",
    "PlanHeader",
    "Store",
    "accounts",
    "audit",
    "events",
    "jobs",
    "open_store",
    "people",
    "plans",
    "requests",
    "sessions",
    "settings",
]
