"""From ways to a graph: cut where ways meet and at what stops a car; one net, and islands that are known as such."""

import numpy as np
import pytest

from planner.model.errors import InputError
from planner.roads import snapping
from planner.roads.driving import CLASSES
from planner.roads.graph import AGAINST, ALONG, FILE, RoadGraph, line_metres
from planner.roads.snapping import Snapper
from tests.roads.making import graph_of, town_graph
from tests.roads.town import ISLAND, corner

ROAD = {"highway": "residential"}
METRE = 1 / 111_194.93


def test_streets_are_cut_where_they_meet_and_nowhere_else():
    graph = town_graph()
    net = graph.allowed > 0
    # 8 rows of 9 blocks, 10 columns of 7 (one in two halves for its bollard), motorway (its points meet nothing), two
    # links, the way to the roundabout, the roundabout, the ferry and the way behind it.
    assert net.sum() == 8 * 9 + 10 * 7 + 1 + 1 + 2 + 1 + 1 + 1 + 1
    # Corners, both sides of the bollard, the motorway's ends, the roundabout's first point, two of the ferry.
    assert len(graph) == 80 + 2 + 2 + 1 + 2


def test_only_the_island_is_known_as_one():
    graph = town_graph()
    island = np.flatnonzero(graph.allowed == 0)
    assert len(island) == 1
    assert graph.line(int(island[0])) == pytest.approx(np.array(ISLAND), abs=1e-7)


def test_a_road_that_is_left_but_not_come_back_to_is_in_no_net():
    points = {1: (59.0, 15.0), 2: (59.001, 15.0), 3: (59.002, 15.0)}
    graph = graph_of([(ROAD, [1, 2]), ({**ROAD, "oneway": "yes"}, [2, 3])], points)
    assert (len(graph.tail), len(graph)) == (1, 2)


def test_an_edge_keeps_class_length_time_and_line():
    graph = town_graph()
    ferry = int(np.flatnonzero(graph.road_class == CLASSES.index("ferry"))[0])
    assert graph.run_ms[ferry] == 600_000
    assert graph.length_dm[ferry] == pytest.approx(10_000, abs=10)
    motorway = int(np.flatnonzero(graph.road_class == CLASSES.index("motorway"))[0])
    assert graph.allowed[motorway] == ALONG
    assert graph.length_dm[motorway] == pytest.approx(18_000, abs=10)
    assert graph.run_ms[motorway] == pytest.approx(1_800 / 88 * 3_600, abs=60)
    line = graph.line(motorway)
    assert line == pytest.approx(np.array([corner(9, column) for column in range(10)]), abs=1e-7)
    assert line_metres(line[:, 0], line[:, 1]).sum() * 10 == pytest.approx(graph.length_dm[motorway], abs=1)


def test_against_the_direction_is_a_direction_too():
    points = {1: (59.0, 15.0), 2: (59.001, 15.0), 3: (59.001, 15.001)}
    ways = [({**ROAD, "oneway": "-1"}, [1, 2]), ({**ROAD, "oneway": "-1"}, [2, 3]), ({**ROAD, "oneway": "-1"}, [3, 1])]
    assert set(graph_of(ways, points).allowed.tolist()) == {AGAINST}


def test_a_bollard_cuts_and_leaves_both_ends_where_they_were():
    points = {1: (59.0, 15.0), 2: (59.001, 15.0), 3: (59.002, 15.0), 4: (59.001, 15.002)}
    ways = [(ROAD, [1, 2, 3]), (ROAD, [1, 4, 3])]
    whole, cut = graph_of(ways, points), graph_of(ways, points, nodes=[(2, {"barrier": "bollard"})])
    assert (len(whole.tail), len(cut.tail)) == (2, 3)
    assert cut.length_dm.sum() == pytest.approx(whole.length_dm.sum(), abs=1)


def test_a_graph_is_read_as_it_was_written(tmp_path):
    graph = town_graph()
    graph.save(tmp_path)
    again = RoadGraph.load(tmp_path)
    assert again.digest == graph.digest
    for name in RoadGraph.__dataclass_fields__:
        assert np.array_equal(getattr(again, name), getattr(graph, name))
        assert getattr(again, name).dtype == getattr(graph, name).dtype


def test_the_digest_changes_with_a_second_of_a_road(tmp_path):
    graph = town_graph()
    run_ms = graph.run_ms.copy()
    run_ms[3] += 1_000
    fields = {name: getattr(graph, name) for name in RoadGraph.__dataclass_fields__}
    assert RoadGraph(**{**fields, "run_ms": run_ms}).digest != graph.digest


def test_a_graph_of_another_release_is_refused(tmp_path):
    town_graph().save(tmp_path)
    with np.load(tmp_path / FILE) as data:
        arrays = dict(data)
    np.savez(tmp_path / FILE, **{**arrays, "format": np.array(2)})
    with pytest.raises(ValueError, match="format 2"):
        RoadGraph.load(tmp_path)


def test_an_extract_without_roads_is_refused():
    with pytest.raises(InputError, match="no roads"):
        graph_of([({"highway": "footway"}, [1, 2])], {1: (59.0, 15.0), 2: (59.001, 15.0)})


def test_places_are_on_the_nearest_point_of_the_nearest_road():
    snapped = Snapper(town_graph()).snap([corner(4.1, 2.25), corner(2.25, 0.9)])
    graph = town_graph()
    names = [CLASSES[graph.road_class[edge]] for edge in snapped.edge]
    assert names == ["primary", "residential"]
    assert snapped.away_m == pytest.approx([20, 20], abs=0.1)
    assert snapped.at_dm == pytest.approx([500, 500], abs=2)


@pytest.mark.parametrize(("away_m", "found"), [(499.5, True), (500.5, False), (50_000, False)])
def test_a_place_is_on_no_road_beyond_five_hundred_metres(away_m, found):
    lat, lon = corner(0, 0)
    snapped = Snapper(town_graph()).snap([(lat - away_m * METRE, lon)])
    assert bool(snapped.edge[0] >= 0) is found
    assert snapping.FARTHEST_M == 500


@pytest.mark.parametrize(("north_m", "found"), [(99, True), (101, False), (74, True)])
def test_beside_an_island_the_net_must_be_within_a_hundred_metres(north_m, found):
    far = 150 * METRE
    points = {
        1: (59.0, 15.0), 2: (59.0, 15.02), 3: (59.0, 15.04),
        4: (59.0 + far, 15.0), 5: (59.0 + far, 15.02),
    }  # fmt: skip
    graph = graph_of([(ROAD, [1, 2, 3]), (ROAD, [4, 5])], points)
    snapped = Snapper(graph).snap([(59.0 + north_m * METRE, 15.01), (59.0, 15.03)])
    assert bool(snapped.edge[0] >= 0) is found
    assert snapped.edge[1] >= 0


def test_long_roads_are_found_by_their_middle():
    points = {1: (59.0, 15.0), 2: (59.0, 15.1)}
    snapped = Snapper(graph_of([(ROAD, [1, 2])], points)).snap([(59.001, 15.05)])
    # A straight line in space lies a little off the parallel, 0.4 m here.
    assert snapped.away_m[0] == pytest.approx(111.2, abs=1.5)
    assert snapped.at_dm[0] == pytest.approx(28_640, abs=20)
