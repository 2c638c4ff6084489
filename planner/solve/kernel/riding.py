"""Riders: a duty that rides goes where its driver has another seat of the crew, and is home within its shift.

The way of a rider takes no seconds and costs nothing (its class of speed says so), so its route is timed as any other.
What holds between it and the route of its driver is asked about when either has changed.
"""

from __future__ import annotations

from typing import Any

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import ride
from planner.solve.kernel.labels import ending
from planner.solve.kernel.layout import (
    AT_ROW,
    BOTH,
    BREAKS,
    DRIVER,
    END_ROW,
    FIRST,
    FROM_END,
    LABELS,
    MAX_GAP,
    MIN_GAP,
    RIDES_ALONE,
    ROW,
    SECOND,
    SINCE,
    SIZE,
    SOFT_END,
    SPEED,
    Layout,
    State,
    Work,
)  # fmt: skip

__all__ = ["beside", "riders_hold", "rides_well"]


@inlined
def beside(layout: Any, state: Any, item: Any, driver: Any) -> Any:
    """Whether a duty has another seat of the crew of an item."""
    found = False
    for k in range(layout.tied.shape[1]):
        number = layout.tied[item, k]
        if number < 0:
            break
        link = layout.link[number]
        other = link[FIRST] + link[SECOND] - item
        meets = link[BOTH] and not link[FROM_END] and link[MIN_GAP] == 0 and link[MAX_GAP] == 0
        if meets and state.seat[other, 0] == driver:
            found = True
    return found


@compiled
def _back(layout: Layout, state: State, duty: int) -> Any:
    """Return the second at which a duty with work is home."""
    spot, end_row = state.spot[duty, state.sum[duty, SIZE]], layout.duty[duty, END_ROW]
    home_s = ride(layout, layout.duty[duty, SPEED], spot[AT_ROW], end_row)
    if layout.duty[duty, BREAKS]:
        _, _, back, _ = ending(layout, duty, state.label[duty, state.sum[duty, SIZE]], spot[LABELS], home_s)
        return back
    return spot[SINCE] + home_s


@compiled
def rides_well(layout: Layout, state: State, duty: int) -> Any:
    """Whether a duty that rides only goes where its driver has another seat, and is brought home within its shift.

    On a day on which it rides it does nothing else.
    """
    size, driver, away = state.sum[duty, SIZE], layout.duty[duty, DRIVER], 0
    for at in range(size):
        if layout.item[0, state.route[duty, at], ROW] >= 0:
            away += 1
            if not beside(layout, state, state.route[duty, at], driver):
                return False
    return away == 0 or (away == size and _back(layout, state, driver) <= layout.duty[duty, SOFT_END])


@compiled
def riders_hold(layout: Layout, state: State, work: Work) -> Any:
    """Whether all that ride do so as they may, where a route of them or of one that drives them has changed."""
    last, concerned = len(work.touched) - 1, False
    for k in range(work.touched[last]):
        if layout.duty[work.touched[k], DRIVER] != RIDES_ALONE:
            concerned = True
    for duty in range(len(state.sum) if concerned else 0):
        if layout.duty[duty, DRIVER] >= 0 and not rides_well(layout, state, duty):
            return False
    return True
