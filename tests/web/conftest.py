"""The routes on a database of their own, with an account for everybody of `tests.ui.sample`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.desk import Desk, accounts
from planner.desk.accounts import OPERATOR, Handed
from planner.model.words import Role
from planner.web import proving, shared_desk
from tests.ui.sample import add_people
from tests.web.at_provider import BASE, MAIL
from tests.web.provider import CLIENT, SECRET, FakeProvider, serving


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The desk of the routes."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    opened = shared_desk()
    add_people(opened)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def served() -> Iterator[FakeProvider]:
    """The provider, shared by the tests of a module."""
    with serving() as provider:
        yield provider


@pytest.fixture
def provider(served: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The provider of the routes, telling the truth about Stina."""
    served.fresh()
    served.claims["email"] = MAIL
    proving.forget()
    for name, value in {
        "FALTPLAN_OIDC_ISSUER": served.issuer,
        "FALTPLAN_OIDC_CLIENT_ID": CLIENT,
        "FALTPLAN_OIDC_CLIENT_SECRET": SECRET,
        "FALTPLAN_PUBLIC_URL": f"{BASE}/",
    }.items():
        monkeypatch.setenv(name, value)
    return served


@pytest.fixture
def stina(desk: Desk) -> Handed:
    """Somebody with an account whose login is a mail address, and a one-time password nobody has used."""
    return accounts.add_account(desk, OPERATOR, login=MAIL, name="Stina S", role=Role.DISPATCHER)
