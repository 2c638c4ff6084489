"""Tries of a password, counted before they are judged: five wrong ones in 15 minutes close a login for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner import store
from planner.desk.opening import Desk
from planner.model.errors import PlannerError
from planner.model.message import message

__all__ = [
    "ADDRESS_TRIES",
    "ELSEWHERE",
    "LOGIN_TRIES",
    "WINDOW",
    "TooManyTriesError",
    "begun",
    "begun_elsewhere",
    "given_back",
    "settle",
    "settled",
]

LOGIN_TRIES = 5
ADDRESS_TRIES = 20
"""A whole office shares one address behind its router: fewer would let one forgetful person close it for all."""
ELSEWHERE = "openid connect"
"""Stands for the login while another service is asked who somebody is; no login has a space in it."""
WINDOW = timedelta(minutes=15)


class TooManyTriesError(PlannerError):
    """Too many wrong passwords; also the right one is not judged before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(message("account.locked", until=until))
        self.until = until


def begun(desk: Desk, login: str, address: str) -> int:
    """Note a try before the password is looked at, and return its id: tries at the same moment count as well.

    Raises
    ------
    TooManyTriesError
        If the login or the address has used up its tries; this one is not counted, or waiting would never end.
    """
    now = desk.clock()
    with desk.store.writing() as db:
        store.accounts.find_by_login(db, login, alone=True)
        _refuse_many(LOGIN_TRIES, store.sessions.failures(db, since=now - WINDOW, login=login))
        _refuse_many(ADDRESS_TRIES, store.sessions.failures(db, since=now - WINDOW, address=address))
        return store.sessions.add_attempt(db, login, address, at=now)


def begun_elsewhere(desk: Desk, address: str) -> int:
    """Note a try before another service is asked who somebody is, and return its id.

    Only the address is counted: wrong passwords of others keep nobody from signing in there, nor the other way round.

    Raises
    ------
    TooManyTriesError
        If the address has used up its tries.
    """
    now = desk.clock()
    with desk.store.writing() as db:
        _refuse_many(ADDRESS_TRIES, store.sessions.failures(db, since=now - WINDOW, address=address))
        return store.sessions.add_attempt(db, ELSEWHERE, address, at=now)


def given_back(desk: Desk, attempt_id: int) -> None:
    """Forget a try that was not judged: a service that is away must not close the office's way in by password."""
    with desk.store.writing() as db:
        store.sessions.forget_attempt(db, attempt_id)


def settle(desk: Desk, attempt_id: int, *, login: str | None = None) -> None:
    """Note that a try was right, in a unit of its own; with whose login it was, where that was unknown."""
    with desk.store.writing() as db:
        settled(db, attempt_id, login=login)


def settled(db: store.Connection, attempt_id: int, *, login: str | None = None) -> None:
    """Note that a try was right."""
    store.sessions.succeeded(db, attempt_id, login=login)


def _refuse_many(most: int, failed: tuple[datetime, ...]) -> None:
    if len(failed) >= most:
        raise TooManyTriesError(failed[-most] + WINDOW)
