"""What maps are drawn on: layers of the import in use, and lines of the roads a plan was made with."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner import planning, store
from planner.desk import ground, open_desk, tablet, tablet_ground
from planner.desk import plan as plan_desk
from planner.desk.exports import export_plan
from planner.desk.snapshot import built_for
from planner.model.errors import ServiceError
from planner.model.message import message
from planner.model.places import Place
from planner.model.words import StopKind
from planner.roads.importing import build_roads
from planner.travel import GreatCircle
from tests.desk.firm import ANNA, DANA, DAY, NOW, request, technician
from tests.roads.town import corner, write_town


def place(row, column):
    lat, lon = corner(row, column)
    return Place(lat=lat, lon=lon, label=f"{row} {column}")


@pytest.fixture
def town(tmp_path):
    write_town(tmp_path / "town.osm.pbf")
    build_roads(tmp_path / "town.osm.pbf", tmp_path / "roads")
    desk = open_desk(f"sqlite:///{tmp_path / 'faltplan.sqlite'}", var=tmp_path, clock=lambda: NOW)
    yield desk
    desk.store.close()


def planned(desk):
    """A day of one technician with two visits at corners of the town."""
    home = place(0, 0)
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01", start_place=home, end_place=home))
        store.requests.add(db, request("R1", place=place(0, 4)))
        store.requests.add(db, request("R2", place=place(3, 4)))
    plan = planning.baseline(built_for(desk, DAY).problem, plan_id="p1", created_at=NOW)
    with desk.store.writing() as db:
        return store.plans.add(db, plan)


def test_a_plan_of_the_roads_is_drawn_on_them(town):
    plan = planned(town)
    assert (plan.travel.engine, plan.travel.quality) == ("graph", "road")
    lines = ground.shapes(town, plan)
    led = {one.sequence for one in plan.stops if one.travel_s}
    assert {sequence for _, sequence in lines} == led
    for stop in plan.stops:
        if stop.travel_s and stop.kind is StopKind.VISIT:
            lat, lon = lines[stop.duty_id, stop.sequence][-1]
            assert (lat, lon) == pytest.approx((stop.place.lat, stop.place.lon), abs=1e-6)
    # Streets run along rows and columns: on the way to the first corner nothing is cut across.
    assert any(len(one) > 2 for one in lines.values())


def test_a_device_gets_the_roads_around_its_day_and_its_drives_along_them(town):
    plan_desk.publish(town, DANA, planned(town).plan_id)
    mine = json.loads(tablet.keep_day(town, ANNA).content)
    made = json.loads(tablet_ground.keep_ground(town, ANNA).content)
    assert made["name"] == mine["ground"] != ""
    assert made["roads"]["levels"]
    assert len(made["ways"]) == sum(1 for one in mine["stops"] if one["drive_s"])
    assert all(line for _, _, line in made["ways"])
    assert made["ways"][0][1] == pytest.approx(next(one["at"] for one in mine["stops"] if one.get("visit")), abs=1e-5)


def test_a_new_plan_is_another_ground_and_without_roads_there_is_none(town, tmp_path):
    plan_desk.publish(town, DANA, planned(town).plan_id)
    before = json.loads(tablet.keep_day(town, ANNA).content)["ground"]
    with town.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        store.plans.publish(db, store.plans.add(db, plan.replace(plan_id="p2")), at=NOW)
    assert json.loads(tablet.keep_day(town, ANNA).content)["ground"] not in ("", before)
    bare = replace(town, var=tmp_path / "nowhere")
    assert json.loads(tablet.keep_day(bare, ANNA).content)["ground"] == ""
    assert json.loads(tablet_ground.keep_ground(bare, ANNA).content)["roads"] is None


def test_a_plan_of_estimated_times_has_straight_lines_though_roads_are_there(town):
    estimated = replace(town, travel=GreatCircle())
    plan = planned(estimated)
    assert ground.shapes(town, plan) == {}
    assert ground.shapes(estimated, plan) == {}


def test_where_the_roads_do_not_answer_lines_are_straight(town):
    class Away:
        def matrix(self, places):
            return town.travel.matrix(places)

        def route(self, places):
            raise ServiceError(message("travel.factor_wrong", value="x"))

    assert ground.shapes(replace(town, travel=Away()), planned(town)) == {}


def test_layers_are_those_of_the_import_in_use(town, tmp_path):
    before, seen = ground.generation(town), ground.layers(town)
    assert seen is not None
    assert ground.layers(town) is seen
    build_roads(tmp_path / "town.osm.pbf", tmp_path / "roads")
    assert ground.generation(town) != before
    assert ground.layers(town) is not seen


def test_without_an_import_there_are_none(tmp_path):
    desk = open_desk(f"sqlite:///{tmp_path / 'faltplan.sqlite'}", var=tmp_path)
    assert (ground.generation(desk), ground.layers(desk)) == (None, None)
    desk.store.close()


def test_a_saved_map_carries_layers_lines_and_credit(town):
    plan = planned(town)
    page = export_plan(town, DANA, plan.plan_id, "html", language="sv").content.decode()
    assert "OpenStreetMap contributors" in page
    estimated = export_plan(replace(town, travel=GreatCircle()), DANA, plan.plan_id, "html", language="sv")
    assert len(page) > len(estimated.content.decode())
