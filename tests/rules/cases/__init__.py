"""Golden and boundary cases of the judge: every rule at its limit, one second before and one second after."""

from tests.rules.cases import (
    arithmetic,
    by_clock,
    identity,
    limits,
    links,
    parts,
    people,
    rests,
    setup,
    suiting,
    times,
)

ROOMS = (people, times, rests, identity, limits, links, setup, arithmetic, by_clock, suiting, parts)
CASES = tuple(case for room in ROOMS for case in room.CASES)
