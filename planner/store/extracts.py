"""The extract of the statistics in the database: parts that can be made anew, and what has changed since they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from planner.store.engines import hold
from planner.store.tables import audit_head, audit_subject, event
from planner.store.tables import extract as table

__all__ = ["Changed", "Head", "changed_since", "clear", "head", "load", "newest_change", "save"]

_HEAD = ("head", "")
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the parts are of.

    Parameters
    ----------
    meaning
        Hash of what gives rows their meaning; other parts are worth nothing.
    number
        Of the last change in them, by the audit.
    upto
        ISO day that is the first not in them.
    """

    meaning: str
    number: int
    upto: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Ids of requests that changed or of which something was reported, and ISO days of which a plan was published."""

    requests: frozenset[str]
    days: frozenset[str]


def newest_change(db: sa.Connection) -> int:
    """Return the number of the last change of all."""
    return int(db.scalar(sa.select(audit_head.c.number)) or 0)


def changed_since(db: sa.Connection, number: int) -> Changed:
    """Return what has changed after a change, by the audit: it is numbered in the order in which changes were saved.

    Numbers of events would not do: of two that are saved at the same time the later may be seen first.
    """
    found: dict[str, set[str]] = {"request": set(), "event": set(), "published": set()}
    query = sa.select(audit_subject.c.kind, audit_subject.c.subject_id).where(
        audit_subject.c.number > number, audit_subject.c.kind.in_(sorted(found))
    )
    for row in db.execute(query):
        found[row.kind].add(row.subject_id)
    uuids = sorted(found["event"])
    parts = [uuids[at : at + _CHUNK] for at in range(0, len(uuids), _CHUNK)]
    queries = (sa.select(event.c.request_id).where(event.c.client_uuid.in_(part)) for part in parts)
    told = {one for query in queries for one in db.scalars(query) if one is not None}
    return Changed(requests=frozenset(found["request"] | told), days=frozenset(found["published"]))


def head(db: sa.Connection) -> Head | None:
    """Return what the parts are of; None where there are none."""
    body = db.scalar(sa.select(table.c.body).where(table.c.kind == _HEAD[0], table.c.part == _HEAD[1]))
    return None if body is None else Head(**json.loads(body))


def load(db: sa.Connection) -> dict[tuple[str, str], bytes]:
    """Return all parts by table and month."""
    rows = db.execute(sa.select(table.c.kind, table.c.part, table.c.body).where(table.c.kind != _HEAD[0]))
    return {(row.kind, row.part): bytes(row.body) for row in rows}


def save(
    db: sa.Connection, parts: Mapping[tuple[str, str], bytes], new: Head, *, seen: Head | None, all_of_it: bool
) -> bool:
    """Put parts in place of those of the same table and month; False: somebody else has been here, nothing is saved.

    Parameters
    ----------
    seen
        The head when what is saved was begun.
    all_of_it
        Whether the parts are everything; else the others stay.
    """
    hold(db, "extract")
    if head(db) != seen:
        return False
    if all_of_it:
        clear(db)
    rows = dict(parts) | {_HEAD: json.dumps({name: getattr(new, name) for name in Head.__slots__}).encode()}
    for kind, part in rows:
        db.execute(table.delete().where(table.c.kind == kind, table.c.part == part))
    db.execute(table.insert(), [{"kind": kind, "part": part, "body": body} for (kind, part), body in rows.items()])
    return True


def clear(db: sa.Connection) -> None:
    """Forget all parts: whoever rewrites what is behind them, past the audit or because a person is erased."""
    db.execute(table.delete())
