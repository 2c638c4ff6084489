"""What every solver behind the `solve` port must do; a new engine joins by being added to `ENGINES`."""

import inspect
import time
from datetime import UTC, datetime
from functools import partial

import pytest

from planner.model.codec import dumps, loads
from planner.model.problem import Problem
from planner.model.solution import Solution
from planner.rules import check, plan_from
from planner.solve import ENGINES, solve
from tests.golden.towns import small_golden, tiny_golden
from tests.solve.town import make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(params=ENGINES)
def solver(request):
    return partial(solve, engine=request.param)


@pytest.fixture(scope="module")
def problem():
    return make_town(seed=11, visits=24, technicians=5, remote=6)


class TestSolverContract:
    def test_the_signature_is_that_of_the_port(self, solver):
        names = list(inspect.signature(solver).parameters)
        wanted = ["time_limit_s", "seed", "start", "on_progress", "should_stop", "iterations", "workers", "engine"]
        wanted += ["heat", "patience_s"]
        assert names == ["problem", *wanted]
        assert all(inspect.signature(solver).parameters[n].kind is inspect.Parameter.KEYWORD_ONLY for n in wanted)

    def test_every_duty_has_one_route_and_every_visit_is_there_once_at_most(self, solver, problem):
        solution = solver(problem, time_limit_s=30, iterations=30)
        assert [route.duty_id for route in solution.routes] == [duty.duty_id for duty in problem.duties]
        ids = [visit_id for route in solution.routes for visit_id in route.visit_ids]
        assert len(ids) == len(set(ids))
        assert set(ids) <= {visit.visit_id for visit in problem.visits}

    def test_the_judge_accepts_the_plan_and_agrees_on_its_price(self, solver, problem):
        solution = solver(problem, time_limit_s=30, iterations=30)
        verdict = check(problem, plan_from(problem, solution, plan_id="p", created_at=NOW))
        assert verdict.accepted
        assert verdict.price.total_units == solution.solver.objective_units

    @pytest.mark.parametrize("golden", [tiny_golden(), small_golden()], ids=["tiny", "small"])
    def test_golden_towns_are_solved_to_the_optimum(self, solver, golden):
        solution = solver(golden.problem, time_limit_s=30, iterations=200)
        plan = plan_from(golden.problem, solution, plan_id="p", created_at=NOW)
        assert plan.price.total_ore == sum(golden.price.values())

    def test_same_problem_seed_and_rounds_same_plan_also_after_writing_and_reading(self, solver, problem):
        first = solver(problem, time_limit_s=30, iterations=40, seed=3)
        again = solver(loads(Problem, dumps(problem)), time_limit_s=30, iterations=40, seed=3)
        assert first.routes == again.routes

    def test_the_answer_says_who_found_it_and_how(self, solver, problem):
        info = solver(problem, time_limit_s=30, iterations=10, seed=5).solver
        assert info.name
        assert info.version
        assert info.seed == 5
        assert info.time_limit_s == 30
        assert 0 <= info.first_plan_s <= info.elapsed_s
        assert info.stopped_by == "iterations"

    def test_progress_is_complete_plans_that_only_get_cheaper(self, solver, problem):
        told: list[tuple[Solution, int]] = []
        solver(problem, time_limit_s=1.5, on_progress=lambda solution, units: told.append((solution, units)))
        assert told
        assert [units for _, units in told] == sorted({units for _, units in told}, reverse=True)
        for solution, units in told:
            verdict = check(problem, plan_from(problem, solution, plan_id="p", created_at=NOW))
            assert verdict.accepted
            assert verdict.price.total_units == units

    def test_a_stop_ends_the_search_within_a_second(self, solver):
        began = time.monotonic()
        solution = solver(make_town(seed=1, visits=60, technicians=8), time_limit_s=60, should_stop=lambda: True)
        assert time.monotonic() - began < 2
        assert solution.solver.stopped_by == "cancelled"
        assert any(route.visit_ids for route in solution.routes)

    def test_a_plan_to_begin_with_is_not_made_worse(self, solver, problem):
        good = solver(problem, time_limit_s=30, iterations=200)
        again = solver(problem, time_limit_s=30, iterations=1, start=good, seed=9)
        assert again.solver.objective_units <= good.solver.objective_units

    def test_an_empty_day_has_an_empty_plan(self, solver, problem):
        assert solver(problem.replace(visits=(), duties=()), time_limit_s=5).routes == ()
