"""Signing in with a proof of an OpenID provider: it says who somebody is, our database says what they may.

Nobody gets an account this way. The first proof with a verified mail address links the account whose login that address
is; from then on issuer and subject find it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner import store
from planner.desk import signin, tries
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.account import Account
from planner.model.errors import NotAllowedError, StaleError
from planner.model.event import Actor
from planner.model.message import message

__all__ = ["Proof", "linked", "sign_in", "unlink"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a provider said of somebody, checked already.

    Parameters
    ----------
    issuer, subject
        The provider, and what it calls the person, for ever.
    mail
        Address that the provider has verified; empty where there is none.
    """

    issuer: str
    subject: str
    mail: str = ""


def sign_in(desk: Desk, proof: Proof, attempt_id: int, *, client: str) -> str:
    """Sign somebody in and return the token of a new session.

    Parameters
    ----------
    attempt_id
        From `planner.desk.tries.begun_elsewhere`.
    client
        What the browser calls itself.

    Raises
    ------
    NotAllowedError
        If no open account is theirs: the same sentence whatever is missing.
    """
    with desk.store.reading() as db:
        known = store.identities.account_of(db, proof.issuer, proof.subject)
        account = known or _by_mail(db, proof)
    if account is None or account.demo or not account.active:
        raise NotAllowedError(message("account.no_account"))
    if known is None or account.must_change:
        try:
            with changing(desk, "identities.sign_in", by=account.actor) as db:
                _settle(db, account, None if known else proof, now=desk.clock())
        except StaleError:  # the account, or whose it is, was changed at the same moment
            raise NotAllowedError(message("account.no_account")) from None
    token = signin.sign_in_known(desk, account.account_id, client=client)
    tries.settle(desk, attempt_id, login=account.login)
    return token


def linked(desk: Desk, actor: Actor) -> frozenset[str]:
    """Return the ids of the accounts that are linked to somebody at a provider."""
    check(actor, "identities.linked")
    with desk.store.reading() as db:
        return store.identities.linked(db)


def unlink(desk: Desk, actor: Actor, account_id: str) -> int:
    """Remove the links of an account, end its sessions, and return how many links there were.

    Somebody with the account's login as verified address can link it again; to keep them out, close it.

    Raises
    ------
    InputError
        If there is no such account.
    """
    check(actor, "identities.unlink")
    with changing(desk, "identities.unlink", by=actor) as db:
        if store.accounts.get(db, account_id) is None:
            raise refusal("account.unknown", field="account_id", value=account_id)
        removed = store.identities.remove(db, account_id)
        if removed:
            store.sessions.end_all_of(db, account_id)
        return removed


def _by_mail(db: store.Connection, proof: Proof) -> Account | None:
    """The account whose login is the verified address; one that is linked already cannot be linked a second time."""
    # Letters beyond ASCII can become others when their case is folded (ß, K): another person's address.
    if not proof.mail or not proof.mail.isascii():
        return None
    return store.accounts.find_by_login(db, proof.mail.casefold())


def _settle(db: store.Connection, account: Account, proof: Proof | None, *, now: datetime) -> None:
    """Link, and void a one-time password: whoever handed it over knows it, and could have signed in with it."""
    if proof is not None:
        store.identities.add(db, account, issuer=proof.issuer, subject=proof.subject, at=now)
    if account.must_change:
        store.accounts.save_password(db, account.account_id, None)
        store.accounts.save(db, account.replace(must_change=False))
        store.sessions.end_all_of(db, account.account_id)
