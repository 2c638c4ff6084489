"""Agreements replace single values, say so, and do not move the floor of EU law unnoticed."""

from __future__ import annotations

from datetime import date

import pytest

from planner.law import LAW, Kind, Mark, Origin, Override, Parameter, Profile, Severity, agreed, check, profile_on
from planner.law.statute import AVERAGED
from planner.model.language import LANGUAGES, render
from tests.law.building import at, broken, lasting, profile, roster

AVTAL = agreed(
    LAW,
    agreement="IT-avtalet",
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 1, 1),
    overrides=[Override(key="ATL15.max_work_h", value=6, clause="§ 4 mom 2")],
)


def test_a_breach_names_the_agreement_and_its_clause() -> None:
    (breach,) = check(roster(lasting(Kind.WORK, at(0, "08:00"), h=7)), AVTAL)
    assert (breach.origin, breach.citation) == (Origin.AGREEMENT, "IT-avtalet, § 4 mom 2")
    assert (breach.measured, breach.limit, breach.parameter) == (7 * 3600, 6 * 3600, "ATL15.max_work_h")
    assert "avtal: IT-avtalet, § 4 mom 2" in render(breach.said, "sv")
    assert "agreement: IT-avtalet, § 4 mom 2" in render(breach.said, "en")


def test_what_the_agreement_does_not_name_stays_the_law() -> None:
    changed = {key for key, one in AVTAL.parameters.items() if one != LAW[key]}
    assert changed == {"ATL15.max_work_h"}
    assert LAW["ATL15.max_work_h"].value == 5


@pytest.mark.parametrize(
    ("key", "at_floor", "beneath", "floor"),
    [
        ("ATL13__rest_h", 11, 10.75, "EU.daily_rest_h"),
        ("ATL14__rest_h", 35, 34.5, "EU.weekly_rest_h"),
        ("ATL10b__limit_h", 48, 48.5, "EU.average_h"),
        ("ATL13a__limit_h", 8, 8.25, "EU.night_h"),
    ],
)
def test_a_value_beneath_the_floor_is_a_warning(key: str, at_floor: float, beneath: float, floor: str) -> None:
    assert floor not in broken(roster(), profile(**{key: at_floor}))
    (breach,) = check(roster(), profile(**{key: beneath}))
    assert (breach.parameter, breach.severity) == (floor, Severity.WARNING)
    assert {bool(render(breach.said, language)) for language in LANGUAGES} == {True}


def test_a_rule_with_a_floor_that_is_switched_off_is_a_warning_and_silent_otherwise() -> None:
    off = profile(Severity.OFF, ATL13__rest_h=11)
    assert broken(roster(lasting(Kind.WORK, at(0), h=20)), off) & {"ATL13.rest_h", "EU.daily_rest_h"} == {
        "EU.daily_rest_h"
    }


def test_an_average_is_never_taken_over_more_than_twelve_months() -> None:
    assert max(int(one[:-1]) for one in AVERAGED if one.endswith("w")) == 52
    assert max(int(one[:-1]) for one in AVERAGED if one.endswith("m")) == 12
    with pytest.raises(ValueError, match="is none of"):
        profile(ATL10b__window="13m")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("ATL99.rest_h", 1, "no parameter"),
        ("ATL13.rest_h", "11", "cannot be"),
        ("ATL13.allow_night_reason", 1, "cannot be"),
        ("ATL13.rest_h", -1, "below zero"),
        ("EU.night_h", 9, "floor"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(key: str, value: float | str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        agreed(LAW, agreement="A", valid_from=date.min, valid_to=None,
               overrides=[Override(key=key, value=value, clause="1 §")])  # fmt: skip


def test_a_profile_is_chosen_by_day_and_holds_to_the_day_before_its_end() -> None:
    assert profile_on([LAW, AVTAL], date(2025, 12, 31)) is LAW
    assert profile_on([LAW, AVTAL], date(2026, 1, 1)) is AVTAL
    assert profile_on([LAW, AVTAL], date(2026, 12, 31)) is AVTAL
    assert profile_on([LAW, AVTAL], date(2027, 1, 1)) is LAW
    with pytest.raises(ValueError, match="2027-01-01"):
        profile_on([AVTAL], date(2027, 1, 1))
    with pytest.raises(ValueError, match="ends"):
        Profile(name="A", valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1), parameters={})


def test_a_roster_is_not_judged_by_a_profile_that_does_not_hold() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        check(roster(monday=date(2026, 12, 14)), AVTAL)
    assert check(roster(monday=date(2026, 11, 30)), AVTAL) == ()


def test_no_number_of_the_law_changes_unnoticed() -> None:
    numbers = {
        key: one.value
        for key, one in LAW.parameters.items()
        if isinstance(one.value, int | float) and not isinstance(one.value, bool)
    }
    assert numbers == {
        "ATL5.limit_h": 40, "ATL5.avg_weeks": 1, "ATL5.week_start": 0, "ATL6.cap_4w_h": 48, "ATL6.cap_month_h": 50,
        "ATL8.cap_4w_h": 48, "ATL8.cap_month_h": 50, "ATL8.cap_year_h": 200, "ATL8a.cap_year_h": 150,
        "ATL8a.after_h": 200, "ATL10b.limit_h": 48, "ATL12.notice_days": 14, "ATL13.rest_h": 11, "ATL13.period_h": 24,
        "ATL13.day_break_h": 6, "ATL13.night_from_h": 0, "ATL13.night_to_h": 5, "ATL13.compensation_days": 7,
        "ATL13a.limit_h": 8, "ATL13a.off_every_days": 7, "ATL13a.hazardous_h": 8, "ATL13a.period_h": 24,
        "ATL13a.night_h": 3,
        "ATL14.rest_h": 36, "ATL14.period_days": 7, "ATL14.week_start": 0, "ATL14.compensation_days": 7,
        "EU-MAV.hard_h": 36, "EU-MAV.warn_below_h": 47, "ATL15.max_work_h": 5, "ATL15.rast_min": 30,
        "STBY.response_min": 30, "STBY.max_consecutive_days": 7, "STBY.rest_after_h": 0, "STBY.max_weeks_in_4": 2,
            "LIC.check_days": 365,
        "LIC.warn_days": 335, "EU.daily_rest_h": 11, "EU.weekly_rest_h": 35, "EU.average_h": 48, "EU.night_h": 8,
    }  # fmt: skip


def test_every_value_has_a_source_and_unverified_ones_are_no_errors() -> None:
    for one in LAW.parameters.values():
        assert one.citation
        assert one.origin is Origin.LAW
        assert one.mark is not Mark.U or one.severity is not Severity.ERROR
    with pytest.raises(ValueError, match="unverified"):
        Parameter(rule="A", name="b", value=1, unit="h", citation="?", mark=Mark.U)


def test_uncertain_sources_are_shown_as_such() -> None:
    (breach,) = [one for one in check(roster(lasting(Kind.JOUR, at(0), h=49)), LAW) if one.rule == "ATL6"]
    assert "stäm av med ert avtal" in render(breach.said, "sv")
    assert "check with your agreement" in render(breach.said, "en")
