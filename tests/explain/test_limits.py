"""Reasons and cures where loads or driving are the limit."""

from dataclasses import replace

from planner.explain import explain
from planner.model.language import render
from planner.model.problem import Window
from planner.model.words import Priority
from planner.rules import time_route
from tests.explain.street import duty, plan, town, visit
from tests.golden.towns import clock

BOXES = (("lådor", 2),)


def left_out(visits, people, **orders):
    problem = town(visits, people)
    (left,) = explain(problem, plan(problem, **orders))
    return problem, left.reasons[0]


def full(**changes):
    """Anna has room for three boxes and carries two; V2 would be two more."""
    visits = (visit("V1", load=BOXES, priority=Priority.P5), visit("V2", load=BOXES, **changes))
    return left_out(visits, (duty("anna", capacity=(("lådor", 3),)),), anna=("V1",))


def test_a_full_load_names_who_would_have_too_much_of_what():
    _, reason = full()
    assert (reason.code, reason.technician_id) == ("capacity", "anna")
    assert render(reason.message, "en") == (
        "Capacity is used up on Tue 24 November: with the visit Anna would have 1 too much of lådor."
    )


def test_a_full_load_can_be_mended_by_leaving_out_a_lesser_visit():
    _, reason = full()
    assert [dict(cure.change)["visit"] for cure in reason.cures if cure.code == "leave_out_other"] == ["V1"]


def test_where_time_is_missed_too_a_full_load_is_still_said():
    _, reason = full(windows=(Window(earliest_s=clock(8), latest_s=clock(8, 15)),), minutes=400)
    assert reason.code == "capacity"


def test_whoever_has_room_and_misses_little_is_named_before_whoever_is_full_and_misses_too():
    people = (duty("anna", capacity=(("lådor", 1),)), duty("bo"))
    _, reason = left_out((visit("V1", load=BOXES, minutes=521),), people)
    assert reason.code == "shift"
    assert reason.technician_id == "bo"


def test_a_load_that_nobody_may_take_is_said_to_be_too_much():
    people = (duty("anna", capacity=(("lådor", 1),)), duty("bo", capacity=(("lådor", 1), ("kg", 9))))
    _, reason = left_out((visit("V1", load=BOXES),), people)
    assert reason.code == "capacity"
    assert render(reason.message, "en") == "V1 is too much for Anna and Bo: 2 of lådor is more than they may take."


def test_too_much_driving_names_minutes_and_limit_and_can_be_allowed():
    people = (duty("anna", max_drive_s=59 * 60),)  # V2 at km 30 would make it an hour
    problem, reason = left_out((visit("V1"), visit("V2", 3, customer="Norr")), people, anna=("V1",))
    assert (reason.code, reason.technician_id) == ("max_drive", "anna")
    assert render(reason.message, "en") == (
        "Norr is too far away: Anna would drive 60\u00a0min; the limit is 59\u00a0min."
    )
    (cure,) = [one for one in reason.cures if one.code == "raise_drive_limit"]
    minutes = int(dict(cure.change)["max_drive_min"])
    timed = time_route(problem, replace(problem.duties[0], max_drive_s=minutes * 60), ("V1", "V2"))
    assert cure.cost_ore == 40_000 - 400_000  # 40 km more, and not left out
    assert timed.units > 0


def test_a_limit_that_is_just_kept_is_no_reason():
    problem = town((visit("V1"), visit("V2", 3)), (duty("anna", max_drive_s=3600, capacity=(("lådor", 0),)),))
    (left,) = explain(problem, plan(problem, anna=("V1",)))
    assert left.reasons[0].code == "search_ended"
