"""Parts as values: numbers that cannot be are refused, and what is brought along is added up by where it comes from."""

from datetime import UTC, datetime, time

import pytest

from planner.model.loading import loading_list
from planner.model.message import Text
from planner.model.places import Place
from planner.model.request import PartNeed, Request
from planner.model.stock import DepotDay, PartSize, Taken, Van
from planner.model.team import Depot, Vehicle
from planner.model.words import StopKind
from planner.rules import plan_from
from tests.golden.parts_town import PARTS_TOWNS, parts_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLACE = Place(lat=59.3, lon=18.0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Van(van_id="C", stock=(("disk", -1),)),
        lambda: Van(van_id="C", stock=(("disk", 1), ("disk", 2))),
        lambda: Van(van_id="C", load_ml=-1),
        lambda: Van(van_id="C", load_g=-1),
        lambda: DepotDay(depot_id="D", place=0, opens_s=2, closes_s=1),
        lambda: DepotDay(depot_id="D", place=0, opens_s=1, closes_s=2, stock=(("disk", -1),)),
        lambda: PartSize(part="disk", name=Text("", ""), volume_ml=-1),
        lambda: PartSize(part="disk", name=Text("", ""), weight_g=-1),
        lambda: Taken(part="disk", quantity=0, visit_id="V1"),
        lambda: Vehicle(vehicle_id="C", name="", load_l=-1),
        lambda: Vehicle(vehicle_id="C", name="", stock=(("disk", -1),)),
        lambda: Depot(depot_id="D", name="", place=PLACE, opens=time(8), closes=time(8)),
        lambda: Depot(depot_id="D", name="", place=PLACE, loading_min=-1),
        lambda: Depot(depot_id="D", name="", place=PLACE, stock=(("disk", 1), ("disk", 1))),
    ],
)
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ValueError, match=r"expected|more than once|closes"):
        make()


def test_what_can_be_is_taken():
    assert DepotDay(depot_id="D", place=0, opens_s=1, closes_s=1).stock == ()
    assert Van(van_id="C", load_ml=0, load_g=0).load_ml == 0
    assert Taken(part="disk", quantity=1, visit_id="V1").quantity == 1
    assert Depot(depot_id="D", name="", place=PLACE, opens=time(8), closes=time(8, 1)).loading_min == 10


@pytest.mark.parametrize("change", [{"depot": "X"}, {"drop_ore": 1}, {"parts": (("disk", 1),)}, {"place": None}])
def test_a_pickup_is_at_a_known_depot_and_for_others(change):
    from dataclasses import replace

    town = parts_town(depot_km=5)
    with pytest.raises(ValueError, match="pick-up"):
        town.replace(visits=tuple(replace(v, **change) if v.is_pickup else v for v in town.visits))


def needing(request_id, *parts):
    return Request(
        request_id=request_id, title="", required_parts=tuple(PartNeed(part=p, quantity=n) for p, n in parts)
    )


def test_what_is_brought_along_is_told_by_where_it_comes_from():
    golden = PARTS_TOWNS["detour"]
    plan = plan_from(golden.problem, golden.best, plan_id="p", created_at=NOW)
    requests = {
        "V1": needing("V1", ("disk", 1), ("tape", 2)),
        "V2": needing("V2", ("tape", 1)),
        "V3": needing("V3", ("disk", 1)),
    }
    rows = loading_list(plan, requests)
    depot = next(stop for stop in plan.stops if stop.kind is StopKind.DEPOT)
    assert [(one.technician_id, one.part, one.quantity, one.visit_ids, one.depot, one.at) for one in rows] == [
        ("anna", "disk", 1, ("V1",), "Lager", depot.start),
        ("anna", "tape", 3, ("V1", "V2"), "", None),
        ("bo", "disk", 1, ("V3",), "", None),
    ]
    assert loading_list(plan, requests, technician_id="bo") == rows[2:]
    assert loading_list(plan, {}) == rows[:1]
