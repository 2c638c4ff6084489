"""Requests from a file: every column understood or set aside, every row good or with its problems; nothing saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.files.grid import Grid, GridRow, read_grid
from planner.files.headings import ColumnMap
from planner.files.known import system_of
from planner.files.names import safe_name
from planner.files.request_rows import build_request
from planner.files.request_triage import Context
from planner.files.rows import RowReader
from planner.files.tables import read_file
from planner.files.vocabulary import vocabulary
from planner.model.catalogue import Catalogue
from planner.model.errors import FieldProblem, InputError
from planner.model.language import TEAM_ZONE
from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.request import Request
from planner.model.team import Team
from planner.model.work_times import WorkTimes

__all__ = ["ImportPreview", "ImportRow", "preview_requests", "read_requests"]

_NAMING = ("title", "description", "job_type", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One row of the file.

    Parameters
    ----------
    row
        Number as the user counts it (the heading is usually row 1).
    request
        The request; None where the row cannot be one.
    problems
        What is wrong: the row is not taken until it is put right.
    notes
        What people should know; the row can be taken.
    raw
        Cells as written, one for each column.
    request_id, place
        Id and position as far as they could be read, also where the row cannot be a request.
    """

    row: int
    request: Request | None
    request_id: str = ""
    place: Place | None = None
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[FieldProblem, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What a file would bring in.

    Parameters
    ----------
    problems
        What is wrong with the file as a whole.
    notes
        What people should know of the file: encoding guessed, sheets not read, headings standing twice.
    encoding, delimiter, sheet
        How it was read; empty where it does not apply.
    system
        Name of the system it comes from, where its headings tell.
    """

    name: str
    columns: tuple[ColumnMap, ...] = ()
    rows: tuple[ImportRow, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[Message, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    system: str = ""

    @property
    def good(self) -> tuple[Request, ...]:
        """The requests of rows without problems."""
        return tuple(row.request for row in self.rows if row.request is not None and not row.problems)

    @property
    def all_problems(self) -> tuple[FieldProblem, ...]:
        """Problems of the file, then of its rows in order."""
        return (*self.problems, *(problem for row in self.rows for problem in row.problems))


def preview_requests(
    name: str,
    content: bytes,
    *,
    mapping: Mapping[str, str | None] | Mapping[int, str | None] | None = None,
    day: date | None = None,
    today: date | None = None,
    catalogue: Catalogue | None = None,
    team: Team | None = None,
    changes: Mapping[tuple[int, str], str] | None = None,
    zone: str = TEAM_ZONE,
    own_times: WorkTimes | None = None,
) -> ImportPreview:
    """Read a CSV or XLSX file of requests; never raises for what the file holds.

    Parameters
    ----------
    name, content
        The file.
    mapping
        Field by column heading or index where people corrected it: None leaves a column out, and
        ``created_at:dmy`` says how days such as 03/04/2026 are to be read.
    day
        Day planned: times of day without a day belong to it; None: they are refused.
    today
        Day on which it is read: *tomorrow* is the next; None: such words are refused.
    catalogue
        Whose job types, skills and parts; None: the catalogue the product ships with.
    team
        Whose names and ids technicians are looked up by; None: they are taken as written.
    changes
        New text of a cell by row and column heading: a `cure` taken with one click.
    zone
        Time zone of local times.
    own_times
        Customers at whose work takes longer or shorter; None: they are all alike.

    Raises
    ------
    ValueError
        If the mapping names a field that does not exist.
    """
    grid = read_grid(name, content, kind="request", mapping=mapping, today=day, changes=changes)
    system = system_of(tuple(column.heading for column in grid.columns))
    if catalogue is None:
        from planner.files.catalogue import load_catalogue

        catalogue = load_catalogue()
    fields = {column.field for column in grid.columns}
    context = Context(
        catalogue=catalogue,
        vocabulary=vocabulary(catalogue, team),
        system=system,
        day=day,
        today=today,
        zone=zone,
        stem=safe_name(Path(name).stem, limit=24),
        has_ids="request_id" in fields,
        own_times=own_times or WorkTimes(),
    )
    usable = bool(grid.rows) and not fields.isdisjoint(_NAMING)
    rows = [_row(grid, row, context, changes or {}, usable=usable) for row in grid.rows]
    return ImportPreview(
        name=name,
        columns=grid.columns,
        rows=_without_twins(rows, grid),
        problems=grid.problems if usable or grid.problems else (_unusable(grid),),
        notes=grid.notes if context.has_ids or not usable else (*grid.notes, message("import.ids_made")),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        system=system.name if system else "",
    )


def read_requests(
    path: str | Path,
    *,
    day: date | None = None,
    mapping: Mapping[str, str | None] | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[Request, ...]:
    """Return the requests of a CSV or XLSX file.

    Parameters
    ----------
    path
        Where the file is.
    day, mapping, catalogue
        As in `preview_requests`.

    Raises
    ------
    InputError
        If anything in the file is wrong: every problem with file, row, column and value.
    """
    name, content = read_file(path)
    preview = preview_requests(name, content, mapping=mapping, day=day, catalogue=catalogue)
    if preview.all_problems:
        raise InputError(*preview.all_problems)
    return preview.good


def _unusable(grid: Grid) -> FieldProblem:
    if not grid.rows and grid.columns:
        return FieldProblem(source=grid.name, message=message("import.no_rows"))
    seen = ", ".join(column.heading for column in grid.columns if column.heading)[:200]
    return FieldProblem(source=grid.name, message=message("import.no_columns", value=seen), value=seen)


def _row(
    grid: Grid, row: GridRow, context: Context, changes: Mapping[tuple[int, str], str], *, usable: bool
) -> ImportRow:
    whole = any(not problem.field for problem in row.problems)
    if whole or not usable:
        return ImportRow(row=row.row, request=None, problems=row.problems, raw=row.cells)
    cells = {column.field: row.cells[column.index] for column in grid.columns if column.field}
    headings = {column.field: column.heading for column in grid.columns if column.field}
    changed = {field: cells[field] for field, head in headings.items() if (row.row, head) in changes}
    reader = RowReader(
        source=grid.name,
        row=row.row,
        cells=_joined(cells, changed),
        headings=headings,
        orders={column.field: column.date_order for column in grid.columns if column.field},
    )
    request = build_request(reader, context)
    broken = {problem.field for problem in row.problems}
    problems = (*row.problems, *(problem for problem in reader.problems if problem.field not in broken))
    if request is not None and request.needs_visit and not (request.place or request.address or request.city):
        reader.note("address", message("import.no_address"))
    return ImportRow(
        row=row.row,
        request=None if problems else request,
        request_id=request.request_id if request else reader.text("request_id"),
        place=reader.place,
        problems=problems,
        notes=tuple(reader.notes),
        raw=row.cells,
    )


def _joined(cells: dict[str, str], changed: dict[str, str]) -> dict[str, str]:
    """A range that was put in the place of one of its ends stands for both."""
    for field in ("earliest", "latest", "latest_end"):
        if "–" in changed.get(field, ""):
            return cells | {"window": changed[field], "earliest": "", "latest": "", "latest_end": ""}
    return cells


def _without_twins(rows: list[ImportRow], grid: Grid) -> tuple[ImportRow, ...]:
    """Mark every row whose id stands in an earlier row that can be taken."""
    first: dict[str, int] = {}
    heading = next((column.heading for column in grid.columns if column.field == "request_id"), "request_id")
    found = []
    for row in rows:
        value = row.request_id
        known = first.setdefault(value, row.row) if row.request else first.get(value, row.row)
        if value and known != row.row:
            why = message("import.duplicate_id", value=value, row=str(known))
            problem = FieldProblem(source=grid.name, row=row.row, field=heading, value=value, message=why)
            row = replace(row, problems=(*row.problems, problem))
        found.append(row)
    return tuple(found)
