"""Each reason has its day; each cure is carried out and found to work."""

from dataclasses import replace
from datetime import datetime

import pytest

from planner.explain import explain
from planner.model.language import render
from planner.model.plan import Plan
from planner.model.problem import Span, VisitLock, Window
from planner.model.words import LockKind, Priority
from planner.rules import check, time_route
from tests.explain.street import duty, plan, town, visit
from tests.golden.towns import clock


def only(problem, planned):
    """Return the one unassigned visit, explained."""
    (left,) = explain(problem, planned)
    return left


def cure(left, code):
    return next((one for one in left.reasons[0].cures if one.code == code), None)


def said(left):
    return render(left.reason, "en")


def full_day():
    """Anna has V1 from 08:10 to 15:10, home 15:20; V2 of 100 min at km 10 would end 16:50, home 17:00 + 1 min."""
    problem = town((visit("V1", minutes=420), visit("V2", minutes=101)))
    return problem, plan(problem, anna=("V1",))


def test_a_full_shift_names_the_minutes_past_its_hard_end():
    left = only(*full_day())
    assert (left.reasons[0].code, left.reasons[0].technician_id) == ("shift", "anna")
    assert said(left) == "The shifts on Tue 24 November are full. Nearest is Anna, who would be 1\u00a0min late home."


def test_overtime_is_offered_with_its_price_and_works():
    problem, planned = full_day()
    found = cure(only(problem, planned), "allow_overtime")
    change = dict(found.change)
    longer = replace(problem.duties[0], hard_end_s=problem.duties[0].end_s + int(change["max_overtime_min"]) * 60)
    timed = time_route(problem, longer, ("V1", "V2"))
    assert timed is not None
    before = time_route(problem, problem.duties[0], ("V1",)).units
    assert found.cost_ore == pytest.approx((timed.units - before) / 18_000 - 400_000, abs=1)


def test_a_missed_window_names_it_and_can_be_widened():
    window = (Window(earliest_s=clock(8), latest_s=clock(10)),)
    problem = town((visit("V1", minutes=180, windows=window), visit("V2", minutes=180, windows=window)))
    left = only(problem, plan(problem, anna=("V1",)))
    assert left.reasons[0].code == "window"
    assert "10:00" in said(left)
    widened = cure(left, "widen_window")
    assert widened is not None
    latest = problem.seconds(datetime.fromisoformat(dict(widened.change)["latest_start"]))
    changed = replace(problem.visit("V2"), windows=(Window(earliest_s=clock(8), latest_s=latest),))
    posed = problem.replace(visits=(problem.visits[0], changed))
    assert any(time_route(posed, posed.duties[0], order) for order in (("V1", "V2"), ("V2", "V1")))


def test_a_visit_that_would_be_pushed_out_is_named():
    early = (Window(earliest_s=clock(8), latest_s=clock(8, 20)),)
    late = (Window(earliest_s=clock(8), latest_s=clock(9)),)
    problem = town((visit("V1", windows=late), visit("V2", minutes=120, windows=early)))
    left = only(problem, plan(problem, anna=("V1",)))
    assert left.reasons[0].code == "window"


def test_a_missing_level_names_who_is_nearest_to_it():
    duties = (duty("anna", skills=(("wifi", 1),)), duty("bo", skills=(("wifi", 2),)))
    problem = town((visit("V1", skills=(("wifi", 3),)),), duties)
    left = only(problem, plan(problem))
    assert left.reasons[0].code == "skill"
    assert said(left).endswith("Nearest is Bo with level 2.")


def test_no_licence_names_who_would_do_by_skill():
    duties = (duty("anna", drives=()), duty("bo", skills=(), drives=(Span(start_s=0, end_s=clock(12)),)))
    left = only(problem := town((visit("V1"),), duties), plan(problem))
    assert left.reasons[0].code == "licence"
    assert said(left).startswith("Anna and Bo would do by skill")


def test_a_missing_certificate_is_named_by_the_catalogue():
    problem = town((visit("V1", certificates=("work_at_height",)),))
    left = only(problem, plan(problem))
    assert left.reasons[0].code == "skill"
    assert "work_at_height" not in said(left)


def test_a_named_technician_who_is_not_there_can_be_let_go():
    problem = town((visit("V1", required=("cecilia",)),))
    left = only(problem, plan(problem))
    assert left.reasons[0].code == "person"
    assert dict(cure(left, "free_person_choice").change)["technician"] == "anna"


def test_a_lock_to_somebody_absent_can_be_opened():
    lock = VisitLock(kind=LockKind.TECHNICIAN, technician_id="cecilia")
    problem = town((visit("V1", lock=lock),))
    left = only(problem, plan(problem))
    assert left.reasons[0].code == "lock"
    assert cure(left, "unlock") is not None


def test_a_visit_of_lower_priority_may_wait_instead():
    problem = town((visit("V1", minutes=420, priority=Priority.P5, drop_ore=50_000), visit("V2", minutes=400)))
    left = only(problem, plan(problem, anna=("V1",)))
    swap = cure(left, "leave_out_other")
    assert dict(swap.change) == {"visit": "V1", "duty": "anna:1"}
    assert time_route(problem, problem.duties[0], ("V2",)) is not None
    assert swap.cost_ore < 0


def test_a_visit_of_equal_priority_is_not_pushed_out():
    problem = town((visit("V1", minutes=420), visit("V2", minutes=400)))
    assert cure(only(problem, plan(problem, anna=("V1",))), "leave_out_other") is None


def test_a_visit_that_can_be_solved_remotely_is_offered_so():
    problem = town((visit("V1", job_type_id="account_access"),), (duty("anna", drives=()),))
    left = only(problem, plan(problem))
    assert dict(cure(left, "solve_remotely").change)["channel"] == "remote"


def test_a_visit_dearer_than_waiting_says_by_how_much():
    problem = town((visit("V1", place=3, drop_ore=10_000),))
    left = only(problem, plan(problem))
    assert left.reasons[0].code == "price"
    assert "500\u00a0kr more" in said(left)  # 60 km at 10 kr less 100 kr


def test_a_visit_the_search_overlooked_is_owned_up_to():
    problem = town((visit("V1"),))
    assert only(problem, plan(problem)).reasons[0].code == "search_ended"


def test_nobody_on_duty_is_said_plainly():
    problem = town((visit("V1"),), ())
    assert said(only(problem, plan(problem))) == "Nobody is on duty on Tue 24 November."


def test_a_phone_shift_takes_no_visits():
    problem = town((visit("V1"),), (duty("anna", takes_visits=False),))
    assert only(problem, plan(problem)).reasons[0].code == "shift"


def test_a_planned_visit_is_not_explained():
    problem = town((visit("V1"),))
    assert explain(problem, plan(problem, anna=("V1",))) == ()


def test_a_visit_the_plan_forgot_is_explained_too():
    problem = town((visit("V1"),))
    empty: Plan = plan(problem).replace(unassigned=())
    assert [left.visit_id for left in explain(problem, empty)] == ["V1"]
    assert not check(problem, empty).accepted
