"""A manager reads the statistics: themes, filters, rows down to the request, a link, files, a report; axe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from planner.report import THEMES
from tests.e2e.browser import Tab, findings, opened
from tests.e2e.conftest import Server, drawn, running
from tests.ui.test_statistics import lived

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def manager(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small firm whose day is over, with one visit reported."""
    var = tmp_path_factory.mktemp("statistics")
    lived(var)
    with running(var, ahead=timedelta(days=1)) as started:
        yield started


def at(browser: Browser, server: Server, **look: str) -> Iterator[Tab]:
    with opened(browser, server.base, token=server.token("manager"), **look) as tab:  # type: ignore[arg-type]
        yield tab
        assert tab.foreign == []
        assert tab.faults == []


@pytest.fixture
def tab(chromium: Browser, manager: Server) -> Iterator[Tab]:
    yield from at(chromium, manager)


def test_a_figure_is_opened_down_to_what_happened_to_its_request(tab: Tab) -> None:
    drawn(tab.go("/statistics"), "statistics")
    tab.page.get_by_role("radio", name="Service").click()
    tab.idle().says("Utförda besök")
    tab.find(".st-key-rows-visits_done button").click()
    tab.idle().says("Raderna bakom: Utförda besök")
    table = tab.find(".st-key-rows-of-visits_done canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    tab.page.mouse.click(box["x"] + 15, box["y"] + 54)
    story = tab.page.get_by_role("dialog")
    expect(story).to_contain_text("Vad som hänt")
    tab.page.keyboard.press("Escape")
    expect(story).to_have_count(0)
    tab.idle()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def test_the_address_shows_a_colleague_the_same(tab: Tab, chromium: Browser, manager: Server) -> None:
    drawn(tab.go("/statistics"), "statistics")
    tab.page.get_by_role("radio", name="Tid", exact=True).click()
    tab.idle().click("Filter")
    tab.page.get_by_label("Prioriteter").click()
    tab.page.get_by_role("option", name="P3").click()
    tab.page.wait_for_url("**priorities=3*")
    address = tab.page.url.removeprefix(manager.base)
    for other in at(chromium, manager, locale="en-GB"):
        drawn(other.go(address + "&lang=en"), "statistics")
        other.says("Filters: 1").says("The rows behind")
        expect(other.page.get_by_role("radio", name="Time", exact=True)).to_be_checked()


@pytest.mark.parametrize("theme", tuple(THEMES))
def test_every_theme_is_drawn_with_a_table_for_each_chart(tab: Tab, theme: str) -> None:
    drawn(tab.go(f"/statistics?theme={theme}"), "statistics").fits()
    charts = tab.find('[data-testid="stVegaLiteChart"]').count()
    maps = tab.find(".st-key-card-chart-visits_by_cost iframe").count()
    assert tab.find('[class*="st-key-card-chart-"] [data-testid="stPopover"]').count() == charts + maps


def test_the_report_to_print_loads_nothing_and_runs_nothing(tab: Tab) -> None:
    drawn(tab.go("/statistics"), "statistics").click("Hämta")
    link = tab.page.get_by_role("link", name="Rapport att skriva ut").get_attribute("href")
    assert link is not None
    asked: list[str] = []
    tab.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    tab.page.goto(link if link.startswith("http") else tab.base + link)
    expect(tab.page.get_by_role("heading", name="Statistik")).to_be_visible()
    assert tab.find("figure svg").count() >= 3
    assert asked == ["/export/statistics"]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_in_the_statistics(chromium: Browser, manager: Server, look: str) -> None:
    for tab in at(chromium, manager, theme=look):
        drawn(tab.go("/statistics"), "statistics").still()
        found = findings(tab)
        assert found == [], json.dumps(found, indent=1)[:3000]
