"""Weights on the settings page: the price before and after, a trial beside it, and profiles of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import worker
from planner.desk import Desk, profiles
from planner.desk import plan as plan_desk
from planner.desk import settings as desk_settings
from planner.desk.queue import runs_of
from planner.model.costs import PROFILES, Weights
from planner.model.job import JobState
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.drawn import html
from tests.ui.sample import MARIA


def field(at: AppTest, kind: str, ending: str) -> Any:
    return next(one for one in getattr(at, kind) if (one.key or "").endswith(ending))


def weighed(**options: str) -> AppTest:
    at = opened("settings", **options)
    field(at, "number_input", ".drive_ore_h").set_value(900.0).run()
    return at.button(key="st-weigh").click().run()


@pytest.mark.parametrize(("language", "words"), [("sv", "Samma plan, nya vikter"), ("en", "Same plan, new weights")])
def test_the_plan_is_priced_by_old_and_new_weights_term_by_term(firm: Desk, language: str, words: str) -> None:
    plan = planned(firm)
    at = weighed(language=language)
    assert not at.exception
    shown = html(at)
    assert words in shown
    drive = next(one.ore for one in plan.price.terms if one.term == "drive_time")
    table = shown[shown.index("class='fp-weigh'") :]
    assert f"{round(drive / 100)}" in table.replace("\xa0", "").replace(",", "")
    assert f"{round(2 * drive / 100)}" in table.replace("\xa0", "").replace(",", "")


def test_weighing_saves_nothing(firm: Desk) -> None:
    planned(firm)
    weighed()
    assert desk_settings.get_weights(firm, MARIA).weights == Weights()
    assert plan_desk.proposals(firm, MARIA, firm.today()) == ()


def test_a_day_without_a_plan_says_so(firm: Desk) -> None:
    at = weighed()
    assert not at.exception
    assert len(at.info) == 1
    assert "ingen plan" in at.info[0].value


def test_fields_that_changed_since_are_said_to_have(firm: Desk) -> None:
    planned(firm)
    at = weighed()
    assert "Fälten har ändrats" not in html(at)
    field(at, "number_input", ".drive_ore_h").set_value(950.0).run()
    assert "Fälten har ändrats" in html(at)


def test_planned_anew_it_stands_beside_and_waits_on_the_board(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    planned(firm)
    at = weighed()
    at.button(key="st-trial").click().run()
    (lease,) = runs_of(firm).claim(at_once=1)
    assert worker.run(runs_of(firm), lease) is JobState.DONE
    at.run()
    assert not at.exception
    assert "Planerad om, nya vikter" in html(at)
    (only,) = plan_desk.proposals(firm, MARIA, firm.today())
    assert f"{only.plan.requests_done}" in html(at)
    assert "planerad med andra vikter" in html(opened("board"))


def test_a_manager_may_look_and_not_start(firm: Desk) -> None:
    planned(firm)
    at = opened("settings", who="manager")
    at.button(key="st-weigh").click().run()
    assert "class='fp-weigh'" in html(at)
    assert not any(one.key in ("st-trial", "st-keep-profile") for one in at.button)


def test_weights_are_kept_under_a_name_used_renamed_and_removed(firm: Desk) -> None:
    at = opened("settings")
    field(at, "number_input", ".drive_ore_h").set_value(900.0).run()
    field(at, "text_input", "st-new-profile-0").set_value("Punktlig").run()
    at.button(key="st-keep-profile").click().run()
    (own,) = profiles.get_profiles(firm, MARIA).own
    assert (own.name, own.weights.drive_ore_h) == ("Punktlig", 90_000)
    assert desk_settings.get_weights(firm, MARIA).version == 0
    at = opened("settings")
    at.button(key="st-use-own-0").click().run()
    assert field(at, "number_input", ".drive_ore_h").value == 900.0
    field(at, "text_input", "st-own-name-0-1").set_value("I tid").run()
    at.button(key="st-rename-0").click().run()
    assert [one.name for one in profiles.get_profiles(firm, MARIA).own] == ["I tid"]
    at.button(key="st-remove-0").click().run()
    assert profiles.get_profiles(firm, MARIA).own == ()


def test_a_taken_name_is_said(firm: Desk) -> None:
    profiles.save_profile(firm, MARIA, "Punktlig", PROFILES["calm_day"], version=0)
    at = opened("settings")
    field(at, "text_input", "st-new-profile-1").set_value("punktlig").run()
    at.button(key="st-keep-profile").click().run()
    assert "finns redan" in at.error[0].value


def test_a_plan_is_made_with_the_chosen_profile(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    planned(firm)
    profiles.save_profile(firm, MARIA, "Punktlig", PROFILES["calm_day"], version=0)
    at = opened("board")
    assert "Punktlig" in at.selectbox(key="profile").options
    at.selectbox(key="profile").set_value("Punktlig").run()
    at.button(key="plan").click().run()
    (lease,) = runs_of(firm).claim(at_once=1)
    assert worker.run(runs_of(firm), lease) is JobState.DONE
    newest = plan_desk.current_plan(firm, MARIA, firm.today())
    assert newest is not None
    assert "planning.by_profile" in {note.key for note in newest.notes}
