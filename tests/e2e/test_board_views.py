"""What the board shows of a day of 15 technicians and 120 requests: filters, weeks, versions, whom to tell; axe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from planner import store
from planner.desk import moving
from planner.desk.moving import Move
from planner.desk.risks import Lateness
from planner.model.plan import Plan
from planner.model.request import Promise
from planner.model.words import PromiseKind
from planner.report.lateness import Spread, Spreads
from tests.e2e.browser import Tab, findings, opened
from tests.e2e.conftest import Server, running
from tests.e2e.large_day import TECHNICIANS, large_day
from tests.ui.sample import MARIA

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """The first version is published, the second has one visit less and is a draft."""
    var = tmp_path_factory.mktemp("views")
    desk, plan = large_day(var)
    with desk.store.writing() as db:
        store.plans.publish(db, plan, at=desk.clock())
    draft = moving.move(desk, MARIA, plan.plan_id, [Move(visit_id=plan.visit_stops[4].visit_id or "")])
    desk.store.close()
    with running(var) as started:
        yield started, draft


def ready(tab: Tab, path: str = "/board") -> Tab:
    tab.go(path)
    expect(tab.find(".vis-item.k-visit").first).to_be_visible()
    return tab.still()


def quiet(tab: Tab) -> None:
    assert tab.foreign == []
    assert tab.faults == []


def test_a_filter_stands_in_the_address_and_a_link_shows_the_same(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, draft = firm
    with opened(chromium, server.base, token=server.token()) as tab:
        ready(tab)
        expect(tab.find(".vis-label")).to_have_count(TECHNICIANS)
        tab.click("Filter")
        tab.page.get_by_label("Område").click()
        tab.page.get_by_role("option", name="Norr").click()
        expect(tab.find(".vis-label")).to_have_count(8)
        tab.page.wait_for_url("**area=Norr*")
        address = tab.page.url.removeprefix(server.base)
        people = tab.page.frame_locator("iframe[sandbox]").first.locator(".fp-badge")
        assert people.count() < len(draft.visit_stops)
        quiet(tab)
    with opened(chromium, server.base, token=server.token("manager")) as colleague:
        ready(colleague, address)
        expect(colleague.find(".vis-label")).to_have_count(8)
        quiet(colleague)


def test_work_that_is_not_asked_for_is_pale(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, draft = firm
    with opened(chromium, server.base, token=server.token()) as tab:
        ready(tab, "/board?prio=2")
        shown = {one.visit_id for one in draft.stops if one.visit_id and one.priority == 2}
        pale = tab.page.evaluate("__schedule.bars.filter(b => !b.aside).map(b => b.visit)")
        assert set(pale) == shown
        expect(tab.find(".vis-item.k-visit.s-aside").first).to_be_visible()
        quiet(tab)


def test_what_may_become_late_is_marked_on_its_bar_and_said_in_front(
    chromium: Browser, firm: tuple[Server, Plan]
) -> None:
    """The visit with the widest bar is promised for when it is planned; all work takes half as long again."""
    server, draft = firm
    desk = server.desk()
    night = datetime.combine(desk.today(), time(3), ZoneInfo(draft.time_zone))
    wide = max((one for one in draft.visit_stops if one.number > 1), key=lambda one: one.work_s)
    told = Promise(kind=PromiseKind.CONFIRMED, earliest=wide.start, latest=wide.start + timedelta(minutes=1))
    learned = Lateness(
        first=desk.today(), upto=desk.today(), work=500, days=50, spreads=Spreads(other=Spread(factor=1.5))
    )
    with desk.store.writing() as db:
        store.settings.save(db, "lateness", learned)
        one = store.requests.get(db, wide.request_id or "")
        assert one is not None
        store.requests.save(db, one.replace(promise=told))
    desk.store.close()
    with (
        running(server.var, ahead=night - datetime.now(UTC)) as early,
        opened(chromium, early.base, token=early.token()) as tab,
    ):
        ready(tab)
        line = tab.find("[class*=st-key-risk-] button").first
        expect(line).to_contain_text("kan bli sen: 100")
        mark = tab.page.evaluate(f"__schedule.bars.find(bar => bar.visit === '{wide.visit_id}').risk")
        assert mark == "100\u00a0%"
        expect(tab.find(".fp-late em:visible").filter(has_text="100\u00a0%").first).to_be_visible()
        line.click()
        expect(tab.find(".st-key-card-stop")).to_contain_text("Kan bli sen: 100")
        expect(tab.find(".st-key-card-stop")).to_contain_text("I fyra fall av fem")
        quiet(tab)


def test_a_week_is_one_schedule_and_the_address_says_so(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, _ = firm
    with opened(chromium, server.base, token=server.token()) as tab:
        ready(tab)
        tab.page.get_by_role("radio", name="Vecka").click()
        tab.idle().page.wait_for_url("**span=7*")
        expect(tab.page.get_by_text("Ingen plan:")).to_be_visible()
        low, high = tab.page.evaluate("__schedule.data.day.map(d => Date.parse(d))")
        assert high - low == pytest.approx(7 * 24 * 3_600_000, abs=3_700_000)
        quiet(tab)


def test_two_versions_stand_side_by_side(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, _ = firm
    with opened(chromium, server.base, token=server.token()) as tab:
        ready(tab)
        tab.click("Jämför")
        dialog = tab.page.get_by_role("dialog")
        expect(dialog.locator("iframe")).to_have_count(2)
        expect(dialog.locator(".fp-weigh tbody tr").last).to_contain_text("kr")
        expect(dialog.locator(".fp-diff tbody tr").first).to_be_visible()
        quiet(tab)


def test_publishing_says_first_who_must_be_told(chromium: Browser, firm: tuple[Server, Plan]) -> None:
    server, draft = firm
    with opened(chromium, server.base, token=server.token()) as tab:
        ready(tab)
        tab.click("Publicera v2")
        dialog = tab.page.get_by_role("dialog")
        expect(dialog.get_by_text("Tekniker som får en annan dag: 1")).to_be_visible()
        tab.click("Låt den vara utkast")
        expect(dialog).to_have_count(0)
        expect(tab.page.get_by_text("Utkast v2")).to_be_visible()
        assert draft.version == 2
        quiet(tab)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_board(chromium: Browser, firm: tuple[Server, Plan], theme: str) -> None:
    server, draft = firm
    with opened(chromium, server.base, token=server.token(), theme=theme) as tab:
        ready(tab, f"/board?visit={draft.visit_stops[0].visit_id}")
        found = findings(tab)
        assert found == [], json.dumps(found, indent=1)[:3000]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_broken_promise_opens_from_its_figure_and_a_term_of_the_price_to_who_drives(
    chromium: Browser, firm: tuple[Server, Plan], theme: str
) -> None:
    """The visit with the earliest start was promised for a minute before it."""
    server, draft = firm
    desk = server.desk()
    first = min(draft.visit_stops, key=lambda one: one.start)
    before = first.start - timedelta(minutes=2)
    told = Promise(kind=PromiseKind.CONFIRMED, earliest=before, latest=before + timedelta(minutes=1))
    with desk.store.writing() as db:
        one = store.requests.get(db, first.request_id or "")
        assert one is not None
        store.requests.save(db, one.replace(promise=told))
    desk.store.close()
    with opened(chromium, server.base, token=server.token(), theme=theme) as tab:
        ready(tab)
        tab.find(".fp-strip [data-press=promises]").press("Enter")
        row = tab.find(".fp-behind button").filter(has_text=first.customer)
        expect(row.first).to_be_visible()
        assert findings(tab) == []
        row.first.click()
        tab.page.wait_for_url(f"**visit={first.visit_id}*")
        expect(tab.find("[role=dialog]")).to_have_count(0)
        tab.find(".fp-prices [data-press=drive_time]").click()
        expect(tab.find(".fp-behind button").first).to_be_visible()
        quiet(tab)


SMALL = """() => [...document.querySelectorAll('button, a[href], [role=button], summary')].map(
  e => [e.innerText || e.getAttribute('aria-label'), e.getBoundingClientRect()]
).filter(([, box]) => box.width > 2 && (box.width < 24 || box.height < 24)).map(([name]) => name)"""


def test_no_target_is_small_and_no_explanation_lies_over_the_navigation(
    chromium: Browser, firm: tuple[Server, Plan]
) -> None:
    server, draft = firm
    visit = draft.visit_stops[0].visit_id
    with opened(chromium, server.base, token=server.token()) as tab:
        ready(tab, f"/board?visit={visit}")
        expect(tab.find(".st-key-card-stop")).to_be_visible()
        assert tab.page.evaluate(SMALL) == []
        tab.find(".st-key-day-back button:visible").first.hover()
        tip = tab.page.get_by_role("tooltip")
        expect(tip).to_be_visible()
        top = tip.bounding_box()
        bar = tab.find(".st-key-day-back button:visible").first.bounding_box()
        assert top is not None
        assert bar is not None
        assert top["y"] >= bar["y"] + bar["height"]
        quiet(tab)


def test_paper_is_light_and_has_the_figures_also_from_a_dark_screen(
    chromium: Browser, firm: tuple[Server, Plan]
) -> None:
    server, _ = firm
    with opened(chromium, server.base, token=server.token(), theme="dark") as tab:
        ready(tab, "/board?print=1")
        tab.page.emulate_media(media="print")
        ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        assert tab.page.evaluate(ground) == "rgb(255, 255, 255)"
        expect(tab.find(".fp-strip > *:visible")).to_have_count(8)
        expect(tab.find(".fp-prices > *:visible").first).to_be_visible()
        quiet(tab)
