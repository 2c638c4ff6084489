"""Links in the database, and the secret that signs them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from planner.model.codec import dumps
from planner.model.link import Link, LinkKind
from planner.store.engines import hold
from planner.store.journal import note
from planner.store.tables import link as table
from planner.store.tables import secret as secrets_table

__all__ = ["add", "find", "get", "hold_links", "made_secret", "revoke", "secret", "touch", "touched_lately"]

_SECRET = "link_secret"  # noqa: S105
_OFTEN = timedelta(minutes=1)


def secret(db: sa.Connection) -> str | None:
    """Return what signs the links of this database, or None while no link was ever made."""
    found = db.scalar(sa.select(secrets_table.c.value).where(secrets_table.c.name == _SECRET))
    return None if found is None else str(found)


def made_secret(db: sa.Connection) -> str:
    """Return what signs the links, made where it is missing; whoever comes first makes it for all."""
    if (found := secret(db)) is not None:
        return found
    made = secrets.token_urlsafe(32)
    try:
        with db.begin_nested():
            db.execute(secrets_table.insert().values(name=_SECRET, value=made))
    except IntegrityError:
        return secret(db) or made
    return made


def hold_links(db: sa.Connection, technician_id: str) -> None:
    """Let nobody else make a link for a technician before this unit ends; two at once would leave two that hold."""
    hold(db, f"links of {technician_id}")


def add(db: sa.Connection, link: Link) -> Link:
    """Insert a new link."""
    db.execute(table.insert().values(_row(link)))
    note(db, table.name, link.link_id, after=dumps(link))
    return link


def get(db: sa.Connection, link_id: str) -> Link | None:
    """Return a link, or None."""
    row = db.execute(sa.select(table).where(table.c.link_id == link_id)).mappings().first()
    return None if row is None else _read(row)


def find(db: sa.Connection, technician_id: str, *, holding: datetime) -> tuple[Link, ...]:
    """Return the links of a technician that hold at a moment, newest first."""
    query = sa.select(table).where(table.c.technician_id == technician_id).order_by(table.c.created_at.desc())
    links = (_read(row) for row in db.execute(query).mappings())
    return tuple(link for link in links if link.holds(holding))


def revoke(db: sa.Connection, link: Link, *, at: datetime) -> Link:
    """End a link now; one that was revoked before keeps its moment."""
    if link.revoked_at is not None:
        return link
    ended = link.replace(revoked_at=at)
    db.execute(table.update().where(table.c.link_id == link.link_id).values(revoked_at=at))
    note(db, table.name, link.link_id, before=dumps(link), after=dumps(ended))
    return ended


def touch(db: sa.Connection, link: Link, *, at: datetime) -> None:
    """Write when a link was opened; nobody's change, so it is in no audit."""
    db.execute(table.update().where(table.c.link_id == link.link_id).values(used_at=at))


def touched_lately(link: Link, *, at: datetime) -> bool:
    """Whether the last use is known to the minute, so that a calendar that asks often does not write often."""
    return link.used_at is not None and at - link.used_at < _OFTEN


def _row(link: Link) -> dict[str, Any]:
    return {column.name: getattr(link, column.name) for column in table.c} | {"kind": link.kind.value}


def _read(row: Any) -> Link:
    return Link(**{**row, "kind": LinkKind(row["kind"])})
