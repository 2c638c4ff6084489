"""Requests in a real browser: a Swedish file in, a column corrected, rows mended and taken, one triaged, a pin set."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from planner.desk import triage
from planner.model.places import Place
from planner.model.words import Channel, Precision, Priority
from tests.e2e.browser import Tab
from tests.e2e.conftest import Server
from tests.ui.sample import HOSTILE, MARIA, reopened

pytestmark = pytest.mark.e2e
OpenTab = Callable[..., Tab]

FILE = "\r\n".join(
    (
        "Ärendenr;Rubrik;Uppgift;Adress;Ort;Prioritet;Önskad tid;Kanal;Latitud;Longitud",
        "007;Skrivare svarar inte;NA;Ugglegränd 2;Stockholm;P3;;Distans;;",
        "X2;Switch nere i kassalinjen;Kafferosteriet;Bryggargatan 8;Stockholm;P2;13-15;Besök;59,3326;18,0577",
        "X3;Byt UPS;Fastighet 12;Lagervägen 3;Jordbro;P3;16-14;Besök;59,14;18,13",
        "X4;Wifi svagt;Skolan;Gläntvägen 10;Huddinge;P4;;Besök;17,98;59,24",
        f"X5;{HOSTILE[0]};{HOSTILE[1]};{HOSTILE[2]};Stockholm;P4;{HOSTILE[3]};Besök;59,3;18,0",
    )
)


def drop(tab: Tab, name: str, content: bytes) -> Tab:
    tab.click("Läs in fil")
    tab.find("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    tab.says(name)
    return tab.idle()


def choose(tab: Tab, request_id: str) -> None:
    tab.find(f'tr[data-id="{request_id}"]').click()


def test_a_swedish_file_goes_all_the_way_into_the_day(open_tab: OpenTab, server: Server) -> None:
    tab = drop(open_tab().go("/requests"), "ärenden.csv", FILE.encode("cp1252"))
    tab.says("16-14: slutar före start")

    tab.click("kolumner används")
    column = tab.page.get_by_label("Kolumn 3")
    column.click()
    column.fill("kund")
    tab.page.get_by_role("option", name="kund", exact=True).click()
    tab.idle()
    tab.page.keyboard.press("Escape")
    expect(tab.find("tbody tr").filter(has_text="Switch nere")).to_contain_text("Kafferosteriet")

    tab.page.get_by_role("button", name="Ändra till 14–16").click()
    tab.idle()
    tab.page.get_by_role("button", name="Ändra till 59.24, 17.98").click()
    tab.idle().says("Ta emot 4 ärenden")

    tab.click("Ta emot 4 ärenden")
    tab.says("1 rader har fel och stannar kvar")
    tab.page.get_by_role("dialog").get_by_role("button", name="Ta emot 4 ärenden").click()
    tab.idle().says("4 ärenden är mottagna")

    desk = reopened(server.var)
    taken = triage.get_request(desk, MARIA, "007")
    assert taken is not None
    assert (taken.customer, taken.channel) == ("NA", Channel.REMOTE)
    swapped = triage.get_request(desk, MARIA, "X4")
    assert swapped is not None
    assert swapped.place is not None
    assert (swapped.place.lat, swapped.place.lon) == pytest.approx((59.24, 17.98))
    assert triage.get_request(desk, MARIA, "X5") is None
    assert tab.page.evaluate("window.hit") is None
    desk.store.close()


MESSY = "\r\n".join(
    (
        "Ärendenr;Rubrik / vad gäller det;Uppgift;Plan;Jobbtyp;Adress;Ort;Önskad tid",
        *(f"M{n};Skrivare {n};Kunden {n};Vån {n};;Ugglegränd {n};Stockholm;efter lunch" for n in range(1, 4)),
        "M4;Nytt nät;Kunden 4;Vån 4;nätgrejer;Ugglegränd 4;Stockholm;fm",
    )
)


def test_a_messy_file_is_mended_all_alike_and_not_dropped_by_mistake(open_tab: OpenTab) -> None:
    tab = drop(open_tab().go("/requests"), "rörigt.csv", MESSY.encode())
    tab.says("Används inte: Uppgift, Plan.").says("”fm” lästes som 08:00–12:00")
    choose(tab, "2")
    field = tab.page.get_by_label("Nytt värde")
    field.fill("13–15")  # pressed right after typing: the field has not been left
    tab.page.get_by_role("button", name="Rätta alla 3 likadana").click()
    expect(tab.idle().find("tbody.bad")).to_have_count(1)

    choose(tab, "5")
    kind = tab.page.get_by_label("Nytt värde")
    kind.click()
    kind.fill("trådbundet")
    tab.page.get_by_role("option", name="Nätverksfel, trådbundet").click()
    tab.page.get_by_role("button", name="Rätta", exact=True).click()
    tab.idle().says("Ta emot 4 ärenden")

    tab.click("kolumner används")
    for number, name in ((3, "kund"), (4, "beskrivning")):  # one after the other, without a pause
        column = tab.page.get_by_label(f"Kolumn {number}", exact=True)
        column.click()
        column.fill(name)
        tab.page.get_by_role("option", name=name, exact=True).click()
    tab.idle().page.keyboard.press("Escape")
    tab.says("8 av 8 kolumner används")

    tab.click("Stäng filen")
    tab.says("4 rader i filen är inte mottagna")
    tab.page.get_by_role("button", name="Avbryt").click()
    tab.idle().says("Ta emot 4 ärenden")


def test_the_rows_with_errors_can_be_taken_home(open_tab: OpenTab, tmp_path: Path) -> None:
    tab = drop(
        open_tab().go("/requests"), "fel.csv", FILE.replace("\nX", "\nY").replace("007", "008").encode("utf-8-sig")
    )
    link = tab.page.get_by_role("link", name="Hämta felrader")
    taken = tab.page.request.get(tab.base + str(link.get_attribute("href")))
    assert taken.headers["content-disposition"].startswith("attachment;")
    assert taken.headers["cache-control"] == "no-store"
    written = taken.body().decode("utf-8-sig")
    assert "Byt UPS" in written
    assert "slutar före start" in written
    assert "Switch nere" not in written


def test_a_request_is_triaged_with_questions_matrix_and_pin(open_tab: OpenTab, server: Server) -> None:
    tab = open_tab().go("/requests")
    choose(tab, "V003")
    tab.idle().says("V003: Ny arbetsplats, 2 st")

    kind = tab.page.get_by_label("Ärendetyp")
    kind.click()
    kind.fill("serverunderhåll")
    tab.page.get_by_role("option").first.click()
    tab.idle().says("Går servern att nå på distans")
    tab.find('[class*="st-key-ask-"]').first.get_by_text("Ja", exact=True).click()
    tab.idle().says("Löses nog bäst på distans.")
    expect(tab.page.get_by_role("radio", name="Distans", exact=True)).to_be_checked()
    tab.page.get_by_text("Löses nog bäst på distans.").click()
    expect(tab.page.get_by_role("checkbox", name="Löses nog bäst på distans.")).not_to_be_checked()
    tab.idle().page.get_by_role("radio", name="Besök", exact=True).click()
    expect(tab.page.get_by_role("radio", name="Besök", exact=True)).to_be_checked()

    tab.idle().page.get_by_role("button", name="P1: Hela kunden · Genast").click()
    tab.idle().says("Hela kunden".lower())

    tab.click("Sätt nål")
    tab.page.get_by_label("Position (lat, lon)").fill("59.3000, 18.1000")
    tab.page.get_by_label("Position (lat, lon)").press("Enter")
    tab.idle().click("Sätt nålen här")
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("Control+Enter")
    tab.idle().says("V003 är sparat.")

    desk = reopened(server.var)
    saved = triage.get_request(desk, MARIA, "V003")
    assert saved is not None
    assert saved.priority is Priority.P1
    assert saved.channel is Channel.ON_SITE
    assert saved.place is not None
    assert (saved.place.lat, saved.place.lon, saved.place.precision) == (59.3, 18.1, Precision.PIN)
    desk.store.close()


@pytest.mark.parametrize("way", ["click", "drag"])
def test_the_pin_is_moved_on_the_map(open_tab: OpenTab, server: Server, way: str) -> None:
    desk = reopened(server.var)
    known = triage.get_request(desk, MARIA, "V002")
    assert known is not None
    assert known.place is not None
    street = Place(lat=known.place.lat, lon=known.place.lon, label=known.place.label, precision=Precision.STREET)
    triage.save_request(desk, MARIA, known.replace(place=street))
    tab = open_tab().go("/requests")
    choose(tab, "V002")
    tab.idle().says("V002: Switch nere")
    set_by_hand = tab.find("[class*=st-key-card-triage] .fp-chip").filter(has_text=re.compile(r"^\s*Nål\s*$"))
    expect(set_by_hand).to_have_count(0)
    frame = tab.find('iframe[title^="Karta över platsen"]')
    frame.scroll_into_view_if_needed()
    pin = frame.content_frame.locator(".fp-pin")
    pin.wait_for()
    tab.still()
    box = frame.bounding_box()
    assert box is not None
    goal = (box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.4)
    if way == "click":
        tab.page.mouse.click(*goal)
    else:
        held = pin.bounding_box()
        assert held is not None
        tab.page.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
        tab.page.mouse.down()
        tab.page.mouse.move(*goal, steps=6)
        tab.page.mouse.up()
    expect(set_by_hand).to_have_count(1)
    tab.idle().click("Spara och nästa").says("V002 är sparat.")
    saved = triage.get_request(desk, MARIA, "V002")
    assert saved is not None
    assert saved.place is not None
    assert saved.place.source == "person"
    assert (saved.place.lat, saved.place.lon) != (street.lat, street.lon)
    assert abs(saved.place.lat - street.lat) < 0.05
    assert saved.place.lon > street.lon
    desk.store.close()


def test_customers_words_stay_words(open_tab: OpenTab) -> None:
    tab = open_tab().go("/requests")
    choose(tab, "V006")
    tab.idle()
    for words in (HOSTILE[4], HOSTILE[9], HOSTILE[18]):
        expect(tab.page.get_by_text(words).first).to_be_visible()
    assert tab.page.evaluate("window.hit") is None
    assert tab.page.evaluate("getComputedStyle(document.body).display") != "none"
    evil = 'form[action*="evil"], img[src*="evil"], a[href*="evil"], a[href^="javascript"]'
    expect(tab.still().find(evil)).to_have_count(0)
