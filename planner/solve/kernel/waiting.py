"""The price of waiting: nothing here is called where waiting has none.

Waiting is what is left of the time between two stops after the way, the set-up and the breaks. All of a route's
waiting is the time from the first stop's end to the last one's start less what is done meanwhile; so whoever comes
later to a stop that waits, or before others that do, waits less by as much, until no waiting is left.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.evaluate import NO_PRICE, day_units, late_units, ride, start_of
from planner.solve.kernel.layout import (
    AT_ROW,
    BREAKS,
    CREW,
    DUE,
    NEXT_ROW,
    ON,
    PARENT,
    PATH_PRICE,
    PATH_TAKEN,
    ROW,
    SINCE,
    SIZE,
    SPEED,
    STAYS,
    TAKEN,
    TEMPO,
    TIME,
    TIMES,
    UNTIL,
    WAIT_UNITS,
    WAITS,
    WORK,
    Layout,
    State,
)  # fmt: skip

__all__ = ["could_save", "met_again", "note_rested", "note_waits", "trial_waiting"]


@compiled
def note_waits(layout: Layout, state: State, duty: int, same: int) -> None:
    """Add waiting to the price of a route without breaks whose times from item `same` on are new; note all of it."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    spots, wait_units, more = state.spot[duty], layout.duty[duty, WAIT_UNITS], np.int64(0)
    for at in range(size):
        start = spots[at + 1, SINCE] - layout.item[tempo, state.route[duty, at], WORK]
        spots[at, ON] = start
        if at:
            on_s = np.int64(0) if spots[at, STAYS] else ride(layout, speed, spots[at, AT_ROW], spots[at, NEXT_ROW])
            spots[at, ON] = spots[at, SINCE] + on_s
        spots[at, WAITS] = start - spots[at, ON]
        if at >= same:
            more += wait_units * spots[at, WAITS]
            spots[at + 1, PATH_PRICE] += more
    state.sum[duty, TIMES] += more
    spots[size, WAITS] = 0
    for at in range(size - 1, -1, -1):
        spots[at, WAITS] += spots[at + 1, WAITS]


@compiled
def note_rested(layout: Layout, state: State, duty: int, last: int) -> None:
    """Note the waiting on the cheapest way through a route with breaks, which ends with a label."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    spots, labels, moves = state.spot[duty], state.label[duty], layout.moves[layout.duty[duty, CREW]]
    spots[size, WAITS] = 0
    for at in range(size - 1, -1, -1):
        item, then = state.route[duty, at], labels[at + 1, last]
        last = then[PARENT]
        now, start = labels[at, last], then[TIME] - layout.item[tempo, item, WORK]
        spots[at, ON], spots[at, WAITS] = start, spots[at + 1, WAITS]
        if at:
            spots[at, ON] = now[TIME] + ride(layout, speed, spots[at, AT_ROW], layout.item[tempo, item, ROW])
            rested = moves[then[TAKEN], 0, 2] - moves[now[TAKEN], 0, 2]
            spots[at, WAITS] += start - spots[at, ON] - rested


@compiled
def met_again(spot: Any, wait_units: int, time: int, price: int, taken: int, is_last: bool) -> Any:
    """Return by how much a way is dearer that comes so to the next item of the known one; `NO_PRICE` if unclear."""
    if taken != spot[PATH_TAKEN] or time > spot[UNTIL] or (time < spot[ON] and not is_last):
        return np.int64(NO_PRICE)
    more = price - spot[PATH_PRICE]
    if not is_last:
        more -= wait_units * min(time - spot[ON], spot[WAITS])
    return more


@compiled
def could_save(layout: Layout, state: State, duty: int, item: int, at: int, start: int) -> Any:
    """Return the most price units of waiting that an item can save in a place, less those of its own.

    Without breaks that is what waits there and after it. With breaks another way through the route may be the
    cheapest then; but taken out of that way again the item leaves no more waiting than it has taken time, unless
    it is the first: before it nobody waits.
    """
    tempo, speed, spot = layout.duty[duty, TEMPO], layout.duty[duty, SPEED], state.spot[duty, at]
    wait_units, row, here = layout.duty[duty, WAIT_UNITS], layout.item[tempo, item, ROW], spot[AT_ROW]
    there_s = ride(layout, speed, here, row)
    if layout.duty[duty, BREAKS] == 0:
        own = start - spot[SINCE] - there_s if at else np.int64(0)
        return wait_units * (spot[WAITS] - own)
    if at == 0:
        return state.sum[duty, TIMES]
    longer = layout.item[tempo, item, WORK]
    if row >= 0:
        following = spot[NEXT_ROW]
        longer += there_s + ride(layout, speed, row, following) - ride(layout, speed, here, following)
    return wait_units * max(np.int64(0), longer)


@compiled
def trial_waiting(
    layout: Layout, state: State, duty: int, item: int, at: int, legs: int, start: int, on_s: Any, late: int
) -> Any:
    """Return by how much a route without breaks gets dearer with an item put into it; `NO_PRICE` if it does not fit.

    Parameters are those of `kernel.routes.trial_plain`.
    """
    tempo, speed, size = layout.duty[duty, TEMPO], layout.duty[duty, SPEED], state.sum[duty, SIZE]
    spots, wait_units, row = state.spot[duty], layout.duty[duty, WAIT_UNITS], layout.item[tempo, item, ROW]
    price = spots[at, PATH_PRICE] + late
    if at:
        price += wait_units * (start - spots[at, SINCE] - ride(layout, speed, spots[at, AT_ROW], row))
    time, here = start + layout.item[tempo, item, WORK] + on_s, row if row >= 0 else spots[at, AT_ROW]
    for k in range(at, size + 1):
        # What needs no drive is done where one stands, and the drive after it is another one.
        if k == size or not spots[k, STAYS] or here == spots[k, AT_ROW]:
            more = met_again(spots[k], wait_units, time, price, 0, k == size)
            if more < NO_PRICE:
                return legs + more
            if time > spots[k, DUE]:
                break
        if k == size:
            return legs + price + day_units(layout, duty, time) - state.sum[duty, TIMES]
        follower = state.route[duty, k]
        begin = start_of(layout, tempo, follower, time)
        price += late_units(layout, tempo, follower, begin) + wait_units * (begin - time)
        time = begin + layout.item[tempo, follower, WORK]
        here = layout.item[tempo, follower, ROW] if layout.item[tempo, follower, ROW] >= 0 else here
        if not spots[k + 1, STAYS]:
            time += ride(layout, speed, here, spots[k + 1, NEXT_ROW])
    return np.int64(NO_PRICE)
