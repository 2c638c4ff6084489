"""Changing a route: an item is put into it or taken out of it."""

from __future__ import annotations

from typing import Any

from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.evaluate import clear
from planner.solve.kernel.layout import SIZE, Layout, State
from planner.solve.kernel.routes import rebuild

__all__ = ["insert", "take_out"]


@compiled
def insert(layout: Layout, state: State, duty: int, item: int, at: int) -> Any:
    """Put an item into a route; return whether it fits (if not, the route is as it was)."""
    size = state.sum[duty, SIZE]
    for k in range(size, at, -1):
        state.route[duty, k] = state.route[duty, k - 1]
    state.route[duty, at] = item
    state.sum[duty, SIZE] = size + 1
    if rebuild(layout, state, duty, at):
        return True
    for k in range(at, size):
        state.route[duty, k] = state.route[duty, k + 1]
    state.sum[duty, SIZE] = size
    state.seat[item, 0] = -1
    rebuild(layout, state, duty, 0)
    return False


@compiled
def take_out(layout: Layout, state: State, item: int) -> Any:
    """Take an item out of its route; return whether the route fits without it.

    Less work is never later, but where the matrix has a detour that is faster than the way; all of the route is left
    out then.
    """
    duty, at = state.seat[item, 0], state.seat[item, 1]
    for k in range(at, state.sum[duty, SIZE] - 1):
        state.route[duty, k] = state.route[duty, k + 1]
    state.sum[duty, SIZE] -= 1
    state.seat[item, 0] = -1
    if rebuild(layout, state, duty, at):
        return True
    for k in range(state.sum[duty, SIZE]):
        state.seat[state.route[duty, k], 0] = -1
    clear(layout, state, duty)
    return False
