"""What the screens say: licence states, hours, wishes; and words that stay words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.model.language import render
from planner.model.request import Request, TimeWindow
from planner.model.team import Licence, ShiftPattern, Suspension
from planner.ui.plain import plain
from planner.ui.request_fields import window_of
from planner.ui.request_words import time_wanted
from planner.ui.rows import apply_once
from planner.ui.team_words import CHECK_AFTER_DAYS, EXPIRES_SOON_DAYS, hours_text, licence_state
from tests.ui.sample import HOSTILE

DAY = date(2026, 11, 24)
ZONE = "Europe/Stockholm"
VALID = Licence(classes=("B",), valid_to=date(2031, 1, 1), checked_on=DAY)
DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")


@pytest.mark.parametrize(
    ("licence", "kind", "key"),
    [
        (VALID, "ok", "valid"),
        (Licence(classes=("A",), valid_to=date(2031, 1, 1)), "quiet", "none"),
        (Licence(classes=("B",)), "bad", "no_end"),
        (Licence(classes=("B",), valid_to=DAY - timedelta(days=1), checked_on=DAY), "bad", "expired"),
        (Licence(classes=("B",), valid_to=DAY, checked_on=DAY), "warn", "soon"),
        (Licence(classes=("B",), valid_to=DAY + timedelta(days=EXPIRES_SOON_DAYS), checked_on=DAY), "warn", "soon"),
        (Licence(classes=("B",), valid_to=DAY + timedelta(days=EXPIRES_SOON_DAYS + 1), checked_on=DAY), "ok", "valid"),
        (Licence(classes=("B",), valid_to=date(2031, 1, 1)), "warn", "never_checked"),
        (
            Licence(classes=("B",), valid_to=date(2031, 1, 1), checked_on=DAY - timedelta(days=CHECK_AFTER_DAYS)),
            "ok",
            "valid",
        ),
        (
            Licence(classes=("B",), valid_to=date(2031, 1, 1), checked_on=DAY - timedelta(days=CHECK_AFTER_DAYS + 1)),
            "warn",
            "check",
        ),
        (
            Licence(
                classes=("B",),
                valid_to=date(2031, 1, 1),
                checked_on=DAY,
                suspensions=(Suspension(first=DAY, last=DAY),),
            ),
            "bad",
            "suspended",
        ),
    ],
)
def test_the_worst_thing_about_a_licence_is_said_first(licence: Licence, kind: str, key: str) -> None:
    state = licence_state(licence, DAY)
    assert (state.kind, state.words.key) == (kind, f"team.licence.{key}")


def test_the_days_of_a_licence_are_worded_with_their_year() -> None:
    state = licence_state(Licence(classes=("B",), valid_to=date(2031, 1, 1), checked_on=DAY), DAY)
    assert (render(state.words, "sv"), render(state.words, "en")) == (
        "Giltigt till ons 1 januari 2031",
        "Valid to Wed 1 January 2031",
    )


def test_a_licence_that_does_not_count_is_never_shown_as_good() -> None:
    for valid_to in (None, DAY - timedelta(days=1), DAY, date(2031, 1, 1)):
        licence = Licence(classes=("B",), valid_to=valid_to, checked_on=DAY)
        assert (licence_state(licence, DAY).kind in ("ok", "warn")) is licence.allows(DAY)


def test_hours_are_written_as_people_do() -> None:
    week = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(16, 30))
    odd = ShiftPattern(weekdays=(1, 3), start=time(12), end=time(20))
    assert hours_text((week, odd), DAYS) == "mån–fre 08:00–16:30, mån, ons 12:00–20:00"


def wanted(*windows: TimeWindow) -> str:
    request = Request(request_id="1", title="x", time_windows=windows)
    return time_wanted(request, DAY, language="sv", zone=ZONE, all_day="hela dagen")


def test_a_wish_is_said_instead_of_the_opening_hours() -> None:
    hours = window_of(DAY, time(7), time(18), hard=True, zone=ZONE)
    wish = window_of(DAY, time(13), time(14, 30), hard=False, zone=ZONE)
    assert hours is not None
    assert wish is not None
    assert wanted() == "hela dagen"
    assert wanted(hours) == "07–18"
    assert wanted(hours, wish) == "13–14:30"


def test_another_day_is_named() -> None:
    later = window_of(DAY + timedelta(days=1), time(8), time(10), hard=True, zone=ZONE)
    assert later is not None
    assert wanted(later) == "ons 25 november 08–10"


def test_a_window_over_midnight_ends_the_next_day() -> None:
    night = window_of(DAY, time(22), time(2), hard=True, zone=ZONE)
    assert night is not None
    assert night.latest_start == datetime(2026, 11, 25, 2, tzinfo=ZoneInfo(ZONE))


def test_a_window_needs_a_time() -> None:
    assert window_of(DAY, None, None, hard=True, zone=ZONE) is None


@pytest.mark.parametrize("words", HOSTILE)
def test_no_markdown_sign_of_a_customer_is_left_alone(words: str) -> None:
    shown = plain(words)
    for place, sign in enumerate(shown):
        if sign in "`*_{}[]()<>~$:!|#&":
            assert shown[place - 1] == "\\"


def test_an_action_is_applied_once_per_client_and_number() -> None:
    ack: dict[str, int] = {}
    first = {"client": "c", "seq": 1, "row": "7", "action": "cure:0"}
    second = {"client": "c", "seq": 2, "row": "8", "action": "leave"}
    assert apply_once(ack, [first]) == (("7", "cure:0"),)
    assert apply_once(ack, [first, second]) == (("8", "leave"),)
    assert apply_once(ack, [first, second]) == ()
    assert apply_once(ack, [{**first, "client": "d"}]) == (("7", "cure:0"),)
