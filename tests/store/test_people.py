"""The team is kept: technicians with a version, absences by person and start, depots and vehicles by id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.costs import PROFILES, Weights
from planner.model.errors import StaleError
from planner.model.places import Place
from planner.model.sites import Site
from planner.model.team import Absence, Depot, Vehicle
from planner.model.vendors import Vendor
from planner.store import people, settings, sites
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
    assert team.depots == (replace(depot, version=2),)
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


def test_an_absence_is_saved_by_person_and_start_and_can_be_removed(store):
    with store.writing() as db:
        made = people.save_absence(db, Absence(technician_id="T01", start=NOW, end=NOW + timedelta(hours=2)))
        longer = people.save_absence(db, replace(made, end=NOW + timedelta(hours=4), kind="training"))
        assert people.get_team(db).absences == (longer,)
        people.remove_absence(db, longer)
        people.remove_absence(db, longer)
        assert people.get_team(db).absences == ()


@pytest.mark.parametrize(
    ("save", "new"),
    [
        (people.save_depot, Depot(depot_id="D1", name="Lager", place=Place(lat=59.3, lon=18.0))),
        (people.save_vehicle, Vehicle(vehicle_id="V1", name="Skåpbil")),
        (people.save_vendor, Vendor(vendor_id="malar", name="Mälarservice AB")),
        (people.save_absence, Absence(technician_id="T01", start=NOW, end=NOW + timedelta(hours=2))),
        (people.save_technician, technician()),
        (sites.save, Site(site_id="S1", name="Sjöviks Tryck")),
    ],
)
def test_nothing_of_the_team_is_saved_on_an_outdated_version(store, save, new):
    with store.writing() as db:
        read = save(db, new)
    assert read.version > new.version
    with store.writing() as db:
        theirs = save(db, read)
    for outdated in (read, new):
        with pytest.raises(StaleError) as refused, store.writing() as db:
            save(db, outdated)
        assert refused.value.theirs == theirs
        assert refused.value.version == theirs.version


def test_a_depot_saved_twice_is_one_depot(store):
    depot = Depot(depot_id="D1", name="Gamla lagret", place=Place(lat=59.3, lon=18.0))
    with store.writing() as db:
        people.save_depot(db, replace(people.save_depot(db, depot), name="Nya lagret"))
        assert [one.name for one in people.get_team(db).depots] == ["Nya lagret"]


def test_a_setting_is_its_default_until_it_is_saved(store):
    with store.writing() as db:
        assert settings.read(db, "weights", Weights, Weights()) == (Weights(), 0)
        for version, name in enumerate(("cheapest", "calm_day")):
            assert settings.save(db, "weights", PROFILES[name], version=version) == version + 1
    with store.reading() as db:
        assert settings.read(db, "weights", Weights, Weights()) == (PROFILES["calm_day"], 2)


def test_a_setting_is_not_saved_on_an_outdated_version(store):
    with store.writing() as db:
        settings.save(db, "weights", PROFILES["cheapest"], version=0)
    for outdated in (0, 2):
        with pytest.raises(StaleError) as refused, store.writing() as db:
            settings.save(db, "weights", Weights(), version=outdated)
        assert (refused.value.theirs, refused.value.version) == (PROFILES["cheapest"], 1)


def test_what_no_person_edits_is_saved_over_what_was(store):
    with store.writing() as db:
        assert [settings.save(db, "secret", word) for word in ("one", "two")] == [1, 2]
        assert settings.get(db, "secret", str, "") == "two"


def test_depots_come_in_the_order_of_their_ids_whatever_the_database_thinks_of_letters(store):
    ids = ("a", "B", "Å", "_", "1")
    with store.writing() as db:
        for one in ids:
            people.save_depot(db, Depot(depot_id=one, name=one, place=Place(lat=59.3, lon=18.0)))
            people.save_vehicle(db, Vehicle(vehicle_id=one, name=one))
    with store.reading() as db:
        team = people.get_team(db)
    assert [one.depot_id for one in team.depots] == sorted(ids) == [one.vehicle_id for one in team.vehicles]
