"""Routes as they were: a copy is kept of every route before it changes in a round, so that the round can be undone."""

from __future__ import annotations

from typing import Any

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.layout import LABELS, LEGS, PAYS, SIZE, TIMES, State, Work

__all__ = ["copy_route", "route_units", "touch"]


@inlined
def route_units(state: Any, duty: Any) -> Any:
    """Return the price of a route."""
    return state.sum[duty, LEGS] + state.sum[duty, TIMES] + state.sum[duty, PAYS]


@compiled
def touch(state: State, keep: State, work: Work, duty: int) -> None:
    """Keep a copy of a route before it changes for the first time in a round."""
    last = len(work.touched) - 1
    count = work.touched[last]
    for k in range(count):
        if work.touched[k] == duty:
            return
    work.touched[count], work.touched[last] = duty, count + 1
    work.old[duty] = route_units(state, duty)
    copy_route(state, keep, duty)


@compiled
def copy_route(source: State, target: State, duty: int) -> None:
    """Copy everything known of a route."""
    for column in range(source.sum.shape[1]):
        target.sum[duty, column] = source.sum[duty, column]
    size, breaks = source.sum[duty, SIZE], source.label.shape[2] > 1
    for at in range(size):
        target.route[duty, at] = source.route[duty, at]
    for at in range(size + 1):
        for column in range(source.spot.shape[2]):
            target.spot[duty, at, column] = source.spot[duty, at, column]
        if breaks:
            for k in range(source.spot[duty, at, LABELS]):
                for column in range(4):
                    target.label[duty, at, k, column] = source.label[duty, at, k, column]
