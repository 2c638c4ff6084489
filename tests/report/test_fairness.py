"""Balances add up to nothing among those who do the same work, and overtime of whoever is over costs more."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from planner.law import Book, CallOut, Worked
from planner.model.costs import PROFILES, Weights
from planner.model.problem import Duty
from planner.model.team import ShiftPattern
from planner.model.words import ShiftKind
from planner.planning import WorkingTime, baseline
from planner.planning.fair import night_share, weekend_share
from planner.planning.horizon import Horizon
from planner.report.fairness import balances, burdens
from planner.rules import price_of
from tests.planning.factory import DAY, OFFICE, OTHER_SITE, at, built, request, team, technician, tomorrow

ZONE = "Europe/Stockholm"
FIELD, PHONE = ShiftKind.FIELD, ShiftKind.PHONE


def utc(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE)).astimezone(UTC)


def worked(who, day, start, end, *, over=0, kind=FIELD, drive=0):
    first, last = utc(day, start), utc(day, end)
    legs = ((first, first + timedelta(minutes=drive)),) if drive else ()
    return Worked(technician_id=who, day=day, kind=kind, start=first, end=last, over=last + timedelta(minutes=over),
                  legs=legs)  # fmt: skip


def had(*duties, calls=(), since=None, until=DAY):
    since = since or tomorrow(-7)
    return burdens(Book(worked=duties, call_outs=calls), "T1", since=since, until=until, zone=ZONE)


MONDAY = tomorrow(-1)


def test_overtime_is_what_comes_after_the_shift_and_call_outs():
    call = CallOut(call_out_id="c", technician_id="T1", start=utc(MONDAY, 20), end=utc(MONDAY, 21))
    found = had(worked("T1", MONDAY, 8, 17, over=30), calls=(call,))
    assert (found.work_s, found.overtime_s) == (10 * 3600 + 1800, 3600 + 1800)


@pytest.mark.parametrize(
    ("start", "end", "night_h"), [(6, 22, 0), (5, 22, 1), (6, 23, 1), (0, 8, 6)], ids=["day", "early", "late", "night"]
)
def test_the_night_is_from_22_to_06(start, end, night_h):
    assert had(worked("T1", MONDAY, start, end)).night_s == night_h * 3600


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 1 + 6), (date(2026, 10, 24), 3 + 6)])
def test_nights_and_weekends_of_the_clock_change_have_their_true_hours(day, hours):
    """From 22 on Saturday to 06 on Sunday it is 7 h in spring, 9 h in autumn."""
    start = utc(day, 22)
    end = utc(day + timedelta(days=1), 6)
    duty = Worked(technician_id="T1", day=day, kind=FIELD, start=start, end=end, over=end)
    found = had(duty, since=day, until=day + timedelta(days=2))
    assert found.night_s == found.weekend_s == hours * 3600


@pytest.mark.parametrize(("minutes", "long_s"), [(180, 0), (181, 60), (240, 3600)])
def test_a_long_drive_is_what_is_driven_beyond_three_hours_of_a_day(minutes, long_s):
    assert had(worked("T1", MONDAY, 8, 17, drive=minutes)).long_drive_s == long_s


@pytest.mark.parametrize(("day", "counts"), [(tomorrow(-8), 0), (tomorrow(-7), 1), (tomorrow(-1), 1), (DAY, 0)])
def test_only_the_weeks_that_are_looked_at_count(day, counts):
    assert had(worked("T1", day, 8, 17, over=60)).overtime_s == counts * 3600


def test_a_balance_compares_with_the_share_by_hours_worked():
    """T1 works 8 h with 2 h overtime, T2 4 h and none: of 2 h overtime T1's share is 10/14, T2's 4/14."""
    book = Book(worked=(worked("T1", MONDAY, 8, 16, over=120), worked("T2", MONDAY, 8, 12)))
    found = balances(book, ["T1", "T2", "T3"], since=tomorrow(-7), until=DAY, zone=ZONE)
    assert found["T1"].overtime_s == round(7200 - 7200 * 10 / 14)
    assert found["T2"].overtime_s == round(-7200 * 4 / 14)
    assert found["T3"].overtime_s == 0


def test_phone_and_field_are_not_compared():
    book = Book(worked=(worked("T1", MONDAY, 8, 16, over=120), worked("T2", MONDAY, 8, 16, kind=PHONE)))
    found = balances(book, ["T1", "T2"], since=tomorrow(-7), until=DAY, zone=ZONE)
    assert [found[one].overtime_s for one in ("T1", "T2")] == [0, 0]


def test_balances_of_comparable_people_add_up_to_nothing():
    for seed in range(50):
        rng = Random(seed)
        people = [f"T{n}" for n in range(rng.randrange(1, 8))]
        duties = tuple(
            worked(who, tomorrow(-n), rng.choice((0, 6, 8)), rng.choice((12, 17, 23)), over=rng.choice((0, 0, 45, 55)),
                   drive=rng.choice((0, 200)))
            for who in people for n in range(1, 8) if rng.random() < 0.7
        )  # fmt: skip
        found = balances(Book(worked=duties), people, since=tomorrow(-7), until=DAY, zone=ZONE).values()
        for name in ("overtime_s", "night_s", "weekend_s", "long_drive_s"):
            assert abs(sum(getattr(one, name) for one in found)) <= len(people), f"seed {seed}"


def duties_of(book, ore_h, day=DAY):
    people = team(technician("T1"), technician("T2"))
    weights = replace(Weights(), unfairness_ore_h=ore_h)
    answer = built(request("A"), request("B", place=OTHER_SITE), team=people, day=day, weights=weights,
                   known=WorkingTime(book=book))  # fmt: skip
    return answer.problem, {one.technician_id: one for one in answer.problem.duties}


def uneven():
    """T1 had 2 h of overtime in a week that was shared with T2, who had none; both worked as long."""
    days = [tomorrow(-4), tomorrow(-5)]
    mine = [worked("T1", one, 8, 15, over=60) for one in days]
    return Book(worked=(*mine, *(worked("T2", one, 8, 16) for one in days)))


def test_overtime_of_whoever_had_more_costs_more_and_of_others_as_usual():
    _, usual = duties_of(uneven(), 0)
    _, fair = duties_of(uneven(), 1_000)
    assert usual["T1"].unfair_ore_h == usual["T2"].unfair_ore_h == fair["T2"].unfair_ore_h == 0
    assert fair["T1"].unfair_ore_h == 1_000  # one hour over the share
    assert fair["T1"].overtime_ore_h == usual["T1"].overtime_ore_h + 1_000


def test_what_fairness_adds_is_an_item_of_its_own_and_the_sum_is_what_the_duty_says():
    problem, _ = duties_of(uneven(), 1_000)
    plan = baseline(problem, created_at=at(6))
    late = tuple(
        replace(one, start=at(18), end=at(18)) if one.kind == "end" and one.technician_id == "T1" else one
        for one in plan.stops
    )
    items = [one for one in price_of(problem, plan.replace(stops=late)).items if one.technician_id == "T1"]
    assert {one.term: one.units for one in items if one.term in ("overtime", "unfairness")} == {
        "overtime": 3600 * 67_500 * 5, "unfairness": 3600 * 1_000 * 5
    }  # fmt: skip


def test_a_duty_cannot_owe_more_to_fairness_than_its_overtime_costs():
    with pytest.raises(ValueError, match="for fairness"):
        Duty(duty_id="D", technician_id="T", start_s=0, end_s=1, hard_end_s=1, overtime_ore_h=10, unfair_ore_h=11)


SUNDAY = date(2026, 11, 29)
NIGHTS = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(20), end=time(4))


def burdened(weights, book, *, day=DAY, pattern=OFFICE):
    people = team(technician("T1", patterns=(pattern,)), technician("T2", patterns=(pattern,)))
    answer = built(request("A"), team=people, day=day, weights=replace(Weights(), **weights),
                   known=WorkingTime(book=book))  # fmt: skip
    return {one.technician_id: one for one in answer.problem.duties}


def night(day):
    start, end = utc(day, 20), utc(day + timedelta(days=1), 4)
    return Worked(technician_id="T1", day=day, kind=FIELD, start=start, end=end, over=end)


def shared(*mine):
    """T1 has worked as given, T2 as long in the middle of weekdays, so that all burdens are T1's."""
    hours = sum((one.over - one.start).total_seconds() / 3600 for one in mine)
    days = [tomorrow(-n) for n in range(1, 60) if tomorrow(-n).isoweekday() <= 5]
    return Book(worked=(*mine, *(worked("T2", one, 8, 12) for one in days[: round(hours / 4)])))


def test_work_at_night_costs_more_for_who_has_had_more_nights_by_the_part_of_the_shift_that_is_night():
    """T1 had two nights 20-04, 12 h of night where 6 are a fair share; six of the eight hours are night."""
    book = shared(*(night(tomorrow(-n)) for n in (1, 4)))
    found = burdened({"unfair_night_ore_h": 100}, book, pattern=NIGHTS)
    assert (found["T1"].unfair_night_ore_h, found["T2"].unfair_night_ore_h) == (450, 0)  # 6 h · 100 öre · 6/8
    assert found["T1"].unfair_weekend_ore_h == found["T1"].unfair_drive_ore_h == found["T1"].unfair_ore_h == 0
    by_day = burdened({"unfair_night_ore_h": 100}, book)
    assert by_day["T1"].unfair_night_ore_h == 0  # an office shift has no night


def test_work_at_the_weekend_costs_more_for_who_has_had_more_weekends():
    """T1 had a Saturday of eight hours, of which four are a fair share."""
    week = replace(OFFICE, weekdays=(1, 2, 3, 4, 5, 6, 7))
    book = shared(worked("T1", date(2026, 11, 21), 8, 16))
    found = burdened({"unfair_weekend_ore_h": 100}, book, day=SUNDAY, pattern=week)
    assert (found["T1"].unfair_weekend_ore_h, found["T2"].unfair_weekend_ore_h) == (400, 0)
    assert burdened({"unfair_weekend_ore_h": 100}, book, pattern=week)["T1"].unfair_weekend_ore_h == 0  # a Tuesday


def test_driving_costs_more_for_who_has_had_more_long_drives_and_by_whole_hours_only():
    book = shared(worked("T1", tomorrow(-1), 8, 16, drive=180 + 240))  # four hours beyond three, two are fair
    found = burdened({"unfair_drive_ore_h": 100}, book)
    assert (found["T1"].unfair_drive_ore_h, found["T2"].unfair_drive_ore_h) == (200, 0)
    less = shared(worked("T1", tomorrow(-1), 8, 16, drive=180 + 238))  # two minutes less: one hour and 59 minutes
    assert burdened({"unfair_drive_ore_h": 100}, less)["T1"].unfair_drive_ore_h == 100


def test_nobody_is_compared_where_nothing_is_priced():
    book = shared(worked("T1", tomorrow(-1), 8, 16, drive=420))
    found = burdened({}, book)
    assert {one.unfair_drive_ore_h for one in found.values()} == {0}


def test_a_shift_over_midnight_into_the_weekend_counts_by_its_parts():
    horizon = Horizon(day=date(2026, 11, 27), zone=ZONE)  # a Friday
    shift = Duty(duty_id="D", technician_id="T", start_s=20 * 3600, end_s=28 * 3600, hard_end_s=30 * 3600)
    assert (night_share(shift, horizon), weekend_share(shift, horizon)) == (6 / 8, 4 / 8)
    early = replace(shift, start_s=5 * 3600, end_s=13 * 3600)
    assert (night_share(early, horizon), weekend_share(early, horizon)) == (1 / 8, 0)
    changed = Horizon(day=date(2026, 10, 24), zone=ZONE)  # the clocks go back in this night: 22-06 has nine hours
    long = replace(shift, start_s=22 * 3600, end_s=31 * 3600, hard_end_s=31 * 3600)
    assert night_share(long, changed) == 1


def test_a_price_of_fairness_is_never_a_reward():
    with pytest.raises(ValueError, match="negative"):
        Duty(duty_id="D", technician_id="T", start_s=0, end_s=1, hard_end_s=1, unfair_drive_ore_h=-1)


def test_the_ready_profiles_leave_fairness_to_whoever_wants_it():
    names = ("unfairness_ore_h", "unfair_night_ore_h", "unfair_weekend_ore_h", "unfair_drive_ore_h")
    assert {getattr(one, name) for one in PROFILES.values() for name in names} == {0}
