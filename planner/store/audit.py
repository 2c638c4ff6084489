"""The audit in the database: append-only, each entry chained to the one before."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from planner.model.audit import AuditEntry, Change, chained, digest_of
from planner.model.codec import from_data, to_data
from planner.model.event import Actor
from planner.model.words import Role
from planner.store.tables import audit as table
from planner.store.tables import audit_head, audit_subject

__all__ = ["append", "entries", "head"]


def append(db: sa.Connection, actor: Actor, call: str, changes: Sequence[Change], *, at: datetime) -> None:
    """Append what a call of the desk changed; the last thing a unit of change does, because others wait for it."""
    number, previous = _locked_head(db)
    # The salt keeps a short content from being guessed by its digest after it was forgotten.
    content = json.dumps({"salt": secrets.token_hex(16), "changes": to_data(tuple(changes))}, ensure_ascii=False)
    said: dict[str, Any] = {
        "number": number + 1,
        "at": at,
        "actor_id": actor.actor_id,
        "role": actor.role.value,
        "call": call,
        "digest": digest_of(content),
        "previous": previous,
    }
    own = chained(**said)
    db.execute(table.insert().values(**said, content=content, hash=own))
    subjects = dict.fromkeys((one.kind, one.subject_id) for one in changes)
    rows = [{"number": number + 1, "kind": kind, "subject_id": subject_id} for kind, subject_id in subjects]
    if rows:
        db.execute(audit_subject.insert(), rows)
    db.execute(audit_head.update().values(number=number + 1, hash=own))


def head(db: sa.Connection) -> tuple[int, str]:
    """Return number and hash of the last entry; 0 and `FIRST_HASH` while there is none."""
    row = db.execute(sa.select(audit_head)).one()
    return row.number, row.hash


def entries(
    db: sa.Connection,
    *,
    after: int = 0,
    limit: int | None = None,
    newest_first: bool = False,
    kind: str | None = None,
    subject_id: str | None = None,
    actor_id: str | None = None,
) -> Iterator[AuditEntry]:
    """Go through the entries behind a number, in order; optionally only those about a thing or by somebody."""
    query = sa.select(table).where(table.c.number > after)
    query = query.order_by(table.c.number.desc() if newest_first else table.c.number).limit(limit)
    if actor_id is not None:
        query = query.where(table.c.actor_id == actor_id)
    if kind is not None or subject_id is not None:
        about = sa.select(audit_subject.c.number)
        if kind is not None:
            about = about.where(audit_subject.c.kind == kind)
        if subject_id is not None:
            about = about.where(audit_subject.c.subject_id == subject_id)
        query = query.where(table.c.number.in_(about))
    for row in db.execute(query):
        yield _read(row)


def _locked_head(db: sa.Connection) -> tuple[int, str]:
    row = db.execute(sa.select(audit_head).with_for_update()).one()
    return row.number, row.hash


def _read(row: Any) -> AuditEntry:
    changes = None if row.content is None else json.loads(row.content)["changes"]
    return AuditEntry(
        number=row.number,
        at=row.at,
        actor_id=row.actor_id,
        role=Role(row.role),
        call=row.call,
        changes=None if changes is None else from_data(tuple[Change, ...], changes),
        digest=row.digest,
        previous=row.previous,
        hash=row.hash,
    )
