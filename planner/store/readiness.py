"""Whether the database can be worked with: it answers, and its tables are those of this release."""

from __future__ import annotations

import sqlalchemy as sa

from planner.store import revision

__all__ = ["at_head"]


def at_head(db: sa.Connection) -> bool:
    """Whether the tables are those this release expects, neither older nor newer."""
    return revision.revision_of(db) == revision.HEAD
