"""Chains that share one plan: nothing is in two shares, nobody leaves a share, and what they make of it adds up."""

import numpy as np
import pytest

from planner.rules import check, plan_from
from planner.solve import solve
from planner.solve.conductor import Conductor
from planner.solve.generator import Generator
from planner.solve.ground import Ground
from planner.solve.kernel.laying import layout_of
from planner.solve.shares import gather, give_out, shares
from tests.solve.test_kernel import NOW
from tests.solve.town import make_town


def many(seed, *, visits=120, technicians=14):
    return make_town(seed=seed, lunch=True, visits=visits, technicians=technicians, remote=4)


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("seed", range(4))
def test_every_duty_and_every_item_is_in_one_share_and_an_item_with_its_duty(seed, count):
    layout = layout_of(Ground.of(many(seed)))
    chain = Generator(layout, seed)
    chain.fill()
    orders = chain.present().orders
    cut = shares(layout, orders, count, np.random.default_rng(seed))
    assert len(cut) == count
    assert sorted(np.concatenate([share.duties for share in cut]).tolist()) == list(range(len(orders)))
    assert sorted(np.concatenate([share.items for share in cut]).tolist()) == list(range(len(layout.near)))
    for share in cut:
        own = set(share.items.tolist())
        assert all(item in own for duty in share.duties.tolist() for item in orders[duty])
    sizes = [sum(len(orders[duty]) for duty in share.duties.tolist()) for share in cut]
    assert min(sizes) > sum(sizes) / count / 3


def test_cuts_are_drawn_anew():
    layout = layout_of(Ground.of(many(1)))
    chain, chance = Generator(layout, 1), np.random.default_rng(1)
    chain.fill()
    drawn = {tuple(shares(layout, chain.present().orders, 2, chance)[0].duties.tolist()) for _ in range(8)}
    assert len(drawn) > 3


@pytest.mark.parametrize("seed", range(3))
def test_a_chain_changes_only_its_share_and_together_they_are_the_plan_with_its_price(seed):
    layout = layout_of(Ground.of(many(seed, technicians=9)))
    chains, chance = (
        [Generator(layout, seed * 7 + number, opening=2.0) for number in range(2)],
        np.random.default_rng(0),
    )
    chains[0].fill()
    draft, units = chains[0].present(), chains[0].present_units
    before = draft.orders
    mean = units / len(layout.near)
    give_out(layout, chains, draft, chance)
    for chain in chains:
        chain.anneal(1_500, mean, mean / 20)
        strangers = set(range(len(before))) - set(chain.duties.tolist())
        assert all(chain.present().orders[duty] == before[duty] for duty in strangers)
        assert all(chain.best().orders[duty] == before[duty] for duty in strangers)
    assert any(chain.present().orders != before for chain in chains)
    found = gather(chains, draft, units)
    again = Generator(layout, 5)
    assert again.take(found.present) == found.present_units
    assert again.take(found.best) == found.best_units
    assert found.best_units <= min(units, found.present_units)
    planned = [item for order in found.best.orders for item in order]
    assert len(planned) == len(set(planned))
    assert all(chain.duties.size == len(before) for chain in chains)


def test_a_large_day_searched_by_two_chains_is_accepted_with_its_price():
    problem = many(3, visits=300, technicians=30)
    found = solve(problem, time_limit_s=3.0, seed=2, workers=2)
    verdict = check(problem, plan_from(problem, found, plan_id="p", created_at=NOW))
    assert verdict.accepted
    assert verdict.price.total_units == found.solver.objective_units


def test_rounds_of_shared_chains_give_the_same_plan_again():
    problem = many(4, visits=280, technicians=28)
    one, other = (solve(problem, time_limit_s=60, iterations=3_000, seed=3, workers=2).routes for _ in range(2))
    assert one == other


def test_a_search_with_few_rounds_an_item_begins_colder():
    layout = layout_of(Ground.of(many(1)))

    def room(rounds):
        from planner.solve.budget import Budget

        return Conductor(layout, Budget(60.0, rounds=rounds, timed=False), seed=1).room()

    items = len(layout.near)
    assert room(items * 10_000) == 1.0
    assert 0.4 < room(items * 600) < 0.6
    assert room(10) == 0.2
