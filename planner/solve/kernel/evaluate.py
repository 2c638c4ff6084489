"""Route evaluation, the terms: when work may start, what a drive takes, and what everything costs.

This is the one place where the rules of time and the terms of the price are encoded for the search. A rule
of the trade that looks at times belongs into `start_of` and its two companions or into `day_units`; a term of
the price into `late_units`, `leg` or `day_units` (waiting has `kernel.waiting`); what adds up over a route into
`add_up`, and its limit into `within`; who may do what into `Layout.pay`; set-up is part of the way into a row.
`kernel.routes` and `kernel.resting` string the terms together to routes, without and with breaks.
`planner.solve.routing.clock` says the same slowly, and `rules.timeline` has the last word.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.layout import (
    AT_ROW,
    DIRECT,
    DRIVE_S,
    DUE,
    END_ROW,
    HARD_END,
    IDLE,
    LABELS,
    LATE_UNITS,
    LOADS,
    MAX_DRIVE,
    NEXT_ROW,
    ON,
    OVER_UNITS,
    PARENT,
    PATH_PRICE,
    PATH_TAKEN,
    PAYS,
    PRICE,
    RANGE,
    RANGES,
    ROW,
    SINCE,
    SIZE,
    SOFT_END,
    SOON_AFTER,
    SOON_UNITS,
    SPARE,
    SPEED,
    START_ROW,
    START_S,
    STARTS,
    STAYS,
    TAKEN,
    TEMPO,
    TIME,
    UNTIL,
    USED_UNITS,
    WAITS,
    WAY_UNITS,
    Layout,
    State,
)  # fmt: skip

__all__ = [
    "NO_PRICE",
    "add_up",
    "clear",
    "day_units",
    "driven",
    "free_until",
    "last_start",
    "late_s",
    "late_units",
    "leg",
    "ride",
    "start_of",
    "within",
]

NO_PRICE = 1 << 62
"""Price units beyond every price: it does not fit."""


@inlined
def ride(layout: Any, speed: Any, start: Any, end: Any) -> Any:
    """Return the seconds of a drive between two rows (0 where there is none: a row has no way to itself)."""
    return np.int64(layout.way_s[speed, start, end]) if end >= 0 else np.int64(0)


@inlined
def leg(layout: Any, speed: Any, start: Any, end: Any) -> Any:
    """Return the price units of a drive between two rows."""
    return layout.way_units[speed, start, end] if end >= 0 else np.int64(0)


@inlined
def driven(layout: Any, speed: Any, start: Any, end: Any) -> Any:
    """Return the seconds of driving between two rows."""
    return np.int64(layout.drive_s[speed, start, end]) if end >= 0 else np.int64(0)


@inlined
def start_of(layout: Any, tempo: Any, item: Any, since: Any) -> Any:
    """Return the first start of an item from a second on; `FOREVER` if there is none."""
    start = np.int64(FOREVER)
    for number in range(layout.item[tempo, item, RANGES]):
        if since <= layout.item[tempo, item, STARTS + RANGE * number + 1]:
            start = max(since, layout.item[tempo, item, STARTS + RANGE * number])
            break
    return start


@inlined
def last_start(layout: Any, tempo: Any, item: Any, limit: Any) -> Any:
    """Return the last start of an item that is no later than a limit."""
    start = np.int64(-FOREVER)
    for number in range(layout.item[tempo, item, RANGES] - 1, -1, -1):
        if layout.item[tempo, item, STARTS + RANGE * number] <= limit:
            start = min(limit, layout.item[tempo, item, STARTS + RANGE * number + 1])
            break
    return start


@inlined
def free_until(layout: Any, tempo: Any, item: Any, start: Any, limit: Any) -> Any:
    """Return how late an item that starts now may start in the same range and at the same price, up to a limit."""
    if layout.item[tempo, item, SOON_UNITS] > 0:
        limit = min(limit, max(start, layout.item[tempo, item, SOON_AFTER]))
    for number in range(layout.item[tempo, item, RANGES]):
        if start <= layout.item[tempo, item, STARTS + RANGE * number + 1]:
            limit = min(limit, layout.item[tempo, item, STARTS + RANGE * number + 1])
            if layout.item[tempo, item, LATE_UNITS] > 0:
                limit = min(limit, max(start, layout.item[tempo, item, STARTS + RANGE * number + 2]))
            break
    return max(start, limit)


@inlined
def late_s(layout: Any, tempo: Any, item: Any, start: Any) -> Any:
    """Return by how many seconds a start is late."""
    after = layout.item[tempo, item, STARTS + 2]
    for number in range(1, layout.item[tempo, item, RANGES]):
        if start > layout.item[tempo, item, STARTS + RANGE * (number - 1) + 1]:
            after = layout.item[tempo, item, STARTS + RANGE * number + 2]
    return max(np.int64(0), start - after)


@inlined
def late_units(layout: Any, tempo: Any, item: Any, start: Any) -> Any:
    """Return the price units of a start: lateness, and what a late start costs beside."""
    units = late_s(layout, tempo, item, start) * layout.item[tempo, item, LATE_UNITS]
    if layout.item[tempo, item, SOON_UNITS] > 0:
        units += max(np.int64(0), start - layout.item[tempo, item, SOON_AFTER]) * layout.item[tempo, item, SOON_UNITS]
    return units


@inlined
def day_units(layout: Any, duty: Any, end: Any) -> Any:
    """Return the price units of a day that ends then: overtime."""
    return max(np.int64(0), end - layout.duty[duty, SOFT_END]) * layout.duty[duty, OVER_UNITS]


@compiled
def add_up(layout: Layout, state: State, duty: int) -> None:
    """Sum what depends neither on time nor on the way: who does the work and is used, loads; driving where limited."""
    size = state.sum[duty, SIZE]
    pays = layout.duty[duty, USED_UNITS] if size else np.int64(0)
    for at in range(size):
        pays += layout.pay[duty, state.route[duty, at]]
    state.sum[duty, PAYS] = pays
    for dimension in range(layout.load.shape[1]):
        load = np.int64(0)
        for at in range(size):
            load += layout.load[state.route[duty, at], dimension]
        state.sum[duty, LOADS + dimension] = load
    if layout.duty[duty, MAX_DRIVE] < FOREVER:
        tempo, speed, row, drive_s = layout.duty[duty, TEMPO], layout.duty[duty, SPEED], layout.duty[duty, START_ROW], 0
        for at in range(size):
            there = layout.item[tempo, state.route[duty, at], ROW]
            drive_s += driven(layout, speed, row, there)
            row = there if there >= 0 else row
        state.sum[duty, DRIVE_S] = drive_s + driven(layout, speed, row, layout.duty[duty, END_ROW])


@compiled
def within(layout: Layout, state: State, duty: int) -> Any:
    """Whether the loads and the driving of a route, added up, are no more than the duty may have."""
    if layout.duty[duty, MAX_DRIVE] < FOREVER and state.sum[duty, DRIVE_S] > layout.duty[duty, MAX_DRIVE]:
        return False
    for dimension in range(layout.load.shape[1]):
        if state.sum[duty, LOADS + dimension] > layout.capacity[duty, dimension]:
            return False
    return True


@compiled
def clear(layout: Layout, state: State, duty: int) -> None:
    """Empty a route; the items of it are left out."""
    for at in range(state.sum[duty, SIZE]):
        state.seat[state.route[duty, at], 0] = -1
    for column in range(state.sum.shape[1]):
        state.sum[duty, column] = 0
    state.sum[duty, IDLE] = max(np.int64(0), layout.duty[duty, SPARE])
    label = state.label[duty, 0, 0]
    label[TIME], label[PRICE], label[TAKEN], label[PARENT] = layout.duty[duty, START_S], 0, 0, -1
    spot, row, end = state.spot[duty, 0], layout.duty[duty, START_ROW], layout.duty[duty, END_ROW]
    spot[AT_ROW], spot[LABELS], spot[SINCE], spot[PATH_PRICE] = row, 1, layout.duty[duty, START_S], 0
    spot[DUE], spot[NEXT_ROW], spot[STAYS] = layout.duty[duty, HARD_END], end, 1 if end < 0 else 0
    spot[WAY_UNITS], spot[PATH_TAKEN], spot[DIRECT], spot[UNTIL] = 0, 0, 0, -FOREVER
    spot[ON], spot[WAITS] = layout.duty[duty, START_S], 0
