"""The statistics of a period as files: a workbook, CSV files in one archive, or a page to print."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from planner.desk.exports import Export
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.report import MOST_ROWS, MOST_ROWS_IN_FILE, statistics_of
from planner.desk.roles import check
from planner.files import table_to_csv, table_to_xlsx
from planner.files.sheets import Sheet
from planner.model.event import Actor
from planner.model.language import text
from planner.report import Filters, Statistics
from planner.views.report_page import report_page
from planner.views.report_picture import Setting
from planner.views.statistics import SCALE, beside_texts, rows_shown, scope_text

__all__ = ["KINDS", "statistics_file"]


def statistics_file(
    desk: Desk,
    actor: Actor,
    *,
    first: date,
    last: date,
    language: str,
    kind: str = "xlsx",
    filters: Filters | None = None,
) -> Export:
    """Return the figures and the rows behind each of them as a file.

    Parameters
    ----------
    first, last, filters
        As in `planner.desk.report.statistics`.
    language
        ``sv`` or ``en``.
    kind
        ``xlsx``, ``csv`` (an archive with a file for each figure) or ``html`` (to print, with charts, without rows).

    Raises
    ------
    NotAllowedError
        If the role may not read statistics.
    InputError
        If there is no such kind.
    """
    check(actor, "report_files.statistics_file")
    if kind not in KINDS:
        raise refusal("report.no_such_file", field="kind", value=kind)
    chosen = filters or Filters()
    found = statistics_of(desk, first, last, chosen, None, MOST_ROWS if kind == "html" else MOST_ROWS_IN_FILE)
    media_type, made = KINDS[kind]
    name = f"{text('report.file_name', language)}_{first}_{last}"
    return Export(
        filename=f"{name}.{'zip' if kind == 'csv' else kind}",
        media_type=media_type,
        content=made(desk, found, chosen, language),
    )


def _workbook(desk: Desk, found: Statistics, chosen: Filters, language: str) -> bytes:
    return table_to_xlsx(_sheets(desk, found, chosen, language))


def _archive(desk: Desk, found: Statistics, chosen: Filters, language: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for title, heads, rows in _sheets(desk, found, chosen, language):
            archive.writestr(f"{title}.csv", table_to_csv(heads, rows, language=language, zone=desk.time_zone))
    return out.getvalue()


def _page(desk: Desk, found: Statistics, chosen: Filters, language: str) -> bytes:
    setting = Setting(theme="light", language=language)
    counted = text("report.counted", language, days=found.days_planned)
    selected = text("report.print.filters", language, filters=_said(desk, chosen, language))
    return report_page(found, setting, counted=f"{counted} · {selected}").encode()


def _said(desk: Desk, chosen: Filters, language: str) -> str:
    """What was counted, in words."""
    types = desk.catalogue.job_types
    parts = (
        *chosen.territories,
        *chosen.customers,
        *(types[one].name[language] if one in types else one for one in chosen.job_types),
        *(text("report.line", language, line=one) for one in chosen.lines),
        *(f"P{one}" for one in chosen.priorities),
    )
    return ", ".join(parts) or text("report.print.all", language)


def _sheets(desk: Desk, found: Statistics, chosen: Filters, language: str) -> list[Sheet]:
    heads = ("figure", "value", "unit", "part", "whole", "before", "beside", "formula", "help")
    sheets: list[Sheet] = [
        Sheet(
            text("report.sheet.figures", language),
            tuple(text(f"report.column.{head}", language) for head in heads),
            tuple(_figure_row(found, name, language) for name in found.figures),
        ),
        _about(desk, found, chosen, language),
    ]
    for name, figure in found.figures.items():
        columns = figure.definition.columns
        rows = rows_shown(columns, figure.rows, desk.catalogue, language=language, zone=desk.time_zone)
        body = tuple(tuple(None if _missing(cell) else cell for cell in row) for row in rows.itertuples(index=False))
        sheets.append(Sheet(text(f"report.figure.{name}.name", language), tuple(rows.columns), body))
    return sheets


def _about(desk: Desk, found: Statistics, chosen: Filters, language: str) -> Sheet:
    """What the figures are of: period, period before, days with a plan, filters, and when they were taken out."""
    rows: list[tuple[str, str | int]] = [
        ("period", f"{found.first} – {found.last}"),
        ("counted_days", found.days_planned),
        ("compared_with", f"{found.before_first} – {found.before_last}" if found.before else "–"),
        ("filters", _said(desk, chosen, language)),
        ("taken_out", desk.clock().astimezone(ZoneInfo(desk.time_zone)).strftime("%Y-%m-%d %H:%M")),
    ]
    heads = tuple(text(f"report.about.{one}", language) for one in ("what", "said"))
    told = tuple((text(f"report.about.{name}", language), said) for name, said in rows)
    return Sheet(text("report.sheet.about", language), heads, told)


def _missing(cell: object) -> bool:
    return cell is None or cell != cell


def _figure_row(found: Statistics, name: str, language: str) -> tuple[str | float | None, ...]:
    figure = found.figures[name]
    units = figure.definition.parts or ("", "")
    return (
        text(f"report.figure.{name}.name", language),
        _amount(figure.value, figure.unit),
        text(f"report.unit.{figure.unit}", language),
        _amount(figure.part, units[0]),
        _amount(figure.whole, units[1]),
        _amount(found.before[name].value, figure.unit) if name in found.before else None,
        ", ".join(one for one in (*beside_texts(figure, language), scope_text(found, figure, language)) if one),
        text(f"report.figure.{name}.formula", language),
        text(f"report.figure.{name}.help", language),
    )


def _amount(value: float | None, unit: str) -> float | None:
    """A value in the unit that the page shows it in; a share stays 0-1, and what was not divided has no parts."""
    if value is None or not unit:
        return None
    return round(value * (1.0 if unit == "share" else SCALE[unit]), 4)


KINDS: dict[str, tuple[str, Callable[[Desk, Statistics, Filters, str], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "csv": ("application/zip", _archive),
    "html": ("text/html", _page),
}
"""Media type and maker of each kind of file."""
