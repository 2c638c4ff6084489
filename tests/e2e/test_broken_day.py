"""A day that breaks: somebody is late, somebody goes home, something urgent comes in; the board lives through it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from planner import store
from planner.desk import Desk, receive, team, triage
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.model.plan import Plan
from planner.model.request import Promise
from planner.model.words import PromiseKind, RequestStatus
from tests.e2e.browser import Tab, opened, until
from tests.e2e.conftest import Server, running
from tests.e2e.tablet import device
from tests.e2e.test_board_journey import keep, quiet
from tests.ui.sample import ANNA, MARIA, sample_desk
from tests.ui.test_live import morning, order

pytestmark = pytest.mark.e2e


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[tuple[Server, Plan]]:
    """Anna is done with her first visit, five minutes ago; the second is promised to Eva for when it was planned."""
    desk = sample_desk(tmp_path)
    plan = morning(desk)
    first, second = (plan.stop_of(one) for one in order(plan))
    assert first is not None
    assert second is not None
    one = triage.get_request(desk, MARIA, second.visit_id or "")
    assert one is not None
    promise = Promise(kind=PromiseKind.TOLD, earliest=second.start, latest=second.start + timedelta(minutes=30))
    triage.save_request(desk, MARIA, one.replace(promise=promise, contact_name="Eva", contact_phone="070-1"))
    for kind, moment in (("arrived", first.start), ("done", first.end)):
        object.__setattr__(desk, "clock", lambda moment=moment: moment)
        day_desk.report_status(desk, ANNA, first.visit_id or "", f"visit.{kind}", client_uuid=kind, at=moment)
    desk.store.close()
    ahead = first.end + timedelta(minutes=5) - datetime.now(UTC)
    with running(tmp_path, ahead=ahead) as started:
        yield started, plan


def urgent(server: Server, like: str) -> None:
    """A request comes in and is sorted."""
    desk = server.desk()
    known = triage.get_request(desk, MARIA, like)
    assert known is not None
    came = known.replace(
        request_id="U1", status=RequestStatus.TRIAGED, title="Kassan står", customer="Kafé Ek", contact_name="Ture",
        contact_phone="070-2", promise=None,
    )  # fmt: skip
    receive.add_request(desk, MARIA, came)
    desk.store.close()


def told_late(server: Server, visit: str) -> bool:
    """Whether what was told on the tablet has come to the desk."""
    desk = server.desk()
    with desk.store.reading() as db:
        come = [one.type for one in store.events.find(db, request_ids={visit})]
    desk.store.close()
    return "work.late" in come


def newest(server: Server) -> Plan:
    desk = server.desk()
    try:
        plan = plan_desk.current_plan(desk, MARIA, desk.today())
        assert plan is not None
        return plan
    finally:
        desk.store.close()


def publish(tab: Tab, version: int) -> None:
    tab.click(f"Publicera v{version}")
    tab.find(".st-key-publish-told button").click()  # whom to phone and whose day changes has been read
    tab.idle().says(f"Publicerad v{version}")


def test_a_broken_day_is_lived_through_on_the_board(chromium: Browser, broken: tuple[Server, Plan]) -> None:
    server, plan = broken
    second = order(plan)[1]
    with device(chromium, server) as tablet:
        tablet.sign_in("technician:T01").open().online()
        tablet.page.locator(f".order [data-visit='{second}']").first.click()
        tablet.press("late")
        tablet.page.locator("dialog input[type=number], dialog input[inputmode]").first.fill("75")
        tablet.page.locator("dialog [data-act=send]").click()
        until(lambda: tablet.page.title() and told_late(server, second))
    with opened(chromium, server.base, token=server.token()) as tab:
        tab.go("/board")
        risk = tab.find(f".st-key-risk-{second} button")
        expect(risk).to_contain_text("lovad till")  # in front, before anything else of the day
        risk.click()
        tab.idle()
        expect(tab.find(".vis-item.vis-selected")).to_have_count(1)
        keep(tab, "live-1-late")
        urgent(server, second)
        tab.go("/board")
        card(tab).get_by_role("button", name="Placera").click()
        tab.idle()
        keep(tab, "live-2-offers")
        tab.find(".st-key-take-U1-T02 button").click()
        tab.idle().says("Utkast")
        until(lambda: newest(server).stop_of("U1") is not None)
        placed = newest(server).stop_of("U1")
        assert placed is not None
        assert placed.technician_id == "T02"
        publish(tab, newest(server).version)
        goes_home(tab, "1 Anna L")
        tab.click("Ta förslaget")
        keep(tab, "live-3-taken")
        publish(tab, newest(server).version)
        taken = newest(server).stop_of(second)
        assert taken is not None
        assert taken.technician_id == "T02"
        # Bo is with Eva in time, and with Ture later than he was told an hour ago.
        to_phone = tab.find("[class*='st-key-phoned-'] label").filter(has_text="Ture 070-2")
        expect(to_phone).to_be_visible()
        keep(tab, "live-4-phone")
        to_phone.click()
        tab.idle()
        expect(tab.find("[class*='st-key-told-'] label").filter(has_text="Ture 070-2")).to_be_visible()
        expect(tab.find(".st-key-calls summary")).to_contain_text("Alla är uppringda")
        keep(tab, "live-5-told")
        quiet(tab)
    desk = server.desk()
    (away,) = team.get_team(desk, MARIA).absences
    assert (away.technician_id, away.kind) == ("T01", "sick")
    assert phoned(desk, "U1") == ["customer.phoned"]
    desk.store.close()


def card(tab: Tab) -> Locator:
    return tab.find(".st-key-card-live")


def goes_home(tab: Tab, name: str) -> None:
    """Say who cannot go on, and ask who takes over."""
    card(tab).get_by_role("button", name="Någon går hem").click()
    tab.idle()
    tab.find(".st-key-live-away-who").get_by_role("combobox").click()
    tab.page.get_by_role("option", name=name).click()
    tab.idle()
    tab.page.get_by_role("button", name="Föreslå vem som tar över").click()
    tab.idle().says("Ett förslag väntar")
    for _ in range(2):  # what was open over the schedule stays closed, whatever is pressed next
        expect(tab.find(".st-key-live-away-who")).to_have_count(0)
        tab.page.get_by_role("button", name="Visa skillnaden").click()
        tab.idle()
    expect(tab.find(".st-key-live-away-who")).to_have_count(0)


def phoned(desk: Desk, request_id: str) -> list[str]:
    with desk.store.reading() as db:
        return [one.type for one in store.events.find(db, request_ids=(request_id,)) if one.type.startswith("customer")]
