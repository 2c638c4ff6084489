"""Accounts in the database; the password's hash stays in its own column and out of every note."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from planner.model.account import Account
from planner.model.codec import dumps, loads
from planner.model.message import message
from planner.store.journal import note
from planner.store.tables import account
from planner.store.versions import insert_versioned, update_versioned

__all__ = ["add", "count", "find", "find_by_login", "get", "password_of", "save", "save_password", "signed_in"]

_COLUMNS = (account.c.version, account.c.signed_in_at, account.c.body)


def count(db: sa.Connection) -> int:
    """Return how many accounts there are, active or not."""
    return db.scalar(sa.select(sa.func.count()).select_from(account)) or 0


def find(db: sa.Connection, *, demo: bool | None = None, active: bool | None = None) -> tuple[Account, ...]:
    """Return accounts by login; optionally only those of the demo, or only those that may sign in."""
    query = sa.select(*_COLUMNS).order_by(account.c.login)
    if demo is not None:
        query = query.where(account.c.demo == demo)
    if active is not None:
        query = query.where(account.c.active == active)
    return tuple(_read(row) for row in db.execute(query))


def get(db: sa.Connection, account_id: str) -> Account | None:
    """Return an account, or None."""
    row = db.execute(sa.select(*_COLUMNS).where(account.c.account_id == account_id)).first()
    return None if row is None else _read(row)


def find_by_login(db: sa.Connection, login: str, *, alone: bool = False) -> Account | None:
    """Return the account with a login, or None.

    Parameters
    ----------
    alone
        Others who ask the same wait until this unit of change is over.
    """
    query = sa.select(*_COLUMNS).where(account.c.login == login)
    row = db.execute(query.with_for_update() if alone else query).first()
    return None if row is None else _read(row)


def password_of(db: sa.Connection, account_id: str) -> str | None:
    """Return the hash of an account's password; None where none was set."""
    return db.scalar(sa.select(account.c.password).where(account.c.account_id == account_id))


def add(db: sa.Connection, one: Account, *, password: str | None) -> Account:
    """Insert an account with the hash of its password (None: signs in some other way).

    Raises
    ------
    StaleError
        If the id or the login is taken.
    """
    what = message("store.what.account", id=one.login)
    version = insert_versioned(db, account, _values(one) | {"password": password}, version=one.version, what=what)
    return one.replace(version=version)


def save(db: sa.Connection, one: Account) -> Account:
    """Save an account and return it with its new version; password and last sign-in stay as they are.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read.
    """
    what = message("store.what.account", id=one.login)
    version = update_versioned(db, account, "account_id", _values(one), version=one.version, what=what)
    return one.replace(version=version)


def save_password(db: sa.Connection, account_id: str, password: str | None) -> None:
    """Replace the hash of a password (None: there is none any more); that it changed is noted, the hash is not."""
    db.execute(account.update().where(account.c.account_id == account_id).values(password=password))
    note(db, account.name, account_id, before='{"password": "old"}', after='{"password": "new"}')


def signed_in(db: sa.Connection, account_id: str, *, at: datetime) -> None:
    """Keep when somebody signed in last; no edit, so the version stays."""
    db.execute(account.update().where(account.c.account_id == account_id).values(signed_in_at=at))


def _values(one: Account) -> dict[str, Any]:
    return {
        "account_id": one.account_id,
        "login": one.login,
        "active": one.active,
        "demo": one.demo,
        "body": dumps(one.replace(signed_in_at=None)),
    }


def _read(row: Any) -> Account:
    return loads(Account, row.body).replace(version=row.version, signed_in_at=row.signed_in_at)
