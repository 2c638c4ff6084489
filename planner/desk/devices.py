"""Devices that keep a technician's day: signed in for weeks, listed, and shut out in one press.

A device gets a token of its own, apart from the session it was made with: the session ends after a working day, the
tablet stays the technician's. Who it stands for is read anew at every contact.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from planner import store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check, own_technician
from planner.desk.unit import changing
from planner.model.errors import ServiceError
from planner.model.event import Actor
from planner.model.words import Role
from planner.store.devices import Device
from planner.store.sessions import hash_of

__all__ = [
    "IDLE",
    "LONGEST",
    "LONGEST_NAME",
    "Device",
    "OnDevice",
    "Standing",
    "is_held_with",
    "list_devices",
    "on_device",
    "remember",
    "rename",
    "shut_out",
    "sign_out",
]

IDLE = timedelta(days=30)
"""A device that nobody uses is forgotten: longer than any holiday between two days of work need not be bridged."""
LONGEST = timedelta(days=180)
"""After that its user signs in once more, however busy it is."""
LONGEST_NAME = 60
_SEEN_EVERY = timedelta(seconds=30)


class Standing(StrEnum):
    """What a token still opens."""

    OPEN = "open"
    ENDED = "ended"  # signed out, run out, or unknown: the day goes, what is not sent waits for its technician
    SHUT_OUT = "shut_out"  # by somebody, or with its account: everything goes


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDevice:
    """What a device may do, and as whom; no device and actor where it may do nothing."""

    standing: Standing
    device: Device | None = None
    actor: Actor | None = None


def remember(desk: Desk, actor: Actor, *, client: str, mark: str = "", instead_of: str | None = None) -> str:
    """Let a device keep the actor's own day, and return its token, which is kept nowhere.

    Parameters
    ----------
    client
        What the browser calls itself.
    mark
        What the browser made up for itself: the technician's devices with the same mark are this one, from before
        its cookie was lost, and end; their name stays.
    instead_of
        Token the browser held before; that device ends.

    Raises
    ------
    InputError
        If the actor is no technician.
    """
    check(actor, "devices.remember")
    whose = own_technician(actor, None)
    token, now = secrets.token_urlsafe(32), desk.clock()
    device = Device(
        device_id=uuid4().hex,
        token_hash=hash_of(token),
        account_id=actor.actor_id,
        technician_id=whose,
        created_at=now,
        seen_at=now,
        expires_at=now + IDLE,
        client=client[:200],
        mark=mark[:64],
    )
    with changing(desk, "devices.remember", by=actor) as db:
        before = store.devices.of_token(db, hash_of(instead_of)) if instead_of else None
        if before is not None and before.revoked_at is None:
            store.devices.sign_out(db, before)
        same = [one for one in store.devices.find(db, whose, holding=now) if mark and one.mark == device.mark]
        for one in same:
            store.devices.sign_out(db, one)
        known = next((one.name for one in (before, *same) if one and one.name and one.technician_id == whose), "")
        store.devices.add(db, replace(device, name=known))
    return token


def on_device(desk: Desk, token: str | None) -> OnDevice:
    """Return what a token opens, as the database has it now."""
    if not token:
        return OnDevice(standing=Standing.ENDED)
    now = desk.clock()
    with desk.store.reading() as db:
        device = store.devices.of_token(db, hash_of(token))
        if device is None or (device.revoked_at is None and device.expires_at <= now):
            return OnDevice(standing=Standing.ENDED)
        actor = None if device.revoked_at is not None else _actor(db, device)
    if actor is None:
        return OnDevice(standing=Standing.SHUT_OUT)
    _keep_alive(desk, device, now)
    return OnDevice(standing=Standing.OPEN, device=device, actor=actor)


def list_devices(desk: Desk, actor: Actor, *, technician_id: str | None = None) -> tuple[Device, ...]:
    """Return the devices that keep a technician's day, the last used first; a technician sees their own."""
    check(actor, "devices.list_devices")
    whose = own_technician(actor, technician_id)
    with desk.store.reading() as db:
        return store.devices.find(db, whose, holding=desk.clock())


def is_held_with(device: Device, token: str | None) -> bool:
    """Whether a token is a device's own: who asks with it asks on that device."""
    return bool(token) and device.token_hash == hash_of(token or "")


def rename(desk: Desk, actor: Actor, device_id: str, name: str) -> None:
    """Call a device something, so that it can be told from others; an empty name takes the last one away.

    Parameters
    ----------
    name
        At most `LONGEST_NAME` characters are kept.

    Raises
    ------
    NotAllowedError
        If a technician means somebody else's.
    InputError
        If there is no such device.
    """
    check(actor, "devices.rename")
    said = " ".join(name.split())[:LONGEST_NAME]
    with changing(desk, "devices.rename", by=actor) as db:
        device = _known(db, device_id)
        own_technician(actor, device.technician_id)
        store.devices.rename(db, device, said)


def shut_out(desk: Desk, actor: Actor, device_id: str) -> None:
    """Shut a device out: it gets nothing any more, and deletes what it keeps at its next contact.

    Its person's sessions end with it: one of them may be open on the lost device, and would let it in anew.

    Raises
    ------
    NotAllowedError
        If a technician means somebody else's.
    InputError
        If there is no such device.
    """
    check(actor, "devices.shut_out")
    with changing(desk, "devices.shut_out", by=actor) as db:
        device = _known(db, device_id)
        own_technician(actor, device.technician_id)
        if device.revoked_at is None:
            store.devices.shut_out(db, device, at=desk.clock())
            store.sessions.end_browsers_of(db, device.account_id)


def sign_out(desk: Desk, token: str | None) -> None:
    """Forget the device with a token; one that was shut out stays shut out."""
    if not token:
        return
    with desk.store.writing() as db:
        device = store.devices.of_token(db, hash_of(token))
        if device is not None and device.revoked_at is None:
            store.devices.sign_out(db, device)


def _known(db: store.Connection, device_id: str) -> Device:
    device = store.devices.get(db, device_id)
    if device is None:
        raise refusal("devices.unknown", field="device_id", value=device_id)
    return device


def _actor(db: store.Connection, device: Device) -> Actor | None:
    """Whom a device stands for; None where the account or the technician is closed, or is somebody else by now."""
    account = store.accounts.get(db, device.account_id)
    technician = store.people.get_technician(db, device.technician_id)
    if account is None or not account.active or account.role is not Role.TECHNICIAN:
        return None
    if technician is None or not technician.active:
        return None
    # In the demo a technician may play somebody else of the team.
    if account.technician_id != device.technician_id and not account.demo:
        return None
    return Actor(
        actor_id=account.account_id, name=technician.name, role=account.role, technician_id=device.technician_id
    )


def _keep_alive(desk: Desk, device: Device, now: datetime) -> None:
    if now - device.seen_at < _SEEN_EVERY:
        return
    until = min(now + IDLE, device.created_at + LONGEST)
    # A full disk must not keep anybody from their day.
    with suppress(ServiceError), desk.store.writing() as db:
        store.devices.seen(db, device, at=now, until=until)
