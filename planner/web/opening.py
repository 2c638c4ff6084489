"""One desk per process and database, shared by screens and routes; and what must hold before anybody is served."""

from __future__ import annotations

import os
import sys
from functools import cache

from planner.cli.users import handed_lines
from planner.desk import Desk, open_desk
from planner.desk.demo_accounts import in_demo
from planner.desk.first_start import first_administrator
from planner.desk.signin import clean_up
from planner.model.errors import PlannerError
from planner.web.cookies import LOOPBACK
from planner.web.provider import Provider

__all__ = ["hosts", "prepare", "shared_desk"]


def shared_desk() -> Desk:
    """Return the desk on the database that `DATABASE_URL` or `FALTPLAN_VAR` names, opened once."""
    return _opened(os.environ.get("DATABASE_URL"), os.environ.get("FALTPLAN_VAR"))


def prepare(address: str | None) -> None:
    """Make the first administrator where nobody has an account, and keep the demo on this machine.

    Parameters
    ----------
    address
        Streamlit's ``server.address``; None means every address of the machine.

    Raises
    ------
    SystemExit
        With the sentence that says what to do: the demo would be reached from elsewhere, no database answers, or the
        settings of the OpenID provider are wrong.
    """
    try:
        Provider.check(hosts())
        desk = shared_desk()
        refuse_demo_elsewhere(desk, address)
        clean_up(desk)
        handed = first_administrator(desk)
    except PlannerError as error:
        raise SystemExit(f"Fältplan: {error}") from error
    if handed is not None:
        # Written once, to whoever started the app; never to a log.
        sys.stdout.writelines(f"{line}\n" for line in handed_lines(handed, "en"))
        sys.stdout.flush()


def refuse_demo_elsewhere(desk: Desk, address: str | None) -> None:
    """Refuse to listen where others reach people who sign in without a password.

    Raises
    ------
    SystemExit
        With the sentence that says what to do.
    """
    # With a name of its own the app stands behind a proxy, and is reached from elsewhere whatever its address.
    named = os.environ.get("FALTPLAN_HOSTS", "").strip()
    if (named or address not in LOOPBACK) and in_demo(desk):
        where = f"FALTPLAN_HOSTS is {named}" if named else f"server.address is {address or 'not set (every address)'}"
        raise SystemExit(
            f"Fältplan: {where}, but the database has demo accounts, "
            "which need no password. Make an administrator (python -m planner user add LOGIN --name NAME --role "
            "administrator), then close them (python -m planner user remove-demo); or start with "
            "--server.address 127.0.0.1 and without FALTPLAN_HOSTS."
        )


def hosts() -> list[str]:
    """Return the names the app answers to: this machine's own, and those of `FALTPLAN_HOSTS`, separated by commas."""
    named = [one.strip() for one in os.environ.get("FALTPLAN_HOSTS", "").split(",")]
    return ["127.0.0.1", "localhost", "::1", "[::1]", *filter(None, named)]


@cache
def _opened(url: str | None, var: str | None) -> Desk:
    return open_desk(url, var=var)
