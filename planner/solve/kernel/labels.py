"""Routes with breaks: a list of labels after each item, one for every way to take the breaks that is worth keeping.

A label is dropped when another has at least its breaks, no later and no dearer. The cheapest label at the end
tells the way back to the start, and with it by how much everything on the way may be later at no extra price:
a trial that meets this way again early enough need not look further.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import (
    NO_PRICE,
    add_up,
    day_units,
    free_until,
    last_start,
    late_units,
    leg,
    ride,
    start_of,
)  # fmt: skip
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
    WAY_UNITS,
    WORK,
    Layout,
    State,
)  # fmt: skip

__all__ = ["rebuild_labels", "trial"]


@inlined
def ready(pause: Any, order: Any, first: Any, last: Any, rest_from: Any, drive_from: Any, drive_s: Any) -> Any:
    """Return when a drive with breaks before, on or after it is over; `FOREVER` if a break comes too late.

    Every break is taken as early as it goes, and the time between breaks is used for driving.
    """
    driven = np.int64(0)
    late = False
    for place in range(first, last):
        number = order[place]
        start = max(rest_from, pause[number, 0])
        if start > pause[number, 1]:
            late = True
            break
        driven += max(np.int64(0), start - max(rest_from, drive_from))
        rest_from = start + pause[number, 2]
    done = max(rest_from, drive_from) + max(np.int64(0), drive_s - driven)
    return np.int64(FOREVER) if late else done


@compiled
def keep(labels: Any, count: int, time: int, price: int, taken: int, parent: int) -> Any:
    """Put a label into a list unless another beats it in time, price and breaks taken; drop those that it beats."""
    for k in range(count):
        if labels[k, TIME] <= time and labels[k, PRICE] <= price and labels[k, TAKEN] & taken == taken:
            return count
    kept = 0
    for k in range(count):
        worse = time <= labels[k, TIME] and price <= labels[k, PRICE]
        if not (worse and taken & labels[k, TAKEN] == labels[k, TAKEN]):
            if kept < k:
                for column in range(4):
                    labels[kept, column] = labels[k, column]
            kept += 1
    if kept < labels.shape[0]:
        labels[kept, TIME], labels[kept, PRICE] = time, price
        labels[kept, TAKEN], labels[kept, PARENT] = taken, parent
        kept += 1
    return kept


@compiled
def advance(
    layout: Layout, duty: int, labels: Any, count: int, drive_s: int, item: int, is_first: bool, out: Any
) -> Any:
    """Append an item to the labels of a route; return how many labels `out` has then (0: it cannot be reached)."""
    tempo, crew, hard_end = layout.duty[duty, TEMPO], layout.duty[duty, CREW], layout.duty[duty, HARD_END]
    found = 0
    for k in range(count):
        since, taken = labels[k, TIME], labels[k, TAKEN]
        for way in range(1, 1 + layout.moves[crew, taken, 0, 0]):
            now = layout.moves[crew, taken, way, 0]
            start = since + drive_s
            if now != taken:
                rest_from = np.int64(-FOREVER) if is_first else since
                order = layout.moves[crew, taken, way]
                start = ready(layout.pause[crew], order, 2, 2 + order[1], rest_from, since, drive_s)
            start = start_of(layout, tempo, item, start)
            end = start + layout.item[tempo, item, WORK]
            if end <= hard_end and end <= layout.moves[crew, now, 0, 1]:
                found = keep(out, found, end, labels[k, PRICE] + late_units(layout, tempo, item, start), now, k)
    return found


@compiled
def home_end(layout: Layout, crew: int, taken: int, since: int, drive_s: int) -> Any:
    """Return the arrival at home when the breaks that are left are taken on the way or after it."""
    best, left = np.int64(FOREVER), layout.homes[crew, taken, 0, 1]
    for way in range(1, 1 + layout.homes[crew, taken, 0, 0]):
        order = layout.homes[crew, taken, way]
        for split in range(left + 1):
            arrival = ready(layout.pause[crew], order, 0, split, since, since, drive_s)
            if arrival < best:
                rest = ready(layout.pause[crew], order, split, left, arrival, arrival, np.int64(0))
                if rest < FOREVER:
                    best = arrival
    return best


@compiled
def home(layout: Layout, duty: int, labels: Any, count: int, drive_s: int) -> Any:
    """Return the price units of lateness and overtime of ending the day now, and the label; `NO_PRICE` if too late."""
    best, chosen = np.int64(NO_PRICE), -1
    everything = (1 << layout.duty[duty, BREAKS]) - 1
    for k in range(count):
        end = labels[k, TIME] + drive_s
        if labels[k, TAKEN] != everything:
            end = home_end(layout, layout.duty[duty, CREW], labels[k, TAKEN], labels[k, TIME], drive_s)
        if end <= layout.duty[duty, HARD_END]:
            units = labels[k, PRICE] + day_units(layout, duty, end)
            if units < best:
                best, chosen = units, k
    return best, chosen


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
                limit = _before_break(
                    pause, labels[at + 1], spots[at + 1, PATH_TAKEN] ^ path[TAKEN], limit, until - onward
                )
            until = free_until(layout, tempo, item, path[TIME] - work_s, limit - work_s)
            there = layout.item[tempo, item, ROW]
            following = there if there >= 0 else following
            last = path[PARENT]
            direct = labels[at - 1, last, TAKEN] == path[TAKEN]
    state.sum[duty, LEGS] = legs


@inlined
def _before_break(pause: Any, _labels: Any, fresh: Any, now: Any, limit: Any) -> Any:
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
    spots, one = state.spot[duty], 0
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
