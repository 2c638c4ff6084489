"""What a device holds beside today's visits: the coming day, the shift of a day without visits, and its van's parts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import tablet
from planner.model.hours import Absence
from planner.model.request import PartNeed
from planner.model.stock import Taken
from planner.model.team import Vehicle
from tests.desk.firm import ANNA, BO, DANA, DAY, NOW, at, drafted, fill, filled, published, request
from tests.desk.tapping import hand_in, row

TOMORROW = DAY + timedelta(days=1)


def kept(desk, actor=ANNA):
    return json.loads(tablet.keep_day(desk, actor).content)


def work(day):
    return [one["visit"] for one in day["stops"] if one.get("visit")]


def with_tomorrow(desk):
    """R1 and R2 are today's, of Anna; tomorrow Anna has N1 and Bo N2."""
    published(filled(desk))
    tomorrow = {"earliest_date": TOMORROW}
    with desk.store.writing() as db:
        for one, whose in (("N1", "T01"), ("N2", "T02")):
            store.requests.add(db, request(one, required_technicians=(whose,), **tomorrow))
    published(desk, "q1", TOMORROW)
    return desk


def test_a_device_holds_the_coming_day_too_and_of_it_own_visits_only(desk):
    day = kept(with_tomorrow(desk))
    assert (day["day"], day["ahead"]["day"]) == (DAY.isoformat(), TOMORROW.isoformat())
    assert "N1" in work(day["ahead"])
    assert "N2" not in json.dumps(day)
    assert "N2" in work(kept(desk, BO)["ahead"])
    assert day["ahead"]["expires"] > day["expires"]
    assert set(day["ahead"]) == set(day) - {"ahead"}


def test_a_coming_day_that_is_not_published_is_not_there(desk):
    published(filled(desk))
    drafted(desk, "q1", TOMORROW)
    assert "ahead" not in kept(desk)


def test_a_day_without_visits_says_its_shift(desk):
    fill(desk)
    day = kept(desk)
    assert (day["stops"], day["plan"], day["away"]) == ([], "", {})
    (((name, start, end)),) = day["shifts"]
    assert name == {"sv": "Pass i fält", "en": "Field shift"}
    assert day["duty"] == [start, end]


def test_who_is_away_all_of_the_shift_has_none(desk):
    fill(desk)
    with desk.store.writing() as db:
        gone = Absence(technician_id="T01", start=at(0), end=at(0, day=TOMORROW), kind="sick")
        store.people.save_absence(db, gone)
    day = kept(desk)
    assert (day["shifts"], day["duty"], day["away"]["sv"]) == ([], [], "Sjuk")
    assert kept(desk, BO)["away"] == {}


def test_who_is_away_for_an_hour_works(desk):
    fill(desk)
    with desk.store.writing() as db:
        store.people.save_absence(db, Absence(technician_id="T01", start=at(9), end=at(10), kind="doctor"))
    assert len(kept(desk)["shifts"]) == 1


@pytest.fixture
def van(desk):
    """Anna's van counts two parts, and R1 needs a third one."""
    filled(desk)
    with desk.store.writing() as db:
        stock = (("cat6_patch", 5), ("sfp_module", 1))
        store.people.save_vehicle(db, Vehicle(vehicle_id="V1", name="Bil 1", stock=stock))
        anna = store.people.get_technician(db, "T01")
        store.people.save_technician(db, anna.replace(vehicle_id="V1"))
    return published(desk) and desk


def left(desk, actor=ANNA):
    return {one["part"]: one.get("left") for one in kept(desk, actor)["parts"]}


def test_the_parts_are_those_of_the_own_van_and_what_is_used_counts_them_down(van):
    assert left(van) == {"cat6_patch": 5, "sfp_module": 1}
    hand_in(
        van, row(1, "work.parts", parts=[{"part": "cat6_patch", "quantity": 2}, {"part": "sfp_module", "quantity": 3}])
    )
    assert left(van) == {"cat6_patch": 3, "sfp_module": 0}
    hand_in(van, row(2, "work.taken_back", undoes="tap-000001"))
    assert left(van) == {"cat6_patch": 5, "sfp_module": 1}


def test_a_van_that_nobody_counts_carries_what_vans_do(van):
    others = left(van, BO)
    assert set(others) == {one.part_id for one in van.catalogue.parts.values() if one.van_stock}
    assert set(others.values()) == {None}


def test_a_pick_up_says_what_is_fetched_and_for_whom_and_the_day_what_to_bring(desk):
    own = {"required_technicians": ("T01",)}
    fill(desk, request("R1", required_parts=(PartNeed(part="laptop_std", quantity=2),), **own))
    with_depot(desk)
    day = kept(desk)
    (depot,) = (one for one in day["stops"] if one["kind"] == "depot")
    assert [(one["name"]["sv"], one["quantity"]) for one in depot["taken"]] == [
        (desk.catalogue.parts["laptop_std"].name["sv"], 2)
    ]
    assert depot["for"] == ["R1"]
    (bring,) = day["bring"]
    assert (bring["quantity"], bring["visits"], bring["fetch"][0]) == (2, ["R1"], "Lager Solna")


def with_depot(desk):
    """The published day with a stop at a depot before R1."""
    published(desk)
    with desk.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        visit = plan.stop_of("R1")
        depot = replace(
            visit, kind="depot", visit_id=None, request_id=None, title="Lager Solna", sequence=visit.sequence,
            taken=(Taken(part="laptop_std", quantity=2, visit_id="R1"),), number=0,
        )  # fmt: skip
        stops = []
        for one in plan.stops:
            if one.visit_id == "R1":
                stops.append(depot)
            stops.append(one)
        store.plans.publish(db, store.plans.add(db, plan.replace(plan_id="p2", stops=tuple(stops))), at=NOW)
    assert DANA
