"""Numbers, money, times and days as people write them in the two languages."""

from datetime import UTC, date, datetime

import pytest

from planner.model.language import (
    day_text,
    duration_text,
    km_text,
    money_text,
    number_text,
    percent_text,
    render,
    text,
    texts,
    time_text,
    truncated,
)
from planner.model.message import Money, Text, message

NBSP = "\N{NO-BREAK SPACE}"


def test_numbers_use_the_marks_of_the_language():
    assert number_text(37390, "sv") == f"37{NBSP}390"
    assert number_text(37390, "en") == "37,390"
    assert number_text(14.25, "sv", decimals=1) == "14,2"
    assert number_text(-5, "sv") == "−5"
    assert number_text(-0.001, "en", decimals=1) == "0.0"


@pytest.mark.parametrize(
    ("ore", "signed", "shown"), [(31249, True, "+312"), (0, True, "±0"), (-2000, True, "−20"), (31200, False, "312")]
)
def test_money_is_whole_kronor_with_its_sign_where_asked(ore, signed, shown):
    assert money_text(ore, "sv", signed=signed) == f"{shown}{NBSP}kr"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 min"), (1500, "25 min"), (3600, "1 h"), (6360, "1 h 46"), (-1500, "−25 min"), (3599, "1 h")],
)
def test_durations_change_to_hours_at_sixty_minutes(seconds, shown):
    assert duration_text(seconds, "sv").replace(NBSP, " ") == shown


def test_kilometres_have_a_decimal_below_ten():
    assert km_text(2700, "sv") == f"2,7{NBSP}km"
    assert km_text(196_400, "en") == f"196{NBSP}km"


def test_percent_and_its_absence():
    assert percent_text(0.84, "sv") == f"84{NBSP}%"
    assert percent_text(0.84, "en") == "84%"
    assert percent_text(None, "sv") == "–"


def test_times_are_shown_in_the_teams_zone_also_across_the_clock_change():
    assert time_text(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "02:30"
    assert time_text(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "02:30"
    assert time_text(datetime(2026, 7, 1, 8, tzinfo=UTC)) == "10:00"


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime(2026, 7, 1, 8))  # noqa: DTZ001


def test_days_are_written_short():
    assert day_text(date(2026, 11, 24), "sv") == "tis 24 november"
    assert day_text(date(2026, 11, 24), "en", year=True) == "Tue 24 November 2026"


def test_a_sentence_renders_its_values_in_the_readers_language():
    sentence = message("plan.summary_price", price=Money(123400), violations=2)
    assert render(sentence, "sv") == f"Pris 1{NBSP}234{NBSP}kr. Brutna regler: 2."
    assert str(sentence) == f"Price 1,234{NBSP}kr. Rules broken: 2."


def test_names_lists_and_nested_sentences_render():
    nested = message("codec.not_json", detail=("Anna", "Bo", Text("Kia", "Kim")))
    assert "Anna, Bo och Kia" in render(nested, "sv")
    assert "Anna, Bo and Kim" in render(nested, "en")
    assert render(message("codec.not_json", detail=message("plan.quality_road")), "sv").endswith("vägnät.")


def test_an_unknown_key_is_the_programmers_fault():
    with pytest.raises(KeyError):
        text("plan.no_such_text", "sv")


def test_values_are_never_read_as_placeholders():
    assert "{price}" in text("plan.summary_price", "en", price="{price}", violations=0)


def test_texts_are_found_by_room_and_name():
    assert texts()["plan.quality_road"] == Text("vägnät", "road network")


def test_a_long_text_is_cut_with_an_ellipsis():
    assert truncated("Serverunderhåll", 8) == "Serveru…"
    assert truncated("Server", 8) == "Server"
