"""A table with its headings understood: rows of equal width, and the faults that no field is to blame for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.files.headings import ColumnMap, heading_row, map_columns
from planner.files.privacy import masked
from planner.files.tables import Table, TableRow, read_table
from planner.model.errors import FieldProblem
from planner.model.language import truncated
from planner.model.message import Message, message

__all__ = ["Grid", "GridRow", "read_grid"]

# What UTF-8 looks like when it has once been read as Windows text.
_BROKEN = re.compile("Ã[¥¤¶…„–©¼]|Ã\x85|Ã\x84|Ã\x96|\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row below the headings: one cell for each column, and what makes it unreadable as a whole."""

    row: int
    cells: tuple[str, ...]
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A file as columns and rows. Fields as in `Table` and `ColumnMap`."""

    name: str
    columns: tuple[ColumnMap, ...] = ()
    rows: tuple[GridRow, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[Message, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def read_grid(
    name: str,
    content: bytes,
    *,
    kind: str,
    mapping: Mapping[str, str | None] | Mapping[int, str | None] | None = None,
    today: date | None = None,
    changes: Mapping[tuple[int, str], str] | None = None,
) -> Grid:
    """Return a file's columns and rows; personal identity numbers are masked and their rows not taken.

    Parameters
    ----------
    name, content
        The file.
    kind
        request, team or order: whose headings.
    mapping
        As in `map_columns`.
    today
        Day after which nobody was born.
    changes
        New text of a cell by row and heading: it counts as if the file said so.
    """
    table = read_table(name, content, kind=kind)
    at = heading_row(table.rows, kind=kind)
    head, below = table.rows[at : at + 1], table.rows[at + 1 :]
    heading = tuple(cell.strip() for cell in head[0].cells) if head else ()
    if table.sheet:
        # A remark to the right of a sheet's last heading shifts nothing.
        heading += ("",) * (max((len(row.cells) for row in below), default=0) - len(heading))
    changed = _by_row(changes or {}, heading, mapping)
    rows = [_row(name, row, heading, changed.get(row.row, {}), today) for row in below]
    if not table.sheet:
        rows = _broken_in_two(name, rows, below, len(heading))
    shown = [TableRow(row=row.row, cells=row.cells) for row in rows]
    columns = map_columns(heading, shown, kind=kind, mapping=mapping)  # type: ignore[arg-type]
    return Grid(
        name=name,
        columns=columns,
        rows=tuple(rows),
        problems=table.problems,
        notes=(*table.notes, *_notes(table, at, columns)),
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
    )


def _notes(table: Table, at: int, columns: tuple[ColumnMap, ...]) -> list[Message]:
    found = []
    if at:
        found.append(message("import.rows_above", row=str(table.rows[at].row)))
    for column in columns:
        if column.twin is not None:
            other = columns[column.twin].heading
            key = "import.heading_twice" if other == column.heading else "import.field_twice"
            found.append(message(key, heading=column.heading, other=other))
    return found


def _by_row(
    changes: Mapping[tuple[int, str], str], heading: tuple[str, ...], mapping: Mapping[Any, str | None] | None
) -> dict[int, dict[int, str]]:
    """New text by row and column; of headings standing twice the column that people chose, else the first."""
    found: dict[int, dict[int, str]] = {}
    for (row, text), value in changes.items():
        places = [index for index, own in enumerate(heading) if own == text]
        if places:
            index = next((index for index in places if (mapping or {}).get(index)), places[0])
            found.setdefault(row, {})[index] = value
    return found


def _row(name: str, row: TableRow, heading: tuple[str, ...], changed: Mapping[int, str], today: date | None) -> GridRow:
    cells: list[str] = [*row.cells, *[""] * (len(heading) - len(row.cells))]
    for index, value in changed.items():
        cells[index] = value
    problems = []
    for index, cell in enumerate(cells):
        where = heading[index] if index < len(heading) else ""
        if (hidden := masked(cell, today=today)) is not None:
            cells[index] = hidden
            problems.append(_problem(name, row.row, where, hidden, message("import.personal_number")))
        elif _BROKEN.search(cell):
            problems.append(_problem(name, row.row, where, cell, message("import.broken_letters", value=_brief(cell))))
    for column, why in row.faults:
        if column in changed:
            continue
        where = heading[column] if column is not None and column < len(heading) else ""
        problems.append(
            _problem(name, row.row, where, cells[column] if column is not None and column < len(cells) else "", why)
        )
    surplus = [cell for cell in cells[len(heading) :] if cell.strip()]
    if surplus and not problems:
        why = message("import.surplus", count=len(row.cells), expected=len(heading), value=_brief(surplus[0]))
        problems.append(_problem(name, row.row, "", surplus[0], why))
    return GridRow(row=row.row, cells=tuple(cells[: len(heading)]), problems=tuple(problems))


def _broken_in_two(name: str, rows: list[GridRow], below: tuple[TableRow, ...], width: int) -> list[GridRow]:
    """A line break outside quotation marks makes two short rows of one; together they have the usual width.

    Short rows of equal length are left alone: Excel drops separators at the end of whole blocks of rows.
    """
    found = list(rows)
    for at in range(1, len(rows)):
        one, two = len(below[at - 1].cells), len(below[at].cells)
        if one + two - 1 == width and one != two and min(one, two) < width and below[at].row == below[at - 1].row + 1:
            for place in (at - 1, at):
                if not found[place].problems:
                    why = message("import.split", first=str(below[at - 1].row), second=str(below[at].row))
                    problem = _problem(name, found[place].row, "", found[place].cells[0], why)
                    found[place] = replace(found[place], problems=(problem,))
    return found


def _problem(name: str, row: int, heading: str, value: str, why: Message) -> FieldProblem:
    return FieldProblem(source=name, row=row, field=heading, value=_brief(value), message=why)


def _brief(value: str) -> str:
    return truncated(" ".join(value.split()), 60)
