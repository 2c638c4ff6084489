"""Which tables a database has: its revision, looked up and first made without Alembic, which takes its time to load."""

from __future__ import annotations

import sqlalchemy as sa

from planner.model.audit import FIRST_HASH
from planner.model.errors import ServiceError
from planner.model.message import message
from planner.store.tables import audit_head, metadata

__all__ = ["FIRST", "HEAD", "REVISIONS", "VERSION", "make_newest", "refuse_newer", "revision_of", "says_itself"]

FIRST = "0001"
"""The first release; its databases do not say their revision."""

HEAD = "0002"
"""The newest revision in `planner.store.migrations.versions`, the one this release works with."""

REVISIONS = tuple(f"{number:04d}" for number in range(int(FIRST), int(HEAD) + 1))
"""All of them, oldest first."""

_OWN = sa.MetaData()  # apart from our tables: Alembic compares only those
VERSION = sa.Table(
    "alembic_version",
    _OWN,
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""One row, the number of the revision; made and kept as Alembic does."""


def revision_of(db: sa.Connection) -> str | None:
    """Return the revision of a database; None for an empty one."""
    if says_itself(db):
        return db.scalar(sa.select(VERSION.c.version_num))
    return FIRST if sa.inspect(db).has_table("meta") else None


def says_itself(db: sa.Connection) -> bool:
    """Whether the database holds the number of its revision."""
    return sa.inspect(db).has_table(VERSION.name)


def make_newest(db: sa.Connection) -> None:
    """Make the tables of an empty database and the rows they begin with, as all revisions together would."""
    metadata.create_all(db, checkfirst=False)
    db.execute(audit_head.insert().values(head_id=1, number=0, hash=FIRST_HASH))
    _OWN.create_all(db, checkfirst=False)
    db.execute(VERSION.insert().values(version_num=HEAD))


def refuse_newer(found: str | None) -> None:
    """Refuse a database this release does not know.

    Raises
    ------
    ServiceError
        If its revision is a newer one.
    """
    if found is not None and found > HEAD:
        raise ServiceError(message("store.newer_schema", found=found, expected=HEAD))
