"""The two terms that look at all of a plan: its greatest lateness, and its longest idle time.

Nothing here is called where neither has a price. Each route keeps its own two numbers; the price of a plan is exact,
while a place for an item is judged by what it does to the two as far as that can be told at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import late_s, ride
from planner.solve.kernel.labels import ending
from planner.solve.kernel.layout import (
    BREAKS,
    CREW,
    END_ROW,
    IDLE,
    IDLE_UNITS,
    IDLEST,
    LABELS,
    LATEST,
    LATEST_UNITS,
    NEXT_IDLE,
    PARENT,
    ROW,
    SINCE,
    SIZE,
    SOFT_END,
    SPARE,
    SPEED,
    START_ROW,
    START_S,
    TEMPO,
    TIME,
    TOP_IDLE,
    TOP_LATE,
    WORK,
    Layout,
    State,
)  # fmt: skip

__all__ = ["later_units", "note_peaks", "note_tops", "peaks_matter", "relief", "tops_units"]


@inlined
def peaks_matter(layout: Any) -> Any:
    """Whether the greatest lateness or the longest idle time has a price."""
    return layout.peak[LATEST_UNITS] + layout.peak[IDLE_UNITS] > 0


@compiled
def note_peaks(layout: Layout, state: State, duty: int) -> None:
    """Write down the greatest lateness and the idle time of a route with work that has been timed."""
    size, tempo, speed = state.sum[duty, SIZE], layout.duty[duty, TEMPO], layout.duty[duty, SPEED]
    spots, labels, row = state.spot[duty], state.label[duty], layout.duty[duty, START_ROW]
    busy, last, back, latest = np.int64(0), -1, np.int64(0), np.int64(0)
    for at in range(size):
        item = state.route[duty, at]
        there = layout.item[tempo, item, ROW]
        busy += ride(layout, speed, row, there) + layout.item[tempo, item, WORK]
        row = there if there >= 0 else row
    home_s = ride(layout, speed, row, layout.duty[duty, END_ROW])
    if layout.duty[duty, BREAKS]:
        _, last, back, rested = ending(layout, duty, labels[size], spots[size, LABELS], home_s)
        busy += layout.moves[layout.duty[duty, CREW], rested, 0, 2]
    else:
        back = spots[size, SINCE] + home_s
    for at in range(size, 0, -1):
        item = state.route[duty, at - 1]
        end = spots[at, SINCE]
        if last >= 0:
            end = labels[at, last, TIME]
            last = labels[at, last, PARENT]
        latest = max(latest, late_s(layout, tempo, item, end - layout.item[tempo, item, WORK]))
    state.sum[duty, LATEST], state.sum[duty, IDLE] = latest, 0
    if layout.duty[duty, SPARE] >= 0:
        shift_s = max(layout.duty[duty, SOFT_END], back) - layout.duty[duty, START_S]
        state.sum[duty, IDLE] = max(np.int64(0), shift_s - busy - home_s)


@compiled
def note_tops(layout: Layout, state: State) -> None:
    """Write down who is latest and who has least to do."""
    peak = state.peak
    peak[TOP_LATE], peak[TOP_IDLE], peak[IDLEST], peak[NEXT_IDLE] = 0, 0, -1, 0
    for duty in range(len(state.sum)):
        peak[TOP_LATE] = max(peak[TOP_LATE], state.sum[duty, LATEST])
        idle = state.sum[duty, IDLE]
        if idle > peak[TOP_IDLE]:
            peak[NEXT_IDLE], peak[TOP_IDLE], peak[IDLEST] = peak[TOP_IDLE], idle, duty
        elif idle > peak[NEXT_IDLE]:
            peak[NEXT_IDLE] = idle


@inlined
def tops_units(layout: Any, state: Any) -> Any:
    """Return the price units of the tops that were written down."""
    return layout.peak[LATEST_UNITS] * state.peak[TOP_LATE] + layout.peak[IDLE_UNITS] * state.peak[TOP_IDLE]


@inlined
def later_units(layout: Any, state: Any, tempo: Any, item: Any, start: Any) -> Any:
    """Return by how many price units the greatest lateness grows with an item that starts then."""
    more = late_s(layout, tempo, item, start) - state.peak[TOP_LATE]
    return layout.peak[LATEST_UNITS] * max(np.int64(0), more)


@inlined
def relief(layout: Any, state: Any, duty: Any, busy_s: Any) -> Any:
    """Return by how many price units the longest idle time falls when a duty has so many seconds more to do."""
    saved = np.int64(0)
    if duty == state.peak[IDLEST]:
        now = max(state.peak[NEXT_IDLE], state.sum[duty, IDLE] - busy_s)
        saved = layout.peak[IDLE_UNITS] * max(np.int64(0), state.peak[TOP_IDLE] - now)
    return saved
