"""Golden and boundary cases of the judge: every rule at its limit, one second before and one second after."""

from tests.rules.cases import arithmetic, identity, limits, links, nights, people, rests, setup, suiting, times

ROOMS = (people, times, rests, identity, limits, links, nights, setup, arithmetic, suiting)
CASES = tuple(case for room in ROOMS for case in room.CASES)
