"""The arrays of the kernel: a problem that does not change, and a plan that does.

Indices: *items* number visits and remote sessions, *duties* the duties, *rows* the places of the
matrix, *at* a position in a route: item `at` comes after `at` other items. A *label* is one way to
have got so far: second, price, breaks taken (as bits), and the label it came from.
"""

from __future__ import annotations

from itertools import chain, combinations, permutations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.model.problem import Break
from planner.solve.ground import FOREVER, Ground

__all__ = ["Layout", "State", "Work", "layout_of", "state_of", "work_of"]

Ints = NDArray[np.int64]

# Columns of `Layout.duty`.
(START_ROW, END_ROW, START_S, SOFT_END, HARD_END, OVER_UNITS, SPEED, TEMPO, CREW, BREAKS, KIND, MAX_DRIVE) = range(12)
# Columns of `Layout.item`; pairs of first and last start follow.
ROW, LATE_AFTER, LATE_UNITS, DROP, MUST, WORK, RANGES, STARTS = range(8)
# Columns of `Layout.rank`.
BULK, FAR_OFF, OPEN_S, TAKERS, WORTH = range(5)
# Columns of a label.
TIME, PRICE, TAKEN, PARENT = range(4)
# Columns of `State.spot`, one line per position: where one stands, how many labels there are, the earliest second one
# can be there, the latest second by which the next item must begin, the row of the next stop (-1: none), whether the
# next needs no drive, price units of the way there, of the cheapest way through the route the price so far and the
# breaks taken, whether it takes none before the next item, and how late the next item may begin at no extra price.
AT_ROW, LABELS, SINCE, DUE, NEXT_ROW, STAYS, WAY_UNITS, PATH_PRICE, PATH_TAKEN, DIRECT, UNTIL = range(11)
# Columns of `State.sum`, one line per route; loads follow.
SIZE, LEGS, TIMES, PAYS, DRIVE_S, LOADS = range(6)

_NEAR = 400
"""How many neighbours of an item are kept."""


class Layout(NamedTuple):
    """A problem as arrays: few and packed, because every function of the kernel is handed all of them.

    Parameters
    ----------
    way
        Seconds and metres by class of speed (speeds, rows, rows, 2); a drive that has no way takes `planner.solve.ground.FAR` seconds.
    duty
        Whole numbers of each duty (duties, 12).
    item
        Whole numbers of each item by class of tempo (tempos, items, 7 + 2 a range of starts).
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
        For each crew and set of breaks taken: first how many ways there are and by when the next break must begin,
        then every way to take some of the others: the set then, how many, which in order (crews, sets, 1 + ways,
        2 + breaks).
    homes
        First how many orders there are and how many breaks are left, then every order (crews, sets, 1 + orders,
        breaks, at least 2).
    units
        Price units of a second and of a metre of driving.
    """

    way: NDArray[np.int32]
    duty: Ints
    item: Ints
    pay: Ints
    near: NDArray[np.int32]
    rank: NDArray[np.float64]
    load: Ints
    capacity: Ints
    pause: Ints
    moves: Ints
    homes: Ints
    units: Ints


class State(NamedTuple):
    """A plan as arrays.

    Parameters
    ----------
    route
        Items of each duty in order (duties, longest).
    spot
        What is known of each position (duties, longest + 1, 11).
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
    """

    route: NDArray[np.int32]
    spot: Ints
    label: Ints
    sum: Ints
    seat: Ints
    scratch: Ints
    chance: NDArray[np.uint64]


class Work(NamedTuple):
    """What a search needs beside the plan.

    Parameters
    ----------
    best_route, best_size
        The cheapest plan seen.
    total
        Price units of the plan now and of the cheapest, rounds done, and accepted.
    stamps
        Marks of duties and of kinds of idle duties, and in the last place the newest mark.
    touched, old
        Duties whose routes have changed in this round, with their number in the last place; their price before.
    dirty
        Whether a route differs from that of the cheapest plan.
    duties
        Duties that are looked at for an item.
    items, was_left, keys
        Items to be put back, whether they were left out before the round, and what they are sorted by.
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
    items: Ints
    was_left: Ints
    keys: NDArray[np.float64]
    sign: NDArray[np.uint64]
    pool_name: NDArray[np.uint64]
    pool_units: Ints
    pool_duty: Ints
    pool_size: Ints
    pool_round: Ints
    pool_route: NDArray[np.int32]


def work_of(state: State, *, pool: int) -> Work:
    """Return what a search over a plan needs; `pool` is how many routes are kept (a power of two)."""
    (duties, longest), items = state.route.shape, len(state.seat)
    return Work(
        best_route=np.zeros_like(state.route),
        best_size=np.zeros(duties, dtype=np.int64),
        total=np.zeros(4, dtype=np.int64),
        stamps=np.zeros(2 * duties + 1, dtype=np.int64),
        touched=np.zeros(duties + 1, dtype=np.int64),
        old=np.zeros(duties, dtype=np.int64),
        dirty=np.ones(duties, dtype=np.int64),
        duties=np.zeros(duties, dtype=np.int64),
        items=np.zeros(items + 1, dtype=np.int64),
        was_left=np.zeros(items + 1, dtype=np.int64),
        keys=np.zeros(items + 1, dtype=np.float64),
        sign=np.random.default_rng(1).integers(1, 2**63, items + duties, dtype=np.uint64),
        pool_name=np.zeros(pool, dtype=np.uint64),
        pool_units=np.zeros(pool, dtype=np.int64),
        pool_duty=np.zeros(pool, dtype=np.int64),
        pool_size=np.zeros(pool, dtype=np.int64),
        pool_round=np.zeros(pool, dtype=np.int64),
        pool_route=np.zeros((pool, longest), dtype=np.int32),
    )


def layout_of(ground: Ground) -> Layout:
    """Return a problem as arrays."""
    crews, crew = _classes([duty.breaks for duty in ground.duties])
    pay = _pay(ground)
    moves, homes = _tables(crews)
    return Layout(
        way=np.ascontiguousarray(np.stack([np.stack([t, ground.distance_array], axis=2) for t in ground.travel_array])),
        duty=_duties(ground, crew, pay),
        item=_items(ground),
        pay=pay,
        near=_nearest(ground),
        rank=_rank(ground),
        load=np.zeros((len(ground.visits), 0), dtype=np.int64),
        capacity=np.zeros((len(ground.duties), 0), dtype=np.int64),
        pause=_pauses(crews),
        moves=moves,
        homes=homes,
        units=np.array([ground.drive_units, ground.metre_units], dtype=np.int64),
    )


def state_of(layout: Layout, seed: int) -> State:
    """Return an empty plan (`kernel.anneal.load` makes its routes)."""
    duties, items = layout.pay.shape
    longest, breaks = _longest(layout), layout.pause.shape[1]
    labels = 1 if not breaks else 4 if breaks == 1 else 8 if breaks == 2 else 16
    scrambled = (np.uint64(seed & (2**63 - 1)) ^ np.uint64(0x9E3779B97F4A7C15)) or np.uint64(1)
    return State(
        route=np.zeros((duties, longest), dtype=np.int32),
        spot=np.zeros((duties, longest + 1, UNTIL + 1), dtype=np.int64),
        label=np.zeros((duties, longest + 1, labels, 4), dtype=np.int64),
        sum=np.zeros((duties, LOADS + layout.load.shape[1]), dtype=np.int64),
        seat=np.full((items, 2), -1, dtype=np.int64),
        scratch=np.zeros((2, labels, 4), dtype=np.int64),
        chance=np.array([scrambled], dtype=np.uint64),
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
    return max(1, min(bound, items))


def _classes(values: list[tuple[Break, ...]]) -> tuple[list[tuple[Break, ...]], list[int]]:
    distinct = list(dict.fromkeys(values)) or [()]
    number = {value: index for index, value in enumerate(distinct)}
    return distinct, [number[value] for value in values]


def _duties(ground: Ground, crew: list[int], pay: Ints) -> Ints:
    kinds = _kinds(ground, crew, pay)
    rows = [
        [
            -1 if duty.start_place is None else duty.start_place,
            -1 if duty.end_place is None else duty.end_place,
            duty.start_s,
            duty.end_s,
            duty.hard_end_s,
            ground.over_units[d],
            ground.speed[d],
            ground.tempo[d],
            crew[d],
            len(duty.breaks),
            kinds[d],
            FOREVER,
        ]
        for d, duty in enumerate(ground.duties)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), MAX_DRIVE + 1)


def _kinds(ground: Ground, crew: list[int], pay: Ints) -> list[int]:
    """Number the duties so that those which are alike in everything have one number: a route of one fits them all."""
    marks = [
        (d.start_place, d.end_place, d.start_s, d.end_s, d.hard_end_s, d.speed_factor, d.job_time_factor,
         ground.over_units[k], crew[k], pay[k].tobytes())
        for k, d in enumerate(ground.duties)
    ]  # fmt: skip
    number = {mark: index for index, mark in enumerate(dict.fromkeys(marks))}
    return [number[mark] for mark in marks]


def _items(ground: Ground) -> Ints:
    most = max((len(ranges) for row in ground.begin for ranges in row), default=1) or 1
    table = np.zeros((len(ground.work), len(ground.visits), STARTS + 2 * most), dtype=np.int64)
    fixed = [ground.row, ground.late_after, ground.late_units, ground.drop, [int(must) for must in ground.mandatory]]
    table[:, :, :WORK] = np.array(fixed, dtype=np.int64).T.reshape(len(ground.visits), WORK)
    table[:, :, STARTS::2], table[:, :, STARTS + 1 :: 2] = FOREVER, -FOREVER
    for tempo, row in enumerate(ground.begin):
        table[tempo, :, WORK] = ground.work[tempo]
        for item, known in enumerate(row):
            table[tempo, item, RANGES] = max(1, len(known))
            for number, (first, last) in enumerate(known):
                table[tempo, item, STARTS + 2 * number : STARTS + 2 * number + 2] = first, last
    return table


def _rank(ground: Ground) -> NDArray[np.float64]:
    """Return size, mean drive from where people start, seconds open, number of takers and drop price of each item."""
    rows = np.array(ground.row, dtype=np.int64)
    starts = [duty.start_place for duty in ground.duties if duty.start_place is not None]
    far = ground.travel_array[0][starts].mean(axis=0)[rows] if starts else np.zeros(len(rows))
    open_s = [min(sum(last - first for first, last in ranges), 86_400) for ranges in ground.begin[0]]
    columns = [ground.work[0], np.where(rows < 0, 0, far), open_s, [len(t) for t in ground.takers], ground.drop]
    return np.ascontiguousarray(np.array(columns, dtype=np.float64).T.reshape(len(rows), WORTH + 1))


def _pay(ground: Ground) -> Ints:
    pay = np.where(ground.may, 0, -1).astype(np.int64)
    for item in (i for i, wished in enumerate(ground.wished) if wished):
        for duty in ground.takers[item]:
            pay[duty, item] = ground.other(duty, item)
    return pay


def _pauses(crews: list[tuple[Break, ...]]) -> Ints:
    table = np.zeros((len(crews), max(len(breaks) for breaks in crews), 3), dtype=np.int64)
    for crew, breaks in enumerate(crews):
        for number, one in enumerate(breaks):
            table[crew, number] = one.earliest_s, one.latest_s, one.duration_s
    return table


def _tables(crews: list[tuple[Break, ...]]) -> tuple[Ints, Ints]:
    """Return every way to take breaks, by what is taken already."""
    most = max(len(breaks) for breaks in crews)
    ways = [[_ways(len(breaks), taken) for taken in range(1 << most)] for breaks in crews]
    orders = [[_orders(len(breaks), taken) for taken in range(1 << most)] for breaks in crews]
    shape = (len(crews), 1 << most)
    moves = np.zeros((*shape, 1 + max(len(w) for row in ways for w in row), 2 + most), dtype=np.int64)
    homes = np.zeros((*shape, 1 + max(len(o) for row in orders for o in row), max(2, most)), dtype=np.int64)
    for crew, breaks in enumerate(crews):
        for taken in range(1 << most):
            left = [number for number in range(len(breaks)) if not taken >> number & 1]
            latest = min((breaks[number].latest_s for number in left), default=FOREVER)
            moves[crew, taken, 0, :2] = len(ways[crew][taken]), latest
            homes[crew, taken, 0, :2] = len(orders[crew][taken]), len(left)
            for number, order in enumerate(ways[crew][taken]):
                line = taken | sum(1 << k for k in order), len(order), *order
                moves[crew, taken, 1 + number, : len(line)] = line
            for number, order in enumerate(orders[crew][taken]):
                homes[crew, taken, 1 + number, : len(order)] = order
    return moves, homes


def _ways(breaks: int, taken: int) -> list[tuple[int, ...]]:
    left = [k for k in range(breaks) if not taken >> k & 1]
    chosen = chain.from_iterable(combinations(left, size) for size in range(len(left) + 1))
    return [order for group in chosen for order in permutations(group)]


def _orders(breaks: int, taken: int) -> list[tuple[int, ...]]:
    return list(permutations(k for k in range(breaks) if not taken >> k & 1))


def _nearest(ground: Ground) -> NDArray[np.int32]:
    """Return the nearest items of each; remote sessions are near to everybody by their number alone."""
    rows, many = np.array(ground.row, dtype=np.int64), len(ground.visits)
    count = min(many, _NEAR)
    drive: NDArray[Any] = ground.travel_array[0]
    near = np.zeros((many, count), dtype=np.int32)
    middle = float(np.median(drive)) if drive.size else 0.0
    for item in range(many):
        # A scattered but settled order for what has no distance.
        scattered = (np.arange(many) * 2654435761 + item * 40503) % 65_536 / 65_536 * 2 * middle
        away = scattered if rows[item] < 0 else np.where(rows < 0, scattered, drive[rows[item], rows])
        away = away.astype(np.float64)
        away[item] = -1
        first = np.argpartition(away, count - 1)[:count] if count < many else np.arange(many)
        near[item] = first[np.argsort(away[first], kind="stable")]
    return near
