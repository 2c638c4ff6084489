"""Meetings: the items of a bond that are left out are put back together, at times that suit all of them.

Several times are tried. In each try one item goes to its cheapest place from a second on, and is agreed to begin when
it then does; the others have to suit that. The try that is cheapest in all is done again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.bonds import begun, let_begin, narrow, note, pin, relax, suits, tied_well
from planner.solve.kernel.chance import share, whole
from planner.solve.kernel.changing import insert, take_out
from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.evaluate import NO_PRICE
from planner.solve.kernel.keeping import route_units, touch
from planner.solve.kernel.layout import BOTH, DROP, SOFT_END, START_S, Layout, State, Work
from planner.solve.kernel.places import cheapest

__all__ = ["meet"]

_TRIES = 5
"""How many times are tried."""

_NEAR, _BESIDE = 16, 0.7
"""With what chance a try begins when one of so many neighbours does, if not, at any time of some duty."""

# Columns and lines of `Work.berth`: a duty of -1 is none; the present try, and the best so far.
_ITEM, _DUTY, _AT, _START = range(4)
_NOW, _BEST = range(2)


@compiled
def meet(layout: Layout, state: State, keep: State, work: Work, item: int, blink: float) -> None:
    """Put the items of a bond that are left out into their cheapest places together, if that lowers the price."""
    bond, count, floor = layout.bond[item], _waiting(layout, state, work, item), np.int64(-FOREVER)
    note(layout, work, bond)
    for k in range(layout.member.shape[1]):
        if layout.member[bond, k] >= 0 and state.seat[layout.member[bond, k], 0] >= 0:
            pin(layout, state, keep, work, layout.member[bond, k])
    best, found = np.int64(0), False
    turns = layout.link[layout.tied[item, 0], BOTH]
    for number in range(_TRIES if count > 1 else 1):
        if number and turns:
            _turn(work, count)
        if number > 1:
            floor = _some_time(layout, state, work.berth[_NOW, 0, _ITEM])
        units = _try(layout, state, keep, work, count, floor, blink)
        if units < best:
            best, found = units, True
            _keep(work, count)
        for k in range(count - 1, -1, -1):
            if work.berth[_NOW, k, _DUTY] >= 0:
                take_out(layout, state, work.berth[_NOW, k, _ITEM])
    for k in range(count if found else 0):
        one, duty = work.berth[_BEST, k, _ITEM], work.berth[_BEST, k, _DUTY]
        if duty >= 0:
            let_begin(layout, work, one, work.berth[_BEST, k, _START], work.berth[_BEST, k, _START])
            insert(layout, state, duty, one, work.berth[_BEST, k, _AT])
    relax(layout, state, keep, work, bond)


@compiled
def _keep(work: Work, count: int) -> None:
    """Write the present try down as the best."""
    for k in range(count):
        for column in range(4):
            work.berth[_BEST, k, column] = work.berth[_NOW, k, column]


@compiled
def _waiting(layout: Layout, state: State, work: Work, item: int) -> Any:
    """Write down the items of a bond that are left out; return how many."""
    count = 0
    for k in range(layout.member.shape[1]):
        one = layout.member[layout.bond[item], k]
        if one >= 0 and state.seat[one, 0] < 0 and work.ours[one]:
            work.berth[_NOW, count, _ITEM] = one
            count += 1
    return count


@compiled
def _turn(work: Work, count: int) -> None:
    """Let another item be the first."""
    first = work.berth[_NOW, 0, _ITEM]
    for k in range(count - 1):
        work.berth[_NOW, k, _ITEM] = work.berth[_NOW, k + 1, _ITEM]
    work.berth[_NOW, count - 1, _ITEM] = first


@compiled
def _some_time(layout: Layout, state: State, item: int) -> Any:
    """Return a second from which on an item may be tried."""
    near = layout.near[item, whole(state.chance, min(_NEAR, layout.near.shape[1]))]
    duty = state.seat[near, 0]
    if duty >= 0 and share(state.chance) < _BESIDE:
        return begun(layout, state, near)
    some = whole(state.chance, len(state.sum))
    start = layout.duty[some, START_S]
    return start + whole(state.chance, max(np.int64(1), layout.duty[some, SOFT_END] - start))


@compiled
def _try(layout: Layout, state: State, keep: State, work: Work, count: int, floor: Any, blink: float) -> Any:
    """Put items into their places one after the other; return how that changes the price, `NO_PRICE` if it fails.

    Where an item went is written to `Work.berth`, also where the try fails.
    """
    total, rest = np.int64(0), np.int64(0)
    for k in range(count):
        work.berth[_NOW, k, _DUTY] = -1
        rest += layout.item[0, work.berth[_NOW, k, _ITEM], DROP]
    for k in range(count):
        item = work.berth[_NOW, k, _ITEM]
        drop = layout.item[0, item, DROP]
        needed = layout.link[layout.tied[item, 0], BOTH]
        if narrow(layout, state, work, item, floor if k == 0 else -FOREVER):
            most, many = rest if needed else drop, _suitable(layout, state, work, item)
            _, duty, at = cheapest(layout, state, work, item, 0, many, most, blink, 0)
            if duty >= 0:
                touch(state, keep, work, duty)
                before = route_units(state, duty)
                if insert(layout, state, duty, item, at):
                    pin(layout, state, keep, work, item)
                    total += route_units(state, duty) - before - drop
                    berth = work.berth[_NOW, k]
                    berth[_DUTY], berth[_AT], berth[_START] = duty, at, work.range[item, 0]
        rest -= drop
        if needed and work.berth[_NOW, k, _DUTY] < 0:
            return np.int64(NO_PRICE)
    for k in range(count):
        if not tied_well(layout, state, work.berth[_NOW, k, _ITEM]):
            return np.int64(NO_PRICE)
    return total


@compiled
def _suitable(layout: Layout, state: State, work: Work, item: int) -> Any:
    """Write down the duties that may do an item beside those that do what it is linked to; return how many."""
    count = 0
    for duty in range(len(state.sum)):
        if work.mine[duty] and layout.pay[duty, item] >= 0 and suits(layout, state, item, duty):
            work.duties[count] = duty
            count += 1
    return count
