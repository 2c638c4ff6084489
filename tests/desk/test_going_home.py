"""Somebody goes home: they lose what they have not begun, and nobody else loses anything."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from benchmarks.replay_checks import taken_from
from planner import store
from planner.desk import day, live, stores, undoing
from planner.desk import plan as plan_desk
from planner.model.errors import NotAllowedError
from planner.model.request import PartNeed, TimeWindow
from planner.model.team import Absence, Depot, Vehicle
from planner.model.words import StopKind
from tests.desk.firm import ANNA, DANA, DAY, MAJA, SOLNA, at, fill, published, request, technician
from tests.desk.test_live import anyone, at_time

UPS = (PartNeed(part="ups_1500"),)
DEPOT = Depot(depot_id="D1", name="Lager", place=SOLNA, opens=time(7), closes=time(17), stock=(("ups_1500", 2),))
NOW = at(14)
ANNAS, BOS = ("A1", "A2", "A3"), ("B1", "B2")


def between(first, last):
    return (TimeWindow(earliest_start=first, latest_start=last),)


@pytest.fixture
def quiet(desk):
    """Two in the afternoon and nobody has reported: Anna fetched parts for A2 and A3, Bo should be at B2 by now."""
    anna, bo = {"required_technicians": ("T01",)}, {"required_technicians": ("T02",)}
    fill(
        desk,
        request("A1", time_windows=between(at(8), at(8, 30)), **anna),
        request("A2", time_windows=between(at(9, 30), at(10)), required_parts=UPS, **anna),
        request("A3", time_windows=between(at(15), at(15, 30)), required_parts=UPS, **anna),
        request("B1", time_windows=between(at(9), at(9, 30)), **bo),
        request("B2", time_windows=between(at(13, 50), at(14, 20)), service_min=30, **bo),
        people=("T02",),
    )
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01", vehicle_id="C1"))
    stores.save_vehicle(desk, DANA, Vehicle(vehicle_id="C1", name="Bil 1", kind="van"))
    stores.save_depot(desk, DANA, DEPOT)
    plan = published(desk)
    for one in BOS:
        anyone(desk, one)
    return at_time(desk, NOW), plan


def work(plan, who):
    return [(one.visit_id, one.start) for one in plan.of_technician(who) if one.visit_id]


def say(desk, visit_id, kind, moment):
    day.report_status(desk, DANA, visit_id, f"visit.{kind}", client_uuid=f"{visit_id}{kind}", at=moment)


def test_the_firm_is_as_it_says(quiet):
    _, plan = quiet
    kinds = [one.kind for one in plan.of_technician("T01") if one.visit_id]
    assert kinds.count(StopKind.DEPOT) == 1
    assert plan.stop_of("B2").start <= NOW < plan.stop_of("B2").end


def test_by_the_clock_alone_they_have_begun_nothing_and_lose_all(quiet):
    desk, plan = quiet
    proposal = live.hand_on(desk, DANA, DAY, "T02")
    assert work(proposal, "T02") == []
    there = {one.visit_id for one in proposal.stops} | {one.visit_id for one in proposal.unassigned}
    assert there >= set(BOS)
    assert all(one.start >= NOW for one in proposal.stops if one.visit_id in BOS)
    assert not [one for one in proposal.violations if one.hard]
    assert taken_from(plan, proposal, open_ones=ANNAS, reported=(), away=("T02",)) == ()
    assert taken_from(plan, plan, open_ones=ANNAS, reported=(), away=("T02",)) != ()


def test_what_has_no_time_left_with_anybody_comes_late_rather_than_never(quiet):
    desk, _ = quiet
    proposal = live.hand_on(desk, DANA, DAY, "T02")
    late = proposal.stop_of("B1")  # its window closed at half past nine
    assert late is not None
    assert late.technician_id == "T01"
    assert late.lateness_s >= (NOW - at(9, 30)).total_seconds()


def test_nobody_else_loses_or_moves_anything_also_behind_a_trip_to_the_depot(quiet):
    desk, plan = quiet
    proposal = live.hand_on(desk, DANA, DAY, "T02")
    past = [(one, start) for one, start in work(plan, "T01") if start < NOW]
    assert work(proposal, "T01")[: len(past)] == past
    order = [one for one, _ in work(proposal, "T01") if one not in BOS]
    assert order == [one for one, _ in work(plan, "T01")]  # also no second trip for what is in the van already


def test_what_was_reported_as_begun_stays_theirs(quiet):
    desk, plan = quiet
    say(desk, "B2", "started", plan.stop_of("B2").start)
    proposal = live.hand_on(desk, DANA, DAY, "T02")
    assert [one for one, _ in work(proposal, "T02")] == ["B2"]
    assert proposal.stop_of("B1") is None or proposal.stop_of("B1").technician_id == "T01"


def test_the_desk_asks_what_only_the_plan_says(quiet):
    desk, plan = quiet
    assert [one.visit_id for one in live.unreported(desk, DANA, DAY, "T02")] == ["B1", "B2"]
    say(desk, "B1", "started", plan.stop_of("B1").start)
    assert [one.visit_id for one in live.unreported(desk, DANA, DAY, "T02")] == ["B2"]
    assert live.unreported(at_time(desk, at(7)), DANA, DAY, "T02") == ()
    assert live.unreported(desk, DANA, DAY + timedelta(days=1), "T02") == ()


def test_what_comes_before_the_proposal_is_published_gives_nothing_back(quiet):
    desk, plan = quiet
    draft = plan_desk.take_proposal(desk, DANA, live.hand_on(desk, DANA, DAY, "T02").plan_id)
    fill(desk, request("U1", service_min=10, setup_min=0), people=())
    placed = live.insert(desk, DANA, draft.plan_id, "U1", "T01")
    assert work(placed, "T02") == []
    assert [one for one, _ in work(placed, "T01") if one in ANNAS] == list(ANNAS)
    done = plan_desk.publish(desk, DANA, placed.plan_id, instead_of=plan.plan_id)
    assert {one.visit_id for one in done.stops if one.kind is StopKind.DEPOT} == {
        one.visit_id for one in plan.stops if one.kind is StopKind.DEPOT
    }


def test_an_absence_the_plan_knows_takes_nothing_that_came_before_it(quiet):
    """Bo was to leave at two anyway: his morning is where the plan says."""
    desk, _ = quiet
    with desk.store.writing() as db:
        store.people.save_absence(db, Absence(technician_id="T02", start=at(13), end=at(18), kind="leave"))
    morning = at_time(desk, at(7))
    fill(desk, request("U1", service_min=10, setup_min=0), people=())
    plan = plan_desk.current_plan(morning, DANA, DAY)
    assert plan is not None
    draft = live.insert(morning, DANA, plan.plan_id, "U1", "T01")
    plan_desk.publish(morning, DANA, draft.plan_id, instead_of=plan.plan_id)
    fill(desk, request("U2", service_min=10, setup_min=0), people=())
    placed = live.insert(desk, DANA, draft.plan_id, "U2", "T01")
    assert [one for one, _ in work(placed, "T02")] == ["B1"]


def test_whoever_takes_the_handover_back_is_told_that_the_absence_stays(quiet):
    desk, _ = quiet
    plan_desk.take_proposal(desk, DANA, live.hand_on(desk, DANA, DAY, "T02").plan_id)
    back = undoing.go_back(desk, DANA, DAY)
    assert [(one.key, dict(one.values)) for one in back.kept] == [("undoing.absence", {"name": "Name T02"})]
    assert undoing.go_on(desk, DANA, DAY).kept == ()


def test_only_the_desk_asks(quiet):
    desk, _ = quiet
    for who in (ANNA, MAJA):
        with pytest.raises(NotAllowedError):
            live.unreported(desk, who, DAY, "T02")


@pytest.mark.parametrize("reports", [False, True], ids=["silent", "reporting"])
def test_a_trip_the_plan_has_over_is_not_made_again_and_what_comes_after_keeps_its_time(quiet, reports):
    """Anna has been at the depot by the plan and is about to begin A2, whose window would not wait for another trip."""
    desk, plan = quiet
    trip = next(one for one in plan.of_technician("T01") if one.kind is StopKind.DEPOT)
    first, second = plan.stop_of("A1"), plan.stop_of("A2")
    assert first.end < trip.start < trip.end < second.start
    if reports:
        for kind, moment in (("started", first.start), ("done", first.end)):
            say(desk, "A1", kind, moment)
    now = at_time(desk, trip.end + timedelta(seconds=30))
    proposal = live.hand_on(now, DANA, DAY, "T02")
    assert [one for one, _ in work(proposal, "T01") if one in ANNAS] == list(ANNAS)
    trips = [(one.visit_id, one.start) for one in proposal.stops if one.kind is StopKind.DEPOT]
    assert trips == [(trip.visit_id, trip.start)]
    assert proposal.stop_of("A2").start <= at(10)


def test_who_ended_late_makes_the_trip_still(quiet):
    desk, plan = quiet
    trip = next(one for one in plan.of_technician("T01") if one.kind is StopKind.DEPOT)
    first = plan.stop_of("A1")
    for kind, moment in (("started", first.start), ("done", first.end + timedelta(minutes=20))):
        say(desk, "A1", kind, moment)
    proposal = live.hand_on(at_time(desk, trip.end + timedelta(minutes=5)), DANA, DAY, "T02")
    (again,) = [one for one in proposal.stops if one.kind is StopKind.DEPOT]
    assert again.start > trip.end


def test_who_is_on_the_road_by_the_plan_gets_there_when_the_plan_says(quiet):
    desk, plan = quiet
    second = plan.stop_of("A2")
    proposal = live.hand_on(at_time(desk, second.leave + timedelta(seconds=10)), DANA, DAY, "T02")
    assert proposal.stop_of("A2").start == second.start
