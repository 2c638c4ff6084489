"""The schedule of work that cannot keep its time: what gives way first, and what never does."""

from dataclasses import replace

import pytest

from planner.model.duty import Break
from planner.model.problem import Window
from planner.model.words import StopKind
from planner.planning.delayed import _timed_late
from tests.golden.towns import clock
from tests.rules.bench import duty, problem, visit

LUNCH = Break(earliest_s=clock(11), latest_s=clock(11), duration_s=3600)


def timed(one, *visits, breaks=(LUNCH,)):
    one = replace(one, breaks=breaks)
    posed = problem(*visits, duties=(one,))
    return _timed_late(posed, one, tuple(v.visit_id for v in visits))


def rules(route):
    return {miss.rule for miss in route.misses}


def lunch_s(route):
    return [stop.start_s for stop in route.stops if stop.kind is StopKind.BREAK]


def test_what_can_keep_its_time_misses_nothing():
    route = timed(duty(), visit(windows=(Window(earliest_s=clock(9), latest_s=clock(9)),)))
    assert (route.start_of("V1"), rules(route), lunch_s(route)) == (clock(9), set(), [clock(11)])


def test_a_customer_waits_rather_than_a_break_is_given_up():
    before_lunch = (Window(earliest_s=clock(10, 45), latest_s=clock(10, 50)),)
    route = timed(duty(), visit(windows=before_lunch))  # later by more than the break that its hour runs into
    assert lunch_s(route) == [clock(11)]
    assert route.start_of("V1") == clock(12)
    assert rules(route) == {"window"}


def test_a_break_is_given_up_where_nothing_else_helps():
    doctor = Break(earliest_s=clock(10, 30), latest_s=clock(10, 30), duration_s=90 * 60, is_absence=True)
    route = timed(duty(), visit(minutes=30), breaks=(LUNCH, doctor))  # they are away when it should be taken
    assert route is not None
    assert rules(route) == {"break"}


def test_nobody_works_while_they_are_away_however_late_it_becomes():
    doctor = Break(earliest_s=clock(9), latest_s=clock(9), duration_s=2 * 3600, is_absence=True)
    early = (Window(earliest_s=clock(8, 45), latest_s=clock(9, 30)),)
    route = timed(duty(), visit(windows=early), breaks=(doctor,))
    assert route.start_of("V1") >= clock(11)
    assert rules(route) == {"window"}


@pytest.mark.parametrize(("until", "possible"), [(16, True), (17, False)])
def test_who_is_away_to_the_end_of_the_shift_does_not_work_after_hours_for_it(until, possible):
    gone = Break(
        earliest_s=clock(8, 30), latest_s=clock(8, 30), duration_s=clock(until) - clock(8, 30), is_absence=True
    )
    route = timed(duty(), visit(minutes=120), breaks=(gone,))
    assert (route is not None) is possible
    if route is not None:
        assert rules(route) == {"shift"}
