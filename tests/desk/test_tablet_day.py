"""The day itself on a device: breaks, its end, its time before the law, overtime, what was seen, and history."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner import store
from planner.desk import history as history_desk
from planner.desk import overtime, seen, tablet, timesheet
from planner.desk import plan as plan_desk
from planner.desk.history import MOST
from planner.desk.own_words import in_own_words
from planner.model.errors import InputError, NotAllowedError
from planner.model.event import Event
from planner.model.finding import Finding
from planner.model.language import render
from planner.model.message import message
from planner.model.words import RequestStatus
from planner.report.timesheet import Spent
from tests.desk.firm import ANNA, BO, DANA, DAY, KISTA, MAJA, NOW, SOLNA, at, fill, filled, published, request
from tests.desk.tapping import hand_in, row


@pytest.fixture(autouse=True)
def no_memory():
    """Each test is a process that has just started."""
    history_desk._kept.clear()


@pytest.fixture
def firm(desk):
    """Anna visits R1 and R2, Bo has R3."""
    return published(filled(desk)) and desk


def kept(desk, actor=ANNA):
    return json.loads(tablet.keep_day(desk, actor).content)


def told(desk, seq, type_, hour, minute=0, visit="", **more):
    """Hand one thing in at a time of day, at the moment it happens."""
    moment = at(hour, minute)
    hand_in(desk_at(desk, moment), row(seq, type_, visit, at=moment.isoformat(), **more), sent_at=moment)


def desk_at(desk, moment):
    return replace(desk, clock=lambda: moment)


def whole_day(desk, *, over=(17, 0), rest=True):
    """A working day without a gap, from 8."""
    told(desk, 1, "visit.en_route", 8, visit="R2")
    told(desk, 2, "visit.started", 8, 30, visit="R2")
    if rest:
        told(desk, 3, "work.break", 11, 30)
        told(desk, 4, "work.working", 12, 15)
    told(desk, 5, "visit.done", 15, visit="R2")
    told(desk, 6, "work.day_over", *over)
    return desk_at(desk, at(23))


def rules(time):
    return {one.rule for one in time.findings}


def test_a_break_and_the_end_of_the_day_stand_until_they_are_taken_back(firm):
    told(firm, 1, "work.break", 11)
    told(firm, 2, "work.working", 11, 30)
    assert [one[0] for one in kept(firm)["told"]] == ["break", "working"]
    told(firm, 3, "work.undone", 11, 31, undoes="tap-000002")
    assert [one[0] for one in kept(firm)["told"]] == ["break"]


def test_a_report_of_the_day_names_no_visit_and_one_of_a_visit_does(firm):
    from planner.desk.taps import read_tap

    assert read_tap(row(1, "work.break", "")) is not None
    assert read_tap(row(1, "work.break", "R1")) is None
    assert read_tap(row(1, "work.photo", "")) is None


def test_a_colleagues_break_is_not_in_ones_day(firm):
    told(firm, 1, "work.break", 11)
    assert kept(firm, BO)["told"] == []


def test_the_time_of_a_day_comes_from_its_reports(firm):
    time = timesheet.time_report(whole_day(firm), ANNA, DAY)
    assert (time.sheet.start, time.sheet.end, time.sheet.is_over) == (at(8), at(17), True)
    assert time.sheet.seconds(Spent.BREAK) == 45 * 60
    assert time.sheet.seconds(Spent.WORK) == (3 * 60 + 165) * 60
    assert time.overtime_s == 0


@pytest.mark.parametrize(("minutes", "extra"), [(0, 0), (1, 60), (90, 5400)])
def test_what_is_longer_than_the_shift_is_overtime(firm, minutes, extra):
    time = timesheet.time_report(whole_day(firm, over=(17 + minutes // 60, minutes % 60)), ANNA, DAY)
    assert time.overtime_s == extra


def test_the_law_says_nothing_where_the_break_was_taken(firm):
    assert "ATL15" not in rules(timesheet.time_report(whole_day(firm), ANNA, DAY))


def test_the_law_says_where_a_break_is_missing(firm):
    assert "ATL15" in rules(timesheet.time_report(whole_day(firm, rest=False), ANNA, DAY))


def test_the_law_speaks_to_the_technician_in_whole_minutes_and_of_them_to_others(firm):
    desk = whole_day(firm, rest=False)
    mine, theirs = (
        next(
            render(one.message, language)
            for one in timesheet.time_report(desk, actor, DAY, technician_id="T01").findings
            if one.rule == "ATL15"
        )
        for actor, language in ((ANNA, "sv"), (DANA, "sv"))
    )
    assert re.fullmatch(r"Du har arbetat \d+\sh(\s\d\d)? utan rast \(högst 5\sh\)\.", mine)
    assert theirs.startswith("Name T01 bryter ")


@pytest.mark.parametrize(
    ("rule", "key", "measured", "limit", "said"),
    [
        ("ATL15", "most", 31478.0, 18000.0, "Du har arbetat 8 h 45 utan rast (högst 5 h)."),
        ("ATL15", "most", 18000.4, 18000.0, "Du har arbetat 5 h 01 utan rast (högst 5 h)."),
        ("ATL13", "least", 39599.0, 39600.0, "Din dygnsvila blir 10 h 59 (minst 11 h)."),
        ("ATL13a", "most", 28861.0, 28800.0, "Din tid för nattarbete blir 8 h 02 (högst 8 h)."),
    ],
)
def test_what_breaks_a_limit_never_reads_as_allowed(rule, key, measured, limit, said):
    words = message(f"law.said.{key}", law_rule=message(f"law.{rule}"), technician="Anna L")
    plain = {"parameter": "", "technician_id": "T01", "start": at(8), "end": at(9), "origin": "law", "mark": "T"}
    found = Finding(rule=rule, measured=measured, limit=limit, unit="s", citation="", hard=True, message=words, **plain)
    assert render(in_own_words(found).message, "sv").replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_day_without_visits_has_its_time_too(desk):
    fill(desk)
    told(desk, 1, "work.break", 12)
    told(desk, 2, "work.working", 12, 30)
    told(desk, 3, "work.day_over", 17)
    time = timesheet.time_report(desk_at(desk, at(23)), ANNA, DAY)
    assert (time.sheet.start, time.sheet.end) == (at(8), at(17))
    assert time.sheet.seconds(Spent.BREAK) == 30 * 60


@pytest.mark.parametrize(("end", "breaks_it"), [((21, 0), False), ((21, 1), True)])
def test_the_law_counts_the_rest_before_the_next_morning(firm, end, breaks_it):
    """From 21:00 to 08:00 are eleven hours, from 21:01 a minute less (13 § arbetstidslagen)."""
    time = timesheet.time_report(whole_day(firm, over=end), ANNA, DAY)
    assert ("ATL13" in rules(time)) is breaks_it


def test_what_is_handed_in_last_counts(firm):
    desk = whole_day(firm)
    first = {"from": at(8).isoformat(), "until": at(16).isoformat(), "break_min": 30}
    hand_in(
        desk, row(7, "work.time", "", **first), row(8, "work.time", "", **first | {"break_min": 45}), sent_at=at(23)
    )
    handed = timesheet.time_report(desk, DANA, DAY, technician_id="T01").handed_in
    assert (handed.start, handed.end, handed.break_min) == (at(8), at(16), 45)
    assert kept(desk)["handed"]


def test_a_proposal_that_ends_before_it_begins_is_none(firm):
    desk = whole_day(firm)
    hand_in(desk, row(7, "work.time", "", **{"from": at(9).isoformat(), "until": at(8).isoformat()}), sent_at=at(23))
    assert timesheet.time_report(desk, ANNA, DAY).handed_in is None


def test_nobody_reads_a_colleagues_time_and_managers_read_none(firm):
    with pytest.raises(NotAllowedError):
        timesheet.time_report(firm, BO, DAY, technician_id="T01")
    with pytest.raises(NotAllowedError):
        timesheet.time_report(firm, MAJA, DAY, technician_id="T01")


def test_without_a_plan_or_a_report_there_is_no_time(firm):
    assert timesheet.time_report(firm, ANNA, DAY).sheet is None
    assert timesheet.time_report(firm, ANNA, DAY + timedelta(days=1)).sheet is None


def asked(desk, minutes=30):
    hand_in(desk, row(1, "work.overtime", "", minutes=minutes, note="Servern startar om"))
    return overtime.asked_on(desk, DANA, DAY)


def test_overtime_is_asked_and_the_answer_comes_to_the_device(firm):
    (one,) = asked(firm)
    assert (one.name, one.minutes, one.note, one.answer) == ("Name T01", 30, "Servern startar om", "")
    assert kept(firm)["asked"] == [["tap-000001", 30, ""]]
    overtime.answer(firm, DANA, one.asked_id, granted=True, client_uuid="answer-1")
    assert kept(firm)["asked"] == [["tap-000001", 30, "granted"]]
    overtime.answer(firm, DANA, one.asked_id, granted=False, client_uuid="answer-2")
    assert kept(firm)["asked"] == [["tap-000001", 30, "declined"]]
    assert overtime.asked_on(firm, DANA, DAY)[0].answer == "declined"


def test_granted_overtime_stands_beside_what_was_worked(firm):
    asked(firm, 45)
    overtime.answer(firm, DANA, "tap-000001", granted=True, client_uuid="answer-1")
    told(firm, 2, "visit.started", 8, visit="R2")
    assert timesheet.time_report(firm, ANNA, DAY).granted_min == 45


@pytest.mark.parametrize(("minutes", "breaks_it"), [(240, False), (241, True)])
def test_the_law_is_asked_before_overtime_is_worked(firm, minutes, breaks_it):
    """The shift ends at 17: with four hours more eleven hours of rest are left, with a minute more they are not."""
    (one,) = asked(firm, minutes)
    assert ("ATL13" in {found.rule for found in one.findings}) is breaks_it


def test_what_nobody_asked_is_not_answered_and_technicians_answer_nothing(firm):
    with pytest.raises(InputError):
        overtime.answer(firm, DANA, "tap-000009", granted=True, client_uuid="answer-1")
    asked(firm)
    for who in (ANNA, MAJA):
        with pytest.raises(NotAllowedError):
            overtime.answer(firm, who, "tap-000001", granted=True, client_uuid="answer-1")
        with pytest.raises(NotAllowedError):
            overtime.asked_on(firm, who, DAY)


def again(desk, plan_id, moved=timedelta(0)):
    """Publish the day anew, with Anna's work moved."""
    with desk.store.writing() as db:
        plan = store.plans.published_on(db, DAY)
        stops = tuple(
            replace(one, start=one.start + moved) if one.technician_id == "T01" and one.visit_id else one
            for one in plan.stops
        )
        made = store.plans.add(db, plan.replace(plan_id=plan_id, stops=stops))
        store.plans.publish(db, made, at=NOW)
    return plan_desk.published_plan(desk, DANA, DAY)


def test_a_day_that_was_never_changed_says_nothing(firm):
    plan = plan_desk.published_plan(firm, DANA, DAY)
    assert seen.seen_of(firm, DANA, plan, "T01") is None


@pytest.mark.parametrize(("moved", "waits"), [(59, False), (60, True)])
def test_a_change_of_a_minute_waits_to_be_confirmed_by_whom_it_concerns(firm, moved, waits):
    plan = again(firm, "p2", timedelta(seconds=moved))
    found = seen.seen_of(firm, DANA, plan, "T01")
    assert (found is not None and found.waits) is waits
    assert seen.seen_of(firm, DANA, plan, "T02") is None


def test_what_was_confirmed_is_shown_and_the_next_change_waits_again(firm):
    plan = again(firm, "p2", timedelta(minutes=5))
    hand_in(firm, row(1, "work.seen", "", version=plan.version))
    found = seen.seen_of(firm, DANA, plan, "T01")
    assert (found.waits, found.version, found.at) == (False, plan.version, NOW)
    plan = again(firm, "p3", timedelta(minutes=5))
    assert seen.seen_of(firm, DANA, plan, "T01").waits
    plan = again(firm, "p4", timedelta(minutes=-5))
    assert not seen.seen_of(firm, DANA, plan, "T01").waits  # the day is again as it was confirmed


def earlier(desk, request_id, days, **changes):
    """A visit that was done some days ago, with a note."""
    moment = NOW - timedelta(days=days)
    with desk.store.writing() as db:
        store.requests.add(db, request(request_id, status=RequestStatus.DONE, created_at=moment, **changes))
        day = (DAY - timedelta(days=days)).isoformat()
        payload = (("day", day), ("note", f"Nyckel {request_id}"))
        done = {"at": moment, "recorded_at": moment, "request_id": request_id, "technician_id": "T02"}
        store.events.add(db, Event(client_uuid=f"done-{request_id}", type="visit.done", payload=payload, **done))


def history(desk, visit="R1"):
    (one,) = [stop for stop in kept(desk)["stops"] if stop.get("visit") == visit]
    return one["history"]


def test_what_was_done_at_the_same_site_comes_along_the_last_first(desk):
    for number, days in enumerate((40, 10, 30, 20)):
        earlier(desk, f"OLD{number}", days, title=f"Besök {days}")
    earlier(desk, "ELSE", 5, place=SOLNA, title="Annan adress")
    earlier(desk, "OTHER", 5, customer="Någon annan", title="Annan kund")
    published(filled(desk))
    found = history(desk)
    assert [one["title"] for one in found] == ["Besök 10", "Besök 20", "Besök 30"]
    assert len(found) == MOST
    assert found[0]["notes"] == ["Nyckel OLD1"]
    assert found[0]["word"] == "done"
    assert datetime.fromisoformat(found[0]["at"]) == NOW - timedelta(days=10)


def test_todays_own_visits_are_no_history(desk):
    earlier(desk, "TODAY", 0)
    published(filled(desk))
    assert history(desk) == []


@pytest.mark.parametrize(("north", "same"), [(0.0004, True), (0.0006, False)])
def test_a_site_is_a_place_of_some_fifty_metres(desk, north, same):
    earlier(desk, "NEAR", 9, place=replace(KISTA, lat=KISTA.lat + north))
    published(filled(desk))
    assert bool(history(desk)) is same


def test_overtime_and_a_time_report_are_taken_back_wherever_they_show(firm):
    told(firm, 1, "work.overtime", 11, minutes=45, note="Servern")
    told(firm, 2, "work.overtime", 12, minutes=30, note="Servern")
    told(firm, 3, "work.time", 13, **{"from": at(8).isoformat(), "until": at(12).isoformat(), "break_min": 30})
    told(firm, 4, "work.undone", 14, undoes="tap-000001")
    assert [one.minutes for one in overtime.asked_on(firm, DANA, DAY)] == [30]
    assert [one[1] for one in kept(firm)["asked"]] == [30]
    assert kept(firm)["handed"][1] == "tap-000003"
    told(firm, 5, "work.undone", 15, undoes="tap-000003")
    assert kept(firm)["handed"] == []
    assert timesheet.time_report(desk_at(firm, at(16)), ANNA, DAY).handed_in is None
