"""Who does the work, in the search: its tables, empty routes, and rules that only ever make a day dearer."""

import random
from dataclasses import replace
from functools import cache
from itertools import permutations

import numpy as np
import pytest

from planner.model.vendors import PriceList, Terms
from planner.rules import BARS, GIVING, check, plan_from
from planner.rules.timeline import time_route
from planner.solve import solve
from planner.solve.generator import Draft, Generator
from planner.solve.ground import Ground
from planner.solve.kernel.evaluate import NO_PRICE
from planner.solve.kernel.laying import layout_of
from planner.solve.kernel.layout import KIND, SIZE
from planner.solve.kernel.places import place
from planner.solve.takers import may_do
from tests.rules.bench import NOW, duty, problem, visit
from tests.solve.town import burdened, make_town, peopled, unfair

KR = 100


@pytest.mark.parametrize("seed", range(8))
def test_the_first_work_of_an_empty_day_costs_what_the_timeline_says(seed):
    town = peopled(make_town(seed=seed, visits=20, technicians=6, remote=4, lunch=seed % 2 > 0), seed=seed)
    town = burdened(town, seed=seed, waiting=seed % 3 > 0, lax=True) if seed % 4 > 1 else town
    ground, found = Ground.of(town), 0
    chain = Generator(layout_of(ground), seed)
    for d, item in zip(*np.nonzero(ground.may), strict=True):
        units, at = place(chain.layout, chain.state, int(d), int(item), NO_PRICE, 0.0, 0)
        timed = time_route(town, town.duties[d], (town.visits[item].visit_id,))
        assert (int(units) if at >= 0 else None) == (timed and timed.units)
        found += at >= 0
    assert found > 20


@pytest.mark.parametrize("engine", ["kernel", "routing"])
@pytest.mark.parametrize("seed", range(6))
def test_a_plan_breaks_no_rule_and_its_objective_is_the_judges_price(seed, engine):
    town = peopled(make_town(seed=seed, visits=18, technicians=5, remote=4, lunch=seed % 2 > 0), seed=seed)
    found = solve(town, time_limit_s=60, iterations=60, seed=seed, engine=engine)
    verdict = check(town, plan_from(town, found, plan_id="p", created_at=NOW))
    assert verdict.violations == ()
    assert verdict.price.total_units == found.solver.objective_units
    assert any(route.visit_ids for route in found.routes)


@pytest.mark.parametrize("seed", range(4))
def test_the_table_of_who_may_is_asked_kind_by_kind_and_says_the_same(seed):
    town = peopled(make_town(seed=seed, visits=20, technicians=6, remote=4), seed=seed)
    ground = Ground.of(town)
    for (d, one), (item, work) in ((a, b) for a in enumerate(town.duties) for b in enumerate(town.visits)):
        if ground.begin[ground.tempo[d]][item]:
            assert ground.may[d, item] == may_do(town, one, work)


def test_duties_that_cost_otherwise_are_not_alike():
    """A route of one duty is offered to all that are alike."""
    fees = PriceList(call_out_ore=1)
    hired = [
        duty(name, vendor=Terms(vendor_id="v", prices=price))
        for name, price in (
            ("a", fees),
            ("b", fees),
            ("c", PriceList(call_out_ore=2)),
            ("d", PriceList(call_out_ore=1, km_ore=1)),
        )
    ]
    layout = layout_of(Ground.of(problem(visit(), duties=(duty(), *hired))))
    own, a, b, c, d = layout.duty[:, KIND].tolist()
    assert a == b
    assert len({own, a, c, d}) == 4


@pytest.mark.parametrize(("call_out_kr", "by"), [(299, "firm:1"), (301, "anna:1")])
def test_a_subcontractor_is_sent_for_where_they_are_cheaper(call_out_kr, by):
    """Anna drives 20 km there and back, 400 kr at 10 kr a minute and kilometre; the firm asks 100 kr a visit."""
    terms = Terms(vendor_id="firm", prices=PriceList(call_out_ore=call_out_kr * KR, visit_ore=100 * KR))
    town = problem(visit("V1", 2), duties=(duty(), duty("firm", vendor=terms)))
    assert _who(town) == by


def test_a_subcontractor_comes_where_own_staff_cannot_and_not_where_it_is_dearer_than_leaving_out():
    dear = Terms(vendor_id="firm", prices=PriceList(call_out_ore=1_000 * KR, hour_ore=600 * KR))
    fibre = visit("V1", 2, skills=(("fibre", 3),), drop_ore=1_601 * KR)
    firm = duty("firm", vendor=dear, skills=(("fibre", 3),))
    assert _who(problem(fibre, duties=(duty(), firm))) == "firm:1"
    assert _who(problem(replace(fibre, drop_ore=1_599 * KR), duties=(duty(), firm))) is None


@pytest.mark.parametrize(("used_kr", "days"), [(199, 2), (201, 1)])
def test_the_day_is_gathered_on_fewer_technicians_where_that_saves_their_price(used_kr, days):
    """Anna at km 0 and Bo at km 10 each have work at home; one of them drives there and back, 200 kr, or stays."""
    town = problem(visit("V1", 0), visit("V2", 1), duties=(duty(), duty("bo", start_place=1, end_place=1)))
    town = town.replace(weights=town.weights.replace(used_ore=used_kr * KR))
    found = solve(town, time_limit_s=9, iterations=50)
    assert sum(bool(route.visit_ids) for route in found.routes) == days


def _who(town):
    found = solve(town, time_limit_s=9, iterations=50)
    return next((route.duty_id for route in found.routes if route.visit_ids), None)


# What takes a rule or a term of the price away from a problem, by its name.
PRICED = {
    "non_preferred": {"non_preferred_ore": 0},
    "skill_surplus": {"skill_surplus_ore": 0},
    "language": {"language_ore": 0},
    "territory": {"territory_ore": 0},
    "same_technician": {"same_technician_ore": 0},
    "change_technician": {"change_technician_ore": 0},
    "change_day": {"change_day_ore": 0},
    "used": {"used_ore": 0},
}
BINDING = {
    "language": {"languages": ()},
    "territory": {"in_territory": False},
    "same_technician": {"same_required": False},
}


def _freed(town, rule):
    """Return a town without a rule."""
    if rule in ("vendor", "lead_time"):
        change = {"job_types": ()} if rule == "vendor" else {"ordered": None}
        return town.replace(
            duties=tuple(
                replace(one, vendor=replace(one.vendor, **change)) if one.vendor else one for one in town.duties
            )
        )
    return town.replace(visits=tuple(replace(one, **BINDING[rule]) for one in town.visits))


@cache
def _town(seed):
    town = peopled(make_town(seed=seed, visits=4, technicians=3, remote=0, lunch=False, rich=False), seed=seed)
    draw = random.Random(seed)
    return town.replace(
        duties=tuple(
            replace(one, vendor=replace(one.vendor, ordered=draw.choice((None, ("V0001",), ())))) if one.vendor else one
            for one in town.duties
        )
    )


def _best(town):
    """Return the price units of the cheapest plan, by trying every order of every set of work for everybody."""
    drops = {one.visit_id: (one.drop_ore or 10**6) * 18_000 for one in town.visits}
    plans = {frozenset(): 0}
    for one in town.duties:
        mine = [work.visit_id for work in town.visits if may_do(town, one, work)]
        best = {frozenset(): 0}
        for size in range(1, len(mine) + 1):
            for order in permutations(mine, size):
                if timed := time_route(town, one, order):
                    best[frozenset(order)] = min(timed.units, best.get(frozenset(order), timed.units))
        longer = {}
        for done, units in plans.items():
            for ids, more in best.items():
                if not done & ids:
                    longer[done | ids] = min(units + more, longer.get(done | ids, units + more))
        plans = longer
    return min(units + sum(drop for one, drop in drops.items() if one not in done) for done, units in plans.items())


def test_where_fairness_has_a_price_the_search_finds_the_cheapest_plan_of_all():
    changed = 0
    for seed in range(8):
        town = unfair(_town(seed), seed=seed)
        found = solve(town, time_limit_s=60, iterations=300, seed=seed, engine="kernel")
        best = _best(town)
        assert found.solver.objective_units == best, seed
        changed += best != _best(_town(seed))
    assert changed > 4


def test_without_a_rule_the_best_plan_is_never_dearer_and_sometimes_cheaper():
    cheaper = set()
    for seed in range(14):
        town = _town(seed)
        best = _best(town)
        for name, change in PRICED.items():
            without = _best(town.replace(weights=town.weights.replace(**change)))
            assert without <= best, (seed, name)
            cheaper |= {("price", name)} if without < best else set()
        for name in (bar.rule for bar in BARS):
            without = _best(_freed(town, name))
            assert without <= best, (seed, name)
            cheaper |= {("rule", name)} if without < best else set()
    assert {name for kind, name in cheaper if kind == "price"} == PRICED.keys() - {"non_preferred"}
    assert {name for kind, name in cheaper if kind == "rule"} == {bar.rule for bar in BARS}


def test_every_term_with_a_weight_is_in_that_property():
    of_the_duty = {"vendor_visit", "vendor_hours", "unfair_night", "unfair_weekend"}
    assert {term.name for term in GIVING} - of_the_duty == PRICED.keys() - {"used"}


def test_an_emptied_day_costs_nothing():
    town = problem(visit("V1", 1), duties=(duty(),)).replace(weights=problem().weights.replace(used_ore=5))
    chain = Generator(layout_of(Ground.of(town)), 1)
    for orders, units in ((((0,),), 205), (((),), 0)):
        chain.take(Draft(orders))
        assert int(chain.state.sum[0, SIZE]) == len(orders[0])
        assert int(chain.state.sum[0, 1:4].sum()) == (20_000 + 5) * 18_000 * (units > 0)
