"""The problem as an OR-Tools routing model whose cost is exactly the judge's price.

Vehicles are duties, nodes are visits. Somebody who takes no visits is a vehicle that never drives,
and remote sessions are nodes for such vehicles only: a session has no place, so between two visits
it would have to be nowhere. (Sessions of people who drive count as breaks here; insertion places them.)

Costs are price units: an arc is its drive time and distance, a late start and a late return are
soft bounds of the time dimension, leaving out is the penalty of a disjunction, and who does
the work fills a second dimension whose end is priced; a duty with work has a fixed cost. Loads and the
most driving are dimensions with a capacity. Set-up is time between two rows, as a drive is, without its
price. Waiting has no price here: a plan found is priced anew, and taken only if it is cheaper then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp

from planner.solve.ground import FOREVER, Ground, Ranges

__all__ = ["Orders", "RoutingModel", "crews"]

Orders = dict[int, tuple[int, ...]]
"""Items in order, by duty."""

_DAYS_S = 10 * 86_400
"""Bound of waiting and of the time dimension; every duty is far shorter."""

_NOWHERE = -1


class RoutingModel:
    """A routing model of some duties and their work.

    Parameters
    ----------
    ground
        The problem.
    orders
        The duties, and what they do now. Remote sessions of drivers stay with them: they are breaks.
    left
        Items left out that may be taken up.

    Attributes
    ----------
    duties
        Duty of each vehicle (there is one vehicle more, which is nobody's).
    items
        Item of each node (start and end nodes come after these).
    model, manager, time
        The `pywrapcp` objects.
    """

    def __init__(self, ground: Ground, orders: Orders, left: Iterable[int] = ()) -> None:
        self.ground, self._orders = ground, orders
        drivers, sitters = ([d for d in crew if d in orders] for crew in crews(ground))
        self.duties, self._drivers = [*drivers, *sitters], len(drivers)
        work = sorted({*chain.from_iterable(orders.values()), *left})
        self.items = [item for item in work if self._takers(item)]
        self._node_of = {item: node for node, item in enumerate(self.items)}
        if self.items:
            self._make()

    def _takers(self, item: int) -> list[int]:
        """Return the vehicles that may take an item: drivers for visits, people who stay for remote sessions."""
        drives = self.ground.row[item] >= 0
        crew = range(self._drivers) if drives else range(self._drivers, len(self.duties))
        return [vehicle for vehicle in crew if self.ground.may[self.duties[vehicle], item]]

    def _make(self) -> None:
        ends = [_ends(self.ground, d) if v < self._drivers else (_NOWHERE, _NOWHERE) for v, d in enumerate(self.duties)]
        ends.append(ends[0])  # nobody's; see _add_pay
        stations = list(dict.fromkeys(row for pair in ends for row in pair))
        place = {row: len(self.items) + number for number, row in enumerate(stations)}
        self._rows = np.array([*(self.ground.row[item] for item in self.items), *stations], dtype=np.intp)
        first, last = [place[a] for a, _ in ends], [place[b] for _, b in ends]
        self.manager = pywrapcp.RoutingIndexManager(len(self._rows), len(ends), first, last)
        self.model = pywrapcp.RoutingModel(self.manager)
        self._add_time()
        for node, item in enumerate(self.items):
            self._add_item(self.manager.NodeToIndex(node), item)
        if self.ground.pay[np.ix_(self.duties, self.items)].any():
            self._add_pay()
        self._add_used()
        self._add_loads()
        if any(self.ground.max_drive[d] < FOREVER for d in self.duties):
            self._add_driving()

    def indices(self, items: Sequence[int]) -> list[int]:
        """Return the routing indices of those items that are nodes."""
        return [self.manager.NodeToIndex(self._node_of[item]) for item in items if item in self._node_of]

    def item(self, index: int) -> int:
        """Return the item of a routing index."""
        node: int = self.manager.IndexToNode(index)
        return self.items[node]

    def _add_time(self) -> None:
        """Time: travel and work of each duty, its shift, overtime, and breaks."""
        transits, arcs = self._register()
        self.model.AddDimensionWithVehicleTransits([*transits, transits[0]], _DAYS_S, _DAYS_S, False, "time")
        self.time = self.model.GetDimensionOrDie("time")
        self.model.SetArcCostEvaluatorOfAllVehicles(arcs[0])
        for vehicle, d in enumerate(self.duties):
            duty, over_units = self.ground.duties[d], self.ground.over_units[d]
            self.model.SetArcCostEvaluatorOfVehicle(arcs[vehicle], vehicle)
            for index in (self.model.Start(vehicle), self.model.End(vehicle)):
                self.time.CumulVar(index).SetRange(duty.start_s, duty.hard_end_s)
            if duty.hard_end_s > duty.end_s and over_units:
                self.time.SetCumulVarSoftUpperBound(self.model.End(vehicle), duty.end_s, over_units)
            self._add_breaks(vehicle, d)

    def _register(self) -> tuple[list[int], list[int]]:
        """Register one transit table per speed and tempo, one cost table per speed; return each vehicle's."""
        ground, transits, arcs = self.ground, {}, {}
        for d in self.duties:
            speed, pair = ground.speed[d], (ground.speed[d], ground.tempo[d])
            if speed not in arcs:
                metres = self._between(ground.distance_array)
                arcs[speed] = self._matrix(
                    self._travel(speed) * ground.drive_units[speed] + metres * ground.metre_units[speed]
                )
            if pair not in transits:
                transits[pair] = self._matrix(
                    self._travel(speed) + self._setup() + self._work(ground.tempo[d])[:, None]
                )
        return (
            [transits[ground.speed[d], ground.tempo[d]] for d in self.duties],
            [arcs[ground.speed[d]] for d in self.duties],
        )

    def _matrix(self, table: NDArray[np.int64]) -> int:
        return int(self.model.RegisterTransitMatrix(table.tolist()))

    def _travel(self, speed: int) -> NDArray[np.int64]:
        return self._between(self.ground.travel_array[speed])

    def _setup(self) -> NDArray[np.int64]:
        """Return the seconds of set-up at a node for whoever comes from another row."""
        setup = np.zeros(len(self._rows), dtype=np.int64)
        setup[: len(self.items)] = [self.ground.setup[item] for item in self.items]
        return np.asarray(setup[None, :] * (self._rows[:, None] != self._rows), dtype=np.int64)

    def _between(self, table: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return a table of rows as a table of nodes; nothing is far from nowhere."""
        between = table[np.ix_(self._rows, self._rows)].astype(np.int64)
        between[self._rows == _NOWHERE] = 0
        between[:, self._rows == _NOWHERE] = 0
        return between

    def _work(self, tempo: int) -> NDArray[np.int64]:
        work = np.zeros(len(self._rows), dtype=np.int64)
        work[: len(self.items)] = [self.ground.work[tempo][item] for item in self.items]
        return work

    def _add_breaks(self, vehicle: int, d: int) -> None:
        """Breaks, absences, and the remote sessions of a driver."""
        ranges = [(b.earliest_s, b.latest_s, b.duration_s) for b in self.ground.duties[d].breaks]
        ranges += self._sessions(d) if vehicle < self._drivers else []
        if not ranges:
            return
        work, solver = self._work(self.ground.tempo[d]), self.model.solver()
        visits = [int(work[self.manager.IndexToNode(index)]) for index in range(self.model.Size())]
        intervals = [solver.FixedDurationIntervalVar(*r, False, f"break {d} {k}") for k, r in enumerate(ranges)]
        self.time.SetBreakIntervalsOfVehicle(intervals, vehicle, visits)

    def _sessions(self, d: int) -> list[tuple[int, int, int]]:
        """Return first start, last start and length of the remote sessions that a driver has now."""
        duty, tempo = self.ground.duties[d], self.ground.tempo[d]
        found = []
        for item in (i for i in self._orders[d] if self.ground.row[i] < 0):
            work_s, begin = self.ground.work[tempo][item], self.ground.begin[tempo][item]
            first, last = max(duty.start_s, begin[0][0]), min(duty.hard_end_s - work_s, begin[-1][1])
            if first <= last:
                found.append((first, last, work_s))
        return found

    def _add_item(self, index: int, item: int) -> None:
        """Who may do an item, its price of leaving out, windows and lock as starts, lateness as a soft bound."""
        ground, vehicles = self.ground, self._takers(item)
        tempos = [ground.tempo[self.duties[v]] for v in vehicles]
        self.model.VehicleVar(index).SetValues([-1, *vehicles])
        self.model.AddDisjunction([index], ground.drop[item])
        # Who works fastest may start latest, and whenever somebody slower may.
        start, widest = self.time.CumulVar(index), _widest(ground, item, tempos)
        start.SetRange(max(0, widest[0][0]), min(_DAYS_S, widest[-1][1]))
        for (_, closes), (opens, _) in pairwise(widest):
            if closes + 1 < opens:
                start.RemoveInterval(closes + 1, opens - 1)
        for tempo in sorted(set(tempos)):
            slow = [v for v, t in zip(vehicles, tempos, strict=True) if t == tempo]
            self._forbid(index, slow, _missing(ground.begin[tempo][item], widest))
        # Of windows with a lateness of their own only the most patient can be told.
        after = max(ground.late_after[tempos[0]][item], default=FOREVER) if tempos else FOREVER
        if ground.late_units[item] and widest[-1][1] > after:
            self.time.SetCumulVarSoftUpperBound(index, after, ground.late_units[item])

    def _forbid(self, index: int, vehicles: list[int], spans: list[tuple[int, int]]) -> None:
        """Forbid some vehicles to start in some spans."""
        solver, start = self.model.solver(), self.time.CumulVar(index)
        for first, last in spans:
            theirs = solver.IsMemberVar(self.model.VehicleVar(index), vehicles)
            before = solver.IsLessOrEqualCstVar(start, first - 1)
            solver.Add(before + solver.IsGreaterOrEqualCstVar(start, last + 1) >= theirs)

    def _add_loads(self) -> None:
        """What each duty carries, less the remote sessions that a driver has now."""
        ground, nodes = self.ground, len(self._rows)
        for number in range(ground.load.shape[1]):
            load = [*(int(ground.load[item, number]) for item in self.items), *[0] * (nodes - len(self.items))]
            room = [int(ground.capacity[d, number]) for d in self.duties]
            for vehicle, d in enumerate(self.duties[: self._drivers]):
                room[vehicle] -= sum(int(ground.load[i, number]) for i in self._orders[d] if ground.row[i] < 0)
            carried = self.model.RegisterUnaryTransitVector(load)
            self.model.AddDimensionWithVehicleCapacity(carried, 0, [*room, 0], True, f"load {number}")

    def _add_driving(self) -> None:
        """How long each duty drives at most."""
        tables = {speed: self._matrix(self._travel(speed)) for speed in {self.ground.speed[d] for d in self.duties}}
        most = [min(self.ground.max_drive[d], _DAYS_S) for d in self.duties]
        driven = [tables[self.ground.speed[d]] for d in self.duties]
        self.model.AddDimensionWithVehicleTransitAndCapacity(
            [*driven, driven[0]], 0, [*most, _DAYS_S], True, "driving"
        )  # fmt: skip

    def _add_used(self) -> None:
        """Price of a duty with any work; remote sessions of a driver are no nodes: whoever has some is used already."""
        for vehicle, d in enumerate(self.duties):
            is_used = vehicle < self._drivers and any(self.ground.row[i] < 0 for i in self._orders[d])
            self.model.SetFixedCostOfVehicle(0 if is_used else self.ground.used_units[d], vehicle)

    def _add_pay(self) -> None:
        """Price of who does the work, by node and vehicle."""
        ground, more = self.ground, len(self._rows) - len(self.items)
        vectors = [
            self.model.RegisterUnaryTransitVector([*ground.pay[d, self.items].tolist(), *[0] * more])
            for d in self.duties
        ]
        # A node whose value is above zero for every vehicle could not be left out (ortools 9.15), so one more
        # vehicle, which may take nothing, has zero for all.
        vectors.append(self.model.RegisterUnaryTransitVector([0] * len(self._rows)))
        self.model.AddDimensionWithVehicleTransits(vectors, 0, int(ground.pay.max(axis=0).sum()), True, "pay")
        pay = self.model.GetDimensionOrDie("pay")
        for vehicle in range(len(self.duties)):
            pay.SetCumulVarSoftUpperBound(self.model.End(vehicle), 0, 1)


def crews(ground: Ground) -> tuple[list[int], list[int]]:
    """Return the duties that may take visits, and those that only take remote sessions without any drive."""
    visits = np.array(ground.row) >= 0
    drivers = [d for d in range(len(ground.duties)) if ground.may[d, visits].any()]
    sitters = [
        d
        for d, duty in enumerate(ground.duties)
        if d not in drivers and ground.may[d].any() and not ground.home_s(d, duty.start_place)
    ]
    return drivers, sitters


def _ends(ground: Ground, d: int) -> tuple[int, int]:
    duty = ground.duties[d]
    start, end = duty.start_place, duty.end_place
    return (_NOWHERE if start is None else start), (_NOWHERE if end is None else end)


def _widest(ground: Ground, item: int, tempos: list[int]) -> Ranges:
    return ground.begin[min(tempos, key=lambda tempo: ground.work[tempo][item])][item]


def _missing(ranges: Ranges, widest: Ranges) -> list[tuple[int, int]]:
    """Return what the wider ranges have and the others have not."""
    missing = []
    for opens, closes in widest:
        cursor = opens
        for first, last in ranges:
            if last >= opens and first <= closes:
                if first > cursor:
                    missing.append((cursor, first - 1))
                cursor = last + 1
        if cursor <= closes:
            missing.append((cursor, closes))
    return missing
