"""Who is on call: now before later, nearest first, absent ones not, and the rest a call-out leaves owed."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from planner import store
from planner.desk import on_call, on_duty, team
from planner.desk.settings import get_law, save_law
from planner.law import Agreement, Override
from planner.model.errors import NotAllowedError
from planner.model.places import Place
from planner.model.team import Absence, ShiftPattern
from planner.model.words import ShiftKind
from tests.desk.firm import ADAM, ANNA, DANA, DAY, HOME, KISTA, MAJA, OFFICE, at, technician

NIGHT = ShiftPattern(
    weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(17), end=time(7), kind=ShiftKind.ON_CALL, response_min=30
)
FAR = Place(lat=59.86, lon=17.64, label="Uppsala")


@pytest.fixture
def firm(desk):
    """Anna lives far off, Bo near; both are on call at night, Bo from eight in the evening."""
    late = replace(NIGHT, start=time(20))
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01", patterns=(OFFICE, NIGHT), start_place=FAR))
        store.people.save_technician(db, technician("T02", patterns=(OFFICE, late), start_place=HOME))
        store.people.save_technician(db, technician("T03"))
    return desk


def then(desk, moment):
    return replace(desk, clock=lambda: moment)


def names(found):
    return [one.technician.technician_id for one in found]


def test_who_is_on_duty_now_comes_before_who_will_be(firm):
    found = on_duty.on_duty(then(firm, at(18)), DANA, place=KISTA)
    assert names(found)[:2] == ["T01", "T02"]
    assert [one.is_on_now for one in found][:2] == [True, False]


def test_of_those_on_duty_the_nearest_by_time_is_first(firm):
    found = on_duty.on_duty(then(firm, at(21)), DANA, place=KISTA)
    now = [one for one in found if one.is_on_now]
    assert names(now) == ["T02", "T01"]
    assert now[0].drive_s < now[1].drive_s
    matrix = firm.travel.matrix([HOME, KISTA])
    assert now[0].drive_s == int(matrix.drive_s[0, 1])


def test_who_may_not_drive_is_last_however_near(firm):
    with firm.store.writing() as db:
        near = next(one for one in store.people.get_team(db).technicians if one.technician_id == "T02")
        licence = replace(near.licence, valid_to=at(0).date() - timedelta(days=1))
        store.people.save_technician(db, near.replace(licence=licence))
    found = on_duty.on_duty(then(firm, at(21)), DANA, place=KISTA)
    assert [(one.technician.technician_id, one.may_drive) for one in found if one.is_on_now] == [
        ("T01", True),
        ("T02", False),
    ]


def test_who_is_absent_is_not_named(firm):
    team.save_absence(firm, DANA, Absence(technician_id="T01", start=at(12), end=at(23), kind="sick"))
    assert "T01" not in [
        one.technician.technician_id for one in on_duty.on_duty(then(firm, at(21)), DANA) if one.is_on_now
    ]


def test_a_duty_is_over_at_its_end(firm):
    last = at(7)
    before = on_duty.on_duty(then(firm, last - timedelta(seconds=1)), DANA)
    assert [one.is_on_now for one in before].count(True) == 2
    assert not any(one.is_on_now for one in on_duty.on_duty(then(firm, last), DANA))


def rested(desk, hours):
    known = get_law(desk, ADAM)
    rest = Override(key="STBY.rest_after_h", value=hours, clause="1 §")
    law = replace(known.law, agreements=(Agreement(name="avtal", valid_from=DAY, overrides=(rest,)),))
    save_law(desk, ADAM, law, version=known.version)


def test_rest_is_owed_from_the_end_of_the_last_call_out_on(firm):
    rested(firm, 12)
    night = then(firm, at(3))
    on_call.report_call_out(night, ANNA, client_uuid="c1", start=at(1), end=at(2))
    (found,) = (one for one in on_duty.on_duty(night, DANA) if one.technician.technician_id == "T01" and one.is_on_now)
    assert found.rest_until == at(14)
    assert [one.call_out_id for one in found.call_outs] == ["c1"]
    assert found.next_shift == at(8)
    assert found.is_rest_short


@pytest.mark.parametrize(
    ("start", "end", "until"),
    [
        ((1, 0), (2, 0), (13, 0)),  # 17 to 01 is 8 h: the daily rest is owed anew
        ((3, 59), (5, 0), (16, 0)),
        ((4, 0), (5, 0), None),  # 17 to 04 is 11 h: the shift may follow
    ],
)
def test_the_daily_rest_is_owed_anew_where_a_call_out_broke_it(firm, start, end, until):
    night = then(firm, at(6))
    on_call.report_call_out(night, ANNA, client_uuid="c1", start=at(*start), end=at(*end))
    found = of_anna(night)
    assert found.rest_until == (at(*until) if until else None)
    assert found.is_rest_short is (until is not None)


def test_rest_that_is_over_before_the_next_shift_is_owed_until_then_and_no_longer(firm):
    """A call-out ends at 19; the next shift begins at 8, eleven hours end at 6."""
    on_call.report_call_out(then(firm, at(19, 5)), ANNA, client_uuid="c1", start=at(18), end=at(19))
    late = at(6) + timedelta(days=1)
    before, after = (of_anna(then(firm, moment)) for moment in (late - timedelta(seconds=1), late))
    assert (before.rest_until, before.is_rest_short) == (late, False)
    assert after.rest_until is None


def of_anna(desk):
    (found,) = (one for one in on_duty.on_duty(desk, DANA) if one.technician.technician_id == "T01" and one.is_on_now)
    return found


def test_one_is_there_after_the_drive_and_not_before_the_duty_begins(firm):
    anna, bo, *_ = on_duty.on_duty(then(firm, at(18)), DANA, place=KISTA)
    assert names((anna, bo)) == ["T01", "T02"]
    assert anna.there_at == at(18) + timedelta(seconds=anna.drive_s)
    assert bo.there_at == at(20) + timedelta(seconds=bo.drive_s)
    assert all(one.there_at is None for one in on_duty.on_duty(then(firm, at(18)), DANA))


def test_only_who_makes_schedules_sees_it(firm):
    for who in (MAJA, ANNA):
        with pytest.raises(NotAllowedError):
            on_duty.on_duty(firm, who)


def test_nobody_on_call_is_an_empty_answer(desk):
    with desk.store.writing() as db:
        store.people.save_technician(db, technician())
    assert on_duty.on_duty(desk, DANA) == ()
