"""Accounts: an administrator makes, changes and closes them; everybody changes their own password.

Closing an account or changing its role, technician or password ends its sessions in the same unit of change.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from planner import store
from planner.desk import passwords, tries
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.account import Account
from planner.model.errors import StaleError
from planner.model.event import Actor
from planner.model.words import Role

__all__ = [
    "OPERATOR",
    "Handed",
    "add_account",
    "change_password",
    "end_sessions",
    "list_accounts",
    "new_password",
    "remove_demo",
    "save_account",
]

OPERATOR = Actor(actor_id="operator", name="Operator", role=Role.ADMINISTRATOR)
"""Whoever has the machine: the command line and the first start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An account with the one-time password to hand over; nobody can read it a second time."""

    account: Account
    password: str


def list_accounts(desk: Desk, actor: Actor) -> tuple[Account, ...]:
    """Return all accounts by login, also closed ones."""
    check(actor, "accounts.list_accounts")
    with desk.store.reading() as db:
        return store.accounts.find(db)


def add_account(
    desk: Desk, actor: Actor, *, login: str, name: str, role: Role, technician_id: str | None = None
) -> Handed:
    """Make an account with a one-time password.

    Parameters
    ----------
    technician_id
        Whom of the team a technician is; left out for other roles.

    Raises
    ------
    InputError
        If the login is taken or cannot be one, the name is empty, or the technician is unknown.
    """
    check(actor, "accounts.add_account")
    whose = technician_id if role is Role.TECHNICIAN else None
    account = Account(
        account_id=secrets.token_hex(8),
        login=_login(login),
        name=_name(name),
        role=role,
        technician_id=_named(whose, role),
        must_change=True,
        created_at=desk.clock(),
    )
    password = passwords.made_once()
    hashed = passwords.hashed(password)
    with changing(desk, "accounts.add_account", by=actor) as db:
        _refuse_unknown(db, account.technician_id)
        try:
            added = store.accounts.add(db, account, password=hashed)
        except StaleError:
            raise refusal("account.login_taken", field="login", value=account.login) from None
    return Handed(account=added, password=password)


def save_account(desk: Desk, actor: Actor, account: Account) -> Account:
    """Save name, role, technician and whether the account is open.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    InputError
        If no administrator would be left, the technician is unknown, or an account of the demo is opened again.
    """
    check(actor, "accounts.save_account")
    with changing(desk, "accounts.save_account", by=actor) as db:
        before = _known(db, account.account_id)
        after = before.replace(
            name=_name(account.name),
            role=account.role,
            technician_id=_named(account.technician_id, account.role),
            active=account.active,
            version=account.version,
        )
        _refuse_unknown(db, after.technician_id)
        if before.demo and after.active and not before.active:
            raise refusal("account.demo_stays_closed", field="active")
        saved = store.accounts.save(db, after)
        _refuse_without_administrator(db)
        if _access(before) != _access(saved):
            store.sessions.end_all_of(db, saved.account_id)
        return saved


def new_password(desk: Desk, actor: Actor, account_id: str) -> Handed:
    """Give an account a new one-time password; the old one and every session end.

    Raises
    ------
    InputError
        If there is no such account, or it belongs to the demo.
    """
    check(actor, "accounts.new_password")
    password = passwords.made_once()
    hashed = passwords.hashed(password)
    with changing(desk, "accounts.new_password", by=actor) as db:
        account = _known(db, account_id)
        if account.demo:
            raise refusal("account.demo_has_no_password", field="login", value=account.login)
        store.accounts.save_password(db, account_id, hashed)
        saved = store.accounts.save(db, account.replace(must_change=True))
        store.sessions.end_all_of(db, account_id)
    return Handed(account=saved, password=password)


def end_sessions(desk: Desk, actor: Actor, account_id: str) -> int:
    """Sign somebody out everywhere and return how many sessions they had."""
    check(actor, "accounts.end_sessions")
    with changing(desk, "accounts.end_sessions", by=actor) as db:
        return store.sessions.end_all_of(db, _known(db, account_id).account_id)


def change_password(desk: Desk, actor: Actor, *, old: str | None, new: str, address: str) -> Account:
    """Change one's own password; every session of the account ends.

    Parameters
    ----------
    old
        The present password; not asked (None) of somebody who must change a one-time password they just wrote.
    address
        Network address of the browser; wrong old passwords count as tries to sign in.

    Raises
    ------
    InputError
        If the old password is wrong or the new one too easy.
    TooManyTriesError
        If there were too many wrong tries.
    """
    check(actor, "accounts.change_password")
    with desk.store.reading() as db:
        account = _known(db, actor.actor_id)
        stored = store.accounts.password_of(db, account.account_id)
    if account.demo:
        raise refusal("account.demo_has_no_password", field="login", value=account.login)
    if not account.must_change:
        _judge_old(desk, account, stored, old or "", address)
    passwords.refuse_easy(new, login=account.login, stored=stored)
    hashed = passwords.hashed(new)
    with changing(desk, "accounts.change_password", by=actor) as db:
        store.accounts.save_password(db, account.account_id, hashed)
        saved = store.accounts.save(db, account.replace(must_change=False))
        store.sessions.end_all_of(db, account.account_id)
    return saved


def remove_demo(desk: Desk, actor: Actor) -> tuple[Account, ...]:
    """Close the accounts of the demo, so that the app may be reached from elsewhere, and return them.

    Raises
    ------
    InputError
        If no administrator would be left who can sign in.
    """
    check(actor, "accounts.remove_demo")
    with changing(desk, "accounts.remove_demo", by=actor) as db:
        demo = store.accounts.find(db, demo=True, active=True)
        for one in demo:
            store.accounts.save(db, one.replace(active=False))
            store.sessions.end_all_of(db, one.account_id)
        _refuse_without_administrator(db)
    return demo


def _judge_old(desk: Desk, account: Account, stored: str | None, old: str, address: str) -> None:
    attempt_id = tries.begun(desk, account.login, address)
    if not passwords.verified(stored, old[: 2 * passwords.MOST_CHARACTERS]):
        raise refusal("account.old_wrong", field="old")
    tries.settle(desk, attempt_id)


def _access(account: Account) -> tuple[object, ...]:
    """What of an account decides what a session of it may see."""
    return account.active, account.role, account.technician_id


def _known(db: store.Connection, account_id: str) -> Account:
    account = store.accounts.get(db, account_id)
    if account is None:
        raise refusal("account.unknown", field="account_id", value=account_id)
    return account


def _login(written: str) -> str:
    login = written.strip().casefold()
    if not 2 <= len(login) <= 100 or not login.isprintable() or any(sign.isspace() for sign in login):
        raise refusal("account.login_form", field="login", value=login)
    return login


def _name(written: str) -> str:
    name = " ".join(written.split())
    if not 1 <= len(name) <= 100:
        raise refusal("account.name_form", field="name", value=name)
    return name


def _named(technician_id: str | None, role: Role) -> str | None:
    """Whom a technician is; nobody for other roles."""
    if role is not Role.TECHNICIAN:
        return None
    if not technician_id:
        raise refusal("account.technician_missing", field="technician_id")
    return technician_id


def _refuse_unknown(db: store.Connection, technician_id: str | None) -> None:
    if technician_id is not None and store.people.get_technician(db, technician_id) is None:
        raise refusal("desk.unknown_technician", field="technician_id", value=technician_id)


def _refuse_without_administrator(db: store.Connection) -> None:
    """Somebody must be able to make accounts; the demo, where nobody is one, may go on without."""
    open_ones = store.accounts.find(db, active=True)
    if not any(one.demo for one in open_ones) and not any(one.role is Role.ADMINISTRATOR for one in open_ones):
        raise refusal("account.no_administrator", field="role")
