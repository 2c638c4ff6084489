"""One telephone call, from hello to a booked time; and one that needs nobody to go."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planner.desk import triage
from planner.model.request import Request
from planner.model.words import Channel, PromiseKind, RequestStatus
from tests.e2e.browser import Tab, opened, until
from tests.e2e.conftest import running
from tests.e2e.test_board_journey import keep, quiet
from tests.ui.sample import MARIA, reopened, sample_desk

pytestmark = pytest.mark.e2e


def write(tab: Tab, label: str, words: str) -> None:
    field = tab.page.get_by_label(label, exact=True).first
    field.fill(words)
    field.press("Tab")
    tab.idle()


def hello(tab: Tab) -> None:
    """Somebody rings: who it is, where, what, and what kind of thing that is."""
    tab.go("/requests").click("Nytt samtal")
    write(tab, "Kontaktperson", "Eva Nyström")
    write(tab, "Telefon", "070-123 45 67")
    write(tab, "Kund", "Byrå Almen")
    write(tab, "Adress", "Almgatan 4, Stockholm")
    write(tab, "Vad har hänt?", "Datorn hänger sig hela tiden")
    expect(tab.find(".st-key-card-call-times")).to_contain_text("Välj ärendetyp först")
    tab.find("[class*='st-key-call-job']").get_by_role("combobox").click()
    tab.page.get_by_role("option", name="Datorproblem").click()
    tab.idle()


def stored(var: Path, title: str) -> Request | None:
    desk = reopened(var)
    try:
        return next((one for one in triage.list_requests(desk, MARIA) if one.title == title), None)
    finally:
        desk.store.close()


def test_a_call_from_hello_to_a_booked_time(chromium: Browser, tmp_path: Path) -> None:
    sample_desk(tmp_path).store.close()
    with running(tmp_path) as server, opened(chromium, server.base, token=server.token()) as tab:
        hello(tab)
        asked = tab.find(".st-key-card-call-asked")
        asked.get_by_role("radiogroup", name="Kan användaren arbeta under tiden?").get_by_text("Nej").click()
        tab.idle()
        expect(asked.get_by_role("checkbox").first).to_be_checked()  # what the answer does, and can be refused
        first = tab.find(".st-key-card-call-first")
        first.get_by_text("Be kunden spara, stänga av helt och starta igen").click()
        tab.idle()
        asked.get_by_text("Besök").last.click()
        tab.idle()
        offers = tab.find("[class*='st-key-call-book-'] button")
        expect(offers.first).to_be_visible()
        keep(tab, "call-offers")
        tab.fits()
        offered = offers.first.inner_text()
        offers.first.click()
        ended = tab.find(".st-key-card-call-ended")
        expect(ended).to_contain_text(offered)
        keep(tab, "call-ended")
        until(lambda: stored(tmp_path, "Datorn hänger sig hela tiden"))
        request = stored(tmp_path, "Datorn hänger sig hela tiden")
        assert request is not None
        assert request.promise is not None
        assert request.promise.kind is PromiseKind.TOLD
        assert (request.channel, request.remote_attempted) == (Channel.ON_SITE, True)
        assert (request.customer, request.contact_name, request.contact_phone) == (
            "Byrå Almen",
            "Eva Nyström",
            "070-123 45 67",
        )
        assert dict(request.triage_answers) == {"workstation_fault.q4": "no"}
        expect(ended).to_contain_text(request.request_id)
        tab.click("Nästa samtal")
        expect(tab.page.get_by_label("Vad har hänt?", exact=True)).to_have_value("")
        quiet(tab)


def test_a_call_that_is_solved_on_the_phone(chromium: Browser, tmp_path: Path) -> None:
    sample_desk(tmp_path).store.close()
    with running(tmp_path) as server, opened(chromium, server.base, token=server.token()) as tab:
        hello(tab)
        tab.find(".st-key-card-call-first").get_by_text("Ta över med fjärrhjälp").click()
        tab.idle()
        tab.click("Löst i telefon")
        expect(tab.find(".st-key-card-call-ended")).to_contain_text("ingen behöver åka")
        request = stored(tmp_path, "Datorn hänger sig hela tiden")
        assert request is not None
        assert (request.status, request.channel, request.promise) == (RequestStatus.DONE, Channel.PHONE, None)
        quiet(tab)
