"""Visits that hang together: the search keeps every link, pays what the judge says, and finds the best plan."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations, product

import pytest

from planner.model.costs import ore_units
from planner.model.links import Link, crew, groups, settled
from planner.model.problem import Break, Duty, Problem, Visit, Window
from planner.model.words import Who
from planner.rules import check, plan_from, time_route
from planner.solve import solve
from planner.solve.regions import solve_by_regions
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, clock, street
from tests.solve.town import burdened, linked, make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def solved(problem, *, iterations=400, **more):
    return solve(problem, time_limit_s=120, iterations=iterations, engine="kernel", **more)


def judged(problem, solution):
    plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
    return plan, check(problem, plan)


def town(seed):
    visits, technicians, remote = [(12, 4, 3), (25, 6, 5), (40, 8, 10)][seed % 3]
    made = make_town(seed=seed, visits=visits, technicians=technicians, remote=remote, lunch=seed % 4 != 0)
    made = burdened(made, seed=seed, waiting=seed % 2 > 0, lax=True) if seed % 5 == 4 else made
    return linked(made, seed=seed, crews=2 + seed % 3, chains=3)


@pytest.mark.parametrize("seed", range(20))
def test_no_link_is_broken_and_the_objective_is_the_judges_price(seed):
    problem = town(seed)
    solution = solved(problem)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units


def test_links_of_all_kinds_are_planned():
    """The law above would hold of a search that leaves all linked visits out."""
    crews, chains, whole = 0, dict.fromkeys(Who, 0), 0
    for seed in range(6):
        problem = town(seed)
        done = {visit for route in solved(problem).routes for visit in route.visit_ids}
        for link in problem.links:
            both = link.first in done and link.second in done
            crews += both and link.meets
            chains[link.who] += both and not link.meets
            whole += both and link.both and not link.meets
    assert crews >= 8
    assert whole >= 1
    assert min(chains.values()) >= 1


def test_the_same_rounds_give_the_same_plan_and_a_plan_is_taken_up_where_it_was_left():
    problem = town(5)
    first, second = (solved(problem) for _ in range(2))
    assert (first.routes, first.agreed) == (second.routes, second.agreed)
    again = solved(problem, iterations=1, start=first)
    assert again.solver.objective_units <= first.solver.objective_units


def test_two_chains_that_share_a_plan_keep_links_too(monkeypatch):
    monkeypatch.setattr("planner.solve.conductor._SHARED_FROM", 20)
    problem = town(5)
    solution = solve(problem, time_limit_s=2, engine="kernel", workers=2)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units


def test_a_start_without_times_or_with_broken_links_is_taken_as_far_as_it_holds():
    problem = town(5)
    plan = solved(problem)
    for start in (replace(plan, agreed=()), replace(plan, agreed=tuple((v, s + 1_800) for v, s in plan.agreed[:-1]))):
        again = solved(problem, iterations=1, start=start)
        _, verdict = judged(problem, again)
        assert verdict.violations == ()
        assert again.solver.objective_units == verdict.price.total_units


def test_regions_and_routing_leave_crews_where_they_are():
    problem = linked(make_town(seed=3, visits=40, technicians=8, remote=6), seed=3, crews=4, chains=3)
    start = solved(problem)
    linked_ids = {visit for group in groups(problem.links) for visit in group}
    where = {v: (r.duty_id, dict(start.agreed)[v]) for r in start.routes for v in r.visit_ids if v in linked_ids}
    by_regions = solve_by_regions(
        problem, regions=2, time_limit_s=60, iterations=200, start=start, workers=1, engine="kernel"
    )
    by_routing = solve(problem, time_limit_s=60, iterations=40, start=start, engine="routing")
    for found in (by_regions, by_routing):
        _, verdict = judged(problem, found)
        assert verdict.violations == ()
        assert found.solver.objective_units == verdict.price.total_units
        assert where == {
            v: (r.duty_id, dict(found.agreed)[v]) for r in found.routes for v in r.visit_ids if v in linked_ids
        }
    nothing = solve(problem, time_limit_s=60, iterations=20, engine="routing")
    assert not linked_ids & {visit for route in nothing.routes for visit in route.visit_ids}
    assert judged(problem, nothing)[1].violations == ()


def small(seed_links, *visits, lunch=False):
    places, matrix = street(0, 10, 20, 30)
    breaks = (Break(earliest_s=clock(11), latest_s=clock(12), duration_s=1_800),) if lunch else ()
    duties = tuple(
        Duty(
            duty_id=f"{name}:1", technician_id=name, name=name, start_place=start, end_place=start, start_s=clock(8),
            end_s=clock(12, 30), hard_end_s=clock(14), drives=ALWAYS, breaks=breaks,
        )
        for name, start in (("anna", 0), ("bo", 3))
    )  # fmt: skip
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=duties, links=seed_links
    )


def job(visit_id, place, minutes=60, **more):
    return Visit(
        visit_id=visit_id, request_id=visit_id, place=place, service_s=minutes * 60, **{"drop_ore": 150_000, **more}
    )


CREW = small(crew(("V1", "V1/2")), job("V1", 1), job("V1/2", 1), job("V2", 2), job("V3", 3, 45))
LATE = small(
    crew(("V1", "V1/2")),
    job("V1", 1, windows=(Window(earliest_s=clock(10), latest_s=clock(11)),)),
    job("V1/2", 1), job("V2", 2, 90), job("V3", 3),
    lunch=True,
)  # fmt: skip
AFTER = small(
    (Link(first="V1", second="V2", min_s=1_800, max_s=5_400, from_end=True, who=Who.DIFFERENT),),
    job("V1", 1), job("V2", 1, 30), job("V3", 2, 45),
)  # fmt: skip
SAME = small(
    (
        Link(first="V2", second="V1", min_s=600, from_end=True, who=Who.SAME),
        Link(first="V1", second="V3", from_end=True),
    ),
    job("V1", 3), job("V2", 2, 45), job("V3", 1, 30, late_after_s=clock(11)),
)  # fmt: skip
DEAR = small(crew(("V1", "V1/2")), job("V1", 1, drop_ore=9_000), job("V1/2", 1, drop_ore=9_000), job("V2", 2))


def optimum(problem):
    """Return the price units of the best plan: every order, and every five minutes, which is all that matters there."""
    ids = [visit.visit_id for visit in problem.visits]
    tied = {visit for link in problem.links for visit in (link.first, link.second)}
    best = None
    for who in product((*problem.duties, None), repeat=len(ids)):
        routes = [[visit for visit, duty in zip(ids, who, strict=True) if duty is one] for one in problem.duties]
        left = sum(ore_units(v.drop_ore) for v, duty in zip(problem.visits, who, strict=True) if duty is None)
        for orders in product(*(permutations(route) for route in routes)):
            free = [time_route(problem, d, order) for d, order in zip(problem.duties, orders, strict=True)]
            # Nobody is cheaper for having to meet others.
            if not all(free) or (best is not None and left + sum(route.units for route in free) >= best):
                continue
            for agreed in _times(problem, orders, tied):
                fixed = settled(problem, agreed)
                timed = [time_route(fixed, d, order) for d, order in zip(problem.duties, orders, strict=True)]
                if all(timed):
                    units = left + sum(route.units for route in timed)
                    best = units if best is None else min(best, units)
    return best


def _times(problem, orders, tied):
    """Yield when linked visits may begin so that all links hold: every five minutes from when the orders allow it."""
    doer = {visit: duty for duty, order in zip(problem.duties, orders, strict=True) for visit in order}
    mine = [visit for visit in tied if visit in doer]
    for link in problem.links:
        if (link.second in doer and link.first not in doer) or (
            link.both and link.first in doer and link.second not in doer
        ):
            return
        if link.first in doer and link.second in doer:
            same = doer[link.first] is doer[link.second]
            if (link.who is Who.SAME and not same) or (link.who is Who.DIFFERENT and same):
                return
    if not mine:
        yield {}
        return
    work = {visit.visit_id: visit.service_s for visit in problem.visits}
    free = {}
    for duty, order in zip(problem.duties, orders, strict=True):
        timed = time_route(problem, duty, order)
        if timed is None:
            return
        free |= {stop.visit_id: stop.start_s for stop in timed.stops if stop.visit_id}
    yield from _agreed(problem.links, work, {visit: range(free[visit], clock(13), 300) for visit in sorted(mine)}, {})


def _agreed(links, work, steps, at):
    """Yield all choices of starts, visit by visit, as long as no link is broken."""
    if any(
        link.off_s((at[link.first], at[link.first] + work[link.first]), at[link.second])
        for link in links
        if link.first in at and link.second in at
    ):
        return
    left = [visit for visit in steps if visit not in at]
    if not left:
        yield dict(at)
    for start in steps[left[0]] if left else ():
        yield from _agreed(links, work, steps, at | {left[0]: start})


@pytest.mark.parametrize("problem", [CREW, LATE, AFTER, SAME, DEAR], ids=["crew", "late", "after", "same", "dear"])
def test_the_best_plan_of_a_small_town_is_found(problem):
    solution = solved(problem, iterations=600)
    _, verdict = judged(problem, solution)
    assert verdict.violations == ()
    assert solution.solver.objective_units == verdict.price.total_units == optimum(problem)
    assert bool(solution.agreed) is (problem is not DEAR)
