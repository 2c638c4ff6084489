"""Each stage of the search leaves a sound fleet that is not dearer than before."""

from random import Random

import pytest

from planner.solve.budget import Budget
from planner.solve.ground import Ground
from planner.solve.routing.fleet import Fleet
from planner.solve.routing.insertion import fill, pressing
from planner.solve.routing.regions import _take, reoptimise
from planner.solve.routing.ruin import Ruiner, improve
from planner.solve.routing.screen import Screen
from tests.solve.town import make_town


def first_plan(seed=3, **shape):
    fleet = Fleet(Ground.of(make_town(seed=seed, **{"visits": 40, "technicians": 8, "remote": 10} | shape)))
    screen = Screen(fleet)
    fill(screen, pressing(fleet.ground, fleet.left, Random(1)))
    return screen


def sound(fleet):
    """Every item is in one route or left out, and every route is what it says."""
    items = [item for route in fleet.routes for item in route.items]
    rebuilt = [fleet.build(d, route.items) for d, route in enumerate(fleet.routes)]
    return (
        sorted([*items, *fleet.left]) == list(range(len(fleet.ground.visits)))
        and [r.units for r in rebuilt] == [r.units for r in fleet.routes]
        and all(fleet.ground.may[d, item] for d, route in enumerate(fleet.routes) for item in route.items)
    )


def rounds(number):
    return Budget(60, rounds=number, timed=False).phase(0, 1)


@pytest.mark.parametrize("stage", [improve, reoptimise])
def test_a_stage_makes_a_plan_cheaper_and_keeps_it_sound(stage):
    screen, better = first_plan(seed=0), []
    before = screen.fleet.units
    stage(screen, Random(2), rounds(900), on_better=lambda: better.append(screen.fleet.units))
    assert sound(screen.fleet)
    assert screen.fleet.units < before
    assert screen.fleet.units == better[-1]
    assert better == sorted(better, reverse=True)


def test_a_search_that_never_gets_a_better_plan_gives_back_the_one_it_had():
    screen = first_plan()
    improve(screen, Random(2), rounds(600))
    routes = list(screen.fleet.routes)
    improve(screen, Random(2), rounds(1), heat=1e6)
    assert screen.fleet.units <= sum(r.units for r in routes) + sum(
        screen.fleet.ground.drop[i] for i in screen.fleet.left
    )


def test_an_order_that_does_not_fit_costs_no_other_duty_its_work():
    """What a region's new order takes from one duty and cannot give to another is planned anew, once."""
    screen = first_plan(remote=0)
    fleet = screen.fleet
    full = max(range(len(fleet.routes)), key=lambda d: len(fleet.routes[d].items))
    other = next(d for d, route in enumerate(fleet.routes) if route.items and d != full)
    wrong = {full: tuple(reversed(fleet.routes[full].items)) * 1, other: fleet.routes[full].items[:1]}
    wrong[full] += fleet.routes[other].items
    assert fleet.build(full, wrong[full]) is None
    _take(screen, wrong, Random(1))
    assert sound(fleet)


def test_ruin_takes_out_what_it_returns_and_nothing_else():
    screen = first_plan()
    fleet, ruiner = screen.fleet, Ruiner(screen.fleet, Random(4))
    for _ in range(30):
        routes, left = list(fleet.routes), set(fleet.left)
        out = ruiner.ruin()
        assert fleet.left - left <= set(out) <= fleet.left
        assert sound(fleet)
        fleet.restore(routes)
        assert fleet.left == left


def test_in_a_large_fleet_only_some_duties_are_looked_at_for_an_item():
    screen = first_plan(visits=120, technicians=40, remote=0)
    ruiner = Ruiner(screen.fleet, Random(4))
    ruiner.ruin()
    marked = [ruiner.duties_near(item) for item in range(20)]
    assert all(0 < one.sum() < 40 for one in marked)
    assert Ruiner(first_plan().fleet, Random(4)).duties_near(0) is None


def test_mandatory_work_is_searched_for_even_when_nothing_else_costs_anything():
    screen = first_plan(visits=1, technicians=1, remote=0, mandatory=1.0)
    fleet = screen.fleet
    fleet.put(0, fleet.idle[0])
    improve(screen, Random(1), rounds(20))
    assert sound(fleet)


def test_a_fleet_prices_mandatory_work_left_out_above_everything_but_does_not_bill_it():
    fleet = Fleet(Ground.of(make_town(seed=1, visits=6, technicians=2, mandatory=1.0)))
    assert fleet.price == 0
    assert fleet.units > 10**14
