"""What if on the managers' page: a change is chosen, reckoned in the background, and read as two plans side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from planner import worker
from planner.desk import Desk, what_if
from planner.desk import team as team_desk
from planner.desk.queue import runs_of
from planner.model.job import JobState
from planner.model.scenario import Answer, DayFigures, DayPair, Scenario, Trial
from planner.ui.what_if_answer import verdict
from tests.ui.conftest import opened
from tests.ui.days import at_work_daily, triaged
from tests.ui.drawn import html
from tests.ui.sample import MARIA, OLOF


@pytest.fixture
def seven_days(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The sample firm, at work every day, so that the test does not depend on the weekday."""
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    triaged(firm)
    at_work_daily(firm)
    return firm


def view(who: str = "manager", language: str = "sv") -> AppTest:
    at = opened("statistics", who=who)
    at.segmented_control(key="report-theme").set_value("what_if").run()
    if language != "sv":
        at.session_state["fp.language"] = language
        at.run()
    return at


def started(desk: Desk) -> AppTest:
    at = view()
    at.selectbox(key="wi-kind-0").set_value("fewer").run()
    at.selectbox(key="wi-period").set_value("next_week").run()
    at.selectbox(key="wi-seconds").set_value(2).run()
    return at.button(key="wi-start").click().run()


def shown_run(at: AppTest) -> Selectbox:
    return next(one for one in at.selectbox if (one.key or "").startswith("wi-run"))


def done(desk: Desk) -> None:
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE


def test_how_long_it_takes_is_said_before_anything_is_pressed(seven_days: Desk) -> None:
    at = view()
    at.selectbox(key="wi-period").set_value("next_week").run()
    at.selectbox(key="wi-seconds").set_value(10).run()
    # Seven days of two plans of ten seconds, and two and a half seconds for each day beside: 157.5 s.
    assert any("7 dagar tar högst omkring 3\xa0min" in one.value for one in at.caption)
    assert what_if.list_runs(seven_days, OLOF) == ()


def test_a_manager_starts_follows_and_stops_a_run(seven_days: Desk) -> None:
    at = started(seven_days)
    assert not at.exception
    (run,) = what_if.list_runs(seven_days, OLOF)
    assert (len(run.trial.days), run.trial.seconds, len(run.trial.scenario.removed)) == (7, 2, 1)
    assert "Väntar på sin tur" in html(at)
    assert at.button(key="wi-start").disabled
    at.button(key="wi-stop").click().run()
    assert what_if.list_runs(seven_days, OLOF)[0].job.state is JobState.CANCELLED
    at.run()
    assert any("0 av 7 dagar" in one.value for one in at.info)


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", ("Som i dag", "Med ändringen", "Lön för passen")), ("en", ("As today", "Changed", "Pay for the shifts"))],
)
def test_both_plans_stand_side_by_side(seven_days: Desk, language: str, words: tuple[str, ...]) -> None:
    today = seven_days.today()
    gone = team_desk.get_team(seven_days, MARIA).technicians[0]
    at = view(language=language)
    days = tuple(today + timedelta(days=number) for number in (1, 2, 3))
    scenario = Scenario(removed=(gone.technician_id,))
    what_if.start(seven_days, OLOF, Trial(scenario=scenario, days=days, seconds=0.2))
    done(seven_days)
    at.run()
    assert not at.exception
    shown = html(at)
    for one in words:
        assert one in shown
    assert gone.name in shown_run(at).options[0]
    (run,) = what_if.list_runs(seven_days, OLOF)
    assert {pair.changed.paid_s < pair.present.paid_s for pair in run.answer.pairs} == {True}


def test_when_a_run_ends_its_answer_is_shown_and_no_earlier_one(seven_days: Desk) -> None:
    people = team_desk.get_team(seven_days, MARIA).technicians[:2]
    day = seven_days.today() + timedelta(days=1)
    at = view()
    for one in people:
        scenario = Scenario(removed=(one.technician_id,))
        what_if.start(seven_days, OLOF, Trial(scenario=scenario, days=(day,), seconds=0.1))
        at.run()
        done(seven_days)
        at.run()
        assert f"<b>{one.name} är inte med</b>" in html(at)
    first = what_if.list_runs(seven_days, OLOF)[1]
    shown_run(at).set_value(first.job.job_id).run()
    assert f"<b>{people[0].name} är inte med</b>" in html(at)


@pytest.mark.parametrize("kind", ["more", "fewer", "start", "skill", "target"])
def test_every_kind_of_change_has_its_fields(seven_days: Desk, kind: str) -> None:
    at = view("dispatcher")
    at.selectbox(key="wi-kind-0").set_value(kind).run()
    at.checkbox(key="wi-second").check().run()
    assert not at.exception
    assert not at.error


def test_a_target_that_is_as_today_is_no_change(seven_days: Desk) -> None:
    at = view()
    at.selectbox(key="wi-kind-0").set_value("target").run()
    assert at.button(key="wi-start").disabled
    field = next(one for one in at.number_input if (one.key or "").startswith("wi-0-minutes"))
    at.selectbox(key="wi-period").set_value("next_week").run()
    field = next(one for one in at.number_input if one.key == field.key)
    field.set_value(45).run()
    assert not at.button(key="wi-start").disabled


@pytest.mark.parametrize("minutes", [5, 150_000])
def test_a_target_of_any_length_can_be_changed(seven_days: Desk, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = seven_days.catalogue
    policies = {
        key: replace(one, targets=tuple((p, replace(target, resolution_min=minutes)) for p, target in one.targets))
        for key, one in catalogue.sla_policies.items()
    }
    odd = replace(seven_days, catalogue=replace(catalogue, sla_policies=policies))
    monkeypatch.setattr("planner.ui.what_if_form.desk", lambda: odd)
    at = view()
    at.selectbox(key="wi-kind-0").set_value("target").run()
    assert not at.exception
    assert next(one for one in at.number_input if (one.key or "").startswith("wi-0-minutes")).value == minutes


def test_days_of_ones_own_ask_for_the_last_one(seven_days: Desk) -> None:
    at = view()
    at.selectbox(key="wi-period").set_value("own").run()
    at.date_input(key="wi-days").set_value((seven_days.today() + timedelta(days=1),)).run()
    assert any("den sista dagen" in one.value for one in at.caption)
    assert at.button(key="wi-start").disabled


def test_plans_that_are_alike_are_called_so() -> None:
    day = DayFigures(planned=3, paid_s=3600)
    pairs = tuple(DayPair(day=date(2026, 11, number), present=day, changed=day) for number in (2, 3, 4))
    assert "Ingen skillnad: planerna blir likadana" in verdict(Answer(pairs=pairs))
    moved = (*pairs[1:], DayPair(day=pairs[0].day, present=day, changed=DayFigures(planned=4, paid_s=3600)))
    assert "dagarna varierar" in verdict(Answer(pairs=moved))


def test_a_technician_does_not_come_here(seven_days: Desk) -> None:
    at = opened("statistics", who="technician:T01")
    assert not any(one.key == "report-theme" for one in at.segmented_control)
