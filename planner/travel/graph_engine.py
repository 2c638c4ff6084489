"""Travel on the roads of an imported extract: no server, no network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.model.places import Place
from planner.model.problem import Matrix, TravelLabel
from planner.model.route import Leg, Route
from planner.roads.driving import CLASSES
from planner.roads.graph import AGAINST, ALONG, RoadGraph
from planner.roads.lines import line_of, part_of
from planner.roads.reach import Reach, reach_of
from planner.roads.search import METRE_BITS, Net, Step
from planner.roads.snapping import Snapper

__all__ = ["GraphEngine"]

_DECIMALS = 6
"""Of positions in a line: about 10 cm."""


class GraphEngine:
    """Fastest ways on a road graph; of the fastest, the shortest.

    A place lies on the nearest point of the nearest road. One that is more than 500 m from every road of the net,
    or beside a road of an island, is not reached and reaches nothing.

    Parameters
    ----------
    graph
        The roads.
    factor
        Multiplies every drive time; learned from real drives of the installation (1.0: without traffic).
    class_factor
        Multiplies the time on roads of a class, by its name in `planner.roads.driving.CLASSES`; others keep theirs.
    period
        Of which part of the day the class factors are.
    snapper
        Where places lie on the graph's roads; None: it is made when it is needed.

    Raises
    ------
    ValueError
        If a factor is not between 0.1 and 10, or a class is unknown.
    """

    def __init__(
        self,
        graph: RoadGraph,
        *,
        factor: float = 1.0,
        class_factor: Mapping[str, float] | None = None,
        period: str = "day",
        snapper: Snapper | None = None,
    ) -> None:
        by_class = dict(sorted((class_factor or {}).items()))
        for name, one in (("travel factor", factor), *by_class.items()):
            if not 0.1 <= one <= 10:
                raise ValueError(f"{name} is {one}, expected 0.1 to 10")
        if unknown := set(by_class) - set(CLASSES):
            raise ValueError(f"class of roads {sorted(unknown)[0]!r}: expected one of {', '.join(CLASSES)}")
        self._graph, self._factor, self._given = graph, float(factor), snapper
        each = np.array([by_class.get(name, 1.0) for name in CLASSES])
        self._run_ms = np.maximum(np.rint(graph.run_ms * each[graph.road_class]), 1).astype(np.int64)
        told = repr((graph.digest, self._factor, [(name, float(one)) for name, one in by_class.items()]))
        data_hash = hashlib.sha256(told.encode()).hexdigest()[:12]
        self.label = TravelLabel(engine="graph", quality="road", data_hash=data_hash, period=period)
        """The label of every matrix and route: other roads or factors have another hash."""

    @cached_property
    def _snapper(self) -> Snapper:
        return self._given or Snapper(self._graph)

    @cached_property
    def _arcs(self) -> object:
        return Net.arcs_of(self._graph, self._run_ms)

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return seconds and metres of the fastest ways, row to column; -1 where there is no way.

        Parameters
        ----------
        places
            Places in the order of the rows; may be empty.
        """
        n = len(places)
        drive_s, distance_m = (np.full((n, n), -1, dtype=np.int64) for _ in range(2))
        if n:
            net = self._net(places)
            nodes, of = np.unique(net.node[net.node >= 0], return_inverse=True)
            if len(nodes):
                there = np.ix_(*(np.flatnonzero(net.node >= 0),) * 2)
                found = net.times(nodes, nodes)[np.ix_(of, of)]
                drive_s[there], distance_m[there] = self._whole(found)
        same = _same(places, places)
        drive_s[same] = distance_m[same] = 0
        return Matrix(drive_s, distance_m, self.label)

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place as its last row and column; two searches, forth and back.

        Parameters
        ----------
        matrix, places
            What `matrix` answered for the places; numbers with another label are asked anew.
        place
            The new place.
        """
        if matrix.label != self.label:
            return self.matrix([*places, place])
        everywhere = [*places, place]
        row, column = (
            self._between(place, everywhere, backwards=False),
            self._between(place, everywhere, backwards=True),
        )
        drive_s, distance_m = (
            np.block([[old, to[:-1, None]], [out[None, :]]])
            for old, out, to in zip((matrix.drive_s, matrix.distance_m), row, column, strict=True)
        )
        return Matrix(drive_s, distance_m, self.label)

    def route(self, places: Sequence[Place]) -> Route:
        """Return the fastest way through places in order, with its line from road to road.

        Parameters
        ----------
        places
            Places in the order they are driven to.
        """
        if len(places) < 2:
            return Route(label=self.label)
        net = self._net(places)
        legs = [self._leg(net, number, places) for number in range(len(places) - 1)]
        return Route(legs=tuple(legs), label=self.label)

    def with_classes(self, class_factor: Mapping[str, float]) -> GraphEngine:
        """Return an engine of the same roads with other factors by class.

        Parameters
        ----------
        class_factor
            As in the constructor; empty: as the map says.
        """
        label = self.label
        return GraphEngine(
            self._graph, factor=self._factor, class_factor=class_factor, period=label.period, snapper=self._snapper
        )

    def class_seconds(self, drives: Sequence[tuple[Place, Place]]) -> NDArray[np.float64]:
        """Return how long one drives on roads of each class on the fastest way, as the map says it without factors.

        Parameters
        ----------
        drives
            From where to where, shape (n,).

        Returns
        -------
        ndarray
            Seconds, shape (n, classes + 1): in the order of `planner.roads.driving.CLASSES`, last what junctions take.
            A row is NaN where there is no way.
        """
        found = np.full((len(drives), len(CLASSES) + 1), np.nan)
        ends = [place for drive in drives for place in drive]
        if not ends:
            return found
        net = self._net(ends)
        node = net.node.reshape(-1, 2)
        for source in np.unique(node[:, 0]).tolist():
            rows = np.flatnonzero(node[:, 0] == source)
            for row, (cost, steps) in zip(rows, net.ways(source, node[rows, 1].tolist()), strict=True):
                if np.isfinite(cost):
                    found[row] = self._by_class(cost, steps)
        return found

    def _by_class(self, cost: float, steps: Sequence[Step]) -> NDArray[np.float64]:
        seconds = np.zeros(len(CLASSES) + 1)
        all_ms = float(int(cost) >> METRE_BITS)
        for edge, since, until in steps:
            share = abs(until - since) / float(self._graph.length_dm[edge])
            seconds[self._graph.road_class[edge]] += share * self._graph.run_ms[edge] / 1000
            all_ms -= share * float(self._run_ms[edge])
        seconds[-1] = max(0.0, all_ms / 1000)
        return seconds

    def seconds_to(self, place: Place, from_places: Sequence[Place]) -> NDArray[np.int64]:
        """Return seconds from each of some places to one; -1 where there is no way."""
        return self._between(place, from_places, backwards=True)[0]

    def within(self, place: Place, limit_s: int, *, towards: bool = True) -> Reach:
        """Return the roads from which one is at a place within a time, or which one gets to from there.

        Parameters
        ----------
        place
            A place; one that is on no road has an empty answer.
        limit_s
            The time.
        towards
            Whether to the place; else from it.
        """
        net = self._net([place])
        limit_ms, nodes = limit_s * 1000 / self._factor, len(self._graph)
        node_ms = np.full(nodes, np.inf)
        if net.node[0] >= 0:
            found = net.times(net.node, np.arange(nodes), backwards=towards, limit_ms=int(limit_ms))[0]
            known = np.isfinite(found)
            node_ms[known] = found[known].astype(np.int64) >> METRE_BITS
        reach = reach_of(self._graph, self._run_ms.astype(np.float64), node_ms, limit_ms, towards=towards)
        lines = (*reach.lines, *self._own_lines(net, limit_ms, towards=towards))
        return Reach(limit_s, reach.lat_lon, reach.seconds * self._factor, lines)

    def _own_lines(self, net: Net, limit_ms: float, *, towards: bool) -> Iterator[NDArray[np.float64]]:
        """Give the parts of the road on which a place between two junctions lies itself."""
        graph = self._graph
        for edge, at in net.spots.tolist():
            length, allowed = int(graph.length_dm[edge]), int(graph.allowed[edge])
            far = limit_ms / int(self._run_ms[edge]) * length
            up, down = (AGAINST, ALONG) if towards else (ALONG, AGAINST)
            if allowed & up:
                yield part_of(graph, edge, at, min(length, at + far))
            if allowed & down:
                yield part_of(graph, edge, max(0, at - far), at)

    def _net(self, places: Sequence[Place]) -> Net:
        snapped = self._snapper.snap([(place.lat, place.lon) for place in places])
        return Net(self._graph, self._run_ms, self._arcs, snapped)

    def _between(
        self, place: Place, places: Sequence[Place], *, backwards: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Seconds and metres from a place to places; backwards: from them to it."""
        drive_s, distance_m = (np.full(len(places), -1, dtype=np.int64) for _ in range(2))
        net = self._net([*places, place])
        goals, there = net.node[:-1], net.node[:-1] >= 0
        if net.node[-1] >= 0 and there.any():
            found = net.times(net.node[-1:], goals[there], backwards=backwards)[0]
            drive_s[there], distance_m[there] = self._whole(found)
        same = _same([place], places)[0]
        drive_s[same] = distance_m[same] = 0
        return drive_s, distance_m

    def _leg(self, net: Net, number: int, places: Sequence[Place]) -> Leg:
        here, there = places[number : number + 2]
        source, goal = (int(node) for node in net.node[number : number + 2])
        if _same([here], [there]).any() or source == goal >= 0:
            return Leg(drive_s=0, distance_m=0, shape=(_point(here.lat, here.lon), _point(there.lat, there.lon)))
        cost, steps = net.way(source, goal)
        if not steps:
            return Leg(drive_s=-1, distance_m=-1)
        drive_s, distance_m = self._whole(np.array([cost]))
        shape = tuple(_point(lat, lon) for lat, lon in line_of(self._graph, steps).tolist())
        return Leg(drive_s=int(drive_s[0]), distance_m=int(distance_m[0]), shape=shape)

    def _whole(self, found: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Whole seconds and metres of what a search found; -1 where it found no way."""
        known = np.isfinite(found)
        cost = np.where(known, found, 0).astype(np.int64)
        drive_s = np.rint((cost >> METRE_BITS) * self._factor / 1000).astype(np.int64)
        distance_m = np.rint((cost & ((1 << METRE_BITS) - 1)) / 10).astype(np.int64)
        return np.where(known, drive_s, -1), np.where(known, distance_m, -1)


def _same(places: Sequence[Place], others: Sequence[Place]) -> NDArray[np.bool_]:
    """Return where both are the same position, shape (places, others): staying takes nothing, on whatever island."""
    ours, theirs = (
        np.array([(place.lat, place.lon) for place in some], dtype=np.float64).reshape(-1, 2)
        for some in (places, others)
    )
    return np.asarray((ours[:, None, :] == theirs[None, :, :]).all(axis=2))


def _point(lat: float, lon: float) -> tuple[float, float]:
    return round(lat, _DECIMALS), round(lon, _DECIMALS)
