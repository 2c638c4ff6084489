"""The demo: entered by a button, on this machine only, and never where the accounts are real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner import store
from planner.desk import Desk, accounts, signin
from planner.desk.accounts import OPERATOR
from planner.desk.demo_accounts import add_demo_accounts, demo_team
from planner.model.errors import InputError
from planner.model.words import Role
from planner.web import prepare, shared_desk
from planner.web.opening import hosts
from tests.ui.sample import team
from tests.web.client import Client


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A database with a team and no account."""
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path / "empty"))
    desk = shared_desk()
    with desk.store.writing() as db:
        for one in team(desk.today()):
            store.people.save_technician(db, one)
    yield desk
    desk.store.close()


@pytest.fixture
def demo(empty: Desk) -> Desk:
    """The same with the people of the demo."""
    add_demo_accounts(empty, "T01", "Anna L")
    return empty


def test_a_person_of_the_demo_is_entered_by_a_button_and_changes_places(demo: Desk) -> None:
    client = Client()
    assert client.page("/signin").text.count("Gå in som") == 3
    client.post("/signin/demo", {"account": "demo-maria", "form": client.form_token()})
    first = client.token
    found = signin.actor_of(demo, first)
    assert found is not None
    assert (found.role, found.name) == (Role.DISPATCHER, "Maria E.")
    fields = {"account": "demo-anna", "technician": "T03", "held": "1", "form": signin.form_token(first or "")}
    assert client.post("/signin/demo", fields).status_code == 303
    assert signin.signed_in(demo, first) is None
    found = signin.actor_of(demo, client.token)
    assert found is not None
    assert (found.role, found.name, found.technician_id) == (Role.TECHNICIAN, "Cecilia R", "T03")
    unknown = {"account": "demo-anna", "technician": "T99", "held": "1", "form": signin.form_token(client.token or "")}
    client.post("/signin/demo", unknown)
    found = signin.actor_of(demo, client.token)
    assert found is not None
    assert found.technician_id == "T01"
    real = {"account": "adam", "held": "1", "form": signin.form_token(client.token or "")}
    assert client.post("/signin/demo", real).status_code == 403


@pytest.mark.parametrize("how", ["address", "host", "proxy"])
def test_the_demo_is_entered_from_this_machine_only(demo: Desk, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(address="10.0.0.7") if how == "address" else Client()
    form = client.form_token()
    passed_on = {"x_forwarded_for": "10.0.0.7"} if how == "proxy" else {}
    if how == "host":
        client.host = "planner.example"
        client.cookies.set("faltplan_form", "secret", domain="planner.example", path="/")
        form = signin.form_token("secret")
    answer = client.post("/signin/demo", {"account": "demo-maria", "form": form}, **passed_on)
    assert answer.status_code in (400, 403)
    assert client.token is None
    if how != "host":
        assert "Gå in som" not in client.page("/signin", **passed_on).text


def test_closing_the_demo_ends_it_at_once(demo: Desk) -> None:
    token = signin.sign_in_known(demo, "demo-maria", client="x")
    with pytest.raises(InputError):
        accounts.remove_demo(demo, OPERATOR)
    accounts.add_account(demo, OPERATOR, login="eva", name="Eva", role=Role.ADMINISTRATOR)
    assert [one.login for one in accounts.remove_demo(demo, OPERATOR)] == ["anna", "maria", "olof"]
    assert signin.signed_in(demo, token) is None
    assert "Gå in som" not in Client().page("/signin").text


def test_closed_people_of_the_demo_are_not_opened_again(demo: Desk) -> None:
    accounts.add_account(demo, OPERATOR, login="eva", name="Eva", role=Role.ADMINISTRATOR)
    accounts.remove_demo(demo, OPERATOR)
    maria = next(one for one in accounts.list_accounts(demo, OPERATOR) if one.login == "maria")
    with pytest.raises(InputError, match="not opened again"):
        accounts.save_account(demo, OPERATOR, maria.replace(active=True))
    with pytest.raises(InputError, match="no password"):
        accounts.new_password(demo, OPERATOR, maria.account_id)


def test_only_the_demo_tells_whom_one_may_play(demo: Desk) -> None:
    token = signin.sign_in_known(demo, "demo-anna", client="x")
    assert [name for _, name in demo_team(demo, token)] == ["Anna L", "Bo K", "Cecilia R"]
    assert demo_team(demo, None) == demo_team(demo, "made-up") == ()
    eva = accounts.add_account(demo, OPERATOR, login="eva", name="Eva", role=Role.ADMINISTRATOR).account
    assert demo_team(demo, signin.sign_in_known(demo, eva.account_id, client="x")) == ()


def test_a_real_technician_plays_nobody_else(demo: Desk) -> None:
    bo = accounts.add_account(demo, OPERATOR, login="bo", name="Bo", role=Role.TECHNICIAN, technician_id="T02").account
    token = signin.sign_in_known(demo, bo.account_id, client="x", technician_id="T03")
    found = signin.signed_in(demo, token)
    assert found is not None
    assert found.actor.technician_id == "T02"


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.4", "planner.example"])
def test_with_the_demo_the_app_refuses_to_listen_where_others_reach_it(demo: Desk, address: str | None) -> None:
    with pytest.raises(SystemExit, match="user remove-demo"):
        prepare(address)


def test_with_the_demo_the_app_has_no_name_of_its_own(demo: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FALTPLAN_HOSTS", "planner.example")
    with pytest.raises(SystemExit, match=r"FALTPLAN_HOSTS is planner\.example"):
        prepare("127.0.0.1")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_with_the_demo_the_app_starts_on_loopback(demo: Desk, address: str) -> None:
    prepare(address)


def test_without_the_demo_the_app_listens_where_it_is_told(
    empty: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FALTPLAN_HOSTS", " planner.example, plan.example ,")
    prepare("0.0.0.0")
    assert hosts() == ["127.0.0.1", "localhost", "::1", "[::1]", "planner.example", "plan.example"]


def test_the_first_start_makes_one_administrator_and_tells_the_password_once(
    empty: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare("127.0.0.1")
    said = capsys.readouterr().out.splitlines()
    assert "admin (administrator)" in said[0]
    client = Client()
    fields = {"login": "admin", "password": said[1].strip(), "form": client.form_token()}
    assert client.post("/signin", fields).status_code == 303
    assert client.page("/").headers["location"].startswith("/password")
    prepare("127.0.0.1")
    assert capsys.readouterr().out == ""
    assert [one.login for one in accounts.list_accounts(empty, OPERATOR)] == ["admin"]
