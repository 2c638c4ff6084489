"""Notice of changed hours (12 §) and night workers (13 a §), from what is kept: the audit and the weekly hours."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from planner import store
from planner.desk import team, worktime
from planner.law import LAW, Book, roster_for
from planner.law.book import Rescheduled
from planner.model.team import ShiftPattern, Team
from planner.model.words import ShiftKind
from tests.desk.firm import DANA, DAY, OFFICE, at, drafted, filled, technician

LATER = replace(OFFICE, start=time(9), end=time(18))
SHORTER = replace(OFFICE, start=time(9), end=time(16))


def changed(desk, before, **changes):
    """Dana saves Anna's hours some time before eight o'clock of the planned day."""
    with desk.store.reading() as db:
        one = store.people.get_technician(db, "T01")
    moment = at(8) - before
    return team.save_technician(replace(desk, clock=lambda: moment), DANA, one.replace(**changes))


def notices(desk):
    plan = drafted(desk, "p1")
    with desk.store.reading() as db:
        found = [one for one in worktime.judged(db, plan).law if one.rule == "ATL12"]
    assert not any(one.hard for one in found)  # known from a secondary source only
    return [(one.technician_id, one.measured) for one in found]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (timedelta(days=14), []),
        (timedelta(days=14) - timedelta(seconds=1), [("T01", 13)]),
        (timedelta(days=3), [("T01", 3)]),
        (timedelta(days=90), []),
        (timedelta(0), [("T01", 0)]),
        (-timedelta(hours=1), []),  # the new hours have begun: nobody can be told of them any more
    ],
)
def test_other_hours_are_told_fourteen_days_before_they_were_to_begin(desk, before, found):
    changed(filled(desk), before, patterns=(LATER,))
    assert notices(desk) == found


def test_shorter_hours_inside_known_ones_are_no_change_and_other_details_are_none(desk):
    changed(filled(desk), timedelta(days=3), patterns=(SHORTER,))
    changed(desk, timedelta(days=2), phone="08-1")
    assert notices(desk) == []


def test_a_shift_that_is_new_has_to_be_told_and_one_that_is_gone_is_told_by_nobody(desk):
    filled(desk)
    changed(desk, timedelta(days=20), patterns=())
    changed(desk, timedelta(days=5), patterns=(OFFICE,))
    assert notices(desk) == [("T01", 5)]


def test_of_several_saves_each_is_a_change_of_the_one_before():
    person = technician().replace(patterns=(OFFICE,))
    saves = (
        Rescheduled(technician_id="T01", at=at(8) - timedelta(days=2), before=(LATER,)),
        Rescheduled(technician_id="T01", at=at(8) - timedelta(days=30), before=(OFFICE,)),
        Rescheduled(technician_id="T02", at=at(8) - timedelta(days=1), before=()),
    )
    roster = roster_for(person, Team(technicians=(person,)), Book(rescheduled=saves), LAW,
                        since=DAY, until=DAY + timedelta(days=1))  # fmt: skip
    assert [(one.known_start, one.start) for one in roster.changes] == [(at(8), at(9)), (at(9), at(8))]


@pytest.mark.parametrize(
    ("start", "end", "kind", "night"),
    [
        (time(16), time(1), ShiftKind.FIELD, True),  # 22-01: three hours
        (time(16), time(0, 59), ShiftKind.FIELD, False),
        (time(3), time(11), ShiftKind.REMOTE, True),
        (time(3, 1), time(11), ShiftKind.REMOTE, False),
        (time(22), time(6), ShiftKind.PHONE, True),
        (time(22), time(6), ShiftKind.ON_CALL, False),
        (time(8), time(17), ShiftKind.FIELD, False),
    ],
)
def test_whoever_has_three_hours_between_22_and_06_in_the_weekly_hours_is_a_night_worker(start, end, kind, night):
    pattern = ShiftPattern(weekdays=(1, 2, 3), start=start, end=end, kind=kind)
    person = technician().replace(patterns=(pattern,))
    roster = roster_for(person, Team(technicians=(person,)), Book(), LAW, since=DAY, until=DAY + timedelta(days=1))
    assert roster.night_worker is night


def test_nights_are_pointed_out_where_they_are_too_long_on_average(desk):
    """Seven nights of nine hours a week are more than eight hours a day, one day in seven taken off."""
    nights = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(21), end=time(7))
    filled(desk)
    changed(desk, timedelta(days=50), patterns=(nights,))
    plan = drafted(desk, "p1")
    with desk.store.reading() as db:
        assert "ATL13a" in {one.rule for one in worktime.judged(db, plan).law if one.technician_id == "T01"}
