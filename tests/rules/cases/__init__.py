"""Golden and boundary cases of the judge: every rule at its limit, one second before and one second after."""

from tests.rules.cases import (
    arithmetic,
    by_clock,
    desk,
    identity,
    limits,
    links,
    nights,
    parts,
    people,
    rests,
    riders,
    setup,
    suiting,
    times,
)

ROOMS = (
    people,
    times,
    desk,
    rests,
    riders,
    identity,
    limits,
    links,
    nights,
    setup,
    arithmetic,
    by_clock,
    suiting,
    parts,
)
CASES = tuple(case for room in ROOMS for case in room.CASES)
