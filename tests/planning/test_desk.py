"""Sessions that need a desk are planned where the day starts or ends; others may be done in the van between visits."""

from datetime import time

import pytest

from planner.model.costs import Weights
from planner.model.team import ShiftPattern
from planner.model.words import LockKind, ShiftKind, StopKind
from planner.planning import build_problem, plan_day
from planner.rules import check
from planner.solve.takers import allowed, knows_all, may_do
from planner.travel import GreatCircle
from tests.planning.factory import CATALOGUE, DAY, at, built, remote, request, team, technician, window
from tests.rules.bench import duty, visit
from tests.rules.bench import problem as problem_of

MORNING = (window(8, 9),)


def planned(staff, *requests):
    plan = plan_day(staff, requests, day=DAY, iterations=30, time_limit_s=60, catalogue=CATALOGUE)
    assert plan.violations == ()
    return [s.visit_id for s in plan.stops if s.kind in (StopKind.VISIT, StopKind.REMOTE)], plan


def test_a_session_that_needs_a_desk_is_done_before_the_first_drive():
    order, plan = planned(team(), request("V1"), remote("R1", needs_desk=True))
    assert order == ["R1", "V1"]
    assert plan.stops[1].start == at(8)


def test_a_session_that_needs_a_desk_after_the_visits_is_left_out():
    order, plan = planned(
        team(),
        request("V1", time_windows=MORNING, mandatory=True),
        remote("R1", needs_desk=True, time_windows=(window(10, 11),)),
    )
    assert order == ["V1"]
    assert [left.visit_id for left in plan.unassigned] == ["R1"]


def test_without_need_of_a_desk_it_is_done_in_the_van():
    order, _ = planned(
        team(), request("V1", time_windows=MORNING, mandatory=True), remote("R1", time_windows=(window(10, 11),))
    )
    assert order == ["V1", "R1"]


def test_who_cannot_work_in_the_van_does_no_session_there():
    staff = team(technician(works_in_van=False))
    order, _ = planned(
        staff, request("V1", time_windows=MORNING, mandatory=True), remote("R1", time_windows=(window(10, 11),))
    )
    assert order == ["V1"]
    assert planned(staff, request("V1"), remote("R1"))[0] == ["R1", "V1"]


def test_somebody_at_the_desk_takes_it_at_any_time():
    phone = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(17), kind=ShiftKind.PHONE)
    staff = team(technician("T1"), technician("T2", patterns=(phone,)))
    order, plan = planned(
        staff, request("V1", time_windows=MORNING, mandatory=True),
        remote("R1", needs_desk=True, time_windows=(window(10, 11),)),
    )  # fmt: skip
    assert sorted(order) == ["R1", "V1"]
    assert plan.stop_of("R1").technician_id == "T2"


def test_a_visit_on_site_needs_no_desk_whatever_the_request_says():
    (one,) = built(request("V1", needs_desk=True)).problem.visits
    assert not one.desk


SESSION = visit("R1", None, desk=True)


def may(session, **shift):
    posed = problem_of(session, visit("V1"), duties=(duty(**shift),))
    found = may_do(posed, posed.duties[0], posed.visits[0])
    assert found == allowed(posed, [0])[0, 0]
    return found


@pytest.mark.parametrize(
    ("session", "shift", "expected"),
    [
        (SESSION, {}, False),
        (SESSION, {"takes_visits": False}, True),
        (SESSION, {"drives": ()}, True),
        (SESSION, {"in_van": False}, False),
        (visit("R1", None), {"in_van": False}, False),
        (visit("R1", None), {"in_van": False, "takes_visits": False}, True),
        (visit("R1", None), {}, True),
        (visit("R1", None), {"takes_remote": False}, False),
    ],
)
def test_the_search_gives_desk_work_to_who_stays_there(session, shift, expected):
    assert may(session, **shift) is expected


def test_what_is_fixed_in_time_stays_with_whom_it_is_fixed():
    from planner.model.problem import VisitLock

    lock = VisitLock(kind=LockKind.BOTH, technician_id="anna", earliest_s=28_800, latest_s=28_800)
    assert may(visit("R1", None, desk=True, lock=lock))
    other = VisitLock(kind=LockKind.BOTH, technician_id="bo", earliest_s=28_800, latest_s=28_800)
    assert not may(visit("R1", None, desk=True, lock=other))


def test_no_bound_is_claimed_where_a_desk_lets_somebody_do_more_than_the_search_knows():
    assert knows_all(problem_of(visit("R1", None), visit("V1")))
    assert not knows_all(problem_of(SESSION, visit("V1")))
    assert not knows_all(problem_of(visit("R1", None), visit("V1"), duties=(duty(in_van=False),)))


def test_the_judge_accepts_what_the_last_look_puts_in():
    problem = build_problem(
        team(technician(works_in_van=False)), [request("V1"), remote("R1")], day=DAY, weights=Weights(),
        catalogue=CATALOGUE, travel=GreatCircle(),
    ).problem  # fmt: skip
    _, plan = planned(team(technician(works_in_van=False)), request("V1"), remote("R1"))
    assert check(problem, plan).violations == ()
