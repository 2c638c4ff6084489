"""Ruin: neighbouring strings of items leave their routes.

References
----------
Christiaens, J. and Vanden Berghe, G. (2020). Slack Induction by String Removals for Vehicle
Routing Problems. Transportation Science 54(2).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.bonds import note
from planner.solve.kernel.chance import share, whole
from planner.solve.kernel.changing import take_out
from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.evaluate import clear
from planner.solve.kernel.keeping import touch
from planner.solve.kernel.layout import MUST, SIZE, Layout, State, Work
from planner.solve.kernel.routes import rebuild

__all__ = ["ruin"]

_TOGETHER = 0.6
"""Chance that all of a bond leaves when one of its items does; if not, that one has to suit the others' times."""

_LEFT_CHANCE, _LEFT_TRIED = 0.35, 8
"""With what chance items left out long ago are tried again in a round, and how many."""


@compiled
def ruin(layout: Layout, state: State, keep: State, work: Work, removed: Any, longest: Any) -> Any:
    """Take strings out around a random item; return how many items are to be put back (`Work.items`).

    Parameters
    ----------
    removed
        Mean number of items taken out.
    longest
        Longest string taken out of one route.
    """
    duties, items = layout.pay.shape
    used, seated, owned = 0, 0, work.owned[items]
    for duty in range(duties):
        if work.mine[duty] and state.sum[duty, SIZE]:
            used += 1
            seated += state.sum[duty, SIZE]
    mean = seated / used if used else 1.0
    string = min(float(longest), mean)
    strings = np.int64(share(state.chance) * max(1.0, 4.0 * removed / (1.0 + string) - 1.0) + 1.0)
    centre = work.owned[whole(state.chance, owned)]
    count, cut = 0, 0
    if seated < owned:
        count = _left(layout, state, work, centre)
    last = len(work.touched) - 1
    for k in range(layout.near.shape[1]):
        if cut >= strings:
            break
        item = layout.near[centre, k]
        duty = state.seat[item, 0]
        if duty < 0 or not work.mine[duty]:
            continue
        seen = False
        for one in range(work.touched[last]):
            if work.touched[one] == duty:
                seen = True
                break
        if seen:
            continue
        touch(state, keep, work, duty)
        count = _cut(layout, state, work, duty, state.seat[item, 1], string, count)
        cut += 1
    return _with_bonds(layout, state, keep, work, count) if len(layout.link) else count


@compiled
def _with_bonds(layout: Layout, state: State, keep: State, work: Work, count: int) -> Any:
    """Let what is linked to items that were taken out leave too, in half of the cases; return how many have left then.

    Items of these bonds that were left out before are to be put back too: they only go together.
    """
    items = len(state.seat)
    work.listed[items] += 1
    for k in range(count):
        work.listed[work.items[k]] = work.listed[items]
    listed = count
    for k in range(listed):
        bond = layout.bond[work.items[k]]
        if bond < 0:
            continue
        note(layout, work, bond)
        leave = share(state.chance) < _TOGETHER
        for number in range(layout.member.shape[1]):
            item = layout.member[bond, number]
            if item < 0 or not work.ours[item] or work.listed[item] == work.listed[items]:
                continue
            duty = state.seat[item, 0]
            if duty >= 0 and not (leave and work.mine[duty]):
                continue
            work.listed[item] = work.listed[items]
            work.items[count], work.was_left[item] = item, 1 if duty < 0 else 0
            count += 1
            if duty >= 0:
                touch(state, keep, work, duty)
                size = state.sum[duty, SIZE]
                if not take_out(layout, state, item):
                    for at in range(size - 1):
                        one = state.route[duty, at]
                        work.listed[one] = work.listed[items]
                        work.items[count], work.was_left[one] = one, 0
                        count += 1
    return count


@compiled
def _left(layout: Layout, state: State, work: Work, centre: int) -> Any:
    """Take up some of the items that are left out: always what must be done, others by chance."""
    owned, count, seen = work.owned[len(state.seat)], 0, 0
    again = share(state.chance) < _LEFT_CHANCE
    first = whole(state.chance, owned)
    for k in range(owned):
        item = work.owned[first + k if first + k < owned else first + k - owned]
        if state.seat[item, 0] >= 0:
            continue
        if layout.item[0, item, MUST] or item == centre or (again and seen < _LEFT_TRIED):
            seen += 1
            work.items[count], work.was_left[item] = item, 1
            count += 1
    return count


@compiled
def _cut(layout: Layout, state: State, work: Work, duty: int, at: int, string: Any, count: int) -> Any:
    """Take a string with position `at` out of a route, in half of the cases with a part of it kept."""
    size = state.sum[duty, SIZE]
    length = min(np.int64(share(state.chance) * min(float(size), string) + 1.0), size)
    kept = 0
    if length > 1 and length < size and share(state.chance) < 0.5:
        while length + kept < size:
            kept += 1
            if share(state.chance) < 0.5:
                break
    width = length + kept
    low, high = max(0, at - width + 1), min(at, size - width)
    first = low + whole(state.chance, high - low + 1)
    hole = first + (1 + whole(state.chance, length - 1) if kept and length > 1 else 0)
    put = first
    for k in range(first, size):
        item = state.route[duty, k]
        if first <= k < first + width and not (kept and hole <= k < hole + kept):
            state.seat[item, 0] = -1
            work.items[count], work.was_left[item] = item, 0
            count += 1
        else:
            state.route[duty, put] = item
            put += 1
    state.sum[duty, SIZE] = put
    if not rebuild(layout, state, duty, first):
        # Less work is never later, but where the matrix has a detour that is faster than the way.
        for k in range(put):
            item = state.route[duty, k]
            work.items[count], work.was_left[item] = item, 0
            count += 1
        clear(layout, state, duty)
    return count
