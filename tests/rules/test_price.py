"""The price of a plan, item by item, and what it is summed to."""

import pytest

from planner.model.costs import ore_units
from planner.rules import TERMS, price_of
from tests.rules.cases.prices import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_items_are_those_worked_out_by_hand(case):
    price = price_of(case.problem, case.plan)
    assert items(price) == case.items
    assert price.total_ore == sum(ore for _, ore, *_ in case.items)


def test_terms_come_in_their_order_and_only_known_ones():
    for case in CASES:
        terms = [term.term for term in price_of(case.problem, case.plan).terms]
        assert terms == sorted(terms, key=TERMS.index)


def items(price):
    for item in price.items:
        assert item.units % ore_units(1) == 0
    return tuple(
        (item.term, item.units // ore_units(1), item.quantity, item.visit_id, item.technician_id)
        for item in price.items
    )
