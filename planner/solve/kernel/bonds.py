"""Bonds: visits that hang together by links, and what the others of a bond leave open to one of them.

Each linked item that is in the plan may begin in a range (`Work.range`, and so in `Layout.item`) that keeps all its
links whatever the others do in theirs: two people of a crew begin at one second; what may be early or late without the
other is free to that extent. So every route stands by itself, and nothing that times a route has to know of links.

While items of a bond are put back (`kernel.meeting`), those in the plan are pinned to when they begin; an item may then
begin when all links to them allow it (`narrow`), and goes to a duty that they allow (`suits`). Afterwards `relax` gives
room to all. Ranges as they were before are kept (`note`), so that a round can be undone (`restore`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.keeping import touch
from planner.solve.kernel.layout import (
    BOTH,
    BREAKS,
    DRIVER,
    FIRST,
    FROM_END,
    LABELS,
    MAX_GAP,
    MIN_GAP,
    PATH_PRICE,
    PATH_TAKEN,
    PRICE,
    RANGE,
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
from planner.solve.kernel.riding import beside, riders_hold, rides_well
from planner.solve.kernel.routes import rebuild

__all__ = ["begun", "bonds_hold", "let_begin", "narrow", "note", "pin", "relax", "restore", "suits", "tied_well"]

_SAME = 1
"""Value of `WHO`: one technician does both (0: anybody, 2: two different ones)."""


@compiled
def begun(layout: Layout, state: State, item: int) -> Any:
    """Return when an item of the plan begins."""
    duty, at = state.seat[item, 0], state.seat[item, 1]
    end = state.spot[duty, at + 1, SINCE]
    if layout.duty[duty, BREAKS]:
        spot, labels = state.spot[duty, at + 1], state.label[duty, at + 1]
        end = np.int64(FOREVER)
        for k in range(spot[LABELS]):
            if labels[k, PRICE] == spot[PATH_PRICE] and labels[k, TAKEN] == spot[PATH_TAKEN]:
                end = min(end, labels[k, TIME])
    return end - layout.item[layout.duty[duty, TEMPO], item, WORK]


@compiled
def _write(layout: Layout, tempo: int, item: int, low: Any, high: Any) -> None:
    """Let an item begin only from one second to another, as far as it may begin then at all."""
    count = 0
    for number in range(layout.open[tempo, item, RANGES]):
        first = max(low, layout.open[tempo, item, STARTS + RANGE * number])
        last = min(high, layout.open[tempo, item, STARTS + RANGE * number + 1])
        if first <= last:
            layout.item[tempo, item, STARTS + RANGE * count] = first
            layout.item[tempo, item, STARTS + RANGE * count + 1] = last
            layout.item[tempo, item, STARTS + RANGE * count + 2] = layout.open[tempo, item, STARTS + RANGE * number + 2]
            count += 1
    if count == 0:
        layout.item[tempo, item, STARTS], layout.item[tempo, item, STARTS + 1] = FOREVER, -FOREVER
        count = 1
    layout.item[tempo, item, RANGES] = count


@compiled
def let_begin(layout: Layout, work: Work, item: int, low: Any, high: Any) -> None:
    """Let an item begin only from one second to another, whoever does it."""
    work.range[item, 0], work.range[item, 1] = low, high
    for tempo in range(layout.item.shape[0]):
        _write(layout, tempo, item, low, high)


@compiled
def note(layout: Layout, work: Work, bond: int) -> None:
    """Keep the ranges of a bond as they are before they change for the first time in a round."""
    last = len(work.bonds) - 1
    for k in range(work.bonds[last]):
        if work.bonds[k] == bond:
            return
    work.bonds[work.bonds[last]] = bond
    work.bonds[last] += 1
    for k in range(layout.member.shape[1]):
        item = layout.member[bond, k]
        if item >= 0:
            work.was_range[item, 0], work.was_range[item, 1] = work.range[item, 0], work.range[item, 1]


@compiled
def restore(layout: Layout, work: Work) -> None:
    """Let all items of bonds begin as before the round."""
    last = len(work.bonds) - 1
    for number in range(work.bonds[last]):
        for k in range(layout.member.shape[1]):
            item = layout.member[work.bonds[number], k]
            if item >= 0:
                let_begin(layout, work, item, work.was_range[item, 0], work.was_range[item, 1])


@compiled
def pin(layout: Layout, state: State, keep: State, work: Work, item: int) -> None:
    """Let an item of the plan begin only when it does."""
    start, duty = begun(layout, state, item), state.seat[item, 0]
    touch(state, keep, work, duty)
    let_begin(layout, work, item, start, start)
    rebuild(layout, state, duty, state.seat[item, 1])


@compiled
def relax(layout: Layout, state: State, keep: State, work: Work, bond: int) -> None:
    """Give all items of a bond that are in the plan as much room as they can have side by side.

    What a gap is longer than it must be, or shorter than it may be, is shared by the two. Where the search may not
    change all of their routes, each stays pinned: others may change those meanwhile.
    """
    for k in range(layout.member.shape[1]):
        item = layout.member[bond, k]
        if item >= 0 and state.seat[item, 0] >= 0 and not work.mine[state.seat[item, 0]]:
            return
    for k in range(layout.member.shape[1]):
        item = layout.member[bond, k]
        if item < 0 or state.seat[item, 0] < 0:
            continue
        start = begun(layout, state, item)
        low, high = np.int64(-FOREVER), np.int64(FOREVER)
        for number in range(layout.tied.shape[1]):
            if layout.tied[item, number] < 0:
                break
            link = layout.link[layout.tied[item, number]]
            first, second = state.seat[link[FIRST], 0], state.seat[link[SECOND], 0]
            if first >= 0 and second >= 0:
                gap = _gap(layout, state, link)
                more, less = (link[MAX_GAP] - gap) // 2, (gap - link[MIN_GAP]) // 2
                if link[FIRST] == item:
                    low, high = max(low, start - more), min(high, start + less)
                else:
                    low, high = max(low, start - less), min(high, start + more)
        work.range[item, 0], work.range[item, 1] = low, high
    for k in range(layout.member.shape[1]):
        item = layout.member[bond, k]
        if item >= 0 and state.seat[item, 0] >= 0:
            let_begin(layout, work, item, work.range[item, 0], work.range[item, 1])
            touch(state, keep, work, state.seat[item, 0])
            rebuild(layout, state, state.seat[item, 0], state.seat[item, 1])


@inlined
def _gap(layout: Any, state: Any, link: Any) -> Any:
    """Return the seconds between two items of the plan, as a link counts them."""
    tempo = layout.duty[state.seat[link[FIRST], 0], TEMPO]
    since = begun(layout, state, link[FIRST]) + layout.item[tempo, link[FIRST], WORK] * link[FROM_END]
    return begun(layout, state, link[SECOND]) - since


@compiled
def narrow(layout: Layout, state: State, work: Work, item: int, floor: Any) -> Any:
    """Let an item begin when all links to items in the plan allow it, and not before a second.

    Returns
    -------
    Whether it may be in the plan at all: not if it needs another item that is not.
    """
    for tempo in range(layout.item.shape[0]):
        low, high, own_s = np.int64(floor), np.int64(FOREVER), layout.item[tempo, item, WORK]
        for k in range(layout.tied.shape[1]):
            if layout.tied[item, k] < 0:
                break
            link = layout.link[layout.tied[item, k]]
            is_second = link[SECOND] == item
            other = link[FIRST] if is_second else link[SECOND]
            if state.seat[other, 0] < 0:
                continue
            start = begun(layout, state, other)
            if is_second:
                start += layout.item[layout.duty[state.seat[other, 0], TEMPO], other, WORK] * link[FROM_END]
                low, high = max(low, start + link[MIN_GAP]), min(high, start + link[MAX_GAP])
            else:
                start -= own_s * link[FROM_END]
                low, high = max(low, start - link[MAX_GAP]), min(high, start - link[MIN_GAP])
        _write(layout, tempo, item, low, high)
    for k in range(layout.tied.shape[1]):
        if layout.tied[item, k] < 0:
            break
        link = layout.link[layout.tied[item, k]]
        if link[SECOND] == item and not link[BOTH] and state.seat[link[FIRST], 0] < 0:
            return False
    return True


@inlined
def suits(layout: Any, state: Any, item: Any, duty: Any) -> Any:
    """Whether a duty's technician may do an item, by who does the items it is linked to."""
    driver = layout.duty[duty, DRIVER]
    fits = driver < 0 or beside(layout, state, item, driver)
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
def _holds(layout: Layout, state: State, number: int) -> Any:
    """Whether a link holds in the plan."""
    link = layout.link[number]
    first, second = state.seat[link[FIRST], 0], state.seat[link[SECOND], 0]
    if first < 0 or second < 0:
        return second < 0 and (first < 0 or not link[BOTH])
    same = layout.duty[first, TECHNICIAN] == layout.duty[second, TECHNICIAN]
    return link[MIN_GAP] <= _gap(layout, state, link) <= link[MAX_GAP] and (
        link[WHO] == 0 or same == (link[WHO] == _SAME)
    )


@compiled
def tied_well(layout: Layout, state: State, item: int) -> Any:
    """Whether all links of an item hold, and whoever rides to it does so as they may."""
    duty = state.seat[item, 0]
    if duty >= 0 and layout.duty[duty, DRIVER] >= 0 and not rides_well(layout, state, duty):
        return False
    for k in range(layout.tied.shape[1]):
        number = layout.tied[item, k]
        if number >= 0 and not _holds(layout, state, number):
            return False
    return True


@compiled
def bonds_hold(layout: Layout, state: State, work: Work) -> Any:
    """Whether all links of the items in routes that have changed hold."""
    last = len(work.touched) - 1
    for k in range(work.touched[last] if len(layout.link) else 0):
        duty = work.touched[k]
        for at in range(state.sum[duty, SIZE]):
            if not tied_well(layout, state, state.route[duty, at]):
                return False
    return riders_hold(layout, state, work)
