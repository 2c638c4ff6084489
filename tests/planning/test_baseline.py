"""The baseline is the plan somebody would make by hand: in the given order, where it fits cheapest."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from planner import rules
from planner.model.request import Lock
from planner.model.words import LockKind, Priority
from planner.planning import baseline, baseline_solution
from tests.planning.factory import (
    HOME,
    OTHER_SITE,
    SITE,
    at,
    built,
    needs,
    remote,
    request,
    team,
    technician,
    window,
)  # fmt: skip


def problem_of(*requests, **more):
    answer = built(*requests, **more)
    assert answer.left_out == ()
    return answer.problem


def orders(problem):
    return [route.visit_ids for route in baseline_solution(problem).routes]


def test_visits_are_inserted_where_they_cost_least():
    near = problem_of(request("A", place=SITE), request("B", place=OTHER_SITE), request("C", place=SITE))
    (order,) = orders(near)
    assert set(order) == {"A", "B", "C"}
    assert abs(order.index("A") - order.index("C")) == 1


def test_the_given_order_decides_who_comes_first():
    one_slot = {"time_windows": (window(9, 9),), "service_min": 60}
    first = problem_of(request("A", **one_slot), request("B", **one_slot, priority=Priority.P1))
    assert orders(first) == [("A",)]


def test_only_who_may_take_it_gets_it():
    staff = team(technician("T1"), technician("T2", skills=()))
    printing = problem_of(*(request(f"R{n}", **needs("printing", 2)) for n in range(3)), team=staff)
    assert [len(order) for order in orders(printing)] == [3, 0]
    lock = Lock(kind=LockKind.TECHNICIAN, technician_id="T2")
    locked = problem_of(request("A", lock=lock), remote("B", forbidden_technicians=("T1",)), team=staff)
    assert orders(locked)[0] == ()


def test_a_visit_dearer_than_leaving_it_out_is_left_out():
    assert orders(problem_of(request(drop_cost_ore=1))) == [()]
    assert orders(problem_of(request(drop_cost_ore=1, mandatory=True))) == [("R1",)]


def test_an_empty_team_and_an_empty_day_are_plans_too():
    nobody = baseline(built(request(), team=team().__class__()).problem)
    assert [left.visit_id for left in nobody.unassigned] == ["R1"]
    nothing = baseline(built().problem)
    assert nothing.unassigned == ()
    assert nothing.violations == ()


requests = st.lists(
    st.builds(
        lambda place, minutes, hour, hard: {
            "place": place,
            "service_min": minutes,
            "time_windows": (window(hour, hour + 2, hard=hard),) if hour else (),
        },
        st.sampled_from([HOME, SITE, OTHER_SITE]),
        st.integers(10, 200),
        st.sampled_from([None, 8, 10, 14]),
        st.booleans(),
    ),
    max_size=8,
).map(lambda rows: [request(f"R{n}", **row) for n, row in enumerate(rows)])


@settings(max_examples=25)
@given(requests)
def test_the_judge_accepts_every_baseline_and_nothing_falls_off_the_table(asked):
    problem = built(*asked, team=team(technician("T1"), technician("T2"))).problem
    plan = baseline(problem, created_at=at(6))
    verdict = rules.check(problem, plan)
    assert verdict.accepted
    assert verdict.price == plan.price
    placed = [stop.visit_id for stop in plan.stops if stop.visit_id] + [left.visit_id for left in plan.unassigned]
    assert sorted(placed) == sorted(visit.visit_id for visit in problem.visits)
    assert all(left.reasons for left in plan.unassigned)


def test_a_demo_day_is_planned_in_a_moment():
    staff = team(*(technician(f"T{n}") for n in range(12)))
    places = (HOME, SITE, OTHER_SITE)
    problem = problem_of(*(request(f"R{n}", place=places[n % 3], service_min=45) for n in range(35)), team=staff)
    begun = time.process_time()
    baseline(problem)
    assert time.process_time() - begun < 2
