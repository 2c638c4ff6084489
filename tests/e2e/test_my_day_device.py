"""My day in a technician's hand: the way to the device, the sign that the network is gone, targets, headings."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from planner.model.plan import Plan
from tests.e2e.browser import opened
from tests.e2e.conftest import Server
from tests.e2e.test_board_journey import keep, quiet
from tests.e2e.test_my_day_journey import busiest, demo

pytestmark = pytest.mark.e2e
__all__ = ["demo"]

SMALL = """place => [...document.querySelectorAll(place)].filter(e => e.offsetParent)
  .map(e => [e.innerText || e.title || e.tagName, e.getBoundingClientRect().height]).filter(([, h]) => h < 43.5)"""
JUMPS = """() => {
  const levels = [...document.querySelectorAll('main h1, main h2, main h3, main h4, main h5, main h6, ' +
    '[data-testid=stMain] h1, [data-testid=stMain] h2, [data-testid=stMain] h3, [data-testid=stMain] h4')]
    .filter(e => e.offsetParent).map(e => Number(e.tagName[1]));
  return levels.slice(1).filter((level, at) => level > levels[at] + 1).concat(levels.length < 3 ? ['few'] : []);
}"""


def test_without_network_the_page_says_so_and_leads_to_the_device(chromium: Browser, demo: tuple[Server, Plan]) -> None:
    server, plan = demo
    token = server.token(f"technician:{busiest(plan)}")
    with opened(chromium, server.base, token=token, width=768, height=1024) as tab:
        tab.go("/my_day").says("Jag åker nu")
        sign = tab.page.locator("[role=status]").filter(has_text="Ingen kontakt med Fältplan")
        expect(sign).to_have_count(1)
        expect(sign).to_be_hidden()
        tab.page.context.set_offline(True)
        expect(sign).to_be_visible()
        expect(sign.get_by_role("link")).to_have_attribute("href", "/day/")
        keep(tab, "my-day-offline")
        tab.page.context.set_offline(False)
        expect(sign).to_be_hidden()
        quiet(tab)


def test_the_way_to_the_device_opens_it_in_the_same_tab(chromium: Browser, demo: tuple[Server, Plan]) -> None:
    server, plan = demo
    token = server.token(f"technician:{busiest(plan)}")
    with opened(chromium, server.base, token=token, width=768, height=1024) as tab:
        tab.go("/my_day").says("Jag åker nu")
        tab.page.get_by_role("link", name="Öppna dagen på den här enheten").click()
        tab.page.wait_for_selector("#day[data-ready]")
        assert tab.page.url.endswith("/day/")
        assert len(tab.page.context.pages) == 1


def test_menus_fit_a_finger_and_headings_go_step_by_step(chromium: Browser, demo: tuple[Server, Plan]) -> None:
    server, plan = demo
    who = busiest(plan)
    with opened(chromium, server.base, token=server.token(f"technician:{who}"), width=1024, height=768) as tab:
        tab.page.goto(f"{server.base}/day/")
        tab.page.wait_for_selector("#day[data-ready]")
        tab.go("/my_day").says("Jag åker nu")
        assert tab.page.evaluate(JUMPS) == []
        assert tab.page.evaluate(SMALL, ".st-key-fp-user button") == []
        for menu, shown in (("Länkar", "Gör kalenderlänk"), ("Enheter", "den här enheten")):
            tab.page.get_by_role("button", name=menu).click()
            expect(tab.page.get_by_text(shown, exact=True).first).to_be_visible()
            assert (
                tab.page.evaluate(SMALL, '[data-testid="stPopoverBody"] button, [data-testid="stPopoverBody"] a') == []
            )
            keep(tab, f"my-day-menu-{menu.lower()}")
            tab.page.keyboard.press("Escape")
        quiet(tab)
