"""Accounts of the demo: three people who sign in without a password, on this machine only, and change places."""

from __future__ import annotations

from planner import store
from planner.desk import signin
from planner.desk.accounts import OPERATOR
from planner.desk.opening import Desk
from planner.desk.unit import changing
from planner.model.account import Account
from planner.model.errors import NotAllowedError
from planner.model.message import message
from planner.model.words import Role

__all__ = ["add_demo_accounts", "demo_accounts", "demo_team", "in_demo", "sign_in_demo"]


def add_demo_accounts(desk: Desk, technician_id: str, name: str) -> tuple[Account, ...]:
    """Make the demo's dispatcher, technician and manager; the technician is somebody of its team."""
    people = (
        ("maria", "Maria E.", Role.DISPATCHER, None),
        ("anna", name, Role.TECHNICIAN, technician_id),
        ("olof", "Olof G.", Role.MANAGER, None),
    )
    with changing(desk, "demo_accounts.add_demo_accounts", by=OPERATOR) as db:
        return tuple(
            store.accounts.add(
                db,
                Account(
                    account_id=f"demo-{login}",
                    login=login,
                    name=shown,
                    role=role,
                    technician_id=whose,
                    demo=True,
                    created_at=desk.clock(),
                ),
                password=None,
            )
            for login, shown, role, whose in people
        )


def demo_accounts(desk: Desk) -> tuple[Account, ...]:
    """Return the demo's open accounts, dispatcher first; none outside the demo."""
    with desk.store.reading() as db:
        found = store.accounts.find(db, demo=True, active=True)
    return tuple(sorted(found, key=lambda one: list(Role).index(one.role)))


def in_demo(desk: Desk) -> bool:
    """Whether anybody may sign in without a password."""
    return bool(demo_accounts(desk))


def demo_team(desk: Desk, token: str | None) -> tuple[tuple[str, str], ...]:
    """Return id and name of the technicians somebody signed in to the demo may play; nobody for others."""
    found = signin.signed_in(desk, token)
    if found is None or not found.account.demo:
        return ()
    with desk.store.reading() as db:
        return tuple((one.technician_id, one.name) for one in store.people.get_team(db).technicians if one.active)


def sign_in_demo(desk: Desk, account_id: str, *, client: str, technician_id: str | None = None) -> str:
    """Sign in to the demo as one of its people and return the token.

    Parameters
    ----------
    technician_id
        Whom the demo's technician plays; unknown or None: themselves.

    Raises
    ------
    NotAllowedError
        If the account is not an open one of the demo.
    """
    if account_id not in {one.account_id for one in demo_accounts(desk)}:
        raise NotAllowedError(message("account.no_demo"))
    return signin.sign_in_known(desk, account_id, client=client, technician_id=technician_id)
