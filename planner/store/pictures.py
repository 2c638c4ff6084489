"""Photos and signatures of visits in the database: kept, erased, taken out and backed up as their reports are.

A picture has the id of its report (`planner.model.event.Event.client_uuid`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from planner.store.journal import note
from planner.store.tables import picture as table

__all__ = ["Picture", "add", "get", "known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo or a signature.

    Parameters
    ----------
    picture_id
        Id of the report it belongs to.
    kind
        ``photo`` or ``signature``.
    request_id
        None: of a visit that was never this technician's.
    at
        Aware moment of its report.
    content
        A bare JPEG.
    """

    picture_id: str
    kind: str
    request_id: str | None
    technician_id: str
    at: datetime
    content: bytes


def add(db: sa.Connection, one: Picture) -> bool:
    """Keep a picture; return False where it is there already."""
    if db.scalar(sa.select(table.c.picture_id).where(table.c.picture_id == one.picture_id)) is not None:
        return False
    db.execute(table.insert().values({name: getattr(one, name) for name in Picture.__dataclass_fields__}))
    told = {"kind": one.kind, "request_id": one.request_id, "bytes": len(one.content)}
    note(db, table.name, one.picture_id, after=json.dumps(told))
    return True


def get(db: sa.Connection, picture_id: str) -> Picture | None:
    """Return a picture, or None."""
    row = db.execute(sa.select(*_COLUMNS).where(table.c.picture_id == picture_id)).first()
    return None if row is None else Picture(**row._mapping)


def known(db: sa.Connection, ids: Collection[str]) -> frozenset[str]:
    """Return which of some pictures are here."""
    query = sa.select(table.c.picture_id).where(table.c.picture_id.in_(sorted(set(ids))))
    return frozenset(db.scalars(query))


_COLUMNS = [table.c[name] for name in Picture.__dataclass_fields__]
