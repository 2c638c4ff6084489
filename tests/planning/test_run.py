"""The main job: everything asked for ends as a stop, a session or unassigned with a reason, judged and explained."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import rules
from planner.geocode import AddressQuery
from planner.model.codec import dumps
from planner.model.errors import ServiceError
from planner.model.language import LANGUAGES, render
from planner.model.message import message
from planner.model.places import Place
from planner.model.request import Lock, Promise, TimeWindow
from planner.model.solution import Route, Solution
from planner.model.team import Absence, Licence, Team
from planner.model.words import Channel, LockKind, Priority, PromiseKind, RequestStatus, StopKind
from planner.planning import build_problem, elsewhere, plan_day, plan_problem, regions_for
from planner.planning.regional import with_kept
from planner.planning.run import Stamp, judged
from planner.travel import GreatCircle
from tests.planning.factory import (
    CATALOGUE,
    DAY,
    HOME,
    OTHER_SITE,
    SITE,
    at,
    built,
    needs,
    remote,
    request,
    team,
    technician,
    tomorrow,
    window,
)  # fmt: skip
from tests.solve.town import make_town

STEPS = {"time_limit_s": 20, "iterations": 30}


def plan(*requests, staff=None, **more):
    options = {"day": DAY, "catalogue": CATALOGUE, **STEPS} | more
    return plan_day(staff or team(technician("T1"), technician("T2")), requests, **options)


def fates(found):
    """Where each request ended: ids of stops and of what is unassigned, in order."""
    return sorted(
        [stop.request_id for stop in found.stops if stop.request_id] + [u.request_id for u in found.unassigned]
    )


def proposed(problem, *routes):
    """Judge a solution somebody proposes, without any search."""
    solution = Solution(routes=tuple(Route(duty_id=duty, visit_ids=ids) for duty, ids in routes))
    stamp = Stamp("p", at(6))
    return judged(problem, lambda _: solution, stamp=stamp, time_limit_s=1, left_out=(), notes=())


def test_a_day_is_planned_judged_and_explained():
    found = plan(request("A"), request("B", place=OTHER_SITE), remote("C"))
    assert fates(found) == ["A", "B", "C"]
    assert found.unassigned == ()
    assert found.violations == ()
    assert found.price.total_ore > 0
    assert found.travel.quality == "estimated"
    assert all(stop.reason for stop in found.visit_stops)
    assert [stop.request_id for stop in found.remote_stops] == ["C"]


def test_what_the_solver_minimised_is_what_the_judge_adds_up():
    found = plan(request("A"), request("B", place=OTHER_SITE), request("C", time_windows=(window(8, 8, hard=False),)))
    assert found.solver.objective_units == found.price.total_units


def test_left_out_requests_are_in_the_plan_with_their_reason_and_without_a_price():
    good = plan(request("A"))
    found = plan(request("A"), request("B", place=None), request("C", status=RequestStatus.PAUSED))
    assert fates(found) == ["A", "B", "C"]
    assert {left.request_id: left.reasons[0].code for left in found.unassigned} == {"B": "place", "C": "hold"}
    assert found.price == good.price


def test_every_unassigned_visit_has_a_reason_in_both_languages():
    found = plan(
        request("A", **needs("wifi", 5)),
        request("B", place=Place(lat=67.86, lon=20.23)),
        request("C", time_windows=(window(3, 4),)),
        request("D", service_min=1_000),
        request("E", forbidden_technicians=("T1", "T2")),
    )
    assert fates(found) == ["A", "B", "C", "D", "E"]
    for left in found.unassigned:
        assert left.reasons
        assert all(render(left.reason, language) for language in LANGUAGES)


@pytest.mark.parametrize("staff", [Team(), team(technician(patterns=())), team(technician(active=False))])
def test_an_empty_team_leaves_everything_out_and_says_why(staff):
    found = plan(request("A"), remote("B"), staff=staff)
    assert fates(found) == ["A", "B"]
    assert {left.reason.key for left in found.unassigned} == {"planning.nobody_works"}
    assert found.notes
    assert found.violations == ()


def test_an_empty_day_is_an_empty_plan():
    found = plan()
    assert found.stops == () or all(stop.kind in (StopKind.START, StopKind.END) for stop in found.stops)
    assert found.unassigned == ()
    assert "planning.empty_day" in [note.key for note in found.notes]
    assert found.summary("sv")


def test_addresses_are_located_by_the_geocoder():
    located = plan(request("A", place=None, address="Storgatan 1", postcode="164 40", city="Kista"))
    assert located.visit_stops[0].place.source == "gazetteer"
    assert [note.key for note in located.notes] == ["planning.vague"]


def test_a_position_in_the_request_wins_over_its_address():
    class Nowhere:
        def find(self, query: AddressQuery):
            raise AssertionError(query)

    found = plan(request("A", address="Storgatan 1", city="Malmö"), geocoder=Nowhere())
    assert found.visit_stops[0].place.lat == SITE.lat


def test_a_geocoder_that_does_not_answer_is_a_service_error():
    class Down:
        def find(self, query: AddressQuery):
            raise ServiceError(message("planning.solver_failed", detail="geocoder"))

    with pytest.raises(ServiceError):
        plan(request("A", place=None, city="Kista"), geocoder=Down())


def test_the_same_input_and_steps_give_the_same_plan():
    asked = [
        request(f"R{n}", place=(SITE, OTHER_SITE, HOME)[n % 3], service_min=30 + 7 * n, priority=Priority(1 + n % 5))
        for n in range(8)
    ]
    first, second = (plan(*asked, seed=3) for _ in range(2))
    same = {"created_at": at(6), "solver": replace(first.solver, elapsed_s=0, first_plan_s=None)}
    again = {"created_at": at(6), "solver": replace(second.solver, elapsed_s=0, first_plan_s=None)}
    assert dumps(first.replace(**same)) == dumps(second.replace(**again))


def test_another_process_finds_the_same_solution():
    asked = [request("A"), request("B", place=OTHER_SITE), remote("C")]
    here, there = plan(*asked), plan(*asked, in_process=False)
    orders = [
        [(stop.duty_id, stop.visit_id, stop.start) for stop in one.stops if stop.visit_id] for one in (here, there)
    ]
    assert orders[0] == orders[1]


def test_a_solver_process_that_dies_is_a_service_error(monkeypatch):
    monkeypatch.setattr(elsewhere.sys, "executable", "/bin/false")
    with pytest.raises(ServiceError):
        plan(request("A"), in_process=False)


def test_work_the_judge_does_not_accept_is_taken_out_and_explained():
    staff = team(technician("T1", skills=()))
    problem = built(request("A", **needs("printing", 3)), request("B"), team=staff).problem
    found = proposed(problem, (problem.duties[0].duty_id, ("A", "B")))
    assert [stop.visit_id for stop in found.visit_stops] == ["B"]
    assert [left.visit_id for left in found.unassigned] == ["A"]
    assert found.unassigned[0].reasons
    assert found.violations == ()
    assert [note.key for note in found.notes] == ["planning.taken_out"]


def test_a_route_beyond_the_shift_loses_work_until_the_judge_accepts_it():
    problem = built(*(request(f"R{n}", service_min=180) for n in range(5))).problem
    found = proposed(problem, (problem.duties[0].duty_id, tuple(visit.visit_id for visit in problem.visits)))
    assert rules.check(problem, found).accepted
    assert fates(found) == [f"R{n}" for n in range(5)]


def test_a_mandatory_visit_that_does_not_fit_stays_a_broken_rule():
    found = plan(request("A", mandatory=True, service_min=1_000), request("B"))
    assert [violation.rule for violation in found.violations] == ["once"]
    assert [left.visit_id for left in found.unassigned] == ["A"]
    assert [stop.visit_id for stop in found.visit_stops] == ["B"]


def test_absences_and_breaks_are_kept():
    gone = (
        Absence(technician_id="T1", start=at(8), end=at(9, 30)),
        Absence(technician_id="T2", start=at(14), end=at(17)),
    )
    staff = team(technician("T1"), technician("T2"), absences=gone)
    found = plan(*(request(f"R{n}", service_min=70) for n in range(6)), staff=staff)
    assert found.violations == ()
    for stop in found.visit_stops:
        assert stop.start >= at(9, 30) if stop.technician_id == "T1" else stop.end <= at(14)


def test_who_has_no_licence_gets_remote_work_only():
    staff = team(technician("T1", licence=Licence()), technician("T2"))
    found = plan(request("A"), request("B", place=OTHER_SITE), *(remote(f"C{n}") for n in range(3)), staff=staff)
    assert {stop.technician_id for stop in found.visit_stops} == {"T2"}
    assert found.unassigned == ()


def test_a_promise_and_a_lock_hold():
    promised = request("A", promise=Promise(kind=PromiseKind.TOLD, earliest=at(13), latest=at(13, 30)))
    lock = Lock(kind=LockKind.BOTH, technician_id="T2", earliest=at(9, 15), latest=at(9, 15))
    found = plan(promised, request("B", lock=lock))
    assert at(13) <= found.stop_of("A").start <= at(13, 30)
    assert (found.stop_of("B").technician_id, found.stop_of("B").start) == ("T2", at(9, 15))


def test_progress_is_told_and_a_stop_keeps_the_best_plan():
    problem = built(
        *(request(f"R{n}", service_min=40) for n in range(6)), team=team(technician(), technician("T2"))
    ).problem
    seen = []
    found = plan_problem(
        problem,
        time_limit_s=30,
        on_progress=lambda solution, units: seen.append((len(solution.routes), units)),
        should_stop=lambda: bool(seen),
        plan_id="mine",
        created_at=at(6),
    )
    assert seen
    assert found.plan_id == "mine"
    assert found.solver.elapsed_s < 15
    assert fates(found) == sorted(visit.visit_id for visit in problem.visits)


def test_a_plan_without_an_id_is_named_after_day_and_content():
    problem = built(request()).problem
    named = plan_problem(problem, created_at=at(6), **STEPS)
    assert named.plan_id == f"20261124-{problem.content_hash()}-1"


places = st.sampled_from([HOME, SITE, OTHER_SITE, None, Place(lat=0, lon=0), Place(lat=18.0, lon=59.3)])
anything = st.builds(
    dict,
    place=places,
    service_min=st.sampled_from([5, 60, 300, 2_000]),
    status=st.sampled_from([s for s in RequestStatus if s not in (RequestStatus.DONE, RequestStatus.CANCELLED)]),
    channel=st.sampled_from(list(Channel)),
    priority=st.sampled_from(list(Priority)),
    mandatory=st.booleans(),
    earliest_date=st.sampled_from([None, DAY, tomorrow()]),
    due_date=st.sampled_from([None, DAY, tomorrow(-5)]),
    required_technicians=st.sampled_from([(), ("T1",), ("T9",)]),
    forbidden_technicians=st.sampled_from([(), ("T1",)]),
    time_windows=st.lists(
        st.builds(
            lambda hour, length, hard, days: window(hour, min(23, hour + length), hard=hard, day=tomorrow(days)),
            st.integers(0, 22), st.integers(0, 8), st.booleans(), st.sampled_from([0, 0, 0, -1, 1]),
        ),
        max_size=3,
    ).map(tuple),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(anything, max_size=6), st.booleans())
def test_nothing_falls_off_the_table(rows, double):
    asked = [request(f"R{n}", **row) for n, row in enumerate(rows)]
    asked += asked[:1] if double else []
    answer = build_problem(
        team(technician("T1"), technician("T2", licence=Licence())),
        asked, day=DAY, weights=built().problem.weights, catalogue=CATALOGUE, travel=GreatCircle(),
    )  # fmt: skip
    found = plan_problem(
        answer.problem, time_limit_s=5, iterations=3, left_out=answer.left_out, notes=answer.notes, created_at=at(6)
    )
    assert fates(found) == sorted(one.request_id for one in asked)
    assert all(left.reasons for left in found.unassigned)
    assert all(violation.rule == "once" for violation in found.violations)
    assert rules.check(answer.problem, found).price == found.price


def test_a_window_that_is_over_comes_with_a_time_that_still_fits():
    yesterday = window(9, 11, day=tomorrow(-1))
    found = plan(request("A", time_windows=(yesterday,)), clock=lambda: at(12, 10))
    (left,) = found.unassigned
    assert left.reason.key == "planning.window_before"
    (cure,) = left.reasons[0].cures
    assert cure.code == "move_window"
    first, last = (datetime.fromisoformat(dict(cure.change)[name]) for name in ("earliest_start", "latest_start"))
    assert at(12, 10) <= first < last
    moved = plan(request("A", time_windows=(TimeWindow(earliest_start=first, latest_start=last),)))
    assert moved.unassigned == ()
    assert cure.cost_ore == moved.price.total_ore - built().problem.weights.drop(Priority.P3)


def test_a_window_that_is_over_has_no_cure_where_something_else_is_wrong_too():
    found = plan(request("A", time_windows=(window(9, 11, day=tomorrow(-1)),), **needs("wifi", 5)))
    (left,) = found.unassigned
    assert left.reasons[0].cures == ()


def test_a_large_day_with_several_processes_and_time_for_them_is_planned_by_regions():
    small, large = make_town(visits=999, technicians=1), make_town(visits=2_000, technicians=1)
    assert regions_for(large, 2, 15.0) == 4
    assert regions_for(large, 8, 15.0) == 10
    assert regions_for(large, 1, 15.0) == regions_for(large, 2, 1.0) == regions_for(small, 2, 15.0) == 1


def test_a_plan_says_how_many_regions_were_not_finished():
    plan = plan_problem(built(request("A"), team=team(technician())).problem, iterations=5)
    lost = plan.replace(solver=replace(plan.solver, parts=(("region kept", 2),)))
    assert with_kept(lost).notes == (*plan.notes, message("planning.regions_kept", count=2))
    assert with_kept(plan) == plan
