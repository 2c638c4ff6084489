"""Labels: after each item of a route with breaks, one for every way to take the breaks that is worth keeping.

A label is dropped when another has at least its breaks, no later and no dearer; where waiting has a price, the
other must be that even after waiting until then, and through the breaks that only it has taken.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import NO_PRICE, day_units, late_units, start_of
from planner.solve.kernel.layout import (
    BREAKS,
    CREW,
    HARD_END,
    MISSED_UNITS,
    PARENT,
    PRICE,
    SOFT,
    TAKEN,
    TEMPO,
    TIME,
    WAIT_UNITS,
    WORK,
    Layout,
)  # fmt: skip

__all__ = ["advance", "ending", "home"]


@inlined
def ready(pause: Any, order: Any, first: Any, last: Any, rest_from: Any, drive_from: Any, drive_s: Any) -> Any:
    """Return when a drive with breaks before, on or after it is over; `FOREVER` if a break comes too late.

    Every break is taken as early as it goes, and the time between breaks is used for driving.
    """
    driven = np.int64(0)
    late = False
    for place in range(first, last):
        number = order[place]
        start = max(rest_from, pause[number, 0])
        if start > pause[number, 1]:
            late = True
            break
        driven += max(np.int64(0), start - max(rest_from, drive_from))
        rest_from = start + pause[number, 2]
    done = max(rest_from, drive_from) + max(np.int64(0), drive_s - driven)
    return np.int64(FOREVER) if late else done


@compiled
def keep(labels: Any, count: int, time: int, price: int, taken: int, parent: int) -> Any:
    """Put a label into a list unless another beats it in time, price and breaks taken; drop those that it beats."""
    for k in range(count):
        if labels[k, TIME] <= time and labels[k, PRICE] <= price and labels[k, TAKEN] & taken == taken:
            return count
    kept = 0
    for k in range(count):
        worse = time <= labels[k, TIME] and price <= labels[k, PRICE]
        if not (worse and taken & labels[k, TAKEN] == labels[k, TAKEN]):
            if kept < k:
                for column in range(4):
                    labels[kept, column] = labels[k, column]
            kept += 1
    if kept < labels.shape[0]:
        labels[kept, TIME], labels[kept, PRICE] = time, price
        labels[kept, TAKEN], labels[kept, PARENT] = taken, parent
        kept += 1
    return kept


@compiled
def beats(moves: Any, wait_units: int, label: Any, other: Any) -> Any:
    """Whether a label is no worse than another in time, price and breaks taken, where waiting has a price.

    Whoever is earlier may wait, and where the other still rests waits for so long.
    """
    waits = other[TIME] - label[TIME] + moves[label[TAKEN], 0, 2] - moves[other[TAKEN], 0, 2]
    fits = label[TIME] <= other[TIME] and label[TAKEN] & other[TAKEN] == other[TAKEN]
    return fits and label[PRICE] + wait_units * waits <= other[PRICE]


@compiled
def keep_waiting(labels: Any, count: int, is_first: bool, moves: Any, wait_units: int) -> Any:
    """Keep the label that was put behind a list, as `keep` does; return how many labels there are then.

    The first work begins as early as its breaks allow, even where a later start would spare waiting.
    """
    made = labels[count]
    for k in range(count):
        same = is_first and labels[k, TAKEN] == made[TAKEN] and labels[k, TIME] <= made[TIME]
        if same or beats(moves, wait_units, labels[k], made):
            return count
    kept = 0
    for k in range(count + 1):
        same = is_first and labels[k, TAKEN] == made[TAKEN] and made[TIME] <= labels[k, TIME]
        if k == count or not (same or beats(moves, wait_units, made, labels[k])):
            if kept < k:
                for column in range(4):
                    labels[kept, column] = labels[k, column]
            kept += 1
    return min(kept, labels.shape[0] - 1)


@compiled
def advance(
    layout: Layout, duty: int, labels: Any, count: int, drive_s: int, item: int, is_first: bool, out: Any
) -> Any:
    """Append an item to the labels of a route; return how many labels `out` has then (0: it cannot be reached)."""
    tempo, crew, hard_end = layout.duty[duty, TEMPO], layout.duty[duty, CREW], layout.duty[duty, HARD_END]
    wait_units, moves, found = layout.duty[duty, WAIT_UNITS], layout.moves[crew], 0
    for k in range(count):
        since, taken = labels[k, TIME], labels[k, TAKEN]
        for way in range(1, 1 + layout.moves[crew, taken, 0, 0]):
            now = layout.moves[crew, taken, way, 0]
            start = since + drive_s
            if now != taken:
                rest_from = np.int64(-FOREVER) if is_first else since
                order = layout.moves[crew, taken, way]
                start = ready(layout.pause[crew], order, 2, 2 + order[1], rest_from, since, drive_s)
            start = start_of(layout, tempo, item, start)
            end = start + layout.item[tempo, item, WORK]
            if end <= hard_end and end <= layout.moves[crew, now, 0, 1]:
                price = labels[k, PRICE] + late_units(layout, tempo, item, start)
                if wait_units == 0:
                    found = keep(out, found, end, price, now, k)
                    continue
                if not is_first:
                    price += wait_units * (start - since - drive_s - moves[now, 0, 2] + moves[taken, 0, 2])
                out[found, TIME], out[found, PRICE], out[found, TAKEN], out[found, PARENT] = end, price, now, k
                found = keep_waiting(out, found, is_first, moves, wait_units)
    return found


@compiled
def home_end(layout: Layout, crew: int, taken: int, since: int, drive_s: int, soft: int) -> Any:
    """Return the arrival at home when breaks that are left are taken on the way or after it, the soft one at once."""
    best, left = np.int64(FOREVER), layout.homes[crew, taken, 0, 1]
    for way in range(1, 1 + layout.homes[crew, taken, 0, 0]):
        order = layout.homes[crew, taken, way]
        least = 0
        for place in range(left):
            if soft >> order[place] & 1:
                least = 1 if place == 0 and layout.pause[crew, order[0], 0] <= since else left + 1
        for split in range(least, left + 1):
            arrival = ready(layout.pause[crew], order, 0, split, since, since, drive_s)
            if arrival < best:
                rest = ready(layout.pause[crew], order, split, left, arrival, arrival, np.int64(0))
                if rest < FOREVER:
                    best = arrival
    return best


@compiled
def home(layout: Layout, duty: int, labels: Any, count: int, drive_s: int) -> Any:
    """Return the price units of lateness, overtime and a break missed of ending the day now, and the label.

    `NO_PRICE` if it is too late.
    """
    best, chosen, _, _ = ending(layout, duty, labels, count, drive_s)
    return best, chosen


@compiled
def ending(layout: Layout, duty: int, labels: Any, count: int, drive_s: int) -> Any:
    """Return what `home` does, and with it the second of the return and the breaks taken by then."""
    best, chosen, back, rested = np.int64(NO_PRICE), -1, np.int64(0), np.int64(0)
    everything, soft = (1 << layout.duty[duty, BREAKS]) - 1, layout.duty[duty, SOFT]
    for k in range(count):
        end, taken = labels[k, TIME] + drive_s, labels[k, TAKEN]
        if taken != everything:
            end = home_end(layout, layout.duty[duty, CREW], taken, labels[k, TIME], drive_s, soft)
        if end <= layout.duty[duty, HARD_END]:
            units = labels[k, PRICE] + day_units(layout, duty, end)
            if units < best or (units == best and (end < back or (end == back and rested != everything))):
                best, chosen, back, rested = units, k, end, np.int64(everything)
        if soft & ~taken:
            end = labels[k, TIME] + drive_s
            if taken | soft != everything:
                end = home_end(layout, layout.duty[duty, CREW], taken | soft, labels[k, TIME], drive_s, soft)
            if end <= layout.duty[duty, HARD_END]:
                units = labels[k, PRICE] + day_units(layout, duty, end) + layout.duty[duty, MISSED_UNITS]
                if units < best or (units == best and end < back):
                    best, chosen, back, rested = units, k, end, everything & ~soft
    return best, chosen, back, rested
