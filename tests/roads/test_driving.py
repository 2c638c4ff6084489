"""What tags say to a car: may it, which way, how fast."""

import pytest

from planner.roads.driving import direction, is_barrier, is_drivable, seconds_of_ferry, speed_kmh

STREET = {"highway": "residential"}
FERRY = {"route": "ferry"}


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({}, 25),
        ({"maxspeed": "50"}, 40),
        ({"maxspeed": "50 km/h"}, 40),
        ({"maxspeed": "30 mph"}, 38.624),
        ({"maxspeed": "30mph"}, 38.624),
        ({"maxspeed": "SE:urban"}, 40),
        ({"maxspeed": "SE:rural"}, 56),
        ({"maxspeed": "DE:rural"}, 64),
        ({"maxspeed": "SE:motorway"}, 88),
        ({"maxspeed": "DE:zone:30"}, 24),
        ({"maxspeed": "none"}, 96),
        ({"maxspeed": "walk"}, 8),
        ({"maxspeed": "50;30"}, 24),
        ({"maxspeed": "signals"}, 25),
        ({"maxspeed": "0"}, 25),
        ({"maxspeed:type": "SE:urban"}, 40),
        ({"maxspeed": "40", "maxspeed:type": "SE:urban"}, 32),
    ],
)
def test_four_fifths_of_the_limit_are_driven_else_what_is_usual(tags, kmh):
    assert speed_kmh({**STREET, **tags}) == pytest.approx(kmh, abs=0.001)


@pytest.mark.parametrize(
    ("tags", "way"),
    [
        ({}, 0),
        ({"oneway": "yes"}, 1),
        ({"oneway": "1"}, 1),
        ({"oneway": "-1"}, -1),
        ({"oneway": "no"}, 0),
        ({"junction": "roundabout"}, 1),
        ({"junction": "circular"}, 1),
        ({"highway": "motorway"}, 1),
        ({"highway": "motorway", "oneway": "no"}, 0),
        ({"highway": "motorway_link"}, 0),
        ({"junction": "roundabout", "oneway": "-1"}, -1),
    ],
)
def test_ways_go_one_way_where_it_is_said_or_understood(tags, way):
    assert direction({**STREET, **tags}) == way


@pytest.mark.parametrize(
    ("tags", "may"),
    [
        (STREET, True),
        ({**STREET, "access": "no"}, False),
        ({**STREET, "access": "private"}, False),
        ({**STREET, "access": "private", "motor_vehicle": "yes"}, True),
        ({**STREET, "access": "yes", "motor_vehicle": "no"}, False),
        ({**STREET, "vehicle": "private"}, False),
        ({**STREET, "motorcar": "no", "motor_vehicle": "yes"}, False),
        ({**STREET, "access": "destination"}, True),
        ({**STREET, "oneway": "reversible"}, False),
        ({**STREET, "area": "yes"}, False),
        ({"highway": "footway"}, False),
        ({"highway": "cycleway", "motor_vehicle": "yes"}, False),
        ({"highway": "ferry"}, False),
        ({"building": "yes"}, False),
        (FERRY, True),
        ({**FERRY, "motor_vehicle": "no"}, False),
        ({"highway": "footway", "route": "ferry"}, False),
    ],
)
def test_a_car_may_go_where_nobody_has_closed_it(tags, may):
    assert is_drivable(tags) is may


@pytest.mark.parametrize(
    ("tags", "stops"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "bollard", "access": "no"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "no"}, True),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "lift_gate"}, False),
        ({"barrier": "block"}, True),
        ({"highway": "crossing", "access": "no"}, False),
    ],
)
def test_bollards_stop_a_car_and_gates_only_where_they_say_so(tags, stops):
    assert is_barrier(tags) is stops


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("00:10", 600), ("1:05", 3_900), ("00:10:30", 630), ("12", 720), ("PT1H30M", 5_400), ("P1D", 86_400),
        ("", None), ("soon", None), ("0", None), ("00:00", None), ("PT", None),
    ],
)  # fmt: skip
def test_a_ferry_takes_what_its_tags_say(written, seconds):
    assert seconds_of_ferry({**FERRY, "duration": written}) == seconds
    assert speed_kmh({**FERRY, "maxspeed": "50"}) == 5
