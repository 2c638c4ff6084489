"""A crew becomes a visit for each seat; a predecessor becomes a link, a hard time, or the reason to wait."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.model.costs import Weights
from planner.model.links import Link
from planner.model.request import Lock, Predecessor, SkillNeed
from planner.model.words import LockKind, Priority, RequestStatus, Who
from planner.planning import Earlier, build_problem
from planner.travel import GreatCircle
from tests.planning.factory import DAY, at, built, needs, request, s, team, technician, window

THREE = team(technician(), technician("T2"), technician("T3"))


def seats(*requests, **more):
    return built(*requests, team=THREE, **more).problem


def day_with(*requests, earlier):
    return build_problem(
        THREE, requests, day=DAY, weights=Weights(), catalogue=None, travel=GreatCircle.from_settings(), earlier=earlier
    )


def reason(found, request_id):
    (left,) = [one for one in found.left_out if one.request_id == request_id]
    return left.reasons[0]


def after(request_id, least=0, most=None, who=Who.ANY):
    return {"predecessors": (Predecessor(request_id=request_id, least_min=least, most_min=most, who=who),)}


def test_each_seat_is_a_visit_of_the_request_and_all_meet():
    problem = seats(request("R", crew_size=3), request("S"))
    assert [(one.visit_id, one.request_id) for one in problem.visits] == [
        ("R", "R"), ("R/2", "R"), ("R/3", "R"), ("S", "S"),
    ]  # fmt: skip
    pairs = [("R", "R/2"), ("R", "R/3"), ("R/2", "R/3")]
    assert problem.links == tuple(Link(first=a, second=b, max_s=0, who=Who.DIFFERENT, both=True) for a, b in pairs)
    assert len({one.place for one in problem.visits[:3]}) == 1


def test_a_seat_has_its_own_skills_or_those_of_the_request():
    skills = ((SkillNeed(skill="printing", level=1),), ())
    problem = seats(request("R", crew_size=4, crew_skills=skills, **needs("printing", 3)))
    assert [one.skills for one in problem.visits] == [
        (("printing", 3),), (("printing", 1),), (), (("printing", 3),),
    ]  # fmt: skip


def test_what_a_request_has_once_is_the_first_seats():
    one = request(
        "R", crew_size=2, preferred_technicians=("T1",), required_technicians=("T1",), forbidden_technicians=("T3",),
        load=(("boxes", 4),), due_date=DAY - timedelta(days=1),
    )  # fmt: skip
    first, second = seats(one).visits
    assert (first.preferred, first.required, first.load) == (("T1",), ("T1",), (("boxes", 4),))
    assert (second.preferred, second.required, second.load, second.late_after_s) == ((), (), (), None)
    assert first.late_after_s is not None
    assert first.forbidden == second.forbidden == ("T3",)


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("more", [{}, {"drop_cost_ore": 1001}, {"due_date": DAY - timedelta(days=1)}])
def test_the_seats_share_the_drop_price_of_the_request(size, more):
    alone = seats(request("R", priority=Priority.P4, **more)).visits[0].drop_ore
    assert (
        sum(one.drop_ore for one in seats(request("R", priority=Priority.P4, crew_size=size, **more)).visits) == alone
    )


def test_four_are_planned_together_and_five_are_not():
    assert len(seats(request("R", crew_size=4)).visits) == 4
    five = built(request("R", crew_size=5), team=THREE)
    assert reason(five, "R").message.key == "planning.crew_too_big"
    assert five.problem.visits == ()


def test_a_seat_never_takes_the_id_of_another_request():
    problem = seats(request("R/2"), request("R", crew_size=2))
    assert [one.visit_id for one in problem.visits] == ["R/2", "R", "R//2"]
    assert [(link.first, link.second) for link in problem.links] == [("R", "R//2")]


def test_an_unknown_skill_of_a_seat_is_named():
    one = built(request("R", crew_size=2, crew_skills=((SkillNeed(skill="magic"),),)), team=THREE)
    assert reason(one, "R").message.key == "planning.unknown_skill"
    beyond = built(request("R", crew_size=1, crew_skills=((SkillNeed(skill="magic"),),)), team=THREE)
    assert beyond.left_out == ()


def test_a_locked_time_holds_for_every_seat_and_a_technician_for_the_seat_that_is_named():
    lock = Lock(kind=LockKind.BOTH, technician_id="T1", earliest=at(10), latest=at(10), others=("T2",))
    first, second, third = seats(request("R", crew_size=3, lock=lock)).visits
    assert [(one.lock.kind, one.lock.technician_id) for one in (first, second, third)] == [
        (LockKind.BOTH, "T1"), (LockKind.BOTH, "T2"), (LockKind.TIME, None),
    ]  # fmt: skip
    assert {one.lock.earliest_s for one in (first, second, third)} == {s(10)}
    alone = replace(lock, kind=LockKind.TECHNICIAN, others=())
    assert [one.lock.kind for one in seats(request("R", crew_size=2, lock=alone)).visits] == [
        LockKind.TECHNICIAN, LockKind.NONE,
    ]  # fmt: skip


def test_a_predecessor_of_the_day_is_a_link_from_its_end():
    problem = seats(request("A"), request("B", **after("A", 30, 120, Who.SAME)))
    assert problem.links == (Link(first="A", second="B", min_s=1800, max_s=7200, from_end=True, who=Who.SAME),)


def test_the_least_gap_counts_from_everybody_of_a_crew_and_the_most_from_its_first():
    problem = seats(request("A", crew_size=2), request("B", crew_size=2, **after("A", 30, 120, Who.SAME)))
    assert [one for one in problem.links if one.from_end] == [
        Link(first="A", second="B", min_s=1800, max_s=7200, from_end=True, who=Who.SAME),
        Link(first="A/2", second="B", min_s=1800, from_end=True),
    ]
    other = seats(request("A", crew_size=2), request("B", **after("A", who=Who.DIFFERENT)))
    assert [one.who for one in other.links if one.from_end] == [Who.DIFFERENT, Who.DIFFERENT]


def test_what_waits_for_something_unknown_is_left_out_and_so_is_what_waits_for_it():
    found = built(request("C", **after("B")), request("B", **after("A")), team=THREE)
    assert found.problem.visits == ()
    assert [(one.request_id, one.reasons[0].code, dict(one.reasons[0].message.values)["other_visit"]) for one in
            found.left_out] == [("C", "link", "B"), ("B", "link", "A")]  # fmt: skip


def test_what_waits_for_itself_says_so():
    found = built(request("A", **after("B")), request("B", **after("A")), request("C"), team=THREE)
    assert [one.visit_id for one in found.problem.visits] == ["C"]
    assert {one.reasons[0].message.key for one in found.left_out} == {"planning.link_circle"}


def test_a_predecessor_that_is_done_is_no_obstacle_and_a_cancelled_one_is():
    done = built(request("A", status=RequestStatus.DONE), request("B", **after("A", 30)), team=THREE)
    assert [(one.visit_id, one.windows) for one in done.problem.visits] == [("B", ())]
    gone = built(request("A", status=RequestStatus.CANCELLED), request("B", **after("A")), team=THREE)
    assert reason(gone, "B").code == "link"


def test_an_earlier_day_makes_hard_times_to_the_minute():
    earlier = {"A": Earlier(end=at(9), technician_ids=("T2", "T3"))}
    problem = day_with(request("B", crew_size=2, **after("A", 30, 120)), earlier=earlier).problem
    assert [[(w.earliest_s, w.latest_s) for w in one.windows] for one in problem.visits] == [[(s(9, 30), s(11))]] * 2
    assert [one for one in problem.links if one.from_end] == []


@pytest.mark.parametrize(("latest", "fits"), [(9, False), (10, True)])
def test_an_earlier_day_cuts_windows_and_leaves_out_what_has_none_left(latest, fits):
    earlier = {"A": Earlier(end=at(9, 30))}
    one = request("B", time_windows=(window(8, latest),), **after("A", 30))
    found = day_with(one, earlier=earlier)
    assert bool(found.problem.visits) is fits
    if not fits:
        assert reason(found, "B").message.key == "planning.link_after"


def test_an_earlier_day_names_the_person_or_excludes_them():
    earlier = {"A": Earlier(end=at(9) - timedelta(days=1), technician_ids=("T2", "T3"))}
    same = day_with(request("B", crew_size=2, **after("A", who=Who.SAME)), earlier=earlier).problem
    assert [one.required for one in same.visits] == [("T2",), ()]
    other = day_with(request("B", **after("A", who=Who.DIFFERENT)), earlier=earlier).problem
    assert other.visits[0].forbidden == ("T2", "T3")
    assert other.visits[0].windows == ()


def test_the_most_minutes_after_an_earlier_day_may_be_over_before_the_day():
    earlier = {"A": Earlier(end=at(9) - timedelta(days=2))}
    found = day_with(request("B", **after("A", 0, 60)), earlier=earlier)
    assert reason(found, "B").message.key == "planning.link_between"
