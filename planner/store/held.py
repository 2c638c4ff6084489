"""Everything that is held about a person, by what it is."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from planner.store.tables import (
    absence,
    account,
    attempt,
    audit,
    audit_subject,
    device,
    event,
    identity,
    link,
    picture,
    plan,
    request,
    session,
)
from planner.store.tables import technician as people

__all__ = ["Held", "held_about_requests", "held_about_technician"]

Held = dict[str, list[dict[str, Any]]]
"""Rows by kind, as JSON values."""


def held_about_technician(db: sa.Connection, technician_id: str) -> Held:
    """Return what is held about a technician; customers' own data stay out of it."""
    accounts = [one for one in _rows(db, account) if one["technician_id"] == technician_id]
    ids = {technician_id, *(one["account_id"] for one in accounts)}
    logins = [one["login"] for one in accounts]
    return {
        "technician": _rows(db, people, people.c.technician_id == technician_id),
        "absences": _rows(db, absence, absence.c.technician_id == technician_id),
        "accounts": accounts,
        "identities": _rows(db, identity, identity.c.account_id.in_(ids)),
        "sessions": _rows(db, session, session.c.account_id.in_(ids), without=("token_hash",)),
        "devices": _rows(db, device, device.c.technician_id == technician_id, without=("token_hash",)),
        "sign_ins": _rows(db, attempt, attempt.c.login.in_(logins)),
        "links": _rows(db, link, link.c.technician_id == technician_id),
        "work": [part for body in _bodies(db, plan) for part in _work(body, technician_id)],
        "reports": _rows(db, event, event.c.technician_id == technician_id),
        "pictures": _rows(db, picture, picture.c.technician_id == technician_id),
        "changes_by": _entries(db, audit.c.actor_id.in_(ids)),
        "changes_of": _entries(db, _subject(ids, ("technician", "account"))),
    }


def held_about_requests(db: sa.Connection, ids: Collection[str]) -> Held:
    """Return what is held about whoever stands behind some requests: a contact, or a customer who is a person."""
    return {
        "requests": [row for one in ids for row in _rows(db, request, request.c.request_id == one)],
        "visits": [part for body in _bodies(db, plan) for part in _visits(body, set(ids))],
        "reports": [row for one in ids for row in _rows(db, event, event.c.request_id == one)],
        "pictures": [row for one in ids for row in _rows(db, picture, picture.c.request_id == one)],
        "changes_of": _entries(db, _subject(ids, ("request",))),
    }


def _rows(
    db: sa.Connection, table: sa.Table, where: Any = None, *, without: Collection[str] = ("password",)
) -> list[dict[str, Any]]:
    """Rows with what is in their body beside their other columns."""
    query = sa.select(*(column for column in table.c if column.name not in without))
    found = db.execute(query if where is None else query.where(where)).mappings()
    return [_flat(dict(row)) for row in found]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    inner = json.loads(row.pop("body", "{}"))
    plain = {name: _plain(value) for name, value in row.items()}
    return plain | (inner if isinstance(inner, dict) else {})


def _plain(value: Any) -> Any:
    """Moments as text, pictures as an address that holds them."""
    if isinstance(value, bytes | memoryview):
        return "data:image/jpeg;base64," + base64.b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else value


def _bodies(db: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    for body in db.scalars(sa.select(table.c.body).execution_options(yield_per=10)):
        yield json.loads(body)


def _work(body: dict[str, Any], technician_id: str) -> Iterator[dict[str, Any]]:
    """Duties and stops of a plan without whom they were for: that is about the customers."""
    head = {"day": body["day"], "plan_id": body["plan_id"], "version": body["version"]}
    for duty in body["technicians"]:
        if duty["technician_id"] == technician_id:
            yield head | duty
    kept = ("kind", "request_id", "leave", "arrival", "start", "end", "travel_s", "distance_m", "lateness_s")
    for stop in body["stops"]:
        if stop["technician_id"] == technician_id:
            yield head | {name: stop[name] for name in kept}


def _visits(body: dict[str, Any], ids: Collection[str]) -> Iterator[dict[str, Any]]:
    head = {"day": body["day"], "plan_id": body["plan_id"]}
    kept = ("request_id", "technician_id", "title", "customer", "place", "arrival", "start", "end", "reasons")
    for part in (*body["stops"], *body["unassigned"]):
        if part["request_id"] in ids:
            yield head | {name: part[name] for name in kept if name in part}


def _subject(ids: Collection[str], kinds: Collection[str]) -> Any:
    about = sa.select(audit_subject.c.number).where(audit_subject.c.kind.in_(kinds))
    return audit.c.number.in_(about.where(audit_subject.c.subject_id.in_(sorted(ids))))


def _entries(db: sa.Connection, where: Any) -> list[dict[str, Any]]:
    rows = db.execute(sa.select(audit).where(where).order_by(audit.c.number)).mappings()
    return [
        {
            "number": row["number"],
            "at": row["at"].isoformat(),
            "actor_id": row["actor_id"],
            "call": row["call"],
            "changes": None if row["content"] is None else json.loads(row["content"])["changes"],
        }
        for row in rows
    ]
