"""The statistics page: for managers, not for technicians; figures choose the rows below."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, store
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk import triage
from planner.desk.snapshot import built_for
from planner.model.words import RequestStatus
from planner.views.statistics import period_text
from planner.web import shared_desk
from tests.ui.sample import ANNA, MARIA, sample_desk, token_for

ROOT = Path(__file__).resolve().parents[2]


def lived(var):
    """Plan and publish the sample firm's day; Anna has reported her first visit."""
    desk = sample_desk(var)
    day = desk.today()
    for one in triage.list_requests(desk, MARIA):
        triage.save_request(desk, MARIA, one.replace(status=RequestStatus.TRIAGED))
    plan = planning.baseline(built_for(desk, day).problem, plan_id="p1", created_at=desk.clock())
    with desk.store.writing() as db:
        store.plans.add(db, plan)
    plan_desk.publish(desk, MARIA, "p1")
    visit = next((stop for stop in plan.of_technician("T01") if stop.kind == "visit"), None)
    if visit is not None:
        begin = datetime.combine(day, datetime.min.time(), ZoneInfo("Europe/Stockholm")) + timedelta(hours=8)
        for i, word in enumerate(("en_route", "arrived", "done")):
            day_desk.report_status(
                desk, ANNA, visit.visit_id, f"visit.{word}", client_uuid=f"u{i}", at=begin + timedelta(minutes=30 * i)
            )
    desk.store.close()
    return visit


@pytest.fixture
def page(tmp_path, monkeypatch):
    lived(tmp_path)
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def opened(choice, **asked):
        at = AppTest.from_file(str(ROOT / "dispatch_app.py"), default_timeout=60)
        at.session_state["fp.token"] = token_for(shared_desk(), choice)
        at.query_params["lang"] = "sv"
        at.run()
        at.switch_page("pages/statistics.py")
        for name, value in asked.items():
            at.query_params[name] = value
        return at.run()

    return opened


def test_a_manager_sees_figures_and_the_rows_behind_one(page):
    at = page("manager", theme="service", figure="visits_done")
    assert not at.exception
    assert at.dataframe[0].value["Utfall"].tolist().count("klart") == 1


def test_choosing_a_figure_shows_its_rows(page):
    at = page("manager")
    at.button(key="rows-remote_rate").click().run()
    assert "Kanal" in at.dataframe[0].value.columns


def test_a_figure_without_rows_says_so(page):
    at = page("manager")
    at.button(key="rows-sla_resolution").click().run()
    assert not at.dataframe
    assert any("Inga rader i perioden" in one.value for one in at.caption)


def test_a_period_without_plans_says_what_to_do(page):
    at = page("manager")
    at.selectbox(key="period").select("last_week").run()
    assert not at.exception
    assert any("Inga publicerade planer" in one.value for one in at.text)


def test_a_technician_is_told_calmly_that_the_page_is_not_theirs(page):
    at = page("technician:T01")
    assert not at.exception
    assert not at.dataframe


def test_the_address_says_theme_figure_period_and_filters(page):
    at = page("manager", theme="service", figure="unassigned", period="own", priorities=["1"], days=["2026-03-02"] * 2)
    assert not at.exception
    assert any("Inga publicerade planer" in one.value for one in at.text)
    at.query_params.pop("period")
    at.query_params.pop("priorities")
    at.run()
    assert any("Raderna bakom: Oplanerade" in one.value for one in at.subheader)


def test_what_is_chosen_stands_in_the_address(page):
    at = page("manager")
    at.button(key="rows-sla_resolution").click().run()
    at.selectbox(key="period").select("month").run()
    assert at.query_params["figure"] == "sla_resolution"
    assert at.query_params["period"] == "month"
    at.selectbox(key="period").select("four_weeks").run()
    assert "period" not in at.query_params


def test_an_address_that_means_nothing_shows_the_overview(page):
    at = page("manager", theme="none", figure="none", period="none", lines=["9", "x"], days=["soon", "later"])
    assert not at.exception
    assert any("Raderna bakom: Lösta i tid" in one.value for one in at.subheader)


def cards(at):
    return " ".join(one.proto.body for one in at.get("html"))


def test_under_a_filter_the_figures_of_the_whole_team_say_so(page):
    at = page("manager")
    assert "följer inte filtret" not in cards(at)
    assert any("Beläggning" in one.value for one in at.text)
    at = page("manager", priorities=["3"])
    assert cards(at).count("hela teamet, följer inte filtret") == 4
    assert not any("Beläggning" in one.value for one in at.text)


def test_what_counts_against_a_figure_is_counted_and_said_to_stand_first(page):
    at = page("manager", figure="remote_rate")
    assert any("1 krävde besök och står först" in one.value for one in at.caption)


def test_the_days_of_the_period_are_said(page):
    at = page("manager", period="week")
    today = shared_desk().today()
    monday = today - timedelta(days=today.weekday())
    assert any(one.value.startswith(period_text(monday, today, "sv") + " · 1 planerade") for one in at.caption)
