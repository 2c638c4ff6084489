"""Workbooks: read in a process of their own, as people see them, and unable to take the server down (R11)."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.files.tables import Table, read_table
from planner.files.workbook_process import read_workbook
from planner.model.message import Message
from tests.files.making import bomb, entities, saved, sparse, wide, with_member, xlsx_bytes


def resident_mb() -> float:
    """Memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def table(content: bytes) -> Table:
    """The table of a workbook."""
    return read_table("f.xlsx", content)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is measured where /proc is")
@pytest.mark.parametrize(
    ("make", "keys"),
    [(sparse, ["import.too_many_rows"]), (bomb, ["import.workbook_bomb"]), (entities, ["import.workbook_entities"])],
)
def test_hostile_workbooks_cost_neither_memory_nor_time(make: Callable[[], bytes], keys: list[str]) -> None:
    content = make()
    assert len(content) < 2_000_000
    before, began = resident_mb(), time.monotonic()
    found = table(content)
    assert resident_mb() - before < 100
    assert time.monotonic() - began < 12
    assert [problem.message.key for problem in found.problems] == keys


def test_the_one_stray_cell_far_away_does_not_hide_the_table() -> None:
    assert [row.cells for row in table(sparse()).rows] == [("id", "title"), ("1", "Printer")]


@pytest.mark.slow
def test_a_workbook_that_passes_the_declared_sizes_is_still_stopped_by_the_limits_of_its_process() -> None:
    content = wide()
    before, began = resident_mb(), time.monotonic()
    (problem,) = table(content).problems
    assert problem.message.key in ("import.workbook_bomb", "import.workbook_slow")
    assert time.monotonic() - began < 12
    assert resident_mb() - before < 100


def test_slow_reading_is_ended_and_named() -> None:
    answer = read_workbook(xlsx_bytes([["id"]]), wall_limit_s=0.001)
    assert isinstance(answer, Message)
    assert answer.key == "import.workbook_slow"


def test_a_reading_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    answer = read_workbook(xlsx_bytes([["id"]]))
    assert isinstance(answer, Message)
    assert answer.key == "import.workbook_bomb"


def test_cells_come_out_as_people_see_them() -> None:
    rows = [
        ["id", "when", "clock", "both", "long", "number", "whole", "yes", "text"],
        [7, dt.date(2026, 11, 24), dt.time(8, 30), dt.datetime(2026, 11, 24, 8, 30),  # noqa: DTZ001
         dt.timedelta(hours=26, minutes=5),
         59.3293, 45.0, True, "NA"],
    ]  # fmt: skip
    found = table(xlsx_bytes(rows, A2="000"))
    assert found.rows[1].cells == (
        "007", "2026-11-24", "08:30", "2026-11-24 08:30", "26:05", "59.3293", "45", "TRUE", "NA"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [(16370, "000 00", "163 70"), (7, "000", "007"), (12345, "000", "12345"), (0.1 + 0.2, "General", "0.3"),
     (46350, "yyyy-mm-dd", "2026-11-24"), (1.5, "h:mm", "1900-01-01 12:00"),
     (2.0**60, "General", "1.15292150460685e+18")],
)  # fmt: skip
def test_number_formats_that_change_what_a_number_says_are_followed(
    value: float, number_format: str, shown: str
) -> None:
    assert table(xlsx_bytes([["id", "x"], ["1", value]], B2=number_format)).rows[1].cells[1] == shown


def test_a_formula_without_saved_result_is_a_fault_and_not_an_empty_cell() -> None:
    found = table(xlsx_bytes([["id", "title"], ["1", "=A1&A2"], ["2", "x"]]))
    assert [(row.row, [(at, why.key) for at, why in row.faults]) for row in found.rows if row.faults] == [
        (2, [(1, "import.formula")])
    ]


def test_a_formula_with_saved_result_reads_as_the_result() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
        '<row r="2"><c r="A2"><f>6*7</f><v>42</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
        "</sheetData></worksheet>"
    )
    found = table(with_member(xlsx_bytes([["id"]]), "xl/worksheets/sheet1.xml", sheet))
    assert [(row.cells, row.faults) for row in found.rows] == [(("id",), ()), (("42",), ())]


def test_an_error_shown_in_a_cell_is_a_fault() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["id", "title"])
    book.active.append(["1", "#N/A"])
    assert [why.key for row in table(saved(book)).rows for _, why in row.faults] == ["import.cell_error"]


def test_the_active_sheet_is_read_and_the_others_named() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["other"])
    sheet = book.create_sheet("Ärenden")
    sheet.append(["id", "title"])
    book.active = sheet
    found = table(saved(book))
    assert (found.sheet, found.rows[0].cells) == ("Ärenden", ("id", "title"))
    assert [str(note) for note in found.notes] == ["The sheet Ärenden was read. Not read: Sheet."]


def test_an_empty_active_sheet_gives_way_to_one_with_rows() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Data").append(["id", "title"])
    assert table(saved(book)).sheet == "Data"


def archive(**members: bytes) -> bytes:
    """A zip archive that is no workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "import.ods"),
        (archive(holiday=b"picture"), "import.not_workbook"),
        (archive(**{"xl/workbook.xml": b"<nonsense"}), "import.workbook_broken"),
        (b"PK\x03\x04 and then nothing", "import.workbook_broken"),
        (xlsx_bytes([["id"]])[:-30], "import.workbook_broken"),
    ],
)
def test_what_is_no_readable_workbook_is_named(content: bytes, key: str) -> None:
    assert [problem.message.key for problem in table(content).problems] == [key]


def test_columns_after_the_last_one_read_are_said() -> None:
    found = table(xlsx_bytes([["id", "title", *map(str, range(70))]]))
    assert [problem.message.key for problem in found.problems] == ["import.too_many_columns"]


def test_twenty_thousand_rows_are_read_in_time() -> None:
    began = time.monotonic()
    found = table(xlsx_bytes([["id", "title", "lat"], *([f"A{number}", "Printer", 59.3] for number in range(5_000))]))
    assert (len(found.rows), found.problems) == (5_001, ())
    assert time.monotonic() - began < 10
