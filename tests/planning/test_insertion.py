"""A visit that fits into the plan as it is, and is worth it, is never left out of it."""

from dataclasses import replace

import pytest

from planner import rules
from planner.explain.obstacles import obstacles
from planner.explain.trying import days_of, spots
from planner.model.costs import ore_units
from planner.model.links import Link
from planner.model.solution import Route, Solution, SolverInfo
from planner.planning.insertion import inserted
from planner.planning.run import Stamp, judged
from planner.rules import plan_from
from planner.solve import solve
from tests.explain.street import NOW, duty, town, visit
from tests.solve.town import make_town

STAMP = Stamp("p", NOW)


def judge(problem, solution):
    return judged(problem, lambda _: solution, stamp=STAMP, time_limit_s=1, left_out=(), notes=())


def worth_a_place(problem, plan):
    """Ids of unassigned visits that fit somewhere for less than it costs to leave them out: every place is tried."""
    days = days_of(problem, plan)
    for left in plan.unassigned:
        one = problem.visit(left.visit_id)
        tried = (s for day in days.values() if not obstacles(day.duty, one) for s in spots(problem, day, one))
        if any(one.drop_ore is None or spot.added_units < ore_units(one.drop_ore) for spot in tried):
            yield left.visit_id


@pytest.mark.parametrize("seed", range(6))
def test_nothing_worth_its_place_is_left_out_however_short_the_search(seed):
    problem = make_town(seed=seed, visits=26, technicians=4, remote=4)
    half = {v.visit_id for v in problem.visits[::2]}
    found = solve(problem, time_limit_s=9, iterations=1, seed=seed)
    routes = tuple(replace(r, visit_ids=tuple(v for v in r.visit_ids if v in half)) for r in found.routes)
    before = plan_from(problem, Solution(routes=routes), plan_id="p", created_at=NOW)
    assert list(worth_a_place(problem, before))
    plan = judge(problem, Solution(routes=routes))
    assert list(worth_a_place(problem, plan)) == []
    assert rules.check(problem, plan).accepted
    assert plan.price.total_units < before.price.total_units
    assert "search_ended" not in {reason.code for left in plan.unassigned for reason in left.reasons}


def test_the_most_urgent_visit_gets_the_room():
    problem = town((visit("V1", minutes=400, priority=4), visit("V2", minutes=400, priority=1)))
    plan = judge(problem, Solution(routes=()))
    assert [stop.visit_id for stop in plan.visit_stops] == ["V2"]


def test_a_visit_dearer_than_leaving_it_out_stays_out():
    problem = town((visit("V1", place=3, drop_ore=10_000),))
    assert [left.visit_id for left in judge(problem, Solution(routes=())).unassigned] == ["V1"]


def test_a_visit_that_becomes_worth_it_by_another_goes_in_too():
    """Alone V1 (P1) is too dear at km 30; once V2 goes there, it adds no drive."""
    far = visit("V1", place=3, drop_ore=10_000, priority=1), visit("V2", place=3, drop_ore=900_000)
    assert len(judge(town(far), Solution(routes=())).visit_stops) == 2


def test_a_finished_plan_is_left_as_it_is_and_keeps_what_the_solver_says():
    problem = town((visit("V1"),), (duty("anna"), duty("bo")))
    solution = Solution(routes=(Route(duty_id="bo:1", visit_ids=("V1",)),), solver=SolverInfo(objective_units=7))
    plan = judge(problem, solution)
    assert inserted(problem, plan) is None
    assert plan.solver.objective_units == 7
    assert judge(problem, replace(solution, routes=())).solver.objective_units is None


@pytest.mark.parametrize(("worth", "count"), [(300_000, 2), (20_000, 0)])
def test_what_alone_is_not_worth_its_way_goes_in_for_what_follows_on_it(worth, count):
    """V1 at km 30 costs 600 kr of driving and 100 kr to leave out; V2 needs it, half an hour later."""
    chain = (Link(first="V1", second="V2", min_s=1_800, max_s=7_200, from_end=True),)
    work = visit("V1", place=3, drop_ore=10_000), visit("V2", place=3, drop_ore=worth)
    problem = town(work).replace(links=chain)
    plan = judge(problem, Solution(routes=()))
    assert len(plan.visit_stops) == count
    assert rules.check(problem, plan).accepted


def test_what_is_not_done_without_what_follows_on_it_says_so():
    """V1 fits, but is done with V2 or not at all, and nobody has what V2 needs."""
    chain = (Link(first="V1", second="V2", from_end=True, both=True),)
    problem = town((visit("V1"), visit("V2", skills=(("crane", 1),)))).replace(links=chain)
    plan = judge(problem, Solution(routes=()))
    reasons = {left.visit_id: left.reasons[0] for left in plan.unassigned}
    assert {one: reason.code for one, reason in reasons.items()} == {"V1": "link", "V2": "link"}
    assert dict(reasons["V1"].message.values)["other_visit"] == "V2"
