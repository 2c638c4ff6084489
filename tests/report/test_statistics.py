"""Key figures against a two-day history worked out by hand.

Tuesday 24 November, Anna, 08-16 with a break of 30 min (paid 7 h 30 = 27 000 s):
V1 P2 planned drive 1 200 s, service 3 600 s; driven 1 500 s, served 5 400 s, done.
V2 P3 planned drive 600 s, service 1 800 s; driven 600 s, no access after 600 s.
R3 P3 remote, planned 1 800 s; served 900 s, done. V4 P4 unassigned (window).
Drive home planned 900 s. Last end 15:55, home 16:10: 600 s overtime.
Wednesday is planned (V5, one hour, drive 1 000 + 1 000 s) but nothing was reported.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.model.catalogue import BusinessCalendar, Catalogue, SlaPolicy, SlaTarget
from planner.model.event import Event
from planner.model.message import Text, message
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.reasons import Reason, Unassigned
from planner.model.request import Request
from planner.model.words import Channel, Priority, StopKind
from planner.report import Facts, Filters, statistics

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (24, 25, 26))


def at(clock, day=TUESDAY):
    hours, minutes = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=UTC) - timedelta(hours=1)


def catalogue():
    calendar = BusinessCalendar(
        calendar_id="office", label=Text("a", "a"), weekdays=(1, 2, 3, 4, 5), opens=time(8), closes=time(17),
        public_holidays_closed=True,
    )  # fmt: skip
    target = SlaTarget(calendar="office", response_min=60, resolution_min=480)
    policy = SlaPolicy(policy_id="basic", label=Text("a", "a"), targets=tuple((p, target) for p in Priority))
    return Catalogue(
        skills={}, certificates={}, job_types={}, parts={}, impact=(), urgency=(), matrix=(), priorities={},
        calendars={"office": calendar}, sla_policies={"basic": policy}, pause_reasons={},
    )  # fmt: skip


def stop(visit_id, kind, start, end, *, drive=0, priority=Priority.P3, sequence=1, day=TUESDAY):
    begin = at(start, day)
    return Stop(
        technician_id="T1", duty_id=f"T1:{day}", sequence=sequence, kind=kind, visit_id=visit_id, request_id=visit_id,
        customer=f"Kund {visit_id}" if visit_id else "", priority=priority, job_type_id="printer_fault",
        leave=begin - timedelta(seconds=drive), arrival=begin, start=begin, end=at(end, day), travel_s=drive,
        distance_m=drive * 10,
    )  # fmt: skip


def duty(day):
    return PlanTechnician(
        technician_id="T1", duty_id=f"T1:{day}", name="Anna L", number=1, start=at("8:00", day), end=at("16:00", day),
        hard_end=at("18:00", day),
    )  # fmt: skip


def facts(**changes):
    left = Unassigned(
        visit_id="V4", request_id="V4", customer="Kund V4", priority=Priority.P4, service_s=1800,
        reasons=(Reason(code="window", message=message("plan.quality_road")),),
    )  # fmt: skip
    tuesday = Plan(
        plan_id="p1", day=TUESDAY, created_at=at("7:00"), technicians=(duty(TUESDAY),), unassigned=(left,),
        stops=(
            stop("V1", StopKind.VISIT, "8:30", "9:30", drive=1200, priority=Priority.P2),
            stop(None, StopKind.BREAK, "12:00", "12:30", sequence=2),
            stop("V2", StopKind.VISIT, "13:00", "13:30", drive=600, sequence=3),
            stop("R3", StopKind.REMOTE, "15:00", "15:30", sequence=4),
            stop(None, StopKind.END, "15:45", "15:45", drive=900, sequence=5),
        ),
    )  # fmt: skip
    wednesday = Plan(
        plan_id="p2", day=WEDNESDAY, created_at=at("7:00"), technicians=(duty(WEDNESDAY),),
        stops=(
            stop("V5", StopKind.VISIT, "9:00", "10:00", drive=1000, day=WEDNESDAY),
            stop(None, StopKind.END, "10:30", "10:30", drive=1000, sequence=2, day=WEDNESDAY),
        ),
    )  # fmt: skip
    values = {
        "first": TUESDAY, "last": WEDNESDAY, "plans": (tuesday, wednesday), "requests": requests(), "events": events(),
        "catalogue": catalogue(), "now": at("0:00", THURSDAY),
    }  # fmt: skip
    return Facts(**(values | changes))


def requests():
    def one(request_id, created, priority, channel=Channel.ON_SITE):
        return Request(
            request_id=request_id, title="x", customer=f"Kund {request_id}", channel=channel, priority=priority,
            created_at=created, sla_policy="basic", job_type_id="printer_fault",
        )  # fmt: skip

    return (
        one("V1", at("8:00"), Priority.P2),
        one("V2", at("8:00"), Priority.P3),
        one("R3", at("10:00"), Priority.P3, Channel.REMOTE),
        one("V4", at("8:00"), Priority.P4),
        one("V5", at("16:00"), Priority.P3),
    )


def events():
    reported = [
        ("V1", "en_route", "8:05"), ("V1", "arrived", "8:30"), ("V1", "done", "10:00"),
        ("V2", "en_route", "12:50"), ("V2", "arrived", "13:00"), ("V2", "no_access", "13:10"),
        ("R3", "started", "15:40"), ("R3", "done", "15:55"),
    ]  # fmt: skip
    return tuple(
        Event(client_uuid=f"{i}", at=at(clock), recorded_at=at(clock), type=f"visit.{word}", request_id=visit)
        for i, (visit, word, clock) in enumerate(reported)
    )


@pytest.fixture(scope="module")
def found():
    return statistics(facts())


def test_visits_done_counts_only_what_was_reported_done(found):
    figure = found.figures["visits_done"]
    assert (figure.value, figure.whole) == (1, 3)
    assert list(figure.rows["visit_id"]) == ["V2", "V5", "V1"]


def test_remote_rate_is_closed_without_visit_over_closed(found):
    figure = found.figures["remote_rate"]
    assert (figure.part, figure.whole, figure.value) == (1, 2, 0.5)


def test_drive_is_that_of_the_events_and_the_planned_way_home(found):
    assert found.figures["drive_share"].part == 1500 + 600 + 900 + 2000
    assert found.figures["drive_per_visit"].value == pytest.approx(5000 / 3)


def test_drive_share_is_travel_over_travel_service_and_wait(found):
    service = 5400 + 600 + 900 + 3600
    assert found.figures["drive_share"].value == pytest.approx(5000 / (5000 + service))


def test_utilisation_takes_breaks_from_paid_time(found):
    assert found.figures["utilisation"].value == pytest.approx((5400 + 600 + 900 + 3600) / (27_000 + 28_800))


def test_overtime_is_the_last_end_and_the_way_home_past_the_shift(found):
    figure = found.figures["overtime"]
    assert (figure.value, figure.part, figure.whole) == (600, 1, 2)


def test_resolution_target_counts_what_ended_or_is_overdue(found):
    """V1, R3 met; V2, V4 fell due Tuesday 16:00 without end; V5 (due Wednesday 15:00) as well."""
    figure = found.figures["sla_resolution"]
    assert (figure.part, figure.whole) == (2, 5)
    by_priority = {row.priority: (row.met, row.counted) for row in found.charts["sla_by_priority"].itertuples()}
    assert by_priority == {2: (1, 1), 3: (1, 3), 4: (0, 1)}


def test_a_running_clock_is_not_counted():
    figure = statistics(facts(now=at("15:59"), last=TUESDAY)).figures["sla_resolution"]
    assert (figure.part, figure.whole) == (2, 2)


def test_response_is_the_first_thing_somebody_did(found):
    """V1 5 min and V4 none; V2 4 h 50; R3 5 h 40; V5 none: one of five within the hour."""
    assert (found.figures["sla_response"].part, found.figures["sla_response"].whole) == (1, 5)


def test_unassigned_are_counted_by_reason(found):
    assert found.charts["unassigned_by_reason"].to_dict("records") == [{"reason_code": "window", "visits": 1}]
    assert found.figures["unassigned"].value == 1


def test_a_report_taken_back_never_happened():
    undone = Event(
        client_uuid="u", at=at("10:01"), recorded_at=at("10:01"), type="visit.undone", request_id="V1"
    )  # fmt: skip
    figures = statistics(facts(events=(*events(), undone))).figures
    assert figures["visits_done"].value == 0
    assert figures["sla_resolution"].part == 1


def test_a_filter_keeps_only_its_rows():
    chosen = statistics(facts(), filters=Filters(priorities=(2,)))
    assert (chosen.figures["visits_done"].value, chosen.figures["visits_done"].whole) == (1, 1)
    assert statistics(facts(), filters=Filters(customers=("Kund V2",))).figures["visits_done"].whole == 1


def test_an_empty_period_has_no_figures_rather_than_zeros():
    empty = statistics(facts(plans=(), requests=(), events=()))
    assert empty.figures["utilisation"].value is None
    assert empty.figures["drive_per_visit"].value is None
    assert empty.days_planned == 0


def week_before(facts_):
    """The facts with their plans, requests and events also a week earlier."""
    week = timedelta(days=7)
    plans = tuple(
        plan.replace(
            plan_id=f"b{plan.plan_id}",
            day=plan.day - week,
            technicians=tuple(
                replace(one, start=one.start - week, end=one.end - week, hard_end=one.hard_end - week)
                for one in plan.technicians
            ),
            stops=tuple(
                replace(one, request_id=one.request_id and f"b{one.request_id}", start=one.start - week,
                        end=one.end - week)
                for one in plan.stops
            ),
        )
        for plan in facts_.plans
    )  # fmt: skip
    requests_ = tuple(
        one.replace(request_id=f"b{one.request_id}", created_at=one.created_at - week) for one in facts_.requests
    )
    events_ = tuple(
        replace(one, client_uuid=f"b{one.client_uuid}", request_id=f"b{one.request_id}", at=one.at - week)
        for one in facts_.events
    )
    return replace(
        facts_,
        plans=(*plans, *facts_.plans),
        requests=(*requests_, *facts_.requests),
        events=(*events_, *facts_.events),
    )


def test_a_period_is_compared_with_the_same_weekdays_before():
    both = statistics(week_before(facts()))
    assert (both.before_first, both.before_last) == (TUESDAY - timedelta(days=7), WEDNESDAY - timedelta(days=7))
    assert both.before.keys() == both.figures.keys()
    for name, figure in both.figures.items():
        if figure.definition.theme != "backlog":  # what was left over a week ago still is
            assert both.before[name].value == figure.value, name


def test_a_running_week_is_compared_with_as_much_of_the_week_before():
    """At 09:00 on Tuesday nothing is done; what was done at 10:00 a week ago does not count yet."""
    monday, sunday = TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=5)
    running = week_before(facts(first=monday, last=sunday, now=at("9:00")))
    early = statistics(replace(running, now=at("9:00"), events=tuple(e for e in running.events if e.at <= at("9:00"))))
    assert (early.figures["visits_done"].value, early.before["visits_done"].value) == (0, 0)
    late = statistics(replace(running, now=at("11:00")))
    assert (late.figures["visits_done"].value, late.before["visits_done"].value) == (1, 1)
    assert late.before_last == TUESDAY - timedelta(days=7)


def test_without_enough_days_before_there_is_no_comparison(found):
    assert found.before == {}


def test_what_is_open_on_a_day_that_is_not_over_is_not_counted_as_not_done():
    noon = statistics(facts(now=at("12:00", WEDNESDAY)))
    assert list(noon.figures["visits_done"].rows["visit_id"]) == ["V2", "V1"]
    assert noon.figures["overtime"].whole == 1
    assert noon.figures["utilisation"].whole == 27_000
    assert noon.figures["drive_per_visit"].whole == 2
    assert noon.days_planned == 2


def test_the_running_bucket_is_named(found):
    assert found.running is None
    assert statistics(facts(now=at("12:00", WEDNESDAY))).running == WEDNESDAY
    long = statistics(facts(first=TUESDAY - timedelta(days=22), now=at("12:00", WEDNESDAY)))
    assert long.running == TUESDAY - timedelta(days=1)
    without_plan = facts(first=TUESDAY - timedelta(days=22), last=THURSDAY, now=at("12:00", THURSDAY))
    assert statistics(without_plan).running == TUESDAY - timedelta(days=1)


def test_the_trend_of_a_short_period_is_by_day(found):
    assert list(found.trend["visits_done"]["value"]) == [1.0, 0.0]


def test_drive_by_weekday_compares_planned_and_reported(found):
    assert found.charts["weekday_drive"].to_dict("records") == [{"weekday": 2, "planned_min": 15.0, "actual_min": 17.5}]
