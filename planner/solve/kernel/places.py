"""Places: where in a route an item costs least.

Places are looked through with a lower bound of their price (detour, who does it, own lateness,
times that ignore breaks); only where the bound is below the best found so far the place is timed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.chance import share
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import driven, late_units, leg, ride, start_of
from planner.solve.kernel.layout import (
    AT_ROW,
    BREAKS,
    DRIVE_S,
    DRIVER,
    DUE,
    LOADS,
    MAX_DRIVE,
    NEXT_ROW,
    RANGE,
    RANGES,
    ROW,
    SINCE,
    SIZE,
    SPEED,
    STARTS,
    STAYS,
    TEMPO,
    USED_UNITS,
    WAIT_UNITS,
    WAY_UNITS,
    WORK,
    Layout,
    State,
    Work,
)  # fmt: skip
from planner.solve.kernel.peaks import later_units, peaks_matter, relief
from planner.solve.kernel.resting import trial
from planner.solve.kernel.routes import trial_plain
from planner.solve.kernel.waiting import could_save, trial_waiting

__all__ = ["cheapest", "place"]


@inlined
def place(layout: Any, state: Any, duty: Any, item: Any, best: Any, blink: Any, welcome: Any) -> Any:
    """Return the cheapest place of an item in a route that is cheaper than `best`: units and position (-1: none)."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    found, extra, wait_units = -1, layout.pay[duty, item], layout.duty[duty, WAIT_UNITS]
    used = layout.duty[duty, USED_UNITS]
    positions = size + 1 if _has_room(layout, state, duty, item, size) else 0
    if layout.duty[duty, DRIVER] >= 0 and _mixes(layout, state, duty, item, size):
        positions = 0
    row, work_s = layout.item[tempo, item, ROW], layout.item[tempo, item, WORK]
    ranges = layout.item[tempo, item, RANGES]
    opens, closes = layout.item[tempo, item, STARTS], layout.item[tempo, item, STARTS + RANGE * ranges - 2]
    for at in range(positions):
        start, due = state.spot[duty, at, SINCE], state.spot[duty, at, DUE] - work_s
        if start > closes:
            break
        if opens > due:
            continue
        here = state.spot[duty, at, AT_ROW]
        start = max(opens, start + layout.into_s[speed, row, here] if row >= 0 else start)
        if ranges > 1 and start <= due:
            start = start_of(layout, tempo, item, start)
        if start > min(due, closes):
            continue
        following = state.spot[duty, at, NEXT_ROW]
        legs = _ways(layout, speed, here, row, following)
        legs = (
            legs - state.spot[duty, at, WAY_UNITS] + extra if size else max(np.int64(0), legs + used - welcome) + extra
        )
        if peaks_matter(layout):
            legs += later_units(layout, state, tempo, item, start)
            legs -= relief(layout, state, duty, work_s + _longer(layout, state, duty, at, row))
        late = late_units(layout, tempo, item, start)
        bound = legs + late
        if wait_units and size:
            bound -= could_save(layout, state, duty, item, at, start)
        if bound >= best:
            continue
        on_s = np.int64(0) if state.spot[duty, at, STAYS] else ride(layout, speed, row if row >= 0 else here, following)
        if start + on_s > due or share(state.chance) < blink:
            continue
        units = _timed(layout, state, duty, item, at, legs, start, on_s, late, best)
        if units < best and _drives_enough(layout, state, duty, here, row, following, size):
            best, found = units, at
    return best, found


@inlined
def _mixes(layout: Any, state: Any, duty: Any, item: Any, size: Any) -> Any:
    """Whether a duty that rides would have a remote session on a day on which it rides."""
    return size > 0 and (layout.item[0, item, ROW] < 0) != (layout.item[0, state.route[duty, 0], ROW] < 0)


@inlined
def _longer(layout: Any, state: Any, duty: Any, at: Any, row: Any) -> Any:
    """Return by how many seconds the way gets longer with a place in it."""
    speed, here, following = layout.duty[duty, SPEED], state.spot[duty, at, AT_ROW], state.spot[duty, at, NEXT_ROW]
    more = np.int64(0)
    if row >= 0:
        more = ride(layout, speed, here, row) + ride(layout, speed, row, following)
        if state.sum[duty, SIZE]:
            more -= ride(layout, speed, here, following)
    return more


@compiled
def cheapest(
    layout: Layout, state: State, work: Work, item: int, first: int, last: int, best: Any, blink: float, welcome: int
) -> Any:
    """Look through the routes of some duties (`Work.duties`, from one place on and up to another) for an item.

    Returns
    -------
    Its cheapest place, if it is cheaper than `best`: units, duty and position (-1: none).
    """
    found, found_at = -1, -1
    for k in range(first, last):
        best, at = place(layout, state, work.duties[k], item, best, blink, welcome)
        if at >= 0:
            found, found_at = work.duties[k], at
    return best, found, found_at


@inlined
def _ways(layout: Any, speed: Any, here: Any, row: Any, following: Any) -> Any:
    """Return the price units of the ways to an item and on from there."""
    if row >= 0:
        units = layout.into_units[speed, row, here] + leg(layout, speed, row, following)
    else:
        units = leg(layout, speed, here, following)
    return units


@inlined
def _timed(
    layout: Any, state: Any, duty: Any, item: Any, at: Any, legs: Any, start: Any, on_s: Any, late: Any, best: Any
) -> Any:  # fmt: skip
    """Return by how much a route gets dearer with an item in a place, timed; `NO_PRICE` if it does not fit."""
    if layout.duty[duty, BREAKS]:
        return trial(layout, state, duty, item, at, legs, best)
    if layout.duty[duty, WAIT_UNITS]:
        return trial_waiting(layout, state, duty, item, at, legs, start, on_s, late)
    return trial_plain(layout, state, duty, item, at, legs, start, on_s, late)


@inlined
def _has_room(layout: Any, state: Any, duty: Any, item: Any, size: Any) -> Any:
    """Whether a duty can carry an item too."""
    fits = size + 1 <= state.route.shape[1]
    for dimension in range(layout.load.shape[1]):
        if state.sum[duty, LOADS + dimension] + layout.load[item, dimension] > layout.capacity[duty, dimension]:
            fits = False
    return fits


@inlined
def _drives_enough(layout: Any, state: Any, duty: Any, here: Any, row: Any, following: Any, size: Any) -> Any:
    """Whether a detour keeps within the most a duty may drive."""
    speed, more = layout.duty[duty, SPEED], np.int64(0)
    if layout.duty[duty, MAX_DRIVE] == FOREVER:
        return True
    if row >= 0:
        more = driven(layout, speed, here, row) + driven(layout, speed, row, following)
        if size:
            more -= driven(layout, speed, here, following)
    elif size == 0:
        more = driven(layout, speed, here, following)
    return state.sum[duty, DRIVE_S] + more <= layout.duty[duty, MAX_DRIVE]
