"""The first start: where nobody has an account, one administrator with a password for one time."""

from __future__ import annotations

import secrets
from contextlib import suppress

from planner import store
from planner.desk import passwords
from planner.desk.accounts import OPERATOR, Handed
from planner.desk.opening import Desk
from planner.desk.unit import changing
from planner.model.account import Account
from planner.model.errors import StaleError
from planner.model.words import Role

__all__ = ["FIRST_LOGIN", "first_administrator"]

FIRST_LOGIN = "admin"


def first_administrator(desk: Desk) -> Handed | None:
    """Make the first administrator where there is no account at all; None where there is one."""
    with desk.store.reading() as db:
        if store.accounts.count(db):
            return None
    account = Account(
        account_id=secrets.token_hex(8),
        login=FIRST_LOGIN,
        name="Administrator",
        role=Role.ADMINISTRATOR,
        must_change=True,
        created_at=desk.clock(),
    )
    password = passwords.made_once()
    hashed = passwords.hashed(password)
    # Two processes that start at once: the second finds the login taken, and nobody is told a password that fails.
    with suppress(StaleError), changing(desk, "first_start.first_administrator", by=OPERATOR) as db:
        return Handed(account=store.accounts.add(db, account, password=hashed), password=password)
    return None
