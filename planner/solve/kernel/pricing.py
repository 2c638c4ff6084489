"""Pricing: the cheapest routes of a duty when doing an item is worth a given price.

Labels go from the start of the day onward; a label is a way to have got so far: where one stands, when, at what
price less the worth of what was done, which breaks were taken, and which items must not follow. One label beats
another at the same place that is no earlier, no cheaper, has no more breaks taken and may go on to nothing more.
Which items must not follow is a memory: going on to an item, it forgets what that item does not remember, so a
route may come to an item twice. Such routes are cheaper than real ones, hence no real route is cheaper than what
is found. A cut is three items and a fine for every second of them that a route does; a label beats another only if
it is cheaper with the fines that it is nearer to. Rules that are not known here make routes dearer or forbid them,
and leave all that true.

References
----------
Feillet, D., Dejax, P., Gendreau, M. and Gueguen, C. (2004). An exact algorithm for the elementary shortest path
problem with resource constraints. Networks 44(3). (labels; items out of reach count as visited)
Baldacci, R., Mingozzi, A. and Roberti, R. (2011). New route relaxation and pricing strategies for the vehicle
routing problem. Operations Research 59(5). (memories: ng-routes)
Jepsen, M., Petersen, B., Spoorendonk, S. and Pisinger, D. (2008). Subset-row inequalities applied to the
vehicle-routing problem with time windows. Operations Research 56(2). (cuts, and how labels compare with them)
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.solve.kernel.compiled import compiled, inlined
from planner.solve.kernel.evaluate import NO_PRICE, leg, ride
from planner.solve.kernel.labels import advance, home
from planner.solve.kernel.layout import (
    END_ROW,
    HARD_END,
    PARENT,
    PRICE,
    ROW,
    SPEED,
    START_ROW,
    START_S,
    TAKEN,
    TEMPO,
    TIME,
    USED_UNITS,
    Layout,
)  # fmt: skip
from planner.solve.kernel.prospect import rest_of

__all__ = ["BUCKETS", "EVERY", "EXACT", "QUICK", "Net", "begin", "run"]

# Columns of `Net.label` after those of a label: the item done last, where one stands, items that must not follow (as
# bits), items done (as bits), cuts of which an odd number was done (as bits), price units of ending the day now, next
# label of the bucket, next dearer label there.
ITEM, AT, SEEN, DONE, ODD, WHOLE, QUEUE, CHAIN, COLUMNS = range(4, 13)
# Places of `Net.tally`: labels made, bucket that is looked at.
MADE, BUCKET = range(2)
# Columns of `Net.hope`: the item, seconds it takes at least, price units it saves at most.
WHICH, TAKES, SAVES = range(3)
# What beats what: all that is cheaper and earlier; what may go on to as much besides; what did just the same.
QUICK, EXACT, EVERY = range(3)

REPEATS = 1 << 62
"""Bit of `DONE` of a route that does an item twice."""

BUCKETS = 2_048
"""A day is cut into so many buckets, and labels are looked at bucket by bucket."""


class Net(NamedTuple):
    """What pricing needs beside the problem.

    Parameters
    ----------
    worth
        Price units that doing each item saves.
    cut, fine
        Cuts that each item belongs to, as bits, and the price units of each cut's fine.
    near
        Which items each item remembers, as bits.
    by
        By which second one must leave a place to begin an item in time and still get home (places, items).
    hope
        Items by how much they save at most in a second, most first (items, 3).
    ahead
        What the rest of a day can save at most (places, sets of breaks, spans, 3); see `kernel.prospect`.
    label
        Labels (most, 13).
    queue
        First label of each bucket; -1: none.
    chain
        Cheapest label at each place; -1: none. The last place is nowhere.
    step
        Room for what follows a label (ways to take breaks, 4).
    tally
        Labels made, bucket that is looked at.
    """

    worth: NDArray[np.int64]
    cut: NDArray[np.int64]
    fine: NDArray[np.int64]
    near: NDArray[np.int64]
    by: NDArray[np.int64]
    hope: NDArray[np.int64]
    ahead: NDArray[np.int64]
    label: NDArray[np.int64]
    queue: NDArray[np.int64]
    chain: NDArray[np.int64]
    step: NDArray[np.int64]
    tally: NDArray[np.int64]


@compiled
def begin(layout: Layout, net: Net, duty: int) -> None:
    """Begin with a label at the start of a duty."""
    for k in range(len(net.queue)):
        net.queue[k] = -1
    for k in range(len(net.chain)):
        net.chain[k] = -1
    one = net.label[0]
    one[TIME], one[PRICE], one[TAKEN], one[PARENT] = layout.duty[duty, START_S], layout.duty[duty, USED_UNITS], 0, -1
    one[ITEM], one[AT], one[SEEN], one[DONE], one[ODD] = -1, layout.duty[duty, START_ROW], 0, 0, 0
    one[WHOLE], one[QUEUE], one[CHAIN], net.queue[0] = NO_PRICE, -1, -1, 0
    net.tally[MADE], net.tally[BUCKET] = 1, 0


@compiled
def run(layout: Layout, net: Net, duty: int, most: int, how: int, below: int) -> Any:
    """Look at so many labels at most; return 1 if that was all, 0 if there are more, -1 if there is no room for more.

    Parameters
    ----------
    how
        What beats what: `EXACT` finds a cheapest route, `QUICK` good ones without saying so, `EVERY` one for each
        set of items in its cheapest order.
    below
        Only routes below these price units are of interest.
    """
    looked = 0
    while net.tally[BUCKET] < BUCKETS:
        number = net.queue[net.tally[BUCKET]]
        if number < 0:
            net.tally[BUCKET] += 1
            continue
        if looked == most:
            return 0
        looked += 1
        net.queue[net.tally[BUCKET]] = net.label[number, QUEUE]
        if _keep(net, number, how):
            _end(layout, net, duty, number)
            if _hopeful(layout, net, duty, number, how, below) and not _follow(layout, net, duty, number):
                return -1
    return 1


@inlined
def _keep(net: Any, number: Any, how: Any) -> Any:
    """Put a label into the chain of its place, unless another there beats it; return whether it was put."""
    one = net.label[number]
    place = one[AT] if one[AT] >= 0 else len(net.by) - 1
    for item in range(len(net.worth)):
        if one[TIME] > net.by[place, item]:
            one[SEEN] |= np.int64(1) << item
    if how == EVERY:
        # Only what did just the same is compared: a chain for each set of items and place.
        mixed = np.uint64(one[DONE] * 64 + place) * np.uint64(0x9E3779B97F4A7C15)
        place = np.int64(mixed >> np.uint64(40)) % len(net.chain)
    kept, before, other = True, np.int64(-1), net.chain[place]
    while kept and other >= 0 and net.label[other, PRICE] <= one[PRICE]:
        than = net.label[other]
        if than[TIME] <= one[TIME] and than[TAKEN] & one[TAKEN] == one[TAKEN]:
            if how == EVERY:
                kept = than[AT] != one[AT] or than[DONE] != one[DONE]
            else:
                kept = how == EXACT and (
                    than[SEEN] & one[SEEN] != than[SEEN]
                    or than[PRICE] + _fines(net, than[ODD] & ~one[ODD]) > one[PRICE]
                )
        before, other = other, than[CHAIN]
    if kept:
        one[CHAIN] = other
        if before < 0:
            net.chain[place] = number
        else:
            net.label[before, CHAIN] = number
    return kept


@inlined
def _fines(net: Any, cuts: Any) -> Any:
    """Return the sum of the fines of some cuts (bits)."""
    units = np.int64(0)
    for number in range(len(net.fine)):
        if cuts >> number == 0:
            break
        if cuts >> number & 1:
            units += net.fine[number]
    return units


@compiled
def _end(layout: Layout, net: Net, duty: int, number: int) -> None:
    """Write down what it takes to end the day after a label."""
    one, speed, end = net.label[number], layout.duty[duty, SPEED], layout.duty[duty, END_ROW]
    if one[ITEM] >= 0:
        units, _ = home(layout, duty, net.label[number : number + 1], 1, ride(layout, speed, one[AT], end))
        if units < NO_PRICE:
            one[WHOLE] = units + leg(layout, speed, one[AT], end)


@inlined
def _hopeful(layout: Any, net: Any, duty: Any, number: Any, how: Any, below: Any) -> Any:
    """Whether what still fits into the day could save enough: the best of it by the second, the last in part."""
    one = net.label[number]
    left, price = layout.duty[duty, HARD_END] - one[TIME], one[PRICE]
    for k in range(len(net.hope)):
        if left <= 0 or price < below or net.hope[k, SAVES] <= 0:
            break
        if not one[SEEN] >> net.hope[k, WHICH] & 1:
            takes, saves = net.hope[k, TAKES], net.hope[k, SAVES]
            price -= saves if takes <= left else saves * left // takes + 1
            left -= takes
    if how == EVERY and price < below and one[ITEM] >= 0:
        price = one[PRICE] + rest_of(layout, net.ahead, duty, one[AT], one[TAKEN], one[TIME], one[SEEN])
    return price < below


@compiled
def _follow(layout: Layout, net: Net, duty: int, number: int) -> Any:
    """Make the labels that follow one; return whether there was room for them."""
    tempo, speed, start = layout.duty[duty, TEMPO], layout.duty[duty, SPEED], layout.duty[duty, START_S]
    width = (layout.duty[duty, HARD_END] - start) // BUCKETS + 1
    one = net.label[number]
    for item in range(len(net.worth)):
        if one[SEEN] >> item & 1:
            continue
        bit, there = np.int64(1) << item, layout.item[tempo, item, ROW]
        drive_s = ride(layout, speed, one[AT], there)
        count = advance(layout, duty, net.label[number : number + 1], 1, drive_s, item, one[ITEM] < 0, net.step)
        saved = net.worth[item] - layout.pay[duty, item] - leg(layout, speed, one[AT], there)
        saved -= _fines(net, one[ODD] & net.cut[item])
        for k in range(count):
            made = net.tally[MADE]
            if made == len(net.label):
                return False
            net.tally[MADE] = made + 1
            new, step = net.label[made], net.step[k]
            new[TIME], new[PRICE], new[TAKEN], new[PARENT] = step[TIME], step[PRICE] - saved, step[TAKEN], number
            new[ITEM], new[AT], new[WHOLE] = item, there if there >= 0 else one[AT], NO_PRICE
            new[ODD] = one[ODD] ^ net.cut[item]
            new[SEEN] = one[SEEN] & net.near[item] | bit
            new[DONE] = one[DONE] | bit | (REPEATS if one[DONE] & bit else 0)
            bucket = (new[TIME] - start) // width
            new[QUEUE], net.queue[bucket] = net.queue[bucket], made
    return True
