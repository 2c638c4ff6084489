"""Managers' statistics: gather what happened in a period and hand it to the report."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.desk.exports import Export
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.files import table_to_xlsx
from planner.model.event import Actor
from planner.model.language import text
from planner.report import Facts, Filters, Statistics
from planner.report import statistics as compute
from planner.store import events, plans, requests
from planner.views.statistics import rows_shown

__all__ = ["facts_of", "statistics", "statistics_file"]


def statistics(desk: Desk, actor: Actor, *, first: date, last: date, filters: Filters | None = None) -> Statistics:
    """Return the key figures of a period, and of the same weekdays before it.

    Parameters
    ----------
    first, last
        Local days, both inclusive.
    filters
        What to count; None: everything.

    Raises
    ------
    NotAllowedError
        If the role may not read statistics.
    """
    check(actor, "report.statistics")
    return compute(_facts(desk, first, last), filters=filters)


def _facts(desk: Desk, first: date, last: date) -> Facts:
    """What happened in a period and in the same weekdays before it."""
    length = (last - first).days + 1
    return facts_of(desk, first, last, earliest=first - timedelta(weeks=-(-length // 7)))


def facts_of(desk: Desk, first: date, last: date, *, earliest: date) -> Facts:
    """Return what happened in a period, with what lies before it from a day on."""
    begin, end = _moment(desk, earliest), _moment(desk, last + timedelta(days=1))
    with desk.store.reading() as db:
        valid = plans.published_between(db, earliest, last)
        planned = {stop.request_id for plan in valid for stop in plan.stops if stop.request_id is not None}
        planned |= {left.request_id for plan in valid for left in plan.unassigned}
        created = requests.find(db, created_from=begin, created_to=end)
        known = {one.request_id: one for one in (*created, *requests.find(db, ids=planned))}
        happened = events.find(db, request_ids=known)
    return Facts(
        first=first,
        last=last,
        plans=valid,
        requests=tuple(known.values()),
        events=tuple(one for one in happened if one.at < end),
        catalogue=desk.catalogue,
        now=min(desk.clock(), end),
        time_zone=desk.time_zone,
    )


def _moment(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(desk.time_zone))


def statistics_file(
    desk: Desk, actor: Actor, *, first: date, last: date, language: str, filters: Filters | None = None
) -> Export:
    """Return the figures and the rows behind each of them as an Excel workbook.

    Parameters
    ----------
    first, last, filters
        As in `statistics`.
    language
        ``sv`` or ``en``.

    Raises
    ------
    NotAllowedError
        If the role may not read statistics.
    """
    check(actor, "report.statistics_file")
    found = statistics(desk, actor, first=first, last=last, filters=filters)
    heads = ("figure", "value", "unit", "part", "whole", "before", "formula")
    sheets = [
        (
            text("report.sheet.figures", language),
            tuple(text(f"report.column.{head}", language) for head in heads),
            tuple(_figure_row(found, name, language) for name in found.figures),
        )
    ]
    for name, figure in found.figures.items():
        rows = rows_shown(name, figure.rows, desk.catalogue, language=language, zone=desk.time_zone)
        body = tuple(tuple(None if _missing(cell) else cell for cell in row) for row in rows.itertuples(index=False))
        sheets.append((text(f"report.figure.{name}.name", language), tuple(rows.columns), body))
    return Export(
        filename=f"statistik_{first}_{last}.xlsx" if language == "sv" else f"statistics_{first}_{last}.xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        content=table_to_xlsx(sheets),
    )


def _missing(cell: object) -> bool:
    return cell is None or cell != cell


def _figure_row(found: Statistics, name: str, language: str) -> tuple[str | float | None, ...]:
    figure = found.figures[name]
    return (
        text(f"report.figure.{name}.name", language),
        figure.value,
        text(f"report.unit.{figure.unit}", language),
        figure.part,
        figure.whole,
        found.before[name].value if name in found.before else None,
        text(f"report.figure.{name}.formula", language),
    )
