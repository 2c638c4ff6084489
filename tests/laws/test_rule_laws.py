"""Rules only forbid: without one of them the proven best price is never higher; and the plan has that price."""

from datetime import UTC, datetime
from functools import cache

import pytest

from planner.planning import plan_problem
from planner.rules import RULES, check
from tests.golden.prover import proven
from tests.laws.small_towns import WITHOUT, small_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOT_FORBIDDING = {"once", "time", "absence", "vendor", "lead_time", "parts", "load", "depot", "desk", "night", "rider"}
"""Rules that are not taken away here.

Of bookkeeping; those that `tests/solve/test_giving.py` takes away; and of parts, desks, nights and riders, which towns
on one street on one day do not have (`tests/solve/test_fetching.py` and `test_riders.py` prove plans with them).
"""

QUICK, LONG = range(24), range(24, 200)
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in LONG)]


@cache
def best(seed):
    return proven(small_town(seed)).units


@pytest.mark.parametrize("seed", SEEDS)
def test_the_plan_of_a_small_town_costs_the_proven_price(seed):
    problem = small_town(seed)
    plan = plan_problem(problem, time_limit_s=60, iterations=600, engine="kernel", plan_id="p", created_at=NOW)
    verdict = check(problem, plan)
    assert verdict.violations == ()
    assert plan.price.total_units == verdict.price.total_units == best(seed)


@pytest.mark.parametrize("seeds", [QUICK, pytest.param(LONG, marks=pytest.mark.nightly)], ids=["quick", "long"])
def test_without_a_rule_the_proven_price_is_never_higher_and_somewhere_lower(seeds):
    cheaper = set()
    for seed in seeds:
        town = small_town(seed)
        for rule, lifted in WITHOUT.items():
            if lifted(town) != town:
                price = proven(lifted(town)).units
                assert price <= best(seed), (seed, rule)
                cheaper |= {rule} if price < best(seed) else set()
    assert set(WITHOUT) == cheaper


def test_every_rule_of_the_judge_is_taken_away_or_named_as_not():
    assert set(RULES) == set(WITHOUT) | NOT_FORBIDDING
