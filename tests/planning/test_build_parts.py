"""Parts of a day: what is counted becomes part of the problem, what nobody counts limits nothing."""

from dataclasses import replace
from datetime import time

import pytest

from planner.model.catalogue import Part
from planner.model.message import Text
from planner.model.request import Lock, PartNeed
from planner.model.team import Depot, Vehicle
from planner.model.words import LockKind, RequestStatus, StopKind
from planner.planning import judged_plan, plan_problem
from planner.planning.baseline import baseline_solution
from tests.planning.factory import CATALOGUE, HOME, OTHER_SITE, at, built, remote, request, s, team, technician

DISK = {"disk": Part(part_id="disk", name=Text("hårddisk", "disk"), volume_l=0.6, weight_kg=0.4)}
KNOWN = replace(CATALOGUE, parts=DISK)
DEPOT = Depot(depot_id="D1", name="Lager Solna", place=OTHER_SITE, opens=time(7), closes=time(16), stock=(("disk", 5),))
CAR = Vehicle(vehicle_id="C1", name="Bil 1", stock=(("disk", 2),), load_l=10)


def disk(request_id="R1", number=1, **changes):
    return request(request_id, required_parts=(PartNeed(part="disk", quantity=number),), **changes)


def day(*requests, people=None, vehicles=(CAR,), depots=(DEPOT,)):
    own = people or (technician("T1", vehicle_id="C1"), technician("T2"))
    return built(*requests, team=team(*own, vehicles=vehicles, depots=depots), catalogue=KNOWN)


def pickups(problem):
    return {visit.visit_id: visit for visit in problem.visits if visit.is_pickup}


def notes(answer):
    return [note.key for note in answer.notes if note.key.startswith(("planning.parts", "planning.van"))]


def test_a_day_without_parts_is_as_it_was():
    problem = day(request()).problem
    assert (problem.depots, problem.parts, pickups(problem)) == ((), (), {})
    assert all(duty.van is None for duty in problem.duties)


def test_visits_vans_and_depots_have_their_parts():
    problem = day(disk(number=3)).problem
    assert problem.visit("R1").parts == (("disk", 3),)
    first, second = problem.duties
    assert (first.van.name, first.van.stock, first.van.load_ml, first.van.load_g) == (
        "Bil 1",
        (("disk", 2),),
        10_000,
        None,
    )
    assert second.van is None
    (depot,) = problem.depots
    assert (depot.name, depot.opens_s, depot.closes_s, depot.stock) == ("Lager Solna", s(7), s(16), (("disk", 5),))
    assert problem.places[depot.place].label == OTHER_SITE.label
    (part,) = problem.parts
    assert (part.name, part.volume_ml, part.weight_g) == (DISK["disk"].name, 600, 400)


def test_a_depot_keeps_its_own_address_where_a_customer_has_its_position():
    problem = day(disk(place=replace(OTHER_SITE, label="Odengatan 61"))).problem
    assert problem.places[problem.visit("R1").place].label == "Odengatan 61"
    assert {problem.place_of(one) for one in pickups(problem).values()} == {OTHER_SITE}


def test_each_duty_can_fetch_while_it_and_the_depot_are_at_work():
    problem = day(disk()).problem
    found = pickups(problem)
    assert [one.required for one in found.values()] == [("T1",), ("T2",)]
    for one in found.values():
        (window,) = one.windows
        assert (window.earliest_s, window.latest_s, window.end_s) == (s(8), s(16), s(16))
        assert (one.service_s, one.drop_ore, one.depot, one.stock) == (600, 0, "D1", (("disk", 5),))


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"opens": time(17, 59), "closes": time(20)}, 2),
        ({"opens": time(18), "closes": time(20)}, 0),
        ({"opens": time(5), "closes": time(8, 1)}, 2),
        ({"opens": time(5), "closes": time(8)}, 0),
        ({"stock": (("disk", 1),)}, 2),
        ({"stock": (("disk", 0),)}, 0),
        ({"stock": (("lamp", 9),)}, 0),
    ],
)
def test_nobody_fetches_where_nothing_can_be_fetched(changes, count):
    assert len(pickups(day(disk(), depots=(replace(DEPOT, **changes),)).problem)) == count


def test_a_depot_that_closes_in_the_last_minute_does_not_close():
    problem = day(disk(), depots=(replace(DEPOT, opens=time(0), closes=time(23, 59)),)).problem
    assert (problem.depots[0].opens_s, problem.depots[0].closes_s) == (0, s(24))


def test_nobody_without_a_place_or_for_other_work_fetches():
    people = (technician("T1", start_place=None, end_place=None), technician("T2"))
    assert [one.required for one in pickups(day(disk(), people=people).problem).values()] == [("T2",)]


def test_what_nobody_counts_is_not_asked_for_and_said():
    answer = day(disk(), vehicles=(replace(CAR, stock=(("lamp", 1),)),), depots=())
    assert answer.problem.visit("R1").parts == ()
    assert notes(answer) == ["planning.parts_not_counted"]
    assert notes(day(disk(), vehicles=(), depots=())) == []


def test_a_row_with_nothing_counts_too():
    answer = day(disk(), vehicles=(replace(CAR, stock=(("disk", 0),)),), depots=())
    assert answer.problem.visit("R1").parts == (("disk", 1),)
    assert notes(answer) == []


def test_a_session_needs_no_parts_and_of_a_crew_the_first_brings_them():
    assert day(remote(required_parts=(PartNeed(part="disk"),))).problem.visits[0].parts == ()
    crew = day(disk(crew_size=2)).problem
    assert [visit.parts for visit in crew.visits if not visit.is_pickup] == [(("disk", 1),), ()]


def test_needs_of_one_part_add_up():
    twice = (PartNeed(part="disk", quantity=2), PartNeed(part="disk"))
    assert day(request(required_parts=twice)).problem.visit("R1").parts == (("disk", 3),)


def test_a_van_is_with_one_person_a_day():
    people = (technician("T1", vehicle_id="C1"), technician("T2", vehicle_id="C1"))
    answer = day(disk(), people=people)
    assert [duty.van and duty.van.van_id for duty in answer.problem.duties] == ["C1", None]
    assert notes(answer) == ["planning.van_shared"]


@pytest.mark.parametrize("status", [RequestStatus.DONE, RequestStatus.ON_SITE, RequestStatus.EN_ROUTE])
def test_what_is_under_way_has_its_parts_and_its_van_has_fewer(status):
    lock = Lock(kind=LockKind.BOTH, technician_id="T1", earliest=at(9), latest=at(9))
    problem = day(disk("R1", status=status, lock=lock), disk("R2")).problem
    assert problem.visit("R1").parts == ()
    assert problem.duties[0].van.stock == (("disk", 1),)
    assert problem.visit("R2").parts == (("disk", 1),)
    far = day(disk("R1", 9, status=status, lock=lock), disk("R2")).problem
    assert far.duties[0].van.stock == (("disk", 0),)


def test_ids_of_pickups_are_nobody_elses():
    first = next(iter(pickups(day(disk()).problem)))
    problem = day(disk(first), disk("R2")).problem
    assert len({visit.visit_id for visit in problem.visits}) == len(problem.visits)


def test_by_hand_one_fetches_too_and_the_judge_agrees():
    """Nobody has a disk: nearest insertion goes by the depot, and the plan keeps all rules."""
    problem = day(disk(), disk("R2", place=HOME), vehicles=()).problem
    plan = judged_plan(problem, baseline_solution(problem), plan_id="p", created_at=at(6))
    assert plan.violations == ()
    assert plan.unassigned == ()
    (trip,) = [stop for stop in plan.stops if stop.kind is StopKind.DEPOT]
    assert {one.visit_id for one in trip.taken} == {"R1", "R2"}
    assert plan.requests_done == 2


def test_the_main_job_plans_with_parts():
    problem = day(disk(), vehicles=()).problem
    plan = plan_problem(problem, time_limit_s=30, iterations=20, engine="routing", created_at=at(6))
    assert plan.violations == ()
    assert [stop.kind for stop in plan.stops if stop.visit_id] == [StopKind.DEPOT, StopKind.VISIT]
    assert not any(left.visit_id.startswith("D1@") for left in plan.unassigned)


def test_work_the_judge_takes_out_takes_its_trip_with_it():
    problem = day(disk(), vehicles=()).problem
    wrong = baseline_solution(problem)
    barred = problem.replace(
        visits=tuple(replace(v, forbidden=("T1", "T2")) if v.visit_id == "R1" else v for v in problem.visits)
    )
    plan = judged_plan(barred, wrong, plan_id="p", created_at=at(6), complete=False)
    assert [stop for stop in plan.stops if stop.visit_id] == []
    assert [left.visit_id for left in plan.unassigned] == ["R1"]
