"""A day's time is what was reported: nothing twice, nothing left out, and no break that nobody took."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.model.event import Event
from planner.report.timesheet import Spent, sheet_of, standing_of_day

DAY = datetime(2026, 11, 24, tzinfo=UTC)
HOME = timedelta(minutes=20)


def at(hour, minute=0):
    return DAY + timedelta(hours=hour, minutes=minute)


def told(type_, hour, minute=0, **more):
    moment = at(hour, minute)
    payload = tuple(more.items())
    uuid = more.pop("uuid", f"{type_}-{hour}-{minute}")
    return Event(client_uuid=uuid, at=moment, recorded_at=moment, type=type_, payload=payload)


def sheet(*events, now=(23, 0), breaks=()):
    visits = [one for one in events if one.type.startswith("visit.")]
    of_day = standing_of_day([one for one in events if one.type.startswith("work.")])
    return sheet_of(visits, of_day, start=at(8), end=at(17), home=HOME, breaks=breaks, now=at(*now))


def minutes(made):
    return {kind.value: made.seconds(kind) // 60 for kind in Spent}


USUAL = (
    told("visit.en_route", 8), told("visit.arrived", 8, 30), told("visit.started", 8, 40), told("visit.done", 10),
    told("work.break", 11), told("work.working", 11, 45),
    told("visit.en_route", 12), told("visit.started", 12, 15), told("visit.done", 16),
)  # fmt: skip


def test_nothing_reported_is_no_time():
    assert sheet() is None


def test_a_day_is_drives_work_breaks_and_the_rest():
    made = sheet(*USUAL, told("work.day_over", 16, 30))
    assert (made.start, made.end, made.is_over) == (at(8), at(16, 30), True)
    assert minutes(made) == {"work": 90 + 225, "drive": 30 + 15 + 20, "break": 45, "other": 60 + 15 + 10}
    assert made.seconds() == 8.5 * 3600


def test_spans_follow_each_other_without_gap_or_overlap():
    made = sheet(*USUAL, told("work.day_over", 16, 30))
    assert made.spans[0].start == made.start
    assert made.spans[-1].end == made.end
    assert all(a.end == b.start for a, b in zip(made.spans, made.spans[1:], strict=False))


def test_who_begins_before_the_shift_has_worked_since_and_who_reports_late_since_its_start():
    assert sheet(told("visit.en_route", 7, 10), told("work.day_over", 12)).start == at(7, 10)
    assert sheet(told("visit.en_route", 9, 10), told("work.day_over", 12)).start == at(8)


def test_a_break_ends_with_the_next_report_of_a_visit():
    made = sheet(
        told("visit.started", 8), told("work.break", 11), told("visit.done", 11, 20), told("work.day_over", 12)
    )
    assert minutes(made)["break"] == 20


def test_after_a_break_in_a_visit_the_visit_goes_on():
    made = sheet(
        told("visit.started", 8), told("work.break", 10), told("work.working", 10, 30), told("visit.done", 11),
        told("work.day_over", 11),
    )  # fmt: skip
    assert minutes(made) == {"work": 150, "drive": 0, "break": 30, "other": 0}


def test_a_visit_that_is_paused_is_work_but_not_at_the_visit():
    made = sheet(told("visit.started", 8), told("visit.paused", 9), told("visit.resumed", 9, 30),
                 told("visit.done", 10), told("work.day_over", 10))  # fmt: skip
    assert minutes(made) == {"work": 90, "drive": 0, "break": 0, "other": 30}


@pytest.mark.parametrize(("over", "drive"), [((16, 10), 10), ((16, 20), 20), ((16, 40), 20)])
def test_the_way_home_is_as_planned_and_never_longer_than_there_was_time(over, drive):
    made = sheet(told("visit.started", 8), told("visit.done", 16), told("work.day_over", *over))
    assert minutes(made)["drive"] == drive


def test_a_day_that_is_not_over_goes_on_as_planned_with_the_breaks_that_lie_ahead():
    breaks = [(at(11), at(11, 45)), (at(14), at(14, 15))]
    made = sheet(told("visit.started", 8), now=(12, 0), breaks=breaks)
    assert (made.end, made.is_over) == (at(17), False)
    assert minutes(made) == {"work": 240, "break": 15, "drive": 20, "other": 120 + 165 - 20}


def test_a_break_under_way_lasts_until_now_and_not_until_the_evening():
    assert minutes(sheet(told("work.break", 11), now=(11, 20)))["break"] == 20


def test_a_day_nobody_ended_ends_with_its_shift_or_with_the_way_home_of_a_later_visit():
    assert sheet(told("visit.started", 8), told("visit.done", 15), now=(23, 0)).end == at(17)
    assert sheet(told("visit.started", 8), told("visit.done", 17, 30), now=(23, 0)).end == at(17, 50)


def test_what_is_reported_after_the_end_of_the_day_makes_it_no_longer():
    made = sheet(told("visit.started", 8), told("work.day_over", 15), told("visit.done", 15, 30))
    assert made.end == at(15)


def test_only_the_last_report_of_the_day_is_taken_back_and_by_its_own_id():
    first, second = told("work.break", 9, uuid="b1"), told("work.working", 10, uuid="b2")
    wrong, right = told("work.undone", 11, undoes="b1"), told("work.undone", 11, 5, undoes="b2")
    assert [one.client_uuid for one in standing_of_day([first, second, wrong])] == ["b1", "b2"]
    assert [one.client_uuid for one in standing_of_day([first, second, wrong, right])] == ["b1"]
