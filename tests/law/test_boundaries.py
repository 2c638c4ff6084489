"""One second decides: below the limit, at it, above it, for each rule; the checker alone sees seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from planner.law import CHECKS, LAW, Change, Deviation, Kind, Leg, Licence, Profile, Roster, check
from tests.law.building import at, broken, lasting, profile, roster, spell

W, OVER, EXTRA, CALL, STANDBY = Kind.WORK, Kind.OVERTIME, Kind.EXTRA_OVERTIME, Kind.CALL_OUT, Kind.STANDBY
MONTH = profile(ATL6__window="1m", ATL8__window="1m")
REST_OWED = profile(STBY__rest_after_h=11)
LONG = {"weeks": 20}


def week_of_40_h(s: int) -> Roster:
    """Five days of eight hours, the last moved by seconds."""
    return roster(*(spell(W, day, "08:00", "16:00", s=s if day == 4 else 0) for day in range(5)))


def one(kind: Kind, h: float, **fields: int) -> Callable[[int], Roster]:
    """A single spell of some hours."""
    return lambda s: roster(lasting(kind, at(0), h=h, s=s), **fields)


def february(s: int) -> Roster:
    """Four weeks that are a month."""
    monday = date(2027, 2, 1)
    return roster(lasting(W, at(0, monday=monday), h=4 * 48, s=s), monday=monday)


def together(s: int) -> Roster:
    """A day each of overtime and extra overtime."""
    return roster(lasting(OVER, at(0), h=24), lasting(EXTRA, at(2), h=24, s=s))


def first_used(s: int) -> Roster:
    """Overtime, and extra overtime after it."""
    return roster(lasting(OVER, at(0), h=200, s=s), lasting(EXTRA, at(12), h=1))


def told(s: int) -> Roster:
    """A shift changed across the change of the clock, 14 calendar days before and some seconds."""
    monday = date(2026, 10, 19)
    change = Change(published=at(-4, "08:00", s=s, monday=monday), start=at(10, "08:00", monday=monday),
                    end=at(10, "16:00", monday=monday))  # fmt: skip
    return roster(monday=monday, changes=(change,))


def long_day(s: int) -> Roster:
    """Work from 08 to 21, and again at 08."""
    return roster(spell(W, 0, "08:00", "21:00", s=s), spell(W, 1, "08:00", "10:00"))


def spring_night(s: int) -> Roster:
    """From 20 to 08 in the night of 23 hours: eleven true hours."""
    monday = date(2026, 3, 23)
    return roster(spell(W, 5, "09:00", "20:00", s=s, monday=monday), spell(W, 6, "08:00", "10:00", monday=monday),
                  monday=monday)  # fmt: skip


def autumn_night(s: int) -> Roster:
    """From 21 to 07 in the night of 25 hours: eleven true hours, which end the 24 hours."""
    monday = date(2026, 10, 19)
    return roster(spell(W, 5, "08:00", "21:00", s=s, monday=monday), spell(W, 6, "07:00", "10:00", monday=monday),
                  monday=monday)  # fmt: skip


def made_good(s: int) -> Roster:
    """Two hours of rest too few after an unforeseen failure, and thirteen hours after the next day."""
    deviation = Deviation(rule="ATL13", start=at(0), end=at(1), reason="avbrott")
    return roster(spell(W, 0, "08:00", "23:00"), spell(W, 1, "08:00", "19:00", s=s),
                  *(spell(W, day, "08:00", "21:00") for day in range(2, 9)), deviations=(deviation,))  # fmt: skip


def until_midnight(s: int) -> Roster:
    """Late work that ends when the night begins."""
    return roster(spell(W, 0, "13:00", "24:00", s=s))


def from_five(s: int) -> Roster:
    """Early work that begins when the night ends."""
    return roster(spell(W, 0, "10:00", "16:00"), lasting(W, at(1, "05:00", s=s), h=4))


def week_with_rest(h: float) -> Callable[[int], Roster]:
    """Work without end but for some hours at the end of the week."""
    return lambda s: roster(lasting(W, at(0), h=168 - h, s=s))


def with_break(s: int) -> Roster:
    """Three hours, half an hour of break, three hours."""
    return roster(spell(W, 0, "08:00", "11:00"), spell(Kind.RAST, 0, "11:00", "11:30", s=s),
                  lasting(W, at(0, "11:30", s=s), h=3))  # fmt: skip


def night_worker(h: float, *, hazardous: bool = False) -> Callable[[int], Roster]:
    """A night worker with a single spell."""
    return lambda s: roster(lasting(W, at(0), h=h, s=s), weeks=20, night_worker=True, hazardous=hazardous)


def called_out(s: int) -> Roster:
    """A call-out, eleven hours of standby, work."""
    return roster(lasting(CALL, at(0), h=2), lasting(STANDBY, at(0, "02:00"), h=11, s=s),
                  lasting(W, at(0, "13:00", s=s), h=1))  # fmt: skip


def drive(s_start: int, s_end: int) -> Roster:
    """A drive that begins with the licence and ends with it, moved by seconds."""
    held = Licence(classes=("B",), valid_from=at(0, "08:00"), valid_to=at(0, "09:00"), checked_on=date(2026, 5, 1))
    leg = Leg(start=at(0, "08:00", s=s_start), end=at(0, "09:00", s=s_end))
    return roster(legs=(leg,), licences=(held,))


# parameter, profile, roster by seconds, and the offsets from the limit that break it
CASES: list[tuple[str, Profile, Callable[[int], Roster], set[int]]] = [
    ("ATL5.limit_h", LAW, week_of_40_h, {1}),
    ("ATL6.cap_4w_h", LAW, one(Kind.JOUR, 48), {1}),
    ("ATL6.cap_month_h", MONTH, one(Kind.JOUR, 50), {1}),
    ("ATL8.cap_4w_h", LAW, one(OVER, 48), {1}),
    ("ATL8.cap_month_h", MONTH, one(OVER, 50), {1}),
    ("ATL8.cap_year_h", LAW, one(OVER, 200), {1}),
    ("ATL8a.cap_year_h", LAW, one(EXTRA, 150), {1}),
    ("ATL8a.together", LAW, together, {1}),
    ("ATL8a.after_h", LAW, first_used, {-1}),
    ("ATL10b.limit_h", LAW, one(W, 16 * 48, **LONG), {1}),
    ("ATL10b.limit_h", profile(ATL10b__window="17w"), one(W, 17 * 48, **LONG), {1}),
    ("ATL10b.limit_h", profile(ATL10b__window="1m"), february, {1}),
    ("ATL12.notice_days", LAW, told, {1}),
    ("ATL13.rest_h", LAW, long_day, {1}),
    ("ATL13.rest_h", profile(ATL13__window="fixed", ATL13__day_break_h=8), long_day, {1}),
    ("ATL13.rest_h", LAW, spring_night, {1}),
    ("ATL13.rest_h", LAW, autumn_night, {1}),
    ("ATL13.rest_h", LAW, made_good, {1}),
    ("ATL13.deviation", LAW, made_good, {-1, 0}),
    ("ATL13.night_to_h", LAW, until_midnight, {1}),
    ("ATL13.night_to_h", LAW, from_five, {-1}),
    ("ATL13a.limit_h", LAW, night_worker((122 - 18) * 8), {1}),
    ("ATL13a.limit_h", profile(ATL13a__window="1w"), night_worker(48), {1}),
    ("ATL13a.hazardous_h", LAW, night_worker(8, hazardous=True), {1}),
    ("ATL14.rest_h", LAW, week_with_rest(36), {1}),
    ("ATL14.rest_h", profile(ATL14__window="rolling"), week_with_rest(36), {1}),
    ("EU-MAV.hard_h", LAW, week_with_rest(36), {1}),
    ("EU-MAV.warn_below_h", LAW, week_with_rest(47), {1}),
    ("EU-MAV.warn_below_h", LAW, week_with_rest(36), {-1, 0}),
    ("ATL15.max_work_h", LAW, one(W, 5), {1}),
    ("ATL15.max_work_h", profile(ATL15__max_work_h=6), one(W, 6), {1}),
    ("ATL15.max_work_h", LAW, with_break, {-1}),
    ("STBY.rest_after_h", REST_OWED, called_out, {-1}),
    ("LIC.valid", LAW, lambda s: drive(s, -60), {-1}),
    ("LIC.valid", LAW, lambda s: drive(60, s), {0, 1}),
]


@pytest.mark.parametrize(("key", "by", "build", "breaking"), CASES)
@pytest.mark.parametrize("s", [-1, 0, 1])
def test_one_second_decides(key: str, by: Profile, build: Callable[[int], Roster], breaking: set[int], s: int) -> None:
    assert (key in broken(build(s), by)) == (s in breaking)


def test_a_notice_that_is_a_second_too_late_is_said_to_be_a_day_short() -> None:
    (breach,) = check(told(1), LAW)
    assert (breach.measured, breach.limit, breach.unit) == (13, 14, "days")


@pytest.mark.parametrize(("minutes", "warned"), [(29, True), (30, False), (31, False), (None, False)])
def test_a_response_below_half_an_hour_is_pointed_out(minutes: int | None, warned: bool) -> None:
    on_standby = roster(spell(STANDBY, 0, "17:00", "24:00"), response_min=minutes)
    assert ("STBY.response_min" in broken(on_standby)) == warned
    assert "STBY.response_min" not in broken(roster(response_min=minutes))


@pytest.mark.parametrize(("s", "warned"), [(-1, False), (0, False), (1, True)])
def test_standby_that_touches_an_eighth_day_is_too_long(s: int, warned: bool) -> None:
    assert ("STBY.max_consecutive_days" in broken(roster(lasting(STANDBY, at(0), h=168, s=s)))) == warned


@pytest.mark.parametrize(
    ("days", "expected"),
    [(334, None), (335, "LIC.warn_days"), (336, "LIC.warn_days"), (364, "LIC.warn_days"), (365, "LIC.warn_days"),
     (366, "LIC.check_days")],
)  # fmt: skip
def test_a_licence_is_checked_within_a_year_and_warned_of_a_month_before(days: int, expected: str | None) -> None:
    checked = date(2026, 6, 1) - timedelta(days=days)
    held = Licence(classes=("B",), valid_from=at(-9), valid_to=at(9), checked_on=checked)
    leg = Leg(start=at(0, "00:00"), end=at(0, "01:00"))
    assert broken(roster(legs=(leg,), licences=(held,))) == ({expected} if expected else set())


def test_every_rule_has_a_boundary_here_or_is_a_yes_or_no() -> None:
    counted = {key.split(".")[0] for key, *_ in CASES}
    assert set(CHECKS) - counted == {"ATL9", "TYCO", "EU"}
