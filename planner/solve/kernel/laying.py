"""From a problem to the arrays of the kernel."""

from __future__ import annotations

from itertools import chain, combinations, permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.problem import Break
from planner.model.riding import drivers
from planner.solve.ground import FOREVER, Ground
from planner.solve.kernel.binding import bonds_of
from planner.solve.kernel.layout import DRIVER, RANGE, RANGES, RIDES_ALONE, STARTS, TAKES_ALONG, WORK, WORTH, Layout

__all__ = ["layout_of"]

Ints = NDArray[np.int64]

_NEAR = 400
"""How many neighbours of an item are kept."""


def layout_of(ground: Ground) -> Layout:
    """Return a problem as arrays."""
    crews, crew = _classes([duty.breaks for duty in ground.duties])
    pay = _pay(ground)
    moves, homes = _tables(crews)
    sites = _sites(ground)
    place, setup = np.array(list(sites), dtype=np.int64).reshape(-1, 2).T
    drive_s = np.ascontiguousarray(ground.travel_array[:, place][:, :, place])
    second, metre = (
        np.array(units, dtype=np.int64)[:, None, None] for units in (ground.drive_units, ground.metre_units)
    )
    way_units = drive_s * second + ground.distance_array[place][:, place] * metre
    way_s = drive_s
    if setup.any():
        way_s = drive_s + (setup * (place[:, None] != place)).astype(np.int32)
    item, (link, tied, bond, member) = _items(ground, sites), bonds_of(ground.problem)
    layout = Layout(
        way_s=way_s,
        way_units=way_units,
        into_s=_turned(way_s),
        into_units=_turned(way_units),
        drive_s=drive_s,
        duty=_duties(ground, crew, pay, sites),
        item=item,
        open=item,
        pay=pay,
        near=_nearest(ground),
        rank=_rank(ground),
        load=ground.load,
        capacity=ground.capacity,
        pause=_pauses(crews),
        moves=moves,
        homes=homes,
        link=link,
        tied=tied,
        bond=bond,
        member=member,
        peak=np.array(ground.peak_units, dtype=np.int64),
    )
    # The search writes into `item` where there are links: see `Generator`.
    # One order in memory: another one would be another type to the compiler, and half a minute of compiling.
    return Layout._make(np.ascontiguousarray(table) for table in layout)


def _sites(ground: Ground) -> dict[tuple[int, int], int]:
    """Return the rows of the kernel by place and set-up: one for each set-up that is needed at a place.

    So set-up is part of the way into a row, and no loop has to ask for it. Rows follow each other as places do on a
    walk to the nearest next: what is near has neighbouring numbers, so a search that looks around a place finds the
    lines of the tables it needs in the processor's cache (with 1 000 places, about a seventh more rounds).
    """
    ends = {(place, 0) for duty in ground.duties for place in (duty.start_place, duty.end_place) if place is not None}
    work = {site for site in zip(ground.row, ground.setup, strict=True) if site[0] >= 0}
    rank = {place: number for number, place in enumerate(_walk(ground.travel_array[0]))}
    return {site: number for number, site in enumerate(sorted(ends | work, key=lambda site: (rank[site[0]], site)))}


def _walk(travel: NDArray[Any]) -> list[int]:
    """Return all places, each followed by the nearest of those that are left."""
    if not len(travel):
        return []
    walked = np.zeros(len(travel), dtype=bool)
    order = [0]
    walked[0] = True
    for _ in range(len(travel) - 1):
        order.append(int(np.where(walked, np.inf, travel[order[-1]]).argmin()))
        walked[order[-1]] = True
    return order


def _turned(tables: NDArray[Any]) -> NDArray[Any]:
    """Return tables with rows and columns changed; the tables themselves where that makes no difference."""
    turned = tables.transpose(0, 2, 1)
    return tables if np.array_equal(tables, turned) else np.ascontiguousarray(turned)


def _classes(values: list[tuple[Break, ...]]) -> tuple[list[tuple[Break, ...]], list[int]]:
    distinct = list(dict.fromkeys(values)) or [()]
    number = {value: index for index, value in enumerate(distinct)}
    return distinct, [number[value] for value in values]


def _duties(ground: Ground, crew: list[int], pay: Ints, sites: dict[tuple[int, int], int]) -> Ints:
    rides = _rides(ground)
    kinds = _kinds(ground, crew, pay, rides)
    technicians = {name: number for number, name in enumerate(dict.fromkeys(d.technician_id for d in ground.duties))}
    rows = [
        [
            -1 if duty.start_place is None else sites[duty.start_place, 0],
            -1 if duty.end_place is None else sites[duty.end_place, 0],
            duty.start_s,
            duty.end_s,
            duty.hard_end_s,
            ground.over_units[d],
            ground.speed[d],
            ground.tempo[d],
            crew[d],
            len(duty.breaks),
            kinds[d],
            ground.max_drive[d],
            0 if duty.rides_with else ground.wait_units,
            technicians[duty.technician_id],
            ground.used_units[d],
            ground.spare_s[d],
            sum(1 << number for number, one in enumerate(duty.breaks) if one.missed_ore is not None),
            ground.missed_units[d],
            rides[d],
        ]
        for d, duty in enumerate(ground.duties)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), DRIVER + 1)


def _rides(ground: Ground) -> list[int]:
    """Return the duty in whose car each rides, and which take others along."""
    number = {duty.duty_id: index for index, duty in enumerate(ground.duties)}
    paired = {number[rider]: number[driver.duty_id] for rider, driver in drivers(ground.duties).items()}
    along = set(paired.values())
    return [paired.get(d, TAKES_ALONG if d in along else RIDES_ALONE) for d in range(len(number))]


def _kinds(ground: Ground, crew: list[int], pay: Ints, rides: list[int]) -> list[int]:
    """Number the duties so that those which are alike in everything have one number: a route of one fits them all."""
    marks = [
        (d.start_place, d.end_place, d.start_s, d.end_s, d.hard_end_s, ground.speed[k], ground.tempo[k],
         ground.over_units[k], ground.used_units[k], crew[k], pay[k].tobytes(), ground.capacity[k].tobytes(),
         ground.max_drive[k], ground.spare_s[k], k if rides[k] != RIDES_ALONE else -1)
        for k, d in enumerate(ground.duties)
    ]  # fmt: skip
    number = {mark: index for index, mark in enumerate(dict.fromkeys(marks))}
    return [number[mark] for mark in marks]


def _items(ground: Ground, sites: dict[tuple[int, int], int]) -> Ints:
    rows = [sites.get(site, -1) for site in zip(ground.row, ground.setup, strict=True)]
    most = max((len(ranges) for row in ground.begin for ranges in row), default=1) or 1
    table = np.zeros((len(ground.work), len(ground.visits), STARTS + RANGE * most), dtype=np.int64)
    soon = [[getattr(hinge, name) for hinge in ground.hinge] for name in ("after_s", "units_s")]
    fixed = [rows, ground.late_units, *soon, ground.drop, [int(must) for must in ground.mandatory]]
    table[:, :, :WORK] = np.array(fixed, dtype=np.int64).T.reshape(len(ground.visits), WORK)
    table[:, :, STARTS::RANGE], table[:, :, STARTS + 1 :: RANGE] = FOREVER, -FOREVER
    table[:, :, STARTS + 2 :: RANGE] = FOREVER
    for tempo, row in enumerate(ground.begin):
        table[tempo, :, WORK] = ground.work[tempo]
        for item, known in enumerate(row):
            table[tempo, item, RANGES] = max(1, len(known))
            for number, ((first, last), late) in enumerate(zip(known, ground.late_after[tempo][item], strict=True)):
                at = STARTS + RANGE * number
                table[tempo, item, at : at + RANGE] = first, last, late
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
    return np.where(ground.may, ground.pay, -1).astype(np.int64)


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
            must = (breaks[number].latest_s for number in left if breaks[number].missed_ore is None)
            latest = min(must, default=FOREVER)
            moves[crew, taken, 0, :2] = len(ways[crew][taken]), latest
            if most:
                moves[crew, taken, 0, 2] = sum(one.duration_s for k, one in enumerate(breaks) if taken >> k & 1)
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
