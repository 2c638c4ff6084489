"""A request that came by phone is written down with how many come and what comes before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import triage
from planner.model.request import Predecessor
from tests.e2e.browser import opened, until
from tests.e2e.conftest import running
from tests.ui.sample import MARIA, reopened, sample_desk

pytestmark = pytest.mark.e2e


def test_a_new_request_is_saved_with_its_crew_and_what_comes_before(chromium: Browser, tmp_path: Path) -> None:
    sample_desk(tmp_path).store.close()
    with running(tmp_path) as server, opened(chromium, server.base, token=server.token()) as tab:
        tab.go("/requests").click("Nytt ärende")
        dialog = tab.page.get_by_role("dialog")
        typed = dialog.get_by_label("Rubrik")
        typed.fill("Driftsätt växel")
        typed.press("Tab")
        tab.idle()
        dialog.get_by_text("Flera personer").click()
        count = dialog.get_by_label("Personer samtidigt")
        count.fill("2")
        count.press("Tab")
        tab.idle()
        dialog.get_by_text("Efter andra ärenden").click()
        before = dialog.locator("[class*='st-key-rq-new-p-0-id'] input")
        before.fill("V999")
        before.press("Enter")
        tab.idle()
        expect(dialog.get_by_text("Det finns inget ärende V999. Kontrollera numret.")).to_be_visible()
        save = dialog.get_by_role("button", name="Spara ärendet")
        expect(save).to_be_disabled()
        before.fill("V001")
        before.press("Enter")
        tab.idle()
        save.click()
        tab.idle()
        desk = reopened(tmp_path)
        until(lambda: any(one.title == "Driftsätt växel" for one in triage.list_requests(desk, MARIA)))
        (new,) = [one for one in triage.list_requests(desk, MARIA) if one.title == "Driftsätt växel"]
        assert (new.crew_size, new.predecessors) == (2, (Predecessor(request_id="V001"),))
        assert tab.faults == []
