"""Requests in the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.message import Message, message
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.store.journal import note
from planner.store.tables import request as table
from planner.store.versions import insert_versioned, update_versioned

__all__ = [
    "add",
    "add_all",
    "count",
    "find",
    "find_ids",
    "get",
    "known_ids",
    "of_customers",
    "order",
    "save",
    "span",
    "titles",
    "undated",
]

_CHUNK = 500


def get(db: sa.Connection, request_id: str, *, alone: bool = False) -> Request | None:
    """Return a request, or None; `alone` as in `find`."""
    found = find(db, ids=(request_id,), alone=alone)
    return found[0] if found else None


def find(
    db: sa.Connection,
    *,
    ids: Collection[str] | None = None,
    status: Collection[RequestStatus] | None = None,
    created_from: datetime | None = None,
    created_to: datetime | None = None,
    alone: bool = False,
) -> tuple[Request, ...]:
    """Return the requests that meet every given condition, highest priority first, then oldest.

    Parameters
    ----------
    ids
        Only these; None: any. Likewise `status`.
    created_from, created_to
        Aware moments, the first inclusive, the last exclusive.
    alone
        Others who want to change them wait until this unit of change is over: for what is read and changed in one.
    """
    query = sa.select(table.c.version, table.c.body)
    if alone:
        query = query.order_by(table.c.request_id).with_for_update()
    if status is not None:
        query = query.where(table.c.status.in_([one.value for one in status]))
    if created_from is not None:
        query = query.where(table.c.created_at >= created_from)
    if created_to is not None:
        query = query.where(table.c.created_at < created_to)
    found = [_read(row.body, row.version) for part in _by_ids(query, ids) for row in db.execute(part)]
    return tuple(sorted(found, key=order))


def of_customers(db: sa.Connection, customers: Collection[str]) -> tuple[Request, ...]:
    """Return the newest requests of some customers that are over, some hundreds at most.

    Parameters
    ----------
    customers
        Names as they are written in the requests.
    """
    if not customers:
        return ()
    over = [RequestStatus.DONE.value, RequestStatus.FOLLOW_UP.value, RequestStatus.NO_ACCESS.value]
    named = (f'"customer": {json.dumps(one, ensure_ascii=False)}' for one in sorted(customers))
    query = sa.select(table.c.version, table.c.body).where(
        table.c.status.in_(over), sa.or_(*(table.c.body.contains(one, autoescape=True) for one in named))
    )
    newest = query.order_by(table.c.created_at.desc(), table.c.request_id).limit(_CHUNK)
    return tuple(_read(row.body, row.version) for row in db.execute(newest))


def known_ids(db: sa.Connection, ids: Collection[str]) -> frozenset[str]:
    """Return those ids that are taken."""
    query = sa.select(table.c.request_id)
    return frozenset(one for part in _by_ids(query, ids) for one in db.scalars(part))


def find_ids(db: sa.Connection, *, created_from: datetime, created_to: datetime) -> frozenset[str]:
    """Return the ids of the requests that came between two aware moments, the last exclusive."""
    came = sa.and_(table.c.created_at >= created_from, table.c.created_at < created_to)
    return frozenset(db.scalars(sa.select(table.c.request_id).where(came)))


def undated(db: sa.Connection) -> frozenset[str]:
    """Return the ids of the requests of which is not known when they came."""
    return frozenset(db.scalars(sa.select(table.c.request_id).where(table.c.created_at.is_(None))))


def span(db: sa.Connection) -> tuple[datetime, ...]:
    """Return when the first and the last request came; nothing where there are none."""
    first, last = (db.scalar(sa.select(one(table.c.created_at))) for one in (sa.func.min, sa.func.max))
    return () if first is None or last is None else (first, last)


def titles(db: sa.Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the titles of requests by id."""
    query = sa.select(table.c.request_id, table.c.body)
    return {row.request_id: json.loads(row.body)["title"] for part in _by_ids(query, ids) for row in db.execute(part)}


def count(db: sa.Connection) -> int:
    """Return how many requests there are."""
    return int(db.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def add(db: sa.Connection, request: Request) -> Request:
    """Insert a new request and return it with its version.

    Raises
    ------
    StaleError
        If the id is taken.
    """
    version = insert_versioned(db, table, _row(request), version=request.version, what=_name(request), kind=Request)
    return request.replace(version=version)


def add_all(db: sa.Connection, requests: Iterable[Request]) -> None:
    """Insert many new requests at once; their ids must be free."""
    rows = [_row(one) | {"version": one.version + 1} for one in requests]
    if rows:
        db.execute(table.insert(), rows)
    for row in rows:
        note(db, table.name, row["request_id"], after=row["body"])


def save(db: sa.Connection, request: Request) -> Request:
    """Save a request that was read before and return it with its new version.

    Raises
    ------
    StaleError
        If it was saved by somebody else since; nothing is written.
    """
    row, what = _row(request), _name(request)
    version = update_versioned(db, table, "request_id", row, version=request.version, what=what, kind=Request)
    return request.replace(version=version)


def _row(request: Request) -> dict[str, Any]:
    return {
        "request_id": request.request_id,
        "status": request.status.value,
        "priority": int(request.priority),
        "created_at": request.created_at,
        "body": dumps(request),
    }


def _name(request: Request) -> Message:
    return message("store.what.request", id=request.request_id)


@lru_cache(maxsize=8192)
def _read(body: str, version: int) -> Request:
    """Requests are frozen, so the same text may give the same object to everybody."""
    return loads(Request, body).replace(version=version)


def order(request: Request) -> tuple[int, bool, float, str]:
    """Return the key by which requests are listed: highest priority first, then oldest."""
    created = request.created_at
    return (request.priority, created is None, created.timestamp() if created else 0.0, request.request_id)


def _by_ids(query: sa.Select[Any], ids: Collection[str] | None) -> Iterable[sa.Select[Any]]:
    """Ask for many ids in parts: databases limit the number of parameters."""
    if ids is None:
        return [query]
    wanted = sorted(set(ids))
    parts = [wanted[i : i + _CHUNK] for i in range(0, len(wanted), _CHUNK)]
    return [query.where(table.c.request_id.in_(part)) for part in parts]
