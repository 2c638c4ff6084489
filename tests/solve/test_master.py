"""The master finds the cheapest choice among routes, and its bound is no higher."""

import random
from itertools import product

import numpy as np
import pytest

from planner.solve.master import Columns, choose


def drawn(seed: int) -> Columns:
    """Some routes over six items for two kinds of duties."""
    draw = random.Random(seed)
    routes = [sorted(draw.sample(range(6), draw.randint(1, 3))) for _ in range(11)]
    items = np.zeros((len(routes), 3), dtype=np.int32)
    for row, route in enumerate(routes):
        items[row, : len(route)] = route
    return Columns(
        kind=np.array([draw.randrange(2) for _ in routes]),
        units=np.array([draw.randint(100, 400) * len(route) for route in routes], dtype=np.int64),
        size=np.array([len(route) for route in routes]),
        items=items,
        count=np.array([2, 1]),
        drop=np.array([draw.choice([150, 500, 2_000]) for _ in range(6)], dtype=np.int64),
    )


def price(columns: Columns, chosen: tuple[int, ...]) -> int | None:
    """Return the price of a choice; None if it serves an item twice or needs more duties than there are."""
    served = [int(item) for column in chosen for item in columns.items[column, : columns.size[column]]]
    kinds = np.bincount(columns.kind[list(chosen)], minlength=2) if chosen else np.zeros(2)
    if len(served) != len(set(served)) or (kinds > columns.count).any():
        return None
    left = [item for item in range(6) if item not in served]
    return int(columns.units[list(chosen)].sum()) + int(columns.drop[left].sum()) if chosen else int(columns.drop.sum())


@pytest.mark.parametrize("seed", range(25))
def test_the_choice_is_the_cheapest_there_is(seed):
    columns = drawn(seed)
    choices = (tuple(np.flatnonzero(bits).tolist()) for bits in product([0, 1], repeat=len(columns.kind)))
    best = min(units for choice in choices if (units := price(columns, choice)) is not None)
    nothing = int(columns.drop.sum())
    said = choose(columns, (), nothing, time_limit_s=10)
    assert said.units == best
    assert said.bound <= best + 1e-6
    assert said.proven
    assert (price(columns, said.columns) == best) if best < nothing else said.columns == ()


def test_a_plan_that_is_the_cheapest_already_stays():
    columns = drawn(3)
    first = choose(columns, (), int(columns.drop.sum()), time_limit_s=10)
    again = choose(columns, first.columns, first.units, time_limit_s=10)
    assert (again.columns, again.units, again.proven) == ((), first.units, True)


def test_without_routes_there_is_nothing_to_choose():
    none = np.zeros(0, dtype=np.int64)
    columns = Columns(
        kind=none,
        units=none,
        size=none,
        items=np.zeros((0, 1), dtype=np.int32),
        count=np.array([1]),
        drop=np.array([5]),
    )
    assert choose(columns, (), 5, time_limit_s=1).columns == ()
