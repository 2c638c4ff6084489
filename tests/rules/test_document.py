"""The plan document: complete in itself, and honest about what did not work."""

from datetime import UTC, datetime

import numpy as np
import pytest

from planner.model.places import Place
from planner.model.problem import Matrix
from planner.model.solution import Route, Solution, SolverInfo
from planner.model.words import Precision
from planner.rules import check, plan_from
from tests.golden.towns import clock, small_golden
from tests.rules.bench import problem, visit, with_duty

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def plan(posed, *routes, **more):
    solution = Solution(routes=tuple(Route(duty_id=d, visit_ids=ids) for d, ids in routes), **more)
    return plan_from(posed, solution, plan_id="p", created_at=NOW)


def test_visits_are_numbered_along_each_duty_and_nothing_else_is():
    posed = problem(visit("V1"), visit("R1", None), visit("V2", 2))
    stops = plan(posed, ("anna:1", ("V1", "R1", "V2"))).stops
    assert [(stop.kind.value, stop.sequence, stop.number) for stop in stops] == [
        ("start", 0, 0), ("visit", 1, 1), ("remote", 2, 0), ("visit", 3, 2), ("end", 4, 0),
    ]  # fmt: skip


def test_the_document_says_who_was_on_duty_also_without_work():
    golden = small_golden()
    made = plan(golden.problem, ("anna:1", ("V2", "V1")))
    assert [one.technician_id for one in made.technicians] == ["anna", "bo", "cilla", "david", "eva"]
    assert [one.drives for one in made.technicians] == [True, False, False, True, True]
    assert {stop.duty_id for stop in made.stops} == {"anna:1"}
    assert made.technicians[4].start == golden.problem.moment(clock(12))


def test_the_document_names_its_problem_its_solver_and_where_travel_times_come_from():
    posed = problem()
    made = plan(posed, ("anna:1", ("V1",)), solver=SolverInfo(name="hand"))
    assert made.problem_hash == posed.content_hash()
    assert made.solver.name == "hand"
    assert made.travel == posed.matrix.label
    assert (made.day, made.created_at, made.plan_id) == (posed.day, NOW, "p")


def test_what_a_stop_shows_is_taken_from_its_visit():
    posed = problem(visit(title="Printer", customer="Acme", job_type_id="printer"))
    stop = plan(posed, ("anna:1", ("V1",))).stop_of("V1")
    assert (stop.title, stop.customer, stop.job_type_id, stop.priority) == ("Printer", "Acme", "printer", 3)
    assert not stop.locked
    assert plan(small_golden().problem, ("anna:1", ("V2",))).stop_of("V2").locked


def test_what_is_left_out_is_named_with_all_that_is_known_of_it():
    left = plan(problem(visit(title="Printer"), visit("R1", None))).unassigned
    assert [(one.visit_id, one.title, one.service_s, one.reasons) for one in left] == [
        ("V1", "Printer", 3600, ()),
        ("R1", "", 3600, ()),
    ]


def test_a_route_that_keeps_no_schedule_is_shown_as_it_would_be_and_judged():
    posed = with_duty(problem(), end_s=clock(9), hard_end_s=clock(9))
    made = plan(posed, ("anna:1", ("V1",)))
    assert [violation.rule for violation in check(posed, made).violations] == ["shift"]


def test_visits_to_which_no_way_is_known_are_left_out():
    posed = problem().replace(matrix=Matrix(np.full((4, 4), -1), np.zeros((4, 4))))
    made = plan(posed, ("anna:1", ("V1",)))
    assert made.stops == ()
    assert [one.visit_id for one in made.unassigned] == ["V1"]


@pytest.mark.parametrize(
    ("routes", "wrong"),
    [
        ([("zoe:1", ("V1",))], "duty 'zoe:1' is not in the problem"),
        ([("anna:1", ("V9",))], "visit 'V9' is not in the problem"),
        ([("anna:1", ()), ("anna:1", ("V1",))], "more than one route"),
    ],
)
def test_a_solution_of_another_problem_is_the_programmers_fault(routes, wrong):
    with pytest.raises(ValueError, match=wrong):
        plan(problem(), *routes)


def test_what_is_done_at_a_customers_or_left_out_has_the_address_of_its_own_request():
    own = Place(
        lat=59.33, lon=18.06, label="Odengatan 61", precision=Precision.LOCALITY, radius_m=4_000, source="person"
    )
    visits = (visit("V1", own_place=own), visit("R1", None), visit("V2"), visit("V3", own_place=own))
    posed = with_duty(problem(*visits), end_place=None)
    made = plan(posed, ("anna:1", ("V1", "R1", "V2")))
    there = posed.places[visits[2].place]
    assert [(stop.kind.value, stop.place) for stop in made.stops] == [
        ("start", posed.places[0]), ("visit", own), ("remote", own), ("visit", there), ("end", there),
    ]  # fmt: skip
    assert [one.place for one in made.unassigned] == [own]
