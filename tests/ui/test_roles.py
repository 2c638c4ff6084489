"""Role x page: who sees a page, who is told calmly that it is not theirs; direct and by navigation."""

from __future__ import annotations

from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk, accounts, signin
from planner.desk import team as desk_team
from planner.model.errors import ServiceError
from planner.model.language import text
from planner.model.message import message
from planner.model.words import Role
from planner.ui.access import ACCESS, HOME
from planner.ui.plain import plain
from tests.ui.conftest import ROOT, opened
from tests.ui.sample import ADAM, ANNA, MARIA, token_for

CHOICES = {
    Role.DISPATCHER: "dispatcher",
    Role.TECHNICIAN: "technician:T01",
    Role.MANAGER: "manager",
    Role.ADMINISTRATOR: "administrator",
}
REFUSED = text("shell.not_yours_title", "sv")


ENDED = text("header.ended_title", "sv")


def ended(at: AppTest) -> bool:
    return any(one.value == ENDED for one in at.subheader)


def refused(at: AppTest) -> bool:
    return any(one.value == REFUSED for one in at.subheader)


@pytest.mark.parametrize(("role", "page"), list(product(CHOICES, ACCESS)))
def test_a_page_opens_for_its_roles_and_refuses_the_others(firm: Desk, role: Role, page: str) -> None:
    at = opened(page, who=CHOICES[role])
    assert not at.exception
    assert not ended(at)
    assert refused(at) is (role not in ACCESS[page])


@pytest.mark.parametrize(("role", "page"), list(product(CHOICES, ACCESS)))
def test_a_page_run_without_the_shell_asks_the_role_itself(firm: Desk, role: Role, page: str) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60)
    at.session_state["fp.token"] = token_for(firm, CHOICES[role])
    at.session_state["fp.language"] = "sv"
    at.run()
    assert not at.exception
    assert not ended(at)
    assert refused(at) is (role not in ACCESS[page])


def test_the_entry_script_runs_as_a_script_too(firm: Desk) -> None:
    at = AppTest.from_file(str(ROOT / "dispatch_app.py"), default_timeout=60)
    at.session_state["fp.token"] = token_for(firm, "dispatcher")
    at.run()
    assert not at.exception
    assert not ended(at)


@pytest.mark.parametrize("role", list(CHOICES))
def test_each_role_begins_at_home(firm: Desk, role: Role) -> None:
    at = opened(who=CHOICES[role])
    assert not at.exception
    assert not refused(at)
    assert HOME[role] in ACCESS


@pytest.mark.parametrize("page", list(ACCESS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_empty_database_shows_sentences_not_traces(nothing: Desk, page: str, language: str) -> None:
    at = opened(page, language=language)
    assert not at.exception


@pytest.mark.parametrize("page", list(ACCESS))
def test_without_a_session_no_page_shows_anything(firm: Desk, page: str) -> None:
    for token in ("", "made-up", store.sessions.hash_of(token_for(firm, "dispatcher"))):
        for file in (ROOT / "pages" / f"{page}.py", ROOT / "planner" / "ui" / "main.py"):
            at = AppTest.from_file(str(file), default_timeout=60)
            at.session_state["fp.token"] = token
            at.session_state["fp.language"] = "sv"
            at.run()
            assert not at.exception
            assert ended(at)
            assert [one.value for one in at.text] == [text("header.ended", "sv")]
            assert not at.button


def test_every_page_file_has_its_row_in_the_table_of_access() -> None:
    files = {file.stem for file in (ROOT / "pages").glob("*.py")}
    assert files == set(ACCESS)
    assert all(set(roles) <= set(Role) and roles for roles in ACCESS.values())


def test_a_name_full_of_markdown_stays_a_name_in_the_header(firm: Desk) -> None:
    maria = next(one for one in accounts.list_accounts(firm, ADAM) if one.account_id == MARIA.actor_id)
    accounts.save_account(firm, ADAM, maria.replace(name="![x](https://evil.example/x.png)<b>"))
    at = opened("team")
    labels = [one.proto.popover.label for one in at.get("popover")]
    assert any("evil" in label for label in labels)
    assert not any("![x](" in label for label in labels)


def test_who_is_closed_or_gets_another_role_loses_access_with_the_next_rerun(firm: Desk) -> None:
    def changed(**changes: object) -> None:
        found = next(one for one in accounts.list_accounts(firm, ADAM) if one.account_id == "maria")
        accounts.save_account(firm, ADAM, found.replace(**changes))

    at = opened("team")
    assert not ended(at)
    changed(active=False)
    assert ended(at.run())
    changed(active=True)
    assert ended(at.run())
    at = opened("team")
    changed(role=Role.MANAGER)
    assert ended(at.run())
    assert refused(opened("requests"))


def test_a_closed_account_is_out_even_while_its_session_still_stands_in_the_database(firm: Desk) -> None:
    at = opened("team")
    with firm.store.writing() as db:
        found = store.accounts.get(db, "maria")
        assert found is not None
        store.accounts.save(db, found.replace(active=False))
    assert ended(at.run())


def test_signing_out_in_one_tab_ends_the_other_at_its_next_rerun(firm: Desk) -> None:
    token = token_for(firm, "dispatcher")
    tabs = []
    for _ in range(2):
        at = AppTest.from_file(str(ROOT / "planner" / "ui" / "main.py"), default_timeout=60)
        at.session_state["fp.token"] = token
        tabs.append(at.run())
    assert not any(ended(at) for at in tabs)
    signin.sign_out(firm, token)
    assert all(ended(at.run()) for at in tabs)


def test_a_password_for_one_time_opens_no_page(firm: Desk) -> None:
    at = opened("team")
    token = signin.sign_in_known(firm, accounts.new_password(firm, ADAM, "maria").account.account_id, client="test")
    at.session_state["fp.token"] = token
    assert ended(at.run())


@pytest.mark.parametrize("address", ["as=administrator", "as=technician:T02", "fp.token=x"])
def test_nothing_in_the_address_makes_somebody_else_of_you(firm: Desk, address: str) -> None:
    name, _, value = address.partition("=")
    at = opened(who="technician:T01")
    at.query_params[name] = value
    at.run()
    at.switch_page("../../pages/requests.py").run()
    assert refused(at)
    assert any(ANNA.name in one.proto.popover.label for one in at.get("popover"))


def test_a_database_that_does_not_answer_is_a_sentence_with_a_way_on(
    firm: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened("team")

    def away(*_args: object) -> None:
        raise ServiceError(message("store.unavailable"))

    monkeypatch.setattr(desk_team, "get_team", away)
    at.run()
    assert not at.exception
    assert [one.value for one in at.error] == [plain(text("store.unavailable", "sv"))]
    assert at.button(key="fp-again").label == "Försök igen"
