"""Shifts, licences and skills on a day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.model.team import BreakRule, Licence, ShiftPattern, SkillHeld, Suspension, Technician, shifts_on


def licence(**changes):
    values = {"classes": ("B",), "valid_to": date(2026, 11, 24)} | changes
    return Licence(**values)


def test_a_licence_is_valid_on_its_last_day_and_not_after():
    assert licence().allows(date(2026, 11, 24))
    assert not licence().allows(date(2026, 11, 25))


def test_no_class_or_no_recorded_validity_means_no_driving():
    assert not licence(classes=("A",)).allows(date(2026, 11, 1))
    assert not licence(valid_to=None).allows(date(2026, 11, 1))


def test_a_suspension_holds_on_its_first_and_last_day():
    suspended = licence(suspensions=(Suspension(first=date(2026, 11, 2), last=date(2026, 11, 4)),))
    assert [suspended.allows(date(2026, 11, day)) for day in (1, 2, 4, 5)] == [True, False, False, True]


def test_a_skill_counts_until_its_last_valid_day():
    held = (SkillHeld(skill="wifi", level=3, valid_to=date(2026, 11, 24)), SkillHeld(skill="wifi", level=1))
    technician = Technician(technician_id="T", name="T", skills=held)
    assert [technician.level("wifi", date(2026, 11, day)) for day in (24, 25)] == [3, 1]
    assert technician.level("printing", date(2026, 11, 24)) == 0


def technician(start, end, overtime=0, breaks=()):
    pattern = ShiftPattern(
        weekdays=(1, 2, 3, 4, 5, 6, 7), start=time.fromisoformat(start), end=time.fromisoformat(end),
        max_overtime_min=overtime, breaks=breaks,
    )  # fmt: skip
    return Technician(technician_id="T", name="T", patterns=(pattern,))


def test_a_shift_is_made_from_the_weekly_pattern():
    lunch = BreakRule(earliest=time(11), latest=time(13), minutes=45)
    (shift,) = shifts_on(technician("07:30", "16:15", 120, (lunch,)), date(2026, 11, 24))
    assert shift.start.astimezone(UTC) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert shift.hard_end - shift.end == timedelta(hours=2)
    assert shift.breaks[0][2] == timedelta(minutes=45)


def test_there_is_no_shift_on_other_weekdays():
    pattern = ShiftPattern(weekdays=(1,), start=time(8), end=time(16))
    assert shifts_on(Technician(technician_id="T", name="T", patterns=(pattern,)), date(2026, 11, 24)) == ()


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-24", 8)])
def test_a_night_shift_over_a_clock_change_has_its_true_hours(day, hours):
    (shift,) = shifts_on(technician("22:00", "06:00"), date.fromisoformat(day))
    assert (shift.end.astimezone(UTC) - shift.start.astimezone(UTC)) == timedelta(hours=hours)


def test_overtime_over_a_clock_change_is_real_time():
    (shift,) = shifts_on(technician("22:00", "01:30", overtime=120), date(2026, 10, 24))
    assert (shift.hard_end.astimezone(UTC) - shift.end.astimezone(UTC)) == timedelta(hours=2)


@pytest.mark.parametrize("wrong", [{"speed_factor": 0.0}, {"job_time_factor": 11.0}, {"technician_id": ""}])
def test_impossible_technicians_are_refused_by_name(wrong):
    with pytest.raises(ValueError, match="technician"):
        Technician(**({"technician_id": "T", "name": "T"} | wrong))
