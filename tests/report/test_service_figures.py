"""Whether promises were kept, against histories worked out by hand: open, cancelled, opened again, over midnight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.model.catalogue import PauseReason
from planner.model.event import Event
from planner.model.message import Text
from planner.model.request import Promise
from planner.model.words import Channel, PromiseKind, RequestStatus, StopKind
from planner.report import Filters, statistics
from tests.report.test_statistics import THURSDAY, TUESDAY, WEDNESDAY, at, duty, facts, stop

DAY = timedelta(days=1)
PAUSES = {"stops": PauseReason(reason_id="stops", label=Text("a", "a"), stops_resolution=True)}


def event(request_id, type_, moment, **payload):
    return Event(
        client_uuid=f"{request_id}{type_}{moment}", at=moment, recorded_at=moment, type=type_, request_id=request_id,
        payload=tuple(payload.items()),
    )  # fmt: skip


def figure(name, given, **asked):
    return statistics(given, theme="service", **asked).figures[name]


def with_events(*more, **changes):
    given = facts(**changes)
    return replace(given, events=(*given.events, *more))


def test_time_to_resolve_is_business_time_from_arrival_to_solution():
    """V1 08:00-10:00 is 2 h, R3 10:00-15:55 is 5 h 55; the median of two is their mean, P90 lies at nine tenths."""
    found = figure("time_to_resolve", facts())
    assert (found.value, found.part, found.whole) == ((7200 + 21_300) / 2, 2, 2)
    assert found.more["mean"] == (7200 + 21_300) / 2
    assert found.more["p90"] == pytest.approx(7200 + 0.9 * 14_100)


def test_nights_and_waiting_for_the_customer_do_not_count():
    """V4 came at 08:00 and is solved on Wednesday at 09:00: 9 h and 1 h, less a pause from 16:00 to 08:30: 1 h 30."""
    saved = (
        event("V4", "request.changed", at("16:00"), status="paused", pause_reason="stops"),
        event("V4", "request.changed", at("8:30", WEDNESDAY), status="triaged"),
        event("V4", "request.done", at("9:00", WEDNESDAY)),
    )
    given = with_events(*saved)
    given = replace(given, catalogue=replace(given.catalogue, pause_reasons=PAUSES))
    rows = figure("time_to_resolve", given).rows.set_index("request_id")["resolution_s"]
    assert rows["V4"] == 10 * 3600 - 5400
    assert rows["V1"] == 7200


def test_a_wait_noted_after_the_solution_takes_nothing_from_it():
    given = with_events(event("V1", "request.changed", at("11:00"), status="paused", pause_reason="stops"))
    given = replace(given, catalogue=replace(given.catalogue, pause_reasons=PAUSES))
    assert figure("time_to_resolve", given).rows.set_index("request_id")["resolution_s"]["V1"] == 7200


def test_time_over_a_clock_change_is_that_of_the_calendar():
    """From Friday 16:00 to Monday 09:00 are two business hours, though the weekend has an hour more."""
    friday, monday = date(2026, 10, 23), date(2026, 10, 26)
    came = datetime(2026, 10, 23, 14, tzinfo=UTC)  # 16:00 in summer
    solved = datetime(2026, 10, 26, 8, tzinfo=UTC)  # 09:00 in winter
    request = facts().requests[0].replace(request_id="W1", created_at=came)
    given = facts(first=friday, last=monday, plans=(), requests=(request,), now=solved + DAY,
                  events=(event("W1", "request.done", solved),))  # fmt: skip
    assert figure("time_to_resolve", given).value == 2 * 3600


def test_time_to_respond_ends_with_the_first_thing_somebody_did():
    """V1 after 5 min, V2 after 4 h 50, R3 after 5 h 40."""
    found = figure("time_to_respond", facts())
    assert (found.value, found.part) == (17_400, 3)
    assert found.more["mean"] == (300 + 17_400 + 20_400) / 3


def test_what_has_no_service_level_has_no_business_time():
    given = facts()
    bare = tuple(one.replace(sla_policy="") for one in given.requests)
    found = figure("time_to_resolve", replace(given, requests=bare))
    assert (found.value, found.part, found.whole) == (None, 0, 2)


def promised(first, last, moment=TUESDAY, only="V1"):
    told = Promise(kind=PromiseKind.TOLD, earliest=at(first, moment), latest=at(last, moment))
    return tuple(one.replace(promise=told) if one.request_id == only else one for one in facts().requests)


@pytest.mark.parametrize(
    ("first", "last", "kept", "late"),
    [("8:00", "9:00", 1, None), ("8:00", "8:30", 1, None), ("8:30", "9:00", 1, None), ("8:00", "8:29", 0, 60),
     ("8:31", "9:00", 0, None)],
)  # fmt: skip
def test_an_appointment_is_kept_by_who_arrives_in_time_and_does_not_begin_before(first, last, kept, late):
    """V1's technician arrived at 08:30 and began then."""
    found = figure("appointment_kept", facts(requests=promised(first, last)))
    assert (found.part, found.whole, found.more["late"]) == (kept, 1, late)


def test_the_last_promise_of_the_day_counts_and_one_of_another_day_does_not():
    told = {"earliest": at("9:00").isoformat(), "latest": at("10:00").isoformat()}
    moved = with_events(event("V1", "request.promised", at("8:00"), **told), requests=promised("8:00", "8:45"))
    assert figure("appointment_kept", moved).part == 0
    other = facts(requests=promised("8:00", "9:00", WEDNESDAY))
    assert figure("appointment_kept", other).whole == 0


def test_a_promise_nobody_came_for_is_not_kept_and_not_late():
    given = facts(requests=promised("9:00", "9:30", WEDNESDAY, only="V5"))
    found = figure("appointment_kept", given)
    assert (found.part, found.whole, found.more["late"]) == (0, 1, None)


def test_a_promise_of_today_is_not_broken_before_the_day_is_over():
    given = facts(requests=promised("9:00", "9:30", WEDNESDAY, only="V5"), now=at("12:00", WEDNESDAY))
    assert figure("appointment_kept", given).whole == 0


def test_the_first_visit_fixed_v1():
    """V1 was solved on its visit; V2 had nobody there and is open; R3 needed no visit."""
    found = figure("first_time_fix", facts())
    assert (found.value, found.part, found.whole) == (1.0, 1, 1)


@pytest.mark.parametrize("word", ["no_access", "follow_up"])
def test_a_visit_before_that_did_not_solve_it_is_no_first_time_fix(word):
    again = event("V2", "visit.done", at("14:00", WEDNESDAY))
    failed = event("V1", f"visit.{word}", at("8:40"))
    assert figure("first_time_fix", with_events(again)).part == 1
    found = figure("first_time_fix", with_events(again, failed))
    assert (found.part, found.whole) == (0, 2)


@pytest.mark.parametrize(("after", "soon"), [(14 * DAY, True), (14 * DAY + timedelta(seconds=1), False)])
def test_opened_again_within_fourteen_days_was_not_fixed(after, soon):
    again = event("V1", "request.changed", at("10:00") + after, status="triaged")
    given = with_events(again, now=at("0:00", THURSDAY) + 30 * DAY, last=TUESDAY + 30 * DAY)
    assert (figure("first_time_fix", given).part, figure("rework", given).part) == ((0, 1) if soon else (1, 0))
    assert figure("rework", given).whole == 2


def test_before_it_is_opened_again_nobody_knows_of_it():
    again = event("V1", "request.changed", at("10:00") + 2 * DAY, status="triaged")
    assert figure("rework", with_events(again)).part == 0


def test_saving_what_is_done_as_done_opens_nothing():
    saved = event("V1", "request.changed", at("11:00"), status="done")
    assert figure("rework", with_events(saved)).part == 0
    other_seat = event("V1", "visit.arrived", at("11:00"), visit="V1/2")
    assert figure("rework", with_events(other_seat)).part == 0


def test_nobody_there_is_counted_of_the_visits_somebody_set_out_to():
    """Two of three visits were driven to, and at one nobody was there."""
    found = figure("no_access", facts())
    assert (found.part, found.whole) == (1, 2)
    on_the_way = with_events(event("V5", "visit.en_route", at("8:45", WEDNESDAY)))
    assert figure("no_access", on_the_way).whole == 3


def test_filters_by_territory_and_line_reach_requests_and_visits():
    given = facts()
    changed = {"V1": {"territory": "north", "line": 2}, "V2": {"territory": "north"}}
    given = replace(given, requests=tuple(one.replace(**changed.get(one.request_id, {})) for one in given.requests))
    assert figure("visits_done", given, filters=Filters(territories=("north",))).whole == 2
    assert figure("visits_done", given, filters=Filters(lines=(2,))).whole == 1
    assert figure("time_to_resolve", given, filters=Filters(lines=(1,))).part == 1
    assert figure("time_to_resolve", given, filters=Filters(territories=("south",))).value is None
    assert statistics(given).territories == ("north",)


def test_a_cancelled_request_is_not_solved():
    gone = tuple(one.replace(status=RequestStatus.CANCELLED) for one in facts().requests if one.request_id == "V4")
    given = with_events(event("V4", "request.cancelled", at("11:00")))
    given = replace(given, requests=(*(one for one in given.requests if one.request_id != "V4"), *gone))
    assert figure("time_to_resolve", given).whole == 2
    assert figure("rework", given).whole == 2


def night(end):
    """Tuesday's plan with a visit at 23:30, done at 00:10, in a shift until an hour of Wednesday."""
    plan = facts().plans[0]
    late = stop("N1", StopKind.VISIT, "23:30", "23:50", sequence=6)
    shift = replace(duty(TUESDAY), end=end, hard_end=end)
    told = with_events(event("N1", "visit.arrived", at("23:30")), event("N1", "visit.done", at("0:10", WEDNESDAY)))
    return replace(told, plans=(plan.replace(stops=(*plan.stops, late), technicians=(shift,)),))


def test_a_report_after_midnight_belongs_to_the_shift_that_goes_on_after_it():
    outcomes = figure("visits_done", night(at("6:00", WEDNESDAY))).rows.set_index("visit_id")
    assert outcomes.loc["N1", "outcome"] == "done"
    assert outcomes.loc["N1", "service_s"] == 40 * 60


def test_a_report_after_midnight_is_another_day_for_a_shift_that_was_over():
    outcomes = figure("visits_done", night(at("23:59"))).rows.set_index("visit_id")
    assert outcomes.loc["N1", "outcome"] == "open"


def test_a_solution_from_afar_is_no_visit():
    given = facts()
    far = tuple(one.replace(channel=Channel.PHONE) for one in given.requests)
    assert figure("first_time_fix", replace(given, requests=far)).value is None
