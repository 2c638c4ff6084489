"""Tails: two routes exchange what comes after a cut in each (2-opt*).

Strings that are taken out and put back rarely move the longer half of a route; this does.

References
----------
Potvin, J.-Y. and Rousseau, J.-M. (1995). An exchange heuristic for routeing problems with time
windows. Journal of the Operational Research Society 46(12).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.bonds import bonds_hold
from planner.solve.kernel.chance import share, whole
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import ride
from planner.solve.kernel.keeping import touch
from planner.solve.kernel.layout import AT_ROW, DUE, ROW, SINCE, SIZE, SPEED, TEMPO, State
from planner.solve.kernel.routes import rebuild

__all__ = ["cross"]

_TRIED, _NEAR = 12, 24
"""How many partners are tried in a round, and among how many neighbours of an item."""

_IDLE = 0.1
"""Chance that an idle duty takes over the tail instead: one item alone is seldom worth a duty of its own."""


@compiled
def cross(layout: Any, state: Any, keep: Any, work: Any) -> Any:
    """Let the route of a random item go on as a neighbour's does, and the neighbour's as this one did.

    Now and then an idle duty takes over the tail of the route; a route whose tail is all of it may end idle.

    Returns
    -------
    Whether two routes have changed and fit. If not, the round is to be undone.
    """
    items, near = len(state.seat), min(_NEAR, layout.near.shape[1])
    item = work.owned[whole(state.chance, work.owned[items])]
    one = state.seat[item, 0]
    if one < 0:
        return False
    cut = state.seat[item, 1] + 1
    to_idle = share(state.chance) < _IDLE
    for _ in range(_TRIED):
        if to_idle:
            other, at = whole(state.chance, len(state.sum)), np.int64(0)
            if state.sum[other, SIZE]:
                continue
        else:
            follower = layout.near[item, whole(state.chance, near)]
            other, at = state.seat[follower, 0], state.seat[follower, 1]
        if other < 0 or other == one or not work.mine[other] or not _could(layout, state, one, cut, other, at):
            continue
        if cut + state.sum[other, SIZE] - at > state.route.shape[1]:
            continue
        if at + state.sum[one, SIZE] - cut > state.route.shape[1]:
            continue
        touch(state, keep, work, one)
        touch(state, keep, work, other)
        _exchange(state, one, cut, other, at)
        fits = rebuild(layout, state, one, cut) and rebuild(layout, state, int(other), int(at))
        return fits and bonds_hold(layout, state, work)
    return False


@inlined
def _could(layout: Any, state: Any, one: Any, cut: Any, other: Any, at: Any) -> Any:
    """Whether both tails may be done by the other duty and, as far as can be told at once, are reached in time."""
    fits = _reached(layout, state, one, cut, other, at) and _reached(layout, state, other, at, one, cut)
    for k in range(at, state.sum[other, SIZE]):
        if layout.pay[one, state.route[other, k]] < 0:
            fits = False
    for k in range(cut, state.sum[one, SIZE]):
        if layout.pay[other, state.route[one, k]] < 0:
            fits = False
    return fits


@inlined
def _reached(layout: Any, state: Any, duty: Any, size: Any, other: Any, at: Any) -> Any:
    """Whether a duty after so many items is in time for what another does from a position on."""
    if at == state.sum[other, SIZE]:
        return True
    row = layout.item[layout.duty[duty, TEMPO], state.route[other, at], ROW]
    way_s = ride(layout, layout.duty[duty, SPEED], state.spot[duty, size, AT_ROW], row)
    return state.spot[duty, size, SINCE] + way_s <= state.spot[other, at, DUE]


@compiled
def _exchange(state: State, one: Any, cut: Any, other: Any, at: Any) -> None:
    """Exchange what comes after `cut` items in one route and after `at` items in the other."""
    first, second = state.sum[one, SIZE] - cut, state.sum[other, SIZE] - at
    for k in range(max(first, second)):
        mine, its = np.int32(-1), np.int32(-1)
        if k < first:
            mine = state.route[one, cut + k]
        if k < second:
            its = state.route[other, at + k]
        if k < second:
            state.route[one, cut + k] = its
        if k < first:
            state.route[other, at + k] = mine
    state.sum[one, SIZE], state.sum[other, SIZE] = cut + second, at + first
