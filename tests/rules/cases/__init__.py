"""Golden and boundary cases of the judge: every rule at its limit, one second before and one second after."""

from tests.rules.cases import arithmetic, identity, limits, people, rests, setup, suiting, times

CASES = (
    *people.CASES,
    *times.CASES,
    *rests.CASES,
    *identity.CASES,
    *limits.CASES,
    *setup.CASES,
    *arithmetic.CASES,
    *suiting.CASES,
)
