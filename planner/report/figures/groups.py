"""Rows of a period in groups, and what figures add up of them: sums, shares and quantiles, group by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.report.columns import Columns, Words

__all__ = ["Definition", "Flat", "Groups", "Tally", "quantiles", "share"]

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
    begins, ends
        When each group begins and ends, in microseconds since 1970: the present for one that is not over.
    """

    words: Words
    tables: Mapping[str, Columns]
    of: Mapping[str, Flat]
    begins: Flat
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

    def mean(self, table: str, mask: Flat, values: Flat) -> Flat:
        """Return the mean of the rows in a mask, group by group."""
        return share(self.summed(table, mask, values), self.summed(table, mask))

    def quantiles(self, table: str, mask: Flat, values: Flat, *at: float) -> list[Flat]:
        """Return quantiles of the rows in a mask, group by group; see `quantiles`."""
        of = self.of[table]
        chosen = mask & (of >= 0)
        return quantiles(of[chosen], values[chosen], self.count, *at)


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
    against
        Which of them speak against it; None: no row does.
    more
        What else belongs to it, by name; units stand in `Definition.more`.
    """

    value: Flat
    part: Flat
    whole: Flat
    table: str
    mask: Flat
    against: Flat | None = None
    more: Mapping[str, Flat] = field(default_factory=dict)


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
        (seconds shown as minutes), ``days`` (seconds shown as days), ``factor``,
        ``ore``, ``metres`` (shown as kilometres), ``grams`` (shown as kilograms) or ``index`` (two decimals).
    higher_is_better
        None where neither direction is good in itself.
    tally
        Counts it, group by group.
    columns
        What of the rows behind is worth showing, in order.
    filtered
        Whether it follows the filters: what is of whole shifts or whole plans does not.
    parts
        Units of part and whole, as ``unit``; empty: nothing was divided.
    more
        Name and unit of what is said beside it: text ``report.figure.<id>.<name>``.
    """

    figure_id: str
    theme: str
    unit: str
    higher_is_better: bool | None
    tally: Callable[[Groups], Tally]
    columns: tuple[str, ...]
    filtered: bool = True
    parts: tuple[str, ...] = ("count", "count")
    more: tuple[tuple[str, str], ...] = ()


def share(part: Flat, whole: Flat) -> Flat:
    """Return part over whole; not a number where the whole is nothing."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole != 0), dtype=np.float64)


def quantiles(group: Flat, values: Flat, count: int, *at: float) -> list[Flat]:
    """Return quantiles (0 to 1, between two values in proportion) of the values of each of some groups.

    Parameters
    ----------
    group
        Number of the group of each value, from 0 to `count` less 1.

    Returns
    -------
    list of ndarray
        For each of `at` one number a group; not a number where a group is empty.
    """
    order = np.argsort(values)
    order = order[np.argsort(group[order].astype(np.int16), kind="stable")]
    ordered, sizes = values[order], np.bincount(group, minlength=count)
    firsts = np.cumsum(sizes) - sizes
    found = []
    for one in at:
        place = (sizes - 1) * one
        low = np.maximum(place.astype(np.int64), 0)
        high = np.minimum(low + 1, np.maximum(sizes - 1, 0))
        some = np.flatnonzero(sizes)
        quantile = np.full(count, np.nan)
        below, above = ordered[(firsts + low)[some]], ordered[(firsts + high)[some]]
        quantile[some] = below + (above - below) * (place - low)[some]
        found.append(quantile)
    return found
