"""The team is kept: technicians with a version, absences by person and start, depots and vehicles by id."""

from datetime import timedelta

import pytest

from planner.model.costs import PROFILES, Weights
from planner.model.errors import StaleError
from planner.model.places import Place
from planner.model.team import Absence, Depot, Vehicle
from planner.store import people, settings
from tests.store.rows import NOW, technician


def test_the_team_comes_back_in_the_order_of_its_numbers(store):
    depot = Depot(depot_id="D1", name="Lager", place=Place(lat=59.3, lon=18.0))
    with store.writing() as db:
        people.save_technician(db, technician("T02", number=2))
        people.save_technician(db, technician("T01", number=1))
        people.save_depot(db, depot)
        people.save_vehicle(db, Vehicle(vehicle_id="V1", name="Skåpbil"))
    with store.reading() as db:
        team = people.get_team(db)
    assert [one.technician_id for one in team.technicians] == ["T01", "T02"]
    assert team.depots == (depot,)
    assert [one.vehicle_id for one in team.vehicles] == ["V1"]


def test_two_people_never_overwrite_each_others_technician(store):
    with store.writing() as db:
        read = people.save_technician(db, technician())
    with store.writing() as db:
        newer = people.save_technician(db, read.replace(phone="1"))
    for outdated in (read.replace(phone="2"), technician(phone="3")):
        with pytest.raises(StaleError), store.writing() as db:
            people.save_technician(db, outdated)
    with store.reading() as db:
        assert people.get_technician(db, "T01") == newer


def test_an_absence_is_replaced_by_one_with_the_same_start_and_can_be_removed(store):
    absence = Absence(technician_id="T01", start=NOW, end=NOW + timedelta(hours=2))
    longer = Absence(technician_id="T01", start=NOW, end=NOW + timedelta(hours=4), kind="training")
    with store.writing() as db:
        people.save_absence(db, absence)
        people.save_absence(db, longer)
        assert people.get_team(db).absences == (longer,)
        people.remove_absence(db, longer)
        people.remove_absence(db, longer)
        assert people.get_team(db).absences == ()


def test_a_depot_saved_twice_is_one_depot(store):
    with store.writing() as db:
        for name in ("Gamla lagret", "Nya lagret"):
            people.save_depot(db, Depot(depot_id="D1", name=name, place=Place(lat=59.3, lon=18.0)))
        assert [one.name for one in people.get_team(db).depots] == ["Nya lagret"]


def test_a_setting_is_its_default_until_it_is_saved(store):
    with store.writing() as db:
        assert settings.get(db, "weights", Weights, Weights()) == Weights()
        for weights in (PROFILES["cheapest"], PROFILES["calm_day"]):
            settings.save(db, "weights", weights)
    with store.reading() as db:
        assert settings.get(db, "weights", Weights, Weights()) == PROFILES["calm_day"]


def test_depots_come_in_the_order_of_their_ids_whatever_the_database_thinks_of_letters(store):
    ids = ("a", "B", "Å", "_", "1")
    with store.writing() as db:
        for one in ids:
            people.save_depot(db, Depot(depot_id=one, name=one, place=Place(lat=59.3, lon=18.0)))
            people.save_vehicle(db, Vehicle(vehicle_id=one, name=one))
    with store.reading() as db:
        team = people.get_team(db)
    assert [one.depot_id for one in team.depots] == sorted(ids) == [one.vehicle_id for one in team.vehicles]
