"""A request that waited for its customer is due later: by the plan, by the offers, and by the statistics alike."""

from dataclasses import replace
from datetime import datetime, timedelta

from planner import store
from planner.desk import triage
from planner.desk.snapshot import built_for
from planner.model.words import Priority, RequestStatus
from tests.desk.firm import DANA, DAY, ZONE, fill, request

CREATED = datetime(2026, 11, 23, 8, tzinfo=ZONE)


def saved(desk, at, **changes):
    """Save R1 as Dana does, by a clock that shows a time of the day before."""
    one = triage.get_request(desk, DANA, "R1")
    moment = datetime(2026, 11, 23, at, tzinfo=ZONE)
    return triage.save_request(replace(desk, clock=lambda: moment), DANA, one.replace(**changes))


def late_after(desk):
    built = built_for(desk, DAY)
    (visit,) = built.problem.visits
    return built.problem.moment(visit.late_after_s + visit.service_s).astimezone(ZONE)


def asked(desk):
    override = {"priority": Priority.P2, "priority_override": "avtal"}
    fill(desk, request("R1", created_at=CREATED, sla_policy="basic", service_min=60, **override))


def test_a_pause_moves_the_due_time_of_the_plan(desk):
    """P2 of the basic level: 18 hours of office time, from Monday 08:00 to Tuesday 17:00."""
    asked(desk)
    assert late_after(desk) == datetime(2026, 11, 24, 17, tzinfo=ZONE)
    saved(desk, 9, status=RequestStatus.PAUSED, pause_reason="waiting_parts")
    saved(desk, 10, status=RequestStatus.TRIAGED, pause_reason="")
    assert late_after(desk) == datetime(2026, 11, 24, 17, tzinfo=ZONE)  # waiting for parts is ours to bear
    saved(desk, 11, status=RequestStatus.PAUSED, pause_reason="waiting_customer")
    saved(desk, 13, status=RequestStatus.TRIAGED, pause_reason="")
    built = built_for(desk, DAY)
    (visit,) = built.problem.visits
    assert visit.late_after_s is None  # due on Wednesday at ten: not on this day
    (visit,) = built_for(desk, DAY + timedelta(days=1)).problem.visits
    assert visit.late_after_s == 9 * 3600


def test_the_save_tells_why_it_waits_and_nothing_once_it_does_not(desk):
    asked(desk)
    saved(desk, 9, status=RequestStatus.PAUSED, pause_reason="waiting_customer")
    saved(desk, 10, status=RequestStatus.TRIAGED)
    with desk.store.reading() as db:
        events = store.events.find(db, request_ids={"R1"})
    assert [(one.get("status"), one.get("pause_reason")) for one in events] == [
        ("paused", "waiting_customer"), ("triaged", ""),
    ]  # fmt: skip
