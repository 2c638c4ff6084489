"""Tables as workbooks and CSV: no cell can become a formula, numbers and times stay numbers and times."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from planner.files.formulas import protected
from planner.model.language import TEAM_ZONE

__all__ = ["Cell", "Sheet", "table_to_csv", "table_to_xlsx"]

Cell = str | int | float | bool | date | datetime | time | None

_HEAD_FILL, _HEAD_FONT = PatternFill("solid", fgColor="0B5F76"), Font(bold=True, color="FFFFFF")
_TOP = Alignment(vertical="top", wrap_text=True)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAX_CELL = 32_767
_WIDEST, _NARROWEST = 48, 9


class Sheet(NamedTuple):
    """A named table; a plain tuple of the three will do as well."""

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def table_to_xlsx(
    sheets: Sequence[Sheet | tuple[str, Sequence[str], Sequence[Sequence[Any]]]], *, zone: str = TEAM_ZONE
) -> bytes:
    """Return a workbook: heading row styled and frozen, columns as wide as their content, text never a formula.

    Parameters
    ----------
    sheets
        Name, headings and rows of each sheet; at least one. Aware moments are written as local times.
    zone
        Time zone of those.
    """
    book = openpyxl.Workbook(write_only=True)
    used: set[str] = set()
    for name, headers, rows in sheets:
        page = book.create_sheet(_title(name, used))
        page.freeze_panes = "A2"
        for index, width in enumerate(_widths(headers, rows), start=1):
            page.column_dimensions[get_column_letter(index)].width = width
        page.append([_heading(page, header) for header in headers])
        for row in rows:
            page.append([_cell(page, value, zone) for value in row])
        if headers:
            page.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{len(rows) + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(name: str, used: set[str]) -> str:
    base = re.sub(r"[\\/*?:\[\]]|^'|'$", " ", _UNWRITABLE.sub("", name)).strip()[:28] or "Sheet"
    title, number = base, 2
    while title.casefold() in used:
        title, number = f"{base} {number}", number + 1
    used.add(title.casefold())
    return title


def _heading(page: Any, text: str) -> Any:
    cell = _text_cell(page, text)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _TOP
    return cell


def _cell(page: Any, value: Cell, zone: str) -> Any:
    if isinstance(value, str):
        return _text_cell(page, value)
    if isinstance(value, datetime):
        cell = WriteOnlyCell(page, _local(value, zone))
        cell.number_format = "yyyy-mm-dd hh:mm:ss" if value.second else "yyyy-mm-dd hh:mm"
        return cell
    cell = WriteOnlyCell(page, value)  # type: ignore[arg-type]  # days and times of day work too
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, float):
        cell.number_format = "0.00####"
    return cell


def _text_cell(page: Any, text: str) -> Any:
    """A cell whose type is text whatever it begins with; the quote prefix keeps it so when somebody edits it."""
    shown = _UNWRITABLE.sub("", text)[:_MAX_CELL]
    if not shown:
        return WriteOnlyCell(page, None)
    cell = WriteOnlyCell(page, shown)
    cell.data_type = "s"
    if protected(shown) != shown:
        cell.quotePrefix = True
    return cell


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment.tzinfo else moment


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    longest = [len(header) + 2 for header in headers]
    for row in rows[:500]:
        for index, value in enumerate(row[: len(longest)]):
            shown = 16 if isinstance(value, datetime) else max(map(len, str(value).splitlines()), default=0)
            longest[index] = max(longest[index], shown + 1)
    return [min(max(width, _NARROWEST), _WIDEST) for width in longest]


def table_to_csv(
    headers: Sequence[str], rows: Sequence[Sequence[Cell]], *, language: str, zone: str = TEAM_ZONE
) -> bytes:
    """Return CSV as spreadsheets of the language expect it: UTF-8 with mark; ``;`` and decimal comma in Swedish.

    Parameters
    ----------
    headers, rows
        The table. Text that a spreadsheet would run as a formula gets an apostrophe in front.
    language
        ``sv`` or ``en``.
    zone
        Time zone in which aware moments are written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if language == "sv" else ",", lineterminator="\r\n")
    writer.writerow([protected(header) for header in headers])
    for row in rows:
        writer.writerow([_written(value, language, zone) for value in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def _written(value: Cell, language: str, zone: str) -> str:
    match value:
        case None:
            return ""
        case str():
            return protected(value.replace("\x00", ""))
        case bool():
            return {"sv": ("nej", "ja"), "en": ("no", "yes")}[language][value]
        case float():
            shown = f"{Decimal(repr(value)).normalize():f}"  # never an exponent, no zeros that say nothing
            return shown.replace(".", ",") if language == "sv" else shown
        case datetime():
            return local_text(value, zone)
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def local_text(moment: datetime, zone: str) -> str:
    """Return local day and time of a moment; with its offset in the hour that the clock change repeats."""
    local = moment.astimezone(ZoneInfo(zone))
    other = local.replace(fold=1 - local.fold)
    shown = local.replace(tzinfo=None).isoformat(sep=" ")
    if not (local.second or local.microsecond):
        shown = shown[:16]
    if local.utcoffset() == other.utcoffset():
        return shown
    offset = local.isoformat()[-6:]
    return f"{shown}{offset}"
