"""Events in the database: append-only, each client_uuid once."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from planner.model.codec import dumps, loads
from planner.model.event import Event
from planner.store.engines import hold
from planner.store.journal import note
from planner.store.tables import event as table

__all__ = ["add", "add_all", "find", "get", "hold_reports", "of_types", "once_told", "rows_of_types"]

_CHUNK = 500


def get(db: sa.Connection, client_uuid: str) -> Event | None:
    """Return the event a device reported under an id, or None."""
    body = db.scalar(sa.select(table.c.body).where(table.c.client_uuid == client_uuid))
    return None if body is None else loads(Event, body)


def hold_reports(db: sa.Connection, technician_id: str) -> None:
    """Let no other device of a technician hand in reports before this unit ends; two deliveries of one wait in line."""
    hold(db, f"reports of {technician_id}")


def add(db: sa.Connection, event: Event) -> Event:
    """Append an event and return what is stored under its id: the first one, however often it is sent."""
    try:
        with db.begin_nested():
            add_all(db, (event,))
    except IntegrityError:
        return get(db, event.client_uuid) or event
    return event


def add_all(db: sa.Connection, events: Collection[Event]) -> None:
    """Append many new events."""
    rows = [
        {
            "client_uuid": event.client_uuid,
            "at": event.at,
            "type": event.type,
            "request_id": event.request_id,
            "technician_id": event.technician_id,
            "body": dumps(event),
        }
        for event in events
    ]
    if rows:
        db.execute(table.insert(), rows)
    for event, row in zip(events, rows, strict=True):
        note(db, table.name, event.client_uuid, after=str(row["body"]))


def find(
    db: sa.Connection,
    *,
    first: datetime | None = None,
    last: datetime | None = None,
    request_ids: Collection[str] | None = None,
) -> tuple[Event, ...]:
    """Return events in the order in which they were recorded.

    Parameters
    ----------
    first, last
        Aware moments of the happening, the first inclusive, the last exclusive; None: no limit.
    request_ids
        Only events of these requests; None: any.
    """
    query = sa.select(table.c.event_id, table.c.body)
    if first is not None:
        query = query.where(table.c.at >= first)
    if last is not None:
        query = query.where(table.c.at < last)
    if request_ids is None:
        rows = list(db.execute(query))
    else:
        ids = sorted(set(request_ids))
        parts = [ids[i : i + _CHUNK] for i in range(0, len(ids), _CHUNK)]
        rows = [row for part in parts for row in db.execute(query.where(table.c.request_id.in_(part)))]
    return tuple(_read(row.body) for row in sorted(rows, key=lambda row: row.event_id))


def _read(body: str) -> Event:
    """Read an event as `loads` does; what is written as ever is read without looking at every type, for millions."""
    try:
        given = json.loads(body)
        at, recorded_at = (datetime.fromisoformat(given.pop(name)) for name in ("at", "recorded_at"))
        payload = tuple((str(name), str(value)) for name, value in given.pop("payload"))
        if at.tzinfo is not None and recorded_at.tzinfo is not None:
            return Event(at=at, recorded_at=recorded_at, payload=payload, **given)
    except (KeyError, TypeError, ValueError):
        pass  # the codec says what is wrong with it
    return loads(Event, body)


def once_told(db: sa.Connection, request_ids: Collection[str], name: str, value: str) -> frozenset[str]:
    """Return which requests have an event that tells a value by a name, as in its payload."""
    told = table.c.body.contains(dumps((name, value)), autoescape=True)
    ids = sorted(set(request_ids))
    parts = [ids[i : i + _CHUNK] for i in range(0, len(ids), _CHUNK)]
    queries = (sa.select(table.c.request_id).where(table.c.request_id.in_(part), told).distinct() for part in parts)
    return frozenset(one for query in queries for one in db.scalars(query))


def of_types(db: sa.Connection, types: Collection[str], *, first: datetime, last: datetime) -> tuple[Event, ...]:
    """Return the events of some types between two moments, the last exclusive, in the order of recording."""
    query = _of_types(types, first, last).with_only_columns(table.c.body)
    return tuple(loads(Event, body) for body in db.scalars(query))


def rows_of_types(
    db: sa.Connection, types: Collection[str], *, first: datetime, last: datetime
) -> tuple[tuple[str, str | None, datetime], ...]:
    """Return type, request and moment of such events, without the rest of them."""
    query = _of_types(types, first, last).with_only_columns(table.c.type, table.c.request_id, table.c.at)
    return tuple((row.type, row.request_id, row.at) for row in db.execute(query))


def _of_types(types: Collection[str], first: datetime, last: datetime) -> sa.Select[Any]:
    chosen = sa.and_(table.c.type.in_(sorted(types)), table.c.at >= first, table.c.at < last)
    return sa.select(table).where(chosen).order_by(table.c.event_id)
