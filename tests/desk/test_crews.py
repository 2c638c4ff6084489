"""A crew at the desk: planned once, seen and reported by each, replanned together; what follows waits for it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from planner import planning, store
from planner.desk import day as day_desk
from planner.desk import exports, receive, triage
from planner.desk import plan as plan_desk
from planner.desk import team as team_desk
from planner.desk.earlier import earlier_of
from planner.desk.rebase import starting
from planner.desk.reports import joint_state
from planner.desk.snapshot import freeze
from planner.model.request import Predecessor
from planner.model.team import Licence
from planner.model.words import LockKind, RequestStatus, Who
from planner.report import Facts, statistics
from planner.report.work import work_rows
from planner.rules import check
from planner.views import unassigned_table
from planner.views.actual import actuals
from planner.views.board import schedule
from tests.desk.firm import ANNA, BO, DANA, DAY, NOW, at, drafted, fill, published, request

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def two(desk):
    fill(desk, request("R1", crew_size=2), request("R4", customer="Ensam AB"))
    return desk


def report(desk, word, visit_id, actor, when):
    return day_desk.report_status(desk, actor, visit_id, f"visit.{word}", client_uuid=str(uuid4()), at=when)


def status(desk, request_id="R1"):
    return triage.get_request(desk, DANA, request_id).status


def mine_of(desk, visit_id):
    """Whose the seat is, as an actor."""
    plan = plan_desk.published_plan(desk, DANA, DAY)
    return ANNA if plan.stop_of(visit_id).technician_id == "T01" else BO


def test_a_crew_is_planned_and_counts_once(two):
    plan = published(two)
    assert plan.violations == ()
    assert {stop.visit_id for stop in plan.crew_of("R1")} == {"R1", "R1/2"}
    assert len({stop.start for stop in plan.crew_of("R1")}) == 1
    assert plan.requests_done == 2
    header = plan_desk.list_plans(two, DANA, DAY)[0]
    assert (header.planned, header.unassigned) == (2, 0)
    assert status(two) is RequestStatus.PLANNED


def test_who_rides_along_is_planned_with_the_driver_and_sees_it(two):
    bo = next(one for one in team_desk.get_team(two, DANA).technicians if one.technician_id == "T02")
    team_desk.save_technician(two, DANA, bo.replace(licence=Licence(), rides_with="T01"))
    plan = published(two)
    assert plan.violations == ()
    assert {stop.technician_id for stop in plan.crew_of("R1")} == {"T01", "T02"}
    assert [day_desk.my_day(two, one, DAY).driver for one in (ANNA, BO)] == ["", "Name T01"]
    rows = {row["id"]: row["marks"] for row in schedule(plan, language="en")["rows"]}
    assert rows["T02"] == [["no-car", "Rides with Name T01"]]


def test_everybody_sees_who_comes_too(two):
    published(two)
    for actor, other in ((ANNA, "Name T02"), (BO, "Name T01")):
        mine = day_desk.my_day(two, actor, DAY)
        (seat,) = [stop for stop in mine.stops if stop.request_id == "R1"]
        assert mine.beside == {seat.visit_id: (other,)}
    sheet = exports.export_plan(two, DANA, "p1", "daysheet", language="en", technician_id="T01").content.decode()
    assert "Together with" in sheet
    assert "Name T02" in sheet
    calendar = exports.export_plan(two, DANA, "p1", "ics", language="en", technician_id="T01").content.decode()
    assert calendar.count("Together with Name T02") == 1
    rows = exports.export_plan(two, DANA, "p1", "csv", language="en").content.decode("utf-8-sig").splitlines()
    seats = sorted(row.rsplit(",", 2)[1:] for row in rows if "R1" in row)
    assert [number for number, _ in seats] == ["1", "2"]
    assert {name for _, name in seats} == {"Name T01", "Name T02"}


def test_the_board_draws_every_seat_and_says_whom_it_meets(two):
    bars = [one for one in schedule(published(two))["bars"] if one.get("visit") in ("R1", "R1/2")]
    assert len({one["row"] for one in bars}) == 2
    assert all(any(line.startswith("Together with") for line in one["tip"]) for one in bars)


def test_a_crew_that_is_left_out_is_listed_once_with_the_work_of_all(desk):
    fill(desk, request("R1", crew_size=2), people=("T01",))
    plan = published(desk)
    assert [one.visit_id for one in plan.unassigned] == ["R1", "R1/2"]
    assert unassigned_table(plan).ids == ("R1",)
    facts = Facts(first=DAY, last=DAY, plans=(plan,), requests=(), events=(), catalogue=desk.catalogue, now=NOW)
    (row,) = work_rows(facts)
    assert (row["request_id"], row["planned_service_s"]) == ("R1", 2 * 40 * 60)


def test_each_seat_reports_for_itself_and_the_first_ends_the_request(two):
    published(two)
    first, second = mine_of(two, "R1"), mine_of(two, "R1/2")
    start = plan_desk.published_plan(two, DANA, DAY).stop_of("R1").start
    report(two, "arrived", "R1/2", second, start)
    assert status(two) is RequestStatus.ON_SITE
    assert day_desk.my_day(two, second, DAY).states == {"R1/2": "visit.arrived"}
    assert day_desk.my_day(two, first, DAY).states == {}
    report(two, "done", "R1/2", second, start + timedelta(minutes=30))
    assert status(two) is RequestStatus.ON_SITE
    report(two, "started", "R1", first, start)
    report(two, "done", "R1", first, start + timedelta(minutes=50))
    assert status(two) is RequestStatus.DONE
    found = actuals(day_desk.list_events(two, DANA, request_id="R1"), plan_desk.published_plan(two, DANA, DAY))
    assert {one: seen.end - seen.start for one, seen in found.items() if one} == {
        "R1": timedelta(minutes=50), "R1/2": timedelta(minutes=30),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("states", "joint"),
    [
        (("", ""), ""),
        (("", "visit.en_route"), "visit.en_route"),
        (("visit.arrived", "visit.started"), "visit.started"),
        (("", "visit.done"), "visit.started"),
        (("visit.done", "visit.started"), "visit.done"),
        (("visit.started", "visit.no_access"), "visit.started"),
        (("visit.no_access", ""), "visit.no_access"),
    ],
)
def test_a_request_stands_where_its_crew_has_come_to(states, joint):
    assert joint_state(states) == joint


def test_figures_count_a_visit_once_and_the_hours_of_all(two):
    plan = published(two)
    start = plan.stop_of("R1").start
    for visit_id, minutes in (("R1/2", 30), ("R1", 50)):
        report(two, "started", visit_id, mine_of(two, visit_id), start)
        report(two, "done", visit_id, mine_of(two, visit_id), start + timedelta(minutes=minutes))
    events = day_desk.list_events(two, DANA)
    later = at(23)
    facts = Facts(first=DAY, last=DAY, plans=(plan,), requests=(), events=events, catalogue=two.catalogue, now=later)
    worked = {row["visit_id"]: row["service_s"] for row in work_rows(facts) if row["service_s"] is not None}
    assert worked == {"R1": 50 * 60, "R1/2": 30 * 60}
    figure = statistics(facts).figures["visits_done"]
    assert (figure.value, figure.whole) == (1, 1)


def test_a_new_search_begins_with_the_times_of_the_plan_and_keeps_who_is_there(two):
    plan = published(two)
    start = plan.stop_of("R1").start
    problem = freeze(two, DAY).built.problem
    begun = starting(problem, plan)
    assert dict(begun.agreed) == dict.fromkeys(("R1", "R1/2"), problem.seconds(start))
    report(two, "arrived", "R1/2", mine_of(two, "R1/2"), start)
    frozen = freeze(two, DAY).built.problem
    locks = {one.visit_id: one.lock for one in frozen.visits if one.request_id == "R1"}
    assert {one: (lock.kind, lock.technician_id, frozen.moment(lock.earliest_s)) for one, lock in locks.items()} == {
        stop.visit_id: (LockKind.BOTH, stop.technician_id, start) for stop in plan.crew_of("R1")
    }
    assert dict(starting(frozen, plan).agreed) == dict(begun.agreed)
    judged = planning.judged_plan(frozen, starting(frozen, plan), plan_id="p2", created_at=NOW)
    assert judged.violations == ()
    assert {s.visit_id: (s.technician_id, s.start) for s in judged.crew_of("R1")} == {
        s.visit_id: (s.technician_id, s.start) for s in plan.crew_of("R1")
    }


def follower(**changes):
    before = Predecessor(request_id="R1", least_min=60, who=Who.SAME)
    return request("R2", earliest_date=TOMORROW, predecessors=(before,), **changes)


def test_what_follows_on_another_day_waits_for_the_plan_of_its_predecessor(two):
    with two.store.writing() as db:
        store.requests.add(db, follower())
    assert [one.request_id for one in freeze(two, DAY).built.left_out] == []
    published(two)
    built = freeze(two, TOMORROW).built
    seat = next(one for one in built.problem.visits if one.request_id == "R2")
    first = plan_desk.published_plan(two, DANA, DAY).stop_of("R1")
    assert seat.required == (first.technician_id,)
    assert not [link for link in built.problem.links if link.second == "R2"]


def test_a_plan_that_failed_is_no_predecessor(two):
    with two.store.writing() as db:
        store.requests.add(db, follower())
    published(two)
    with two.store.reading() as db:
        asked = store.requests.find(db, ids=("R2",))
        assert set(earlier_of(db, asked, TOMORROW, today=DAY)) == {"R1"}
        assert earlier_of(db, asked, TOMORROW + timedelta(days=1), today=TOMORROW) == {}


def test_a_predecessor_that_is_done_ended_when_that_was_reported(two):
    with two.store.writing() as db:
        store.requests.add(db, follower())
    plan = published(two)
    ended = plan.stop_of("R1").end + timedelta(minutes=17)
    report(two, "started", "R1", mine_of(two, "R1"), plan.stop_of("R1").start)
    report(two, "done", "R1", mine_of(two, "R1"), ended)
    assert freeze(two, TOMORROW).basis.version != freeze(two, DAY).basis.version
    with two.store.reading() as db:
        (found,) = earlier_of(db, store.requests.find(db, ids=("R2",)), TOMORROW, today=TOMORROW).values()
    assert found.end == ended
    assert set(found.technician_ids) == {"T01", "T02"}


def test_follow_ups_become_requests_that_wait_once(two):
    one = triage.get_request(two, DANA, "R1").replace(follow_ups=("user_training", "acceptance_test"))
    triage.save_request(two, DANA, one)
    added = receive.add_follow_ups(two, DANA, "R1")
    assert [(new.request_id, new.job_type_id) for new in added] == [
        ("R1-F1", "user_training"), ("R1-F2", "acceptance_test"),
    ]  # fmt: skip
    assert {new.predecessors for new in added} == {(Predecessor(request_id="R1"),)}
    assert {new.place for new in added} == {one.place}
    assert receive.add_follow_ups(two, DANA, "R1") == ()
    links = freeze(two, DAY).built.problem.links
    assert {(link.first, link.second) for link in links if link.from_end} >= {("R1", "R1-F1"), ("R1", "R1-F2")}


def test_a_draft_of_a_crew_is_judged_by_all_its_seats(two):
    draft = drafted(two, "d1")
    alone = draft.replace(stops=tuple(stop for stop in draft.stops if stop.visit_id != "R1/2"))
    problem = freeze(two, DAY).built.problem
    assert "crew" in {one.rule for one in check(problem, alone).violations}
