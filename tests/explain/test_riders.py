"""Who rides along: what is said of work they cannot have, and crews that they and their driver can fill together."""

from dataclasses import replace

import pytest

from planner.explain import explain
from planner.explain.ties import as_planned
from planner.model.language import render
from planner.model.links import crew
from planner.model.solution import Route, Solution
from planner.planning.insertion import inserted
from planner.rules import check, plan_from
from tests.explain.street import NOW, duty, town, visit
from tests.golden.towns import clock

BO = duty("bo", drives=(), rides_with="anna:1")


def pair(*, duties=None, more=(), **seat):
    second = seat.pop("second", {})
    seats = visit("V", **seat), replace(visit("V/2", **(seat | second)), request_id="V")
    return town((*seats, *more), duties or (duty("anna"), BO)).replace(links=crew(("V", "V/2")))


def made(problem, agreed=(), **orders):
    routes = tuple(Route(duty_id=f"{name}:1", visit_ids=order) for name, order in orders.items())
    return plan_from(problem, Solution(routes=routes, agreed=agreed), plan_id="p", created_at=NOW)


def reason(problem, plan, visit_id="V"):
    return next(left.reasons[0] for left in explain(problem, plan) if left.visit_id == visit_id)


def test_a_single_visit_is_not_for_who_rides():
    problem = town((visit("V"),), (duty("anna", takes_visits=False), BO))
    found = reason(problem, made(problem))
    assert (found.code, found.message.key) == ("rider", "rule.rider.unassigned")
    assert dict(found.message.values)["other_technician"] == "Anna"
    assert "Bo" in render(found.message, "sv")


def test_a_driver_and_a_rider_fill_a_crew_and_it_is_put_in():
    problem = pair()
    empty = made(problem)
    assert reason(problem, empty).message.key == "explain.crew_overlooked"
    put = inserted(problem, empty)
    assert put is not None
    plan = plan_from(problem, Solution(routes=put.routes, agreed=put.agreed), plan_id="q", created_at=NOW)
    assert check(problem, plan).violations == ()
    assert plan.unassigned == ()


@pytest.mark.parametrize("end", [clock(9, 25), clock(9, 25) - 1])
def test_a_crew_is_put_in_only_if_the_rider_is_home_by_the_end_of_the_shift(end):
    # Quarters of an hour are tried: they begin at 8:15 at km 10, and are home at 9:25.
    problem = pair(duties=(duty("anna"), replace(BO, end_s=end)))
    put = inserted(problem, made(problem))
    if end < clock(9, 25):
        assert put is None
    else:
        plan = plan_from(problem, Solution(routes=put.routes, agreed=put.agreed), plan_id="q", created_at=NOW)
        assert check(problem, plan).violations == ()
        assert plan.unassigned == ()


def test_of_two_riders_none_is_enough():
    problem = pair(duties=(duty("anna", takes_visits=False), BO, replace(BO, duty_id="cia:1", technician_id="cia")))
    assert inserted(problem, made(problem)) is None
    assert reason(problem, made(problem)).message.key == "explain.crew_lacks"


def test_it_is_said_when_no_seat_suits_the_driver():
    problem = pair(forbidden=("anna",))
    found = reason(problem, made(problem))
    assert (found.code, found.message.key) == ("crew", "explain.crew_lacks")
    lacking = [one.key for one in dict(found.message.values)["lacking"]]
    assert lacking[-1] == "explain.crew_rider"
    assert "som Bo åker med" in render(found.message, "sv")
    other = reason(pair(forbidden=("bo",), second={"skills": (("server", 2),)}), made(pair()))
    assert "explain.crew_rider" not in [one.key for one in dict(other.message.values)["lacking"]]


def test_nothing_is_offered_that_brings_a_rider_home_late():
    problem = pair(duties=(duty("anna"), replace(BO, end_s=clock(11))), more=(visit("W", 3),))
    plan = made(problem, agreed=(("V", clock(8, 10)), ("V/2", clock(8, 10))), anna=("V",), bo=("V/2",))
    assert as_planned(problem, plan).duties[0].hard_end_s == clock(11)
    assert as_planned(problem, made(problem)).duties[0].hard_end_s == clock(17)
    assert [left.visit_id for left in plan.unassigned] == ["W"]
    put = inserted(problem, plan)
    # By 11:00 they are home from W at km 30 too: 8:10-9:10 at V, 9:30-10:30 at W, and half an hour back.
    late = replace(problem, duties=(problem.duties[0], replace(problem.duties[1], end_s=clock(11) - 1)))
    assert put is not None
    assert inserted(late, plan) is None


def test_who_rides_has_no_session_that_day():
    problem = pair(more=(visit("R", None, forbidden=("anna",)),))
    plan = made(problem, agreed=(("V", clock(8, 10)), ("V/2", clock(8, 10))), anna=("V",), bo=("V/2",))
    assert inserted(problem, plan) is None
    alone = made(problem, bo=("R",))
    assert check(problem, alone).violations == ()


def test_a_plan_by_hand_says_that_the_driver_is_missing():
    problem = pair(duties=(duty("anna"), BO, duty("cia")))
    at = (("V", clock(8, 10)), ("V/2", clock(8, 10)))
    found = [one.rule for one in check(problem, made(problem, agreed=at, cia=("V",), bo=("V/2",))).violations]
    assert found == ["rider"]
