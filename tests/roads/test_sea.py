"""The sea of a tile: to the right of the coast, and nowhere where the coast is cut short."""

from __future__ import annotations

import numpy as np
import pytest

from planner.roads.sea import edges_at_sea, open_water, sea_of

BOX = (0.0, 0.0, 1.0, 1.0)
ISLAND = np.array([(0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.6, 0.4), (0.4, 0.4)])  # counter-clockwise: land inside


def is_wet(rings: list[np.ndarray], lat: float, lon: float) -> bool:
    """Whether a point lies inside by the even-odd rule."""
    crossings = 0
    for ring in rings:
        for (y, x), (y2, x2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if (y > lat) != (y2 > lat) and lon < x + (lat - y) / (y2 - y) * (x2 - x):
                crossings += 1
    return crossings % 2 == 1


def test_a_coast_going_north_has_the_sea_in_the_east() -> None:
    coast = [np.array([(0.0, 0.5), (1.0, 0.5)])]
    rings = sea_of(coast, BOX)
    assert rings is not None
    assert (is_wet(rings, 0.3, 0.8), is_wet(rings, 0.3, 0.2)) == (True, False)
    assert edges_at_sea(coast, rings, BOX) == (False, False, True, False)


def test_a_coast_going_south_has_the_sea_in_the_west() -> None:
    coast = [np.array([(1.0, 0.5), (0.0, 0.5)])]
    rings = sea_of(coast, BOX)
    assert rings is not None
    assert (is_wet(rings, 0.3, 0.8), is_wet(rings, 0.3, 0.2)) == (False, True)
    assert edges_at_sea(coast, rings, BOX) == (True, False, False, False)


def test_a_strait_between_two_coasts_is_sea_and_both_sides_are_land() -> None:
    coast = [np.array([(0.0, 0.3), (1.0, 0.3)]), np.array([(1.0, 0.7), (0.0, 0.7)])]
    rings = sea_of(coast, BOX)
    assert rings is not None
    assert [is_wet(rings, 0.5, lon) for lon in (0.1, 0.5, 0.9)] == [False, True, False]
    assert edges_at_sea(coast, rings, BOX) == (False, False, False, False)


def test_a_cape_from_the_north_leaves_three_sides_at_sea() -> None:
    cape = [np.array([(1.0, 0.4), (0.5, 0.5), (1.0, 0.6)])]
    rings = sea_of(cape, BOX)
    assert rings is not None
    assert [is_wet(rings, lat, 0.5) for lat in (0.2, 0.9)] == [True, False]
    assert edges_at_sea(cape, rings, BOX) == (True, False, True, True)


def test_an_island_alone_lies_in_the_sea() -> None:
    rings = sea_of([ISLAND[:3], ISLAND[2:]], BOX)
    assert rings is not None
    assert (is_wet(rings, 0.5, 0.5), is_wet(rings, 0.1, 0.1)) == (False, True)
    assert edges_at_sea([ISLAND], rings, BOX) == (True, True, True, True)


def test_a_ring_of_water_is_only_that_water() -> None:
    rings = sea_of([ISLAND[::-1]], BOX)
    assert rings is not None
    assert (is_wet(rings, 0.5, 0.5), is_wet(rings, 0.1, 0.1)) == (True, False)


def test_a_coast_in_pieces_is_put_together() -> None:
    rings = sea_of([np.array([(0.5, 0.4), (1.0, 0.5)]), np.array([(0.0, 0.5), (0.5, 0.4)])], BOX)
    assert rings is not None
    assert (is_wet(rings, 0.3, 0.8), is_wet(rings, 0.3, 0.2)) == (True, False)


def test_a_coast_that_ends_in_the_tile_says_nothing() -> None:
    assert sea_of([np.array([(0.0, 0.5), (0.6, 0.5)])], BOX) is None


@pytest.mark.parametrize(("land", "reached"), [((), {(0, 1), (0, 2)}), (((0, 1),), set())])
def test_the_sea_goes_on_until_there_is_land(land: tuple[tuple[int, int], ...], reached: set[tuple[int, int]]) -> None:
    assert open_water({(0, 0): (False, False, True, False)}, land, ((0, 0), (0, 2))) == reached
