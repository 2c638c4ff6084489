"""Settings in the database: one row by name."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.message import message
from planner.store.journal import note
from planner.store.tables import setting
from planner.store.versions import insert_versioned, update_versioned

__all__ = ["get", "read", "save"]

T = TypeVar("T")


def get(db: sa.Connection, name: str, kind: type[T], default: T) -> T:
    """Return a setting, or the default while nobody has saved it."""
    return read(db, name, kind, default)[0]


def read(db: sa.Connection, name: str, kind: type[T], default: T) -> tuple[T, int]:
    """Return a setting with the version a person who changes it must name; the default has version 0."""
    row = db.execute(sa.select(setting.c.version, setting.c.body).where(setting.c.name == name)).first()
    return (default, 0) if row is None else (loads(kind, row.body), row.version)


def save(db: sa.Connection, name: str, value: object, *, version: int | None = None) -> int:
    """Save a setting and return its next version.

    Parameters
    ----------
    version
        Version that was read; None only for what no person reads and changes: marks and secrets of the program.

    Raises
    ------
    StaleError
        If somebody saved it since that version.
    """
    values = {"name": name, "body": dumps(value)}
    if version is None:
        return _replace(db, values)
    what = message("store.what.setting")
    if version == 0:
        return insert_versioned(db, setting, values, version=0, what=what, kind=type(value))
    return update_versioned(db, setting, "name", values, version=version, what=what, kind=type(value))


def _replace(db: sa.Connection, values: dict[str, str]) -> int:
    row = setting.c.name == values["name"]
    before = db.execute(sa.select(setting.c.version, setting.c.body).where(row)).first()
    if before is None:
        db.execute(setting.insert().values(values | {"version": 1}))
    else:
        db.execute(setting.update().where(row).values(values | {"version": setting.c.version + 1}))
    note(db, setting.name, values["name"], before=None if before is None else before.body, after=values["body"])
    return 1 if before is None else before.version + 1
