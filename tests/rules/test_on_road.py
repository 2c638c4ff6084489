"""Breaks on the road by the clock: no other second for them arrives earlier."""

from itertools import pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.profile import Pace, Profile, driven
from planner.rules.on_road import Pause, arriving
from tests.model.test_profile import profiles

SLOW = Pace(Profile(starts_s=(0, 20, 30), percents=(100, 400, 100)))


@given(
    profile=profiles(),
    drive_s=st.integers(0, 30),
    out=st.integers(0, 30),
    breaks=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 14), st.integers(1, 6)), max_size=2),
)
def test_no_other_second_for_a_break_arrives_earlier(profile, drive_s, out, breaks):
    pace = Pace(profile)
    pauses = [Pause(first, first + more, length, number) for number, (first, more, length) in enumerate(breaks)]
    arrivals = []
    for order in permutations(pauses):
        for starts in product(*(range(max(out, one.earliest), one.latest + 1) for one in order)):
            rests = [(start, start + one.duration) for start, one in zip(starts, order, strict=True)]
            if all(end <= start for (_, end), (start, _) in pairwise(rests)):
                begun, seconds = driven(pace, drive_s, out, rests)[-1]
                arrivals.append(begun + seconds)
    found = arriving(pace, drive_s, out, pauses)
    assert (None if found is None else found[0]) == min(arrivals, default=None)
    if found is not None:
        lengths = {one.number: one.duration for one in pauses}
        begun, seconds = driven(pace, drive_s, out, [(start, start + lengths[number]) for start, number in found[1]])[
            -1
        ]
        assert begun + seconds == found[0]


@pytest.mark.parametrize(
    ("earliest", "latest", "start"),
    [(10, 40, 20), (10, 21, 20), (10, 19, 19), (10, 15, 15), (22, 40, 22), (25, 40, 25)],
)
def test_a_break_waits_for_the_slow_time_where_it_may(earliest, latest, start):
    """From 20 to 30 driving is four times as slow; a break of 10 costs 2.5 s of the way there, elsewhere more."""
    assert arriving(SLOW, 30, 5, [Pause(earliest, latest, 10, 0)])[1] == ((start, 0),)
