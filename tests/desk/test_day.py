"""A technician's day: their own and nothing more; reports once, in order, and with an undo."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk import triage
from planner.desk.reports import STATUS_TYPES, next_types, state_of
from planner.model.errors import InputError, NotAllowedError
from planner.model.words import RequestStatus
from tests.desk.firm import ANNA, BO, DANA, DAY, KISTA, MAJA, at, drafted, fill, filled, published, request

S = RequestStatus


def report(desk, type_, visit_id="R1", *, actor=ANNA, when=None, client_uuid=None, note=""):
    return day_desk.report_status(
        desk, actor, visit_id, f"visit.{type_}", client_uuid=client_uuid or str(uuid4()), at=when or at(9), note=note
    )


def status(desk, request_id="R1"):
    return triage.get_request(desk, DANA, request_id).status


@pytest.fixture
def planned(desk):
    filled(desk)
    published(desk)
    return desk


def test_a_technician_sees_their_own_stops_and_no_more(planned):
    mine = day_desk.my_day(planned, ANNA, DAY)
    assert mine.technician.technician_id == "T01"
    assert set(mine.requests) == {"R1", "R2"}
    assert {stop.technician_id for stop in mine.plan.stops} == {"T01"}
    assert {one.technician_id for one in mine.plan.technicians} == {"T01"}
    assert (mine.plan.unassigned, mine.plan.price.items) == ((), ())
    assert mine.stops == mine.plan.of_technician("T01")


def test_a_technician_is_sent_to_the_address_of_each_request_where_they_share_a_position(desk):
    own = {"required_technicians": ("T01",)}
    streets = {"R1": "Götgatan 44", "R2": "Odengatan 61"}
    fill(desk, *(request(one, place=replace(KISTA, label=street), **own) for one, street in streets.items()))
    published(desk)
    mine = day_desk.my_day(desk, ANNA, DAY)
    assert {stop.visit_id: stop.place.label for stop in mine.stops if stop.visit_id} == streets


def test_a_technician_never_sees_anothers_day(planned):
    with pytest.raises(NotAllowedError):
        day_desk.my_day(planned, ANNA, DAY, technician_id="T02")
    assert day_desk.my_day(planned, DANA, DAY, technician_id="T02").technician.technician_id == "T02"


def test_a_draft_is_not_a_day(desk):
    drafted(filled(desk))
    mine = day_desk.my_day(desk, ANNA, DAY)
    assert (mine.plan, mine.stops, mine.requests) == (None, (), {})


def test_a_technician_nobody_knows_is_said(planned):
    with pytest.raises(InputError, match="T77"):
        day_desk.my_day(planned, DANA, DAY, technician_id="T77")


def test_reports_move_the_requests_status(planned):
    assert status(planned) is S.PLANNED
    for type_, expected in (
        ("en_route", S.EN_ROUTE), ("arrived", S.ON_SITE), ("started", S.ON_SITE), ("paused", S.ON_SITE),
        ("resumed", S.ON_SITE), ("done", S.DONE),
    ):  # fmt: skip
        report(planned, type_)
        assert status(planned) is expected
    assert day_desk.my_day(planned, ANNA, DAY).states == {"R1": "visit.done"}


@pytest.mark.parametrize(("type_", "expected"), [("no_access", S.NO_ACCESS), ("follow_up", S.FOLLOW_UP)])
def test_a_visit_can_end_without_being_done(planned, type_, expected):
    report(planned, "arrived")
    report(planned, type_, note="Låst dörr")
    assert status(planned) is expected
    assert day_desk.my_day(planned, ANNA, DAY).events[-1].get("note") == "Låst dörr"


def test_the_same_report_sent_again_changes_nothing(planned):
    first = report(planned, "arrived", client_uuid="tap-1")
    report(planned, "done", client_uuid="tap-2")
    assert report(planned, "arrived", client_uuid="tap-1") == first
    assert status(planned) is S.DONE
    assert len(day_desk.list_events(planned, DANA, request_id="R1")) == 2


def test_undo_takes_back_the_last_report_that_stands(planned):
    for type_ in ("en_route", "arrived", "undone", "undone"):
        report(planned, type_)
    assert status(planned) is S.PLANNED
    with pytest.raises(InputError):
        report(planned, "undone")
    report(planned, "started")
    report(planned, "done")
    report(planned, "undone")
    assert status(planned) is S.ON_SITE


@pytest.mark.parametrize(
    "reports",
    [("done",), ("paused",), ("undone",), ("en_route", "done"), ("arrived", "en_route"), ("arrived", "done", "started"),
     ("started", "resumed"), ("no_such_thing",)],
)  # fmt: skip
def test_a_report_that_does_not_follow_is_refused_and_leaves_nothing(planned, reports):
    for type_ in reports[:-1]:
        report(planned, type_)
    before = status(planned), day_desk.list_events(planned, DANA, request_id="R1")
    with pytest.raises(InputError):
        report(planned, reports[-1])
    assert (status(planned), day_desk.list_events(planned, DANA, request_id="R1")) == before


def test_a_remote_session_has_no_drive(planned):
    with pytest.raises(InputError):
        report(planned, "en_route", "R3", actor=BO)
    report(planned, "started", "R3", actor=BO)
    report(planned, "done", "R3", actor=BO)
    assert status(planned, "R3") is S.DONE


def test_every_report_but_undo_leads_somewhere_and_every_end_can_be_undone():
    reachable = {one for state in ("", *STATUS_TYPES) for one in next_types(state)}
    assert reachable == set(STATUS_TYPES)
    assert all(next_types(state)[-1] == "visit.undone" for state in STATUS_TYPES)
    assert state_of([], "T01") == ""


def test_a_technician_reports_own_stops_only(planned):
    with pytest.raises(NotAllowedError):
        report(planned, "arrived", "R3")
    report(planned, "arrived", "R1", client_uuid="tap-1")
    with pytest.raises(NotAllowedError):
        report(planned, "arrived", "R3", actor=BO, client_uuid="tap-1")
    assert status(planned, "R3") is S.PLANNED


def test_the_dispatcher_reports_for_somebody_who_rings(planned):
    event = report(planned, "arrived", actor=DANA)
    assert (event.source, event.actor, event.technician_id) == ("desk", "dana", "T01")
    assert report(planned, "started").source == "tablet"


def test_a_visit_outside_the_published_plan_cannot_be_reported(desk):
    drafted(filled(desk))
    with pytest.raises(InputError, match="R1"):
        report(desk, "arrived")


def test_a_report_after_midnight_belongs_to_the_evening_before(planned):
    report(planned, "arrived", when=at(0, 30, DAY + timedelta(days=1)))
    assert day_desk.my_day(planned, ANNA, DAY).states == {"R1": "visit.arrived"}


def test_a_report_finds_the_nearest_plan_with_the_visit_or_the_one_that_is_named(planned):
    next_week = DAY + timedelta(days=7)
    event = report(planned, "arrived", when=at(9, 0, next_week))
    assert event.get("day") == DAY.isoformat()
    with pytest.raises(InputError):
        day_desk.report_status(
            planned, ANNA, "R2", "visit.arrived", client_uuid="far", at=at(9), day=DAY + timedelta(days=1)
        )


def test_yesterdays_visit_to_the_same_request_does_not_count_today(planned):
    report(planned, "arrived")
    report(planned, "follow_up")
    again = triage.get_request(planned, DANA, "R1")
    triage.save_request(planned, DANA, again.replace(status=S.TRIAGED))
    tomorrow = DAY + timedelta(days=1)
    published(planned, "p2", tomorrow)
    assert day_desk.my_day(planned, ANNA, tomorrow).states == {}
    report(planned, "en_route", when=at(8, 0, tomorrow))
    assert day_desk.my_day(planned, ANNA, tomorrow).states == {"R1": "visit.en_route"}
    assert day_desk.my_day(planned, ANNA, DAY).states == {"R1": "visit.follow_up"}


def test_events_are_listed_by_day_and_request(planned):
    report(planned, "arrived")
    types = [one.type for one in day_desk.list_events(planned, MAJA, day=DAY)]
    assert types == ["plan.published", "visit.arrived"]
    assert day_desk.list_events(planned, MAJA, day=DAY - timedelta(days=1)) == ()
    assert day_desk.list_events(planned, MAJA, request_id="R2") == ()


def test_publishing_again_never_moves_back_what_was_reported(planned):
    report(planned, "arrived")
    report(planned, "done")
    published(planned, "p2")
    assert status(planned) is S.DONE
    assert plan_desk.published_plan(planned, DANA, DAY).stop_of("R1").technician_id == "T01"
    assert report(planned, "undone").type == "visit.undone"


def test_a_request_in_nobodys_way_is_left_alone(desk):
    fill(desk, request("R1", required_technicians=("T01",)), request("R9", status=S.CANCELLED))
    published(desk)
    assert status(desk, "R9") is S.CANCELLED
