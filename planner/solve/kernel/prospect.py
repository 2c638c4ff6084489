"""The prospect: what the rest of a day can save at most, by where one stands, from when on and with which breaks taken.

Computed from the evening to the morning over spans of time. Each span counts as its first second, and the rest of
the day may do an item twice unless only one other lies between, so no real rest of a day saves more. The first
item of the best rest is kept, and the best rest with another first item, for labels that may not do the first.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import NO_PRICE, leg, ride
from planner.solve.kernel.labels import advance, home
from planner.solve.kernel.layout import (
    END_ROW,
    HARD_END,
    PRICE,
    ROW,
    SPEED,
    START_ROW,
    START_S,
    TAKEN,
    TEMPO,
    TIME,
    Layout,
)  # fmt: skip

__all__ = ["KEPT", "SPANS", "look_back", "rest_of"]

SPANS = 512
"""A day is cut into so many spans."""

# What is kept of a place, the breaks taken and a span: price units of the best rest of the day, its first item (-1:
# home), and price units of the best rest that begins otherwise.
BEST, FIRST, OTHER, KEPT = range(4)


@inlined
def rest_of(layout: Any, ahead: Any, duty: Any, row: Any, taken: Any, time: Any, seen: Any) -> Any:
    """Return the price units below which no rest of the day is that does not begin with any of some items (bits)."""
    start = layout.duty[duty, START_S]
    span = (time - start) // ((layout.duty[duty, HARD_END] - start) // SPANS + 1)
    place = row if row >= 0 else len(ahead) - 1
    first = np.int64(ahead[place, taken, span, FIRST])
    return ahead[place, taken, span, OTHER] if first >= 0 and seen >> first & 1 else ahead[place, taken, span, BEST]


@compiled
def look_back(layout: Layout, net: Any, duty: int, span: int, rows: Any, label: Any) -> None:
    """Compute the rests of a day from a span on at all places; later spans are done already."""
    for k in range(len(rows)):
        _look_back(layout, net, duty, span, rows[k], label)


@compiled
def _look_back(layout: Layout, net: Any, duty: int, span: int, row: int, label: Any) -> None:
    tempo, speed, start = layout.duty[duty, TEMPO], layout.duty[duty, SPEED], layout.duty[duty, START_S]
    width, place = (layout.duty[duty, HARD_END] - start) // SPANS + 1, row if row >= 0 else len(net.ahead) - 1
    here = _only(layout, tempo, row) if row != layout.duty[duty, START_ROW] else np.int64(-1)
    one, end = label[0], layout.duty[duty, END_ROW]
    for taken in range(net.ahead.shape[1]):
        one[TIME], one[PRICE], one[TAKEN] = start + span * width, 0, taken
        kept = net.ahead[place, taken, span]
        units, _ = home(layout, duty, label, 1, ride(layout, speed, row, end))
        kept[BEST], kept[FIRST], kept[OTHER] = min(units + leg(layout, speed, row, end), NO_PRICE), -1, NO_PRICE
        for item in range(len(net.worth)):
            if item == here or one[TIME] > net.by[place, item]:
                continue
            there = layout.item[tempo, item, ROW]
            count = advance(layout, duty, label, 1, ride(layout, speed, row, there), item, False, net.step)
            saved = net.worth[item] - layout.pay[duty, item] - leg(layout, speed, row, there)
            # What was done before does not follow at once; nor does the item itself, where that is not known by place.
            not_then = np.int64(1) << here if there >= 0 and here >= 0 else np.int64(1) << item
            for k in range(count):
                time, rest = net.step[k, TIME], np.int64(-NO_PRICE)
                if (time - start) // width > span:
                    onward = there if there >= 0 else row
                    rest = rest_of(layout, net.ahead, duty, onward, net.step[k, TAKEN], time, not_then)
                if rest < NO_PRICE:
                    _take(kept, item, net.step[k, PRICE] - saved + rest)


@inlined
def _take(kept: Any, item: Any, units: Any) -> Any:
    """Keep a rest of the day if it is better."""
    if item == kept[FIRST]:
        kept[BEST] = min(kept[BEST], units)
    elif units < kept[BEST]:
        kept[OTHER], kept[BEST], kept[FIRST] = kept[BEST], units, item
    else:
        kept[OTHER] = min(kept[OTHER], units)


@compiled
def _only(layout: Layout, tempo: int, row: int) -> Any:
    """Return the item of a place if there is just one."""
    found = np.int64(-1)
    for item in range(layout.item.shape[1]):
        if layout.item[tempo, item, ROW] == row:
            if found >= 0:
                return np.int64(-1)
            found = np.int64(item)
    return found if row >= 0 else np.int64(-1)
