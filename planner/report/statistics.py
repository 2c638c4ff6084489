"""The statistics of a period: every figure now and in the period before, its trend, and the charts' tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from planner.report.clocks import request_table
from planner.report.facts import WORK_COLUMNS, Facts, shift_table, work_rows, work_table
from planner.report.figures import FIGURES, Figure, Tables

__all__ = ["BY_DAY_DAYS", "Filters", "Statistics", "bucket_of", "statistics", "weeks_back"]

BY_DAY_DAYS = 14
"""Periods up to so many days have their trend by day, longer ones by week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to count; empty means everything. Persons are not a filter: figures never rank people."""

    customers: tuple[str, ...] = ()
    job_types: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Figures of a period and of the one before, with trends and chart tables.

    Parameters
    ----------
    figures, before
        Figure by id; `before` has the figures of the same weekdays whole weeks before, as they stood at the same
        time of day: a running week is compared with as much of the week before. It is empty where that period has
        less than four fifths as many planned days: half a period says nothing about a whole one.
    before_first, before_last
        First and last day that `before` counts.
    trend
        By figure id: table with ``bucket`` (first day) and ``value``, by week, or by day in periods up to 14 days.
    running
        First day of the bucket that today lies in; None where the period is over or has not begun.
    weekday_drive
        ``weekday`` (ISO), ``planned_min``, ``actual_min``: mean minutes of drive to a visit.
    sla_by_priority
        ``priority``, ``met``, ``counted``, ``share`` of the resolution target.
    unassigned_by_reason
        ``reason_code``, ``visits``, largest first.
    """

    first: date
    last: date
    figures: dict[str, Figure]
    before: dict[str, Figure]
    before_first: date
    before_last: date
    trend: dict[str, pd.DataFrame]
    running: date | None
    weekday_drive: pd.DataFrame
    sla_by_priority: pd.DataFrame
    unassigned_by_reason: pd.DataFrame
    customers: tuple[str, ...]
    job_types: tuple[str, ...]
    days_planned: int


def statistics(facts: Facts, *, filters: Filters | None = None) -> Statistics:
    """Return the statistics of the facts' period.

    Parameters
    ----------
    facts
        Plans, requests and events from the start of the period before to the end of the period.
    filters
        What to count; None: everything. Shift figures (drive share, utilisation, overtime) are of whole shifts and
        are not filtered.

    References
    ----------
    Formulas: the table of key figures in the README.
    """
    chosen = filters or Filters()
    length = (facts.last - facts.first).days + 1
    earlier = facts.earlier(weeks_back(facts.first, facts.last))
    now, before = (_cut(_tables(one), one.first, one.last, chosen) for one in (facts, earlier))
    counted = _period(work_table(facts), facts.first, facts.last)
    by_day, days = length <= BY_DAY_DAYS, _days(facts)
    return Statistics(
        first=facts.first,
        last=facts.last,
        figures={name: figure(now) for name, figure in FIGURES.items()},
        before={name: figure(before) for name, figure in FIGURES.items()} if _comparable(facts, earlier) else {},
        before_first=earlier.first,
        before_last=min(earlier.last, earlier.today),
        trend=_trends(now, facts, by_day=by_day),
        running=bucket_of(facts.today, by_day=by_day) if facts.first <= facts.today <= facts.last else None,
        weekday_drive=_weekday_drive(now.work),
        sla_by_priority=_sla_by_priority(now.requests),
        unassigned_by_reason=_by_reason(now.work),
        customers=tuple(sorted(set(counted["customer"].dropna()) - {""})),
        job_types=tuple(sorted(set(counted["job_type_id"].dropna()) - {""})),
        days_planned=len(days),
    )


def _tables(facts: Facts) -> Tables:
    rows = work_rows(facts)
    work = pd.DataFrame(rows, columns=WORK_COLUMNS)
    return Tables(work=work, shifts=shift_table(facts, rows), requests=request_table(facts))


def _days(facts: Facts) -> list[date]:
    """Days of the period with a plan, in order, those to come left out."""
    return sorted({plan.day for plan in facts.plans if facts.first <= plan.day <= min(facts.last, facts.today)})


def _period(table: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return table[(table["day"] >= first) & (table["day"] <= last)] if len(table) else table


def _cut(tables: Tables, first: date, last: date, filters: Filters) -> Tables:
    """The rows of a period."""
    return Tables(
        work=_chosen(_period(tables.work, first, last), filters),
        shifts=_period(tables.shifts, first, last),
        requests=_chosen(_period(tables.requests, first, last), filters),
    )


def _chosen(table: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    for column, values in (
        ("customer", filters.customers),
        ("job_type_id", filters.job_types),
        ("priority", filters.priorities),
    ):
        if values and len(table):
            table = table[table[column].isin(list(values))]
    return table


def _comparable(facts: Facts, earlier: Facts) -> bool:
    return len(_days(earlier)) >= 0.8 * len(_days(facts))


def _trends(tables: Tables, facts: Facts, *, by_day: bool) -> dict[str, pd.DataFrame]:
    starts = sorted({bucket_of(day, by_day=by_day) for day in _days(facts)})
    found: dict[str, list[tuple[date, float]]] = {name: [] for name in FIGURES}
    for start in starts:
        end = start if by_day else start + timedelta(days=6)
        part = _cut(tables, max(start, facts.first), min(end, facts.last), Filters())
        for name, figure in FIGURES.items():
            value = figure(part).value
            if value is not None:
                found[name].append((start, value))
    return {name: pd.DataFrame(points, columns=["bucket", "value"]) for name, points in found.items()}


def weeks_back(first: date, last: date) -> int:
    """Return how many days before a period the same weekdays lie: whole weeks, as many as it has."""
    length = (last - first).days + 1
    return -(-length // 7) * 7


def bucket_of(day: date, *, by_day: bool) -> date:
    """Return the first day of the part of a trend that a day belongs to: the day itself, or its Monday."""
    return day if by_day else day - timedelta(days=day.weekday())


def _weekday_drive(work: pd.DataFrame) -> pd.DataFrame:
    visits = work[(work["kind"] == "visit") & work["drive_s"].notna()]
    columns = ["weekday", "planned_min", "actual_min"]
    if not len(visits):
        return pd.DataFrame(columns=columns)
    minutes: Callable[[pd.Series], float] = lambda seconds: float(seconds.astype(float).mean()) / 60  # noqa: E731
    grouped = visits.groupby(visits["day"].map(lambda day: day.isoweekday()))
    rows = [(day, minutes(part["planned_drive_s"]), minutes(part["drive_s"])) for day, part in grouped]
    return pd.DataFrame(rows, columns=columns)


def _sla_by_priority(requests: pd.DataFrame) -> pd.DataFrame:
    counted = requests[requests["resolution_met"].notna()]
    rows = []
    for priority, part in counted.groupby("priority"):
        met = int(part["resolution_met"].astype(bool).sum())
        rows.append((priority, met, len(part), met / len(part)))
    return pd.DataFrame(rows, columns=["priority", "met", "counted", "share"])


def _by_reason(work: pd.DataFrame) -> pd.DataFrame:
    left = work[work["kind"] == "unassigned"]
    counts = left.groupby("reason_code").size().sort_values(ascending=False)
    return pd.DataFrame({"reason_code": list(counts.index), "visits": list(counts.to_numpy())})
