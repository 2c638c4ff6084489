"""Drives in Rutstad, worked out by hand: a block of 200 m takes 30 s at 24 km/h, a junction 2 s."""

import numpy as np
import pytest

from planner.model.places import Place
from planner.travel import GraphEngine, great_circle_m
from planner.travel import graph_engine as module
from tests.roads.making import at, graph_of, town_graph
from tests.roads.town import ISLAND

ENGINE = GraphEngine(town_graph())
ISLANDER = Place(lat=ISLAND[0][0], lon=ISLAND[0][1])


def drive(origin, goal, engine=ENGINE):
    """Seconds and metres from one place to another, asked as a matrix, as a row and as a route."""
    matrix = engine.matrix([origin, goal])
    assert engine.extended(engine.matrix([origin]), [origin], goal) == matrix
    leg = engine.route([origin, goal]).legs[0]
    found = int(matrix.drive_s[0, 1]), int(matrix.distance_m[0, 1])
    assert (leg.drive_s, leg.distance_m) == found
    assert engine.seconds_to(goal, [origin]).tolist() == [found[0]]
    return found


@pytest.mark.parametrize(
    ("origin", "goal", "seconds", "metres"),
    [
        # Storgatan, 48 km/h: 3 blocks of 15 s and 3 junctions.
        (at(4, 2), at(4, 5), 51, 600),
        # From the middle of a block: 7.5 + 17 + 17 and 2 for the first junction.
        (at(4, 2.25), at(4, 5), 47, 550),
        # To the middle of a block: no junction at the end.
        (at(4, 5), at(4, 2.25), 45, 550),
        # Enkelgatan with the traffic, 30 s and a junction; against it round the block by Stadsgatan at 40 km/h:
        # 30 + 18 + 30 and 3 junctions.
        (at(2, 1), at(3, 1), 32, 200),
        (at(3, 1), at(2, 1), 84, 600),
        # Both on one block of it: 100 m on, or round the block.
        (at(2.25, 1), at(2.75, 1), 15, 100),
        (at(2.75, 1), at(2.25, 1), 101, 700),
        # The bollard: round the block, 30 + 28.8 + 30 and 3 junctions. The gate next door stops nobody.
        (at(0, 5), at(1, 5), 95, 600),
        (at(0, 6), at(1, 6), 31, 200),
        # Milgatan: 20 mph are 32.2 km/h, of which 25.75 are driven: 27.96 s and a junction.
        (at(7, 3), at(7, 4), 30, 200),
        # No limit: 25 km/h, 28.8 s and a junction.
        (at(2, 7), at(3, 7), 31, 200),
        # The footway takes nobody: 28.8 + 30 and 2 junctions instead of 283 m.
        (at(0, 0), at(1, 1), 63, 400),
        # The private road takes nobody either: who lives at its end is reached at its beginning.
        (at(-1, 0), at(0, 1), 32, 200),
        # The ferry takes its ten minutes, and the road behind it 28.8 s; back there is a junction.
        (at(0, 9), at(-6, 9), 629, 1_200),
        (at(-5, 9), at(0, 9), 602, 1_000),
    ],
)
def test_seconds_and_metres_are_those_worked_out_by_hand(origin, goal, seconds, metres):
    found = drive(origin, goal)
    assert found[0] == pytest.approx(seconds, abs=0.51)
    assert found[1] == pytest.approx(metres, abs=1)


def test_the_motorway_is_one_way_and_quicker():
    # 400 m of link at 45 km/h, 1,800 m at 88, and 400 m of link, at whose end only two roads leave.
    assert drive(at(7, 0), at(7, 9)) == (pytest.approx(32 + 73.6 + 32, abs=1), pytest.approx(2_600, abs=3))
    there, back = drive(at(9, 3), at(9, 4)), drive(at(9, 4), at(9, 3))
    assert there == (8, 200)
    assert back[0] > 200


def test_an_island_is_not_reached_and_reaches_nobody_and_says_so():
    places = [at(0, 0), ISLANDER, at(4, 5)]
    matrix = ENGINE.matrix(places)
    assert (matrix.drive_s < 0).tolist() == [[False, True, False], [True, False, True], [False, True, False]]
    assert np.array_equal(matrix.drive_s < 0, matrix.distance_m < 0)
    route = ENGINE.route(places)
    assert [leg.is_reachable for leg in route.legs] == [False, False]
    assert not route.is_reachable
    assert drive(ISLANDER, at(0, 0)) == (-1, -1)
    assert drive(ISLANDER, ISLANDER) == (0, 0)


def test_a_leg_follows_the_roads():
    leg = ENGINE.route([at(4.02, 2.5), at(2, 1.98)]).legs[0]
    assert leg.shape[0] == pytest.approx((at(4, 2.5).lat, at(4, 2.5).lon), abs=2e-6)
    assert leg.shape[-1] == pytest.approx((at(2, 2).lat, at(2, 2).lon), abs=1e-4)
    corner = at(4, 2)
    assert (round(corner.lat, 6), round(corner.lon, 6)) in leg.shape
    lat, lon = np.array(leg.shape).T
    assert great_circle_m(lat, lon).diagonal(1).sum() == pytest.approx(leg.distance_m, abs=2)


def test_factors_multiply_and_change_the_hash_and_no_metres():
    twice = GraphEngine(town_graph(), factor=2)
    assert drive(at(4, 2), at(4, 5), twice) == (102, 600)
    assert twice.label.data_hash != ENGINE.label.data_hash
    assert GraphEngine(town_graph(), factor=1).label == ENGINE.label


def test_a_period_slows_classes_of_roads_and_the_way_changes_with_it():
    rush = GraphEngine(town_graph(), class_factor={"primary": 3.0}, period="morning")
    # Storgatan at a third: 9 s more than a parallel street takes each block, so the way goes by that.
    assert drive(at(4, 2), at(4, 3), rush) == (47, 200)
    assert drive(at(4, 2), at(4, 9), rush)[1] > 1_700
    assert drive(at(4, 2), at(4, 9))[1] == pytest.approx(1_400, abs=2)
    assert rush.label.period == "morning"
    assert rush.label.data_hash != ENGINE.label.data_hash
    assert (rush.label.engine, rush.label.quality) == ("graph", "road")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"factor": 0}, "travel factor"),
        ({"class_factor": {"primary": 11}}, "primary"),
        ({"class_factor": {"way": 2}}, "way"),
    ],
)
def test_an_impossible_factor_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        GraphEngine(town_graph(), **wrong)


def test_parallel_roads_are_not_added_up():
    points = {1: (59.0, 15.0), 2: (59.002, 15.0), 3: (59.001, 15.002)}
    ways = [({"highway": "residential"}, [1, 2]), ({"highway": "residential"}, [1, 3, 2])]
    ends = [Place(lat=lat, lon=lon) for lat, lon in (points[1], points[2])]
    assert GraphEngine(graph_of(ways, points)).matrix(ends).drive_s[0, 1] == 32  # 222 m at 25 km/h


class TestWithin:
    """Storgatan takes 15 s a block and 2 s a junction."""

    @pytest.mark.parametrize(("limit_s", "reached"), [(33, False), (34, True)])
    def test_a_corner_is_within_its_seconds_and_not_one_less(self, limit_s, reached):
        # Two blocks to the corner, 30 s and 2 junctions.
        reach = ENGINE.within(at(4, 5), limit_s, towards=False)
        assert any(np.allclose(one, (at(4, 7).lat, at(4, 7).lon), atol=1e-6) for one in reach.lat_lon) is reached

    def test_towards_and_from_differ_on_a_one_way_street(self):
        # One block of Enkelgatan is 30 s; the places around are in the middle of its third block.
        to, out = (ENGINE.within(at(2.5, 1), 15, towards=towards) for towards in (True, False))
        ends = [sorted(round(lat, 6) for line in one.lines for lat in line[:, 0]) for one in (to, out)]
        assert ends[0][0] == pytest.approx(at(2, 1).lat, abs=1e-5)
        assert ends[1][-1] == pytest.approx(at(3, 1).lat, abs=1e-5)

    def test_lines_end_where_time_is_over(self):
        reach = ENGINE.within(at(4, 5), 10, towards=False)
        lons = np.concatenate([line[:, 1] for line in reach.lines])
        # 10 s at 48 km/h are 133 m, two thirds of a block.
        assert lons.max() == pytest.approx(at(4, 5 + 2 / 3).lon, abs=1e-5)
        assert lons.min() == pytest.approx(at(4, 5 - 2 / 3).lon, abs=1e-5)

    def test_the_factor_makes_it_smaller(self):
        slow = GraphEngine(town_graph(), factor=2.0)
        assert len(slow.within(at(4, 5), 60).lines) < len(ENGINE.within(at(4, 5), 60).lines)
        assert slow.within(at(4, 5), 60).seconds.max() <= 60

    def test_from_an_island_there_is_nothing(self):
        reach = ENGINE.within(ISLANDER, 600)
        assert (len(reach.lines), len(reach.seconds)) == (0, 0)


def test_a_place_in_the_middle_of_a_block_is_within_its_own_reach():
    lines = ENGINE.within(at(4, 5.5), 4, towards=False).lines
    lons = np.concatenate([line[:, 1] for line in lines])
    # 4 s at 48 km/h are 53 m each way, and no corner is reached.
    assert (lons.min(), lons.max()) == pytest.approx((at(4, 5.5 - 0.267).lon, at(4, 5.5 + 0.267).lon), abs=1e-5)


def test_positions_in_lines_have_six_decimals():
    shape = ENGINE.route([at(0, 0), at(3, 3)]).legs[0].shape
    assert all(round(one, 6) == one for point in shape for one in point)
    assert module._DECIMALS == 6
