"""A technician's day on a tablet, upright and lying: large controls, reports that reach the desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import day as day_desk
from planner.desk import open_desk
from planner.desk import plan as plan_desk
from planner.desk.demo import build_demo
from planner.model.plan import Plan
from tests.e2e.browser import opened
from tests.e2e.conftest import Server, running
from tests.e2e.test_board_journey import keep, quiet
from tests.ui.sample import MARIA

pytestmark = pytest.mark.e2e

TOO_SMALL = """() => [...document.querySelectorAll('.st-key-day-page button, .st-key-day-page a')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5)
  .map(e => (e.innerText || e.title) + ' ' + e.getBoundingClientRect().height)"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """The app with the demo as somebody finds it who has just started it: the day is published."""
    var = tmp_path_factory.mktemp("demo")
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    summary = build_demo(desk, history_days=2)
    published = plan_desk.published_plan(desk, MARIA, summary.day)
    assert published is not None
    desk.store.close()
    with running(var) as started:
        yield started, published


def busiest(plan: Plan, *, skip: int = 0) -> str:
    """Return the technician with the most visits."""
    people = sorted({s.technician_id for s in plan.visit_stops})
    return sorted(people, key=lambda one: -sum(s.technician_id == one for s in plan.visit_stops))[skip]


@pytest.mark.parametrize(("width", "height", "skip"), [(1024, 768, 0), (768, 1024, 1)])
def test_reports_made_on_the_tablet_reach_the_desk(
    chromium: Browser, demo: tuple[Server, Plan], width: int, height: int, skip: int
) -> None:
    server, plan = demo
    who = busiest(plan, skip=skip)
    titles = [s.title for s in plan.of_technician(who)]
    visit = next(s for s in plan.of_technician(who) if s.kind == "visit" and titles.count(s.title) == 1)
    with opened(chromium, server.base, token=server.token(f"technician:{who}"), width=width, height=height) as tab:
        tab.go(f"/my_day?visit={visit.visit_id}").says("Jag åker nu")
        chips = tab.find(".st-key-card-next .fp-chip")
        for press, seen in (("Jag åker nu", "På väg"), ("Jag är framme", "Framme")):
            tab.click(press)
            expect(chips.filter(has_text=seen)).to_have_count(1)
        tab.click("Klar", exact=True)
        expect(tab.find(".st-key-order .chip").filter(has_text="Klar")).to_have_count(1)
        expect(tab.find(".fp-title")).not_to_have_text(visit.title)
        desk = open_desk(f"sqlite:///{server.var / 'faltplan.sqlite'}", var=server.var)
        mine = day_desk.my_day(desk, MARIA, plan.day, technician_id=who)
        desk.store.close()
        assert mine.states[visit.visit_id] == "visit.done"
        quiet(tab)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_day_fits_a_tablet_and_every_control_a_finger(
    chromium: Browser, demo: tuple[Server, Plan], language: str, theme: str
) -> None:
    server, plan = demo
    who = busiest(plan, skip=2)
    visit = next(s for s in plan.of_technician(who) if s.kind == "visit")
    tablets = [(1024, 768), (768, 1024), (1180, 820)] if language == "sv" else [(1180, 820), (1024, 768), (768, 1024)]
    width, height = tablets[0]
    with opened(
        chromium, server.base, token=server.token(f"technician:{who}"), width=width, height=height, theme=theme
    ) as tab:
        tab.go(f"/my_day?visit={visit.visit_id}&lang={language}")
        tab.find(".fp-title").wait_for()
        tab.page.frame_locator("iframe[sandbox]").locator(".fp-badge").first.wait_for()
        rows = tab.find(".st-key-order button")
        for width, height in tablets:  # opened on one, then turned
            tab.page.set_viewport_size({"width": width, "height": height})
            expect(rows.first).to_be_visible()
            tab.fits()
            assert tab.page.evaluate(TOO_SMALL) == []
            heights = [box["height"] for box in (row.bounding_box() for row in rows.all()) if box]
            assert min(heights) >= 48
            keep(tab, f"my-day-{width}-{theme}-{language}")
        quiet(tab)


def test_pressing_a_stop_of_the_order_shows_it(chromium: Browser, demo: tuple[Server, Plan]) -> None:
    server, plan = demo
    who = busiest(plan, skip=3)
    last = [s for s in plan.of_technician(who) if s.kind in ("visit", "remote")][-1]
    with opened(chromium, server.base, token=server.token(f"technician:{who}"), width=1024, height=768) as tab:
        tab.go("/my_day")
        tab.find(".st-key-order button").last.click()
        tab.idle()
        expect(tab.find(".fp-title")).to_have_text(last.title)
        quiet(tab)


def test_no_access_asks_what_happened_before_it_is_sent(chromium: Browser, demo: tuple[Server, Plan]) -> None:
    server, plan = demo
    who = busiest(plan, skip=4)
    visit = next(s for s in plan.of_technician(who) if s.kind == "visit")
    with opened(chromium, server.base, token=server.token(f"technician:{who}"), width=1024, height=768) as tab:
        tab.go(f"/my_day?visit={visit.visit_id}")
        tab.click("Jag åker nu")
        tab.click("Ingen på plats")
        tab.page.get_by_role("button", name="Skicka").click()
        tab.says("Skriv några ord först.")
        tab.page.get_by_role("dialog").get_by_role("textbox").fill("Dörren var låst.")
        tab.page.get_by_role("button", name="Skicka").click()
        expect(tab.page.get_by_role("dialog")).to_have_count(0)
        tab.idle()
        expect(tab.find(".st-key-order .chip").filter(has_text="Ingen på plats")).to_have_count(1)
        quiet(tab)
