"""A plan says how far it is from the best possible one, and never more than is proven."""

from dataclasses import replace

import pytest

from planner.model.codec import from_data, to_data
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.price import Price, PriceItem
from planner.model.reasons import Violation
from tests.views.plans import small_plan

ORE = 18_000


def priced(units: int, bound: int | None) -> Plan:
    """Return a plan with a price and a bound."""
    plan = small_plan().replace(price=Price(items=(PriceItem(term="drive_time", units=units),)), violations=())
    return plan.replace(problem_hash="abc", solver=replace(plan.solver, bound_units=bound, bound_of="abc"))


@pytest.mark.parametrize(
    ("units", "bound", "gap", "said"),
    [
        (1_000 * ORE, 1_000 * ORE, 0, "Proven best plan"),
        (1_001 * ORE - 1, 1_000 * ORE, 0, "Proven best plan"),
        (1_001 * ORE, 1_000 * ORE, 0.001, "At most 0.1% from the best possible"),
        (100_001 * ORE, 100_000 * ORE, 0.000_01, "At most 0.1% from the best possible"),
        (1_250 * ORE, 1_000 * ORE, 0.25, "At most 25.0% from the best possible"),
        (999 * ORE, 1_000 * ORE, None, "How far from the best possible is not known"),
        (1_000 * ORE, None, None, "How far from the best possible is not known"),
        (1_000 * ORE, 0, None, "How far from the best possible is not known"),
    ],
)
def test_the_gap_is_what_the_price_is_above_the_bound_rounded_up(units, bound, gap, said):
    plan = priced(units, bound)
    assert plan.gap == (None if gap is None else pytest.approx(gap))
    assert plan.gap_text("en") == said
    assert plan.summary("en").splitlines()[-1] == f"{said}."


def test_a_bound_says_nothing_of_another_problem_or_of_a_plan_that_breaks_rules():
    plan = priced(1_000 * ORE, 1_000 * ORE)
    assert plan.replace(problem_hash="another").gap is None
    broken = Violation(rule="shift", message=message("planning.empty_day"))
    assert plan.replace(violations=(broken,)).gap is None
    assert plan.replace(stops=()).gap_text("en") == ""


def test_a_plan_written_before_there_were_bounds_is_read():
    plan = priced(1_000 * ORE, None)
    old = to_data(plan)
    del old["solver"]["bound_units"], old["solver"]["bound_of"]
    assert from_data(Plan, old).gap is None
