"""What a technician reports of a visit and of the day on a device, in a real browser with its network cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from planner import store
from planner.desk import overtime
from planner.files.pictures import segments
from planner.model.event import Event
from planner.model.plan import Plan
from planner.model.words import RequestStatus
from planner.store.pictures import Picture
from tests.e2e.browser import until
from tests.e2e.conftest import Server
from tests.e2e.tablet import (
    ANNA,
    device,
    firm_running,
    first_visit,
    killed,
    nothing_reported,
    opened,
    reports,
    sign,
    take_photo,
)
from tests.e2e.test_board_journey import SHOTS
from tests.e2e.test_offline_day import TOO_SMALL, shoot
from tests.files.jpegs import GPS_WORDS
from tests.ui.sample import MARIA, reopened

pytestmark = pytest.mark.e2e

SIZE = """async bytes => {
  const seen = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: 'image/jpeg'}));
  return [seen.width, seen.height];
}"""
HELD = """() => new Promise(resolve => {
  const asked = indexedDB.open('faltplan-day');
  asked.onsuccess = () => {
    const all = asked.result.transaction('pictures').objectStore('pictures').getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.map(one => one.bytes.byteLength)); };
  };
})"""


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """An app with the small firm, Anna with every visit of the day."""
    var = tmp_path_factory.mktemp("reporting")
    with firm_running(var, was_here_before) as made:
        yield made


def was_here_before(desk: Any, plan: Plan) -> None:
    """Anna's first visit has been done a month ago too, and somebody wrote something."""
    with desk.store.writing() as db:
        (one,) = store.requests.find(db, ids=(first_visit(plan),))
        over = {"status": RequestStatus.DONE, "created_at": desk.clock() - timedelta(days=31), "title": "Bytt nätdel"}
        store.requests.add(db, one.replace(request_id="OLD-1", **over))
        day = (desk.today() - timedelta(days=30)).isoformat()
        told = (("day", day), ("note", "Nyckeln finns i receptionen"))
        at = desk.clock() - timedelta(days=30)
        names = {"request_id": "OLD-1", "technician_id": "T02", "payload": told, "recorded_at": at, "at": at}
        store.events.add(db, Event(client_uuid="old-event-1", type="visit.done", **names))


@pytest.fixture
def fresh(firm: tuple[Server, Plan]) -> tuple[Server, Plan]:
    """The same with nothing reported today and no device."""
    server, plan = firm
    return server, nothing_reported(server, plan, but="old-event-1")


def kept(server: Server) -> list[Picture]:
    """The pictures at the desk."""
    desk = reopened(server.var)
    try:
        with desk.store.reading() as db:
            ids = [one.client_uuid for one in store.events.find(db) if one.type in ("work.photo", "work.report")]
            return [found for one in ids if (found := store.pictures.get(db, one)) is not None]
    finally:
        desk.store.close()


def told(server: Server) -> list[Event]:
    """What devices have told today."""
    return [one for one in reports(server) if one.client_uuid != "old-event-1"]


def test_a_photo_taken_without_network_is_scaled_down_bare_and_comes_once(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.offline()
        take_photo(tablet)
        tablet.waiting(1)
        expect(tablet.page.locator("[data-photos='1'] canvas")).to_have_count(1)
        tablet.page.reload()
        tablet.drawn().waiting(1)
        expect(tablet.page.locator("[data-photos='1'] canvas")).to_have_count(1)
        tablet.back()
        (one,) = kept(server)
        (event,) = told(server)
        assert (event.type, event.client_uuid, one.kind) == ("work.photo", one.picture_id, "photo")
        assert tablet.page.evaluate(SIZE, list(one.content)) == [1600, 1200]
        assert not any(word in one.content for word in GPS_WORDS)
        assert {marker for marker, _, _ in segments(one.content)} <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
        assert tablet.page.evaluate(HELD) == []
        tablet.page.reload()
        tablet.drawn()
        expect(tablet.page.locator("[data-photos='1'] img")).to_have_count(1)


def test_an_answer_to_a_picture_that_is_lost_makes_no_second_one(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        lost: list[int] = []

        def lose(route: Route) -> None:
            if route.request.method == "GET":
                route.continue_()
                return
            answer = route.fetch()
            if len(lost) < 2:
                lost.append(answer.status)
                route.abort()
            else:
                route.fulfill(response=answer)

        tablet.page.route("**/day/picture*", lose)
        take_photo(tablet, width=640, height=480)
        until(
            lambda: tablet.page.evaluate(HELD) == [] and len(lost) == 2
        )  # routes are answered while the page is asked
        tablet.waiting(0)
        assert lost == [200, 200]
        assert len(kept(server)) == 1


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="the browser's processes are found in /proc")
def test_a_photo_survives_a_battery_that_is_pulled_out(
    chromium: Browser, fresh: tuple[Server, Plan], tmp_path: Path
) -> None:
    server, _plan = fresh
    with killed(chromium, tmp_path, server) as tablet:
        tablet.sign_in(f"technician:{ANNA}").open().online()
        tablet.offline()
        take_photo(tablet, width=800, height=600)
        tablet.waiting(1)
    with killed(chromium, tmp_path, server, offline=True) as tablet:
        tablet.open().waiting(1)
        tablet.sign_in(f"technician:{ANNA}").context.set_offline(False)
        tablet.online().waiting(0)
        (one,) = kept(server)
        assert tablet.page.evaluate(SIZE, list(one.content)) == [800, 600]


def test_a_customer_signs_without_network_and_the_receipt_says_so(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    with opened(chromium, server) as tablet:
        tablet.press("started").stands("Pågår").waiting(0)
        tablet.offline()
        tablet.press("report")
        fields = tablet.page.locator("dialog")
        fields.locator("[data-act=send]").click()
        expect(fields.locator("[role=alert]")).to_have_text("Skriv några ord först.")
        fields.locator("textarea").fill("Bytt skrivarens <b>valsar</b>")
        fields.locator("[data-name=next_action]").fill("Beställ toner")
        sign(tablet)
        fields.locator("[data-act=send]").click()
        expect(fields.locator("[role=alert]")).to_have_text("Skriv vem som skrev under.")
        fields.locator("[data-name=signed_by]").fill("Karin Ek")
        fields.locator("[data-act=send]").click()
        tablet.waiting(1)
        expect(tablet.page.locator("[data-report]")).to_contain_text("Underskrivet av Karin Ek")
        tablet.back()
        (one,) = kept(server)
        assert one.kind == "signature"
        with tablet.context.expect_page() as page:
            tablet.page.locator("[data-report] a").click()
        receipt = page.value
        receipt.wait_for_load_state()
        for words in ("Bytt skrivarens <b>valsar</b>", "Beställ toner", "Karin Ek", first_visit(plan)):
            expect(receipt.locator("body")).to_contain_text(words)
        assert receipt.evaluate("[...document.images].map(one => one.naturalWidth)") == [900]
        if SHOTS:
            receipt.screenshot(path=str(Path(SHOTS) / "receipt.png"))


def test_a_break_and_the_end_of_the_day_are_told_and_taken_back(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        day = tablet.page.locator(".daytime")
        tablet.offline()
        day.locator("[data-act=break]").click()
        expect(day).to_have_attribute("data-day", "break")
        tablet.page.reload()
        tablet.drawn().waiting(1)
        expect(day.locator(".chip").first).to_contain_text("Rast sedan")
        day.locator("[data-act=working]").click()
        expect(day).to_have_attribute("data-day", "working")
        day.locator("[data-act=day_over]").click()
        tablet.page.locator("dialog [data-answer=end]").click()
        expect(day).to_have_attribute("data-day", "day_over")
        day.locator("[data-act=undo-day]").click()
        expect(day).to_have_attribute("data-day", "working")
        tablet.back()
        words = [one.type for one in told(server)]
        assert words == ["work.break", "work.working", "work.day_over", "work.undone"]
        tablet.page.reload()
        tablet.drawn()
        expect(day).to_have_attribute("data-day", "working")


def test_overtime_is_asked_answered_and_the_days_time_is_handed_in(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    with opened(chromium, server) as tablet:
        day = tablet.page.locator(".daytime")
        tablet.press("started").stands("Pågår").waiting(0)
        day.locator("[data-act=overtime]").click()
        fields = tablet.page.locator("dialog")
        fields.get_by_role("button", name="30").click()
        fields.locator("textarea").fill("Servern startar om")
        fields.locator("[data-act=send]").click()
        expect(day.locator(".chip", has_text="väntar på svar")).to_have_count(1)
        tablet.waiting(0)
        desk = reopened(server.var)
        (asked,) = overtime.asked_on(desk, MARIA, plan.day)
        assert (asked.minutes, asked.note, asked.technician_id) == (30, "Servern startar om", ANNA)
        overtime.answer(desk, MARIA, asked.asked_id, granted=True, client_uuid="answer-e2e")
        desk.store.close()
        expect(day.locator(".chip", has_text="beviljad")).to_have_count(1, timeout=10_000)
        day.locator("[data-act=time]").click()
        expect(fields.locator("[data-sum=time_break]")).to_be_visible()
        fields.get_by_label("Rast, min").fill("30")
        fields.get_by_label("Från").fill("08:00")
        fields.get_by_label("Till").fill("16:30")
        if SHOTS:
            shoot(tablet.page, "day-time")
        fields.locator("[data-act=hand-in]").click()
        expect(day.locator(".chip", has_text="Tid inlämnad")).to_have_count(1)
        tablet.waiting(0)
        until(lambda: [one.get("break_min") for one in told(server) if one.type == "work.time"] == ["30"])
        (handed,) = [one for one in told(server) if one.type == "work.time"]
        assert str(handed.get("until")) > str(handed.get("from"))


def test_without_network_and_without_a_report_there_is_no_time(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.offline()
        tablet.page.locator(".daytime [data-act=time]").click()
        expect(tablet.page.locator("dialog")).to_contain_text("Inget är rapporterat än.")
        expect(tablet.page.locator("dialog [data-act=hand-in]")).to_have_count(0)


def test_what_was_done_here_before_is_there_without_network(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.context.set_offline(True)
        tablet.page.reload()
        tablet.drawn().online(yes=False)
        tablet.page.locator(".history summary").click()
        expect(tablet.page.locator(".history")).to_contain_text("Bytt nätdel")
        expect(tablet.page.locator(".history")).to_contain_text("Nyckeln finns i receptionen")


def test_where_the_device_is_shows_on_a_press_alone_and_is_told_nobody(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    here = {"latitude": 59.3344, "longitude": 18.0777}
    with device(chromium, server, geolocation=here, permissions=["geolocation"]) as tablet:
        sent: list[str] = []
        tablet.context.on("request", lambda asked: sent.append(f"{asked.url} {asked.post_data or ''}"))
        tablet.sign_in(f"technician:{ANNA}").open().online()
        frame = tablet.page.locator(".map")
        expect(frame.locator("[data-act=position]")).to_be_visible()
        assert not frame.get_attribute("data-here")
        frame.locator("[data-act=position]").click()
        expect(frame).to_have_attribute("data-here", "shown")
        tablet.press("started").stands("Pågår").waiting(0)
        assert not any("59.33" in one or "18.07" in one for one in sent)
        assert "59.3344" not in str([one.payload for one in told(server)])
        frame.locator("[data-act=position]").click()
        expect(frame).to_have_attribute("data-here", "")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_dialogs_and_day_fit_every_tablet_and_every_control_a_finger(
    chromium: Browser, fresh: tuple[Server, Plan], language: str, theme: str
) -> None:
    server, _plan = fresh
    locale = "sv-SE" if language == "sv" else "en-GB"
    with opened(chromium, server, locale=locale, color_scheme=theme) as tablet:
        tablet.press("started")
        take_photo(tablet, width=640, height=480)
        tablet.page.locator(".daytime [data-act=break]").click()
        tablet.waiting(0)
        for width, height in ((1024, 768), (768, 1024), (1180, 820)):
            tablet.page.set_viewport_size({"width": width, "height": height})
            expect(tablet.page.locator(".daytime")).to_be_visible()
            assert tablet.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert tablet.page.evaluate(TOO_SMALL) == []
            if SHOTS:
                tablet.page.screenshot(path=str(Path(SHOTS) / f"day-{width}-{theme}-{language}.png"), full_page=True)
            for act in ("report", "time"):
                tablet.page.locator(f"[data-act={act}]").first.click()
                expect(tablet.page.locator("dialog")).to_be_visible()
                assert tablet.page.evaluate(TOO_SMALL) == []
                assert tablet.page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
                if SHOTS:
                    shoot(tablet.page, f"dialog-{act}-{width}-{theme}-{language}")
                tablet.page.keyboard.press("Escape")
                expect(tablet.page.locator("dialog")).to_have_count(0)
