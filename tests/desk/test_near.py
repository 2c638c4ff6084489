"""Who can be at a place how soon: from where, in which order, and who is not asked at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import day as day_desk
from planner.desk.near import who_is_near
from planner.model.errors import NotAllowedError
from planner.model.event import Event
from planner.model.places import Place
from planner.roads.data import current
from planner.roads.graph import RoadGraph
from planner.roads.importing import build_roads
from planner.travel import GraphEngine
from tests.desk.firm import ANNA, BO, DANA, HOME, KISTA, SOLNA, at, fill, published, request
from tests.roads.town import corner, write_town


@pytest.fixture
def day(desk):
    """Anna has two visits; Bo has none and begins at home."""
    own = {"required_technicians": ("T01",)}
    fill(desk, request("R1", **own), request("R2", place=SOLNA, **own))
    return desk, published(desk)


def near(desk, plan, clock, place=KISTA, **options):
    return who_is_near(replace(desk, clock=lambda: clock), DANA, plan, place, **options)


def where(found):
    return {one.technician_id: (one.place, one.is_reported) for one in found.people}


def test_before_the_first_visit_one_is_where_the_day_begins(day):
    desk, plan = day
    assert where(near(desk, plan, at(8)))["T01"] == (HOME, False)


def test_by_the_plan_one_is_at_the_visit_begun_last(day):
    desk, plan = day
    first = next(one for one in plan.stops if one.number == 1)
    assert where(near(desk, plan, first.arrival))["T01"] == (first.place, False)
    assert where(near(desk, plan, first.arrival - timedelta(seconds=1)))["T01"] == (HOME, False)


def test_what_was_reported_counts_more_than_the_plan(day):
    desk, plan = day
    second = next(one for one in plan.stops if one.number == 2)
    for number, word in enumerate(("en_route", "arrived")):
        day_desk.report_status(
            desk, ANNA, second.visit_id, f"visit.{word}", client_uuid=f"u{number}", at=at(8, 5 * number)
        )
    assert where(near(desk, plan, at(8, 10)))["T01"] == (second.place, True)


def test_on_the_way_one_is_still_where_one_was(day):
    desk, plan = day
    first = next(one for one in plan.stops if one.number == 1)
    day_desk.report_status(desk, ANNA, first.visit_id, "visit.en_route", client_uuid="u", at=at(8))
    assert where(near(desk, plan, at(8, 1)))["T01"] == (HOME, False)


def test_who_said_they_will_be_late_is_not_yet_where_the_plan_has_them(day):
    desk, plan = day
    first = next(one for one in plan.stops if one.number == 1)
    payload = (("day", plan.day.isoformat()), ("plan_id", plan.plan_id), ("minutes", "30"))
    event = Event(
        client_uuid="late", at=at(8), recorded_at=at(8), type="work.late", request_id=first.request_id,
        technician_id="T01", actor="anna", payload=payload,
    )  # fmt: skip
    with desk.store.writing() as db:
        store.events.add(db, event)
    assert where(near(desk, plan, first.arrival))["T01"] == (HOME, False)


def test_the_nearest_comes_first_with_the_drive_of_the_engine(day):
    desk, plan = day
    first = next(one for one in plan.stops if one.number == 1)
    found = near(desk, plan, first.arrival, place=first.place)
    assert [one.technician_id for one in found.people] == ["T01", "T02"]
    expected = int(desk.travel.matrix([HOME, first.place]).drive_s[0, 1])
    assert [one.drive_s for one in found.people] == [0, expected]
    assert found.quality == "estimated"
    assert found.lines == ()


@pytest.mark.parametrize(("clock", "count"), [((7, 59), 0), ((8, 0), 2), ((17, 59), 2), ((18, 0), 0)])
def test_only_who_is_on_duty_is_asked(day, clock, count):
    desk, plan = day
    assert len(near(desk, plan, at(*clock)).people) == count


def test_who_may_not_drive_is_not_asked(day):
    desk, plan = day
    people = tuple(one if one.technician_id == "T01" else replace(one, drives=False) for one in plan.technicians)
    assert [one.technician_id for one in near(desk, plan.replace(technicians=people), at(9)).people] == ["T01"]


def test_technicians_do_not_see_where_others_are(day):
    desk, plan = day
    with pytest.raises(NotAllowedError):
        who_is_near(desk, BO, plan, KISTA)


def test_with_a_road_graph_the_roads_within_the_time_are_named(day, tmp_path):
    desk, plan = day
    write_town(tmp_path / "town.osm.pbf")
    build_roads(tmp_path / "town.osm.pbf", tmp_path / "roads")
    graph = GraphEngine(RoadGraph.load(current(tmp_path / "roads")))
    town = replace(desk, travel=graph)
    lat, lon = corner(2, 4)
    few, more = (near(town, plan, at(9), place=Place(lat=lat, lon=lon), limit_s=limit) for limit in (30, 90))
    assert 0 < len(few.lines) < len(more.lines)
    # Home lies a hundred kilometres from this town's roads: there is no way, and it is said so.
    assert {one.drive_s for one in few.people} == {None}
