"""Saving rows that carry a version: the save counts only if nobody else saved since the row was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from planner.model.codec import loads
from planner.model.errors import StaleError
from planner.model.message import Message, message
from planner.store import audit
from planner.store.journal import note, watched

__all__ = ["delete_versioned", "insert_versioned", "save_versioned", "stale", "subject_of", "update_versioned"]


def save_versioned(
    db: sa.Connection, table: sa.Table, values: dict[str, Any], *, version: int, what: Message, kind: type
) -> int:
    """Insert a row that was made new (version 1) and is not there, else update it; return its next version.

    Raises
    ------
    StaleError
        If the row was saved by somebody else since it was read, or made by somebody else; nothing is written.
    """
    if version == 1 and db.scalar(sa.select(table.c.version).where(_this(table, values))) is None:
        return insert_versioned(db, table, values, version=version, what=what, kind=kind)
    return update_versioned(db, table, _keys(table), values, version=version, what=what, kind=kind)


def update_versioned(
    db: sa.Connection,
    table: sa.Table,
    key: str | tuple[str, ...],
    values: dict[str, Any],
    *,
    version: int,
    what: Message,
    kind: type | None = None,
) -> int:
    """Write a row that was read at `version` and return its next version.

    Parameters
    ----------
    key
        Column, or columns, that say which row.
    kind
        Class of the body: the refusal then carries what is stored.

    Raises
    ------
    StaleError
        If the stored row has another version or is gone; nothing is written.
    """
    names = (key,) if isinstance(key, str) else key
    this = sa.and_(*(table.c[name] == values[name] for name in names))
    before = db.scalar(sa.select(table.c.body).where(this)) if watched(db) else None
    changed = db.execute(
        table.update().where(this, table.c.version == version).values(values | {"version": version + 1})
    )
    if changed.rowcount != 1:
        raise stale(db, table, values, what=what, kind=kind)
    note(db, table.name, subject_of(table, values), before=before, after=values["body"])
    return version + 1


def insert_versioned(
    db: sa.Connection,
    table: sa.Table,
    values: dict[str, Any],
    *,
    version: int,
    what: Message,
    kind: type | None = None,
) -> int:
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
        raise stale(db, table, values, what=what, kind=kind, key="store.exists") from None
    note(db, table.name, subject_of(table, values), after=values["body"])
    return version + 1


def delete_versioned(
    db: sa.Connection, table: sa.Table, values: dict[str, Any], *, version: int, what: Message, kind: type
) -> None:
    """Delete a row that was read at `version`; where it is gone already nothing happens.

    Raises
    ------
    StaleError
        If the row was saved by somebody else since it was read; it stays.
    """
    this = _this(table, values)
    before = db.scalar(sa.select(table.c.body).where(this))
    if before is None:
        return
    if db.execute(table.delete().where(this, table.c.version == version)).rowcount != 1:
        raise stale(db, table, values, what=what, kind=kind)
    note(db, table.name, subject_of(table, values), before=before)


def stale(
    db: sa.Connection,
    table: sa.Table,
    values: dict[str, Any],
    *,
    what: Message,
    kind: type | None = None,
    key: str = "store.stale",
) -> StaleError:
    """Return the refusal of a save: what is stored now, and who saved it."""
    row = db.execute(sa.select(table.c.version, table.c.body).where(_this(table, values))).first()
    by = audit.last_actor(db, table.name, subject_of(table, values))
    if row is None:
        return StaleError(message("store.gone", what=what), by=by)
    theirs = None if kind is None else loads(kind, row.body)
    if theirs is not None and hasattr(theirs, "version"):
        theirs = replace(theirs, version=row.version)
    return StaleError(message(key, what=what), theirs=theirs, version=row.version, by=by)


def subject_of(table: sa.Table, values: dict[str, Any]) -> str:
    """Return the id by which the audit names a row: its key, moments in UTC."""
    return " ".join(_written(values[name]) for name in _keys(table))


def _written(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _keys(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _this(table: sa.Table, values: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(table.c[name] == values[name] for name in _keys(table)))
