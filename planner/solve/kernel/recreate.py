"""Recreate: items that are left out go to their cheapest places, one after the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.chance import share, whole
from planner.solve.kernel.changing import insert
from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.duties import candidates, others, sort_duties
from planner.solve.kernel.keeping import touch
from planner.solve.kernel.layout import (
    BULK,
    DROP,
    FAR_OFF,
    OPEN_S,
    RANGE,
    RANGES,
    SIZE,
    STARTS,
    TAKERS,
    WORTH,
    Layout,
    State,
    Work,
)  # fmt: skip
from planner.solve.kernel.meeting import meet
from planner.solve.kernel.peaks import note_tops, peaks_matter
from planner.solve.kernel.places import cheapest

__all__ = ["order", "recreate"]


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
        key = -np.float64(layout.item[0, item, STARTS + RANGE * layout.item[0, item, RANGES] - 2])
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
    sort_duties(layout, state, work)
    for k in range(count):
        item = work.items[k]
        if peaks_matter(layout):
            note_tops(layout, state)
        if layout.bond[item] >= 0:
            if state.seat[item, 0] < 0:
                meet(layout, state, keep, work, item, blink)
                sort_duties(layout, state, work)
            continue
        drop, many = layout.item[0, item, DROP], candidates(layout, state, work, item)
        _, best_duty, best_at = cheapest(layout, state, work, item, 0, many, drop, blink, welcome)
        if best_duty < 0:
            more = others(layout, state, work, item, many)
            _, best_duty, best_at = cheapest(layout, state, work, item, many, more, drop, blink, welcome)
        if best_duty >= 0:
            was_idle = state.sum[best_duty, SIZE] == 0
            touch(state, keep, work, best_duty)
            insert(layout, state, best_duty, item, best_at)
            if was_idle:
                sort_duties(layout, state, work)
