"""Bytes to rows of text: CSV and XLSX, with every doubt about a row said, and nothing guessed in silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planner.files.formulas import unprotected
from planner.files.sniff import MAX_BYTES, decode, delimiter_of, is_workbook, refusal
from planner.files.workbook_process import read_workbook
from planner.model.errors import FieldProblem, InputError
from planner.model.message import Message, message

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "Table", "TableRow", "read_file", "read_table"]

MAX_ROWS = 20_001
MAX_COLUMNS = 500
_MAX_CELL = 32_767
_MAX_BROKEN = 100
_MAX_LINES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row that is not empty.

    Parameters
    ----------
    row
        Number as the user's spreadsheet counts it, the first is 1.
    cells
        Text of the cells from the first column on; blanks at the end may be missing.
    faults
        Column index (None: the row as a whole) and what is wrong with it.
    """

    row: int
    cells: tuple[str, ...]
    faults: tuple[tuple[int | None, Message], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file holds. `problems` are faults of the file as a whole, `notes` what people should know."""

    name: str
    rows: tuple[TableRow, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[Message, ...] = ()


def read_table(name: str, content: bytes, *, kind: str = "request") -> Table:
    """Return the rows of a CSV or XLSX file; never raises for what the file holds.

    Parameters
    ----------
    name
        File name, for messages only: what the file is, its content says.
    content
        The whole file.
    kind
        Whose headings decide the separator of a CSV file: request or team.
    """
    if (why := refusal(content)) is not None:
        return _refused(name, why)
    if is_workbook(content):
        answer = read_workbook(content)
        return _refused(name, answer) if isinstance(answer, Message) else _from_workbook(name, answer)
    decoded = decode(content)
    if decoded is None:
        return _refused(name, message("import.not_table"))
    delimiter, text = delimiter_of(decoded.text, kind=kind)
    notes = (message("import.encoding_guessed", encoding=decoded.encoding),) if decoded.guessed else ()
    return replace(_from_text(name, text, delimiter), encoding=decoded.encoding, delimiter=delimiter, notes=notes)


def read_file(path: str | Path) -> tuple[str, bytes]:
    """Return a file's name and content.

    Parameters
    ----------
    path
        Where it is.

    Raises
    ------
    InputError
        If it is missing, a folder, too big or may not be read.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise _unreadable(file, message("import.is_folder"))
        if not file.exists():
            raise _unreadable(file, message("import.not_found"))
        if file.stat().st_size > MAX_BYTES:
            size = file.stat().st_size / 1024**2
            raise _unreadable(file, message("import.too_big", size=size, limit=MAX_BYTES // 1024**2))
        return file.name, file.read_bytes()
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise _unreadable(file, message("import.cannot_open", detail=detail)) from None


def _unreadable(file: Path, why: Message) -> InputError:
    return InputError(FieldProblem(source=file.name or str(file), message=why))


def _refused(name: str, why: Message) -> Table:
    return Table(name=name, problems=(FieldProblem(source=name, message=why),))


def _from_workbook(name: str, answer: dict[str, Any]) -> Table:
    faults: dict[int, list[tuple[int | None, Message]]] = {}
    for row, column, key in answer["faults"]:
        faults.setdefault(row, []).append((column, message(key)))
    rows = tuple(
        TableRow(row=number, cells=tuple(cells), faults=tuple(faults.get(number, ())))
        for number, cells in enumerate(answer["rows"], start=1)
        if any(cell.strip() for cell in cells) or number in faults
    )
    notes = [message("import.other_sheets", sheet=answer["sheet"], others=tuple(answer["others"]))]
    return Table(
        name=name,
        rows=rows,
        sheet=answer["sheet"],
        problems=_too_much(name, rows=answer["more_rows"], columns=answer["more_columns"], limit=64),
        notes=tuple(notes if answer["others"] else ()),
    )


def _too_much(name: str, *, rows: bool, columns: bool, limit: int) -> tuple[FieldProblem, ...]:
    found = []
    if rows:
        found.append(FieldProblem(source=name, message=message("import.too_many_rows", limit=MAX_ROWS)))
    if columns:
        found.append(FieldProblem(source=name, message=message("import.too_many_columns", limit=limit)))
    return tuple(found)


def _from_text(name: str, text: str, delimiter: str) -> Table:
    rows: list[TableRow] = []
    wide = broken = 0
    for number, cells, fault in _records(text, delimiter):
        if number > MAX_ROWS or broken > _MAX_BROKEN:
            break
        wide = max(wide, len(cells))
        broken += fault is not None
        if fault or any(cell.strip() for cell in cells):
            kept = tuple(unprotected(cell) for cell in cells[:MAX_COLUMNS])
            rows.append(TableRow(row=number, cells=kept, faults=((None, fault),) if fault else _oversized(kept)))
    else:
        number = 0
    problems = _too_much(name, rows=number > MAX_ROWS, columns=wide > MAX_COLUMNS, limit=MAX_COLUMNS)
    if broken > _MAX_BROKEN:
        problems = (*problems, FieldProblem(source=name, row=number, message=message("import.quotes_broken")))
    return Table(name=name, rows=tuple(rows), problems=problems)


def _oversized(cells: tuple[str, ...]) -> tuple[tuple[int | None, Message], ...]:
    long = [index for index, cell in enumerate(cells) if len(cell) > _MAX_CELL]
    return tuple((index, message("import.cell_too_long", limit=_MAX_CELL)) for index in long)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], Message | None]]:
    """Number, cells and fault of each record, blank ones included, as a spreadsheet counts them.

    A quotation mark that is never closed would swallow the rows after it: then the line it
    stands in is one faulty row, and reading goes on with the next line.
    """
    lines = list(io.StringIO(text, newline=""))
    at = number = 0
    while at < len(lines):
        number += 1
        end = at + 1
        if '"' not in lines[at]:
            yield number, lines[at].rstrip("\r\n").split(delimiter), None
        else:
            cells, end = _quoted(lines, at, delimiter)
            if end:
                yield number, cells, None
            else:
                yield number, lines[at].rstrip("\r\n").split(delimiter), message("import.quote")
                end = at + 1
        at = end


def _quoted(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """Read one record that holds quotation marks; the line after it, or 0 when the marks do not match."""
    block = lines[at : at + _MAX_LINES]
    reader = csv.reader(block, delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return [], 0
    return cells, at + reader.line_num
