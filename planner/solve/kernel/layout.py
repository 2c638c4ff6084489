"""The arrays of the kernel: a problem that does not change, and a plan that does.

Indices: *items* number visits and remote sessions, *duties* the duties, *rows* the places of the
problem, once for each set-up that is needed there, *at* a position in a route: item `at` comes after `at`
other items. A *label* is one way to have got so far: second, price, breaks taken (as bits), and the label
it came from.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Layout", "State", "Work", "state_of", "work_of"]

Ints = NDArray[np.int64]

# Columns of `Layout.duty`.
(START_ROW, END_ROW, START_S, SOFT_END, HARD_END, OVER_UNITS) = range(6)
(SPEED, TEMPO, CREW, BREAKS, KIND, MAX_DRIVE, WAIT_UNITS, TECHNICIAN, USED_UNITS) = range(6, 15)
(SPARE, SOFT, MISSED_UNITS, DRIVER) = range(15, 19)
# Values of `DRIVER` that name no duty: rides with nobody, and takes others along.
RIDES_ALONE, TAKES_ALONG = -1, -2
# Columns of `Layout.item`; `RANGE` numbers for each range of starts follow: its first and last second, and the second
# after which a start in it is late.
ROW, LATE_UNITS, SOON_AFTER, SOON_UNITS, DROP, MUST, WORK, RANGES, STARTS = range(9)
RANGE = 3
# Columns of `Layout.peak`: price units of a second of the greatest lateness, and of the longest idle time.
LATEST_UNITS, IDLE_UNITS = range(2)
# Columns of `State.peak`: greatest lateness; longest idle time, which duty has it, and the longest of all others.
TOP_LATE, TOP_IDLE, IDLEST, NEXT_IDLE = range(4)
# Columns of `Layout.rank`.
BULK, FAR_OFF, OPEN_S, TAKERS, WORTH = range(5)
# Columns of `Layout.link`: the items, the least and the most gap (seconds) from the start of the first (or its end) to
# the start of the second; whether one technician does both (1) or two do (2); whether neither is done alone.
FIRST, SECOND, MIN_GAP, MAX_GAP, FROM_END, WHO, BOTH = range(7)
# Columns of a label.
TIME, PRICE, TAKEN, PARENT = range(4)
# Columns of `State.spot`, one line per position: where one stands, the earliest second one can be there, the latest
# second by which the next item must begin, the row of the next stop (-1: none), whether the next needs no drive, price
# units of the way there, how late the next item may begin at no extra price, and of the cheapest way through the
# route the price so far, the breaks taken, and whether it takes none before the next item; where waiting has a price
# also when that way is ready for the next item (begins it, if it is the first) and how long it waits from there on;
# how many labels there are.
AT_ROW, SINCE, DUE, NEXT_ROW, STAYS, WAY_UNITS, UNTIL, PATH_PRICE, PATH_TAKEN, DIRECT, ON, WAITS, LABELS = range(13)
# Columns of `State.sum`, one line per route; loads follow.
SIZE, LEGS, TIMES, PAYS, DRIVE_S, LATEST, IDLE, LOADS = range(8)


class Layout(NamedTuple):
    """A problem as arrays: few and packed, because every function of the kernel is handed all of them.

    Parameters
    ----------
    way_s, way_units
        Seconds and price units of the way from one row to another, by class of speed (speeds, rows, rows). The
        seconds count the set-up of a row for whoever comes from another place; `ground.FAR` where there is no way.
    into_s, into_units
        The same the other way about: into one row from another. Whoever looks for a place of an item reads
        one line of each table instead of a column.
    drive_s
        Seconds of the way that are spent driving (speeds, rows, rows).
    duty
        Whole numbers of each duty (duties, 19): among them `SPARE`, the idle seconds of a duty without work (-1: they
        do not count), bit and price of the break that may be missed, and the duty in whose car it rides.
    item
        Whole numbers of each item by class of tempo (tempos, items, 9 + 3 a range of starts). Of a linked item that is
        in the plan the range is the second it begins (see `kernel.bonds`): each plan has a table of its own.
    open
        The same with the ranges as they are by themselves.
    pay
        Price units of giving an item to a duty; negative: it may not (duties, items).
    near
        Neighbours of each item, nearest first, itself first (items, neighbours).
    rank
        Numbers by which items are sorted before they are put back (items, 5).
    load, capacity
        What an item weighs, and what a duty carries, in each dimension.
    pause
        First and last start and seconds of each break (crews, breaks, 3).
    moves
        For each crew and set of breaks taken: first how many ways there are, by when the next break must begin and
        how long those taken last, then every way to take some of the others: the set then, how many, which in order
        (crews, sets, 1 + ways, 2 + breaks).
    link
        Links between items (links, 7).
    tied
        Links of each item, -1 where there is none (items, most).
    bond, member
        Which bond an item belongs to, -1 for none (items), and the items of each bond, -1 where there is none.
    peak
        Price units of a second of the greatest lateness of the plan, and of its longest idle time.
    homes
        First how many orders there are and how many breaks are left, then every order (crews, sets, 1 + orders,
        breaks, at least 2).
    """

    way_s: NDArray[np.int32]
    way_units: Ints
    into_s: NDArray[np.int32]
    into_units: Ints
    drive_s: NDArray[np.int32]
    duty: Ints
    item: Ints
    open: Ints
    pay: Ints
    near: NDArray[np.int32]
    rank: NDArray[np.float64]
    load: Ints
    capacity: Ints
    pause: Ints
    moves: Ints
    homes: Ints
    link: Ints
    tied: Ints
    bond: Ints
    member: Ints
    peak: Ints


class State(NamedTuple):
    """A plan as arrays.

    Parameters
    ----------
    route
        Items of each duty in order (duties, longest).
    spot
        What is known of each position (duties, longest + 1, 13).
    label
        Labels after each number of items (duties, longest + 1, labels, 4); not used where there are no breaks.
    sum
        How long each route is, and its sums.
    seat
        Duty and position of each item; -1: left out.
    scratch
        Two lists of labels for trials (2, labels, 4).
    chance
        State of the random numbers.
    peak
        Who is latest and who has least to do (only where that has a price).
    """

    route: NDArray[np.int32]
    spot: Ints
    label: Ints
    sum: Ints
    seat: Ints
    scratch: Ints
    chance: NDArray[np.uint64]
    peak: Ints


class Work(NamedTuple):
    """What a search needs beside the plan.

    Parameters
    ----------
    best_route, best_size
        The cheapest plan seen.
    total
        Price units of the plan now and of the cheapest, rounds done, and accepted; and what of the plan now is the
        price of its greatest lateness and longest idle time.
    stamps
        Marks of duties and of kinds of idle duties, and in the last place the newest mark.
    touched, old
        Duties whose routes have changed in this round, with their number in the last place; their price before.
    dirty
        Whether a route differs from that of the cheapest plan.
    duties
        Duties that are looked at for an item.
    mine, ours, owned
        Whether the search may change a duty, and move an item; and these items, how many in the last place.
    used, idle
        Of these duties those with work, and of the others one of each kind; how many, in the last place.
    items, was_left, keys
        Items to be put back, whether they were left out before the round, and what they are sorted by.
    range, was_range, bonds
        First and last second in which each linked item may begin: now, and before the round; the bonds that are kept
        for undoing it, with their number in the last place.
    best_agreed
        When each linked item begins in the cheapest plan (-1: not in it).
    linked
        The linked items.
    listed
        Marks of items that are to be put back, and in the last place the newest mark.
    berth
        Places for the items of a bond, now and the best so far: item, duty, position, start (2, items, 4).
    sign
        A random number of each item, and after them of each kind of duty; those of a route together name it.
    pool_name, pool_units, pool_duty, pool_size, pool_round, pool_route
        Routes of accepted plans, each set of items once and in its cheapest order (see `kernel.pool`).
    """

    best_route: NDArray[np.int32]
    best_size: Ints
    total: Ints
    stamps: Ints
    touched: Ints
    old: Ints
    dirty: Ints
    duties: Ints
    mine: Ints
    ours: Ints
    owned: Ints
    used: Ints
    idle: Ints
    items: Ints
    was_left: Ints
    keys: NDArray[np.float64]
    range: Ints
    was_range: Ints
    bonds: Ints
    best_agreed: Ints
    linked: Ints
    listed: Ints
    berth: Ints
    sign: NDArray[np.uint64]
    pool_name: NDArray[np.uint64]
    pool_units: Ints
    pool_duty: Ints
    pool_size: Ints
    pool_round: Ints
    pool_route: NDArray[np.int32]


def work_of(layout: Layout, state: State, *, pool: int) -> Work:
    """Return what a search over a plan needs; `pool` is how many routes are kept (a power of two)."""
    (duties, longest), items = state.route.shape, len(state.seat)
    return Work(
        best_route=np.zeros_like(state.route),
        best_size=np.zeros(duties, dtype=np.int64),
        total=np.zeros(5, dtype=np.int64),
        stamps=np.zeros(2 * duties + 1, dtype=np.int64),
        touched=np.zeros(duties + 1, dtype=np.int64),
        old=np.zeros(duties, dtype=np.int64),
        dirty=np.ones(duties, dtype=np.int64),
        duties=np.zeros(duties, dtype=np.int64),
        mine=np.ones(duties, dtype=np.int64),
        ours=np.ones(items, dtype=np.int64),
        owned=np.append(np.arange(items), items),
        used=np.zeros(duties + 1, dtype=np.int64),
        idle=np.zeros(duties + 1, dtype=np.int64),
        items=np.zeros(items + 1, dtype=np.int64),
        was_left=np.zeros(items + 1, dtype=np.int64),
        keys=np.zeros(items + 1, dtype=np.float64),
        range=np.zeros((items, 2), dtype=np.int64),
        was_range=np.zeros((items, 2), dtype=np.int64),
        bonds=np.zeros(len(layout.member) + 1, dtype=np.int64),
        best_agreed=np.full(items, -1, dtype=np.int64),
        linked=np.flatnonzero(layout.bond >= 0),
        listed=np.zeros(items + 1, dtype=np.int64),
        berth=np.zeros((2, layout.member.shape[1], 4), dtype=np.int64),
        sign=np.random.default_rng(1).integers(1, 2**63, items + duties, dtype=np.uint64),
        pool_name=np.zeros(pool, dtype=np.uint64),
        pool_units=np.zeros(pool, dtype=np.int64),
        pool_duty=np.zeros(pool, dtype=np.int64),
        pool_size=np.zeros(pool, dtype=np.int64),
        pool_round=np.zeros(pool, dtype=np.int64),
        pool_route=np.zeros((pool, longest), dtype=np.int32),
    )


def state_of(layout: Layout, seed: int) -> State:
    """Return an empty plan (`kernel.anneal.load` makes its routes)."""
    duties, items = layout.pay.shape
    longest, breaks = _longest(layout), layout.pause.shape[1]
    labels = 1 if not breaks else 4 if breaks == 1 else 8 if breaks == 2 else 16
    if breaks and layout.duty[:, WAIT_UNITS].any():
        labels *= 2  # a later label may be worth keeping for the waiting it has spared
    scrambled = (np.uint64(seed & (2**63 - 1)) ^ np.uint64(0x9E3779B97F4A7C15)) or np.uint64(1)
    return State(
        route=np.zeros((duties, longest), dtype=np.int32),
        spot=np.zeros((duties, longest + 1, LABELS + 1), dtype=np.int64),
        label=np.zeros((duties, longest + 1, labels, 4), dtype=np.int64),
        sum=np.zeros((duties, LOADS + layout.load.shape[1]), dtype=np.int64),
        seat=np.full((items, 2), -1, dtype=np.int64),
        scratch=np.zeros((2, labels, 4), dtype=np.int64),
        chance=np.array([scrambled], dtype=np.uint64),
        peak=np.zeros(NEXT_IDLE + 1, dtype=np.int64),
    )


def _longest(layout: Layout) -> int:
    """Return how many items a route can hold at most: the shortest that fit into the longest duty, by load too."""
    duties, items = layout.pay.shape
    if not duties or not items:
        return 1
    room = int((layout.duty[:, HARD_END] - layout.duty[:, START_S]).max())
    shortest = np.sort(layout.item[:, :, WORK].min(axis=0))
    bound = int(np.searchsorted(np.cumsum(shortest), room, side="right"))
    for dimension in range(layout.load.shape[1]):
        lightest = np.cumsum(np.sort(layout.load[:, dimension]))
        bound = min(bound, int(np.searchsorted(lightest, layout.capacity[:, dimension].max(), side="right")))
    return max(1, min(bound, int(items)))
