"""Two people at one request: the second sees what the first did, and both changes end in the database."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from planner.desk import moving, triage
from planner.desk.moving import Move
from planner.model.request import Request
from planner.model.words import Channel
from tests.e2e.browser import Tab
from tests.e2e.conftest import Server
from tests.ui.days import planned
from tests.ui.sample import MARIA, reopened

pytestmark = pytest.mark.e2e
OpenTab = Callable[..., Tab]


def at_request(tab: Tab, request_id: str) -> Tab:
    tab.go("/requests").find(f'tr[data-id="{request_id}"]').click()
    return tab.idle().says(f"{request_id}: ")


def stored(server: Server, request_id: str) -> Request:
    desk = reopened(server.var)
    found = triage.get_request(desk, MARIA, request_id)
    desk.store.close()
    assert found is not None
    return found


def write(tab: Tab, label: str, value: str) -> None:
    box = tab.page.get_by_label(label, exact=True)
    box.fill(value)
    box.press("Tab")
    tab.idle()


def test_two_browsers_change_one_request_and_both_changes_are_kept(open_tab: OpenTab, server: Server) -> None:
    first, second = at_request(open_tab(), "V002"), at_request(open_tab(), "V002")
    for tab in (first, second):
        tab.page.get_by_text("Uppgifter", exact=True).click()
        tab.idle()
    write(second, "Kontaktperson", "Kim")
    first.page.get_by_role("radio", name="Distans", exact=True).click()
    first.idle().click("Spara och nästa").says("V002 är sparat.")

    second.click("Spara och nästa").says("sparade v3 medan du ändrade. Jämför först.")
    dialog = second.page.get_by_role("dialog")
    for name, value in (("Kanal", "Distans"), ("Kontaktperson", "Kim")):
        row = dialog.locator("tr").filter(has=second.page.get_by_role("rowheader", name=name, exact=True))
        expect(row.locator("td.kept")).to_have_text(value)
    assert stored(server, "V002").contact_name == ""
    second.page.get_by_role("button", name="Slå ihop", exact=True).click()
    second.idle().says("Båda ändringarna är sparade.")
    expect(dialog).to_have_count(0)

    both = stored(server, "V002")
    assert (both.channel, both.contact_name) == (Channel.REMOTE, "Kim")


def test_a_comparison_that_is_closed_leaves_what_was_typed(open_tab: OpenTab, server: Server) -> None:
    tab = at_request(open_tab(), "V004")
    desk = reopened(server.var)
    triage.save_request(desk, MARIA, stored(server, "V004").replace(title="Backup larmar igen"))
    desk.store.close()
    tab.page.get_by_role("radio", name="Telefon", exact=True).click()
    tab.idle().click("Spara och nästa").says("Jämför först.")
    tab.page.keyboard.press("Escape")
    tab.idle()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    expect(tab.page.get_by_role("radio", name="Telefon", exact=True)).to_be_checked()
    assert stored(server, "V004").channel is Channel.REMOTE
    tab.click("Spara och nästa").says("Jämför först.")
    tab.page.get_by_role("button", name="Slå ihop", exact=True).click()
    tab.idle().says("Båda ändringarna är sparade.")
    both = stored(server, "V004")
    assert (both.title, both.channel) == ("Backup larmar igen", Channel.PHONE)


def test_what_was_done_stands_in_the_requests_history(open_tab: OpenTab) -> None:
    tab = at_request(open_tab(), "V001")
    tab.page.get_by_role("radio", name="Telefon", exact=True).click()
    tab.idle().click("Spara och nästa").says("V001 är sparat.")
    tab.find('tr[data-id="V001"]').click()
    tab.idle().page.get_by_text("Historik", exact=True).click()
    tab.idle().says("Sparade ärende")
    expect(tab.find(".fp-history li").first).to_contain_text("Kanal: Distans Telefon")


def test_what_a_colleague_does_on_the_board_is_seen_within_seconds_and_is_no_error(
    open_tab: OpenTab, server: Server
) -> None:
    """A visit that is gone by now is refused in words while it is asked about; nobody's console has an error."""
    desk = reopened(server.var)
    plan = planned(desk)
    mine, theirs = open_tab(), open_tab()
    for tab in (mine, theirs):
        tab.go("/board").still()
    gone = next(stop for stop in plan.stops if stop.visit_id and not stop.locked)
    since = time.monotonic()
    moving.move(desk, MARIA, plan.plan_id, [Move(visit_id=gone.visit_id or "")])
    desk.store.close()
    refused = theirs.page.evaluate(
        "async ([plan, visit, who]) => { const q = new URLSearchParams({plan, visit, technician: who, lang: 'sv'});"
        "const r = await fetch('/board/places?' + q); return [r.status, (await r.json()).said]; }",
        [plan.plan_id, gone.visit_id, gone.technician_id],
    )
    assert refused == [200, "Någon har ändrat dagen under tiden. Läs om sidan och pröva igen."]
    for tab in (mine, theirs):
        expect(tab.page.get_by_text(f"Utkast v{plan.version + 1}").first).to_be_visible()
    assert time.monotonic() - since < 10  # asked every four seconds; the rest is drawing, on a machine that is busy
