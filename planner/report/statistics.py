"""The statistics of a period: every figure now and in the period before, its trend, and the charts' tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from planner.report.clocks import request_table
from planner.report.facts import Facts, shift_table, work_table
from planner.report.figures import FIGURES, Figure, Tables

__all__ = ["Filters", "Statistics", "statistics"]


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
        Figure by id; `before` has the figures of the period of the same length just before, and is empty where
        that period has less than four fifths as many planned days: half a period says nothing about a whole one.
    trend
        By figure id: table with ``bucket`` (first day) and ``value``, by week, or by day in periods up to 14 days.
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
    trend: dict[str, pd.DataFrame]
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
    work = work_table(facts)
    everything = Tables(work=work, shifts=shift_table(facts, work), requests=request_table(facts))
    length = (facts.last - facts.first).days + 1
    now = _cut(everything, facts.first, facts.last, chosen)
    before = _cut(everything, facts.first - timedelta(days=length), facts.first - timedelta(days=1), chosen)
    counted = _period(work, facts.first, facts.last)
    return Statistics(
        first=facts.first,
        last=facts.last,
        figures={name: figure(now) for name, figure in FIGURES.items()},
        before={name: figure(before) for name, figure in FIGURES.items()} if _comparable(before, now) else {},
        trend=_trends(now, facts, by_day=length <= 14),
        weekday_drive=_weekday_drive(now.work),
        sla_by_priority=_sla_by_priority(now.requests),
        unassigned_by_reason=_by_reason(now.work),
        customers=tuple(sorted(set(counted["customer"].dropna()) - {""})),
        job_types=tuple(sorted(set(counted["job_type_id"].dropna()) - {""})),
        days_planned=int(counted["day"].nunique()),
    )


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


def _comparable(before: Tables, now: Tables) -> bool:
    return bool(before.shifts["day"].nunique() >= 0.8 * now.shifts["day"].nunique())


def _trends(tables: Tables, facts: Facts, *, by_day: bool) -> dict[str, pd.DataFrame]:
    starts = sorted({_bucket(day, by_day=by_day) for day in tables.shifts["day"]}) if len(tables.shifts) else []
    found: dict[str, list[tuple[date, float]]] = {name: [] for name in FIGURES}
    for start in starts:
        end = start if by_day else start + timedelta(days=6)
        part = _cut(tables, max(start, facts.first), min(end, facts.last), Filters())
        for name, figure in FIGURES.items():
            value = figure(part).value
            if value is not None:
                found[name].append((start, value))
    return {name: pd.DataFrame(points, columns=["bucket", "value"]) for name, points in found.items()}


def _bucket(day: date, *, by_day: bool) -> date:
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
