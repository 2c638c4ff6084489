"""Where somebody is by their reports, and what they have begun; by the plan while they have said nothing."""

from datetime import timedelta

import pytest

from planner.planning import baseline
from planner.planning.whereabouts import begun_of, whereabouts
from planner.views.actual import Actual
from tests.planning.factory import HOME, OTHER_SITE, at, built, request


@pytest.fixture
def plan():
    """One technician has two visits."""
    posed = built(request("R1"), request("R2", place=OTHER_SITE))
    return baseline(posed.problem, plan_id="p", created_at=at(6))


def stops(plan):
    return [stop for stop in plan.of_technician("T1") if stop.visit_id]


def begun(plan, reports, now):
    shift = next(one for one in plan.technicians if one.technician_id == "T1")
    return [one.stop.visit_id for one in begun_of(plan.of_duty(shift.duty_id), reports, now=now)]


def where(plan, reports, now):
    shift = next(one for one in plan.technicians if one.technician_id == "T1")
    found = whereabouts(plan, shift, reports, now=now)
    return found.place, found.is_reported


def told(state, technician_id="T1", **moments):
    return Actual(state=f"visit.{state}", technician_id=technician_id, **moments)


def test_without_a_report_the_plan_has_begun_what_starts_before_now(plan):
    first = stops(plan)[0]
    assert begun(plan, {}, first.start) == []
    assert begun(plan, {}, first.start + timedelta(seconds=1)) == [first.visit_id]


def test_one_has_set_out_for_what_the_plan_said_before_it_was_time_to(plan):
    """Whoever is told of a visit as they should set out for it may have something else to do first."""
    duty = next(one.duty_id for one in plan.technicians if one.technician_id == "T1")
    first = stops(plan)[0]

    def found(now, since, **more):
        return [one.stop.visit_id for one in begun_of(plan.of_duty(duty), {}, now=now, known_since=since, **more)]

    a_moment = timedelta(seconds=1)
    assert first.leave + a_moment < first.start
    assert found(first.leave + a_moment, at(6)) == [first.visit_id]
    assert found(first.leave, at(6)) == []
    assert found(first.leave + a_moment, first.leave - timedelta(minutes=5)) == [first.visit_id]
    assert found(first.leave + a_moment, first.leave - timedelta(minutes=4, seconds=59)) == []
    assert found(first.leave + a_moment, at(6), late={first.visit_id}) == []


def test_one_report_and_the_plan_is_not_asked_any_more(plan):
    first, second = stops(plan)
    reports = {second.visit_id: told("en_route", left=at(8))}
    assert begun(plan, reports, second.end) == [second.visit_id]
    assert where(plan, reports, first.end) == (HOME, False)


def test_what_somebody_else_reported_is_not_theirs(plan):
    first = stops(plan)[0]
    reports = {first.visit_id: told("done", "T2", start=at(8), end=at(9))}
    assert begun(plan, reports, at(8, 1)) == []


def test_one_is_at_the_visit_they_came_to_last_whatever_its_place_in_the_plan(plan):
    first, second = stops(plan)
    reports = {
        second.visit_id: told("done", start=at(8), end=at(9)),
        first.visit_id: told("arrived", start=at(9, 30)),
    }
    assert where(plan, reports, at(10)) == (first.place, True)
    reports[second.visit_id] = told("done", start=at(9, 31), end=at(9, 40))
    assert where(plan, reports, at(10)) == (second.place, True)


def test_on_the_way_one_is_still_where_one_was(plan):
    first, second = stops(plan)
    reports = {
        first.visit_id: told("done", start=at(8), end=at(9)),
        second.visit_id: told("en_route", left=at(9)),
    }
    assert where(plan, reports, second.arrival + timedelta(hours=1)) == (first.place, True)
