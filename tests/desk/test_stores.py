"""Vans, depots and what is taken along: saved by version, read from files whole or not at all, planned with."""

from dataclasses import replace
from datetime import time

import pytest

from planner.desk import day as day_desk
from planner.desk import loading, stores
from planner.desk import team as team_desk
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.request import PartNeed
from planner.model.team import Depot, Vehicle
from planner.model.words import StopKind
from tests.desk.firm import ANNA, DANA, DAY, MAJA, SOLNA, fill, published, request, technician

CAR = Vehicle(vehicle_id="C1", name="Bil 1", kind="van", stock=(("ssd_1tb", 1),))
DEPOT = Depot(depot_id="D1", name="Lager Solna", place=SOLNA, opens=time(7), closes=time(17), stock=(("ups_1500", 2),))
FILE = "kind,id,name,lat,lon,part,quantity\nvan,C1,Bil ett,,,ssd_1tb,3\ndepot,D2,Nytt lager,59.4,18.1,ups_1500,1\n"


def stocked(desk):
    """Anna drives C1; R1 needs a disk that is in it and a UPS from the depot."""
    needs = (PartNeed(part="ssd_1tb"), PartNeed(part="ups_1500"))
    fill(desk, request("R1", required_parts=needs), people=())
    with desk.store.writing() as db:
        from planner import store

        store.people.save_technician(db, technician("T01", vehicle_id="C1"))
    stores.save_vehicle(desk, DANA, CAR)
    stores.save_depot(desk, DANA, DEPOT)
    return desk


def test_a_save_on_an_outdated_version_is_refused_with_what_is_stored(desk):
    saved = stores.save_vehicle(desk, DANA, CAR)
    newer = stores.save_vehicle(desk, DANA, replace(saved, load_l=400))
    with pytest.raises(StaleError) as refused:
        stores.save_vehicle(desk, DANA, replace(saved, load_l=1))
    assert refused.value.theirs == newer
    depot = stores.save_depot(desk, DANA, DEPOT)
    stores.save_depot(desk, DANA, replace(depot, loading_min=5))
    with pytest.raises(StaleError):
        stores.save_depot(desk, DANA, depot)


def test_a_file_is_saved_whole_or_not_at_all_and_comes_back(desk):
    stores.save_vehicle(desk, DANA, CAR)
    team = stores.import_stores(desk, DANA, "bilar.csv", FILE.encode())
    assert team.vehicle("C1").stock == (("ssd_1tb", 3),)
    assert team.depot("D2").name == "Nytt lager"
    again = stores.import_stores(desk, DANA, "b.csv", stores.stores_file(desk, DANA, language="sv"))
    assert again.vehicle("C1").stock == team.vehicle("C1").stock
    with pytest.raises(InputError):
        stores.import_stores(desk, DANA, "bilar.csv", FILE.replace("ups_1500,1", "ups_1500,x").encode())
    assert team_desk.get_team(desk, DANA) == again


def test_managers_read_and_technicians_do_not(desk):
    assert stores.stores_file(desk, MAJA, language="en")
    for refused in (
        lambda: stores.save_vehicle(desk, MAJA, CAR),
        lambda: stores.import_stores(desk, ANNA, "b.csv", FILE.encode()),
        lambda: loading.loading_day(desk, ANNA, DAY),
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_the_loading_list_is_of_the_published_plan(desk):
    stocked(desk)
    assert loading.loading_day(desk, DANA, DAY).plan is None
    plan = published(desk)
    assert [stop.kind for stop in plan.stops if stop.visit_id] == [StopKind.DEPOT, StopKind.VISIT]
    found = loading.loading_day(desk, MAJA, DAY)
    rows = [(one.part, one.quantity, one.depot, one.visit_ids) for one in found.rows]
    assert rows == [("ups_1500", 1, "Lager Solna", ("R1",)), ("ssd_1tb", 1, "", ("R1",))]
    assert found.vans == {"T01": "Bil 1"}
    assert loading.loading_day(desk, DANA, DAY, technician_id="T99").rows == ()


def test_a_technicians_day_knows_what_is_counted_and_reports_no_depot(desk):
    stocked(desk)
    plan = published(desk)
    mine = day_desk.my_day(desk, ANNA, DAY)
    assert mine.counted == {"ssd_1tb", "ups_1500"}
    depot = next(stop for stop in mine.stops if stop.kind is StopKind.DEPOT)
    with pytest.raises(InputError):
        day_desk.report_status(
            desk, ANNA, depot.visit_id, "visit.en_route", client_uuid="u", at=desk.clock(), day=plan.day
        )
