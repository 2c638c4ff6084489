"""Bonds: visits that hang together by links, and what the others of a bond leave open to one of them.

Each linked item that is in the plan has an agreed start (`Work.agreed`), and may begin then only: its ranges in
`Layout.item` are narrowed to that second. So every route stands by itself, and nothing that times a route has to know
of links. An item that is to be put back may begin when all links to those in the plan allow it (`narrow`), and goes to
a duty that they allow (`suits`). After a change `bonds_hold` says whether all links still hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.layout import (
    BOTH,
    BREAKS,
    FIRST,
    FROM_END,
    LABELS,
    MAX_GAP,
    MIN_GAP,
    PATH_PRICE,
    PATH_TAKEN,
    PRICE,
    RANGES,
    SECOND,
    SINCE,
    SIZE,
    STARTS,
    TAKEN,
    TECHNICIAN,
    TEMPO,
    TIME,
    WHO,
    WORK,
    Layout,
    State,
    Work,
)  # fmt: skip

__all__ = ["agree", "begun", "bonds_hold", "let_begin", "narrow", "suits", "tied_well"]

_SAME = 1
"""Value of `WHO`: one technician does both (0: anybody, 2: two different ones)."""


@compiled
def begun(layout: Layout, state: State, duty: int, at: int) -> Any:
    """Return when the item at a position of a timed route begins."""
    end = state.spot[duty, at + 1, SINCE]
    if layout.duty[duty, BREAKS]:
        spot, labels = state.spot[duty, at + 1], state.label[duty, at + 1]
        end = np.int64(FOREVER)
        for k in range(spot[LABELS]):
            if labels[k, PRICE] == spot[PATH_PRICE] and labels[k, TAKEN] == spot[PATH_TAKEN]:
                end = min(end, labels[k, TIME])
    return end - layout.item[layout.duty[duty, TEMPO], state.route[duty, at], WORK]


@compiled
def let_begin(layout: Layout, item: int, low: Any, high: Any) -> None:
    """Let an item begin only from one second to another, whoever does it."""
    for tempo in range(layout.item.shape[0]):
        _write(layout, tempo, item, low, high)


@compiled
def _write(layout: Layout, tempo: int, item: int, low: Any, high: Any) -> None:
    """Let an item begin only from one second to another, as far as it may begin then at all."""
    count = 0
    for number in range(layout.open[tempo, item, RANGES]):
        first = max(low, layout.open[tempo, item, STARTS + 2 * number])
        last = min(high, layout.open[tempo, item, STARTS + 2 * number + 1])
        if first <= last:
            layout.item[tempo, item, STARTS + 2 * count] = first
            layout.item[tempo, item, STARTS + 2 * count + 1] = last
            count += 1
    if count == 0:
        layout.item[tempo, item, STARTS], layout.item[tempo, item, STARTS + 1] = FOREVER, -FOREVER
        count = 1
    layout.item[tempo, item, RANGES] = count


@compiled
def narrow(layout: Layout, state: State, work: Work, item: int, floor: int) -> Any:
    """Let an item begin when all links to items in the plan allow it, and not before a second.

    Returns
    -------
    Whether it may be in the plan at all: not if it needs another item that is not.
    """
    for tempo in range(layout.item.shape[0]):
        low, high, own_s = np.int64(floor), np.int64(FOREVER), layout.item[tempo, item, WORK]
        for k in range(layout.tied.shape[1]):
            number = layout.tied[item, k]
            if number < 0:
                break
            link = layout.link[number]
            is_second = link[SECOND] == item
            other = link[FIRST] if is_second else link[SECOND]
            duty, start = state.seat[other, 0], work.agreed[other]
            if duty < 0:
                continue
            if is_second:
                start += layout.item[layout.duty[duty, TEMPO], other, WORK] * link[FROM_END]
                low, high = max(low, start + link[MIN_GAP]), min(high, start + link[MAX_GAP])
            else:
                start -= own_s * link[FROM_END]
                low, high = max(low, start - link[MAX_GAP]), min(high, start - link[MIN_GAP])
        _write(layout, tempo, item, low, high)
    for k in range(layout.tied.shape[1]):
        number = layout.tied[item, k]
        if number < 0:
            break
        link = layout.link[number]
        if link[SECOND] == item and not link[BOTH] and state.seat[link[FIRST], 0] < 0:
            return False
    return True


@compiled
def agree(layout: Layout, work: Work, item: int, start: int) -> None:
    """Let a linked item begin at one second only."""
    work.agreed[item] = start
    let_begin(layout, item, start, start)


@inlined
def suits(layout: Any, state: Any, item: Any, duty: Any) -> Any:
    """Whether a duty's technician may do an item, by who does the items it is linked to."""
    fits = True
    for k in range(layout.tied.shape[1]):
        number = layout.tied[item, k]
        if number < 0:
            break
        who = layout.link[number, WHO]
        other = layout.link[number, FIRST] + layout.link[number, SECOND] - item
        if who and state.seat[other, 0] >= 0:
            same = layout.duty[state.seat[other, 0], TECHNICIAN] == layout.duty[duty, TECHNICIAN]
            if same != (who == _SAME):
                fits = False
    return fits


@compiled
def _holds(layout: Layout, state: State, work: Work, number: int) -> Any:
    """Whether a link holds in the plan."""
    link = layout.link[number]
    first, second = state.seat[link[FIRST], 0], state.seat[link[SECOND], 0]
    if first < 0 or second < 0:
        return second < 0 and (first < 0 or not link[BOTH])
    since = work.agreed[link[FIRST]] + layout.item[layout.duty[first, TEMPO], link[FIRST], WORK] * link[FROM_END]
    gap = work.agreed[link[SECOND]] - since
    same = layout.duty[first, TECHNICIAN] == layout.duty[second, TECHNICIAN]
    return link[MIN_GAP] <= gap <= link[MAX_GAP] and (link[WHO] == 0 or same == (link[WHO] == _SAME))


@compiled
def bonds_hold(layout: Layout, state: State, work: Work) -> Any:
    """Whether all links of the items in routes that have changed hold, and of those that were taken out."""
    last = len(work.touched) - 1
    for k in range(work.touched[last] if len(layout.link) else 0):
        duty = work.touched[k]
        for at in range(state.sum[duty, SIZE]):
            if not tied_well(layout, state, work, state.route[duty, at]):
                return False
    return True


@compiled
def tied_well(layout: Layout, state: State, work: Work, item: int) -> Any:
    """Whether all links of an item hold."""
    for k in range(layout.tied.shape[1]):
        number = layout.tied[item, k]
        if number >= 0 and not _holds(layout, state, work, number):
            return False
    return True
