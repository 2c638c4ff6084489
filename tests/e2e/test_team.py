"""The team and the settings in a real browser: edit, save, refuse, import."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from planner.desk import settings as desk_settings
from planner.desk import team as desk_team
from planner.model.costs import PROFILES
from tests.e2e.browser import Tab
from tests.e2e.conftest import Server, drawn
from tests.ui.sample import HOSTILE, MARIA, reopened

pytestmark = pytest.mark.e2e
OpenTab = Callable[..., Tab]


def test_a_technician_is_edited_and_saved(open_tab: OpenTab, server: Server) -> None:
    tab = open_tab().go("/team")
    tab.says("Går ut om 9 dagar").still()
    tab.page.get_by_text("Bo K").first.click()
    tab.idle()
    name = tab.page.get_by_label("Namn")
    expect(name).to_have_value("Bo K")
    name.fill("Bo Karlsson")
    name.press("Enter")
    expect(tab.page.get_by_role("button", name="Spara Bo K")).to_be_enabled()
    tab.idle().page.keyboard.press("Control+Enter")
    tab.idle().says("Bo Karlsson är sparad.")
    desk = reopened(server.var)
    saved = desk_team.get_team(desk, MARIA).technician("T02")
    assert saved is not None
    assert saved.name == "Bo Karlsson"
    assert len(saved.skills) == 1
    desk.store.close()


def test_an_absence_is_added_and_removed(open_tab: OpenTab, server: Server) -> None:
    tab = open_tab().go("/team")
    tab.page.get_by_role("tab", name="Frånvaro").click()
    tab.click("Lägg till frånvaro").says("Ledig:")
    desk = reopened(server.var)
    assert [one.technician_id for one in desk_team.get_team(desk, MARIA).absences] == ["T01"]
    tab.page.get_by_role("tab", name="Frånvaro").click()
    tab.click("Ta bort", exact=True).says("Ingen planerad frånvaro.")
    assert desk_team.get_team(desk, MARIA).absences == ()
    desk.store.close()


def test_a_new_technician_with_a_hostile_name_is_shown_as_written(open_tab: OpenTab) -> None:
    tab = open_tab().go("/team").click("Ny tekniker")
    tab.page.get_by_role("dialog").get_by_label("Namn").fill(HOSTILE[4] + HOSTILE[0])
    tab.page.get_by_role("dialog").get_by_label("Namn").press("Enter")
    tab.idle().click("Lägg till", exact=True)
    expect(tab.page.get_by_text(HOSTILE[4] + HOSTILE[0]).first).to_be_visible()
    assert tab.still().page.evaluate("window.hit") is None
    expect(tab.find('img[src*="evil"]')).to_have_count(0)


def test_a_team_file_at_fault_saves_nothing(open_tab: OpenTab, server: Server) -> None:
    tab = open_tab().go("/team").click("Läs in teamfil")
    content = "tekniker-id;namn;kompetenser\r\nT77;Nils N;trolldom 3\r\n".encode("cp1252")
    tab.find("input[type=file]").set_input_files({"name": "team.csv", "mimeType": "text/csv", "buffer": content})
    tab.idle().says("Inget är sparat.")
    desk = reopened(server.var)
    assert desk_team.get_team(desk, MARIA).technician("T77") is None
    desk.store.close()


def test_a_manager_reads_and_cannot_change(open_tab: OpenTab) -> None:
    tab = open_tab(who="manager").go("/team")
    drawn(tab, "team").says("Du kan läsa teamet, inte ändra det.")
    expect(tab.page.get_by_label("Namn")).to_be_disabled()
    expect(tab.still().page.get_by_role("button", name="Spara")).to_have_count(0)
    drawn(tab.go("/settings"), "settings").says("Du kan läsa inställningarna, inte ändra dem.")
    expect(tab.still().page.get_by_role("button", name="Spara")).to_have_count(0)


def test_a_profile_is_chosen_and_saved(open_tab: OpenTab, server: Server) -> None:
    tab = open_tab().go("/settings")
    tab.page.get_by_role("button", name="Använd", exact=True).first.click()
    tab.idle().says("Inte sparat")
    tab.click("Spara Billigast").says("Vikterna är sparade.")
    desk = reopened(server.var)
    assert desk_settings.get_weights(desk, MARIA).weights == PROFILES["cheapest"]
    desk.store.close()
