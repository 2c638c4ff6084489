"""Tries of a password, counted before they are judged: five wrong ones in 15 minutes close a login for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner import store
from planner.desk.opening import Desk
from planner.model.errors import PlannerError
from planner.model.message import message

__all__ = ["ADDRESS_TRIES", "LOGIN_TRIES", "WINDOW", "TooManyTriesError", "begun", "settle", "settled"]

LOGIN_TRIES = 5
ADDRESS_TRIES = 20
"""A whole office shares one address behind its router: fewer would let one forgetful person close it for all."""
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
        since = now - WINDOW
        for most, failed in (
            (LOGIN_TRIES, store.sessions.failures(db, since=since, login=login)),
            (ADDRESS_TRIES, store.sessions.failures(db, since=since, address=address)),
        ):
            if len(failed) >= most:
                raise TooManyTriesError(failed[-most] + WINDOW)
        return store.sessions.add_attempt(db, login, address, at=now)


def settle(desk: Desk, attempt_id: int) -> None:
    """Note that a try was right, in a unit of its own."""
    with desk.store.writing() as db:
        settled(db, attempt_id)


def settled(db: store.Connection, attempt_id: int) -> None:
    """Note that a try was right."""
    store.sessions.succeeded(db, attempt_id)
