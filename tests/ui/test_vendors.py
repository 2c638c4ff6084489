"""Subcontractors on the team page, and what a plan buys of them on the board."""

from __future__ import annotations

import json
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk, triage, vendors
from planner.desk import team as team_desk
from planner.model.language import TEAM_ZONE
from planner.model.vendors import PriceList, Vendor
from tests.ui.conftest import opened
from tests.ui.days import planned, triaged
from tests.ui.drawn import html
from tests.ui.sample import MARIA

NORD = Vendor(vendor_id="nord", name="NordFält AB", prices=PriceList(call_out_ore=50_000, hour_ore=80_000))


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is early in the morning for every desk that is opened: later nobody can be ordered for the day."""
    zone = ZoneInfo(TEAM_ZONE)
    moment = datetime.combine(datetime.now(zone).date(), time(5), zone)
    monkeypatch.setattr("planner.desk.opening.now", lambda: moment)


@pytest.fixture
def bought(early: None, firm: Desk) -> Desk:
    """Bo works for a subcontractor, and V002 is for him alone."""
    team_desk.save_vendor(firm, MARIA, NORD)
    bo = team_desk.get_team(firm, MARIA).technician("T02")
    assert bo is not None
    team_desk.save_technician(firm, MARIA, bo.replace(vendor_id="nord"))
    one = triage.get_request(firm, MARIA, "V002")
    assert one is not None
    triage.save_request(firm, MARIA, one.replace(required_technicians=("T02",)))
    triaged(firm)
    return firm


def field(at: AppTest, kind: str, ending: str) -> Any:
    return next(one for one in getattr(at, kind) if (one.key or "").endswith(ending))


def cells(at: AppTest) -> dict[str, Any]:
    """What the first row of the list says."""
    (table,) = [one.proto for one in at.get("bidi_component") if one.proto.component_name == "faltplan_rows"]
    return dict(json.loads(table.json)["rows"][0]["cells"])


def listed(**options: str) -> AppTest:
    at = opened("team", **options)
    at.session_state["team-part"] = "vendors"
    return at.run()


def vendor(firm: Desk, vendor_id: str = "nord") -> Vendor:
    found = team_desk.get_team(firm, MARIA).vendor(vendor_id)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
def test_without_any_the_page_says_what_to_do(firm: Desk, language: str) -> None:
    at = listed(language=language)
    assert not at.exception
    assert len(at.text) == 1


def test_one_is_added_by_its_name(firm: Desk) -> None:
    at = listed()
    at.button(key="vendor-new").click().run()
    assert at.button(key="vendor-create").disabled
    at.text_input(key="vendor-new-name").set_value("Åkes Kabel & Fiber")
    # A browser runs an open dialog alone; here the whole page runs, and only its button opens the dialog again.
    at.button(key="vendor-new").click().run()
    at.button(key="vendor-new").click()
    at.button(key="vendor-create").click().run()
    assert not at.exception
    assert vendor(firm, "akes-kabel-fiber").name == "Åkes Kabel & Fiber"


def test_price_list_lead_time_and_work_are_changed(bought: Desk) -> None:
    at = listed()
    field(at, "number_input", ".km").set_value(4.5).run()
    field(at, "number_input", ".lead").set_value(1.5).run()
    field(at, "multiselect", ".may").set_value(["printer_fault"]).run()
    field(at, "text_input", ".contact").set_value("Nils N").run()
    at.button(key="vendor-save").click().run()
    assert not at.exception
    now = vendor(bought)
    assert (now.prices.km_ore, now.lead_min, now.job_types, now.contact_name) == (450, 90, ("printer_fault",), "Nils N")
    assert now.prices.call_out_ore == 50_000


def test_prices_are_shown_to_the_ore_and_what_a_file_may_hold_can_be_opened(firm: Desk) -> None:
    dear = PriceList(call_out_ore=1_000_000_000, hour_ore=80_000, km_ore=450)
    team_desk.save_vendor(firm, MARIA, NORD.replace(prices=dear, lead_min=8_760 * 60))
    at = listed()
    assert not at.exception
    said = {name: str(cell).replace("\N{NO-BREAK SPACE}", " ") for name, cell in cells(at).items()}
    assert said["prices"] == "10 000 000 kr inställelse, 800 kr/h, 4,50 kr/km"
    assert said["lead"] == "8 760 h"
    assert field(at, "number_input", ".call_out").value == 10_000_000


def test_one_with_people_is_not_removed_and_the_sentence_says_why(bought: Desk) -> None:
    before = vendor(bought)
    at = listed()
    at.button(key="vendor-remove-sure").click().run()
    assert "Bo K" in at.error[0].value
    assert vendor(bought) == before


def test_one_without_people_is_removed(firm: Desk) -> None:
    team_desk.save_vendor(firm, MARIA, NORD)
    listed().button(key="vendor-remove-sure").click().run()
    assert team_desk.get_team(firm, MARIA).vendors == ()


def test_a_manager_reads_and_changes_nothing(bought: Desk) -> None:
    at = listed(who="manager")
    assert not at.exception
    assert not any(one.key in ("vendor-save", "vendor-new", "vendor-remove-sure") for one in at.button)
    assert field(at, "number_input", ".km").disabled


def test_a_technician_is_given_to_a_firm_and_languages(bought: Desk) -> None:
    at = opened("team")
    field(at, "selectbox", ".firm").set_value("nord").run()
    field(at, "multiselect", ".languages").set_value(["sv", "en"]).run()
    at.button(key="team-save").click().run()
    anna = team_desk.get_team(bought, MARIA).technician("T01")
    assert anna is not None
    assert (anna.vendor_id, anna.languages) == ("nord", ("sv", "en"))


def test_an_order_is_shown_to_copy_and_marked_with_who(bought: Desk) -> None:
    planned(bought)
    at = opened("board")
    assert not at.exception
    assert [one.value for one in at.subheader] == ["Beställningar"]
    assert "NordFält AB" in at.code[0].value
    at.button(key="order-mark-nord").click().run()
    (only,) = vendors.ordered_on(bought, MARIA, bought.today())
    assert (only.vendor_id, only.by) == ("nord", "Maria E.")
    assert "av Maria E." in html(at)
    at.button(key="order-unmark-nord").click().run()
    assert vendors.ordered_on(bought, MARIA, bought.today()) == ()


def test_an_order_that_is_no_longer_needed_is_loud(bought: Desk) -> None:
    planned(bought)
    opened("board").button(key="order-mark-nord").click().run()
    one = triage.get_request(bought, MARIA, "V002")
    assert one is not None
    triage.save_request(bought, MARIA, one.replace(required_technicians=("T01",)))
    planned(bought, plan_id="p2")
    at = opened("board")
    assert "behövs inte längre" in html(at)
    at.button(key="order-off-nord").click().run()
    assert "behövs inte längre" not in html(at)


def test_a_day_without_orders_says_nothing_of_them(firm: Desk) -> None:
    planned(firm)
    assert not opened("board").subheader
