"""A device's clock may be wrong by hours: its order stands, its error is measured, nothing falls out of the day."""

from datetime import timedelta
from random import Random

import pytest

from planner.desk.device_clock import TOLERATED, clock_error, happened
from tests.desk.firm import NOW, later

DAWN = later(-300)
ZERO = timedelta(0)


def told(*minutes, error=ZERO, now=NOW):
    said = [None if one is None else later(one) for one in minutes]
    found = happened(said, [DAWN] * len(said), error=error, now=now)
    return [round((one - NOW).total_seconds() / 60) for one in found]


@pytest.mark.parametrize(("off", "wrong"), [(TOLERATED, False), (TOLERATED + timedelta(milliseconds=1), True)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_difference_up_to_two_minutes_is_the_way_to_us(off, wrong, sign):
    assert clock_error(NOW - sign * off, NOW) == (sign * off if wrong else ZERO)


def test_a_device_that_does_not_say_its_time_is_believed():
    assert clock_error(None, NOW) == ZERO


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_wrong_by_two_hours_is_put_right(hours):
    error = clock_error(NOW + timedelta(hours=hours), NOW)
    assert told(*(hours * 60 + one for one in (-90, -30, -1)), error=error) == [-90, -30, -1]


def test_nothing_happened_after_now_or_before_its_day():
    assert told(-301, 1) == [-300, 0]
    assert told(-300, 0) == [-300, 0]


def test_the_order_of_the_device_stands_above_its_clock():
    # The clock was two hours fast and was put right after the second event.
    assert told(100, 110, -20, -10) == [-20, -20, -20, -10]


def test_an_unreadable_time_lies_before_what_came_after_it():
    assert told(None, -10, None) == [-10, -10, 0]


def test_times_never_run_backwards_whatever_a_device_says():
    random = Random(7)
    for _ in range(200):
        said = [random.choice([None, random.randint(-9000, 9000)]) for _ in range(12)]
        found = told(*said, error=timedelta(minutes=random.randint(-300, 300)))
        assert found == sorted(found)
        assert found[0] >= -300
        assert found[-1] <= 0
