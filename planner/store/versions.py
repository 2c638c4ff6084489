"""Saving rows that carry a version: the save counts only if nobody else saved since the row was read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from planner.model.errors import StaleError
from planner.model.message import Message, message
from planner.store.journal import note, watched

__all__ = ["insert_versioned", "update_versioned"]


def update_versioned(
    db: sa.Connection, table: sa.Table, key: str, values: dict[str, Any], *, version: int, what: Message
) -> int:
    """Write a row that was read at `version` and return its next version.

    Raises
    ------
    StaleError
        If the stored row has another version or is gone; nothing is written.
    """
    this = table.c[key] == values[key]
    before = db.scalar(sa.select(table.c.body).where(this)) if watched(db) else None
    changed = db.execute(
        table.update().where(this, table.c.version == version).values(values | {"version": version + 1})
    )
    if changed.rowcount != 1:
        raise StaleError(message("store.stale", what=what))
    note(db, table.name, values[key], before=before, after=values["body"])
    return version + 1


def insert_versioned(db: sa.Connection, table: sa.Table, values: dict[str, Any], *, version: int, what: Message) -> int:
    """Write a row that was not there and return its next version: a value made twice is never taken for a read one.

    Raises
    ------
    StaleError
        If a row with the key exists; nothing is written.
    """
    try:
        with db.begin_nested():
            db.execute(table.insert().values(values | {"version": version + 1}))
    except IntegrityError:
        raise StaleError(message("store.exists", what=what)) from None
    note(db, table.name, next(iter(values.values())), after=values["body"])
    return version + 1
