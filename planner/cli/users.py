"""``python -m planner user …``: accounts without a browser, for whoever has the machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from planner.cli.arguments import Maker
from planner.desk import Desk, accounts, identities, open_desk
from planner.desk.accounts import OPERATOR, Handed
from planner.desk.problems import refusal
from planner.model.account import Account
from planner.model.language import LANGUAGES, text
from planner.model.words import Role

__all__ = ["add", "handed_lines"]


def add(command: Maker, say: Callable[[str], str]) -> None:
    """Add the command ``user`` with its own commands."""
    user = command("user", lambda chosen: int(chosen.act(chosen)))
    user.add_argument("--database", metavar="URL", help=say("help_database"))
    acts = user.add_subparsers(dest="act_name", required=True, metavar="ACTION")

    def act(name: str, does: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = acts.add_parser(name, help=say(f"help_user_{name.replace('-', '_')}"))
        # Behind the action as well as before it: people write it last.
        one.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("help_language"))
        one.set_defaults(act=does)
        return one

    made = act("add", _add)
    made.add_argument("login", metavar="LOGIN")
    made.add_argument("--name", required=True, metavar="NAME", help=say("help_user_name"))
    made.add_argument("--role", required=True, type=Role, choices=list(Role), help=say("help_user_role"))
    made.add_argument("--technician", metavar="ID", help=say("help_user_technician"))
    act("list", _list)
    act("reset", _reset).add_argument("login", metavar="LOGIN")
    act("deactivate", _deactivate).add_argument("login", metavar="LOGIN")
    act("unlink", _unlink).add_argument("login", metavar="LOGIN")
    act("remove-demo", _remove_demo)


def handed_lines(handed: Handed, language: str) -> Iterator[str]:
    """Give the lines that hand an account over: login, one-time password, what to do with it."""
    yield text("users.handed", language, login=handed.account.login, role=handed.account.role.value)
    yield f"    {handed.password}"
    yield text("users.handed_help", language)


def _add(chosen: argparse.Namespace) -> int:
    with _desk(chosen) as desk:
        handed = accounts.add_account(
            desk, OPERATOR, login=chosen.login, name=chosen.name, role=chosen.role, technician_id=chosen.technician
        )
    return _say(*handed_lines(handed, chosen.language))


def _list(chosen: argparse.Namespace) -> int:
    with _desk(chosen) as desk:
        found, linked = accounts.list_accounts(desk, OPERATOR), identities.linked(desk, OPERATOR)
    return _say(*(_line(one, chosen.language, linked=one.account_id in linked) for one in found))


def _reset(chosen: argparse.Namespace) -> int:
    with _desk(chosen) as desk:
        handed = accounts.new_password(desk, OPERATOR, _found(desk, chosen.login).account_id)
    return _say(*handed_lines(handed, chosen.language))


def _deactivate(chosen: argparse.Namespace) -> int:
    with _desk(chosen) as desk:
        one = accounts.save_account(desk, OPERATOR, _found(desk, chosen.login).replace(active=False))
    return _say(text("users.closed", chosen.language, logins=(one.login,)))


def _unlink(chosen: argparse.Namespace) -> int:
    with _desk(chosen) as desk:
        one = _found(desk, chosen.login)
        if not identities.unlink(desk, OPERATOR, one.account_id):
            raise refusal("users.not_linked", field="LOGIN", value=one.login)
    return _say(text("users.unlinked", chosen.language, logins=(one.login,)))


def _remove_demo(chosen: argparse.Namespace) -> int:
    with _desk(chosen) as desk:
        closed = accounts.remove_demo(desk, OPERATOR)
    key = "users.closed" if closed else "users.no_demo"
    return _say(text(key, chosen.language, logins=tuple(one.login for one in closed)))


@contextmanager
def _desk(chosen: argparse.Namespace) -> Iterator[Desk]:
    desk = open_desk(chosen.database)
    try:
        yield desk
    finally:
        desk.store.close()


def _found(desk: Desk, login: str) -> Account:
    wanted = login.strip().casefold()
    for one in accounts.list_accounts(desk, OPERATOR):
        if one.login == wanted:
            return one
    raise refusal("users.unknown", field="LOGIN", value=login)


def _line(one: Account, language: str, *, linked: bool) -> str:
    marks = [name for name, holds in (("demo", one.demo), ("linked", linked), ("closed", not one.active)) if holds]
    shown = ", ".join(text(f"users.mark.{mark}", language) for mark in marks)
    last = one.signed_in_at.strftime("%Y-%m-%d %H:%M UTC") if one.signed_in_at else "–"
    return f"{one.login:<24} {one.role.value:<14} {one.technician_id or '–':<8} {last:<22} {one.name}  {shown}".rstrip()


def _say(*lines: str) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0
