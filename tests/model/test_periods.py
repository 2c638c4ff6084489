"""The table of travel by time of day, and the profile of a day made of it."""

from datetime import date, time

import pytest

from planner.model.codec import dumps, loads
from planner.model.periods import DrivePeriods, Period, profile_on

H = 3600
TUESDAY, FRIDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 28)
STOCKHOLM = "Europe/Stockholm"
ON = DrivePeriods(on=True)


def percents(profile, *seconds):
    """What holds at some seconds."""
    return [[p for s, p in zip(profile.starts_s, profile.percents, strict=True) if s <= at][-1] for at in seconds]


def test_nothing_is_by_the_clock_until_somebody_turns_it_on():
    assert not DrivePeriods().on
    assert profile_on(DrivePeriods(), TUESDAY, zone=STOCKHOLM) is None
    assert profile_on(None, TUESDAY, zone=STOCKHOLM) is None


def test_the_ready_table_makes_the_rush_hours_longer_to_the_second():
    found = percents(profile_on(ON, TUESDAY, zone=STOCKHOLM), 7 * H - 1, 7 * H, 9 * H - 1, 9 * H, 15 * H, 18 * H)
    assert found == [100, 128, 128, 100, 128, 100]


def test_the_weekend_has_a_table_of_its_own_and_the_night_goes_on_into_it():
    found = percents(profile_on(ON, FRIDAY, zone=STOCKHOLM), 8 * H, (24 + 8) * H)
    assert found == [128, 100]
    table = ON.replace(weekend=(Period(name="night", start=time(0), percent=90),))
    assert percents(profile_on(table, SATURDAY, zone=STOCKHOLM), 0, 12 * H) == [90, 90]


def test_a_table_without_a_difference_is_no_profile():
    flat = DrivePeriods(on=True, weekday=(Period(name="night", start=time(0)),), weekend=ON.weekend)
    assert profile_on(flat, TUESDAY, zone=STOCKHOLM) is None


@pytest.mark.parametrize(("day", "seven"), [(date(2026, 3, 30), 7), (date(2026, 3, 29), 6), (date(2026, 10, 25), 8)])
def test_seven_o_clock_is_seven_on_the_wall_also_where_the_clock_changes(day, seven):
    table = ON.replace(weekend=ON.weekday)
    assert percents(profile_on(table, day, zone=STOCKHOLM), seven * H - 1, seven * H) == [100, 128]


def test_a_period_the_clock_jumps_over_is_none():
    table = (
        Period(name="night", start=time(0)),
        Period(name="morning", start=time(2, 30), percent=200),
        Period(name="midday", start=time(3), percent=150),
    )
    profile = profile_on(ON.replace(weekend=table), date(2026, 3, 29), zone=STOCKHOLM)
    assert percents(profile, 2 * H - 1, 2 * H, 2 * H + 1800) == [100, 150, 150]


@pytest.mark.parametrize("starts", [(), (time(1),), (time(0), time(9), time(7)), (time(0), time(9), time(9))], ids=str)
def test_a_day_begins_at_midnight_and_its_parts_are_in_order(starts):
    with pytest.raises(ValueError, match="periods of a weekday"):
        DrivePeriods(weekday=tuple(Period(name="night", start=one) for one in starts))


@pytest.mark.parametrize("percent", [49, 401])
def test_a_percentage_beyond_all_measure_is_refused(percent):
    with pytest.raises(ValueError, match="expected 50 to 400"):
        Period(name="night", start=time(0), percent=percent)


def test_a_table_is_written_and_read_again():
    assert loads(DrivePeriods, dumps(ON)) == ON
