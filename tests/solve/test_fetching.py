"""Days with parts: the best plan of a small town is found, whatever pays; what is told on the way holds too."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations, product

import pytest

from planner.model.costs import ore_units
from planner.model.links import Link, crew
from planner.model.problem import Problem, Visit, Window
from planner.model.solution import Route, Solution
from planner.model.stock import DepotDay, Van
from planner.model.words import StopKind, Who
from planner.rules import aboard, check, plan_from, time_route
from planner.solve import solve, with_pickups
from planner.solve.pickups import Pickups
from planner.solve.trips import improved
from planner.solve.without_parts import around, before_trips
from tests.golden.parts_town import DISK, PARTS_TOWNS, parts_town
from tests.golden.towns import clock, street
from tests.solve.town import make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def solved(problem, *, iterations=300, engine="kernel", **more):
    return solve(problem, time_limit_s=120, iterations=iterations, engine=engine, **more)


def judged(problem, solution):
    plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
    return plan, check(problem, plan)


def optimum(problem: Problem) -> int:
    """Return the price units of the best plan: every visit to everybody or nobody, every order, every pick-up.

    Written from the rule's text: the timeline times an order of visits without parts, what is aboard is counted here.
    """
    plain = problem.replace(visits=tuple(replace(v, parts=(), stock=()) for v in problem.visits))
    work = [visit for visit in problem.visits if not visit.is_pickup]
    best = None
    options = {}
    for who in product((*problem.duties, None), repeat=len(work)):
        left = sum(ore_units(v.drop_ore) for v, duty in zip(work, who, strict=True) if duty is None)
        days = []
        for duty in problem.duties:
            own = tuple(v for v, one in zip(work, who, strict=True) if one is duty)
            key = duty.duty_id, own
            if key not in options:
                options[key] = list(_options(problem, plain, duty, own))
            days.append(options[key])
        for chosen in product(*days):
            units = left + sum(one for one, _ in chosen)
            if (best is None or units < best) and _in_stock(problem, chosen):
                best = units
    return best


def _options(problem, plain, duty, own):
    """Yield price and what is taken from depots for every order, with and without each pick-up."""
    pickups = [v for v in problem.visits if v.is_pickup and duty.technician_id in v.required]
    for chosen in product((False, True), repeat=len(pickups)):
        fetched = tuple(one for one, taken in zip(pickups, chosen, strict=True) if taken)
        for order in permutations((*own, *fetched)):
            taken = _taken(duty, order)
            if taken is not None:
                timed = time_route(plain, duty, tuple(v.visit_id for v in order))
                if timed is not None:
                    yield timed.units, taken


def _taken(duty, order):
    """What has to be taken at depots by an order; None where something is missing, or the van too small.

    For towns with one depot and one part.
    """
    van = duty.van
    inside, seen, taken = dict(van.stock).get("disk", 0), False, 0
    need = [(at, dict(v.parts).get("disk", 0)) for at, v in enumerate(order)]
    for at, visit in enumerate(order):
        if visit.is_pickup:
            seen = True
            lacking = max(0, sum(number for later, number in need if later > at) - inside)
            inside, taken = inside + lacking, taken + lacking
            if van.load_ml is not None and lacking and inside * DISK.volume_ml > van.load_ml:
                return None
        inside -= need[at][1]
        if inside < 0:
            return None
    return taken if seen else 0


def _in_stock(problem, chosen):
    stock = sum(number for depot in problem.depots for _, number in depot.stock)
    return sum(taken for _, taken in chosen) <= stock


@pytest.mark.parametrize("name", PARTS_TOWNS)
def test_the_golden_plan_is_right_and_nothing_is_cheaper(name):
    golden = PARTS_TOWNS[name]
    plan, verdict = judged(golden.problem, golden.best)
    assert verdict.violations == ()
    assert {term.term: term.ore for term in verdict.price.terms} == golden.price
    starts = {stop.visit_id: golden.problem.seconds(stop.start) for stop in plan.visit_stops}
    assert starts == golden.starts
    assert tuple(one.visit_id for one in plan.unassigned) == golden.left_out
    assert verdict.price.total_units == optimum(golden.problem)


@pytest.mark.parametrize("engine", ["kernel", "routing"])
@pytest.mark.parametrize("name", PARTS_TOWNS)
def test_the_golden_plan_is_found(name, engine):
    golden = PARTS_TOWNS[name]
    found = solved(golden.problem, iterations=60 if engine == "routing" else 300, engine=engine)
    _, verdict = judged(golden.problem, found)
    assert verdict.violations == ()
    assert found.solver.objective_units == verdict.price.total_units == optimum(golden.problem)


CHANGES = {
    "closed until noon": {"depot_km": -3, "bo_has": 1, "opens": 12},
    "open early only": {"depot_km": -3, "bo_has": 1, "opens": 7, "closes": 8},
    "nothing there": {"depot_km": -3, "stock": 0, "drop_ore": 90_000},
    "at home": {"depot_km": 0},
    "on the way": {"depot_km": 5},
    "beyond": {"depot_km": 30, "drop_ore": 90_000},
    "too small a van": {"depot_km": -3, "load_ml": 599, "drop_ore": 90_000},
    "just room enough": {"depot_km": -3, "load_ml": 600},
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_best_plan_is_found_whatever_pays(name):
    problem = parts_town(**CHANGES[name])
    found = solved(problem)
    _, verdict = judged(problem, found)
    assert verdict.violations == ()
    assert found.solver.objective_units == verdict.price.total_units == optimum(problem)


def drawn(seed):
    """A town of two people, one depot and four visits along the street, drawn by a seed."""
    chance = random.Random(seed)
    posts = [0, 30, chance.randint(-25, 45), *(chance.randint(0, 40) for _ in range(4))]
    places, matrix = street(*posts)
    base = parts_town(depot_km=0)
    duties = tuple(
        replace(duty, van=Van(van_id=duty.technician_id, stock=(("disk", chance.choice((0, 0, 1, 2))),)))
        for duty in base.duties
    )
    opens, hours = chance.choice((7, 8, 9)), chance.choice((2, 4, 10))
    stock = chance.choice((1, 2, 9))
    visits = [
        Visit(
            visit_id=f"V{n}", request_id=f"V{n}", place=2 + n, service_s=chance.choice((1800, 3600)),
            drop_ore=chance.choice((20_000, 60_000, 400_000)), parts=(("disk", number),) if number else (),
            windows=chance.choice(((), (Window(earliest_s=clock(8), latest_s=clock(11)),))),
        )
        for n in range(1, 5)
        for number in (chance.choice((0, 1, 1, 2)),)
    ]  # fmt: skip
    visits += [
        Visit(
            visit_id=f"D@{duty.technician_id}", request_id="", place=2, service_s=600, drop_ore=0, depot="D",
            required=(duty.technician_id,), stock=(("disk", stock),),
            windows=(Window(earliest_s=clock(opens), latest_s=clock(opens + hours), end_s=clock(opens + hours)),),
        )
        for duty in duties
    ]  # fmt: skip
    depot = DepotDay(
        depot_id="D", place=2, opens_s=clock(opens), closes_s=clock(opens + hours), stock=(("disk", stock),)
    )
    return base.replace(places=places, matrix=matrix, visits=tuple(visits), duties=duties, depots=(depot,))


@pytest.mark.parametrize("seed", range(24))
def test_the_best_plan_of_a_drawn_town_is_found(seed):
    problem = drawn(seed)
    found = solved(problem)
    _, verdict = judged(problem, found)
    assert verdict.violations == ()
    assert found.solver.objective_units == verdict.price.total_units == optimum(problem)


def test_the_drawn_towns_have_trips_vans_and_work_left_out():
    """The law above would say little of towns in which nothing is fetched."""
    trips = served = left = 0
    for seed in range(24):
        problem = drawn(seed)
        plan, _ = judged(problem, solved(problem))
        trips += sum(stop.kind is StopKind.DEPOT for stop in plan.stops)
        left += len(plan.unassigned)
        fetched = {one.visit_id for stop in plan.stops for one in stop.taken}
        served += sum(bool(v.parts) and v.visit_id not in fetched for v in problem.visits if plan.stop_of(v.visit_id))
    assert min(trips, served, left) >= 4


def city(seed, visits=30, technicians=6):
    """A drawn day of the search's own tests, with a depot in its middle and a disk needed by every third visit."""
    made = make_town(seed=seed, visits=visits, technicians=technicians, remote=4)
    duties = tuple(
        replace(duty, van=Van(van_id=duty.technician_id, stock=(("disk", n % 2),)))
        for n, duty in enumerate(made.duties)
    )
    needing = [v for v in made.visits if not v.is_remote][::3]
    ids = {v.visit_id for v in needing}
    own = tuple(replace(v, parts=(("disk", 1),)) if v.visit_id in ids else v for v in made.visits)
    stock = (("disk", len(ids)),)
    pickups = tuple(
        Visit(
            visit_id=f"D@{duty.duty_id}", request_id="", place=0, service_s=600, drop_ore=0, depot="D", stock=stock,
            required=(duty.technician_id,),
            windows=(Window(earliest_s=clock(6), latest_s=clock(18), end_s=clock(18)),),
        )
        for duty in duties
        if duty.takes_visits and duty.start_place is not None
    )  # fmt: skip
    depot = DepotDay(depot_id="D", place=0, opens_s=clock(6), closes_s=clock(18), stock=stock)
    return made.replace(visits=(*own, *pickups), duties=duties, depots=(depot,), parts=(DISK,))


@pytest.mark.parametrize("seed", range(6))
def test_no_rule_is_broken_and_the_objective_is_the_judges_price(seed):
    problem = city(seed)
    told = []
    found = solved(problem, on_progress=lambda plan, units: told.append((plan, units)))
    for plan, units in (*told, (found, found.solver.objective_units)):
        _, verdict = judged(problem, plan)
        assert verdict.violations == ()
        assert units == verdict.price.total_units
    assert [units for _, units in told] == sorted({units for _, units in told}, reverse=True)
    assert told[-1][1] == found.solver.objective_units


def test_nobody_goes_to_a_depot_for_nothing():
    problem = city(2)
    plan, _ = judged(problem, solved(problem))
    trips = [stop for stop in plan.stops if stop.kind is StopKind.DEPOT]
    assert trips
    assert all(stop.taken for stop in trips)


def test_the_same_rounds_give_the_same_plan_and_a_plan_is_taken_up_where_it_was_left():
    problem = city(1)
    first, second = (solved(problem) for _ in range(2))
    assert (first.routes, first.agreed) == (second.routes, second.agreed)
    again = solved(problem, iterations=1, start=first)
    assert again.solver.objective_units <= first.solver.objective_units


def test_what_the_search_before_trips_finds_is_made_right_and_never_dearer_by_moving():
    problem = city(3)
    plain = solved(before_trips(problem, fetching=True))
    pickups = Pickups(problem)
    mended = pickups.mended({route.duty_id: route.visit_ids for route in plain.routes})
    better = improved(pickups, mended, lambda: True)
    assert pickups.is_right(mended)
    assert pickups.is_right(better)
    assert pickups.rank(better) <= pickups.rank(mended)


def test_around_its_trips_a_plan_costs_the_same():
    problem = city(4)
    found = solved(problem)
    posed = around(problem, found)
    fetched = {one.visit_id for stop in judged(problem, found)[0].stops for one in stop.taken}
    assert {link.second for link in posed.links} == fetched
    used = {route.duty_id: route.visit_ids for route in found.routes}
    assert not any(visit.parts for visit in posed.visits)
    for duty in posed.duties:
        theirs = next(one for one in problem.duties if one.duty_id == duty.duty_id)
        assert (
            time_route(posed, duty, used[duty.duty_id]).units == time_route(problem, theirs, used[duty.duty_id]).units
        )


def test_crews_and_chains_are_kept_beside_parts():
    town = parts_town(depot_km=-3)
    second = replace(town.visits[1], visit_id="V2/2", request_id="V2")
    after = replace(town.visits[0], visit_id="V4", request_id="V4", place=5)
    problem = town.replace(
        visits=(*town.visits, second, after),
        links=(*crew(("V2", "V2/2")), Link(first="V1", second="V4", from_end=True, who=Who.SAME)),
    )
    found = solved(problem)
    plan, verdict = judged(problem, found)
    assert verdict.violations == ()
    assert found.solver.objective_units == verdict.price.total_units
    assert {"V1", "V2", "V2/2", "V4"} <= {stop.visit_id for stop in plan.visit_stops}


def test_what_must_be_done_is_done_at_whatever_detour():
    town = parts_town(depot_km=-40)
    problem = town.replace(visits=(replace(town.visits[0], drop_ore=None), *town.visits[1:]))
    plan, verdict = judged(problem, solved(problem))
    assert verdict.accepted
    assert plan.stop_of("V1") is not None


def test_a_depot_with_one_disk_serves_one_van():
    town = parts_town(depot_km=15, stock=1)
    other = replace(town.visits[0], visit_id="V4", request_id="V4", place=5)
    problem = town.replace(visits=(*town.visits, other))
    plan, verdict = judged(problem, solved(problem))
    assert verdict.violations == ()
    assert sum(one.quantity for stop in plan.stops for one in stop.taken) == 1
    assert len(plan.unassigned) == 1


def test_a_search_that_is_stopped_at_once_gives_a_plan_that_is_right():
    problem = city(5)
    found = solve(problem, time_limit_s=5, engine="kernel", should_stop=lambda: True)
    _, verdict = judged(problem, found)
    assert verdict.violations == ()


def test_what_is_aboard_is_fetched_as_late_as_can_be():
    town = parts_town(depot_km=5)
    second = replace(town.visits[2], parts=(("disk", 2),))
    depot = DepotDay(depot_id="E", place=4, opens_s=0, closes_s=clock(24), stock=(("disk", 1),))
    again = replace(town.visits[3], visit_id="E@anna", depot="E", stock=depot.stock, place=4)
    problem = town.replace(visits=(*town.visits[:2], second, *town.visits[3:], again), depots=(*town.depots, depot))
    by_id = {one.visit_id: one for one in problem.visits}
    found = aboard(problem, problem.duties[0], [by_id[one] for one in ("D@anna", "V1", "E@anna", "V3")])
    assert {one: [(row.quantity, row.visit_id) for row in rows] for one, rows in found.taken.items()} == {
        "D@anna": [(1, "V1"), (1, "V3")],
        "E@anna": [(1, "V3")],
    }
    assert found.is_right


def test_an_order_made_by_hand_gets_its_trips_where_there_is_a_way():
    golden = PARTS_TOWNS["detour"]
    bare = Solution(routes=(Route(duty_id="anna:1", visit_ids=("V1", "V2")), Route(duty_id="bo:1", visit_ids=("V3",))))
    assert with_pickups(golden.problem, bare).routes == golden.best.routes
    assert with_pickups(golden.problem, golden.best).routes == golden.best.routes
    nothing = parts_town(depot_km=-3, stock=0)
    assert with_pickups(nothing, bare).routes == bare.routes
    plain = golden.problem.replace(visits=tuple(replace(v, parts=()) for v in golden.problem.visits))
    assert with_pickups(plain, bare) is bare


def test_a_solution_without_its_trip_is_planned_and_refused():
    golden = PARTS_TOWNS["detour"]
    bare = Solution(routes=(Route(duty_id="anna:1", visit_ids=("V1", "V2")), Route(duty_id="bo:1", visit_ids=("V3",))))
    _, verdict = judged(golden.problem, bare)
    assert [one.rule for one in verdict.violations] == ["parts"]
