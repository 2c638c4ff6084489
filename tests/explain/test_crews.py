"""Crews and chains that are left out: how far it goes, who is missing, and cures that work when carried out."""

from dataclasses import replace
from datetime import datetime

import pytest

from planner.explain import explain, stop_reason
from planner.model.links import Link, crew
from planner.model.problem import Break, Window
from planner.model.solution import Route, Solution
from planner.model.words import Who
from planner.planning import baseline_solution
from planner.planning.insertion import inserted
from planner.rules import check, earliest_agreed, plan_from
from tests.explain.street import NOW, duty, town, visit
from tests.golden.towns import clock

TWO = (duty("anna"), duty("bo"))


def pair(*, duties=TWO, more=(), links=(), **seat):
    second = seat.pop("second", {})
    seats = (visit("V", **seat), visit("V/2", **(seat | second)))
    seats = tuple(replace(one, request_id="V") for one in seats)
    return town((*seats, *more), duties).replace(links=(*crew(("V", "V/2")), *links))


def made(problem, agreed=(), **orders):
    routes = tuple(Route(duty_id=f"{name}:1", visit_ids=order) for name, order in orders.items())
    return plan_from(problem, Solution(routes=routes, agreed=agreed), plan_id="p", created_at=NOW)


def reasons(problem, plan):
    return {left.visit_id: left.reasons for left in explain(problem, plan)}


def cure(reason, code):
    return next((one for one in reason.cures if one.code == code), None)


def busy(name, start, end):
    span = Break(earliest_s=clock(start), latest_s=clock(start), duration_s=clock(end) - clock(start), is_absence=True)
    return duty(name, breaks=(span,), hard_end_s=clock(16))


def test_a_crew_that_has_a_place_was_overlooked_and_both_seats_say_so():
    problem = pair()
    found = reasons(problem, made(problem))
    assert [(one[0].code, one[0].message.key) for one in found.values()] == [
        ("search_ended", "explain.crew_overlooked")
    ] * 2
    assert [len(one[0].cures) for one in found.values()] == [1, 0]


def test_one_person_is_not_a_crew_and_the_missing_seat_is_named():
    problem = pair(duties=(duty("anna"),))
    reason = reasons(problem, made(problem))["V"][0]
    values = dict(reason.message.values)
    assert (reason.code, reason.message.key) == ("crew", "explain.crew_lacks")
    assert (values["count"], values["has_count"]) == (2, 1)
    assert [one.key for one in values["lacking"]] == ["explain.crew_one"]


def test_a_skill_that_only_one_has_is_named_and_a_level_lower_is_offered_where_that_helps():
    skilled = (duty("anna", skills=(("windows_server", 3),)), duty("bo", skills=(("windows_server", 2),)))
    problem = pair(duties=skilled, skills=(("windows_server", 3),))
    reason = reasons(problem, made(problem))["V"][0]
    assert [one.key for one in dict(reason.message.values)["lacking"]] == ["explain.crew_with"]
    change = dict(cure(reason, "lower_level").change)
    seat = next(one for one in problem.visits if one.visit_id == change["visit"])
    lower = replace(seat, skills=((change["skill"], int(change["level"])),))
    eased = problem.replace(visits=tuple(lower if one is seat else one for one in problem.visits))
    assert_planned(eased)


def test_without_a_common_time_the_time_with_most_people_is_told():
    problem = pair(duties=(busy("anna", 8, 12), busy("bo", 12, 16)), minutes=60)
    reason = reasons(problem, made(problem))["V"][0]
    values = dict(reason.message.values)
    assert (reason.code, reason.message.key, values["has_count"]) == ("crew", "explain.crew_short", 1)


def test_overtime_for_one_of_the_crew_is_offered_and_works():
    problem = pair(
        duties=(duty("anna"), duty("bo", end_s=clock(12), hard_end_s=clock(12))),
        windows=(Window(earliest_s=clock(11, 30), latest_s=clock(11, 30)),),
    )
    reason = reasons(problem, made(problem))["V"][0]
    offer = cure(reason, "allow_overtime")
    change = dict(offer.change)
    assert change["duty"] == "bo:1"
    longer = tuple(
        replace(one, hard_end_s=one.end_s + 60 * int(change["max_overtime_min"])) if one.duty_id == "bo:1" else one
        for one in problem.duties
    )
    assert_planned(problem.replace(duties=longer))
    assert_left(problem)


def test_another_time_is_offered_and_works():
    problem = pair(
        duties=(busy("anna", 8, 10), duty("bo")), windows=(Window(earliest_s=clock(8, 15), latest_s=clock(9)),)
    )
    reason = reasons(problem, made(problem))["V"][0]
    change = dict(cure(reason, "move_window").change)
    first, last = (problem.seconds(datetime.fromisoformat(change[one])) for one in ("earliest_start", "latest_start"))
    moved = (Window(earliest_s=first, latest_s=last),)
    assert_planned(problem.replace(visits=tuple(replace(one, windows=moved) for one in problem.visits)))
    assert_left(problem)


def assert_planned(problem):
    """A crew goes into the empty days, and the judge has nothing against it."""
    solution = baseline_solution(problem)
    assert {one for route in solution.routes for one in route.visit_ids} >= {"V", "V/2"}
    assert check(problem, plan_from(problem, solution, plan_id="p", created_at=NOW)).violations == ()


def assert_left(problem):
    assert not any(route.visit_ids for route in baseline_solution(problem).routes)


def test_a_crew_that_costs_more_than_leaving_it_out_says_how_much():
    problem = pair(drop_ore=100)
    reason = reasons(problem, made(problem))["V"][0]
    assert (reason.code, reason.message.key) == ("price", "explain.crew_dearer")
    assert cure(reason, "make_mandatory").cost_ore > 0
    assert_left(problem)


CHAIN = Link(first="A", second="B", min_s=1800, max_s=3600, from_end=True)


def chain(link=CHAIN, duties=TWO, **second):
    return town((visit("A"), visit("B", **second)), duties).replace(links=(link,))


def test_what_follows_on_something_unplanned_names_it():
    problem = chain()
    found = reasons(problem, made(problem))
    assert found["A"][0].code == "search_ended"
    assert (found["B"][0].code, dict(found["B"][0].message.values)["other_visit"]) == ("link", "A")


def test_what_follows_too_late_gets_the_gap_that_would_do():
    """A ends at 09:10, so B begins by 10:10; its customer opens at 12:00."""
    problem = chain(windows=(Window(earliest_s=clock(12), latest_s=clock(13)),))
    planned = made(problem, agreed=(("A", clock(8, 10)),), anna=("A",))
    reason = reasons(problem, planned)["B"][0]
    assert (reason.code, reason.message.key) == ("link", "explain.link_no_time")
    offer = cure(reason, "relax_link")
    assert dict(offer.change)["most_min"] == "170"
    relaxed = problem.replace(links=(replace(CHAIN, max_s=170 * 60),))
    assert {one for route in baseline_solution(relaxed).routes for one in route.visit_ids} == {"A", "B"}
    tight = problem.replace(links=(replace(CHAIN, max_s=60 * 60),))
    kept = inserted(tight, planned)
    assert kept is None or all("B" not in route.visit_ids for route in kept.routes)


def test_the_others_time_is_never_moved_for_a_reason_or_an_insertion():
    problem = pair(more=(visit("X", minutes=30, place=2),))
    planned = made(problem, agreed=(("V", clock(10)), ("V/2", clock(10))), anna=("V",), bo=("V/2",))
    assert reasons(problem, planned)["X"][0].code == "search_ended"
    more = inserted(problem, planned)
    assert dict(more.agreed) == {"V": clock(10), "V/2": clock(10)}
    again = plan_from(problem, Solution(routes=more.routes, agreed=more.agreed), plan_id="p", created_at=NOW)
    assert check(problem, again).violations == ()
    assert again.stop_of("X") is not None
    assert {stop.start for stop in again.crew_of("V")} == {problem.moment(clock(10))}


def test_a_stop_of_a_crew_says_whom_it_meets():
    problem = pair()
    planned = made(problem, agreed=(("V", clock(10)), ("V/2", clock(10))), anna=("V",), bo=("V/2",))
    said = stop_reason(problem, planned, planned.stop_of("V"))
    assert (said.key, dict(said.values)["technicians"]) == ("explain.crew_meets", ("Bo",))


def test_a_crew_that_still_fits_is_put_in_whole_with_what_follows_on_it():
    after = Link(first="V", second="Z", min_s=1800, from_end=True, who=Who.SAME)
    problem = pair(more=(visit("Z", minutes=30),), links=(after,))
    more = inserted(problem, made(problem))
    again = plan_from(problem, Solution(routes=more.routes, agreed=more.agreed), plan_id="p", created_at=NOW)
    assert {stop.visit_id for stop in again.visit_stops} == {"V", "V/2", "Z"}
    assert check(problem, again).violations == ()


def test_orders_without_times_begin_as_soon_as_all_can():
    """Bo is at km 20 until 09:20 + 60 min; Anna waits for him at km 10 until 10:30; B follows half an hour later."""
    problem = pair(more=(visit("X", place=2), visit("B", minutes=30)), links=(
        Link(first="V", second="B", min_s=1800, from_end=True),
    ))  # fmt: skip
    routes = (Route(duty_id="anna:1", visit_ids=("V", "B")), Route(duty_id="bo:1", visit_ids=("X", "V/2")))
    agreed = dict(earliest_agreed(problem, routes))
    assert agreed["V"] == agreed["V/2"] == clock(9, 30)
    assert agreed["B"] == clock(11)
    plan = plan_from(problem, Solution(routes=routes, agreed=tuple(agreed.items())), plan_id="p", created_at=NOW)
    assert check(problem, plan).violations == ()


@pytest.mark.parametrize("seats", [("V", "W/2"), ("W", "V/2")])
def test_orders_that_wait_for_each_other_are_left_to_the_judge(seats):
    two = tuple(replace(visit(one), request_id=one[0]) for one in ("V", "V/2", "W", "W/2"))
    problem = town(two, TWO).replace(links=(*crew(("V", "V/2")), *crew(("W", "W/2"))))
    routes = (
        Route(duty_id="anna:1", visit_ids=("V", "W")),
        Route(duty_id="bo:1", visit_ids=("W/2", "V/2")),
    )
    solution = Solution(routes=routes, agreed=earliest_agreed(problem, routes))
    plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
    assert check(problem, plan).violations
    assert {stop.visit_id for stop in plan.visit_stops} >= set(seats)
