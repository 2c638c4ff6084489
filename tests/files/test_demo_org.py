"""The demo organisation agrees with the catalogue, and its team can do the work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.files.catalogue_data import fits, ids, load, seats_of

DEMO = load("demo_org")
TEAM: list[dict[str, Any]] = DEMO["technicians"]
JOBS: list[dict[str, Any]] = load("job_types")["job_types"]
SKILLS, CERTIFICATES = set(ids(load("skills")["skills"])), set(ids(load("skills")["certificates"]))
TERRITORIES, DEPOTS, VEHICLES = (set(ids(DEMO[name])) for name in ("territories", "depots", "vehicles"))
FIRST_DAY = date(2026, 11, 23)
technicians = pytest.mark.parametrize("person", TEAM, ids=ids(TEAM))
persons = pytest.mark.parametrize("person", [*TEAM, *DEMO["vendors"]], ids=ids([*TEAM, *DEMO["vendors"]]))
customers = pytest.mark.parametrize("customer", DEMO["customers"], ids=ids(DEMO["customers"]))
job_types = pytest.mark.parametrize("job", JOBS, ids=ids(JOBS))


def drives(person: dict[str, Any]) -> bool:
    """Whether the person has a driving licence, suspended or not."""
    return bool(person["licence"]["classes"])


def test_fifteen_technicians_of_whom_three_do_not_drive() -> None:
    assert len(TEAM) == 15
    assert sum(not drives(person) for person in TEAM) == 3


@persons
def test_skills_certificates_and_territories_are_known(person: dict[str, Any]) -> None:
    assert set(person["territories"]) <= TERRITORIES
    assert {row["skill"] for row in person["skills"]} <= SKILLS
    assert all(1 <= row["level"] <= 5 for row in person["skills"])
    assert {row["certificate"] for row in person["certificates"]} <= CERTIFICATES


@technicians
def test_who_drives_has_a_vehicle_and_valid_certificates(person: dict[str, Any]) -> None:
    assert drives(person) == bool(person["vehicle"])
    assert person["vehicle"] in {*VEHICLES, None}
    assert [row for row in person["certificates"] if date.fromisoformat(row["valid_to"]) < FIRST_DAY] == []


def test_no_vehicle_is_given_twice() -> None:
    taken = [person["vehicle"] for person in TEAM if person["vehicle"]]
    assert len(set(taken)) == len(taken)
    assert {vehicle["home_depot"] for vehicle in DEMO["vehicles"]} <= DEPOTS


@pytest.mark.parametrize("vendor", DEMO["vendors"], ids=ids(DEMO["vendors"]))
def test_a_vendor_can_do_what_it_may_take(vendor: dict[str, Any]) -> None:
    taken = [job for job in JOBS if job["id"] in vendor["may_take"]]
    assert len(taken) == len(vendor["may_take"])
    assert [job["id"] for job in taken if not all(fits(vendor, seat) for seat in seats_of(job))] == []


@customers
def test_two_drivers_may_enter_every_customer(customer: dict[str, Any]) -> None:
    assert customer["territory"] in TERRITORIES
    assert customer["sla"] in ids(load("priority_matrix")["sla_policies"])
    assert set(customer["certificates"]) <= CERTIFICATES
    may_enter = [
        person
        for person in TEAM
        if drives(person) and set(customer["certificates"]) <= {row["certificate"] for row in person["certificates"]}
    ]
    assert len(may_enter) >= 2


@pytest.mark.parametrize("row", [*TEAM, *DEMO["customers"], *DEMO["depots"]], ids=lambda row: row["id"])
def test_positions_lie_around_stockholm(row: dict[str, Any]) -> None:
    assert 58.5 < row["lat"] < 60.2
    assert 16.8 < row["lon"] < 19.5


def test_every_technician_has_one_shift() -> None:
    assert sorted(shift["technician"] for shift in DEMO["shifts"]) == sorted(ids(TEAM))


@pytest.mark.parametrize("shift", DEMO["shifts"], ids=lambda shift: shift["technician"])
def test_the_times_of_a_shift_are_in_order(shift: dict[str, Any]) -> None:
    order = [shift[name] for name in ("start", "break_earliest", "break_latest", "soft_end", "hard_end")]
    assert order == sorted(order)


@pytest.mark.parametrize("duty", DEMO["on_call"], ids=lambda duty: f"week{duty['week']}")
def test_on_call_has_two_different_persons(duty: dict[str, Any]) -> None:
    assert {duty["primary"], duty["backup"]} <= set(ids(TEAM))
    assert duty["primary"] != duty["backup"]


def test_absences_concern_the_team() -> None:
    assert {row["technician"] for row in DEMO["absences"]} <= set(ids(TEAM))


def test_demand_names_every_job_type_once() -> None:
    assert sorted(row["job_type"] for row in DEMO["demand"]) == sorted(ids(JOBS))
    assert [row["job_type"] for row in DEMO["demand"] if row["per_week"] <= 0] == []


@job_types
def test_the_team_can_do_every_job_type(job: dict[str, Any]) -> None:
    able = [[person["id"] for person in TEAM if fits(person, seat)] for seat in seats_of(job)]
    least = 1 if len(able) > 1 else 2
    assert all(len(names) >= least for names in able)
    assert len({name for names in able for name in names}) >= len(able)
