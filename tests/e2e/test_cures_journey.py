"""A dispatcher presses a cure in the list of what is not planned, sees its price, and applies it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from planner import planning, store
from planner.desk import plan as plan_desk
from planner.desk import triage
from planner.desk.snapshot import built_for
from planner.model.language import TEAM_ZONE
from planner.model.request import TimeWindow
from tests.e2e.browser import opened
from tests.e2e.conftest import Server, running
from tests.ui.days import triaged
from tests.ui.sample import MARIA, reopened, sample_desk

pytestmark = pytest.mark.e2e


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Server]:
    """V002 waits at an hour when nobody works, and the plan says what would help."""
    desk = sample_desk(tmp_path)
    triaged(desk)
    late = datetime.combine(desk.today(), time(23), ZoneInfo(TEAM_ZONE))
    one = triage.get_request(desk, MARIA, "V002")
    assert one is not None
    window = TimeWindow(earliest_start=late, latest_start=late.replace(minute=10))
    triage.save_request(desk, MARIA, one.replace(time_windows=(window,)))
    built = built_for(desk, desk.today())
    plan = planning.judged_plan(
        built.problem, planning.baseline_solution(built.problem), plan_id="p1", created_at=built.problem.horizon_start,
        left_out=built.left_out,
    )  # fmt: skip
    with desk.store.writing() as db:
        store.plans.add(db, plan)
    desk.store.close()
    with running(tmp_path) as started:
        yield started


def test_a_cure_is_pressed_priced_and_applied(chromium: Browser, firm: Server) -> None:
    with opened(chromium, firm.base, token=firm.token()) as tab:
        tab.go("/board")
        cure = tab.page.locator("button.cure").filter(has_text="Flytta").first
        cure.click()
        dialog = tab.page.get_by_role("dialog")
        expect(dialog.get_by_text("Görs av")).to_be_visible()
        dialog.get_by_role("button", name="Flytta fönstret").click()
        tab.idle().says("Utkast 2 har besöket")
        expect(tab.page.locator("button[data-visit=V002]")).to_have_count(0)
        assert tab.foreign == []
        assert tab.faults == []
    desk = reopened(firm.var)
    newest = plan_desk.current_plan(desk, MARIA, desk.today())
    desk.store.close()
    assert newest is not None
    assert newest.stop_of("V002") is not None
