"""Accounts in the settings: administrators only; a one-time password is shown once; what is changed is in force."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk, accounts, signin
from planner.model.account import Account
from planner.model.words import Role
from tests.ui.conftest import opened
from tests.ui.sample import ADAM, HOSTILE
from tests.ui.test_board import button


def account(desk: Desk, login: str) -> Account:
    return next(one for one in accounts.list_accounts(desk, ADAM) if one.login == login)


def field(at: AppTest, kind: str, label: str):
    """Return a field of the accounts: other cards of the page may have one of the same name."""
    return next(one for one in at.get(kind) if one.label == label and str(one.key).startswith("ac-"))


def accounts_page(**options: str) -> AppTest:
    return opened("settings", who="administrator", **options)


def accounts_in(at: AppTest):
    """Return the tables that show accounts, beside those of other settings."""
    return [table.value for table in at.dataframe if "adam" in table.value.iloc[:, 0].tolist()]


@pytest.mark.parametrize("who", ["dispatcher", "manager"])
def test_nobody_but_an_administrator_sees_accounts(firm: Desk, who: str) -> None:
    at = opened("settings", who=who)
    assert not at.exception
    assert button(at, "ac-add") is None
    assert not accounts_in(at)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_administrator_sees_who_may_sign_in(firm: Desk, language: str) -> None:
    at = accounts_page(language=language)
    assert not at.exception
    (shown,) = accounts_in(at)
    assert shown.iloc[:, 0].tolist() == ["adam", "anna", "bo", "cecilia", "maria", "olof"]


def test_the_last_sign_in_stands_in_the_teams_time(firm: Desk) -> None:
    late = datetime(2026, 11, 24, 23, 12, tzinfo=UTC)
    with firm.store.writing() as db:
        store.accounts.signed_in(db, "olof", at=late)
    (shown,) = accounts_in(accounts_page())
    assert shown.iloc[5, 5] == "ons 25 november 00:12"


def test_a_new_account_has_a_password_that_is_shown_once(firm: Desk) -> None:
    at = accounts_page()
    assert button(at, "ac-add").disabled
    field(at, "text_input", "Inloggning").set_value("Eva@Example.se").run()
    next(one for one in at.text_input if one.key.startswith("ac-new")).set_value("Eva E").run()
    button(at, "ac-add").click().run()
    assert not at.exception
    (code,) = at.code
    made = account(firm, "eva@example.se")
    assert (made.role, made.must_change, made.name) == (Role.DISPATCHER, True, "Eva E")
    assert signin.sign_in(firm, "eva@example.se", code.value, "1", "x")
    assert not at.run().code


def test_a_technician_is_tied_to_somebody_of_the_team(firm: Desk) -> None:
    at = accounts_page()
    field(at, "text_input", "Inloggning").set_value("eva").run()
    next(one for one in at.text_input if one.key.startswith("ac-new")).set_value("Eva E").run()
    next(one for one in at.selectbox if one.key.startswith("ac-new")).select(Role.TECHNICIAN).run()
    button(at, "ac-add").click().run()
    assert [one.value for one in at.error] == ["Välj vem i teamet teknikern är\\."]
    next(one for one in at.selectbox if one.key.endswith("-technician")).select("T03").run()
    button(at, "ac-add").click().run()
    assert account(firm, "eva").technician_id == "T03"


def test_a_login_that_is_taken_is_a_sentence(firm: Desk) -> None:
    at = accounts_page()
    field(at, "text_input", "Inloggning").set_value("MARIA").run()
    next(one for one in at.text_input if one.key.startswith("ac-new")).set_value("Maria").run()
    button(at, "ac-add").click().run()
    assert not at.exception
    assert "maria finns redan" in at.error[0].value
    assert not at.code


def test_closing_an_account_signs_the_person_out(firm: Desk) -> None:
    token = signin.sign_in_known(firm, "maria", client="x")
    at = accounts_page()
    at.selectbox(key="ac-chosen").select("maria").run()
    field(at, "toggle", "Får logga in").set_value(False).run()
    button(at, "ac-save").click().run()
    assert not at.exception
    assert not account(firm, "maria").active
    assert signin.signed_in(firm, token) is None


def test_the_last_administrator_stays(firm: Desk) -> None:
    at = accounts_page()
    at.selectbox(key="ac-chosen").select("adam").run()
    next(one for one in at.selectbox if one.key.endswith("-role")).select(Role.MANAGER).run()
    button(at, "ac-save").click().run()
    assert not at.exception
    assert "administratör" in at.error[0].value
    assert account(firm, "adam").role is Role.ADMINISTRATOR


def test_a_new_one_time_password_and_signing_out_everywhere(firm: Desk) -> None:
    token = signin.sign_in_known(firm, "olof", client="x")
    at = accounts_page()
    at.selectbox(key="ac-chosen").select("olof").run()
    button(at, "ac-out").click().run()
    assert [one.value for one in at.toast] == ["Utloggad överallt (1)."]
    assert signin.signed_in(firm, token) is None
    button(at, "ac-reset").click().run()
    assert signin.sign_in(firm, "olof", at.code[0].value, "1", "x")


def test_a_hostile_name_is_shown_as_written(firm: Desk) -> None:
    accounts.save_account(firm, ADAM, account(firm, "maria").replace(name=HOSTILE[4] + HOSTILE[1]))
    at = accounts_page()
    at.selectbox(key="ac-chosen").select("maria").run()
    field(at, "text_input", "Namn").set_value(HOSTILE[4]).run()
    button(at, "ac-save").click().run()
    assert not at.exception
    assert not any("![x](" in one.value for one in at.toast)
