"""What a file is: kind, encoding, separator."""

from __future__ import annotations

import pytest

from planner.files.sniff import decode, delimiter_of, refusal

SWEDISH = "Ärendenr;Rubrik;Ort\r\n1;Blåsig skärm på Ångbåtsvägen;Örebro\r\n2;Åsas dator är trög;Väsby\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850", "mac_roman"]
)
def test_swedish_letters_survive_every_encoding_a_spreadsheet_writes(encoding: str) -> None:
    found = decode(SWEDISH.encode(encoding))
    assert found is not None
    assert found.text == SWEDISH


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_plain_ascii_in_utf_16_without_mark_is_not_taken_for_utf_8(mark: str) -> None:
    found = decode("id,title\n1,Printer broken\n".encode(mark))
    assert found is not None
    assert (found.text, found.encoding) == ("id,title\n1,Printer broken\n", mark)


def test_a_guessed_encoding_says_so_and_a_proven_one_does_not() -> None:
    guessed, proven = decode(SWEDISH.encode("cp1252")), decode(SWEDISH.encode("utf-8"))
    assert guessed is not None
    assert proven is not None
    assert (guessed.guessed, proven.guessed) == (True, False)


def test_names_with_carons_stay_windows_text() -> None:
    text = "id;title\n1;Šimuns skrivare på Ågatan\n"
    found = decode(text.encode("cp1252"))
    assert found is not None
    assert (found.text, found.encoding) == (text, "cp1252")


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\x03\xff\xfe\xfd" * 40, b"id;title\x00\n1;x\n", b"\x81\x8d\x8f\x90\x9d"]
)
def test_what_is_no_text_is_not_decoded(content: bytes) -> None:
    assert decode(content) is None


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import.empty_file"),
        (b"\xef\xbb\xbf", "import.empty_file"),
        (b"  \r\n\t\r\n", "import.empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "import.old_excel"),
        (b"%PDF-1.7", "import.pdf"),
        (b"\x89PNG\r\n\x1a\n", "import.picture"),
        (b"\x1f\x8b\x08\x00", "import.packed"),
        (b"<!DOCTYPE html><table>", "import.html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "import.html"),
        (b'[{"id": 1}]', "import.json"),
        (b'{\n "id": 1}', "import.json"),
        (b"x" * (10 * 1024 * 1024 + 1), "import.too_big"),
    ],
)
def test_what_cannot_be_a_table_is_named(content: bytes, key: str) -> None:
    found = refusal(content)
    assert found is not None
    assert found.key == key


def test_a_table_that_begins_with_a_bracket_is_no_json() -> None:
    assert refusal(b"[id];title\n1;x\n") is None


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_makes_known_headings(delimiter: str) -> None:
    text = f"id{delimiter}title{delimiter}lat\n1{delimiter}a, b; c{delimiter}59,3\n"
    assert delimiter_of(text) == (delimiter, text)


def test_decimal_commas_do_not_make_a_comma_file() -> None:
    text = "id;lat;lon\n1;59,3293;18,0686\n2;59,1;18,2\n"
    assert delimiter_of(text)[0] == ";"


def test_a_sep_line_decides_and_is_no_row() -> None:
    assert delimiter_of("sep=|\r\nid|title\r\n") == ("|", "id|title\r\n")
    assert delimiter_of("SEP=;\nid,title;x\n") == (";", "id,title;x\n")


def test_a_column_called_sep_is_no_sep_line() -> None:
    assert delimiter_of("sep=a;title\n1;x\n")[1].startswith("sep=a")
