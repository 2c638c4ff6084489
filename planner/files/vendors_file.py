"""Subcontractors as a table of their own: a row for each firm, out and in again."""

from __future__ import annotations

from collections.abc import Iterable

from planner.files.grid import read_grid
from planner.files.rows import RowReader
from planner.files.sheets import table_to_csv
from planner.files.team_out import vendor_cells
from planner.files.vendor_rows import VENDOR_FIELDS, vendor_of
from planner.files.vocabulary import vocabulary
from planner.model.catalogue import Catalogue
from planner.model.errors import FieldProblem, InputError
from planner.model.language import TEAM_ZONE, text
from planner.model.message import message
from planner.model.vendors import Vendor

__all__ = ["read_vendors", "vendors_to_csv"]

_FIELDS = ("vendor_id", *VENDOR_FIELDS)


def vendors_to_csv(vendors: Iterable[Vendor], *, language: str) -> bytes:
    """Return subcontractors as CSV with headings of the language; `read_vendors` reads it back.

    Parameters
    ----------
    language
        ``sv`` or ``en``.
    """
    headers = [text(f"import.field.{name}", language) for name in _FIELDS]
    rows = [[one.vendor_id, *vendor_cells(one)] for one in vendors]
    return table_to_csv(headers, rows, language=language, zone=TEAM_ZONE)


def read_vendors(name: str, content: bytes, *, catalogue: Catalogue) -> tuple[Vendor, ...]:
    """Return the subcontractors of a CSV or XLSX file; the headings are those of a team file.

    Raises
    ------
    InputError
        If anything in the file is wrong: every problem with row, column and value.
    """
    grid = read_grid(name, content, kind="team")
    used = {column.field: column for column in grid.columns if column.field in _FIELDS}
    problems = list(grid.problems)
    if not problems and not (grid.rows and {"vendor_id", "vendor_name"} <= set(used)):
        seen = ", ".join(column.heading for column in grid.columns if column.heading)[:200]
        problems.append(FieldProblem(source=name, message=message("import.no_vendor_columns", value=seen), value=seen))
    found: dict[str, Vendor] = {}
    job_types = vocabulary(catalogue).job_types
    for row in grid.rows if not problems else ():
        reader = RowReader(
            source=grid.name,
            row=row.row,
            cells={field: row.cells[column.index] for field, column in used.items()},
            headings={field: column.heading for field, column in used.items()},
            orders={},
        )
        vendor = None if row.problems else vendor_of(reader, job_types, found)
        if vendor is not None:
            found[vendor.vendor_id] = vendor
        elif not row.problems and not reader.problems:
            reader.wrong("vendor_id", message("import.vendor_no_id"))
        problems += [*row.problems, *reader.problems]
    if problems:
        raise InputError(*problems)
    return tuple(found.values())
