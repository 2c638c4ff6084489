"""Somebody is on the way and the visit becomes another's: the report stops counting, the request is open again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from planner.desk import day, live, tablet, triage
from planner.desk import plan as plan_desk
from planner.model.errors import InputError
from planner.model.event import Actor, Event
from planner.model.told import counting
from planner.model.words import RequestStatus, Role
from tests.desk.firm import ANNA, DANA, DAY, at, fill, published, request
from tests.desk.tapping import hand_in, row
from tests.desk.test_live import anyone, at_time

BO = Actor(actor_id="bo", name="Bo", role=Role.TECHNICIAN, technician_id="T02")
NOW = at(9)


@pytest.fixture
def leaving(desk):
    """Bo is on the way to B1 at nine, and goes home; Anna can take it."""
    fill(desk, request("A1", required_technicians=("T01",)), request("B1", required_technicians=("T02",)),
         people=("T01", "T02"))  # fmt: skip
    plan = published(desk)
    anyone(desk, "B1")
    now = at_time(desk, NOW)
    say(now, BO, "en_route", "bo1")
    assert status(now) is RequestStatus.EN_ROUTE
    return now, plan


def say(desk, who, kind, uuid):
    return day.report_status(desk, who, "B1", f"visit.{kind}", client_uuid=uuid, at=desk.clock())


def status(desk):
    return triage.get_request(desk, DANA, "B1").status


def handed_on(desk, plan):
    draft = plan_desk.take_proposal(desk, DANA, live.hand_on(desk, DANA, DAY, "T02").plan_id)
    return plan_desk.publish(desk, DANA, draft.plan_id, instead_of=plan.plan_id)


def test_who_takes_over_reports_from_the_beginning(leaving):
    desk, plan = leaving
    now = handed_on(desk, plan)
    assert now.stop_of("B1").technician_id == "T01"
    assert status(desk) is RequestStatus.PLANNED
    assert day.my_day(desk, ANNA, DAY).states == {}
    assert live.day_now(desk, DANA, DAY) is None  # nobody is on the way to anything
    say(desk, ANNA, "en_route", "anna1")
    assert status(desk) is RequestStatus.EN_ROUTE
    say(desk, ANNA, "undone", "anna2")
    assert day.my_day(desk, ANNA, DAY).states == {}
    assert status(desk) is RequestStatus.PLANNED


def test_a_device_begins_anew_too(leaving):
    desk, plan = leaving
    now = handed_on(desk, plan)
    kept = json.loads(tablet.keep_day(desk, ANNA).content)
    stands = [one["stands"] for one in kept["stops"] if one.get("visit") == "B1"]
    assert stands == [[]]
    hand_in(desk, row(1, visit="B1", plan=now.plan_id, at=NOW.isoformat()), sent_at=NOW)
    assert day.my_day(desk, ANNA, DAY).states == {"B1": "visit.en_route"}


def test_what_finds_no_place_waits_again_instead_of_being_forgotten(leaving):
    desk, plan = leaving
    one = triage.get_request(desk, DANA, "B1")
    triage.save_request(desk, DANA, one.replace(required_technicians=("T02",)))
    now = handed_on(desk, plan)
    assert now.stop_of("B1") is None
    assert status(desk) is RequestStatus.TRIAGED


def test_who_has_arrived_keeps_the_visit_and_its_status(leaving):
    desk, plan = leaving
    say(desk, BO, "arrived", "bo2")
    now = handed_on(desk, plan)
    assert now.stop_of("B1").technician_id == "T02"
    assert status(desk) is RequestStatus.ON_SITE


def test_what_is_over_stays_over_whoever_has_it(leaving):
    desk, plan = leaving
    for n, kind in enumerate(("arrived", "done")):
        say(desk, BO, kind, f"more{n}")
    handed_on(desk, plan)
    assert status(desk) is RequestStatus.DONE


def test_reports_of_the_holder_count_and_those_of_others_until_the_visit_is_over():
    told = [
        Event(client_uuid=kind + who, at=NOW + timedelta(minutes=n), recorded_at=NOW, type=f"visit.{kind}",
              request_id="B1", technician_id=who)
        for n, (kind, who) in enumerate((("en_route", "T02"), ("en_route", "T01"), ("arrived", "T01"), ("done", "T01")))
    ]  # fmt: skip
    assert counting(told[:3], "T01") == tuple(told[1:3])
    assert counting(told[:3], None) == ()
    assert counting(told, "T03") == tuple(told)


def test_the_desk_does_not_skip_back_for_the_one_who_has_it(leaving):
    desk, _ = leaving
    with pytest.raises(InputError):
        say(desk, BO, "en_route", "again")
