"""Vans and depots on the team's page, what to bring along on the technician's; nobody's save is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk, stores, triage
from planner.desk import plan as plan_desk
from planner.desk import team as desk_team
from planner.model.places import Place
from planner.model.request import PartNeed
from planner.model.team import Depot, Vehicle
from planner.model.words import StopKind
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.sample import MARIA
from tests.ui.test_board import html, texts

CAR = Vehicle(vehicle_id="C1", name="Bil 1", kind="van", stock=(("ssd_1tb", 1),))
DEPOT = Depot(
    depot_id="D1", name="Lager <b>Solna</b>", place=Place(lat=59.366, lon=17.987, label="Lager Solna"), opens=time(6),
    closes=time(18), stock=(("ups_1500", 2),),
)  # fmt: skip


@pytest.fixture
def stocked(firm: Desk) -> Desk:
    """The firm with a van of Anna's and a depot."""
    stores.save_vehicle(firm, MARIA, CAR)
    stores.save_depot(firm, MARIA, DEPOT)
    anna = desk_team.get_team(firm, MARIA).technician("T01")
    assert anna is not None
    desk_team.save_technician(firm, MARIA, anna.replace(vehicle_id="C1"))
    return firm


def shown(*, who: str = "dispatcher", row: str = "") -> AppTest:
    at = opened("team", who=who)
    at.session_state["team-part"] = "stores"
    if row:
        at.session_state["store-rows.row"] = row
    return at.run()


def field(at: AppTest, kind: str, ending: str):
    return next(one for one in getattr(at, kind) if (one.key or "").endswith(ending))


def test_without_vans_and_depots_there_is_a_sentence(firm: Desk) -> None:
    at = shown()
    assert not at.exception
    assert texts(at) == ["Inga bilar eller lager än: läs in en fil."]


def test_a_changed_van_is_saved(stocked: Desk) -> None:
    was = desk_team.get_team(stocked, MARIA).vehicle("C1")
    at = shown()
    assert not at.exception
    field(at, "number_input", ".l").set_value(400).run()
    at.button(key="store-save").click().run()
    assert not at.exception
    car = desk_team.get_team(stocked, MARIA).vehicle("C1")
    assert was is not None
    assert car is not None
    assert (car.load_l, car.stock, car.version) == (400, CAR.stock, was.version + 1)


def test_two_who_change_a_van_see_both_changes(stocked: Desk) -> None:
    at = shown()
    field(at, "number_input", ".l").set_value(400).run()
    read = desk_team.get_team(stocked, MARIA).vehicle("C1")
    assert read is not None
    stores.save_vehicle(stocked, MARIA, replace(read, load_kg=250))
    at.button(key="store-save").click().run()
    assert not at.exception
    assert "Lastvikt (kg)" in html(at)
    car = desk_team.get_team(stocked, MARIA).vehicle("C1")
    assert car is not None
    assert (car.load_l, car.load_kg) == (0, 250)


def test_a_manager_reads_only(stocked: Desk) -> None:
    at = shown(who="manager")
    assert not at.exception
    assert all(one.disabled for one in at.number_input)
    assert not [one for one in at.button if one.key == "store-save"]


def test_the_technician_sees_what_to_bring_along_and_where_from(stocked: Desk) -> None:
    needs = (PartNeed(part="ssd_1tb"), PartNeed(part="ups_1500", quantity=2))
    for one in triage.list_requests(stocked, MARIA):
        if one.needs_visit:
            triage.save_request(stocked, MARIA, one.replace(required_parts=(), required_technicians=()))
    chosen = next(one for one in triage.list_requests(stocked, MARIA) if one.needs_visit and one.crew_size == 1)
    triage.save_request(
        stocked, MARIA, chosen.replace(required_parts=needs, required_technicians=("T01",), time_windows=())
    )
    plan = plan_desk.publish(stocked, MARIA, planned(stocked).plan_id)
    assert [stop.technician_id for stop in plan.stops if stop.kind is StopKind.DEPOT] == ["T01"]
    at = opened(who="technician:T01")
    at.query_params["visit"] = chosen.request_id
    at.run()
    assert not at.exception
    words = html(at)
    assert "Ta med" in words
    assert "Hämta på Lager &lt;b&gt;Solna&lt;/b&gt;" in words
    assert "<b>Solna</b>" not in words
    assert "I bilen" in words
    assert "finns i bilen" in words
