"""Devices that keep a technician's day, in the database; of a token only its hash is known here."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from planner.store.journal import note
from planner.store.tables import device as table

__all__ = ["Device", "add", "find", "forget_ended", "get", "of_token", "rename", "seen", "shut_out", "sign_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A tablet or telephone that keeps a technician's day.

    Parameters
    ----------
    token_hash
        What the database knows of the device's cookie.
    account_id, technician_id
        Who signed in on it, and whose day it keeps.
    expires_at, revoked_at
        Aware moments; it gets nothing from then on. None: nobody shut it out.
    client
        What the browser calls itself.
    name
        What its people call it; empty: nothing.
    mark
        Made up by the browser and kept where a lost cookie does not take it along; empty: it made none.
    """

    device_id: str
    token_hash: str
    account_id: str
    technician_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    client: str
    revoked_at: datetime | None = None
    name: str = ""
    mark: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether it may keep a day at a moment."""
        return self.revoked_at is None and now < self.expires_at


def add(db: sa.Connection, one: Device) -> Device:
    """Insert a new device."""
    db.execute(table.insert().values({name: getattr(one, name) for name in Device.__dataclass_fields__}))
    note(db, table.name, one.device_id, after=_told(one, open_=True))
    return one


def get(db: sa.Connection, device_id: str) -> Device | None:
    """Return a device, or None."""
    return _first(db, table.c.device_id == device_id)


def of_token(db: sa.Connection, token_hash: str) -> Device | None:
    """Return the device with a token, also one that was shut out, or None."""
    return _first(db, table.c.token_hash == token_hash)


def find(db: sa.Connection, technician_id: str, *, holding: datetime) -> tuple[Device, ...]:
    """Return the devices that may keep a technician's day at a moment, the last used first."""
    query = sa.select(*_COLUMNS).where(table.c.technician_id == technician_id).order_by(table.c.seen_at.desc())
    found = (Device(**row._mapping) for row in db.execute(query))
    return tuple(one for one in found if one.holds(holding))


def shut_out(db: sa.Connection, one: Device, *, at: datetime) -> None:
    """Shut a device out; its row stays, so that it can be told to delete what it keeps."""
    db.execute(table.update().where(table.c.device_id == one.device_id).values(revoked_at=at))
    note(db, table.name, one.device_id, before=_told(one, open_=True), after=_told(one, open_=False))


def rename(db: sa.Connection, one: Device, name: str) -> None:
    """Keep what people call a device."""
    db.execute(table.update().where(table.c.device_id == one.device_id).values(name=name))
    before = _told(one, open_=True)
    note(db, table.name, one.device_id, before=before, after=_told(replace(one, name=name), open_=True))


def sign_out(db: sa.Connection, one: Device) -> None:
    """Forget a device whose user signed out on it."""
    db.execute(table.delete().where(table.c.device_id == one.device_id))


def seen(db: sa.Connection, one: Device, *, at: datetime, until: datetime) -> None:
    """Keep that a device was there, and until when it holds."""
    db.execute(table.update().where(table.c.device_id == one.device_id).values(seen_at=at, expires_at=until))


def forget_ended(db: sa.Connection, *, now: datetime) -> int:
    """Delete devices whose time is over and return how many."""
    return db.execute(table.delete().where(table.c.expires_at <= now)).rowcount


_COLUMNS = [table.c[name] for name in Device.__dataclass_fields__]


def _first(db: sa.Connection, this: sa.ColumnElement[bool]) -> Device | None:
    row = db.execute(sa.select(*_COLUMNS).where(this)).first()
    return None if row is None else Device(**row._mapping)


def _told(one: Device, *, open_: bool) -> str:
    told = {"technician_id": one.technician_id, "client": one.client, "name": one.name, "open": open_}
    return json.dumps(told, ensure_ascii=False)
