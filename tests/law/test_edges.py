"""The edges that the rules name, one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.law import LAW, Change, Deviation, Kind, Severity, Spell, check
from tests.law.building import MONDAY, at, broken, lasting, profile, roster, spell

W, OVER, EXTRA, CALL, STANDBY, JOUR = (
    Kind.WORK, Kind.OVERTIME, Kind.EXTRA_OVERTIME, Kind.CALL_OUT, Kind.STANDBY, Kind.JOUR,
)  # fmt: skip
FIXED = {"ATL13__window": "fixed"}


def days(first: int, last: int, start: str = "08:00", end: str = "17:00") -> tuple[Spell, ...]:
    """A shift on each of some days."""
    return tuple(spell(W, day, start, end) for day in range(first, last + 1))


def test_an_ordinary_week_breaks_nothing() -> None:
    halves = [spell(W, day, a, b) for day in range(5) for a, b in (("08:00", "12:00"), ("13:00", "17:00"))]
    assert check(roster(*halves), LAW) == ()
    assert check(roster(), LAW) == ()


def test_week_53_is_one_week_across_the_end_of_the_year() -> None:
    monday = date(2026, 12, 28)
    long = [spell(W, day, "08:00", "15:00", monday=monday) for day in range(6)]
    found = [one for one in check(roster(*long, monday=monday, weeks=2), LAW) if one.rule == "ATL5"]
    assert [(one.start, one.measured) for one in found] == [(at(0, monday=monday), 42 * 3600)]


def test_an_average_over_weeks_lets_a_long_week_be_followed_by_a_short_one() -> None:
    uneven = roster(lasting(W, at(0), h=50), lasting(W, at(7), h=30))
    assert "ATL5.limit_h" in broken(uneven)
    assert "ATL5.limit_h" not in broken(uneven, profile(ATL5__avg_weeks=2))


def test_extra_time_of_part_timers_is_ordinary_up_to_full_time() -> None:
    assert "ATL5.limit_h" not in broken(roster(*days(0, 3, "08:00", "13:00"), lasting(W, at(4), h=20)))


def test_compensatory_leave_counts_as_ordinary_time_and_is_no_work() -> None:
    off = roster(*days(0, 3, "08:00", "16:00"), lasting(Kind.LEAVE, at(4, "08:00"), h=8, s=1))
    assert "ATL5.limit_h" in broken(off)
    assert "ATL15.max_work_h" not in broken(roster(lasting(Kind.LEAVE, at(4, "08:00"), h=8)))


def test_a_month_and_a_rolling_window_judge_the_turn_of_a_month_differently() -> None:
    turn = roster(lasting(JOUR, at(28), h=30), lasting(JOUR, at(31), h=30), weeks=8)
    assert "ATL6.cap_month_h" not in broken(turn, profile(ATL6__window="1m"))
    assert "ATL6.cap_4w_h" in broken(turn, profile(ATL6__stride="rolling"))
    apart = roster(lasting(JOUR, at(21), h=30), lasting(JOUR, at(35), h=30), weeks=8)
    assert "ATL6.cap_4w_h" not in broken(apart)
    assert "ATL6.cap_4w_h" in broken(apart, profile(ATL6__stride="rolling"))


def test_the_year_of_overtime_begins_anew() -> None:
    monday = date(2026, 12, 14)
    across = (lasting(OVER, at(0, monday=monday), h=150), lasting(OVER, at(18, monday=monday), h=150))
    assert "ATL8.cap_year_h" not in broken(roster(*across, monday=monday))
    within = (lasting(OVER, at(0), h=150), lasting(OVER, at(18), h=150))
    assert "ATL8.cap_year_h" in broken(roster(*within))


def test_extra_and_emergency_overtime_need_a_reason() -> None:
    for kind, key, severity in ((EXTRA, "ATL8a.reason", "error"), (Kind.EMERGENCY, "ATL9.reason", "warning")):
        silent = roster(lasting(kind, at(0), h=1, reason=""))
        assert [one.severity for one in check(silent, LAW) if one.parameter == key] == [severity]
        assert key not in broken(roster(lasting(kind, at(0), h=1, reason="brand")))


def test_emergency_overtime_is_outside_the_caps_and_inside_the_total() -> None:
    alarm = roster(lasting(Kind.EMERGENCY, at(0), h=49))
    assert "ATL8.cap_4w_h" not in broken(alarm)
    assert "ATL8.cap_4w_h" in broken(alarm, profile(ATL9__in_atl8_caps=True))
    assert "ATL10b.limit_h" in broken(alarm, profile(ATL10b__window="1w"))


def test_the_total_holds_overtime_jour_and_call_outs_but_no_passive_standby() -> None:
    by = profile(ATL10b__window="1w")
    for kind in (OVER, EXTRA, JOUR, CALL):
        assert "ATL10b.limit_h" in broken(roster(lasting(W, at(0), h=40), lasting(kind, at(3), h=9)), by)
    assert "ATL10b.limit_h" not in broken(roster(lasting(W, at(0), h=40), lasting(STANDBY, at(3), h=90)), by)


def test_days_of_leave_are_taken_off_the_total_only_where_that_is_set() -> None:
    away = roster(lasting(W, at(0), h=42), neutral_days=(MONDAY + timedelta(days=5),))
    assert "ATL10b.limit_h" not in broken(away, profile(ATL10b__window="1w"))
    assert "ATL10b.limit_h" in broken(
        away, profile(ATL10b__window="1w", ATL10b__neutral_days=True, severity=Severity.ERROR)
    )
    next_monday = away.replace(neutral_days=(MONDAY + timedelta(days=7),))
    assert "ATL10b.limit_h" not in broken(next_monday, profile(ATL10b__window="1w", ATL10b__neutral_days=True))


@pytest.mark.parametrize(
    ("known", "reason", "late"),
    [(("07:00", "17:00"), "", False), (("08:00", "16:00"), "", False), (("09:00", "16:00"), "", True),
     (None, "", True), (None, "sjukdom", False)],
)  # fmt: skip
def test_a_new_order_inside_known_hours_is_no_change(known: tuple[str, str] | None, reason: str, late: bool) -> None:
    change = Change(
        published=at(1),
        start=at(2, "08:00"),
        end=at(2, "16:00"),
        known_start=at(2, known[0]) if known else None,
        known_end=at(2, known[1]) if known else None,
        reason=reason,
    )
    assert ("ATL12.notice_days" in broken(roster(changes=(change,)))) == late


def test_work_spans_thirteen_hours_even_where_the_rest_after_it_is_long() -> None:
    late = roster(spell(W, 0, "08:00", "22:00"), spell(W, 1, "12:00", "17:00"))
    assert "ATL13.rest_h" in broken(late)


def test_a_window_has_an_anchor_and_a_plain_week_is_legal() -> None:
    by = profile(ATL14__window="rolling")
    assert not {"ATL13.rest_h", "ATL13.night_to_h", "ATL14.rest_h"} & broken(roster(*days(0, 4), *days(7, 11)), by)


def test_after_a_rest_the_next_window_begins_with_the_first_work_even_if_that_is_earlier_in_the_day() -> None:
    earlier = roster(spell(W, 0, "08:00", "17:00"), spell(W, 1, "06:00", "21:00"), spell(W, 2, "04:00", "05:00"))
    found = [one for one in check(earlier, LAW) if one.parameter == "ATL13.rest_h"]
    assert [(one.start, one.measured) for one in found] == [(at(1, "06:00"), 7 * 3600)]


def test_a_day_break_at_midnight_refuses_a_plain_day_and_one_at_six_does_not() -> None:
    plain = roster(*days(0, 4))
    assert "ATL13.rest_h" in broken(plain, profile(**FIXED, ATL13__day_break_h=0))
    assert "ATL13.rest_h" not in broken(plain, profile(**FIXED, ATL13__day_break_h=6))
    assert "ATL13.rest_h" not in broken(plain, profile(**FIXED))
    assert "ATL13.rest_h" in broken(roster(spell(W, 0, "06:00", "19:01")), profile(**FIXED))


def test_a_call_out_splits_the_rest_and_passive_standby_does_not() -> None:
    quiet = (*days(0, 1), lasting(STANDBY, at(0, "17:00"), h=15))
    assert "ATL13.rest_h" not in broken(roster(*quiet))
    split = (lasting(STANDBY, at(0, "17:00"), h=9), lasting(CALL, at(1, "02:00"), h=1), *days(0, 1))
    assert "ATL13.rest_h" in broken(roster(*split))


def test_the_night_yields_to_a_reason_where_the_profile_lets_it() -> None:
    nights = roster(spell(W, 0, "22:00", "24:00"), spell(W, 1, "00:00", "06:00"), spell(W, 1, "22:00", "24:00"))
    assert "ATL13.night_to_h" in broken(nights)
    needed = nights.replace(night_reason="serverbyte")
    assert "ATL13.night_to_h" not in broken(needed)
    assert "ATL13.night_to_h" in broken(needed, profile(ATL13__allow_night_reason=False))


def test_only_hazardous_work_of_night_workers_has_a_hard_limit_of_a_day() -> None:
    nine = roster(lasting(W, at(0), h=9))
    assert "ATL13a.hazardous_h" not in broken(nine)
    assert "ATL13a.hazardous_h" not in broken(nine.replace(night_worker=True))
    assert "ATL13a.hazardous_h" not in broken(nine.replace(hazardous=True))
    across = roster(spell(W, 0, "12:00", "16:00"), spell(W, 1, "07:00", "12:00"), night_worker=True, hazardous=True)
    assert "ATL13a.hazardous_h" in broken(across)


@pytest.mark.parametrize(
    ("rule", "reason", "day", "key"),
    [("ATL14", "avbrott", 0, "ATL14.deviation"), ("ATL14", "", 0, "ATL14.rest_h"),
     ("ATL13", "avbrott", 0, "ATL14.rest_h"), ("ATL14", "avbrott", 1, "ATL14.rest_h")],
)  # fmt: skip
def test_a_deviation_needs_its_rule_a_reason_and_its_time(rule: str, reason: str, day: int, key: str) -> None:
    away = Deviation(rule=rule, start=at(day), end=at(day + 1), reason=reason)
    weekly = roster(lasting(W, at(0), h=140), lasting(W, at(9), h=1), deviations=(away,))
    assert {"ATL14.deviation", "ATL14.rest_h"} & broken(weekly) == {key}
    assert "ATL14.rest_h" in broken(weekly, profile(ATL14__deviation=False))
    with pytest.raises(ValueError, match="only ATL13 and ATL14"):
        Deviation(rule="ATL15", start=at(0), end=at(1), reason="avbrott")


def test_twelve_days_between_weekly_rests_are_legal_at_the_ends_of_fixed_weeks() -> None:
    long = roster(lasting(W, at(1, "12:00"), h=11 * 24))
    assert "ATL14.rest_h" not in broken(long)
    assert "ATL14.rest_h" in broken(long, profile(ATL14__window="rolling"))


def test_a_standby_week_is_no_weekly_rest_unless_agreed() -> None:
    week = roster(lasting(STANDBY, at(0), h=168))
    assert "ATL14.rest_h" in broken(week)
    assert "ATL14.rest_h" not in broken(week, profile(ATL14__standby_is_rest=True))


def test_weekly_rest_lies_at_the_weekend_as_far_as_possible() -> None:
    weekend = roster(lasting(W, at(2, "00:00"), h=5 * 24))
    found = [one for one in check(weekend, LAW) if one.parameter == "ATL14.prefer_weekend"]
    assert [one.severity for one in found] == [Severity.WARNING]
    assert "ATL14.prefer_weekend" not in broken(weekend, profile(ATL14__prefer_weekend=False))
    assert "ATL14.prefer_weekend" not in broken(roster(*days(0, 4)))


def test_rest_on_top_is_an_error_below_36_h_and_a_warning_below_47() -> None:
    for free, severity in ((35, {"error"}), (40, {"warning"}), (48, set())):
        one = roster(lasting(W, at(0), h=168 - free))
        assert {breach.severity for breach in check(one, LAW) if breach.rule == "EU-MAV"} == severity


@pytest.mark.parametrize("between", [Kind.WORK, JOUR])
def test_neither_pauses_nor_jour_begin_a_new_row(between: Kind) -> None:
    row = roster(spell(W, 0, "08:00", "11:00"), spell(between, 0, "11:00", "12:00"), spell(W, 0, "12:00", "15:00"))
    assert "ATL15.max_work_h" in broken(row)


def test_a_call_out_is_work_in_a_row_and_passive_standby_is_a_break() -> None:
    assert "ATL15.max_work_h" in broken(roster(lasting(CALL, at(0), h=5, s=1)))
    between = (spell(W, 0, "08:00", "12:00"), spell(STANDBY, 0, "12:00", "12:30"), spell(W, 0, "12:30", "16:00"))
    assert "ATL15.max_work_h" not in broken(roster(*between))


def test_a_short_break_is_not_counted_and_begins_nothing() -> None:
    pieces = roster(spell(W, 0, "08:00", "11:00"), spell(W, 0, "11:20", "13:20"))
    assert "ATL15.max_work_h" not in broken(pieces)
    assert "ATL15.max_work_h" in broken(roster(spell(W, 0, "08:00", "11:00"), spell(W, 0, "11:20", "13:21")))


@pytest.mark.parametrize(
    ("mobile", "flag", "counts", "warned"),
    [(True, None, True, False), (False, None, False, False), (True, False, False, True), (False, True, True, False)],
)
def test_home_travel_is_work_as_the_flag_says(mobile: bool, flag: bool | None, counts: bool, warned: bool) -> None:
    day = roster(
        spell(Kind.HOME_TRAVEL, 0, "07:00", "08:00"),
        spell(W, 0, "08:00", "12:30"),
        mobile=mobile,
        home_travel_is_work=flag,
    )
    assert ("ATL15.max_work_h" in broken(day)) == counts
    assert ("TYCO.mobile_travels_in_working_time" in broken(day)) == warned


def test_only_the_last_call_out_before_work_is_followed_by_rest() -> None:
    by = profile(STBY__rest_after_h=11)
    calls = (spell(CALL, 0, "20:00", "21:00"), spell(CALL, 1, "01:00", "02:00"), spell(W, 1, "08:00", "09:00"))
    found = [one for one in check(roster(*calls), by) if one.parameter == "STBY.rest_after_h"]
    assert [(one.start, one.measured) for one in found] == [(at(1, "02:00"), 6 * 3600)]
