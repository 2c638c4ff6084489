"""Prices add up exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.costs import PROFILES, Weights, distance_units, hour_units, minute_units, ore, ore_units
from planner.model.price import Price, PriceItem
from planner.model.words import Priority


def test_units_are_exact_for_an_hour_a_kilometre_a_minute():
    assert ore(hour_units(3600, 52_000)) == 52_000
    assert ore(distance_units(1000, 185)) == 185
    assert ore(minute_units(60, 3_000)) == 3_000


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**5))
def test_units_add_up_without_rounding(first, second, weight):
    assert hour_units(first, weight) + hour_units(second, weight) == hour_units(first + second, weight)
    assert distance_units(first, weight) + distance_units(second, weight) == distance_units(first + second, weight)


@given(st.integers(0, 10**9))
def test_ore_and_units_are_inverse(amount):
    assert ore(ore_units(amount)) == amount


def test_the_total_is_the_sum_of_the_terms_shown():
    price = Price(items=(PriceItem(term="drive_time", units=9_001), PriceItem(term="distance", units=9_001),
                         PriceItem(term="drive_time", units=9_001)))  # fmt: skip
    assert [(term.term, term.ore) for term in price.terms] == [("drive_time", 1), ("distance", 1)]
    assert price.total_ore == 2
    assert price.total_units == 27_003


def test_every_profile_prices_a_higher_priority_higher():
    for weights in PROFILES.values():
        assert list(weights.drop_ore) == sorted(weights.drop_ore, reverse=True)
        assert list(weights.lateness_ore_min) == sorted(weights.lateness_ore_min, reverse=True)
        assert weights.drop(Priority.P1) > weights.drop(Priority.P5)


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        Weights(drive_ore_h=-1)
