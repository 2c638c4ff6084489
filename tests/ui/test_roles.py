"""Role x page: who sees a page, who is told calmly that it is not theirs; direct and by navigation."""

from __future__ import annotations

from itertools import product

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.desk import team as desk_team
from planner.model.errors import ServiceError
from planner.model.language import text
from planner.model.message import message
from planner.model.words import Role
from planner.ui.access import ACCESS, HOME
from planner.ui.plain import plain
from tests.ui.conftest import ROOT, opened
from tests.ui.sample import MARIA

CHOICES = {
    Role.DISPATCHER: "dispatcher",
    Role.TECHNICIAN: "technician:T01",
    Role.MANAGER: "manager",
}
REFUSED = text("shell.not_yours_title", "sv")


def refused(at: AppTest) -> bool:
    return any(one.value == REFUSED for one in at.subheader)


@pytest.mark.parametrize(("role", "page"), list(product(CHOICES, ACCESS)))
def test_a_page_opens_for_its_roles_and_refuses_the_others(firm: Desk, role: Role, page: str) -> None:
    at = opened(page, who=CHOICES[role])
    assert not at.exception
    assert refused(at) is (role not in ACCESS[page])


@pytest.mark.parametrize(("role", "page"), list(product(CHOICES, ACCESS)))
def test_a_page_run_without_the_shell_asks_the_role_itself(firm: Desk, role: Role, page: str) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60)
    at.session_state["fp.role"] = CHOICES[role]
    at.session_state["fp.language"] = "sv"
    at.run()
    assert not at.exception
    assert refused(at) is (role not in ACCESS[page])


def test_the_entry_script_runs_as_a_script_too(firm: Desk) -> None:
    at = AppTest.from_file(str(ROOT / "dispatch_app.py"), default_timeout=60).run()
    assert not at.exception
    assert at.radio(key="fp-role").value == "dispatcher"


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


def test_an_unknown_technician_in_the_address_is_nobody(firm: Desk) -> None:
    at = opened("team", who="technician:nobody")
    assert not at.exception
    assert not refused(at)


def test_a_name_full_of_markdown_stays_a_name_in_the_role_switch(firm: Desk) -> None:
    anna = desk_team.get_team(firm, MARIA).technician("T01")
    assert anna is not None
    desk_team.save_technician(firm, MARIA, anna.replace(name="![x](https://evil.example/x.png)"))
    at = opened("team")
    assert not any("![x](" in option for radio in at.radio for option in radio.options)


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
