"""What is kept of somebody's time is what would be laid out and judged anew, and follows everything it is made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.law import Book, CallOut, Worked, breaches_in, case_in, check, profile_for, roster_for, time_of
from planner.law.reach import NEAR
from planner.model.team import Absence, ShiftPattern, Team, Technician
from planner.model.words import ShiftKind

DAY = date(2026, 11, 24)
OFFICE = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(17))
NIGHT = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(17), end=time(7), kind=ShiftKind.ON_CALL)
ANNA = Technician(technician_id="T01", name="Anna", patterns=(OFFICE, NIGHT))


def at(hour: int, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def worked(end: int) -> Worked:
    over = at(end, 23)
    return Worked(
        technician_id="T01", day=date(2026, 11, 23), kind=ShiftKind.FIELD, start=at(7, 23), end=over, over=over
    )


AWAY = Absence(technician_id="T01", start=at(0, 25), end=at(0, 26), kind="sick")
CALLED = CallOut(call_out_id="c", technician_id="T01", start=at(1), end=at(3))
STATES = {
    "as scheduled": (ANNA, Team(), Book()),
    "a shift that ended late": (ANNA, Team(), Book(worked=(worked(22),), planned=frozenset({date(2026, 11, 23)}))),
    "a shift that ended later": (ANNA, Team(), Book(worked=(worked(23),), planned=frozenset({date(2026, 11, 23)}))),
    "called out": (ANNA, Team(), Book(call_outs=(CALLED,))),
    "called out for longer": (ANNA, Team(), Book(call_outs=(replace(CALLED, end=at(4)),))),
    "away": (ANNA, Team(absences=(AWAY,)), Book()),
    "other hours": (ANNA.replace(patterns=(replace(OFFICE, start=time(5)), NIGHT)), Team(), Book()),
    "a day without work in the plan": (ANNA, Team(), Book(planned=frozenset({DAY}))),
}
SPAN = {"since": DAY - timedelta(days=7), "until": DAY + timedelta(days=7)}


@pytest.mark.parametrize("name", list(STATES))
def test_what_is_kept_is_what_would_be_laid_out_anew(name: str) -> None:
    profile = profile_for((), "T01", DAY)
    for _ in range(2):
        technician, team, book = STATES[name]
        time_ = time_of(technician, team, book, profile, **SPAN)
        roster = roster_for(technician, team, book, profile, **SPAN)
        assert case_in(time_).roster == roster
        assert breaches_in(time_, NEAR) == check(roster, profile, rules=NEAR)


def test_another_state_is_another_time_and_the_same_is_not() -> None:
    profile = profile_for((), "T01", DAY)
    times = [time_of(*one, profile, **SPAN) for one in STATES.values()]
    assert all(one != other for at, one in enumerate(times) for other in times[at + 1 :])
    assert times == [time_of(*one, profile, **SPAN) for one in STATES.values()]
    assert times[0] != time_of(*STATES["as scheduled"], profile, **(SPAN | {"until": DAY}))
    assert times[0] != time_of(*STATES["as scheduled"], profile, **SPAN, night_reason="patch window")
