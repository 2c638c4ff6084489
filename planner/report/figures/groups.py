"""Rows of a period in groups, and what figures add up of them: sums, shares and quantiles, group by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from planner.report.columns import Columns, Words

__all__ = ["Definition", "Flat", "Groups", "Tally", "share"]

Flat = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Tables of a period, and to which group each of their rows belongs; below zero: to none.

    Parameters
    ----------
    tables
        Columns by the name of the table (`planner.report.columns.TABLES`).
    of
        Number of the group of each row, by the name of the table.
    ends
        When each group ends, in microseconds since 1970: the present for one that is not over.
    """

    words: Words
    tables: Mapping[str, Columns]
    of: Mapping[str, Flat]
    ends: Flat

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(self.ends)

    def everything(self, table: str) -> Flat:
        """Return which rows of a table are in a group at all."""
        return np.asarray(self.of[table] >= 0)

    def says(self, table: str, column: str, *texts: str) -> Flat:
        """Return which rows have one of some words in a column."""
        return np.isin(self.tables[table][column], self.words.known(texts))

    def summed(self, table: str, mask: Flat, values: Flat | None = None) -> Flat:
        """Return the sum of values (None: the number of rows) of the rows in a mask, group by group."""
        of = self.of[table]
        chosen = mask & (of >= 0)
        weights = None if values is None else values[chosen]
        return np.asarray(np.bincount(of[chosen], weights=weights, minlength=self.count), dtype=np.float64)

    def quantile(self, table: str, mask: Flat, values: Flat, at: float) -> Flat:
        """Return the quantile (0 to 1, between two values in proportion) of the rows in a mask, group by group."""
        of = self.of[table]
        chosen = mask & (of >= 0)
        group, value = of[chosen], values[chosen]
        order = np.lexsort((value, group))
        sorted_, edges = value[order], np.searchsorted(group[order], np.arange(self.count + 1))
        found = np.full(self.count, np.nan)
        for one in range(self.count):
            mine = sorted_[edges[one] : edges[one + 1]]
            if len(mine):
                place = (len(mine) - 1) * at
                low = int(place)
                high = min(low + 1, len(mine) - 1)
                found[one] = mine[low] + (mine[high] - mine[low]) * (place - low)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A figure of every group.

    Parameters
    ----------
    value
        Not a number where there is nothing to count.
    part, whole
        What was divided by what; equal units, where the definition does not say otherwise.
    table, mask
        The rows behind it: of which table, and which.
    """

    value: Flat
    part: Flat
    whole: Flat
    table: str
    mask: Flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means: the only place that says so.

    Parameters
    ----------
    figure_id
        Key of its texts ``report.figure.<id>``.
    theme
        The page it belongs to, one of `planner.report.figures.THEMES`.
    unit
        ``count``, ``number`` (with a decimal), ``share``, ``seconds`` (shown as hours and minutes), ``minutes``
        (seconds shown as minutes), ``hours`` (seconds shown as hours), ``days`` (seconds shown as days), ``factor``,
        ``ore``, ``metres`` (shown as kilometres) or ``grams`` (shown as kilograms).
    higher_is_better
        None where neither direction is good in itself.
    tally
        Counts it, group by group.
    columns
        What of the rows behind is worth showing, in order.
    filtered
        Whether it follows the filters: what is of whole shifts or whole plans does not.
    parts
        Units of part and whole where they are not both counts: as ``unit``; empty: nothing was divided.
    """

    figure_id: str
    theme: str
    unit: str
    higher_is_better: bool | None
    tally: Callable[[Groups], Tally]
    columns: tuple[str, ...]
    filtered: bool = True
    parts: tuple[str, ...] = ("count", "count")


def share(part: Flat, whole: Flat) -> Flat:
    """Return part over whole; not a number where the whole is nothing."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole != 0), dtype=np.float64)
