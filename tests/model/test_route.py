"""A leg has a line exactly where there is a way."""

import pytest

from planner.model.route import Leg, Route

LINE = ((59.0, 15.0), (59.1, 15.1))


def test_a_route_adds_up_the_legs_that_have_a_way():
    route = Route(legs=(Leg(drive_s=60, distance_m=500, shape=LINE), Leg(drive_s=-1, distance_m=-1)))
    assert (route.drive_s, route.distance_m, route.is_reachable) == (60, 500, False)
    assert Route().is_reachable


@pytest.mark.parametrize(
    ("drive_s", "distance_m", "shape"),
    [(-1, 5, ()), (5, -1, LINE), (-1, -1, LINE), (5, 5, ()), (5, 5, LINE[:1])],
)
def test_a_leg_that_contradicts_itself_is_refused(drive_s, distance_m, shape):
    with pytest.raises(ValueError, match="leg"):
        Leg(drive_s=drive_s, distance_m=distance_m, shape=shape)
