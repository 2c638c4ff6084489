"""Drives by the clock: exact to the second, and whoever leaves later never arrives earlier."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.profile import FLAT, LEAST_PERCENT, MOST_PERCENT, Pace, Profile, driven, needed_s, pace_of

SECONDS = st.integers(-60, 160)
DRIVES = st.integers(0, 60)
PERCENTS = st.sampled_from([50, 80, 100, 100, 128, 133, 200, 400]) | st.integers(LEAST_PERCENT, MOST_PERCENT)
RUSH = Profile(starts_s=(0, 7 * 3600, 9 * 3600), percents=(100, 200, 100))


@st.composite
def profiles(draw):
    starts = sorted(draw(st.sets(st.integers(-20, 80), min_size=1, max_size=5)))
    return Profile(starts_s=tuple(starts), percents=tuple(draw(PERCENTS) for _ in starts))


def percent_at(profile, second):
    """What holds in the second that begins then, looked up from the back."""
    held = [percent for start, percent in zip(profile.starts_s, profile.percents, strict=True) if start <= second]
    return held[-1] if held else profile.percents[0]


def stepped(profile, leave, drive_s):
    """Drive second by second, in fractions of a second by the matrix."""
    left = Fraction(drive_s)
    while left > 0:
        left -= Fraction(100, percent_at(profile, leave))
        leave += 1
    return leave


@given(profile=profiles(), leave=SECONDS, drive_s=DRIVES)
def test_a_drive_arrives_when_it_does_driven_second_by_second(profile, leave, drive_s):
    pace = Pace(profile)
    assert pace.arrival(leave, pace.work(drive_s)) == stepped(profile, leave, drive_s)


@given(profile=profiles(), leaves=st.tuples(SECONDS, SECONDS), drive_s=DRIVES)
def test_leaving_later_is_never_arriving_earlier(profile, leaves, drive_s):
    pace = Pace(profile)
    early, late = (pace.arrival(leave, pace.work(drive_s)) for leave in sorted(leaves))
    assert early <= late


@given(profile=profiles(), until=SECONDS, drive_s=DRIVES)
def test_time_running_backwards_tells_the_last_second_to_leave(profile, until, drive_s):
    pace = Pace(profile)
    latest = -pace.mirrored().arrival(-until, pace.work(drive_s))
    assert stepped(profile, latest, drive_s) <= until
    assert drive_s == 0 or stepped(profile, latest + 1, drive_s) > until


@given(profile=profiles(), since=SECONDS, middle=SECONDS, until=SECONDS)
def test_work_adds_up_and_backwards_it_is_the_same(profile, since, middle, until):
    pace = Pace(profile)
    assert pace.done(since, middle) + pace.done(middle, until) == pace.done(since, until)
    assert pace.mirrored().done(-until, -since) == pace.done(since, until)
    assert pace.mirrored().mirrored() is pace


@given(profile=profiles(), leave=SECONDS, drives=st.lists(st.integers(-1, 60), min_size=1, max_size=5))
def test_many_drives_at_once_take_what_each_takes(profile, leave, drives):
    found = Pace(profile).seconds(leave, np.array(drives))
    assert found.tolist() == [one if one < 0 else stepped(profile, leave, one) - leave for one in drives]


@given(
    profile=profiles(),
    drive_s=st.integers(1, 40),
    leave=SECONDS,
    gaps=st.lists(st.tuples(st.integers(0, 15), st.integers(1, 10)), max_size=3),
)
def test_a_drive_with_rests_does_all_its_work_outside_them(profile, drive_s, leave, gaps):
    rests, at = [], leave
    for wait, length in gaps:
        rests.append((at + wait, at + wait + length))
        at += wait + length
    parts = driven(Pace(profile), drive_s, leave, rests)
    assert len(parts) == len(rests) + 1
    left, at = Fraction(drive_s), leave
    while left > 0:
        resting = next((end for start, end in rests if start <= at < end), None)
        at = at + 1 if resting is None else resting
        left -= 0 if resting is not None else Fraction(100, percent_at(profile, at - 1))
    begun, seconds = parts[-1]
    assert begun + seconds == max(at, rests[-1][1] if rests else leave)
    assert needed_s(profile, drive_s, parts) == sum(seconds for _, seconds in parts) or profile.is_flat


@given(drive_s=DRIVES, leave=SECONDS)
def test_without_traffic_a_drive_takes_what_the_matrix_says(drive_s, leave):
    assert FLAT.arrival(leave, FLAT.work(drive_s)) == leave + drive_s
    assert driven(FLAT, drive_s, leave) == ((leave, drive_s),)
    assert pace_of(None) is None
    assert pace_of(Profile(starts_s=(0, 9), percents=(100, 100))) is None
    assert needed_s(None, drive_s, [(leave, 1)]) == drive_s


@pytest.mark.parametrize(
    ("leave_h", "minutes", "arrival_h"),
    [(6.5, 30, 7), (6.5, 40, 7 + 20 / 60), (8.5, 15, 9), (8.5, 20, 9 + 5 / 60), (9, 20, 9 + 20 / 60)],
)
def test_a_drive_into_or_out_of_the_rush_hour_takes_both_paces(leave_h, minutes, arrival_h):
    pace = Pace(RUSH)
    assert pace.arrival(round(leave_h * 3600), pace.work(minutes * 60)) == round(arrival_h * 3600)


@pytest.mark.parametrize(
    ("starts_s", "percents"),
    [((), ()), ((0,), (100, 100)), ((0, 0), (100, 120)), ((5, 4), (100, 120)), ((0,), (49,)), ((0,), (401,))],
)
def test_a_profile_that_cannot_be_is_refused(starts_s, percents):
    with pytest.raises(ValueError, match="profile"):
        Profile(starts_s=starts_s, percents=percents)


@pytest.mark.parametrize("percent", [LEAST_PERCENT, MOST_PERCENT])
def test_the_limits_of_a_percentage_are_allowed(percent):
    assert Pace(Profile(starts_s=(0,), percents=(percent,))).least_percent == percent
