"""The day on a device, in a real browser: network cut, page reloaded, battery pulled out, clock wrong, sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from planner.desk import devices
from planner.model.plan import Plan
from tests.e2e.browser import until
from tests.e2e.conftest import Server
from tests.e2e.tablet import (
    ANNA,
    BO,
    device,
    firm_running,
    first_visit,
    given_to,
    killed,
    nothing_reported,
    opened,
    reports,
    republished,
    states,
)
from tests.e2e.test_board_journey import SHOTS
from tests.ui.sample import MARIA, reopened

pytestmark = pytest.mark.e2e

TOO_SMALL = """() => [...document.querySelectorAll('button, a.button, summary, input, select, textarea')]
  .filter(e => e.offsetParent && e.type !== 'checkbox' && e.getBoundingClientRect().height < 43.5)
  .map(e => e.innerText + ' ' + e.getBoundingClientRect().height)"""
MANY = """async count => {
  const {queue, read, uuid} = await import('/assets/day/keeping.js');
  const day = await read('day'), who = await read('who'), visit = day.stops.find(one => one.visit).visit;
  for (let at = 0; at < count; at++)
    await queue({uuid: uuid(), type: 'work.note', visit, plan: day.plan, day: day.day,
      at: new Date().toISOString(), who, note: `n${at}`});
}"""


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """An app with the small firm, Anna with every visit of the day."""
    var = tmp_path_factory.mktemp("offline")
    with firm_running(var) as made:
        yield made


@pytest.fixture
def fresh(firm: tuple[Server, Plan]) -> tuple[Server, Plan]:
    """The same with nothing reported, no device, and the first plan published."""
    server, plan = firm
    return server, nothing_reported(server, plan)


def test_without_network_the_day_is_there_and_what_was_pressed_is_sent_later(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    with opened(chromium, server) as tablet:
        tablet.context.set_offline(True)
        tablet.page.reload()
        tablet.drawn().online(yes=False)
        expect(tablet.page.locator(".order [data-visit]")).to_have_count(
            sum(1 for stop in plan.of_technician(ANNA) if stop.visit_id)
        )
        first = tablet.page.locator(".acts .primary").get_attribute("data-act")
        assert first in ("en_route", "started")
        tablet.press(first).waiting(1)
        tablet.press("started" if first == "en_route" else "done").waiting(2)
        tablet.page.reload()
        tablet.drawn().waiting(2)
        assert tablet.kept() == {"day": True, "queue": 2}
        tablet.back()
        assert reports(server)[0].type == f"visit.{first}"
        assert len(reports(server)) == 2


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the browser's processes are found in /proc")
def test_a_battery_that_is_pulled_out_loses_nothing(
    chromium: Browser, fresh: tuple[Server, Plan], tmp_path: Path
) -> None:
    server, plan = fresh
    with killed(chromium, tmp_path, server) as tablet:
        tablet.sign_in(f"technician:{ANNA}").open().online()
        tablet.offline()
        visit = first_visit(plan)
        tablet.press("started").waiting(1)
        tablet.press("done").waiting(2)
    with killed(chromium, tmp_path, server, offline=True) as tablet:
        tablet.open().waiting(2)
        # A cookie that is younger than half a minute may not be on the disk yet; then its user signs in once more.
        tablet.sign_in(f"technician:{ANNA}").context.set_offline(False)
        tablet.online().waiting(0)
        until(lambda: states(server, plan).get(visit) == "visit.done")
        assert [one.type for one in reports(server)] == ["visit.started", "visit.done"]
        assert tablet.foreign == []


def test_what_was_told_is_taken_back_in_one_press_also_when_the_card_has_gone_on(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        tablet.press("started").press("done")
        expect(tablet.page.locator(f"[data-last={visit}]")).to_have_count(1)
        expect(tablet.page.locator(".head small")).not_to_have_text(visit)
        tablet.page.locator("[data-act=undo-last]").click()
        expect(tablet.page.locator(".head small")).to_have_text(visit)
        tablet.waiting(0)
        until(lambda: states(server, plan).get(visit) == "visit.started")
        assert [one.type for one in reports(server)] == ["visit.started", "visit.done", "visit.undone"]


def test_an_answer_that_is_lost_makes_no_second_event(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        lost: list[int] = []

        def lose(route: Route) -> None:
            answer = route.fetch()  # the server has stored it
            if len(lost) < 2:
                lost.append(answer.status)
                route.abort()
            else:
                route.fulfill(response=answer)

        tablet.page.route("**/day/sync", lose)
        tablet.press("started").stands("Pågår").waiting(0)
        until(lambda: tablet.kept()["queue"] == 0 and len(lost) == 2)  # routes are answered while the page is asked
        assert lost == [200, 200]
        assert [one.type for one in reports(server)] == ["visit.started"]


def test_a_thousand_events_with_a_clock_two_hours_fast_and_network_that_comes_and_goes(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with device(chromium, server) as tablet:
        ahead = "const real = Date.now, Plain = Date; const D = class extends Plain {"
        ahead += " constructor(...a) { a.length ? super(...a) : super(real() + 7200000); } };"
        tablet.context.add_init_script(ahead + " D.now = () => real() + 7200000; window.Date = D;")
        tablet.sign_in(f"technician:{ANNA}").open().online()
        tablet.offline()
        tablet.page.evaluate(MANY, 1000)
        tablet.page.reload()
        tablet.drawn().waiting(1000)
        batches: list[int] = []

        def now_and_then(route: Route) -> None:
            batches.append(len(batches))
            if len(batches) % 5 == 0:
                route.fetch()  # stored, and the answer lost
                route.abort()
            else:
                route.continue_()

        tablet.page.route("**/day/sync", now_and_then)
        tablet.context.set_offline(False)
        tablet.waiting(0)
        told = reports(server)
        assert [one.get("note") for one in told] == [f"n{at}" for at in range(1000)]
        assert len(batches) > 10
        assert all(one.at <= one.recorded_at for one in told)
        assert all(-7260 < int(one.get("clock_s") or 0) < -7140 for one in told)


def test_what_the_desk_changes_is_seen_within_ten_seconds_and_confirmed(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        expect(tablet.page.locator("[data-changes]")).to_have_count(0)
        republished(server, lambda old: tuple(one for one in old.stops if one.visit_id != visit))
        expect(tablet.page.locator("[data-changes='1']")).to_have_count(1, timeout=10_000)
        expect(tablet.page.locator("[data-changes]")).to_contain_text("borttaget ur din dag")
        tablet.page.locator("[data-act=seen]").click()
        expect(tablet.page.locator("[data-changes]")).to_have_count(0)
        until(lambda: [one.type for one in reports(server)] == ["work.seen"])


def test_a_visit_that_went_to_somebody_else_meanwhile_is_told_until_it_is_read(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        tablet.offline()
        tablet.press("started").waiting(1)
        given_to(server, plan, visit, BO)
        tablet.context.set_offline(False)
        answer = tablet.page.locator("[data-answer]")
        expect(answer).to_contain_text("Besöket har gått till Bo K. Det du gjorde är sparat.")
        tablet.page.reload()
        tablet.drawn()
        expect(answer).to_have_count(1)
        answer.locator("button").click()
        expect(answer).to_have_count(0)
        (kept,) = reports(server)
        assert (kept.type, kept.get("was"), kept.request_id) == ("work.kept", "visit.started", visit)


def test_a_device_that_is_shut_out_deletes_the_day_and_one_signed_out_keeps_what_waits(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.offline()
        tablet.press("started").waiting(1)
        tablet.context.clear_cookies()
        tablet.context.set_offline(False)
        expect(tablet.page.locator("[data-said=ended_waits]")).to_have_count(1)
        assert tablet.kept() == {"day": False, "queue": 1}
        tablet.sign_in(f"technician:{ANNA}").open().online().waiting(0)
        assert [one.type for one in reports(server)] == ["visit.started"]
        desk = reopened(server.var)
        for one in devices.list_devices(desk, MARIA, technician_id=ANNA):
            devices.shut_out(desk, MARIA, one.device_id)
        desk.store.close()
        expect(tablet.page.locator("[data-said=shut_out]")).to_have_count(1, timeout=15_000)
        assert tablet.kept() == {"day": False, "queue": 0}
        assert "Kafferosteriet" not in tablet.page.content()


def test_a_day_that_is_over_is_gone_from_the_device_also_without_network(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        assert tablet.kept()["day"]
        tablet.context.set_offline(True)
        tomorrow = "const real = Date.now; Date.now = () => real() + 26 * 3600000;"
        tablet.context.add_init_script(tomorrow)
        tablet.page.reload()
        expect(tablet.page.locator("[data-said=nothing_kept]")).to_have_count(1)
        assert not tablet.kept()["day"]


def test_a_hostile_customer_stays_text_and_nothing_foreign_is_asked(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    with device(chromium, server) as tablet:
        whose = next(stop.technician_id for stop in plan.stops if stop.visit_id == "V006")
        tablet.sign_in(f"technician:{whose}").open().online()
        tablet.page.locator("[data-visit=V006]").click()
        expect(tablet.page.locator(".card h1")).to_have_text("<script>window.hit=1</script>${window.hit=1}")
        expect(tablet.page.locator(".facts")).to_contain_text("<iframe srcdoc=")
        tablet.page.wait_for_timeout(500)
        assert tablet.page.evaluate("window.hit") is None
        assert tablet.page.locator("iframe, form, img:not(.leaflet-marker-icon)").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_day_fits_every_tablet_and_every_control_a_finger(
    chromium: Browser, fresh: tuple[Server, Plan], language: str, theme: str
) -> None:
    server, _plan = fresh
    locale = "sv-SE" if language == "sv" else "en-GB"
    with opened(chromium, server, locale=locale, color_scheme=theme) as tablet:
        for width, height in ((1024, 768), (820, 1180), (768, 1024), (1180, 820)):
            tablet.page.set_viewport_size({"width": width, "height": height})
            expect(tablet.page.locator(".card h1")).to_be_visible()
            assert tablet.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert tablet.page.evaluate(TOO_SMALL) == []
            if SHOTS:
                shoot(tablet.page, f"offline-{width}-{theme}-{language}")


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
