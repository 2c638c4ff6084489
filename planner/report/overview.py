"""The statistics of a period from an extract: what `planner.report.statistics` says of facts, for years at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from planner.report.asof import Again, Known, View, view
from planner.report.clocks import REQUEST_COLUMNS
from planner.report.columns import NONE, Columns, Words
from planner.report.extract import Extract
from planner.report.facts import SHIFT_COLUMNS, WORK_COLUMNS, Facts
from planner.report.figures import Figure
from planner.report.statistics import BY_DAY_DAYS, Filters, Statistics, bucket_of, weeks_back
from planner.report.tallies import TALLIES, Groups, Tally, rows_of

__all__ = ["Views", "overview", "views"]

_ENOUGH = 0.8
_NAMES = {"work": WORK_COLUMNS, "shifts": SHIFT_COLUMNS, "requests": REQUEST_COLUMNS}
_SAID = {"responded_at": "responded", "ended_at": "ended", "created_at": "created"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """A period and the same weekdays before it, as they stood; `days` and `days_before`: those with a plan."""

    words: Words
    now: View
    before: View
    days: tuple[date, ...]
    days_before: tuple[date, ...]


def views(extract: Extract, facts: Facts, known: Known, again: Again) -> Views:
    """Return what is counted in a period and before it.

    Parameters
    ----------
    facts
        Period, present moment, catalogue and zone; without plans, requests and events.
    """
    earlier = facts.earlier(weeks_back(facts.first, facts.last))
    return Views(
        words=extract.words,
        now=view(extract, facts, known, again, until_now=False),
        before=view(extract, earlier, known, again, until_now=True),
        days=again.planned_days(facts.first, min(facts.last, facts.today)),
        days_before=again.planned_days(earlier.first, min(earlier.last, earlier.today)),
    )


def overview(seen: Views, again: Again, *, filters: Filters | None = None, most_rows: int | None = None) -> Statistics:
    """Return the statistics of a period.

    Parameters
    ----------
    filters
        What to count; None: everything.
    most_rows
        How many of the rows behind a figure are given; None: all.
    """
    chosen, facts, earlier = filters or Filters(), seen.now.facts, seen.before.facts
    by_day = (facts.last - facts.first).days + 1 <= BY_DAY_DAYS
    starts = sorted({bucket_of(day, by_day=by_day) for day in seen.days})
    whole, before = (_grouped(seen.words, one, chosen, None) for one in (seen.now, seen.before))
    split = _grouped(seen.words, seen.now, chosen, _buckets(facts, starts, by_day=by_day))
    comparable = len(seen.days_before) >= _ENOUGH * len(seen.days)
    return Statistics(
        first=facts.first,
        last=facts.last,
        figures={name: _figure(name, whole, again, most_rows) for name in TALLIES},
        before={name: _figure(name, before, again, 0) for name in TALLIES} if comparable else {},
        before_first=earlier.first,
        before_last=min(earlier.last, earlier.today),
        trend={name: _trend(tally(split), starts) for name, tally in TALLIES.items()},
        running=bucket_of(facts.today, by_day=by_day) if facts.first <= facts.today <= facts.last else None,
        weekday_drive=_weekday_drive(whole),
        sla_by_priority=_sla_by_priority(whole.requests),
        unassigned_by_reason=_by_reason(whole),
        customers=_used(seen.words, seen.now.work["customer"]),
        job_types=_used(seen.words, seen.now.work["job_type_id"]),
        days_planned=len(seen.days),
    )


def _grouped(words: Words, seen: View, filters: Filters, buckets: np.ndarray | None) -> Groups:
    """The rows that a filter lets through; `buckets`: which group each day of the period is of, None: one for all."""
    work, requests = (_filtered(words, one, filters) for one in (seen.work, seen.requests))
    first = seen.facts.first.toordinal()

    def of(table: Columns) -> np.ndarray:
        days = table["day"]
        return np.zeros(len(days), dtype=np.int64) if buckets is None else buckets[days - first]

    return Groups(
        words=words, work=work, shifts=seen.shifts, requests=requests, of_work=of(work), of_shifts=of(seen.shifts),
        of_requests=of(requests), count=1 if buckets is None else int(buckets.max(initial=-1)) + 1,
    )  # fmt: skip


def _filtered(words: Words, table: Columns, filters: Filters) -> Columns:
    mask = np.ones(len(table["day"]), dtype=bool)
    for name, texts in (("customer", filters.customers), ("job_type_id", filters.job_types)):
        if texts:
            mask &= np.isin(table[name], words.known(texts))
    if filters.priorities:
        mask &= np.isin(table["priority"], filters.priorities)
    return table if mask.all() else {name: column[mask] for name, column in table.items()}


def _buckets(facts: Facts, starts: list[date], *, by_day: bool) -> np.ndarray:
    number = {start: at for at, start in enumerate(starts)}
    days = [facts.first + timedelta(days=n) for n in range((facts.last - facts.first).days + 1)]
    return np.array([number.get(bucket_of(day, by_day=by_day), -1) for day in days], dtype=np.int64)


def _figure(name: str, groups: Groups, again: Again, most_rows: int | None) -> Figure:
    tally = TALLIES[name](groups)
    table, mask = rows_of(name, groups)
    at = np.flatnonzero(mask)
    value = float(tally.value[0])
    return Figure(
        figure_id=name,
        unit=tally.unit,
        value=None if np.isnan(value) else value,
        part=float(tally.part[0]),
        whole=float(tally.whole[0]),
        higher_is_better=tally.higher_is_better,
        rows=_shown(table, groups, at, again, most_rows),
        all_rows=len(at),
    )


def _shown(table: str, groups: Groups, at: np.ndarray, again: Again, most_rows: int | None) -> pd.DataFrame:
    """The first rows as people's tables have them, in order of day."""
    columns: Columns = getattr(groups, table)
    order = np.lexsort((columns["order"][at], columns["day"][at])) if table == "work" else np.argsort(
        columns["day"][at], kind="stable"
    )  # fmt: skip
    chosen = at[order[:most_rows]]
    kept = {name: column[chosen] for name, column in columns.items()}
    shown = {name: _plain(name, kept, groups.words) for name in _NAMES[table] if _SAID.get(name, name) in kept}
    return pd.DataFrame(shown | _told(table, shown, again), columns=_NAMES[table])


def _plain(name: str, kept: Columns, words: Words) -> list[Any]:
    """A column as the values of the model."""
    values = kept[_SAID.get(name, name) if _SAID.get(name, name) in kept else name]
    if name == "day":
        return [date.fromordinal(int(one)) for one in values]
    if name in _WORDS:
        return [words.texts[one] or None for one in values]
    if name.endswith("_met"):
        return [None if one < 0 else bool(one) for one in values]
    if values.dtype == np.int64:
        return [None if one == NONE else _EPOCH + timedelta(microseconds=int(one)) for one in values]
    return list(values.tolist())


_WORDS = frozenset(
    {"kind", "job_type_id", "customer", "technician_id", "outcome", "reason_code", "channel", "sla_policy"}
)  # fmt: skip


def _told(table: str, shown: dict[str, list[Any]], again: Again) -> dict[str, list[Any]]:
    """What only people need to know, asked for the rows that they see."""
    if not shown["day"]:
        return {}
    if table == "requests":
        titles = again.titles_of(shown["request_id"])
        return {"title": [titles.get(one) for one in shown["request_id"]]}
    names = again.names()
    told: dict[str, list[Any]] = {"technician": [names.get(one, one) for one in shown["technician_id"]]}
    if table == "work":
        left = {day for day, kind in zip(shown["day"], shown["kind"], strict=True) if kind == "unassigned"}
        reasons = again.reasons_of(left) if left else {}
        told["reason"] = [reasons.get(one) for one in zip(shown["day"], shown["visit_id"], strict=True)]
    return told


def _trend(tally: Tally, starts: Collection[date]) -> pd.DataFrame:
    points = [(start, float(value)) for start, value in zip(starts, tally.value, strict=True) if not np.isnan(value)]
    return pd.DataFrame(points, columns=["bucket", "value"])


def _weekday_drive(groups: Groups) -> pd.DataFrame:
    work = groups.work
    driven = (work["kind"] == groups.words.number("visit")) & ~np.isnan(work["drive_s"])
    weekdays = (work["day"] - 1) % 7 + 1  # day 1 of the calendar was a Monday
    rows = []
    for weekday in range(1, 8):
        mine = driven & (weekdays == weekday)
        if mine.any():
            rows.append((weekday, *(float(work[one][mine].mean()) / 60 for one in ("planned_drive_s", "drive_s"))))
    return pd.DataFrame(rows, columns=["weekday", "planned_min", "actual_min"])


def _sla_by_priority(requests: Columns) -> pd.DataFrame:
    rows = []
    for priority in range(1, 6):
        mine = requests["resolution_met"][(requests["priority"] == priority) & (requests["resolution_met"] >= 0)]
        if len(mine):
            met = int((mine == 1).sum())
            rows.append((priority, met, len(mine), met / len(mine)))
    return pd.DataFrame(rows, columns=["priority", "met", "counted", "share"])


def _by_reason(groups: Groups) -> pd.DataFrame:
    work = groups.work
    left = work["reason_code"][work["kind"] == groups.words.number("unassigned")]
    codes, counts = np.unique(left, return_counts=True)
    found = sorted(zip((groups.words.texts[one] for one in codes), counts.tolist(), strict=True), key=_largest)
    return pd.DataFrame(found, columns=["reason_code", "visits"])


def _largest(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def _used(words: Words, numbers: np.ndarray) -> tuple[str, ...]:
    return tuple(sorted({words.texts[one] for one in np.unique(numbers)} - {""}))
