"""A problem made ready for searching: when it may start, what a leg takes and costs.

Indices: *items* number the problem's visits and remote sessions, *duties* its duties, *rows* the
places of the matrix. They never leave this room.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.costs import distance_units, hour_units, minute_units, ore_units
from planner.model.problem import Duty, Problem, Visit
from planner.model.words import LockKind
from planner.rules import Hinge, counts_idle, duty_ore, hinge_of, pay_table, unused_idle_s, way_prices
from planner.solve.takers import allowed, classes

__all__ = ["FAR", "FOREVER", "Ground", "Ranges", "pieces", "starts"]

FOREVER = 1 << 40
"""Seconds beyond every horizon."""

FAR = 10_000_000
"""Seconds of a drive that has no way: longer than every duty."""

_FREE = Hinge(0, 0, "")

Ranges = tuple[tuple[int, int], ...]
"""First and last second of each range in which work may start, sorted."""

_TIME_LOCKS = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)


def starts(visit: Visit, work_s: int) -> Ranges:
    """Return when work of a length may start: windows, opening hours, their ends, the lock's times; no overlaps."""
    ranges: Ranges = ((-FOREVER, FOREVER),)
    for windows in (visit.windows, visit.opening):
        if windows:
            given = [(w.earliest_s, _last(w.latest_s, w.end_s, work_s)) for w in windows]
            ranges = tuple((max(a, c), min(b, d)) for a, b in ranges for c, d in given)
    if visit.lock.kind in _TIME_LOCKS:
        first = -FOREVER if visit.lock.earliest_s is None else visit.lock.earliest_s
        last = FOREVER if visit.lock.latest_s is None else visit.lock.latest_s
        ranges = tuple((max(a, first), min(b, last)) for a, b in ranges)
    return _merged([(a, b) for a, b in ranges if a <= b])


def pieces(visit: Visit, work_s: int) -> tuple[Ranges, tuple[int, ...]]:
    """Return when work of a length may start, cut where its lateness changes, and for each the second it is late after.

    `FOREVER`: never.
    """
    ranges = starts(visit, work_s)
    if all(window.late_after_s is None for window in visit.windows):
        return ranges, (FOREVER if visit.late_after_s is None else visit.late_after_s,) * len(ranges)
    cuts = sorted({second for w in visit.windows for second in (w.earliest_s, w.latest_s + 1)})
    cut: list[tuple[int, int]] = []
    lates: list[int] = []
    for first, last in ranges:
        inner = [second for second in cuts if first < second <= last]
        for a, b in zip([first, *inner], [*(second - 1 for second in inner), last], strict=True):
            late = visit.late_after(a)
            after = FOREVER if late is None else late
            if cut and cut[-1][1] + 1 == a and lates[-1] == after:
                cut[-1] = (cut[-1][0], b)
            else:
                cut.append((a, b))
                lates.append(after)
    return tuple(cut), tuple(lates)


def _last(latest_s: int, end_s: int | None, work_s: int) -> int:
    return latest_s if end_s is None else min(latest_s, end_s - work_s)


def _merged(ranges: list[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The problem as integers.

    Parameters
    ----------
    row
        Matrix row of each item, -1 for remote sessions.
    takers, may
        Duties that may take an item and have time for it, as lists and as a table (duties, items).
    speed, tempo
        Which travel table with which prices, and which table of work and starts, each duty uses.
    travel, distance
        Travel seconds by speed, and metres, as fast readable tables; `travel_array` is the same as an array.
    work, begin
        Seconds of work and ranges of starts, by tempo and item.
    late_after, late_units
        Second after which a start is late, by tempo, item and range of starts, and price units of each second.
    hinge
        Per item: what a late start costs beside.
    drop
        Price units of leaving an item out; for mandatory items a sum beyond all prices.
    mandatory
        Whether an item must not be left out.
    pay, used_units
        Price units of giving an item to a duty (duties, items), and of a duty with any work at all.
    drive_units, metre_units
        Price units of a second of driving and of a metre, by speed.
    over_units
        Price units of a second of overtime, by duty.
    setup
        Seconds of set-up of each item, for whoever comes from another row.
    load, capacity
        What each item takes and each duty has in each dimension (items or duties, dimensions); what a duty does not
        name is as much as all items together.
    max_drive
        Most seconds of driving of each duty; `FOREVER`: no limit.
    wait_units
        Price units of a second of waiting.
    peak_units
        Price units of a second of the greatest lateness, and of the longest idle time.
    spare_s
        Idle seconds of each duty without work; -1: they do not count.
    missed_units
        Price units of missing the break of each duty that may be missed.
    """

    problem: Problem
    visits: tuple[Visit, ...]
    duties: tuple[Duty, ...]
    row: list[int]
    takers: list[list[int]]
    may: NDArray[np.bool_]
    speed: list[int]
    tempo: list[int]
    travel: list[memoryview]
    travel_array: NDArray[np.int32]
    distance: memoryview
    distance_array: NDArray[np.int32]
    work: list[list[int]]
    begin: list[list[Ranges]]
    late_after: list[list[tuple[int, ...]]]
    late_units: list[int]
    hinge: list[Hinge]
    drop: list[int]
    mandatory: list[bool]
    pay: NDArray[np.int64]
    used_units: list[int]
    drive_units: list[int]
    metre_units: list[int]
    over_units: list[int]
    setup: list[int]
    load: NDArray[np.int64]
    capacity: NDArray[np.int64]
    max_drive: list[int]
    wait_units: int
    peak_units: tuple[int, int]
    spare_s: list[int]
    missed_units: list[int]

    @classmethod
    def of(cls, problem: Problem) -> Ground:
        """Make a problem ready."""
        visits, duties, weights = problem.visits, problem.duties, problem.weights
        speeds, speed = classes([(d.speed_factor, way_prices(weights, d)) for d in duties])
        speeds = speeds or [(1.0, (weights.drive_ore_h, weights.distance_ore_km))]
        prices = [price for _, price in speeds]
        tempos, tempo = classes([d.job_time_factor for d in duties])
        work = [[first.work_s(v) for v in visits] for first in (duties[tempo.index(k)] for k in range(len(tempos)))]
        cut = [[pieces(v, s) for v, s in zip(visits, row, strict=True)] for row in work]
        begin = [[ranges for ranges, _ in row] for row in cut]
        travel = np.stack([_travel(problem, factor) for factor, _ in speeds])
        distance = np.maximum(problem.matrix.distance_m, 0).astype(np.int32)
        load, capacity = _loads(visits, duties)
        may = allowed(problem, range(len(visits)))
        if duties:
            may &= np.array([[bool(ranges) for ranges in row] for row in begin], dtype=bool)[tempo]
        return cls(
            problem=problem,
            visits=visits,
            duties=duties,
            row=[-1 if v.place is None else v.place for v in visits],
            takers=[np.flatnonzero(may[:, i]).tolist() for i in range(len(visits))],
            may=may,
            speed=speed,
            tempo=tempo,
            travel=[table.data for table in travel],
            travel_array=travel,
            distance=distance.data,
            distance_array=distance,
            work=work or [[0] * len(visits)],
            begin=begin or [[()] * len(visits)],
            late_after=[[lates for _, lates in row] for row in cut] or [[()] * len(visits)],
            late_units=[minute_units(1, weights.lateness(v.priority)) for v in visits],
            hinge=[hinge_of(weights, v) or _FREE for v in visits],
            peak_units=(minute_units(1, weights.longest_lateness_ore_min), hour_units(1, weights.longest_idle_ore_h)),
            spare_s=[unused_idle_s(d) if counts_idle(d) else -1 for d in duties],
            missed_units=[sum(ore_units(b.missed_ore or 0) for b in d.breaks) for d in duties],
            drop=_drops(visits),
            mandatory=[v.drop_ore is None for v in visits],
            pay=pay_table(weights, duties, visits),
            used_units=[ore_units(duty_ore(weights, d)) for d in duties],
            drive_units=[hour_units(1, drive_ore_h) for drive_ore_h, _ in prices],
            metre_units=[distance_units(1, km_ore) for _, km_ore in prices],
            over_units=[hour_units(1, d.overtime_ore_h) for d in duties],
            setup=[0 if v.place is None else v.setup_s for v in visits],
            load=load,
            capacity=capacity,
            max_drive=[FOREVER if d.max_drive_s is None else d.max_drive_s for d in duties],
            wait_units=hour_units(1, weights.waiting_ore_h),
        )

    def home_s(self, duty: int, row: int | None) -> int:
        """Return the seconds of a duty's drive home from a row (None: unknown, allowed for an open end only)."""
        home = self.duties[duty].end_place
        return 0 if home is None or row == home or row is None else int(self.travel[self.speed[duty]][row, home])

    def leg_units(self, duty: int, start: int, end: int) -> int:
        """Return the price units of a drive between two rows."""
        speed = self.speed[duty]
        travel_s = self.travel[speed][start, end]
        return int(travel_s * self.drive_units[speed] + self.distance[start, end] * self.metre_units[speed])


def _travel(problem: Problem, factor: float) -> NDArray[np.int32]:
    drive_s = problem.matrix.drive_s
    # np.rint and round() both round half to even, so these are exactly Duty.travel_s.
    seconds = np.minimum(np.rint(drive_s * factor), FAR)
    return np.where(drive_s < 0, FAR, seconds).astype(np.int32)


def _loads(visits: tuple[Visit, ...], duties: tuple[Duty, ...]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what each visit takes and each duty has, in the dimensions that some duty limits."""
    names = sorted({name for duty in duties for name, _ in duty.capacity})
    loads = [[dict(visit.load).get(name, 0) for name in names] for visit in visits]
    load = np.array(loads, dtype=np.int64).reshape(len(visits), len(names))
    most = dict(zip(names, load.sum(axis=0).tolist(), strict=True))
    rooms = [[dict(duty.capacity).get(name, most[name]) for name in names] for duty in duties]
    return load, np.array(rooms, dtype=np.int64).reshape(len(duties), len(names))


def _drops(visits: tuple[Visit, ...]) -> list[int]:
    """Price of leaving out; a mandatory item outweighs all that may be left out, without leaving 64 bits."""
    free = sum(ore_units(v.drop_ore) for v in visits if v.drop_ore is not None)
    must = sum(v.drop_ore is None for v in visits)
    heavy = min(10 * free + 10**14, 2**61 // (must + 1))
    return [heavy if v.drop_ore is None else ore_units(v.drop_ore) for v in visits]
