"""Which rows of a period are counted, and in which parts: filters, and the days or weeks of a trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.report.asof import View
from planner.report.columns import Columns, Words, chosen, micros
from planner.report.facts import Facts
from planner.report.figures import FIGURES, Groups

__all__ = ["BY_DAY_DAYS", "Asked", "Filters", "bucket_of", "filtered", "weeks_back"]

BY_DAY_DAYS = 14
"""Periods up to so many days have their trend by day, longer ones by week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to count; empty means everything. Persons are not a filter: figures never rank people.

    Parameters
    ----------
    territories
        Districts of the sites.
    lines
        Who answers for the request: first (1), second (2) or third line (3), as triage has it.
    """

    customers: tuple[str, ...] = ()
    job_types: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many values are chosen; none: everything is counted."""
        return sum(map(len, (self.customers, self.job_types, self.priorities, self.territories, self.lines)))


def weeks_back(first: date, last: date) -> int:
    """Return how many days before a period the same weekdays lie: whole weeks, as many as it has."""
    length = (last - first).days + 1
    return -(-length // 7) * 7


def bucket_of(day: date, *, by_day: bool) -> date:
    """Return the first day of the part of a trend that a day belongs to: the day itself, or its Monday."""
    return day if by_day else day - timedelta(days=day.weekday())


class Asked:
    """The rows of a period in groups, as a filter lets them through, and all of them for figures that follow none."""

    def __init__(
        self, words: Words, facts: Facts, seen: View, tables: dict[str, Columns], starts: list[date] | None
    ) -> None:
        self.filtered = _grouped(words, facts, tables, starts)
        same = all(tables[name] is table for name, table in seen.tables.items())
        self._all = self.filtered if same else _grouped(words, facts, seen.tables, starts)

    def of(self, figure_id: str) -> Groups:
        """Return the groups that a figure counts."""
        return self.filtered if FIGURES[figure_id].filtered else self._all


def filtered(words: Words, seen: View, filters: Filters) -> dict[str, Columns]:
    """Return the rows that a filter lets through, by the name of the table; shifts and plans follow none."""
    return {
        name: chosen(table, _passing(words, table, filters)) if name in ("work", "requests") else table
        for name, table in seen.tables.items()
    }


def _passing(words: Words, table: Columns, filters: Filters) -> np.ndarray:
    mask = np.ones(len(table["day"]), dtype=bool)
    for name, texts in (
        ("customer", filters.customers),
        ("job_type_id", filters.job_types),
        ("territory", filters.territories),
    ):
        if texts:
            mask &= np.isin(table[name], words.known(texts))
    for name, numbers in (("priority", filters.priorities), ("line", filters.lines)):
        if numbers:
            mask &= np.isin(table[name], numbers)
    return mask


def _grouped(words: Words, facts: Facts, tables: dict[str, Columns], starts: list[date] | None = None) -> Groups:
    """The rows in the parts of a trend that begin on some days; None: the period in one."""
    day_one, days = facts.first.toordinal(), (facts.last - facts.first).days + 1
    if starts is None:
        numbers, spans = np.zeros(days, dtype=np.int64), [(facts.first, facts.last)]
    else:
        by_day = days <= BY_DAY_DAYS
        known = {start: at for at, start in enumerate(starts)}
        every = [facts.first + timedelta(days=n) for n in range(days)]
        numbers = np.array([known.get(bucket_of(day, by_day=by_day), -1) for day in every], dtype=np.int64)
        reach = timedelta(days=0 if by_day else 6)
        spans = [(max(facts.first, start), min(facts.last, start + reach)) for start in starts]
    opens = [min(facts.now, facts.moment(first)) for first, _ in spans]
    closes = [min(facts.now, facts.moment(last + timedelta(days=1))) for _, last in spans]
    return Groups(
        words=words,
        tables=tables,
        of={name: _of(table["day"] - day_one, numbers) for name, table in tables.items()},
        begins=np.array([micros(one) for one in opens], dtype=np.int64),
        ends=np.array([micros(one) for one in closes], dtype=np.int64),
    )


def _of(offsets: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    inside = (offsets >= 0) & (offsets < len(numbers))
    return np.where(inside, numbers[np.where(inside, offsets, 0)], -1)
