"""What is waiting: open and overdue requests at the end of a period, how old they are, what comes and what goes.

A request is open from when it came until it is done or cancelled, and again from when it was opened again. What an end
of the past says is what was known then.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.report.columns import NONE, Columns
from planner.report.figures.groups import Definition, Flat, Groups, Tally, quantiles

__all__ = ["BACKLOG", "inflow", "open_at", "open_counts", "outflow"]

_ASKED = ("request_id", "title", "customer", "priority", "line", "created_at", "resolution_due")
_DAY = 86_400 * 1_000_000
_SECOND = 1_000_000
_NEVER = int(np.iinfo(np.int64).max)


def open_at(requests: Columns, moment: int) -> Flat:
    """Return which requests were open at a moment."""
    open_ = np.zeros(len(requests["created"]), dtype=bool)
    for since, until in _spans(requests):
        open_ |= (since != NONE) & (since <= moment) & (until > moment)
    return open_


def _spans(requests: Columns) -> tuple[tuple[Flat, Flat], tuple[Flat, Flat]]:
    """While which each request was open, from the first day on and after it was opened again."""
    return (
        (requests["created"], _or_never(requests["first_closed"])),
        (requests["opened"], _or_never(requests["closed"])),
    )


def _or_never(moments: Flat) -> Flat:
    return np.where(moments == NONE, _NEVER, moments)


def _at_ends(groups: Groups) -> tuple[Flat, Flat]:
    """Every request that was open at the end of a group: its row, and the number of the group."""
    rows, numbers = [], []
    for since, until in _spans(groups.tables["requests"]):
        first, behind = (np.searchsorted(groups.ends, one) for one in (since, until))
        times = np.where(since == NONE, 0, np.maximum(behind - first, 0))
        row = np.repeat(np.arange(len(since)), times)
        begins = np.repeat(np.cumsum(times) - times, times)
        rows.append(row)
        numbers.append(first[row] + np.arange(len(row)) - begins)
    return np.concatenate(rows), np.concatenate(numbers)


def _tally(groups: Groups, value: Flat, part: Flat, whole: Flat, **more: Flat) -> Tally:
    requests = groups.tables["requests"]
    last = open_at(requests, int(groups.ends[-1])) if groups.count else np.zeros(len(requests["created"]), dtype=bool)
    return Tally(value=value, part=part, whole=whole, table="requests", mask=last, more=more)


def open_counts(groups: Groups) -> Flat:
    """Return how many requests were open at the end of each group."""
    return np.bincount(_at_ends(groups)[1], minlength=groups.count).astype(np.float64)


def backlog_open(groups: Groups) -> Tally:
    """Requests that are open at the end of the period."""
    count = open_counts(groups)
    return _tally(groups, count, count, count)


def backlog_overdue(groups: Groups) -> Tally:
    """Requests that are open at the end of the period, and whose solution was due by then / open."""
    row, number = _at_ends(groups)
    due = groups.tables["requests"]["resolution_due"][row]
    late = (due != NONE) & (due <= groups.ends[number])
    overdue, count = (np.bincount(one, minlength=groups.count).astype(np.float64) for one in (number[late], number))
    found = _tally(groups, overdue, overdue, count)
    dues = groups.tables["requests"]["resolution_due"]
    is_due = (dues != NONE) & (dues <= (groups.ends[-1] if groups.count else NONE))
    return replace(found, mask=found.mask & is_due)


def backlog_age(groups: Groups) -> Tally:
    """Median of how long ago the requests came that are open at the end of the period; and their P90."""
    row, number = _at_ends(groups)
    ages = (groups.ends[number] - groups.tables["requests"]["created"][row]) / _SECOND
    median, p90 = quantiles(number, ages, groups.count, 0.5, 0.9)
    count = np.bincount(number, minlength=groups.count).astype(np.float64)
    return _tally(groups, median, count, count, p90=p90)


def inflow(groups: Groups) -> Tally:
    """Requests that came, or were opened again / days."""
    requests = groups.tables["requests"]
    return _flow(groups, requests["created"], requests["opened"])


def outflow(groups: Groups) -> Tally:
    """Requests that were done or cancelled / days."""
    requests = groups.tables["requests"]
    again = np.where(requests["opened"] != NONE, requests["closed"], NONE)
    return _flow(groups, requests["first_closed"], again)


def _flow(groups: Groups, *moments: Flat) -> Tally:
    part, mask = np.zeros(groups.count), np.zeros(len(moments[0]), dtype=bool)
    for one in moments:
        group = np.searchsorted(groups.ends, one, side="right")
        inside = (one != NONE) & (group < groups.count)
        inside[inside] = one[inside] >= groups.begins[group[inside]]
        part += np.bincount(group[inside], minlength=groups.count)
        mask |= inside
    days = (groups.ends - groups.begins) / _DAY
    value = np.divide(part, days, out=np.full(groups.count, np.nan), where=days > 0)
    return Tally(value=value, part=part, whole=days, table="requests", mask=mask)


BACKLOG = (
    Definition(
        figure_id="backlog_open", theme="backlog", unit="count", higher_is_better=False, tally=backlog_open,
        columns=_ASKED, parts=(),
    ),
    Definition(
        figure_id="backlog_overdue", theme="backlog", unit="count", higher_is_better=False, tally=backlog_overdue,
        columns=_ASKED,
    ),
    Definition(
        figure_id="backlog_age", theme="backlog", unit="days", higher_is_better=False, tally=backlog_age,
        columns=_ASKED, parts=(), more=(("p90", "days"),),
    ),
    Definition(
        figure_id="inflow", theme="backlog", unit="number", higher_is_better=None,
        tally=inflow, columns=_ASKED, parts=("count", "number"),
    ),
    Definition(
        figure_id="outflow", theme="backlog", unit="number", higher_is_better=None,
        tally=outflow, columns=(*_ASKED, "closed_at"), parts=("count", "number"),
    ),
)  # fmt: skip
