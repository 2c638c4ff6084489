"""Rows of CSV files: counted as the user counts, never shifted, never swallowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.files.tables import Table, read_file, read_table
from planner.model.errors import InputError


def table(text: str, **_: object) -> Table:
    """The table of a CSV text."""
    return read_table("f.csv", text.encode())


def cells(found: Table) -> list[tuple[str, ...]]:
    """Cells of every row."""
    return [row.cells for row in found.rows]


def test_everything_stays_text() -> None:
    found = table("id;title;lat\n007;NA;59,3293\n0x1F;null;1e5\n")
    assert cells(found)[1:] == [("007", "NA", "59,3293"), ("0x1F", "null", "1e5")]


def test_separators_quotation_marks_and_line_breaks_inside_quotes_belong_to_the_cell() -> None:
    found = table('id;title\n1;"a;b ""c""\nd"\n2;5" skärm\n')
    assert cells(found)[1:] == [("1", 'a;b "c"\nd'), ("2", '5" skärm')]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    found = table('sep=;\nid;title\n\n1;"two\nlines"\n;\n2;x\n')
    assert [row.row for row in found.rows] == [1, 3, 5]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_will_do(newline: str) -> None:
    assert len(table(newline.join(["id;title", "1;a", "2;b"])).rows) == 3


def test_a_quotation_mark_never_closed_costs_its_own_row_only() -> None:
    found = table('id;title\n1;"broken\n2;fine\n3;"ok"\n4;also fine\n')
    assert [row.row for row in found.rows if row.faults] == [2]
    assert [row.cells[1] for row in found.rows if not row.faults] == ["title", "fine", "ok", "also fine"]


def test_text_behind_a_closed_quotation_mark_is_a_fault_not_a_shift() -> None:
    found = table('id;title\n1;"a"b;c\n2;x\n')
    assert [fault.key for row in found.rows for _, fault in row.faults] == ["import.quote"]


def test_thousands_of_broken_quotation_marks_end_in_a_sentence_not_in_hours() -> None:
    found = table("id;title\n" + '1;"x\n' * 20_000)
    assert [problem.message.key for problem in found.problems] == ["import.quotes_broken"]


def test_more_rows_than_are_read_are_said() -> None:
    found = table("id;title\n" + "1;x\n" * 20_001)
    assert (len(found.rows), [p.message.key for p in found.problems]) == (20_001, ["import.too_many_rows"])
    assert table("id;title\n" + "1;x\n" * 20_000).problems == ()


def test_a_cell_longer_than_a_spreadsheet_holds_is_a_fault() -> None:
    found = table("id;title\n1;" + "x" * 40_000 + "\n2;y\n")
    assert [(row.row, [key.key for _, key in row.faults]) for row in found.rows if row.faults] == [
        (2, ["import.cell_too_long"])
    ]


def test_missing_files_and_folders_are_the_inputs_fault(tmp_path: Path) -> None:
    for path, key in ((tmp_path, "import.is_folder"), (tmp_path / "no.csv", "import.not_found")):
        with pytest.raises(InputError) as caught:
            read_file(path)
        assert caught.value.problems[0].message.key == key
        assert caught.value.problems[0].source == path.name


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(11 * 1024 * 1024)
    with pytest.raises(InputError) as caught:
        read_file(huge)
    assert caught.value.problems[0].message.key == "import.too_big"
    assert "11,0 MB" not in str(caught.value)
    assert "11.0 MB" in str(caught.value)


def test_an_impossible_path_is_the_inputs_fault() -> None:
    for path in ("\x00", "x" * 5_000):
        with pytest.raises(InputError):
            read_file(path)
