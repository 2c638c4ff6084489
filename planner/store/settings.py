"""Settings in the database: one row by name."""

from __future__ import annotations

from typing import TypeVar

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.store.journal import note
from planner.store.tables import setting

__all__ = ["get", "save"]

T = TypeVar("T")


def get(db: sa.Connection, name: str, kind: type[T], default: T) -> T:
    """Return a setting, or the default while nobody has saved it."""
    body = db.scalar(sa.select(setting.c.body).where(setting.c.name == name))
    return default if body is None else loads(kind, body)


def save(db: sa.Connection, name: str, value: object) -> None:
    """Save a setting."""
    row, body = setting.c.name == name, dumps(value)
    before = db.scalar(sa.select(setting.c.body).where(row))
    if before is None:
        db.execute(setting.insert().values(name=name, version=1, body=body))
    else:
        db.execute(setting.update().where(row).values(version=setting.c.version + 1, body=body))
    note(db, setting.name, name, before=before, after=body)
