"""Signing in and out: nobody is an actor yet. What a browser holds is a random token; the database knows its hash.

Role and active flag are read anew at every call: an account that is closed loses access with its next click.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from planner import store
from planner.desk import passwords, tries
from planner.desk.opening import Desk
from planner.desk.unit import changing
from planner.model.account import Account
from planner.model.errors import NotAllowedError, ServiceError
from planner.model.event import Actor
from planner.model.message import message
from planner.model.words import Role
from planner.store.sessions import Session, hash_of

__all__ = [
    "ATTEMPTS_KEPT",
    "IDLE",
    "LONGEST",
    "SignedIn",
    "actor_of",
    "clean_up",
    "form_token",
    "sign_in",
    "sign_in_known",
    "sign_out",
    "sign_out_everywhere",
    "signed_in",
]

IDLE = timedelta(hours=12)
"""A session nobody uses ends after a working day: a tablet stays signed in over lunch, not over the night."""
LONGEST = timedelta(days=30)
"""A session ends at last, however busy it is."""
ATTEMPTS_KEPT = timedelta(days=90)
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who a token stands for, and whether they must choose a password before anything else."""

    account: Account
    actor: Actor


def sign_in(desk: Desk, login: str, password: str, address: str, client: str) -> str:
    """Sign somebody in and return the token of a new session.

    Parameters
    ----------
    address
        Network address of the browser; tries are counted for it.
    client
        What the browser calls itself.

    Raises
    ------
    NotAllowedError
        If login and password do not belong together, or the account is closed: the same sentence in the same time.
    TooManyTriesError
        If there were too many wrong tries.
    """
    wanted = login.strip().casefold()[:200]
    attempt_id = tries.begun(desk, wanted, address)
    with desk.store.reading() as db:
        account = store.accounts.find_by_login(db, wanted)
        known = None if account is None else store.accounts.password_of(db, account.account_id)
    right = passwords.verified(known, password[: 2 * passwords.MOST_CHARACTERS])
    if account is None or not right or not account.active:
        raise NotAllowedError(message("account.wrong"))
    with desk.store.writing() as db:
        if store.accounts.password_of(db, account.account_id) != known:
            raise NotAllowedError(message("account.wrong"))  # it was replaced while we compared
        tries.settled(db, attempt_id)
        return _begun(db, account, now=desk.clock(), client=client)


def sign_in_known(desk: Desk, account_id: str, *, client: str, technician_id: str | None = None) -> str:
    """Sign in somebody whom another proof has named: a password changed just now, or the demo's button.

    Parameters
    ----------
    technician_id
        Whom a technician of the demo plays.

    Raises
    ------
    NotAllowedError
        If there is no such account, or it is closed.
    """
    with desk.store.writing() as db:
        account = store.accounts.get(db, account_id)
        if account is None or not account.active:
            raise NotAllowedError(message("account.wrong"))
        played = technician_id if account.demo and account.role is Role.TECHNICIAN else None
        return _begun(db, account, now=desk.clock(), client=client, technician_id=played)


def signed_in(desk: Desk, token: str | None) -> SignedIn | None:
    """Return who a token stands for, as the database has them now; None where the session has ended."""
    if not token:
        return None
    now = desk.clock()
    with desk.store.reading() as db:
        session = store.sessions.get(db, hash_of(token))
        if session is None or session.expires_at <= now:
            return None
        account = store.accounts.get(db, session.account_id)
        if account is None or not account.active:
            return None
        actor = _actor(db, account, session)
    _keep_alive(desk, session, now)
    return SignedIn(account=account, actor=actor)


def actor_of(desk: Desk, token: str | None) -> Actor | None:
    """Return the actor a token stands for; None without a session, and while a password must be chosen first."""
    found = signed_in(desk, token)
    return None if found is None or found.account.must_change else found.actor


def sign_out(desk: Desk, token: str | None) -> None:
    """End the session of a token."""
    if token:
        with desk.store.writing() as db:
            store.sessions.end(db, hash_of(token))


def sign_out_everywhere(desk: Desk, token: str | None) -> None:
    """End every session of the person a token stands for."""
    found = signed_in(desk, token)
    if found is not None:
        with changing(desk, "signin.sign_out_everywhere", by=found.actor) as db:
            store.sessions.end_all_of(db, found.account.account_id)


def clean_up(desk: Desk) -> None:
    """Forget sessions that have ended, on devices too, and old tries."""
    now = desk.clock()
    with desk.store.writing() as db:
        store.sessions.forget_ended(db, now=now)
        store.devices.forget_ended(db, now=now)
        store.sessions.forget_attempts(db, before=now - ATTEMPTS_KEPT)


def form_token(token: str) -> str:
    """Return what forms of a session carry, so that no other site's form passes for ours; it gives no token away."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def _begun(
    db: store.Connection, account: Account, *, now: datetime, client: str, technician_id: str | None = None
) -> str:
    token = secrets.token_urlsafe(32)
    store.sessions.forget_ended(db, now=now)
    store.sessions.add(
        db,
        Session(
            token_hash=hash_of(token),
            account_id=account.account_id,
            created_at=now,
            seen_at=now,
            expires_at=now + IDLE,
            client=client[:200],
            technician_id=technician_id,
        ),
    )
    store.accounts.signed_in(db, account.account_id, at=now)
    return token


def _actor(db: store.Connection, account: Account, session: Session) -> Actor:
    """The account's actor; in the demo a technician may play somebody else of the team."""
    if session.technician_id is None:
        return account.actor
    played = store.people.get_technician(db, session.technician_id)
    if played is None or not account.demo:
        return account.actor
    return replace(account.actor, name=played.name, technician_id=played.technician_id)


def _keep_alive(desk: Desk, session: Session, now: datetime) -> None:
    if now - session.seen_at < _SEEN_EVERY:
        return
    until = min(now + IDLE, session.created_at + LONGEST)
    # A full disk must not keep anybody from reading.
    with suppress(ServiceError), desk.store.writing() as db:
        store.sessions.seen(db, session.token_hash, at=now, until=until)
