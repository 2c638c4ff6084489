"""Riders: the search brings nobody anywhere without their driver, pays what the judge says, and finds the best plan."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planner.model.links import crew, groups
from planner.model.plan import Plan
from planner.model.problem import Break, Duty, Problem, Visit, Window
from planner.model.words import Channel, StopKind
from planner.rules import check, plan_from
from planner.solve import solve
from planner.solve.regions import solve_by_regions
from tests.golden.prover import proven
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, clock, street
from tests.solve.town import burdened, linked, make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LUNCH = (Break(earliest_s=clock(11), latest_s=clock(12), duration_s=1_800),)

GONE = (replace(LUNCH[0], is_absence=True),)


def solved(problem, *, iterations=600, **more):
    return solve(problem, **{"time_limit_s": 120, "engine": "kernel", "iterations": iterations, **more})


def judged(problem, solution):
    plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
    return plan, check(problem, plan)


def ridden(plan: Plan) -> dict[str, str]:
    return {one.duty_id: one.rides_with for one in plan.technicians if one.rides_with}


def person(name, start, **more):
    return Duty(
        **{
            "duty_id": f"{name}:1", "technician_id": name, "name": name, "start_place": start, "end_place": start,
            "start_s": clock(8), "end_s": clock(13), "hard_end_s": clock(14), "drives": ALWAYS, **more,
        }
    )  # fmt: skip


def job(visit_id, place, minutes=60, **more):
    channel = Channel.REMOTE if place is None else Channel.ON_SITE
    return Visit(
        visit_id=visit_id, request_id=visit_id, channel=channel, place=place, service_s=minutes * 60,
        **{"drop_ore": 150_000, **more},
    )  # fmt: skip


def small(*visits, links=(), lunch=(), cia=3, **bo):
    """Anna drives from km 0, Bo rides with her, Cia drives from km 30."""
    places, matrix = street(0, 10, 20, 30)
    duties = (
        person("anna", 0, breaks=lunch),
        person("bo", 0, **{"drives": (), "rides_with": "anna:1", "breaks": lunch, **bo}),
        *((person("cia", cia, breaks=lunch),) if cia else ()),
    )
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=duties,
        links=links or crew(("V1", "V1/2")),
    )  # fmt: skip


SEATS = job("V1", 1), job("V1/2", 1)
TOWNS = {
    "rides": small(*SEATS, job("V2", 2), cia=None),
    "dearer": small(*SEATS, job("V2", 2), job("V3", 3, 45), cia=2),
    "session": small(*SEATS, job("R1", None, drop_ore=140_000), cia=None),
    "worth": small(*SEATS, job("R1", None, 90, drop_ore=400_000, forbidden=("anna",)), cia=None),
    "early": small(*SEATS, job("V2", 2, 90), job("V3", 3), cia=None, end_s=clock(11)),
    "lunch": small(
        job("V1", 1, windows=(Window(earliest_s=clock(10), latest_s=clock(11)),)), job("V1/2", 1), job("V2", 2, 90),
        cia=None, lunch=LUNCH,
    ),
    "two": small(
        *SEATS, job("W1", 3, 45), job("W1/2", 3, 45), job("V2", 2, 30), cia=None,
        links=(*crew(("V1", "V1/2")), *crew(("W1", "W1/2"))),
    ),
    # 20 km for Anna cost 200 kr, and nothing for Bo.
    "just": small(job("V1", 1, drop_ore=11_000), job("V1/2", 1, drop_ore=11_000), cia=None),
    "three": small(*SEATS, job("V1/3", 1), job("V2", 2), links=crew(("V1", "V1/2", "V1/3"))),
    "skill": small(job("V1", 1, skills=(("server", 2),)), job("V1/2", 1), cia=None, skills=(("server", 2),)),
}  # fmt: skip


@pytest.mark.parametrize("name", TOWNS)
def test_the_best_plan_of_a_small_town_is_found(name):
    problem = TOWNS[name]
    solution = solved(problem)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units == proven(problem).units


def test_who_rides_is_told_and_the_best_plan_of_a_town_without_a_ride_costs_more():
    plan, verdict = judged(TOWNS["rides"], solved(TOWNS["rides"]))
    assert ridden(plan) == {"bo:1": "anna"}
    assert plan.unassigned == ()
    alone = TOWNS["rides"].replace(
        duties=tuple(replace(one, rides_with="", speed_factor=1.0) for one in TOWNS["rides"].duties)
    )
    assert proven(alone).units > verdict.price.total_units


def test_the_best_plan_by_hand():
    """Anna leaves at 8:00 with Bo for V2 at km 20, and both are at V1 on the way home; 40 km in all."""
    plan, verdict = judged(TOWNS["rides"], solved(TOWNS["rides"]))
    price = {item.term: 0 for item in verdict.price.items}
    for item in verdict.price.items:
        price[item.term] += item.units
    assert price["drive_time"] == 40 * 60 * 45_000 * 5
    own = {one.duty_id: [s for s in plan.stops if s.duty_id == one.duty_id] for one in plan.technicians}
    for kind in (StopKind.START, StopKind.END):
        mine, hers = (next(s for s in own[who] if s.kind is kind) for who in ("bo:1", "anna:1"))
        assert (mine.leave, mine.arrival, mine.start, mine.end) == (hers.leave, hers.arrival, hers.start, hers.end)
    assert [s.travel_s + s.distance_m for s in own["bo:1"]] == [0, 0, 0]


def town(seed):
    """Return a random town in which every fourth technician has no licence and rides with the one before."""
    made = linked(
        make_town(seed=seed, visits=12 + seed % 3 * 8, technicians=6, remote=3, lunch=seed % 2 == 0, rich=seed % 3 > 0),
        seed=seed, crews=4, chains=1,
    )  # fmt: skip
    draw, duties = random.Random(f"ride:{seed}"), list(made.duties)
    for lead, rider in ((0, 1), (2, 3)):
        driver = replace(
            duties[lead], drives=ALWAYS, breaks=tuple(one for one in duties[lead].breaks if not one.is_absence)
        )
        duties[lead] = driver
        duties[rider] = replace(
            driver, duty_id=duties[rider].duty_id, technician_id=duties[rider].technician_id, drives=(),
            rides_with=driver.duty_id, skills=duties[rider].skills, name=duties[rider].name,
            end_s=driver.end_s - draw.choice((0, 0, 1, 2)) * 3_600,
        )  # fmt: skip
    return made.replace(duties=tuple(duties))


def test_in_random_towns_no_rule_is_broken_and_the_objective_is_the_judges_price():
    rides = 0
    for seed in range(12):
        problem = town(seed)
        solution = solved(problem, iterations=500)
        plan, verdict = judged(problem, solution)
        assert verdict.violations == (), seed
        assert solution.solver.objective_units == verdict.price.total_units, seed
        rides += len(ridden(plan))
    assert rides >= 4


def test_regions_and_routing_leave_riders_where_they_are_and_bring_them_home():
    problem = next(one for one in map(town, range(12)) if ridden(judged(one, solved(one, iterations=500))[0]))
    start = solved(problem, iterations=500)
    away = {visit for group in groups(problem.links) for visit in group}
    riders = {one.duty_id for one in problem.duties if one.rides_with}
    where = {v: r.duty_id for r in start.routes for v in r.visit_ids if v in away and r.duty_id in riders}
    assert where
    found = solve_by_regions(
        problem, regions=2, time_limit_s=60, iterations=200, start=start, workers=1, engine="kernel"
    ), solved(problem, iterations=40, start=start, engine="routing")  # fmt: skip
    for one in found:
        _, verdict = judged(problem, one)
        assert verdict.violations == ()
        assert one.solver.objective_units == verdict.price.total_units
        assert where == {v: r.duty_id for r in one.routes for v in r.visit_ids if v in away and r.duty_id in riders}


@pytest.mark.parametrize(
    ("driver", "rider"),
    [
        ({"drives": ()}, {}),
        ({"start_s": clock(8) - 1}, {}),
        ({"breaks": LUNCH}, {}),
        ({}, {"job_time_factor": 1.01}),
        ({"night": "H"}, {}),
        ({"breaks": GONE}, {"breaks": GONE}),
    ],
)  # fmt: skip
def test_who_does_not_fit_into_the_car_does_not_ride(driver, rider):
    posed = TOWNS["rides"]
    anna, bo = (replace(one, **more) for one, more in zip(posed.duties, (driver, rider), strict=True))
    found = solved(posed.replace(duties=(anna, bo)), iterations=100)
    assert [route.visit_ids for route in found.routes if route.duty_id == "bo:1"] == [()]


def test_a_rider_is_not_brought_to_work_that_takes_longer_than_the_drivers():
    for minutes, count in ((60, 1), (61, 0)):
        problem = small(job("V1", 1), job("V1/2", 1, minutes, forbidden=("anna",)), cia=None)
        routes = {route.duty_id: route.visit_ids for route in solved(problem, iterations=100).routes}
        assert len(routes["bo:1"]) == count


@pytest.mark.parametrize("seed", range(6))
def test_with_set_up_loads_and_a_price_of_waiting_the_objective_is_the_judges_price(seed):
    problem = burdened(town(seed), seed=seed, waiting=seed % 2 > 0)
    solution = solved(problem, iterations=300)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units
