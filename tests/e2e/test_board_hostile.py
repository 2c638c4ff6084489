"""Customers' words on the board and in the technician's day: shown, never run; and a map cannot reach the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from planner.model.plan import Plan
from tests.e2e.browser import Tab, opened
from tests.e2e.conftest import Server
from tests.ui.sample import HOSTILE

pytestmark = pytest.mark.e2e


def unharmed(tab: Tab) -> None:
    frames = tab.still().page.frames
    assert [frame.evaluate("window.hit") for frame in frames] == [None] * len(frames)
    assert tab.foreign == []
    assert tab.faults == []


def test_hostile_words_on_the_board_are_only_words(chromium: Browser, published_firm: tuple[Server, Plan]) -> None:
    server, plan = published_firm
    hostile = next(s for s in plan.stops if HOSTILE[0] in s.title)
    with opened(chromium, server.base, token=server.token()) as tab:
        tab.go(f"/board?visit={hostile.visit_id}")
        expect(tab.find(".vis-item.vis-selected")).to_have_count(1)
        expect(tab.find(".st-key-card-stop b")).to_have_text(hostile.title)
        tab.find(".vis-item.vis-selected").hover()
        expect(tab.find(".st-key-schedule .fp-tip")).to_contain_text(hostile.title)
        map_ = tab.page.frame_locator("iframe[sandbox]")
        map_.locator(".fp-chosen .fp-badge").hover()
        expect(map_.locator(".leaflet-tooltip b")).to_contain_text(hostile.title)
        tab.page.get_by_text("Planen som tabell").click()
        expect(tab.page.get_by_test_id("stDataFrame")).to_be_visible()
        unharmed(tab)


def test_hostile_words_in_the_technicians_day_are_only_words(
    chromium: Browser, published_firm: tuple[Server, Plan]
) -> None:
    server, plan = published_firm
    hostile = next(s for s in plan.stops if HOSTILE[0] in s.title)
    whose = f"technician:{hostile.technician_id}"
    with opened(chromium, server.base, token=server.token(whose), width=1024, height=768) as tab:
        tab.go(f"/my_day?visit={hostile.visit_id}")
        expect(tab.find(".fp-title")).to_have_text(hostile.title)
        expect(tab.find(".st-key-order button b").filter(has_text=hostile.title)).to_have_count(1)
        unharmed(tab)


def test_a_script_on_a_map_cannot_reach_the_page_around_it(
    chromium: Browser, published_firm: tuple[Server, Plan]
) -> None:
    server, _ = published_firm
    with opened(chromium, server.base, token=server.token()) as tab:
        tab.go("/board")
        tab.page.frame_locator("iframe[sandbox]").locator(".fp-badge").first.wait_for()
        (frame,) = [one for one in tab.page.frames if one != tab.page.main_frame]
        reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
        assert frame.evaluate(reach) == "SecurityError"
        assert frame.evaluate("() => { try { return document.cookie } catch (error) { return error.name } }") == (
            "SecurityError"
        )
