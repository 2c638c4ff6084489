"""Rounds of searching by the clock: what comes out keeps every rule when it is driven, and says what it took."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.codec import dumps
from planner.model.language import render
from planner.model.matrix import BY_CLOCK
from planner.model.periods import DrivePeriods
from planner.model.problem import Window
from planner.model.profile import Profile, pace_of
from planner.model.solution import Route, Solution
from planner.planning import build_problem, plan_problem
from planner.planning.clock_book import Book
from planner.planning.lengthened import expected, lengthened, rows_of
from planner.rules import check, plan_from, time_route
from planner.solve import solve
from planner.travel import GreatCircle
from tests.golden.rush import RUSH, rush_golden, rush_town
from tests.golden.towns import clock
from tests.laws.small_days import problems
from tests.model.test_profile import profiles, stepped
from tests.planning.factory import CATALOGUE, DAY, request, team, technician
from tests.rules.bench import planned, problem, visit
from tests.solve.town import linked, make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STEPS = {"time_limit_s": 60, "iterations": 150, "created_at": NOW}
HARD = Profile(starts_s=(0, clock(7), clock(9), clock(15), clock(18)), percents=(100, 170, 110, 170, 100))


def units_of(posed, solution):
    """Price units of a solution by the clock; None where a route cannot be kept."""
    duties = {duty.duty_id: duty for duty in posed.duties}
    timed = [time_route(posed, duties[route.duty_id], route.visit_ids) for route in solution.routes]
    return None if None in timed else sum(route.units for route in timed)


def test_the_best_plan_of_the_rush_town_is_found_and_says_how():
    golden = rush_golden()
    plan = plan_problem(golden.problem, **STEPS)
    assert {term.term: term.ore for term in plan.price.terms} == golden.price
    assert plan.violations == ()
    assert plan.travel.period == BY_CLOCK
    parts = dict(plan.solver.parts)
    assert 1 <= parts["rounds by clock"] <= 3
    said = [render(note, "en") for note in plan.notes]
    assert said[0] == "Driving by the clock: 155 min. Without traffic: 120 min."
    assert said[1].startswith("The plan was made in ")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_day_planned_by_the_clock_keeps_every_rule_when_it_is_driven(seed):
    posed = make_town(seed=seed, visits=18, technicians=4, lunch=True).replace(profile=HARD)
    plan = plan_problem(posed, seed=seed, **STEPS)
    assert check(posed, plan).violations == ()
    assert plan.price.total_units == check(posed, plan).price.total_units
    # What was found is what is sold: its price by the clock, unless the last look put more in.
    assert plan.solver.objective_units in (None, plan.price.total_units)
    assert plan.solver.bound_units is None


def test_without_a_profile_a_plan_is_what_it_was():
    posed = make_town(seed=1, visits=12, technicians=3)
    flat = posed.replace(profile=Profile(starts_s=(0,), percents=(100,)))
    plans = [plan_problem(one, plan_id="p", **STEPS) for one in (posed, flat)]
    timeless = [
        replace(one, problem_hash="", solver=replace(one.solver, elapsed_s=0, first_plan_s=None, bound_of=""))
        for one in plans
    ]
    assert dumps(timeless[0]) == dumps(timeless[1])
    assert plans[0].notes == ()


def test_the_same_seed_and_rounds_give_the_same_plan():
    posed = make_town(seed=4, visits=12, technicians=3).replace(profile=HARD)
    plans = [plan_problem(posed, plan_id="p", **STEPS) for _ in range(2)]
    assert plans[0].stops == plans[1].stops


def test_crews_meet_to_the_second_by_the_clock():
    posed = linked(make_town(seed=2, visits=14, technicians=4), seed=2).replace(profile=HARD)
    plan = plan_problem(posed, **STEPS)
    assert check(posed, plan).violations == ()


def test_progress_is_told_by_the_clock_and_only_gets_better():
    posed, told = make_town(seed=3, visits=15, technicians=4).replace(profile=HARD), []
    plan_problem(posed, on_progress=lambda solution, units: told.append((solution, units)), **STEPS)
    assert told
    prices = [units for _, units in told]
    assert prices == sorted(prices, reverse=True)
    for solution, units in told:
        left = {v.visit_id for v in posed.visits} - {one for r in solution.routes for one in r.visit_ids}
        dropped = sum(v.drop_ore * 18_000 for v in posed.visits if v.visit_id in left and v.drop_ore)
        assert units_of(posed, solution) + dropped == units


def test_a_search_that_is_stopped_hands_out_what_it_has():
    posed = make_town(seed=3, visits=15, technicians=4).replace(profile=HARD)
    plan = plan_problem(posed, should_stop=lambda: True, **STEPS)
    assert check(posed, plan).violations == ()
    assert dict(plan.solver.parts)["rounds by clock"] == 1


def test_a_search_alone_refuses_drives_that_differ_by_the_clock():
    with pytest.raises(ValueError, match="one matrix"):
        solve(rush_town(), time_limit_s=1)


def test_a_plan_that_the_clock_does_not_allow_is_passed_over_and_mended():
    """Two visits with windows that fit without traffic; in the rush hour the first is ten minutes late."""
    posed = problem(
        visit("V1", 1, 10, windows=(Window(earliest_s=clock(8), latest_s=clock(8, 10)),)),
        visit("V2", 2, 10, windows=(Window(earliest_s=clock(8), latest_s=clock(8, 40)),)),
    )
    tight = Solution(routes=(Route(duty_id="anna:1", visit_ids=("V1", "V2")),))
    late = posed.replace(profile=RUSH)
    assert units_of(posed, tight) is not None
    assert units_of(late, tight) is None
    book = Book(late)
    book.told(tight, 0)
    with pytest.raises(ValueError, match="no plan"):
        _ = book.best
    entry, broken = book.entered(tight)
    assert broken == {"anna:1"}
    assert [route.visit_ids for route in entry.solution.routes] == [("V2",)]
    assert entry.missing == 0
    assert rows_of(late, tight, broken) == {0, 1, 2}


def test_what_must_be_done_is_left_out_last():
    posed = problem(
        visit("V1", 1, 10, windows=(Window(earliest_s=clock(8), latest_s=clock(8, 20)),), drop_ore=None),
        visit("V2", 2, 10, windows=(Window(earliest_s=clock(8), latest_s=clock(8, 30)),)),
    ).replace(profile=RUSH)
    book = Book(posed)
    entry, _ = book.entered(Solution(routes=(Route(duty_id="anna:1", visit_ids=("V1", "V2")),)))
    assert [route.visit_ids for route in entry.solution.routes] == [("V1",)]
    book.entered(Solution(routes=(Route(duty_id="anna:1", visit_ids=("V2",)),)))
    assert book.best is entry  # a cheaper plan without what must be done is not better


def test_drives_are_as_when_their_places_were_left_in_the_plan():
    posed = rush_town()
    duties = {duty.duty_id: duty for duty in posed.duties}
    timed = [time_route(posed, duties[r.duty_id], r.visit_ids) for r in rush_golden().best.routes]
    leaves = expected(posed, timed)
    assert leaves[0] == ((clock(8),), (clock(9),))
    assert (leaves[1], leaves[3]) == (((clock(10, 30),),), ((clock(14, 50),),))
    drive_s = lengthened(posed, leaves, {1: 1.5}).matrix.drive_s
    assert drive_s[3, 0] == 55 * 60
    assert drive_s[0, 2] == 40 * 60  # of two who leave, the one in the rush hour counts
    assert drive_s[1, 3] == 15 * 60  # ten minutes, taken to be half as long again


def test_before_there_is_a_plan_places_are_left_after_their_windows_or_at_any_time():
    posed = problem(visit("V1", 1, 60, windows=(Window(earliest_s=clock(8), latest_s=clock(10)),)), visit("V2", 2, 30))
    leaves = expected(posed)
    assert leaves[1] == ((clock(9), clock(9, 30), clock(10), clock(10, 30), clock(11)),)
    assert leaves[2] == ((clock(8), clock(10, 15), clock(12, 30), clock(14, 45), clock(17)),)
    assert leaves[0] == ((clock(8),),)


@given(posed=problems(), profile=profiles(), leave=st.integers(-5, 60))
def test_one_matrix_holds_what_each_drive_takes_when_it_leaves(posed, profile, leave):
    posed = posed.replace(profile=profile)
    made = lengthened(posed, {0: ((leave,),)}, {})
    assert pace_of(made.profile) is None
    for there, seconds in enumerate(posed.matrix.drive_s[0].tolist()):
        whole = seconds if seconds < 0 else stepped(profile, leave, seconds) - leave
        assert made.matrix.drive_s[0, there] == whole or pace_of(profile) is None
    assert (made.matrix.drive_s[1:] == posed.matrix.drive_s[1:]).all()


def test_the_table_of_the_settings_reaches_the_problem():
    asked = {"day": DAY, "weights": problem().weights, "catalogue": CATALOGUE, "travel": GreatCircle()}
    built = [
        build_problem(team(technician("T1")), [request("R1")], periods=periods, **asked).problem
        for periods in (None, DrivePeriods(), DrivePeriods(on=True))
    ]
    assert [one.profile is None for one in built] == [True, True, False]
    assert built[0] == built[1]


def test_a_hand_made_plan_by_the_clock_is_labelled():
    assert planned(problem().replace(profile=RUSH)).travel.period == BY_CLOCK
    assert planned(problem()).travel.period == "day"
    assert plan_from(rush_town(), rush_golden().best, plan_id="p", created_at=NOW).quality_text("en") == (
        "estimated, by the clock"
    )
