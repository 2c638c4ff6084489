"""Recreate: items that are left out go to their cheapest places, one after the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.chance import share, whole
from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.keeping import touch
from planner.solve.kernel.layout import (
    BULK,
    DROP,
    FAR_OFF,
    KIND,
    OPEN_S,
    RANGES,
    SIZE,
    STARTS,
    TAKERS,
    WORTH,
    Layout,
    State,
    Work,
)  # fmt: skip
from planner.solve.kernel.places import place
from planner.solve.kernel.routes import rebuild

__all__ = ["insert", "order", "recreate"]

_ALL_ROUTES, _NEAR = 250, 70
"""Up to so many items all routes are looked at, above only those that hold one of so many nearest items."""

_IDLE = 6
"""Of large teams so many kinds of idle duties are looked at."""


@compiled
def _key(layout: Layout, rank: Any, way: int, item: int, chance: float) -> Any:
    """Return what an item is sorted by: by chance, or large, far, far last, narrow, early, late, hard or dear first."""
    key = chance
    if 4 <= way < 6:
        key = -rank[item, BULK]
    elif 6 <= way < 8:
        key = -rank[item, FAR_OFF]
    elif way == 8:
        key = rank[item, FAR_OFF]
    elif 9 <= way < 11:
        key = rank[item, OPEN_S]
    elif way == 11:
        key = np.float64(layout.item[0, item, STARTS])
    elif way == 12:
        key = -np.float64(layout.item[0, item, STARTS + 2 * layout.item[0, item, RANGES] - 1])
    elif way == 13:
        key += rank[item, TAKERS]
    elif way == 14:
        key = -rank[item, WORTH] * (1 + 0.3 * chance)
    elif way == 15:
        key = -rank[item, WORTH] / (rank[item, BULK] + 1) * (1 + 0.3 * chance)
    return key


@compiled
def order(layout: Layout, state: State, work: Work, count: int) -> None:
    """Sort the items that are to be put back, in one of several ways chosen by chance."""
    way = whole(state.chance, 16)
    items, keys, rank = work.items, work.keys, layout.rank
    for k in range(count):
        keys[k] = _key(layout, rank, way, items[k], share(state.chance))
    for k in range(1, count):
        item, key = items[k], keys[k]
        j = k
        while j > 0 and keys[j - 1] > key:
            keys[j], items[j] = keys[j - 1], items[j - 1]
            j -= 1
        keys[j], items[j] = key, item


@compiled
def recreate(layout: Layout, state: State, keep: State, work: Work, count: int, blink: float, welcome: int) -> None:
    """Put items into their cheapest places where that lowers the price.

    Parameters
    ----------
    count
        How many of `Work.items`.
    blink
        Chance to overlook a place.
    welcome
        By how many price units the first item of an idle duty looks cheaper than it is.
    """
    _sort_duties(layout, state, work)
    for k in range(count):
        item = work.items[k]
        best, best_duty, best_at = layout.item[0, item, DROP], -1, -1
        looked = 0
        candidates = _candidates(layout, state, work, item)
        while looked < candidates:
            duty = work.duties[looked]
            looked += 1
            best, at = place(layout, state, duty, item, best, blink, welcome)
            if at >= 0:
                best_duty, best_at = duty, at
            if looked == candidates and best_duty < 0:
                candidates = _others(layout, state, work, item, candidates)
        if best_duty >= 0:
            was_idle = state.sum[best_duty, SIZE] == 0
            touch(state, keep, work, best_duty)
            insert(layout, state, best_duty, item, best_at)
            if was_idle:
                _sort_duties(layout, state, work)


@compiled
def _sort_duties(layout: Layout, state: State, work: Work) -> None:
    """Write down which duties that may change have work, and of idle ones that are alike one: that is enough."""
    duties, stamps = layout.pay.shape[0], work.stamps
    stamps[2 * duties] += 1
    used, idle = 0, 0
    for duty in range(duties):
        if not work.mine[duty]:
            continue
        if state.sum[duty, SIZE]:
            work.used[used] = duty
            used += 1
        elif stamps[duties + layout.duty[duty, KIND]] != stamps[2 * duties]:
            stamps[duties + layout.duty[duty, KIND]] = stamps[2 * duties]
            work.idle[idle] = duty
            idle += 1
    work.used[duties], work.idle[duties] = used, idle


@compiled
def _candidates(layout: Layout, state: State, work: Work, item: int) -> Any:
    """Write down the duties worth a look; return how many."""
    duties, items = layout.pay.shape
    count, stamps, idle = 0, work.stamps, work.idle[duties]
    stamps[2 * duties] += 1
    stamp = stamps[2 * duties]
    most = idle if items <= _ALL_ROUTES else _IDLE
    if items <= _ALL_ROUTES:
        for k in range(work.used[duties]):
            duty = work.used[k]
            if layout.pay[duty, item] >= 0:
                stamps[duty] = stamp
                work.duties[count] = duty
                count += 1
    else:
        for k in range(min(layout.near.shape[1], _NEAR)):
            duty = state.seat[layout.near[item, k], 0]
            if duty >= 0 and work.mine[duty] and stamps[duty] != stamp and layout.pay[duty, item] >= 0:
                stamps[duty] = stamp
                work.duties[count] = duty
                count += 1
    first = whole(state.chance, idle) if idle > most else 0
    for k in range(idle):
        duty = work.idle[first + k if first + k < idle else first + k - idle]
        if most > 0 and layout.pay[duty, item] >= 0:
            stamps[duty] = stamp
            work.duties[count] = duty
            count += 1
            most -= 1
    return count


@compiled
def _others(layout: Layout, state: State, work: Work, item: int, count: int) -> Any:
    """Write down all duties not yet looked at."""
    stamps, duties = work.stamps, layout.pay.shape[0]
    stamp = stamps[2 * duties]
    for k in range(work.used[duties] + work.idle[duties]):
        duty = work.used[k] if k < work.used[duties] else work.idle[k - work.used[duties]]
        if stamps[duty] != stamp and layout.pay[duty, item] >= 0:
            stamps[duty] = stamp
            work.duties[count] = duty
            count += 1
    return count


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
