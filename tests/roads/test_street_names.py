"""Names of streets in every usual writing, and what of an address is a street."""

import pytest

from planner.roads.street_names import StreetLine, same_letters, street_keys, street_lines


@pytest.mark.parametrize(
    ("written", "filed"),
    [
        ("STORGATAN", "Storgatan"), ("Storg.", "Storgatan"), ("Storg", "Storgatan"), ("Storgat.", "Storgatan"),
        ("Kungsv.", "Kungsvägen"), ("Kungsvag", "Kungsvägen"), ("Ringväg", "Ringvägen"), ("Södra vägen", "Södra Väg"),
        ("S:t Eriksgatan", "Sankt Eriksgatan"), ("St. Eriksgatan", "Sankt Eriksgatan"),
        ("Sankt Eriksg.", "S:t Eriksgatan"),
        ("Askgränd", "Askgränden"), ("Brunnsgr.", "Brunnsgränd"), ("Mäster Samuelsgatan", "Master Samuelsgatan"),
        ("Angsvagen", "Ängsvägen"), ("Karl-Johans gata", "Karl Johansgata"), ("Odenpl.", "Odenplan"),
    ],
)  # fmt: skip
def test_a_usual_writing_finds_what_the_street_is_filed_under(written, filed):
    assert street_keys(filed)[0] in street_keys(written)


@pytest.mark.parametrize(
    ("one", "other"), [("Storgatan", "Stora gatan"), ("Ringvägen", "Ringgatan"), ("Berg", "Bergsgatan")]
)
def test_different_streets_are_not_mixed_up(one, other):
    assert street_keys(other)[0] not in street_keys(one)


def test_rings_and_dots_tell_streets_apart_where_they_are_written():
    assert same_letters("ÅSGATAN", "Åsgatan")
    assert not same_letters("Asgatan", "Åsgatan")


@pytest.mark.parametrize(
    ("address", "street", "number", "letter"),
    [
        ("Storgatan 12", "Storgatan", 12, ""),
        ("Storgatan 12 B", "Storgatan", 12, "b"),
        ("Storgatan 12B, lgh 1101", "Storgatan", 12, "b"),
        ("Storgatan 12 lgh 1101", "Storgatan", 12, ""),
        ("Storgatan 12, 1 tr", "Storgatan", 12, ""),
        ("Storgatan 12 3tr", "Storgatan", 12, ""),
        ("Storgatan 12 vån 3", "Storgatan", 12, ""),
        ("c/o Anna Berg, Storgatan 12", "Storgatan", 12, ""),
        ("Skolan, Storgatan 12, 163 70 Spånga", "Storgatan", 12, ""),
        ("163 70 Spånga, Storgatan 12", "Storgatan", 12, ""),
        ("Storgatan 12 163 70 Spånga", "Storgatan", 12, ""),
        ("Box 12, Storgatan 7", "Storgatan", 7, ""),
        ("Sockenvägen 370 A-C", "Sockenvägen", 370, "a"),
        ("Storgatan", "Storgatan", 0, ""),
    ],
)
def test_street_number_and_letter_are_taken_out_of_an_address(address, street, number, letter):
    first = street_lines(address)[0]
    assert (first.street, first.number, first.letter) == (street, number, letter)


def test_a_range_has_both_its_ends():
    assert street_lines("Storgatan 12-14")[0] == StreetLine("Storgatan", 12, 14)


def test_a_box_has_no_street():
    assert street_lines("Box 12") == street_lines("Postbox 12, 163 70") == ()


def test_a_person_before_the_street_is_left_out_word_by_word():
    assert "Storgatan" in [one.street for one in street_lines("c/o Anna Berg Storgatan 12")]
    assert all(one.number for one in street_lines("c/o Anna Berg Storgatan 12"))


def test_a_number_may_belong_to_the_name():
    lines = street_lines("Tvärgatan 4 12")
    assert StreetLine("Tvärgatan 4", 12) in lines
    assert lines[0] == StreetLine("Tvärgatan", 4)
