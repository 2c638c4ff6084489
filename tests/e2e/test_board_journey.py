"""A dispatcher plans the demo's day, stops the search, publishes it; a technician works through it on a tablet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from planner.desk import open_desk
from planner.desk import receive as receive_desk
from planner.desk.demo import build_demo, demo_day
from planner.model.request import Request
from planner.model.words import RequestStatus
from tests.e2e.browser import Tab, opened
from tests.e2e.conftest import Server, running
from tests.ui.sample import MARIA

pytestmark = pytest.mark.e2e

SHOTS = os.environ.get("FALTPLAN_SHOTS")
"""Folder in which pictures of the pages are kept; not set: none are taken."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the demo, its day not planned yet; the tests of this module share the day, in their order."""
    var = tmp_path_factory.mktemp("demo")
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    build_demo(desk, history_days=2, published=False)
    # Whatever the search finds, one request has nowhere to go.
    nowhere = Request(
        request_id="UTAN", title="Utan adress", status=RequestStatus.TRIAGED, earliest_date=demo_day(desk)
    )
    receive_desk.add_request(desk, MARIA, nowhere)
    desk.store.close()
    with running(var) as started:
        yield started


def keep(tab: Tab, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        tab.shot(Path(SHOTS) / f"{name}.png")


def quiet(*tabs: Tab) -> None:
    """Nothing foreign was asked, nothing went wrong."""
    for tab in tabs:
        assert tab.foreign == []
        assert tab.faults == []


def bars(tab: Tab) -> Locator:
    return tab.find(".vis-item.k-visit")


def test_a_day_is_planned_stopped_and_published_while_a_colleague_watches(chromium: Browser, demo: Server) -> None:
    with (
        opened(chromium, demo.base, token=demo.token()) as maria,
        opened(chromium, demo.base, token=demo.token("manager")) as olof,
    ):
        olof.go("/board").says("Ingen plan")
        maria.go("/board").says("Ärenden som väntar på en plan")
        maria.find(".st-key-how").get_by_role("button").click()
        maria.find(".st-key-limit").get_by_role("combobox").click()
        maria.page.get_by_role("option", name="60 s").click()
        maria.idle()
        maria.page.keyboard.press("Escape")
        maria.page.get_by_role("button", name="Planera", exact=True).click()
        maria.says("Planerar. Bästa pris hittills")
        olof.says("Planerar. Bästa pris hittills")  # without touching anything
        expect(olof.page.get_by_role("button", name="Avbryt sökningen")).to_have_count(0)
        keep(maria, "board-planning")
        maria.page.get_by_role("button", name="Avbryt sökningen").click()
        maria.says("Utkast v1")
        maria.says("Sökningen stoppades. Den bästa planen är sparad.")
        expect(bars(maria).first).to_be_visible()
        maria.page.get_by_role("button", name="Publicera v1").click()
        # A search that was stopped may leave a promise out: then whom to phone is said first.
        asked = maria.page.get_by_role("dialog").get_by_role("button", name="Publicera v1")
        published = maria.page.get_by_text("Publicerad v1").first
        expect(asked.or_(published).first).to_be_visible()
        if asked.is_visible():
            asked.click()
        maria.says("Publicerad v1")
        olof.says("Publicerad v1")
        expect(bars(olof).first).to_be_visible()
        quiet(maria, olof)


def test_map_schedule_list_and_address_share_one_choice(chromium: Browser, demo: Server) -> None:
    with opened(chromium, demo.base, token=demo.token()) as tab:
        tab.go("/board")
        bars(tab).nth(3).click()
        tab.idle()
        map_ = tab.page.frame_locator("iframe[sandbox]")
        expect(map_.locator(".fp-chosen .fp-badge")).to_have_count(1)
        expect(map_.locator(".fp-card b")).to_be_visible()
        name = map_.locator(".fp-card b").inner_text()
        expect(tab.find(".vis-label.fp-focus .fp-name")).to_have_text(name)
        tab.page.wait_for_url("**/board?*visit=*")
        visit = parse_qs(urlsplit(tab.page.url).query)["visit"][0]
        expect(tab.find(".fp-small").filter(has_text=visit).first).to_be_visible()  # the card beside the map
        tab.go(tab.page.url.removeprefix(demo.base))  # the address is enough
        expect(tab.find(".vis-label.fp-focus .fp-name")).to_have_text(name)
        expect(tab.find(".vis-item.vis-selected")).to_have_count(1)
        other = map_.locator(".leaflet-marker-icon:not(.fp-on) .fp-badge").first
        other.dispatch_event("click")
        tab.idle()
        expect(tab.find(".vis-label.fp-focus .fp-name")).not_to_have_text(name)
        tab.find(".st-key-unplanned button").first.click()
        tab.idle()
        expect(tab.find(".vis-item.vis-selected")).to_have_count(0)
        expect(tab.find(".st-key-unplanned button[aria-pressed=true]")).to_have_count(1)
        quiet(tab)


def test_the_schedule_is_walked_with_the_keyboard(chromium: Browser, demo: Server) -> None:
    with opened(chromium, demo.base, token=demo.token()) as tab:
        tab.go("/board")
        expect(bars(tab).first).to_be_visible()
        schedule = tab.page.get_by_role("application")
        schedule.focus()
        said = tab.find(".st-key-schedule .fp-live")
        tab.page.keyboard.press("ArrowRight")
        expect(said).to_contain_text("–")
        first = said.inner_text()
        tab.page.keyboard.press("ArrowDown")
        expect(said).not_to_have_text(first)
        tab.page.keyboard.press("Escape")
        expect(said).to_have_text("Inget valt")
        quiet(tab)


def test_the_table_below_holds_the_same_plan(chromium: Browser, demo: Server) -> None:
    with opened(chromium, demo.base, token=demo.token()) as tab:
        tab.go("/board")
        tab.page.get_by_text("Planen som tabell").click()
        expect(tab.page.get_by_test_id("stDataFrame")).to_be_visible()
        quiet(tab)


def test_the_axis_is_swedish_time_in_a_browser_elsewhere(chromium: Browser, demo: Server) -> None:
    with opened(chromium, demo.base, token=demo.token(), zone="America/New_York", locale="en-US") as tab:
        tab.go("/board?lang=sv")
        expect(bars(tab).first).to_be_visible()
        for hour in ("08", "12", "15"):
            axis = tab.find(".vis-time-axis .vis-text.vis-minor:not(.vis-measure)")
            expect(axis.filter(has_text=re.compile(rf"^\s*{hour}\s*$"))).to_have_count(1)
        quiet(tab)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_board_fits_its_window(chromium: Browser, demo: Server, language: str, theme: str) -> None:
    windows = [(1400, 900), (1024, 768)] if theme == "light" else [(1024, 768), (1400, 900)]
    width, height = windows[0]
    with opened(chromium, demo.base, token=demo.token(), width=width, height=height, theme=theme) as tab:
        tab.go(f"/board?lang={language}")
        expect(bars(tab).first).to_be_visible()
        bars(tab).nth(4).click()
        tab.page.mouse.move(5, 5)
        for width, height in windows:  # opened in one, then drawn to the other
            tab.page.set_viewport_size({"width": width, "height": height})
            expect(tab.page.frame_locator("iframe[sandbox]").locator(".fp-card b")).to_be_visible()
            expect(tab.find(".st-key-card-stop b")).to_be_visible()
            tab.fits()
            keep(tab, f"board-{width}-{theme}-{language}")
        quiet(tab)
