"""Numbers, words, ids, priorities, positions, durations: exact, or refused with a sentence and where obvious a cure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.durations import parse_minutes
from planner.files.positions import looks_like_position, parse_lat_lon, parse_position
from planner.files.values import (
    WrongValueError,
    parse_id,
    parse_level,
    parse_money,
    parse_number,
    parse_priority,
    parse_whole,
    parse_word,
    parse_yes,
)
from planner.model.language import render
from planner.model.words import Priority

WIDE = partial(parse_number, low=-1e12, high=1e12)


def refused(parse: Callable[[str], Any], text: str) -> WrongValueError:
    """What the parser says against a text."""
    with pytest.raises(WrongValueError) as caught:
        parse(text)
    for language in ("sv", "en"):
        assert render(caught.value.message, language)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("59,3293", 59.3293), ("59.3293", 59.3293), ("1 234,5", 1234.5), ("1\N{NO-BREAK SPACE}234", 1234),
        ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("\N{MINUS SIGN}5", -5), ("+5", 5), (" 7 ", 7), ("007", 7),
    ],
)  # fmt: skip
def test_numbers_read_with_either_decimal_mark(text: str, value: float) -> None:
    assert WIDE(text) == value


@pytest.mark.parametrize(
    "text",
    ["1e400", "1e5", "inf", "-inf", "nan", "NaN", "", "-", "1,2,3", "1 23", "12 345 6", "0x1F", "1_000", "²", "١٢", "½",
     "5 kr", "9" * 40, "1.2.3", "--1", "1,", ",5"],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    assert refused(WIDE, text).message.key == "import.number"


def test_a_number_out_of_range_names_the_range() -> None:
    assert render(refused(partial(parse_number, low=0.1, high=10), "11").message, "en") == (
        "11 is outside what is expected: 0.1 to 10."
    )


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_every_number_survives_both_decimal_marks(value: float) -> None:
    shown = f"{value:.10f}"
    assert WIDE(shown) == float(shown)
    assert WIDE(shown.replace(".", ",")) == float(shown)


@given(st.text(max_size=30))
def test_no_text_makes_a_parser_raise_anything_else(text: str) -> None:
    parsers: tuple[Callable[[str], Any], ...] = (
        WIDE, partial(parse_whole, low=0, high=9), parse_money, parse_id, parse_yes, parse_priority, parse_position,
        parse_minutes, partial(parse_level, names={}), partial(parse_word, kind="status"), partial(parse_lat_lon, text),
    )  # fmt: skip
    for parse in parsers:
        with suppress(WrongValueError):
            parse(text)


def test_whole_numbers_offer_the_nearest_one() -> None:
    whole = partial(parse_whole, low=1, high=5)
    assert (whole("3"), whole("3,0")) == (3, 3)
    assert refused(whole, "2,6").cure == "3"
    assert refused(whole, "6").message.key == "import.number_range"


@pytest.mark.parametrize(("text", "ore"), [("520", 52_000), ("520,50", 52_050), ("1 250 kr", 125_000), ("0.1", 10)])
def test_money_is_exact_to_the_ore(text: str, ore: int) -> None:
    assert parse_money(text) == ore


@pytest.mark.parametrize("text", ["1,250", "1.005", "-1", "gratis"])
def test_money_that_can_mean_two_things_is_refused(text: str) -> None:
    refused(parse_money, text)


def test_ids_are_kept_as_written_and_shortened_ones_are_noticed() -> None:
    assert [parse_id(text) for text in ("007", " INC-1 ", "NA", "1e5x")] == ["007", "INC-1", "NA", "1e5x"]
    assert refused(parse_id, "2,02412E+11").message.key == "import.id_shortened"
    for text in ("a\nb", "x" * 101, "a\u202eb", "a\x00b"):
        assert refused(parse_id, text).message.key == "import.id_form"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("P1", 1), ("p5", 5), ("1", 1), ("5", 5), ("1.0", 1), ("1 - Critical", 1), ("2 - High", 2), ("3 - Moderate", 3),
        ("4 - Low", 4), ("5 - Planning", 5), ("Hög", 2), ("HÖG", 2), ("hög", 2), ("Medel", 3), ("Låg", 4),
        ("Kritisk", 1),
        ("Highest", 1), ("Lowest", 5), ("Emergency", 1), ("Urgent", 1), ("Very low", 5), ("P2 – Hög", 2),
        # Zammad counts upwards: the word counts, not the number.
        ("1 low", 4), ("2 normal", 3), ("3 high", 2),
    ],
)  # fmt: skip
def test_priorities_of_every_system_are_understood(text: str, number: int) -> None:
    assert parse_priority(text) == Priority(number)


@pytest.mark.parametrize("text", ["0", "6", "99", "Major", "", "P", "P9", "1-2", "2.5"])
def test_a_priority_that_is_none_is_refused(text: str) -> None:
    assert refused(parse_priority, text).message.key == "import.priority"


def test_a_systems_own_numbers_count_only_for_what_they_are() -> None:
    upwards = {"1": 4, "2": 3, "3": 2, "4": 1}
    assert parse_priority("4", numbers=upwards) == Priority.P1
    refused(partial(parse_priority, numbers=upwards), "5")


def test_levels_count_upwards_and_words_beat_numbers() -> None:
    level = partial(parse_level, names={"hela kunden": 5})
    assert [level(text) for text in ("1", "5", "1 - High", "3 - Low", "Mycket hög", "Hela kunden")] == [
        1,
        5,
        4,
        2,
        5,
        5,
    ]
    refused(level, "6")


def test_yes_and_no_in_both_languages() -> None:
    assert [parse_yes(text) for text in ("ja", "Yes", "SANT", "TRUE", "x", "1")] == [True] * 6
    assert [parse_yes(text) for text in ("nej", "No", "FALSKT", "false", "0", "-")] == [False] * 6
    assert "yes, no" in render(refused(parse_yes, "kanske").message, "en")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90), ("90 min", 90), ("1:30", 90), ("1,5 h", 90), ("1.5 hours", 90), ("1h30", 90), ("1 h 30 min", 90),
        ("1 tim 30 min", 90), ("2 timmar", 120), ("PT1H30M", 90), ("1 timme och 30 minuter", 90), ("45m", 45),
        ("60,0", 60),
        ("5400 s", 90), ("24:00", 1440), ("01:05:00", 65),
    ],
)  # fmt: skip
def test_durations_as_people_write_them(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


def test_bare_numbers_follow_their_columns_unit() -> None:
    assert (parse_minutes("1,5", unit="h"), parse_minutes("5400", unit="s"), parse_minutes("90 min", unit="h")) == (
        90,
        90,
        90,
    )


@pytest.mark.parametrize(
    ("text", "key", "cure"),
    [
        ("1,5", "import.duration_whole", "1,5 h"), ("0", "import.duration_range", None), ("-5",
        "import.duration", None),
        ("25 h", "import.duration_range", None), ("en stund", "import.duration", None), ("1:75",
        "import.duration", None),
        ("1e3", "import.duration", None), ("inf", "import.duration", None), ("10-12", "import.duration", None),
        ("2 d", "import.duration", None), ("1.30", "import.duration_whole", None),
    ],
)  # fmt: skip
def test_durations_that_are_none_are_refused(text: str, key: str, cure: str | None) -> None:
    wrong = refused(parse_minutes, text)
    assert (wrong.message.key, wrong.cure) == (key, cure)


@given(st.integers(1, 1440))
def test_every_duration_reads_back_in_every_form(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    forms = [f"{minutes}", f"{minutes} min", f"{hours}:{rest:02d}", f"{hours} h {rest} min", f"{hours}h{rest:02d}"]
    assert {parse_minutes(form) for form in forms} == {minutes}


@pytest.mark.parametrize(
    "text",
    ["59.3293, 18.0686", "59,3293; 18,0686", "59,3293, 18,0686", "59.3293 18.0686", "(59.3293, 18.0686)",
     "59.3293,18.0686",
     "59.3293 N, 18.0686 E", "N".join(["59.3293", ", 18.0686Ö"]), "18.0686 E, 59.3293 N", "59.3293/18.0686"],
)  # fmt: skip
def test_positions_in_one_cell(text: str) -> None:
    assert looks_like_position(text)
    assert parse_position(text) == (59.3293, 18.0686)


@pytest.mark.parametrize(
    "text", ["59,3293", "59,18", "59.3", "Storgatan 1", "59.3, 18.0, 7", "59°19'46\"N 18°04'07\"E", "1e2, 3"]
)
def test_positions_that_can_mean_two_things_are_refused(text: str) -> None:
    assert not looks_like_position(text)
    assert refused(parse_position, text).message.key == "import.position"


def test_south_and_west_are_negative() -> None:
    assert parse_position("33.9 S, 18.4 W") == (-33.9, -18.4)


def test_degrees_out_of_range_offer_the_swap_where_it_would_do() -> None:
    wrong = refused(partial(parse_lat_lon, "118,5"), "34,1")
    assert (wrong.message.key, wrong.cure) == ("import.swapped", "34.1, 118.5")
    assert parse_position("34.1, 118.5") == (34.1, 118.5)
    for pair in (("200", "10"), ("59,3", "181"), ("1e400", "18"), ("inf", "18"), ("59.3", "x"), ("593293", "180686")):
        assert refused(partial(parse_lat_lon, pair[0]), pair[1]).message.key == "import.degrees"
