"""The store: what has been acknowledged is kept. Tables, repositories, one database file or server."""

from planner.store import (
    accounts,
    audit,
    backup,
    devices,
    events,
    extracts,
    identities,
    jobs,
    links,
    people,
    pictures,
    plans,
    readiness,
    requests,
    sessions,
    settings,
    sites,
)
from planner.store.database import Connection, Store, migrate, open_store, revision_at
from planner.store.plans import PlanHeader
from planner.store.revision import HEAD, REVISIONS

__all__ = [
    "HEAD",
    "REVISIONS",
    "Connection",
    "PlanHeader",
    "Store",
    "accounts",
    "audit",
    "backup",
    "devices",
    "events",
    "extracts",
    "identities",
    "jobs",
    "links",
    "migrate",
    "open_store",
    "people",
    "pictures",
    "plans",
    "readiness",
    "requests",
    "revision_at",
    "sessions",
    "settings",
    "sites",
]
