"""Times by kind of road: what a drive consists of, and an engine that follows a setting."""

import numpy as np
import pytest

from planner.model.road_factors import KINDS
from planner.roads.data import current
from planner.roads.driving import CLASSES, FERRY, KIND_OF_CLASS
from planner.roads.importing import build_roads
from planner.travel import GraphEngine, chosen_engine, map_engine, states_of
from planner.travel.by_road import ByRoad
from tests.roads.making import at, town_graph
from tests.roads.town import ISLAND, write_town
from tests.travel.test_graph_engine import ISLANDER

ENGINE = GraphEngine(town_graph())


def test_every_class_but_the_ferry_is_of_one_kind():
    assert set(KIND_OF_CLASS) == set(CLASSES) - {FERRY}
    assert set(KIND_OF_CLASS.values()) == set(KINDS)


def test_what_a_drive_takes_by_class_and_at_junctions():
    # Storgatan: 3 blocks of 15 s, 3 junctions of 2. The motorway: two links of 400 m, 1,800 m. The ferry, then a road.
    drives = [(at(4, 2), at(4, 5)), (at(7, 0), at(7, 9)), (at(0, 9), at(-6, 9)), (at(4, 2.25), at(4, 2.75))]
    found = ENGINE.class_seconds(drives)
    by_name = [{**dict(zip((*CLASSES, "junctions"), row, strict=True))} for row in found.tolist()]
    said = [{name: round(value, 1) for name, value in row.items() if value >= 0.05} for row in by_name]
    assert said[0] == {"primary": 45.0, "junctions": 6.0}
    assert said[1]["motorway"] == pytest.approx(73.6, abs=0.3)
    assert said[1]["motorway_link"] == pytest.approx(64, abs=0.3)
    assert said[2][FERRY] == 600
    assert said[3] == {"primary": 7.5}
    whole = ENGINE.matrix([place for drive in drives for place in drive]).drive_s
    assert found.sum(axis=1) == pytest.approx([whole[2 * n, 2 * n + 1] for n in range(4)], abs=0.51)


def test_the_way_follows_the_factors_and_its_seconds_are_the_maps():
    # With Storgatan three times as slow, the way goes by streets beside it: their seconds, without any factor.
    slow = ENGINE.with_classes({"primary": 3.0})
    drive = [(at(4, 2), at(4, 9))]
    assert ENGINE.class_seconds(drive)[0, CLASSES.index("residential")] == 0
    beside = slow.class_seconds(drive)[0]
    assert beside[CLASSES.index("primary")] == 0
    assert beside.sum() < slow.matrix(drive[0]).drive_s[0, 1] + 1
    once = ENGINE.with_classes({"residential": 3.0}).class_seconds([(at(5, 2), at(5, 3))])[0]
    assert once[CLASSES.index("residential")] == pytest.approx(30, abs=0.1)
    assert once[-1] == pytest.approx(2, abs=0.1)


def test_where_there_is_no_way_nothing_is_known():
    found = ENGINE.class_seconds([(ISLANDER, at(0, 0)), (at(0, 0), ISLANDER), (at(0, 0), at(0, 2))])
    assert np.isnan(found).all(axis=1).tolist() == [True, True, False]
    assert ENGINE.class_seconds([]).shape == (0, len(CLASSES) + 1)
    assert ISLANDER.lat == ISLAND[0][0]


def test_an_engine_follows_the_setting_and_its_label_changes_with_it():
    said = {}
    engine = ByRoad(lambda: ENGINE, lambda: said)
    places = [at(4, 2), at(4, 3)]
    before = engine.matrix(places)
    assert before == ENGINE.matrix(places)
    said["main"] = 2.0
    after = engine.matrix(places)
    assert (int(before.drive_s[0, 1]), int(after.drive_s[0, 1])) == (17, 32)
    assert after.label != before.label
    assert engine.route(places).legs[0].drive_s == 32
    # A matrix of the other setting is not mixed with this one.
    assert engine.extended(before, places, at(4, 4)) == engine.matrix([*places, at(4, 4)])
    del said["main"]
    assert engine.matrix(places) == before


def test_the_chosen_engine_follows_it_also_behind_what_is_kept_on_disk(tmp_path, monkeypatch):
    monkeypatch.delenv("PLANNER_ROUTER", raising=False)
    monkeypatch.delenv("PLANNER_ROUTER_URL", raising=False)
    assert map_engine(tmp_path) is None
    write_town(tmp_path / "town.osm.pbf")
    build_roads(tmp_path / "town.osm.pbf", tmp_path / "roads")
    said = {}
    engine = chosen_engine(tmp_path, multipliers=lambda: said)
    places = [at(4, 2), at(4, 3)]
    assert engine.matrix(places).drive_s[0, 1] == 17
    said["main"] = 2.0
    assert engine.matrix(places).drive_s[0, 1] == 32
    assert map_engine(tmp_path).matrix(places).drive_s[0, 1] == 17
    # A new import is used as soon as it is there; one that cannot be read is not.
    there = current(tmp_path / "roads")
    write_town(tmp_path / "again.osm.pbf")
    build_roads(tmp_path / "again.osm.pbf", tmp_path / "roads")
    assert current(tmp_path / "roads") != there
    assert engine.matrix(places).drive_s[0, 1] == 32
    assert "again.osm.pbf" in states_of(engine)[0].data
    build_roads(tmp_path / "town.osm.pbf", tmp_path / "roads")
    for file in current(tmp_path / "roads").glob("graph.npz"):
        file.write_bytes(b"broken")
    assert engine.matrix(places).drive_s[0, 1] == 32
    assert "again.osm.pbf" in states_of(engine)[0].data
