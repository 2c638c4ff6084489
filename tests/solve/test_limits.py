"""Time, progress and cancelling."""

import time

import pytest

from planner.rules import check, plan_from
from planner.solve import solve
from planner.solve.budget import Budget
from tests.solve.test_solve import NOW
from tests.solve.town import make_town


@pytest.mark.parametrize("limit", [0.5, 2.0])
def test_the_time_limit_is_kept(limit):
    problem = make_town(seed=1, visits=120, technicians=15)
    solve(problem, time_limit_s=9, iterations=1)  # the first search of a process loads the compiled kernel
    began = time.monotonic()
    solution = solve(problem, time_limit_s=limit)
    assert limit * 0.8 < time.monotonic() - began < limit + 2.0
    assert solution.solver.stopped_by == "time"


def test_a_complete_plan_comes_at_once_and_then_cheaper_ones():
    problem, told, began = make_town(seed=1, visits=120, technicians=15), [], time.monotonic()
    final = solve(
        problem, time_limit_s=3, on_progress=lambda s, units: told.append((time.monotonic() - began, s, units))
    )
    assert told[0][0] < 2.0
    assert final.solver.first_plan_s < 2.0
    assert [units for *_, units in told] == sorted((units for *_, units in told), reverse=True)
    assert told[-1][2] == final.solver.objective_units
    for _, solution, units in told:
        plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
        assert check(problem, plan).violations == ()
        assert plan.price.total_units == units == solution.solver.objective_units


def test_cancelling_ends_the_search_soon_with_the_best_plan_so_far():
    problem, told, began = make_town(seed=1, visits=120, technicians=15), [], time.monotonic()
    solution = solve(
        problem,
        time_limit_s=60,
        on_progress=lambda _, units: told.append(units),
        should_stop=lambda: time.monotonic() - began > 1.5,
    )
    assert time.monotonic() - began < 3.0
    assert solution.solver.stopped_by == "cancelled"
    assert solution.solver.objective_units <= min(told)


def test_whether_to_stop_is_asked_ten_times_a_second_at_most():
    asked = []
    began = time.monotonic()
    solve(make_town(seed=1, visits=40, technicians=6), time_limit_s=1.5, should_stop=lambda: asked.append(1) and False)
    assert 3 <= len(asked) <= (time.monotonic() - began) * 10 + 2


def test_a_cancelled_budget_stays_cancelled():
    answers = iter([False, True])
    budget = Budget(60, rounds=10, should_stop=lambda: next(answers))
    assert not budget.over()
    time.sleep(0.15)
    assert budget.over()
    assert budget.over()


def test_a_part_of_a_budget_ends_with_its_rounds():
    part = Budget(60, rounds=10, timed=False).phase(0.5, 1)
    for _ in range(5):
        assert not part.over()
        part.tick()
    assert part.over()
    assert part.share() == 1
