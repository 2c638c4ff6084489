"""Who people are at OpenID providers: issuer and subject stand for one account, however its mail or login changes."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from planner.model.account import Account
from planner.model.errors import StaleError
from planner.model.message import message
from planner.store import accounts
from planner.store.journal import note
from planner.store.tables import account, identity

__all__ = ["account_of", "add", "linked", "remove"]


def account_of(db: sa.Connection, issuer: str, subject: str) -> Account | None:
    """Return the account that a provider's person is linked to, or None."""
    this = (identity.c.issuer == issuer) & (identity.c.subject == subject)
    found = db.scalar(sa.select(identity.c.account_id).where(this))
    return None if found is None else accounts.get(db, found)


def linked(db: sa.Connection) -> frozenset[str]:
    """Return the ids of the accounts that are linked."""
    return frozenset(db.scalars(sa.select(identity.c.account_id)))


def add(db: sa.Connection, one: Account, *, issuer: str, subject: str, at: datetime) -> None:
    """Link an account to a provider's person.

    Raises
    ------
    StaleError
        If either has a link at this provider already; nothing is written.
    """
    values = {"issuer": issuer, "subject": subject, "account_id": one.account_id, "linked_at": at}
    try:
        with db.begin_nested():
            db.execute(identity.insert().values(values))
    except IntegrityError:
        raise StaleError(message("store.exists", what=message("store.what.account", id=one.login))) from None
    link = {"issuer": issuer, "subject": subject}
    note(db, account.name, one.account_id, before=json.dumps(dict.fromkeys(link)), after=json.dumps(link))


def remove(db: sa.Connection, account_id: str) -> int:
    """Remove the links of an account and return how many there were."""
    rows = db.execute(sa.select(identity).where(identity.c.account_id == account_id)).all()
    db.execute(identity.delete().where(identity.c.account_id == account_id))
    for row in rows:
        link = {"issuer": row.issuer, "subject": row.subject}
        note(db, account.name, account_id, before=json.dumps(link), after=json.dumps(dict.fromkeys(link)))
    return len(rows)
