"""The pricer: finds routes that are cheaper than what their items are worth, and proves that there are no others.

The labels are made in `kernel.pricing`; here are the arrays it needs, and what is read from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.solve.ground import FOREVER
from planner.solve.kernel.evaluate import NO_PRICE
from planner.solve.kernel.layout import (
    END_ROW,
    HARD_END,
    KIND,
    PARENT,
    RANGE,
    RANGES,
    ROW,
    SPEED,
    START_ROW,
    STARTS,
    TEMPO,
    WORK,
    Layout,
)  # fmt: skip
from planner.solve.kernel.pricing import (
    BUCKETS,
    COLUMNS,
    DONE,
    EVERY,
    EXACT,
    ITEM,
    MADE,
    REPEATS,
    WHOLE,
    Net,
    begin,
    run,
)
from planner.solve.kernel.prospect import KEPT, SPANS, look_back

__all__ = ["MOST_CUTS", "MOST_ITEMS", "Prices", "Pricer", "Route", "Stopped"]

Ints = NDArray[np.int64]

MOST_ITEMS, MOST_CUTS = 60, 60
"""Items and cuts are bits of a number of 64."""

_LABELS = 600_000
"""Labels of a pricing at most: 60 MB, used only as far as they are made."""

_NEAR = 8
"""How many items, itself included, an item remembers at first."""

_CHAINS = 1 << 16
"""Chains of labels that are compared, where they are many."""

_CHUNK = 2_000
"""Labels between two times of asking whether to stop."""


class Stopped(Exception):  # noqa: N818
    """The pricing was stopped, or there was no room for it: nothing is known."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What items are worth, and fines for routes that do two or three items of a cut; all in price units.

    Parameters
    ----------
    worth
        Of each item.
    cuts, fine
        Three items each, and the fine of each; at most `MOST_CUTS`.
    """

    worth: Ints
    cuts: tuple[tuple[int, int, int], ...] = ()
    fine: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def of(self, items: tuple[int, ...]) -> int:
        """Return what some items are worth together, less fines."""
        done = set(items)
        fines = (int(fine) for cut, fine in zip(self.cuts, self.fine, strict=True) if len(done.intersection(cut)) > 1)
        return int(self.worth[list(items)].sum()) - sum(fines)


@dataclass(frozen=True, slots=True)
class Route:
    """A route: kind of duty, price units, items in order."""

    kind: int
    units: int
    items: tuple[int, ...]


class Pricer:
    """Prices routes of the kinds of duties of a problem.

    Parameters
    ----------
    layout
        The problem; at most `MOST_ITEMS` items.
    over
        Asked every few milliseconds whether to stop.
    labels
        How many labels a pricing may make at most.

    Attributes
    ----------
    looked
        How many portions of labels were looked at since the beginning.
    """

    def __init__(self, layout: Layout, over: Callable[[], bool], *, labels: int = _LABELS) -> None:
        self.layout, self._over, self.looked = layout, over, 0
        kinds = layout.duty[:, KIND]
        self.duties = [int(np.flatnonzero(kinds == kind)[0]) for kind in range(int(kinds.max()) + 1)]
        items, rows = layout.pay.shape[1], layout.way_s.shape[1]
        self._near = np.array([_bits(layout.near[item, :_NEAR].tolist()) for item in range(items)], dtype=np.int64)
        self._by = [_latest(layout, duty) for duty in self.duties]
        self._cost = [_least(layout, duty) for duty in self.duties]
        self._label = np.empty((labels, COLUMNS), dtype=np.int64)
        self._queue, self._chain = np.empty(BUCKETS, dtype=np.int64), np.empty(max(rows + 1, _CHAINS), dtype=np.int64)
        self._ahead = np.empty((rows + 1, layout.moves.shape[1], SPANS, KEPT), dtype=np.int64)
        self._step, self._tally = np.empty((layout.moves.shape[2], 4), dtype=np.int64), np.zeros(2, dtype=np.int64)

    def cheapest(self, kind: int, prices: Prices, *, how: int = EXACT) -> tuple[int, tuple[int, ...]]:
        """Return the price units of the cheapest route less what its items are worth, and its items.

        0 and no items if no route saves anything. With `EXACT` no real route is cheaper, and the items may repeat.

        Raises
        ------
        Stopped
            If it was told to stop, or there was no room.
        """
        whole = self._run(kind, prices, self._near, how, 0)[:, WHOLE]
        last = int(np.argmin(whole))
        return (int(whole[last]), self._path(last)) if whole[last] < 0 else (0, ())

    def found(self, kind: int, prices: Prices, below: float, most: int) -> list[Route]:
        """Return the best routes of the last pricing that repeat nothing: for each last item a few, below a price."""
        label = self._label[: self._tally[MADE]]
        good = np.flatnonzero((label[:, WHOLE] < below) & (label[:, DONE] < REPEATS))
        order = good[np.lexsort((label[good, WHOLE], label[good, ITEM]))]
        first = np.searchsorted(label[order, ITEM], label[order, ITEM])
        return [self._route(kind, prices, int(last)) for last in order[np.arange(len(order)) - first < most]]

    def every(self, kind: int, prices: Prices, below: int) -> list[Route]:
        """Return for each set of items whose cheapest route is below a price that route.

        Raises
        ------
        Stopped
            If it was told to stop, or there was no room.
        """
        self._look_back(kind, prices)
        label = self._run(kind, prices, np.full_like(self._near, -1), EVERY, below)
        good = np.flatnonzero(label[:, WHOLE] < below)
        order = good[np.lexsort((label[good, WHOLE], label[good, DONE]))]
        fresh = np.append(True, np.diff(label[order, DONE]) != 0)[: len(order)]
        return [self._route(kind, prices, int(last)) for last in order[fresh]]

    def remember(self, items: tuple[int, ...]) -> bool:
        """Let what lies between two visits of an item remember it; return whether the route repeats one at all."""
        seen: dict[int, int] = {}
        for at, item in enumerate(items):
            for between in items[seen[item] + 1 : at] if item in seen else ():
                self._near[between] |= 1 << item
            seen[item] = at
        return len(seen) < len(items)

    def _run(self, kind: int, prices: Prices, near: Ints, how: int, below: int) -> NDArray[np.int64]:
        net, duty = self._net(kind, prices, near), self.duties[kind]
        self.looked += 1
        begin(self.layout, net, duty)
        while not (done := int(run(self.layout, net, duty, _CHUNK, int(how), int(below)))):
            self.looked += 1
            if self._over():
                raise Stopped
        if done < 0:
            raise Stopped
        return self._label[: self._tally[MADE]]

    def _look_back(self, kind: int, prices: Prices) -> None:
        """Compute what the rest of a day can save at most."""
        net, duty, label = self._net(kind, prices, self._near), self.duties[kind], np.zeros((1, 4), dtype=np.int64)
        rows = np.unique(np.append(self.layout.item[0, :, ROW], self.layout.duty[duty, START_ROW]))
        for span in range(SPANS - 1, -1, -1):
            if self._over():
                raise Stopped
            look_back(self.layout, net, duty, span, rows, label)

    def _net(self, kind: int, prices: Prices, near: Ints) -> Net:
        cut = np.zeros_like(prices.worth)
        for number, items in enumerate(prices.cuts):
            cut[list(items)] |= 1 << number
        return Net(
            worth=prices.worth,
            cut=cut,
            fine=prices.fine,
            near=near,
            by=self._by[kind],
            hope=self._hope(kind, prices.worth),
            ahead=self._ahead,
            label=self._label,
            queue=self._queue,
            chain=self._chain,
            step=self._step,
            tally=self._tally,
        )

    def _hope(self, kind: int, worth: Ints) -> Ints:
        """Return the items by how much they save at most in a second."""
        takes, costs = self._cost[kind]
        saves = worth - costs
        order = np.argsort(-saves / takes, kind="stable")
        return np.stack([order, takes[order], saves[order]], axis=1)

    def _route(self, kind: int, prices: Prices, last: int) -> Route:
        items = self._path(last)
        return Route(kind, int(self._label[last, WHOLE]) + prices.of(items), items)

    def _path(self, last: int) -> tuple[int, ...]:
        items = []
        while (item := int(self._label[last, ITEM])) >= 0:
            items.append(item)
            last = int(self._label[last, PARENT])
        return tuple(items[::-1])


def _bits(items: Iterable[int]) -> int:
    return sum(1 << item for item in items)


def _latest(layout: Layout, duty: int) -> Ints:
    """Return by which second one must leave each place (the last: nowhere) to begin each item and still get home."""
    way = layout.way_s[layout.duty[duty, SPEED]].astype(np.int64)
    for row in range(len(way)):
        # Over a third place it may be nearer.
        way = np.minimum(way, way[:, row, None] + way[row])
    end, by = layout.duty[duty, END_ROW], np.full((len(way) + 1, layout.pay.shape[1]), -FOREVER, dtype=np.int64)
    for item, one in enumerate(layout.item[layout.duty[duty, TEMPO]]):
        if layout.pay[duty, item] >= 0:
            row = int(one[ROW])
            home_s = int(way[row, end]) if row >= 0 and end >= 0 else 0
            last = min(
                int(one[STARTS + RANGE * one[RANGES] - 2]), int(layout.duty[duty, HARD_END] - one[WORK]) - home_s
            )
            by[:, item] = last
            if row >= 0:
                by[:-1, item] -= way[:, row]
                by[-1, item] = -FOREVER
    return by


def _least(layout: Layout, duty: int) -> tuple[Ints, Ints]:
    """Return the seconds and price units that each item takes at least, with the shortest and cheapest way to it."""
    items = layout.item[layout.duty[duty, TEMPO]]
    takes, costs = items[:, WORK].copy(), np.where(layout.pay[duty] < 0, NO_PRICE, layout.pay[duty])
    way_s, way_units = (table[layout.duty[duty, SPEED]] for table in (layout.way_s, layout.way_units))
    for item in np.flatnonzero(items[:, ROW] >= 0).tolist():
        others = np.delete(items[:, ROW], item)
        rows = np.unique(np.append(others[others >= 0], max(0, int(layout.duty[duty, START_ROW]))))
        takes[item] += way_s[rows, items[item, ROW]].min()
        costs[item] += way_units[rows, items[item, ROW]].min()
    return takes, costs
