"""A manager chooses a change, waits for the real worker, and reads both plans of the same days side by side."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import team as team_desk
from planner.desk import what_if
from planner.model.job import JobState
from tests.e2e.browser import Tab, opened
from tests.e2e.conftest import running
from tests.ui.days import at_work_daily, triaged
from tests.ui.sample import MARIA, OLOF, reopened, sample_desk

pytestmark = pytest.mark.e2e


def choose(tab: Tab, key: str, option: str) -> None:
    tab.find(f".st-key-{key}").get_by_role("combobox").click()
    tab.page.get_by_role("option", name=option, exact=True).click()
    tab.idle()


def at_work_every_day(var: Path) -> str:
    """Fill the database with the small firm; return who will be gone."""
    desk = sample_desk(var)
    triaged(desk)
    at_work_daily(desk)
    name = team_desk.get_team(desk, MARIA).technicians[0].name
    desk.store.close()
    return name


def test_a_change_is_chosen_reckoned_and_read(chromium: Browser, tmp_path: Path) -> None:
    gone = at_work_every_day(tmp_path)
    with running(tmp_path) as server, opened(chromium, server.base, token=server.token("manager")) as tab:
        tab.go("/statistics")
        tab.find(".st-key-report-theme").get_by_role("radio", name="Tänk om").click()
        tab.idle()
        choose(tab, "wi-kind-0", "En tekniker färre")
        choose(tab, "wi-period", "Nästa vecka")
        choose(tab, "wi-seconds", "2 s per plan")
        expect(tab.find(".st-key-card-what-if-form")).to_contain_text("7 dagar tar högst omkring")
        tab.click("Räkna")
        expect(tab.find(".st-key-card-what-if-run")).to_contain_text("av 7 dagar")
        answer = tab.find(".st-key-card-what-if-answer")
        expect(answer).to_contain_text("Lön för passen", timeout=240_000)
        expect(answer).to_contain_text(f"{gone} är inte med")
        expect(answer).to_contain_text("Betald tid")
        assert not tab.foreign
        assert not tab.faults
        tab.fits()
        desk = reopened(tmp_path)
        try:
            (run,) = what_if.list_runs(desk, OLOF)
            assert run.job.state is JobState.DONE
            assert run.answer.pairs[0].day > desk.today()
            assert run.answer.pairs[-1].day - run.answer.pairs[0].day == timedelta(days=6)
        finally:
            desk.store.close()
