"""Days, times of day, moments and windows: every way people write them, and every doubt refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.moments import date_order_hint, localised, parse_clock, parse_day, parse_moment
from planner.files.sheets import local_text
from planner.files.values import WrongValueError
from planner.files.windows import Calendar, parse_windows, read_loosely, window_between
from planner.model.language import render
from planner.model.request import TimeWindow

DAY = date(2026, 11, 24)
ZONE = "Europe/Stockholm"
CALENDAR = Calendar(day=DAY)


def at(clock: str, day: date = DAY) -> datetime:
    """A local moment in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(ZONE)).astimezone(UTC)


def naive(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A wall time."""
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001


def why(text: str, **options: object) -> tuple[str, str | None]:
    """Key and cure of what is said against a text."""
    with pytest.raises(WrongValueError) as caught:
        parse_moment(text, **options)  # type: ignore[arg-type]
    assert render(caught.value.message, "sv")
    return caught.value.message.key, caught.value.cure


@pytest.mark.parametrize(
    "text",
    ["2026-11-24", "2026-11-4".replace("4", "24"), "2026/11/24", "20261124", "24.11.2026", "24/11/2026", "24/11 2026",
     "11/24/2026", "24 nov 2026", "24 november 2026", "den 24 november 2026", "tis 24 november 2026",
     "tisdag 24 nov. 2026",
     "Nov 24, 2026", "November 24th 2026", "24/Nov/26", "24-Nov-2026", "Tue 24 Nov 2026", "24 nov"],
)  # fmt: skip
def test_days_as_people_and_systems_write_them(text: str) -> None:
    assert parse_moment(text, near=DAY) == DAY


@pytest.mark.parametrize(
    ("text", "days"),
    [("idag", 0), ("I dag", 0), ("today", 0), ("imorgon", 1), ("i morgon", 1), ("Imorron", 1), ("Tomorrow", 1),
     ("övermorgon", 2), ("i övermorgon", 2), ("day after tomorrow", 2)],
)  # fmt: skip
def test_days_from_today_are_those_of_the_day_on_which_they_are_read(text: str, days: int) -> None:
    day = DAY + timedelta(days=days)
    assert parse_moment(text, today=DAY, near=DAY + timedelta(days=40)) == day
    assert parse_moment(f"{text} 08:30", today=DAY) == datetime.combine(day, time(8, 30))
    assert parse_day(text, today=DAY) == day
    assert why(text, near=DAY)[0] == "import.moment"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24 08:30", naive(2026, 11, 24, 8, 30)),
        ("2026-11-24T08:30:15", naive(2026, 11, 24, 8, 30, 15)),
        ("2026-11-24 8.30", naive(2026, 11, 24, 8, 30)),
        ("2026-11-24 kl. 8.30", naive(2026, 11, 24, 8, 30)),
        ("11/May/24 03:26 PM", naive(2024, 5, 11, 15, 26)),
        ("27/Sep/26 9:00 AM", naive(2026, 9, 27, 9)),
        ("25/Nov/26 12:00 AM", naive(2026, 11, 25)),
        ("6/21/2025 16:14", naive(2025, 6, 21, 16, 14)),
        ("24 nov 2026 08:00", naive(2026, 11, 24, 8)),
        ("24 nov 08:00", naive(2026, 11, 24, 8)),
        ("2026-11-24T07:30:00Z", datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        ("2026-11-24T08:30:00+01:00", datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        ("2026-11-24 08:30:00.250+0100", datetime(2026, 11, 24, 7, 30, 0, 250_000, tzinfo=UTC)),
        ("2026-11-24T02:30:00-05:00", datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
    ],
)
def test_moments_of_every_system(text: str, expected: datetime) -> None:
    assert parse_moment(text, near=DAY) == expected


@pytest.mark.parametrize(
    ("text", "clock"),
    [("8", time(8)), ("08:30", time(8, 30)), ("8.30", time(8, 30)), ("0830", time(8, 30)), ("kl 8", time(8)),
     ("kl. 13.05", time(13, 5)), ("3:26 PM", time(15, 26)), ("12 am", time(0)), ("12:15 p.m.", time(12, 15)),
     ("23:59:59", time(23, 59, 59))],
)  # fmt: skip
def test_times_of_day(text: str, clock: time) -> None:
    assert parse_clock(text) == clock
    assert parse_moment(text) == clock


@pytest.mark.parametrize(
    ("text", "key", "cure"),
    [
        ("32 nov", "import.no_such_day", None), ("2026-02-30", "import.no_such_day", None),
        ("2026-13-01", "import.no_such_day", None), ("30/02/2026", "import.no_such_day", None),
        ("31 april 2026", "import.no_such_day", None),
        ("03/04/2026", "import.day_ambiguous", None), ("3-4-2026", "import.day_ambiguous", None),
        ("03/04/2026 10:00", "import.day_ambiguous", None),
        ("1900-01-01", "import.year_range", None), ("24.11.1899", "import.year_range", None), ("2126-11-24",
        "import.year_range", None),
        ("03/04", "import.day_ambiguous", None), ("31/02", "import.no_such_day", None),
        ("26-11-24", "import.day_year", None), ("24.11.26",
        "import.day_year", None),
        ("24:00", "import.clock", "23:59"), ("25:10", "import.clock", None), ("12:61", "import.clock", None),
        ("13:00 pm", "import.clock", None),
        ("2026-11-24 08", "import.moment", None), ("2026-11-24 fm", "import.moment", None), ("i morgon",
        "import.moment", None),
        ("", "import.moment", None), ("46350", "import.moment", None), ("1e400", "import.moment", None),
        ("12.11.26 x", "import.day_year", None),
        # From-to in a cell that expects one moment: never a time ten hours west of Greenwich.
        ("2026-11-24 08:00-10:00", "import.moment", None), ("08:00-10:00", "import.moment", None),
        ("24 nov 14", "import.moment", None), ("2026-11-24 08:00+99:00", "import.moment", None),
    ],
)  # fmt: skip
def test_what_is_no_time_or_can_be_two_is_refused(text: str, key: str, cure: str | None) -> None:
    assert why(text, near=DAY) == (key, cure)


def test_an_ambiguous_day_names_both_readings_and_a_chosen_order_settles_it() -> None:
    with pytest.raises(WrongValueError) as caught:
        parse_moment("03/04/2026")
    assert render(caught.value.message, "en").startswith("03/04/2026 can mean 2026-04-03 or 2026-03-04.")
    assert parse_moment("03/04/2026", order="dmy") == date(2026, 4, 3)
    assert parse_moment("03/04/2026", order="mdy") == date(2026, 3, 4)
    assert parse_moment("04/04/2026") == date(2026, 4, 4)


def test_a_short_day_is_read_where_it_can_be_one_day_only() -> None:
    assert parse_moment("24/11", near=DAY) == date(2026, 11, 24)
    assert parse_moment("2/12", order="dmy", near=DAY) == date(2026, 12, 2)
    assert parse_moment("2/12", order="mdy", near=DAY) == date(2027, 2, 12)
    assert parse_moment("2/2", near=date(2026, 12, 29)) == date(2027, 2, 2)
    assert date_order_hint(["02/12", "24/11"]) == (True, "dmy")
    assert date_order_hint(["24/11"]) == (False, "dmy")
    with pytest.raises(WrongValueError) as caught:
        parse_moment("24/11")
    assert caught.value.message.key == "import.day_year"


@pytest.mark.parametrize(
    ("text", "first", "last"), [("fm", 8, 12), ("FM", 8, 12), ("Eftermiddag", 12, 17), ("~em", 12, 17)]
)
def test_a_part_of_the_day_is_a_window(text: str, first: int, last: int) -> None:
    (window,) = parse_windows(text, CALENDAR)
    local = [one.astimezone(ZoneInfo("Europe/Stockholm")).hour for one in (window.earliest_start, window.latest_start)]
    assert local == [first, last]
    assert window.hard is not text.startswith("~")


def test_what_says_less_than_a_window_is_said_with_what_may_be_meant() -> None:
    assert read_loosely("fm") == ("08:00–12:00", "")
    assert read_loosely("kl 9") == ("09:00", "09:00–10:00")
    assert read_loosely("~9.30") == ("09:30", "~09:30–10:30")
    assert read_loosely("9–10") is None
    assert parse_windows("~09:30–10:30", CALENDAR)


def test_a_day_without_year_is_the_one_nearest_to_the_day_planned() -> None:
    assert parse_moment("2 jan", near=date(2026, 12, 29)) == date(2027, 1, 2)
    assert parse_moment("30 dec", near=date(2027, 1, 4)) == date(2026, 12, 30)
    assert why("2 jan")[0] == "import.day_year"


def test_the_order_that_a_column_proves_is_only_a_hint() -> None:
    assert date_order_hint(["03/04/2026", "25/04/2026"]) == (True, "dmy")
    assert date_order_hint(["03/04/2026", "04/25/2026"]) == (True, "mdy")
    assert date_order_hint(["25/04/2026", "04/25/2026", "1/2/2026"]) == (True, "")
    assert date_order_hint(["2026-04-03", "04/04/2026", "3.4.2026"]) == (False, "")


def test_a_day_field_takes_midnight_but_no_other_time() -> None:
    assert parse_day("2026-11-24 00:00:00") == DAY
    assert parse_day("2026-11-23T23:00:00Z") == DAY
    for text in ("2026-11-24 10:00", "10:00"):
        with pytest.raises(WrongValueError):
            parse_day(text)


def test_the_hour_that_the_clock_change_skips_is_refused_and_the_hour_it_repeats_too() -> None:
    with pytest.raises(WrongValueError) as skipped:
        localised(naive(2026, 3, 29, 2, 30), ZONE)
    assert (skipped.value.message.key, skipped.value.cure) == ("import.gap", "2026-03-29 03:30")
    with pytest.raises(WrongValueError) as repeated:
        localised(naive(2026, 10, 25, 2, 30), ZONE)
    assert (repeated.value.message.key, repeated.value.cure) == ("import.twice", "2026-10-25 02:30+02:00")
    cured = parse_moment("2026-10-25 02:30+02:00")
    assert isinstance(cured, datetime)
    assert localised(cured, ZONE).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.datetimes(min_value=naive(2001, 1, 1), max_value=naive(2099, 12, 30), timezones=st.just(UTC)))
def test_every_moment_that_is_written_reads_back_to_the_same_moment(moment: datetime) -> None:
    found = Calendar().moment(local_text(moment, ZONE))
    assert isinstance(found, datetime)
    assert found.astimezone(UTC) == moment


@given(st.text(max_size=40))
def test_no_text_makes_the_readers_raise_anything_else(text: str) -> None:
    for read in (
        lambda: parse_moment(text, near=DAY),
        lambda: parse_clock(text),
        lambda: parse_windows(text, CALENDAR),
    ):
        with suppress(WrongValueError):
            read()


@given(
    st.from_regex(
        r"[0-9]{1,4}[-/. :][0-9]{1,2}[-/. :][0-9]{1,4}( [0-9]{1,2}[:.][0-9]{2})?( ?[ap]m|Z|[+-][0-9]{2}:[0-9]{2})?",
        fullmatch=True,
    )
)
def test_whatever_looks_like_a_time_is_read_or_refused(text: str) -> None:
    try:
        found = parse_moment(text)
    except WrongValueError:
        return
    assert isinstance(found, time) or 2000 <= found.year <= 2100


@pytest.mark.parametrize(
    "text",
    ["08-10", "8–10", "08:00-10:00", "08:00 – 10:00", "kl 8-10", "8.00 till 10.00", "08:00 to 10:00",
     "2026-11-24 08:00-10:00",
     "2026-11-24 08:00 – 2026-11-24 10:00", "2026-11-24T08:00 – 2026-11-24T10:00"],
)  # fmt: skip
def test_a_window_in_one_cell(text: str) -> None:
    assert parse_windows(text, CALENDAR) == (TimeWindow(earliest_start=at("08:00"), latest_start=at("10:00")),)


def test_several_windows_preferred_windows_and_ends() -> None:
    found = parse_windows("08-10; ~13:00–15:00 (16:30)", CALENDAR)
    assert found == (
        TimeWindow(earliest_start=at("08:00"), latest_start=at("10:00")),
        TimeWindow(earliest_start=at("13:00"), latest_start=at("15:00"), latest_end=at("16:30"), hard=False),
    )
    assert parse_windows("08-10, 13-15", CALENDAR)[1].earliest_start == at("13:00")
    assert parse_windows("10:15", CALENDAR) == (TimeWindow(earliest_start=at("10:15"), latest_start=at("10:15")),)


@pytest.mark.parametrize(
    ("text", "key", "cure"),
    [
        ("16–14", "import.window_order", "14–16"), ("16:00-14:00", "import.window_order", "14:00–16:00"),
        ("22–06", "import.window_order", "2026-11-24 22:00–2026-11-25 06:00"),
        ("2026-11-25 08:00 – 2026-11-24 10:00", "import.window_order", None),
        ("10", "import.window", None), ("efter lunch", "import.moment", None), ("2026-11-24", "import.window", None),
        ("08:00–10:00 (07:00)", "import.window", None), ("8–25", "import.clock", None),
    ],
)  # fmt: skip
def test_windows_that_are_none_are_refused(text: str, key: str, cure: str | None) -> None:
    with pytest.raises(WrongValueError) as caught:
        parse_windows(text, CALENDAR)
    assert (caught.value.message.key, caught.value.cure) == (key, cure)
    if cure:
        assert parse_windows(cure, CALENDAR)


def test_the_sentence_of_a_window_backwards_offers_it_forwards() -> None:
    with pytest.raises(WrongValueError) as caught:
        parse_windows("16–14", CALENDAR)
    assert render(caught.value.message, "sv") == "16–14: slutar före start. Menade du 14–16?"


def test_times_of_day_without_a_day_are_refused() -> None:
    with pytest.raises(WrongValueError) as caught:
        parse_windows("08–10", Calendar())
    assert caught.value.message.key == "import.no_day"


def test_windows_over_the_clock_change_are_exact_to_the_second() -> None:
    night = Calendar(day=date(2026, 10, 24))
    (found,) = parse_windows("2026-10-24 22:00 – 2026-10-25 06:00", night)
    assert found.latest_start - found.earliest_start == timedelta(hours=9)
    (found,) = parse_windows("2026-03-28 22:00 – 2026-03-29 06:00", night)
    assert found.latest_start - found.earliest_start == timedelta(hours=7)
    (found,) = parse_windows("2026-10-25 02:45+02:00 – 2026-10-25 02:15+01:00", night)
    assert found.latest_start - found.earliest_start == timedelta(minutes=30)


def test_earliest_and_latest_in_cells_of_their_own() -> None:
    between = window_between(time(8), time(10), None, calendar=CALENDAR, due=None)
    assert between == TimeWindow(earliest_start=at("08:00"), latest_start=at("10:00"))
    until = window_between(None, time(10), None, calendar=CALENDAR, due=None)
    assert until == TimeWindow(earliest_start=at("00:00"), latest_start=at("10:00"))
    done_by = window_between(time(8), None, time(12), calendar=CALENDAR, due=None)
    assert done_by == TimeWindow(earliest_start=at("08:00"), latest_start=at("12:00"), latest_end=at("12:00"))
    assert window_between(None, None, None, calendar=CALENDAR, due=None) is None
    assert window_between(DAY, DAY, None, calendar=CALENDAR, due=None) is None


def test_an_earliest_moment_alone_stays_open_till_the_due_day() -> None:
    start = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo(ZONE))
    found = window_between(start, None, None, calendar=CALENDAR, due=date(2026, 11, 26))
    assert found is not None
    assert found.latest_start == at("23:59", date(2026, 11, 26))
    of_the_day = window_between(time(10), None, None, calendar=CALENDAR, due=None)
    assert of_the_day is not None
    assert of_the_day.latest_start == at("23:59")
