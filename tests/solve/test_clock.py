"""The clock of the search agrees with the timeline of the rules on every order of work."""

import random

import pytest

from planner.rules.timeline import time_route
from planner.solve.ground import Ground
from planner.solve.routing.fleet import Fleet
from planner.solve.takers import drives_all_day
from tests.solve.town import burdened, make_town, peopled


def town(seed, *, heavy, **shape):
    """With loads, limits of driving, set-up and a price of waiting, or without."""
    plain = make_town(seed=seed, **shape)
    plain = peopled(plain, seed=seed) if seed % 2 else plain
    return burdened(plain, seed=seed, waiting=seed % 3 > 0, lax=True) if heavy else plain


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_price_and_feasibility_of_a_route_are_those_of_the_timeline(seed, heavy):
    problem, draw = town(seed, heavy=heavy, visits=25, technicians=7, remote=6), random.Random(seed)
    fleet, feasible = Fleet(Ground.of(problem)), 0
    for _ in range(120):
        d = draw.choice([d for d, duty in enumerate(problem.duties) if drives_all_day(duty)])
        items = draw.sample(range(len(problem.visits)), draw.randint(1, 7))
        begin = fleet.ground.begin[fleet.ground.tempo[d]]
        if not all(begin[item] for item in items):
            continue
        items.sort(key=lambda item: begin[item][0][0] + draw.random() * 7200)
        route = fleet.build(d, tuple(items))
        timed = time_route(problem, problem.duties[d], [problem.visits[item].visit_id for item in items])
        assert (route and route.units) == (timed and timed.units)
        feasible += timed is not None
    assert feasible > 20


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_trial_says_what_the_insertion_will_cost(seed, heavy):
    problem, draw = town(seed, heavy=heavy, visits=25, technicians=6, remote=5), random.Random(seed)
    from planner.solve.routing.insertion import fill, pressing
    from planner.solve.routing.screen import Screen

    fleet = Fleet(Ground.of(problem))
    screen = Screen(fleet)
    fill(screen, pressing(fleet.ground, fleet.left, draw))
    for item in draw.sample(range(len(problem.visits)), 15):
        fleet.take_out([item])
        before, spot = sum(r.units for r in fleet.routes), screen.best(item)
        if spot:
            fleet.insert(spot.duty, item, spot.at)
            assert sum(r.units for r in fleet.routes) == before + spot.units


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_the_screen_misses_no_place_and_no_cheaper_one(seed, heavy):
    """Against trying every position of every duty with the timeline."""
    from planner.solve.routing.insertion import fill, pressing
    from planner.solve.routing.screen import Screen

    problem = town(seed, heavy=heavy, visits=18, technicians=4, remote=4)
    fleet = Fleet(Ground.of(problem))
    screen = Screen(fleet)
    fill(screen, pressing(fleet.ground, range(0, len(problem.visits), 2), random.Random(seed)))
    for item in sorted(fleet.left):
        prices = []
        for d, route in enumerate(fleet.routes):
            if not fleet.ground.may[d, item]:
                continue
            for at in range(len(route.items) + 1):
                longer = fleet.build(d, (*route.items[:at], item, *route.items[at:]))
                if longer:
                    prices.append(longer.units - route.units)
        spot = screen.best(item)
        assert (spot and spot.units) == min(prices, default=None)
