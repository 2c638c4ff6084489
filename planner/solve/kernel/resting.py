"""Routes with breaks: labels after each item, and the way of the cheapest of them.

The cheapest label at the end tells the way back to the start, and with it by how much everything on the way
may be later at no extra price: a trial that meets this way again early enough need not look further.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import NO_PRICE, add_up, free_until, last_start, leg, ride
from planner.solve.kernel.labels import advance, home
from planner.solve.kernel.layout import (
    AT_ROW,
    BREAKS,
    CREW,
    DIRECT,
    DUE,
    END_ROW,
    HARD_END,
    LABELS,
    LEGS,
    NEXT_ROW,
    PARENT,
    PATH_PRICE,
    PATH_TAKEN,
    PRICE,
    ROW,
    SINCE,
    SIZE,
    SOFT_END,
    SPEED,
    STAYS,
    TAKEN,
    TEMPO,
    TIME,
    TIMES,
    UNTIL,
    WAIT_UNITS,
    WAY_UNITS,
    WORK,
    Layout,
    State,
)  # fmt: skip
from planner.solve.kernel.waiting import met_again, note_rested

__all__ = ["rebuild_labels", "trial"]


@compiled
def rebuild_labels(layout: Layout, state: State, duty: int, same: int) -> Any:
    """Time a route with breaks."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    spots, labels = state.spot[duty], state.label[duty]
    row = spots[same, AT_ROW]
    for at in range(same, size):
        item = state.route[duty, at]
        there = layout.item[tempo, item, ROW]
        drive_s = ride(layout, speed, row, there)
        count = advance(layout, duty, labels[at], spots[at, LABELS], drive_s, item, at == 0, labels[at + 1])
        if count == 0:
            return False
        row = there if there >= 0 else row
        since = labels[at + 1, 0, TIME]
        for k in range(1, count):
            since = min(since, labels[at + 1, k, TIME])
        spots[at + 1, AT_ROW], spots[at + 1, LABELS], spots[at + 1, SINCE] = row, count, since
        state.seat[item, 0], state.seat[item, 1] = duty, at
    home_s = ride(layout, speed, row, layout.duty[duty, END_ROW])
    units, last = home(layout, duty, labels[size], spots[size, LABELS], home_s)
    if units >= NO_PRICE:
        return False
    state.sum[duty, TIMES] = units
    _look_back(layout, state, duty, last, home_s)
    if layout.duty[duty, WAIT_UNITS]:
        note_rested(layout, state, duty, last)
    add_up(layout, state, duty)
    return True


@compiled
def _look_back(layout: Layout, state: State, duty: int, last: int, home_s: int) -> None:
    """From the end of a route to its start: by when one has to be on, and the way of the cheapest label."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    spots, labels, pause = state.spot[duty], state.label[duty], layout.pause[layout.duty[duty, CREW]]
    due, following, legs = layout.duty[duty, HARD_END], layout.duty[duty, END_ROW], np.int64(0)
    path = labels[size, last]
    until = path[TIME] + home_s
    direct = path[TAKEN] == (1 << layout.duty[duty, BREAKS]) - 1
    if direct:
        until = max(until, layout.duty[duty, SOFT_END])
    for at in range(size, -1, -1):
        spot = spots[at]
        path = labels[at, last]
        stays = following < 0 if at == size else layout.item[tempo, state.route[duty, at], ROW] < 0
        spot[DUE], spot[NEXT_ROW], spot[STAYS], spot[UNTIL] = due, following, 1 if stays else 0, until
        spot[WAY_UNITS] = leg(layout, speed, spot[AT_ROW], following)
        legs += np.int64(0) if stays else spot[WAY_UNITS]
        spot[PATH_PRICE], spot[PATH_TAKEN], spot[DIRECT] = path[PRICE], path[TAKEN], 1 if direct else 0
        if at:
            item = state.route[duty, at - 1]
            work_s = layout.item[tempo, item, WORK]
            onward = np.int64(0) if stays else ride(layout, speed, spot[AT_ROW], following)
            due = last_start(layout, tempo, item, due - onward - work_s)
            limit = path[TIME]
            if direct:
                limit = until - onward
            elif at < size:
                limit = _before_break(pause, spots[at + 1, PATH_TAKEN] ^ path[TAKEN], limit, until - onward)
            until = free_until(layout, tempo, item, path[TIME] - work_s, limit - work_s)
            there = layout.item[tempo, item, ROW]
            following = there if there >= 0 else following
            last = path[PARENT]
            direct = labels[at - 1, last, TAKEN] == path[TAKEN]
    state.sum[duty, LEGS] = legs


@inlined
def _before_break(pause: Any, fresh: Any, now: Any, limit: Any) -> Any:
    """Return by when one may be through with an item if a single break follows before the next."""
    until = now
    if fresh != 0 and fresh & (fresh - 1) == 0:
        number = 0
        while not fresh >> number & 1:
            number += 1
        until = max(now, min(pause[number, 1], limit - pause[number, 2]))
    return until


@compiled
def trial(layout: Layout, state: State, duty: int, item: int, at: int, legs: int, cutoff: int) -> Any:
    """Return by how much a route with breaks gets dearer with an item put into it; `NO_PRICE` if it does not fit.

    Parameters
    ----------
    legs
        Price units of the detour and of who does the work.
    cutoff
        Only a smaller price is of interest.
    """
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    spots, one, wait_units = state.spot[duty], 0, layout.duty[duty, WAIT_UNITS]
    row, there = spots[at, AT_ROW], layout.item[tempo, item, ROW]
    drive_s = ride(layout, speed, row, there)
    count = advance(layout, duty, state.label[duty, at], spots[at, LABELS], drive_s, item, at == 0, state.scratch[0])
    row = there if there >= 0 else row
    for k in range(at, size + 1):
        if count == 0:
            return np.int64(NO_PRICE)
        labels = state.scratch[one]
        follower_row = layout.duty[duty, END_ROW] if k == size else layout.item[tempo, state.route[duty, k], ROW]
        drive_s = ride(layout, speed, row, follower_row)
        # What needs no drive is done where one stands, and the drive after it is another one.
        direct = spots[k, DIRECT] and not (spots[k, STAYS] and row != spots[k, AT_ROW] and k < size)
        more, cheapest = np.int64(NO_PRICE), np.int64(NO_PRICE)
        for number in range(count):
            cheapest = min(cheapest, labels[number, PRICE])
            if wait_units:
                if direct:
                    time, price, taken = labels[number, TIME] + drive_s, labels[number, PRICE], labels[number, TAKEN]
                    more = min(more, met_again(spots[k], wait_units, time, price, taken, k == size))
                continue
            rested = labels[number, TAKEN] & spots[k, PATH_TAKEN] == spots[k, PATH_TAKEN]
            if direct and rested and labels[number, TIME] + drive_s <= spots[k, UNTIL]:
                more = min(more, labels[number, PRICE] - spots[k, PATH_PRICE])
        if more < NO_PRICE:
            return legs + more
        if legs + cheapest - state.sum[duty, TIMES] >= cutoff:
            return np.int64(NO_PRICE)
        if k == size:
            units, _ = home(layout, duty, labels, count, drive_s)
            return legs + units - state.sum[duty, TIMES] if units < NO_PRICE else np.int64(NO_PRICE)
        count = advance(layout, duty, labels, count, drive_s, state.route[duty, k], False, state.scratch[1 - one])
        one = 1 - one
        row = follower_row if follower_row >= 0 else row
    return np.int64(NO_PRICE)
