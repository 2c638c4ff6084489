"""A team from a file: a row for each technician, further rows for shifts; subcontractors with their people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from planner.files.grid import Grid, GridRow, read_grid
from planner.files.headings import ColumnMap
from planner.files.hotel_rows import hotel_of, is_hotel
from planner.files.rows import RowReader
from planner.files.tables import read_file
from planner.files.team_rows import Reading, build_technician, only_shift
from planner.files.vendor_rows import vendor_of
from planner.files.vocabulary import vocabulary
from planner.model.catalogue import Catalogue
from planner.model.errors import FieldProblem, InputError
from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.team import Hotel, Team, Technician
from planner.model.vendors import Vendor

__all__ = ["TeamPreview", "TeamRow", "preview_team", "read_team"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """One row: a technician, or a further shift of one or a hotel (then `technician` is None without problems)."""

    row: int
    technician: Technician | None
    problems: tuple[FieldProblem, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPreview:
    """What a team file would bring in. Fields as in `ImportPreview`; `team` holds the good rows."""

    name: str
    team: Team = Team()
    columns: tuple[ColumnMap, ...] = ()
    rows: tuple[TeamRow, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    notes: tuple[Message, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @property
    def all_problems(self) -> tuple[FieldProblem, ...]:
        """Problems of the file, then of its rows in order."""
        return (*self.problems, *(problem for row in self.rows for problem in row.problems))


def preview_team(
    name: str,
    content: bytes,
    *,
    mapping: Mapping[str, str | None] | Mapping[int, str | None] | None = None,
    catalogue: Catalogue | None = None,
    locate: Callable[[str], Place | None] | None = None,
) -> TeamPreview:
    """Read a CSV or XLSX file of technicians; never raises for what the file holds.

    Parameters
    ----------
    name, content
        The file.
    mapping
        Field by column heading or index, where people corrected it.
    catalogue
        Whose skills and certificates; None: the catalogue the product ships with.
    locate
        Finds the place of an address; None: places need latitude and longitude.

    Raises
    ------
    ValueError
        If the mapping names a field that does not exist.
    """
    grid = read_grid(name, content, kind="team", mapping=mapping)
    if catalogue is None:
        from planner.files.catalogue import load_catalogue

        catalogue = load_catalogue()
    reading = Reading(words=vocabulary(catalogue), locate=locate)
    fields = {column.field for column in grid.columns}
    usable = bool(grid.rows) and {"technician_id", "name"} <= fields
    found: dict[str, tuple[int, Technician]] = {}
    vendors: dict[str, Vendor] = {}
    hotels: dict[str, Hotel] = {}
    rows = []
    if usable:
        rows = [_row(grid, row, reading, found, vendors, hotels) for row in grid.rows]
    return TeamPreview(
        name=name,
        team=Team(
            technicians=tuple(technician for _, technician in found.values()),
            vendors=tuple(vendors.values()),
            hotels=tuple(hotels.values()),
        ),
        columns=grid.columns,
        rows=tuple(rows),
        problems=grid.problems if usable or grid.problems else (_unusable(grid),),
        notes=grid.notes,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
    )


def read_team(
    path: str | Path,
    *,
    mapping: Mapping[str, str | None] | None = None,
    catalogue: Catalogue | None = None,
    locate: Callable[[str], Place | None] | None = None,
) -> Team:
    """Return the team of a CSV or XLSX file.

    Parameters
    ----------
    path
        Where the file is.
    mapping, catalogue, locate
        As in `preview_team`.

    Raises
    ------
    InputError
        If anything in the file is wrong: every problem with file, row, column and value.
    """
    name, content = read_file(path)
    preview = preview_team(name, content, mapping=mapping, catalogue=catalogue, locate=locate)
    if preview.all_problems:
        raise InputError(*preview.all_problems)
    return preview.team


def _unusable(grid: Grid) -> FieldProblem:
    if not grid.rows and grid.columns:
        return FieldProblem(source=grid.name, message=message("import.no_rows"))
    seen = ", ".join(column.heading for column in grid.columns if column.heading)[:200]
    return FieldProblem(source=grid.name, message=message("import.no_team_columns", value=seen), value=seen)


def _row(
    grid: Grid,
    row: GridRow,
    reading: Reading,
    found: dict[str, tuple[int, Technician]],
    vendors: dict[str, Vendor],
    hotels: dict[str, Hotel],
) -> TeamRow:
    if row.problems:
        return TeamRow(row=row.row, technician=None, problems=row.problems, raw=row.cells)
    reader = RowReader(
        source=grid.name,
        row=row.row,
        cells={column.field: row.cells[column.index] for column in grid.columns if column.field},
        headings={column.field: column.heading for column in grid.columns if column.field},
        orders={column.field: column.date_order for column in grid.columns if column.field},
    )
    if is_hotel(reader):
        return _hotel(reader, row, reading, hotels)
    known = found.get(reader.text("technician_id"))
    if known is not None:
        return _further(reader, row, reading, known, found)
    technician = build_technician(reader, reading, number=len(found) + 1)
    vendor = vendor_of(reader, reading.words.job_types, vendors)
    if reader.problems:
        technician = None
    elif vendor is not None:
        vendors[vendor.vendor_id] = vendor
    if technician is not None:
        found[technician.technician_id] = (row.row, technician)
    return TeamRow(row=row.row, technician=technician, problems=tuple(reader.problems), raw=row.cells)


def _hotel(reader: RowReader, row: GridRow, reading: Reading, hotels: dict[str, Hotel]) -> TeamRow:
    hotel = hotel_of(reader, reading)
    if hotel is not None and hotel.hotel_id in hotels:
        reader.wrong("hotel_id", message("import.hotel_twice", value=hotel.hotel_id))
    elif hotel is not None:
        hotels[hotel.hotel_id] = hotel
    return TeamRow(row=row.row, technician=None, problems=tuple(reader.problems), raw=row.cells)


def _further(
    reader: RowReader,
    row: GridRow,
    reading: Reading,
    known: tuple[int, Technician],
    found: dict[str, tuple[int, Technician]],
) -> TeamRow:
    """A further row of somebody adds a shift; any other detail must be blank or the same as before."""
    first_row, technician = known
    patterns = only_shift(reader, reading, technician)
    if patterns is None and not reader.problems:
        why = message("import.duplicate_technician", value=technician.technician_id, row=str(first_row))
        reader.wrong("technician_id", why)
    if patterns:
        changed = replace(technician, patterns=(*technician.patterns, *patterns))
        found[technician.technician_id] = (first_row, changed)
    return TeamRow(row=row.row, technician=None, problems=tuple(reader.problems), raw=row.cells)
