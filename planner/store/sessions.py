"""Sessions and tries to sign in: of a cookie only its hash is known here."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from planner.store.journal import note
from planner.store.tables import attempt, device, session

__all__ = [
    "Session",
    "add",
    "add_attempt",
    "end",
    "end_all_of",
    "end_browsers_of",
    "failures",
    "forget_attempt",
    "forget_attempts",
    "forget_ended",
    "get",
    "hash_of",
    "seen",
    "succeeded",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in.

    Parameters
    ----------
    technician_id
        Whom somebody in the demo plays; None elsewhere.
    client
        What the browser calls itself.
    """

    token_hash: str
    account_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    client: str
    technician_id: str | None = None


def hash_of(token: str) -> str:
    """Return what the database knows of a token. Plain SHA-256: a token of 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(db: sa.Connection, one: Session) -> None:
    """Insert a session."""
    values = {name: getattr(one, name) for name in Session.__dataclass_fields__}
    db.execute(session.insert().values(values))


def get(db: sa.Connection, token_hash: str) -> Session | None:
    """Return a session, also one whose time is over, or None."""
    columns = [session.c[name] for name in Session.__dataclass_fields__]
    row = db.execute(sa.select(*columns).where(session.c.token_hash == token_hash)).first()
    return None if row is None else Session(**row._mapping)


def seen(db: sa.Connection, token_hash: str, *, at: datetime, until: datetime) -> None:
    """Keep that a session was used, and until when it lives."""
    this = session.c.token_hash == token_hash
    db.execute(session.update().where(this).values(seen_at=at, expires_at=until))


def end(db: sa.Connection, token_hash: str) -> None:
    """End a session; one that is not there is ended already."""
    db.execute(session.delete().where(session.c.token_hash == token_hash))


def end_all_of(db: sa.Connection, account_id: str) -> int:
    """End every session of an account, on devices that keep a day too, and return how many there were."""
    tables = (session, device)
    ended = sum(db.execute(one.delete().where(one.c.account_id == account_id)).rowcount for one in tables)
    if ended:
        note(db, session.name, account_id, before=json.dumps({"open": ended}), after=json.dumps({"open": 0}))
    return ended


def end_browsers_of(db: sa.Connection, account_id: str) -> None:
    """End every session of an account in browsers; devices that keep a day stay."""
    db.execute(session.delete().where(session.c.account_id == account_id))


def forget_ended(db: sa.Connection, *, now: datetime) -> int:
    """Delete sessions whose time is over and return how many."""
    return db.execute(session.delete().where(session.c.expires_at <= now)).rowcount


def add_attempt(db: sa.Connection, login: str, address: str, *, at: datetime) -> int:
    """Note a try to sign in as failed until it succeeds, and return its id."""
    values = {"at": at, "login": login, "address": address, "succeeded": False}
    made = db.execute(attempt.insert().values(values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def succeeded(db: sa.Connection, attempt_id: int, *, login: str | None = None) -> None:
    """Note that a try succeeded, and whose login it was where nobody knew when it began."""
    values = {"succeeded": True} | ({"login": login} if login else {})
    db.execute(attempt.update().where(attempt.c.attempt_id == attempt_id).values(values))


def forget_attempt(db: sa.Connection, attempt_id: int) -> None:
    """Delete a try that nobody judged."""
    db.execute(attempt.delete().where(attempt.c.attempt_id == attempt_id))


def failures(
    db: sa.Connection, *, since: datetime, login: str | None = None, address: str | None = None
) -> tuple[datetime, ...]:
    """Return when tries failed since a moment, oldest first: from an address, or with a login since it last worked."""
    recent = attempt.c.at > since
    if address is not None:
        recent &= attempt.c.address == address
    if login is not None:
        worked = sa.select(sa.func.max(attempt.c.at)).where(attempt.c.login == login, attempt.c.succeeded)
        last: Any = db.scalar(worked)
        recent &= attempt.c.login == login
        if last is not None:
            recent &= attempt.c.at > last
    query = sa.select(attempt.c.at).where(recent, attempt.c.succeeded.is_(False)).order_by(attempt.c.at)
    return tuple(db.scalars(query))


def forget_attempts(db: sa.Connection, *, before: datetime) -> int:
    """Delete tries older than a moment and return how many."""
    return db.execute(attempt.delete().where(attempt.c.at < before)).rowcount
