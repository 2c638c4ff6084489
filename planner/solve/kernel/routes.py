"""Routes without breaks: one second and one price after each item; and the door to routes of both kinds."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import (
    NO_PRICE,
    add_up,
    clear,
    day_units,
    free_until,
    last_start,
    late_units,
    leg,
    ride,
    start_of,
    within,
)  # fmt: skip
from planner.solve.kernel.layout import (
    AT_ROW,
    BREAKS,
    DIRECT,
    DUE,
    END_ROW,
    HARD_END,
    LEGS,
    NEXT_ROW,
    OVER_UNITS,
    PATH_PRICE,
    PATH_TAKEN,
    ROW,
    SINCE,
    SIZE,
    SOFT_END,
    SPEED,
    STAYS,
    TEMPO,
    TIMES,
    UNTIL,
    WAIT_UNITS,
    WAY_UNITS,
    WORK,
    Layout,
    State,
)  # fmt: skip
from planner.solve.kernel.peaks import note_peaks, peaks_matter
from planner.solve.kernel.resting import rebuild_labels
from planner.solve.kernel.waiting import note_waits

__all__ = ["rebuild", "trial_plain"]


@compiled
def _rebuild_plain(layout: Layout, state: State, duty: int, same: int) -> Any:
    """Time a route without breaks."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    hard_end = layout.duty[duty, HARD_END]
    time, price, row = state.spot[duty, same, SINCE], state.spot[duty, same, PATH_PRICE], state.spot[duty, same, AT_ROW]
    for at in range(same, size):
        item = state.route[duty, at]
        there = layout.item[tempo, item, ROW]
        start = start_of(layout, tempo, item, time + ride(layout, speed, row, there))
        time = start + layout.item[tempo, item, WORK]
        if time > hard_end:
            return False
        price += late_units(layout, tempo, item, start)
        row = there if there >= 0 else row
        state.spot[duty, at + 1, AT_ROW], state.spot[duty, at + 1, SINCE], state.spot[duty, at + 1, PATH_PRICE] = (
            row,
            time,
            price,
        )
        state.seat[item, 0], state.seat[item, 1] = duty, at
    end_row = layout.duty[duty, END_ROW]
    time += ride(layout, speed, row, end_row)
    if time > hard_end:
        return False
    state.sum[duty, TIMES] = price + day_units(layout, duty, time)
    until = max(time, min(hard_end, layout.duty[duty, SOFT_END])) if layout.duty[duty, OVER_UNITS] else hard_end
    due, following, legs = hard_end, end_row, np.int64(0)
    for at in range(size, -1, -1):
        spot = state.spot[duty, at]
        stays = following < 0 if at == size else layout.item[tempo, state.route[duty, at], ROW] < 0
        way_units = leg(layout, speed, spot[AT_ROW], following)
        legs += np.int64(0) if stays else way_units
        spot[DUE], spot[NEXT_ROW], spot[STAYS], spot[UNTIL] = due, following, 1 if stays else 0, until
        spot[DIRECT], spot[PATH_TAKEN], spot[WAY_UNITS] = 1, 0, way_units
        if at:
            item = state.route[duty, at - 1]
            work_s = layout.item[tempo, item, WORK]
            onward = np.int64(0) if stays else ride(layout, speed, spot[AT_ROW], following)
            due = last_start(layout, tempo, item, due - onward - work_s)
            until = free_until(layout, tempo, item, spot[SINCE] - work_s, until - onward - work_s)
            there = layout.item[tempo, item, ROW]
            following = there if there >= 0 else following
    state.sum[duty, LEGS] = legs
    if layout.duty[duty, WAIT_UNITS]:
        note_waits(layout, state, duty, same)
    add_up(layout, state, duty)
    return True


@inlined
def trial_plain(
    layout: Any, state: Any, duty: Any, item: Any, at: Any, legs: Any, start: Any, on_s: Any, late: Any
) -> Any:
    """Return by how much a route without breaks gets dearer with an item put into it; `NO_PRICE` if it does not fit.

    Parameters
    ----------
    legs
        Price units of the detour and of who does the work.
    start, late
        When the item then starts, and the price units of its lateness.
    on_s
        Seconds of the drive to what is next.
    """
    tempo = layout.duty[duty, TEMPO]
    time = start + layout.item[tempo, item, WORK] + on_s
    here = layout.item[tempo, item, ROW] if layout.item[tempo, item, ROW] >= 0 else state.spot[duty, at, AT_ROW]
    units = legs + late
    # What needs no drive is done where one stands, and the drive after it is another one.
    moved = state.spot[duty, at, STAYS] and here != state.spot[duty, at, AT_ROW]
    if moved or time > state.spot[duty, at, UNTIL]:
        speed, size = layout.duty[duty, SPEED], state.sum[duty, SIZE]
        price = state.spot[duty, at, PATH_PRICE] + late
        units = np.int64(NO_PRICE)
        for k in range(at, size + 1):
            moved = state.spot[duty, k, STAYS] and here != state.spot[duty, k, AT_ROW] and k < size
            if time <= state.spot[duty, k, UNTIL] and not moved:
                units = legs + price - state.spot[duty, k, PATH_PRICE]
                break
            if time > state.spot[duty, k, DUE] and not moved:
                break
            if k == size:
                units = legs + price + day_units(layout, duty, time) - state.sum[duty, TIMES]
                break
            follower = state.route[duty, k]
            begin = start_of(layout, tempo, follower, time)
            price += late_units(layout, tempo, follower, begin)
            time = begin + layout.item[tempo, follower, WORK]
            here = layout.item[tempo, follower, ROW] if layout.item[tempo, follower, ROW] >= 0 else here
            if not state.spot[duty, k + 1, STAYS]:
                time += ride(layout, speed, here, state.spot[duty, k + 1, NEXT_ROW])
    return units


@compiled
def rebuild(layout: Layout, state: State, duty: int, same: int) -> Any:
    """Time a route whose first `same` items are as they were; return whether it fits.

    Everything a trial needs is written down, unless it does not fit.
    """
    if state.sum[duty, SIZE] == 0:
        clear(layout, state, duty)
        return True
    if layout.duty[duty, BREAKS] == 0:
        fits = _rebuild_plain(layout, state, duty, same)
    else:
        fits = rebuild_labels(layout, state, duty, same)
    if fits and peaks_matter(layout):
        note_peaks(layout, state, duty)
    return fits and within(layout, state, duty)
