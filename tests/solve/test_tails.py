"""Two routes exchange their ends: nothing is lost, all may do what they get, and prices stay those of the rules."""

import numpy as np
import pytest

from planner.rules.timeline import time_route
from planner.solve.generator import Generator
from planner.solve.ground import Ground
from planner.solve.kernel.anneal import _go_back
from planner.solve.kernel.keeping import route_units
from planner.solve.kernel.laying import layout_of
from planner.solve.kernel.layout import SIZE
from planner.solve.kernel.tails import cross
from tests.solve.test_kernel import KINDS, town


def exchanged(chain):
    """Try one exchange; return whether it was kept, and the duties it has touched."""
    chain.work.touched[-1] = 0
    fits = bool(cross(chain.layout, chain.state, chain.spare, chain.work))
    touched = chain.work.touched[: chain.work.touched[-1]].tolist()
    if not fits:
        _go_back(chain.layout, chain.state, chain.spare, chain.work, 0)
    return fits, touched


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_after_every_exchange_the_plan_is_whole_and_priced_as_the_timeline_does(seed, kind):
    problem = town(seed, kind, visits=40, technicians=9, remote=6)
    ground = Ground.of(problem)
    chain = Generator(layout_of(ground), seed)
    chain.fill()
    everything, kept = sorted(item for order in chain.present().orders for item in order), 0
    for _ in range(400):
        before = chain.present().orders
        fits, touched = exchanged(chain)
        now = chain.present().orders
        if not fits:
            assert now == before
            continue
        kept += 1
        assert sorted(item for order in now for item in order) == everything
        assert len(touched) == 2
        for duty in touched:
            assert all(ground.may[duty, item] for item in now[duty])
            ids = [problem.visits[item].visit_id for item in now[duty]]
            timed = time_route(problem, problem.duties[duty], ids)
            assert timed is not None
            assert timed.units == (route_units(chain.state, duty) if now[duty] else 0)
        for duty, order in enumerate(now):
            assert chain.state.sum[duty, SIZE] == len(order)
            assert all(chain.state.seat[item].tolist() == [duty, at] for at, item in enumerate(order))
    assert kept > 5


def test_an_idle_duty_may_take_over_a_tail():
    problem = town(2, (False, False), visits=40, technicians=30, remote=0)
    chain = Generator(layout_of(Ground.of(problem)), 2)
    chain.fill()
    used = [sum(1 for order in chain.present().orders if order)]
    for _ in range(600):
        exchanged(chain)
        used.append(sum(1 for order in chain.present().orders if order))
    assert max(np.diff(used)) == 1


def test_routes_of_others_are_left_alone():
    problem = town(4, (True, False), visits=60, technicians=12, remote=0)
    chain = Generator(layout_of(Ground.of(problem)), 4)
    chain.fill()
    mine = np.arange(6)
    items = [item for duty in mine for item in chain.present().orders[duty]]
    chain.confine(mine, np.array(items))
    before = chain.present().orders
    for _ in range(400):
        exchanged(chain)
    assert chain.present().orders[6:] == before[6:]


def test_a_hot_chain_that_opens_freely_gives_work_to_more_duties():
    problem = town(3, (False, False), visits=60, technicians=30, remote=0)
    layout, used = layout_of(Ground.of(problem)), {}
    for opening in (0.0, 6.0):
        chain = Generator(layout, 3, opening=opening)
        chain.fill()
        heat, counts = chain.units / 60 / 2, []
        for _ in range(20):
            chain.anneal(100, heat, heat)
            counts.append(sum(1 for order in chain.present().orders if order))
        used[opening] = np.mean(counts)
    assert used[6.0] > used[0.0] + 2
