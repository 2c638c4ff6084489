"""One day of requests in every encoding, separator, decimal mark and line end: always the same requests (R9)."""

from __future__ import annotations

import csv
import io
from itertools import product

import pytest

from planner.files import ImportPreview, preview_requests
from planner.model.request import Request
from tests.files.making import DAY, csv_bytes, xlsx_bytes

HEADINGS = ["Ärendenr", "Rubrik", "Kund", "Adress", "Postnr", "Ort", "Latitud", "Longitud", "Prio", "Tid (min)",
            "Tidsfönster", "Förfallodatum", "Kompetens"]  # fmt: skip
ROWS = [
    ["007", "Skrivaren är trög; byt vals, tack", "NA", "Ängsvägen 1", "163 70", "Spånga", "59.3917", "17.9266",
     "Hög", "90",
     "08:00–10:00", "2026-11-27", "wifi:2"],
    ["08-1", 'Skärm 24" svart\nandra raden', "Åsa & Ö", "Ågatan 2", "00123", "Örebro", "59.2741", "15.2066", "P1",
     "45", "", "", ""],
    ["1e3", "null", "true", "Storgatan 3", "11122", "Stockholm", "59.0", "18.0", "3", "60", "13-15", "",
     "Windows Server 3"],
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"]
CASES = list(product(ENCODINGS, [";", ",", "\t", "|"], [".", ","], ["\r\n", "\n"]))


def rows(mark: str, *, dash: str = "-") -> list[list[str]]:
    """The rows with a decimal mark; a plain dash, which every code page has."""
    return [
        [cell.replace(".", mark) if at in (6, 7) else cell.replace("–", dash) for at, cell in enumerate(row)]
        for row in ROWS
    ]


def plain(found: ImportPreview) -> tuple[Request, ...]:
    """The requests, all of them."""
    assert [str(problem.message) for problem in found.all_problems] == []
    return found.good


EXPECTED = plain(preview_requests("f.csv", csv_bytes([HEADINGS, *rows(".")]), day=DAY))


def test_the_expected_requests_are_what_the_file_says() -> None:
    assert [one.request_id for one in EXPECTED] == ["007", "08-1", "1e3"]
    assert [one.customer for one in EXPECTED] == ["NA", "Åsa & Ö", "true"]
    assert [(one.place.lat, one.place.lon) for one in EXPECTED if one.place] == [
        (59.3917, 17.9266), (59.2741, 15.2066), (59.0, 18.0),
    ]  # fmt: skip
    assert [one.postcode for one in EXPECTED] == ["163 70", "00123", "11122"]
    assert [int(one.priority) for one in EXPECTED] == [2, 1, 3]
    assert [len(one.time_windows) for one in EXPECTED] == [1, 0, 1]
    assert EXPECTED[1].title == 'Skärm 24" svart andra raden'


def test_there_are_at_least_sixty_files() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("encoding", "delimiter", "mark", "newline"), CASES)
def test_the_same_day_in_every_dress(encoding: str, delimiter: str, mark: str, newline: str) -> None:
    content = csv_bytes([HEADINGS, *rows(mark)], encoding=encoding, delimiter=delimiter, newline=newline)
    assert plain(preview_requests("f.csv", content, day=DAY)) == EXPECTED


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
def test_the_same_day_quoted_throughout_and_with_a_sep_line(delimiter: str, quoting: int) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows([HEADINGS, *rows(",")])  # type: ignore[arg-type]
    for text in (out.getvalue(), f"sep={delimiter}\r\n{out.getvalue()}"):
        for encoding in ("utf-8-sig", "cp1252", "utf-16"):
            assert plain(preview_requests("f.csv", text.encode(encoding), day=DAY)) == EXPECTED


def test_the_same_day_as_a_workbook_of_text_and_as_one_of_numbers() -> None:
    assert plain(preview_requests("f.xlsx", xlsx_bytes([HEADINGS, *rows(",")]), day=DAY)) == EXPECTED
    typed = [[float(cell) if at in (6, 7, 9) else cell for at, cell in enumerate(row)] for row in rows(".")]
    assert plain(preview_requests("f.xlsx", xlsx_bytes([HEADINGS, *typed]), day=DAY)) == EXPECTED


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_blank_rows_and_blank_columns_change_nothing(encoding: str) -> None:
    spread = [[*row[:3], "", *row[3:], "", ""] for row in [HEADINGS, *rows(",")]]
    content = csv_bytes([spread[0], [], spread[1], [""] * 5, *spread[2:], []], encoding=encoding)
    assert plain(preview_requests("f.csv", content, day=DAY)) == EXPECTED


@pytest.mark.parametrize("case", CASES[::5], ids=str)
def test_one_wrong_cell_costs_one_row_in_every_dress(case: tuple[str, str, str, str]) -> None:
    encoding, delimiter, mark, newline = case
    wrong = rows(mark)
    wrong[1][6] = "1e400"
    content = csv_bytes([HEADINGS, *wrong], encoding=encoding, delimiter=delimiter, newline=newline)
    found = preview_requests("f.csv", content, day=DAY)
    assert [(p.source, p.row, p.field, p.message.key) for p in found.all_problems] == [
        ("f.csv", 3, "Latitud", "import.degrees")
    ]
    assert found.good == (EXPECTED[0], EXPECTED[2])
