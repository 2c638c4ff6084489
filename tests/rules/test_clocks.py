"""The clock of a solution stands still while a request waits for the customer; planning and statistics agree on it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.catalogue import PauseReason
from planner.model.event import Event
from planner.model.message import Text
from planner.model.request import Request
from planner.model.words import Priority, RequestStatus
from planner.planning.horizon import Horizon
from planner.planning.times import Day, visit_times
from planner.report import Facts
from planner.report.clocks import happened_to, request_row
from planner.rules.calendar import business_seconds, due_at
from planner.rules.clocks import dues_of, pauses_of
from tests.planning.factory import CATALOGUE as PLAIN
from tests.rules.test_calendar import at, calendar, moments

ZONE = "Europe/Stockholm"
CATALOGUE = replace(
    PLAIN,
    pause_reasons={
        "waiting": PauseReason(reason_id="waiting", label=Text("k", "c"), stops_resolution=True),
        "parts": PauseReason(reason_id="parts", label=Text("m", "p"), stops_resolution=False),
    },
)
CREATED = at("2026-11-24T09:00+01:00")
REQUEST = Request(
    request_id="R1", title="x", sla_policy="standard", priority=Priority.P3, created_at=CREATED, service_min=10
)
LATER = at("2026-12-24T09:00+01:00")


def event(moment, status=None, reason=None, kind="request.changed"):
    told = (("status", status),) if status else ()
    noted = (("pause_reason", reason),) if reason is not None else ()
    when = at(moment) if isinstance(moment, str) else moment
    return Event(client_uuid=f"{when}{kind}{status}", at=when, recorded_at=when, type=kind, request_id="R1",
                 payload=(*told, *noted))  # fmt: skip


def spans(*events, until=LATER, request=REQUEST):
    return [(a.isoformat()[8:16], b.isoformat()[8:16]) for a, b in pauses_of(request, events, CATALOGUE, until=until)]


PAUSED = event("2026-11-24T10:00+01:00", "paused", "waiting")
RESUMED = event("2026-11-24T12:00+01:00", "triaged", "")


def test_a_pause_lasts_from_the_save_that_begins_it_to_the_one_that_ends_it():
    assert spans(PAUSED, RESUMED) == [("24T10:00", "24T12:00")]
    assert spans(RESUMED, PAUSED) == [("24T10:00", "24T12:00")]  # events need not come in order


def test_saves_within_a_pause_neither_end_it_nor_begin_another():
    assert spans(PAUSED, event("2026-11-24T11:00+01:00", "paused", "waiting"), RESUMED) == [("24T10:00", "24T12:00")]


def test_another_reason_that_does_not_stop_the_clock_ends_the_pause():
    assert spans(PAUSED, event("2026-11-24T11:00+01:00", "paused", "parts"), RESUMED) == [("24T10:00", "24T11:00")]
    assert spans(event("2026-11-24T10:00+01:00", "paused", "parts"), RESUMED) == []


def test_a_pause_that_goes_on_ends_now_and_what_comes_later_is_not_known():
    now = at("2026-11-24T11:00+01:00")
    assert spans(PAUSED, RESUMED, until=now) == [("24T10:00", "24T11:00")]
    assert spans(PAUSED, until=PAUSED.at) == []


def test_work_on_it_ends_a_pause_but_other_happenings_do_not():
    started = event("2026-11-24T11:30+01:00", kind="visit.started")
    assert spans(PAUSED, event("2026-11-24T11:00+01:00", kind="plan.published"), started) == [("24T10:00", "24T11:30")]


def test_a_pause_noted_without_its_reason_has_that_of_the_request():
    bare = event("2026-11-24T10:00+01:00", "paused")
    assert spans(bare, RESUMED) == []
    waiting = REQUEST.replace(status=RequestStatus.PAUSED, pause_reason="waiting")
    assert spans(bare, RESUMED, request=waiting) == [("24T10:00", "24T12:00")]
    assert spans(bare, event("2026-11-24T12:00+01:00", "triaged"), request=waiting) == [("24T10:00", "24T12:00")]


def test_without_a_catalogue_nothing_stops_and_nothing_is_due():
    assert pauses_of(REQUEST, (PAUSED, RESUMED), None, until=LATER) == ()
    assert dues_of(REQUEST, None).resolution is None


@pytest.mark.parametrize("changes", [{"sla_policy": ""}, {"created_at": None}, {"priority": Priority.P1}])
def test_nothing_is_due_without_a_level_a_beginning_or_a_target_for_the_priority(changes):
    dues = dues_of(REQUEST.replace(**changes), CATALOGUE)
    assert (dues.response, dues.resolution) == (None, None)


def test_nothing_is_due_by_a_calendar_that_nobody_knows():
    assert dues_of(REQUEST, replace(CATALOGUE, calendars={})).resolution is None


def test_the_solution_is_due_later_by_the_pause_and_the_answer_is_not():
    """Four hours from 09:00 are 13:00; two of them stood still."""
    plain = dues_of(REQUEST, CATALOGUE)
    assert (plain.response, plain.resolution) == (at("2026-11-24T10:00+01:00"), at("2026-11-24T13:00+01:00"))
    paused = dues_of(REQUEST, CATALOGUE, pauses_of(REQUEST, (PAUSED, RESUMED), CATALOGUE, until=LATER))
    assert (paused.response, paused.resolution) == (plain.response, at("2026-11-24T15:00+01:00"))


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("13:00", "14:00", "13:00"),  # begins when it is due
        ("12:59", "14:00", "14:01"),  # one minute before
        ("07:00", "09:00", "13:00"),  # before it came
        ("07:00", "09:01", "13:01"),
        ("12:00", "12:00", "13:00"),  # of no length
    ],
)
def test_only_what_stands_still_while_the_clock_would_run_counts(first, last, due):
    pause = (at(f"2026-11-24T{first}+01:00"), at(f"2026-11-24T{last}+01:00"))
    assert due_at(calendar(), CREATED, 240, (pause,)) == at(f"2026-11-24T{due}+01:00")


def test_a_pause_over_night_stops_business_time_only():
    pause = (at("2026-11-24T12:00+01:00"), at("2026-11-25T09:00+01:00"))
    assert due_at(calendar(), CREATED, 240, (pause,)) == at("2026-11-25T10:00+01:00")


PAUSES = st.lists(
    st.tuples(moments, st.integers(0, 5000)).map(lambda one: (one[0], one[0] + timedelta(minutes=one[1]))), max_size=4
)


def stood(pauses, start, end):
    """Business seconds between two moments that lie in some pause: minute by minute over the pauses' union."""
    edges = sorted({start, end, *(min(max(m, start), end) for span in pauses for m in span)})
    return sum(
        business_seconds(calendar(), a, b)
        for a, b in pairwise(edges)
        if any(first <= a and b <= last for first, last in pauses)
    )


@given(moments, st.integers(1, 6000), PAUSES)
def test_what_has_run_until_it_is_due_is_business_time_less_pauses(start, minutes, pauses):
    due = due_at(calendar(), start, minutes, pauses)
    assert business_seconds(calendar(), start, due) - stood(pauses, start, due) == minutes * 60
    before = due - timedelta(seconds=1)
    assert business_seconds(calendar(), start, before) - stood(pauses, start, before) == minutes * 60 - 1


STATUSES = st.sampled_from([("paused", "waiting"), ("paused", "parts"), ("triaged", ""), (None, None)])
SAVES = st.lists(st.tuples(st.integers(0, 3 * 24 * 60), STATUSES), max_size=8)


@given(SAVES, st.integers(-24 * 60, 48 * 60), st.sampled_from([0, 7, 9]))
def test_planning_and_statistics_agree_when_a_request_is_due(saves, came_min, first_h):
    """Whatever happened to it, the last start in time and the work's length make the moment of the statistics."""
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    request = REQUEST.replace(created_at=monday + timedelta(minutes=came_min))
    events = tuple(
        event(monday + timedelta(minutes=minute), status, reason, kind="request.changed" if status else "visit.started")
        for minute, (status, reason) in saves
    )
    now = monday + timedelta(days=4)
    facts = Facts(
        first=date(2026, 11, 23), last=date(2026, 11, 30), plans=(), requests=(request,), events=events,
        catalogue=CATALOGUE, now=now, time_zone=ZONE,
    )  # fmt: skip
    row = request_row(facts, request, happened_to(facts)["R1"])
    due = row["resolution_due"]
    day = Day(
        horizon=Horizon(day=due.astimezone(UTC).date(), zone=ZONE), first_s=first_h * 3600, last_s=26 * 3600,
        catalogue=CATALOGUE, paused={"R1": pauses_of(request, events, CATALOGUE, until=now)},
    )  # fmt: skip
    times = visit_times(request, day, service_s=600)
    assert times.late_after_s == max(first_h * 3600, day.horizon.seconds(due) - 600)


def test_the_factory_has_the_hours_this_file_counts_with():
    assert PLAIN.calendars["office"].opens == time(8)
