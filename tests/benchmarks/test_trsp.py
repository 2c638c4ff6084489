"""The technicians yardstick: working time counts as the set says, and nobody works without what the request needs."""

import random
from datetime import UTC, datetime

import pytest

from benchmarks.trsp import _after, _flipped
from benchmarks.trsp_check import DEPOT, check, read, working_time
from benchmarks.trsp_set import SCALE, can_be_before, open_problem, routes_of, settled_problem
from planner.model.solution import Route, Solution
from planner.rules import check as judge
from planner.rules import plan_from, time_route
from planner.solve import solve

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TEXT = """T1

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
2      2       2       2

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    0     10    0      300    0      [] \t[] \t[]
1    0     0     0      300    0      [0] \t[0] \t[1,0]
2    40    0     0      300    0      [0,1] \t[] \t[0,0]
3    10    0     50     60     10     [0] \t[0] \t[1,0]
4    30    0     90     200    10     [0] \t[] \t[0,0]
5    0     20    120    250    10     [0] \t[1] \t[0,2]
6    30    0     0      250    10     [1] \t[] \t[0,0]
"""


@pytest.fixture
def instance(tmp_path):
    file = tmp_path / "T1.txt"
    file.write_text(TEXT)
    return read(file)


def test_a_file_is_read(instance):
    assert (list(instance.people), list(instance.requests)) == ([1, 2], [3, 4, 5, 6])
    assert (instance.nodes[3].skills, instance.nodes[3].tools, instance.nodes[3].parts) == ({0}, {0}, (1, 0))


def test_working_time_counts_from_the_latest_departure_that_makes_nobody_late(instance):
    """Request 3 opens at 50; 4 opens at 90, 20 away: whoever does both begins at 3 by 60 and waits nowhere."""
    assert working_time(instance, 1, (3,)) == pytest.approx(10 + 10 + 10)
    assert working_time(instance, 1, (3, 4)) == pytest.approx(10 + 10 + 20 + 10 + 30)
    assert working_time(instance, 1, (3, DEPOT, 5)) == pytest.approx(10 + 10 + 200**0.5 + (50 - 200**0.5) + 10 + 20)
    assert working_time(instance, 1, (4, 3)) is None


def test_tools_and_parts_are_there_after_the_depot_only(instance):
    assert "technician 1 lacks a tool at request 5" in check(instance, {1: (3, 5)})[1]
    assert "technician 1 has no part left for request 5" in check(instance, {1: (5, DEPOT)})[1]
    fine = {1: (3, 4, DEPOT, 5), 2: (6,)}
    assert check(instance, fine) == (pytest.approx(working_time(instance, 1, fine[1]) + 20 + 10), [])
    assert check(instance, {1: (3, 4, DEPOT, 5, 6)})[1] == ["technician 1 lacks a skill at request 6"]
    assert check(instance, {2: (6,)})[1][0] == "request 3 is done 0 times"
    assert check(instance, {1: (4, 3, DEPOT, 5), 2: (6,)})[1] == ["technician 1 is late for a request or home"]


def test_an_open_plan_becomes_routes_with_the_depot_where_it_costs_least(instance):
    found = solve(open_problem(instance), time_limit_s=60, iterations=300, engine="kernel")
    assert {visit for route in found.routes for visit in route.visit_ids} == {"3", "4", "5", "6"}
    first = Solution(routes=(Route(duty_id="1+", visit_ids=("3", "4", "5")),))
    assert routes_of(instance, first) == {1: (3, 4, DEPOT, 5)}
    needless = Solution(routes=(Route(duty_id="1+", visit_ids=("3", "4")),))
    assert routes_of(instance, needless) == {1: (3, 4)}
    both = Solution(routes=(Route(duty_id="1", visit_ids=("3",)), Route(duty_id="1+", visit_ids=("5",))))
    assert routes_of(instance, both) == {1: (DEPOT, 5)}


def test_what_is_settled_to_come_after_the_depot_costs_the_way_over_it_once_and_needs_nothing(instance):
    """Whoever drives: the price is the working time less the service, and the plan is one of the set."""
    problem = settled_problem(instance, {4, 5})
    found = solve(problem, time_limit_s=60, iterations=300, engine="kernel")
    plan = plan_from(problem, found, plan_id="p", created_at=NOW)
    assert judge(problem, plan).violations == ()
    one = Solution(
        routes=(Route(duty_id="1", visit_ids=("3", "4", "5")), Route(duty_id="2", visit_ids=("6",)))
    )  # fmt: skip
    made = plan_from(problem, one, plan_id="p", created_at=NOW)
    assert judge(problem, made).violations == ()
    time, broken = check(instance, {1: (3, DEPOT, 4, 5), 2: (6,)})
    assert broken == []
    assert all(stop.wait_s == 0 for stop in made.visit_stops if stop.number > 1)
    assert made.price.total_ore == made.drive_s
    assert made.drive_s + 4 * 10 * SCALE == pytest.approx(time * SCALE, abs=10)


def test_nobody_goes_back_from_after_the_depot_and_own_tools_are_needed_before_it(instance):
    problem = settled_problem(instance, {4})
    assert time_route(problem, problem.duties[0], ("3", "4")) is not None
    assert time_route(problem, problem.duties[0], ("4", "3")) is None
    bare = Solution(routes=(Route(duty_id="1", visit_ids=("3", "5")),))
    plan = plan_from(problem, bare, plan_id="p", created_at=NOW)
    assert {one.visit_id for one in judge(problem, plan).violations if one.rule == "skill"} == {"5"}


def test_what_somebody_can_do_with_their_own_things_may_come_before_the_depot(instance):
    assert can_be_before(instance) == {3, 4, 6}


def test_sides_are_read_from_routes_and_change_but_not_to_where_nobody_can(instance):
    routes = {1: (3, DEPOT, 4, 5), 2: (6,)}
    assert _after(routes) == {4, 5}
    drawn = [_flipped(instance, routes, can_be_before(instance), random.Random(seed)) for seed in range(60)]
    assert all(5 in one for one in drawn)
    assert {one for found in drawn for one in found} == {3, 4, 5, 6}
    assert any(4 not in one for one in drawn)
