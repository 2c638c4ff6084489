"""Business time: opening hours, holidays, clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.catalogue import BusinessCalendar
from planner.model.message import Text
from planner.rules.calendar import business_seconds, due_at, is_public_holiday


def calendar(weekdays=(1, 2, 3, 4, 5), opens="08:00", closes="17:00", closed=True):
    return BusinessCalendar(
        calendar_id="office",
        label=Text("Kontorstid", "Office hours"),
        weekdays=weekdays,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes) if closes else None,
        public_holidays_closed=closed,
    )


def at(text):
    return datetime.fromisoformat(text)


def test_a_clock_started_in_the_afternoon_runs_on_next_morning():
    assert due_at(calendar(), at("2026-11-24T16:30+01:00"), 60) == at("2026-11-25T08:30+01:00")


def test_a_target_that_ends_exactly_at_closing_is_due_at_closing():
    assert due_at(calendar(), at("2026-11-24T16:00+01:00"), 60) == at("2026-11-24T17:00+01:00")
    assert due_at(calendar(), at("2026-11-24T16:00+01:00"), 61) == at("2026-11-25T08:01+01:00")


def test_the_weekend_does_not_count():
    assert business_seconds(calendar(), at("2026-11-27T16:00+01:00"), at("2026-11-30T09:00+01:00")) == 2 * 3600


def test_a_public_holiday_does_not_count_where_the_calendar_closes():
    christmas = at("2026-12-25T10:00+01:00")
    assert business_seconds(calendar(), christmas, christmas + timedelta(hours=2)) == 0
    assert business_seconds(calendar(closed=False), christmas, christmas + timedelta(hours=2)) == 7200


def test_a_plain_sunday_is_no_public_holiday():
    assert not is_public_holiday(date(2026, 11, 22))
    assert is_public_holiday(date(2026, 6, 6))


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_a_day_with_a_clock_change_has_its_true_hours(day, hours):
    always = calendar((1, 2, 3, 4, 5, 6, 7), "00:00", None, closed=False)
    following = date.fromisoformat(day) + timedelta(days=1)
    zone = ZoneInfo("Europe/Stockholm")
    start = datetime.combine(date.fromisoformat(day), time(0), zone)
    assert business_seconds(always, start, datetime.combine(following, time(0), zone)) == hours * 3600


def test_a_calendar_that_never_opens_is_the_programmers_fault():
    with pytest.raises(ValueError, match="never open"):
        due_at(calendar(weekdays=()), at("2026-11-24T16:00+01:00"), 1)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.integers(1, 6000))
def test_due_and_business_seconds_agree(start, minutes):
    due = due_at(calendar(), start, minutes)
    assert business_seconds(calendar(), start, due) == minutes * 60
    assert business_seconds(calendar(), start, due - timedelta(seconds=1)) == minutes * 60 - 1
