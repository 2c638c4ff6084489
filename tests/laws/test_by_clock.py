"""Drives that differ by the clock: timed exactly, judged alike, and nothing changes where they do not differ."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from planner.model.profile import Pace, Profile
from planner.model.solution import Route, Solution
from planner.rules import ALL_RULES, TimedRoute, check, peak_units, plan_from, time_route
from planner.rules.gaps import ANY_TIME, Gap, Pause, ready
from tests.laws.small_days import problems
from tests.model.test_profile import profiles
from tests.rules.clock_twin import ClockDay

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHO = {"skill", "person", "lock"}  # the timeline does not ask who may do the work


@st.composite
def days(draw, **more):
    problem = draw(problems(**more)).replace(profile=draw(profiles()))
    return problem, draw(st.permutations([visit.visit_id for visit in problem.visits]))


@given(days(most_visits=3, most_breaks=1))
def test_timing_by_the_clock_and_its_slow_twin_agree_on_feasibility_and_price(day):
    problem, order = day
    for duty in map(_rested, problem.duties):
        timed = time_route(problem, duty, order)
        expected = ClockDay(problem, duty, order).price() if order else 0
        assert (None if timed is None else timed.units) == expected


@given(days())
def test_what_is_timed_by_the_clock_the_judge_accepts_at_the_same_price(day):
    problem, order = day
    for duty in problem.duties:
        timed = time_route(problem, duty, order)
        if timed is not None:
            plan = plan_from(problem, _of(duty, order), plan_id="p", created_at=NOW)
            verdict = check(problem, plan)
            assert [one for one in verdict.violations if one.rule not in WHO] == []
            others = [(one, TimedRoute(duty_id=one.duty_id, end_s=one.start_s)) for one in problem.duties]
            routes = [(one, timed if one is duty else other) for one, other in others]
            planned = {stop.visit_id for stop in timed.stops}
            assert {visit.visit_id for visit in problem.visits} == planned - {None}
            assert verdict.price.total_units == timed.units + peak_units(problem.weights, routes)


@given(
    profile=profiles(),
    moves=st.tuples(st.integers(1, 25), st.integers(0, 5)),
    since=st.tuples(st.integers(0, 40), st.integers(0, 40)),
    breaks=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20), st.integers(1, 8)), max_size=2),
)
def test_whoever_leaves_later_is_never_ready_earlier_whatever_breaks_are_taken(profile, moves, since, breaks):
    pauses = tuple(Pause(first, first + more, length, n) for n, (first, more, length) in enumerate(breaks))
    gaps = [Gap(at, at, moves[0], ANY_TIME, moves[1], pace=Pace(profile)) for at in sorted(since)]
    early, late = (ready(gap, pauses) for gap in gaps)
    assert late is None or (early is not None and early <= late)


@given(days())
def test_relaxed_timing_by_the_clock_misses_what_it_says(day):
    problem, order = day
    for duty in problem.duties:
        relaxed = time_route(problem, duty, order, relaxed=ALL_RULES)
        if time_route(problem, duty, order) or not relaxed:
            continue
        found = check(problem, plan_from(problem, _of(duty, order), plan_id="p", created_at=NOW)).violations
        keys = (violation.message.key.split(".")[1] for violation in found)
        broken = {key if key == "max_drive" else key.split("_")[0] for key in keys}
        assert broken - WHO <= {miss.rule for miss in relaxed.misses}


@given(problems(), st.data())
def test_a_profile_without_a_difference_changes_nothing(problem, data):
    order = data.draw(st.permutations([visit.visit_id for visit in problem.visits]))
    flat = problem.replace(profile=Profile(starts_s=(0, 20), percents=(100, 100)))
    for duty in problem.duties:
        assert time_route(flat, duty, order) == time_route(problem, duty, order)
        plans = [plan_from(one, _of(duty, order), plan_id="p", created_at=NOW) for one in (flat, problem)]
        assert plans[0].replace(problem_hash="") == plans[1].replace(problem_hash="")


@given(problems())
def test_only_a_profile_changes_what_a_problem_is_known_by(problem):
    assert problem.replace(profile=None).content_hash() == problem.content_hash()
    assert problem.replace(profile=Profile(starts_s=(0,), percents=(120,))).content_hash() != problem.content_hash()


def _rested(duty):
    """The duty whose breaks may not be missed: where a break that may be is taken is a law of its own."""
    return replace(duty, breaks=tuple(replace(one, missed_ore=None) for one in duty.breaks))


def _of(duty, order):
    return Solution(routes=(Route(duty_id=duty.duty_id, visit_ids=tuple(order)),))
