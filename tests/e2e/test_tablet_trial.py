"""What a technician met on a tablet on a day that changes while they work, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import devices
from planner.model.plan import Plan
from tests.e2e.browser import until
from tests.e2e.conftest import Server
from tests.e2e.tablet import (
    ANNA,
    BO,
    firm_running,
    first_visit,
    given_to,
    nothing_reported,
    opened,
    reports,
    republished,
    sign,
    states,
    take_photo,
)
from tests.ui.sample import MARIA, reopened

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Plan]]:
    """An app with the small firm, Anna with every visit of the day."""
    with firm_running(tmp_path_factory.mktemp("trial")) as made:
        yield made


@pytest.fixture
def fresh(firm: tuple[Server, Plan]) -> tuple[Server, Plan]:
    """The same with nothing reported, no device, and the first plan published."""
    server, plan = firm
    return server, nothing_reported(server, plan)


def test_a_report_belongs_to_the_plan_its_form_was_opened_in(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        tablet.press("started").stands("Pågår").waiting(0)
        tablet.press("report")
        fields = tablet.page.locator("dialog")
        fields.locator("textarea").fill("Bytt nätdel")
        given_to(server, plan, visit, BO)
        expect(tablet.page.locator("[data-changes]")).to_have_count(1, timeout=15_000)
        fields.locator("[data-act=send]").click()
        expect(tablet.page.locator("[data-answer]")).to_contain_text("har gått till Bo K. Det du gjorde är sparat.")
        told = reports(server)[-1]
        assert (told.type, told.request_id, told.get("why")) == ("work.report", visit, "moved")


@pytest.mark.parametrize("pause_ms", [0, 80, 250, 500])
def test_a_double_tap_takes_one_step(chromium: Browser, fresh: tuple[Server, Plan], pause_ms: int) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        first = tablet.page.locator(".acts .primary")
        box, act = first.bounding_box(), first.get_attribute("data-act")
        assert box is not None
        for _ in range(2):
            tablet.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            tablet.page.wait_for_timeout(pause_ms)
        until(lambda: reports(server))
        tablet.page.wait_for_timeout(300)
        assert [one.type for one in reports(server)] == [f"visit.{act}"]
        moved = tablet.page.locator(".acts .primary").bounding_box()
        assert moved is not None
        assert abs(moved["y"] - box["y"]) < 1
        tablet.page.locator(".acts .primary").click()
        until(lambda: len(reports(server)) == 2)


def test_a_report_that_is_written_survives_a_closed_form_and_a_page_that_is_killed(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.press("started").stands("Pågår").waiting(0)
        tablet.press("report")
        fields = tablet.page.locator("dialog")
        fields.locator("textarea").fill("Bytt valsar")
        fields.locator("[data-name=signed_by]").fill("Karin Ek")
        sign(tablet)
        tablet.signature_kept()
        tablet.page.reload()
        tablet.drawn()
        expect(tablet.page.locator("[data-draft=report]")).to_have_count(1)
        tablet.press("report")
        expect(fields.locator("textarea")).to_have_value("Bytt valsar")
        fields.locator("[data-name=next_action]").fill("Beställ toner")
        tablet.page.keyboard.press("Escape")
        tablet.press("report")
        expect(fields.locator("[data-name=next_action]")).to_have_value("Beställ toner")
        fields.locator("[data-act=send]").click()
        expect(tablet.page.locator("[data-draft]")).to_have_count(0)
        tablet.waiting(0)
        told = reports(server)[-1]
        assert (told.get("note"), told.get("signed_by"), told.get("drawn")) == ("Bytt valsar", "Karin Ek", "1")
        tablet.press("report")
        expect(fields.locator("textarea")).to_have_value("Bytt valsar")  # a saved report is opened with what it says
        expect(fields).to_contain_text("Ersätter rapporten")
        fields.locator("[data-act=leave]").click()
        tablet.press("note")
        fields.locator("textarea").fill("Fel")
        expect(fields.locator("[data-act=drop]")).to_be_visible()
        fields.locator("[data-act=drop]").click()
        tablet.press("note")
        expect(fields.locator("textarea")).to_have_value("")


def test_a_draft_of_a_visit_that_went_away_is_shown_and_told(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        tablet.press("note")
        fields = tablet.page.locator("dialog")
        fields.locator("textarea").fill("Nyckeln ligger i bilen")
        fields.locator("[data-act=leave]").click()
        given_to(server, plan, visit, BO)
        waits = tablet.page.locator(f"[data-homeless={visit}]")
        waits.get_by_role("button", name="Öppna").click(timeout=20_000)
        fields.locator("[data-act=send]").click()
        expect(waits).to_have_count(0)
        tablet.waiting(0)
        (told,) = reports(server)
        assert (told.request_id, told.get("note"), told.get("why")) == (visit, "Nyckeln ligger i bilen", "moved")


def test_what_was_told_is_listed_and_each_is_taken_back(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.offline()
        fields, told = tablet.page.locator("dialog"), tablet.page.locator(".reported")
        tablet.press("late")
        fields.get_by_role("button", name="15").click()
        fields.locator("[data-act=send]").click()
        tablet.press("parts")
        fields.locator("[data-more]").first.click()
        fields.locator("[data-act=send]").click()
        tablet.press("note")
        fields.locator("textarea").fill("Porten är trasig")
        fields.locator("[data-act=send]").click()
        expect(told.locator("[data-told=late]")).to_contain_text("Försenad 15 min")
        expect(told.locator("[data-told=parts]")).to_contain_text("1 × ")
        tablet.back()
        expect(told.locator("[data-told]")).to_have_count(3)
        tablet.offline()
        for what in ("late", "parts", "note"):
            told.locator(f"[data-told={what}] [data-act=withdraw]").click()
            expect(told.locator(f"[data-told={what}]")).to_have_count(0)
        tablet.back()
        tablet.page.reload()
        tablet.drawn().online()
        expect(told).to_have_count(0)
        words = [one.type.removeprefix("work.") for one in reports(server)]
        assert words == ["late", "parts", "note", "taken_back", "taken_back", "taken_back"]


def test_a_photo_opens_and_is_taken_back(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        take_photo(tablet, width=640, height=480)
        tablet.waiting(0)
        tablet.page.locator("[data-photo]").click()
        expect(tablet.page.locator("dialog .photo img, dialog .photo canvas")).to_be_visible()
        tablet.page.locator("dialog [data-act=withdraw]").click()
        expect(tablet.page.locator("[data-photo]")).to_have_count(0)
        tablet.waiting(0)
        assert [one.type for one in reports(server)] == ["work.photo", "work.taken_back"]


def test_ready_answers_spare_the_keyboard_and_words_go_with_their_step(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    with opened(chromium, server) as tablet:
        tablet.press("started")
        tablet.press("no_access")
        fields = tablet.page.locator("dialog")
        fields.get_by_role("button", name="Ingen öppnar").click()
        fields.locator("[data-act=send]").click()
        tablet.waiting(0)
        tablet.page.locator(f"[data-visit={first_visit(plan)}]").click()
        expect(tablet.page.locator("[data-told=no_access]")).to_contain_text("Ingen öppnar")
        tablet.press("undone").waiting(0)
        expect(tablet.page.locator("[data-told]")).to_have_count(0)
        tablet.press("follow_up")
        fields.get_by_role("button", name="Material saknas").click()
        fields.locator("[data-act=send]").click()
        expect(fields.locator("[role=alert]")).to_have_text("Ange minuter först.")
        fields.get_by_role("button", name="60").click()
        fields.locator("[data-act=send]").click()
        until(lambda: reports(server)[-1].get("remaining_min") == "60")


def test_a_visit_a_break_and_an_ended_day_give_way_to_work_that_goes_on(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    first, second = [one.visit_id for one in plan.of_technician(ANNA) if one.kind in ("visit", "remote")][:2]
    with opened(chromium, server) as tablet:
        day, box = tablet.page.locator(".daytime"), tablet.page.locator("dialog")
        tablet.press("started").stands("Pågår").waiting(0)
        day.locator("[data-act=break]").click()
        expect(day).to_have_attribute("data-day", "break")
        tablet.press("paused")
        expect(day).to_have_attribute("data-day", "working")
        tablet.press("resumed").stands("Pågår").waiting(0)
        tablet.page.locator(f"[data-visit={second}]").click()
        tablet.press("started")
        expect(box).to_contain_text("pågår")
        box.locator("[data-answer=paused]").click()
        tablet.stands("Pågår").waiting(0)
        assert states(server, plan) == {first: "visit.paused", second: "visit.started"}
        day.locator("[data-act=day_over]").click()
        expect(box).to_contain_text("är inte avslutade")
        box.locator("[data-act=leave]").click()
        day.locator("[data-act=day_over]").click()
        box.locator("[data-answer=end]").click()
        expect(day).to_have_attribute("data-day", "day_over")
        tablet.press("paused")
        expect(day).to_have_attribute("data-day", "working")
        tablet.waiting(0)
        assert [one.type for one in reports(server)][-2:] == ["work.undone", "visit.paused"]


def test_a_visit_that_is_lost_gives_one_notice_with_all_that_was_done(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        tablet.offline()
        tablet.press("started").press("paused").press("resumed").press("done").waiting(4)
        given_to(server, plan, visit, BO)
        tablet.context.set_offline(False)
        answer = tablet.page.locator("[data-answer]")
        expect(answer).to_have_count(1)
        expect(answer).to_have_attribute("data-count", "4")
        title = next(one.title for one in plan.stops if one.visit_id == visit)
        expect(answer).to_contain_text(title)
        words = answer.inner_text()
        assert [words.index(one) for one in ("Påbörjat", "Paus", "Åter igång", "Klar")] == sorted(
            words.index(one) for one in ("Påbörjat", "Paus", "Åter igång", "Klar")
        )
        answer.locator("button").click()
        expect(answer).to_have_count(0)


def test_the_receipt_is_made_on_the_device_without_network(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, plan = fresh
    with opened(chromium, server) as tablet:
        tablet.press("started").stands("Pågår").waiting(0)
        tablet.offline()
        tablet.press("report")
        fields = tablet.page.locator("dialog")
        fields.locator("textarea").fill("Bytt <b>valsar</b>")
        fields.locator("[data-name=signed_by]").fill("Karin Ek")
        sign(tablet)
        fields.locator("[data-act=send]").click()
        tablet.waiting(1)
        tablet.page.locator("[data-report] [data-act=receipt]").click()
        paper = fields.locator(".paper")
        for words in (
            f"Kvitto på besök {first_visit(plan)}",
            "Bytt <b>valsar</b>",
            "Karin Ek",
            "Godkänt av",
            "Tekniker",
        ):
            expect(paper).to_contain_text(words)
        expect(fields).to_contain_text("Enhetens kopia")
        expect(paper.locator("canvas")).to_have_count(1)
        fields.locator("[data-act=leave]").click()
        tablet.back()
        expect(tablet.page.locator("[data-report] a")).to_have_count(1)


def test_a_device_that_is_shut_out_says_what_was_lost_and_asks_no_more(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.offline()
        tablet.press("started").waiting(1)
        desk = reopened(server.var)
        for one in devices.list_devices(desk, MARIA, technician_id=ANNA):
            devices.shut_out(desk, MARIA, one.device_id)
        desk.store.close()
        tablet.context.set_offline(False)
        said = tablet.page.locator("[data-said=shut_out_lost]")
        expect(said).to_contain_text("1 som inte var skickat")
        expect(tablet.page.locator(".bar .chip")).to_have_text("Utestängd")
        tablet.page.reload()
        tablet.drawn()
        expect(said).to_contain_text("1 som inte var skickat")
        asked: list[str] = []
        tablet.context.on("request", lambda one: asked.append(one.url))
        tablet.page.wait_for_timeout(9_000)
        assert asked == []


def test_a_change_that_was_not_read_is_told_after_the_next_sign_in(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    visit = first_visit(plan)
    with opened(chromium, server) as tablet:
        tablet.context.clear_cookies()
        expect(tablet.page.locator("[data-said=ended]")).to_have_count(1, timeout=20_000)
        republished(server, lambda old: tuple(one for one in old.stops if one.visit_id != visit))
        tablet.sign_in(f"technician:{ANNA}").open().online()
        expect(tablet.page.locator("[data-changes='1']")).to_contain_text("borttaget ur din dag")


def test_times_follow_what_is_said(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        tablet.press("late")
        fields = tablet.page.locator("dialog")
        fields.get_by_role("spinbutton").fill("1440")
        fields.locator("[data-act=send]").click()
        expect(tablet.page.locator(".head .chip.warn", has_text="sen")).to_have_count(1)
        expect(tablet.page.locator(".order time small", has_text="plan").first).to_be_visible()


def test_overtime_that_is_too_little_is_said_and_taken_back(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        day, fields = tablet.page.locator(".daytime"), tablet.page.locator("dialog")
        tablet.press("late")
        fields.get_by_role("spinbutton").fill("1200")
        fields.locator("[data-act=send]").click()
        expect(day.locator("[data-over]")).not_to_contain_text("räcker inte")
        day.locator("[data-act=overtime]").click()
        fields.get_by_role("button", name="15").first.click()
        fields.locator("textarea").fill("Långt jobb")
        fields.locator("[data-act=send]").click()
        expect(day.locator("[data-over]")).to_contain_text("15 min är frågat, det räcker inte.")
        tablet.waiting(0)
        day.locator("[data-act=undo-overtime]").click()
        expect(day.locator(".chip", has_text="Övertid")).to_have_count(0)
        tablet.waiting(0)
        tablet.page.reload()
        tablet.drawn()
        expect(day.locator(".chip", has_text="Övertid")).to_have_count(0)


def test_signing_out_without_network_is_refused_before_anything_is_asked(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        said: list[str] = []
        tablet.page.on("dialog", lambda one: said.append(one.message))
        tablet.offline()
        tablet.press("started").waiting(1)
        expect(tablet.page.locator(".bar .chip")).to_contain_text("1 väntar på att skickas")
        tablet.page.locator("[data-key=menu]").click()
        tablet.page.locator("[data-act=signout]").click()
        until(lambda: bool(tablet.page.title()) and bool(said))
        assert said == ["Det går att logga ut när det finns nät."]
        assert tablet.kept() == {"day": True, "queue": 1}


def test_a_number_is_shown_as_it_is_read_aloud(chromium: Browser, fresh: tuple[Server, Plan]) -> None:
    server, _plan = fresh
    with opened(chromium, server) as tablet:
        read = "async one => (await import('/assets/day/card.js')).digits(one).replaceAll('\\u00a0', ' ')"
        numbers = [
            tablet.page.evaluate(read, one) for one in ("tel:+46701234567", "tel:+4687654321", "tel:+4512345678")
        ]
        assert numbers == ["070-123 45 67", "08-765 43 21", "+4512345678"]


def test_what_was_told_of_another_visit_last_is_taken_back_beside_the_one_shown(
    chromium: Browser, fresh: tuple[Server, Plan]
) -> None:
    server, plan = fresh
    first, second = [one.visit_id for one in plan.of_technician(ANNA) if one.kind in ("visit", "remote")][:2]
    with opened(chromium, server) as tablet:
        tablet.press("started").press("paused").waiting(0)
        tablet.page.locator(f"[data-visit={second}]").click()
        tablet.press("started").press("done").waiting(0)
        expect(tablet.page.locator(".head small")).to_have_text(first or "")
        expect(tablet.page.locator(".acts [data-act=undone]")).to_have_count(1)
        tablet.page.locator("[data-act=undo-last]").click()
        tablet.waiting(0)
        until(lambda: states(server, plan) == {first: "visit.paused", second: "visit.started"})
