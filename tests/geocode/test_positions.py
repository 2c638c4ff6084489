"""Positions that cannot be right are flagged; pasted positions are read."""

from math import cos, hypot, inf, nan, radians

import pytest
from geopy.distance import geodesic
from hypothesis import example, given
from hypothesis import strategies as st

from planner.geocode import check_position, parse_degrees, parse_position
from planner.geocode.sweref import from_sweref99tm
from planner.model.language import LANGUAGES, render

lats, lons = st.floats(55, 69.1), st.floats(10.9, 24.2)


@given(lats, lons)
def test_every_position_in_sweden_is_accepted(lat, lon):
    assert check_position(lat, lon) is None


@given(lats, lons)
@example(55, 24.2)
@example(69.1, 10.9)
def test_every_swap_in_sweden_is_flagged_with_the_proposal_to_swap_back(lat, lon):
    finding = check_position(lon, lat)
    assert finding is not None
    assert finding.code == "swapped"
    assert finding.proposal == (lat, lon)


@given(st.floats(), st.floats())
def test_no_pair_of_numbers_is_too_odd_to_check(lat, lon):
    finding = check_position(lat, lon)
    assert finding is None or all(render(finding.message, language) for language in LANGUAGES)
    assert (finding is None) == (55 <= lat <= 69.1 and 10.9 <= lon <= 24.2)


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (0, 0, "zero"),
        (inf, 18, "not_a_number"),
        (59.3, nan, "not_a_number"),
        (59.3, -18, "outside"),
        (48.2, 16.4, "outside"),
        (16.4, 48.2, "outside"),
        (0, 18, "outside"),
    ],
)
def test_what_is_wrong_is_named(lat, lon, code):
    finding = check_position(lat, lon)
    assert finding.code == code
    assert finding.proposal is None


@pytest.mark.parametrize(
    ("written", "degrees"),
    [("59,3293", 59.3293), ("59.3293", 59.3293), (" 18.06° ", 18.06), ("18.06 W", -18.06), ("−12,5", -12.5), ("7", 7)],
)
def test_degrees_are_read_with_comma_or_point(written, degrees):
    assert parse_degrees(written) == degrees


@pytest.mark.parametrize("written", ["", "north", "59,3293,1", "1e5", "59.3.2", "nan", "1234.5"])
def test_what_is_no_number_of_degrees_is_none(written):
    assert parse_degrees(written) is None


@pytest.mark.parametrize(
    "written",
    ["59.33, 18.06", "59.33,18.06", "59,33; 18,06", "59,33 18,06", "59,33, 18,06", "(59.33, 18.06)", "59.33N 18.06E",
     "59.33° N, 18.06° E", "59.33/18.06"],
)  # fmt: skip
def test_a_pasted_position_is_read(written):
    assert parse_position(written) == (59.33, 18.06)


@pytest.mark.parametrize(
    "written",
    ["59°19'45\"N 18°4'7\"E", "59°19′45″N 18°4′7″E", "59° 19' 45,0\" N, 18° 4' 7,0\" E", "N 59.329167 E 18.068611"],
)
def test_degrees_minutes_and_seconds_are_read(written):
    assert parse_position(written) == pytest.approx((59.329167, 18.068611), abs=1e-6)


@pytest.mark.parametrize(
    "written",
    ["", "59.33", "59,33,18,06", "N 1", "N 95 E 18", "Storgatan 1, 163 70 Spånga", "59.33, north"],
)
def test_what_is_no_position_is_none(written):
    assert parse_position(written) is None


@given(lats, lons)
def test_a_written_position_is_read_back(lat, lon):
    point = (round(lat, 5), round(lon, 5))
    assert parse_position(f"{point[0]:.5f}, {point[1]:.5f}") == point
    assert parse_position(f"{point[0]:.5f} {point[1]:.5f}".replace(".", ",")) == point


@given(st.floats(6_130_000, 7_600_000))
def test_grid_lines_on_the_central_meridian_measure_the_meridian(northing):
    lat, lon = from_sweref99tm(northing, 500_000)
    assert lon == pytest.approx(15, abs=1e-9)
    assert geodesic((0, 15), (lat, 15)).m * 0.9996 == pytest.approx(northing, abs=0.01)


@given(st.floats(6_200_000, 7_600_000), st.floats(300_000, 850_000))
def test_a_kilometre_of_the_grid_is_a_kilometre_on_the_ground_times_its_scale(northing, easting):
    here = from_sweref99tm(northing, easting)
    scale = 0.9996 * (1 + ((easting - 500_000) / 6_380_000) ** 2 / 2)
    for step in ((1_000, 0), (0, 1_000)):
        there = from_sweref99tm(northing + step[0], easting + step[1])
        assert geodesic(here, there).m * scale == pytest.approx(1_000, rel=2e-4)


def test_a_pasted_grid_position_is_read():
    lat, lon = parse_position("6580822, 674032")
    east_m = (lon - 18.06) * cos(radians(59.33)) * 111_320
    assert hypot((lat - 59.33) * 111_320, east_m) < 100
    assert parse_position("N 6580822 E 674032") == parse_position("6580822; 674032") == (lat, lon)
