"""The estimate follows its law, and says that it is one."""

from math import isclose

import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from planner.model.errors import InputError
from planner.model.places import Place
from planner.travel import GreatCircle, great_circle_m

in_sweden = st.builds(Place, lat=st.floats(55, 69.1), lon=st.floats(10.9, 24.2))
factors = st.floats(0.5, 2.0)


def north_of(place: Place, metres: float) -> Place:
    return Place(lat=place.lat + metres / 111_195.08, lon=place.lon)


STOCKHOLM = Place(lat=59.33, lon=18.06)


@pytest.mark.parametrize(
    ("metres", "seconds"),
    [(150, 50.5), (300, 101.0), (1_000, 232.4), (5_000, 707.7), (15_000, 1_513.5), (600_000, 25_411.8)],
)
def test_seconds_follow_the_fitted_law(metres, seconds):
    matrix = GreatCircle().matrix([STOCKHOLM, north_of(STOCKHOLM, metres)])
    assert matrix.drive_s[0, 1] == pytest.approx(seconds, abs=1)
    assert matrix.distance_m[0, 1] == pytest.approx(1.48 * metres, abs=2)


@given(in_sweden, in_sweden)
def test_the_great_circle_agrees_with_geopy(a, b):
    ours = great_circle_m(np.array([a.lat, b.lat]), np.array([a.lon, b.lon]))[0, 1]
    assert isclose(ours, great_circle((a.lat, a.lon), (b.lat, b.lon)).m, rel_tol=0.005, abs_tol=0.01)


@given(st.lists(in_sweden, min_size=3, max_size=3), factors)
def test_no_detour_is_quicker_than_the_straight_drive(places, factor):
    drive_s = GreatCircle(factor=factor).matrix(places).drive_s
    assert drive_s[0, 2] <= drive_s[0, 1] + drive_s[1, 2] + 1  # each time is rounded by itself


@given(in_sweden, in_sweden)
def test_nobody_is_faster_than_85_kmh_as_the_crow_flies(a, b):
    straight_m = great_circle((a.lat, a.lon), (b.lat, b.lon)).m
    assert GreatCircle().matrix([a, b]).drive_s[0, 1] >= straight_m / 85 * 3.6 * 0.999 - 1


@given(st.floats(0, 300_000), st.floats(0, 300_000))
def test_farther_is_never_quicker(first, second):
    near, far = sorted((first, second))
    drive_s = GreatCircle().matrix([STOCKHOLM, north_of(STOCKHOLM, near), north_of(STOCKHOLM, far)]).drive_s
    assert drive_s[0, 1] <= drive_s[0, 2]


@given(st.lists(in_sweden, min_size=2, max_size=5), factors)
def test_the_factor_multiplies_seconds_and_leaves_metres(places, factor):
    plain, scaled = GreatCircle().matrix(places), GreatCircle(factor=factor).matrix(places)
    assert np.abs(scaled.drive_s - plain.drive_s * factor).max() <= 0.5 + factor / 2
    assert np.array_equal(scaled.distance_m, plain.distance_m)


def test_the_hash_changes_with_the_factor_and_only_with_it():
    assert GreatCircle().label == GreatCircle(factor=1).label
    assert GreatCircle().label.data_hash != GreatCircle(factor=1.2).label.data_hash


@pytest.mark.parametrize("factor", [0, -1, 11, float("nan")])
def test_an_impossible_factor_is_refused(factor):
    with pytest.raises(ValueError, match="travel factor"):
        GreatCircle(factor=factor)


def test_the_factor_comes_from_the_setting(monkeypatch):
    monkeypatch.delenv("PLANNER_TRAVEL_FACTOR", raising=False)
    assert GreatCircle.from_settings().factor == 1.0
    monkeypatch.setenv("PLANNER_TRAVEL_FACTOR", "1,25")
    assert GreatCircle.from_settings().factor == 1.25
    monkeypatch.setenv("PLANNER_TRAVEL_FACTOR", "fast")
    with pytest.raises(InputError, match="fast"):
        GreatCircle.from_settings()
