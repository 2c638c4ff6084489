"""Customers' sites from a file, one row a site; and back into one that reads the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.files.grid import Grid, GridRow, read_grid
from planner.files.rows import RowReader
from planner.files.sheets import Cell, table_to_csv
from planner.files.site_hours import parse_special, parse_weekly, special_text, weekly_text
from planner.files.tables import read_file
from planner.files.values import clean, parse_id, parse_word, parse_yes
from planner.model.errors import FieldProblem, InputError
from planner.model.language import text
from planner.model.message import message
from planner.model.sites import Site

__all__ = ["SitesPreview", "preview_sites", "read_sites", "sites_to_csv"]

_FIELDS = ("site_id", "site_name", "customer", "open_hours", "special_days", "holidays_closed", "hours_hold")


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesPreview:
    """What a file of sites would bring in: the good rows as sites, and every problem with its row and column."""

    name: str
    sites: tuple[Site, ...] = ()
    problems: tuple[FieldProblem, ...] = ()


def preview_sites(name: str, content: bytes) -> SitesPreview:
    """Read a CSV or XLSX file of sites with their opening hours; never raises for what the file holds."""
    grid = read_grid(name, content, kind="site")
    problems = list(grid.problems)
    columns = {column.field for column in grid.columns}
    if not problems and not ({"site_id", "open_hours"} <= columns or {"site_id", "special_days"} <= columns):
        seen = ", ".join(column.heading for column in grid.columns if column.heading)[:200]
        problems.append(FieldProblem(source=name, message=message("import.no_site_columns", value=seen), value=seen))
    found: dict[str, tuple[int, Site]] = {}
    for row in grid.rows if not problems else ():
        problems += _row(grid, row, found)
    return SitesPreview(name=name, sites=tuple(site for _, site in found.values()), problems=tuple(problems))


def read_sites(path: str | Path) -> tuple[Site, ...]:
    """Return the sites of a CSV or XLSX file.

    Raises
    ------
    InputError
        If anything in the file is wrong: every problem with file, row, column and value.
    """
    preview = preview_sites(*read_file(path))
    if preview.problems:
        raise InputError(*preview.problems)
    return preview.sites


def sites_to_csv(sites: Sequence[Site], *, language: str) -> bytes:
    """Return sites as CSV with headings of the language (``sv`` or ``en``); `read_sites` reads it back."""
    hold = {
        until_end: text(f"import.hours_hold.{'end' if until_end else 'start'}", language) for until_end in (True, False)
    }
    rows: list[list[Cell]] = [
        [
            one.site_id,
            one.name,
            one.customer,
            weekly_text(one.weekly, language=language),
            special_text(one.special),
            one.closed_on_holidays,
            hold[one.until_end],
        ]
        for one in sites
    ]
    return table_to_csv([text(f"import.field.{name}", language) for name in _FIELDS], rows, language=language)


def _row(grid: Grid, row: GridRow, found: dict[str, tuple[int, Site]]) -> list[FieldProblem]:
    """Add the site of a row to those found; return what is wrong with the row."""
    if row.problems:
        return list(row.problems)
    reader = RowReader(
        source=grid.name,
        row=row.row,
        cells={column.field: row.cells[column.index] for column in grid.columns if column.field},
        headings={column.field: column.heading for column in grid.columns if column.field},
        orders={},
    )
    site_id = reader.take("site_id", parse_id, "")
    if not site_id and not reader.problems:
        reader.wrong("site_id", message("import.no_site_id"))
    if site_id in found:
        reader.wrong("site_id", message("import.duplicate_site", value=site_id, row=str(found[site_id][0])))
    weekly = reader.take("open_hours", parse_weekly, ())
    special = reader.take("special_days", parse_special, ())
    holidays = reader.take("holidays_closed", parse_yes, default=False)
    until_end = reader.take("hours_hold", lambda word: parse_word(word, "hours_hold") == "end", default=True)
    if not reader.problems:
        found[site_id] = (
            row.row,
            Site(
                site_id=site_id,
                name=clean(reader.text("site_name")),
                customer=clean(reader.text("customer")),
                weekly=weekly,
                special=special,
                closed_on_holidays=holidays,
                until_end=until_end,
            ),
        )
    return list(reader.problems)
