"""From the ways of an extract to the graph: ways are cut where they meet, and at what stops a car."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message
from planner.roads.driving import (
    CLASSES,
    FERRY,
    direction,
    is_barrier,
    is_drivable,
    road_class,
    seconds_of_ferry,
    speed_kmh,
)
from planner.roads.extract import Area, Node, Way
from planner.roads.graph import AGAINST, ALONG, FILE, PER_DEGREE, RoadGraph, line_metres

__all__ = ["GraphCollector"]

_LONGEST_MS = 1 << 26
"""A longer piece, 18 hours, would break the sums of the search; there is none but by a slip of the pen."""

_JUNCTION_FROM = 3


class GraphCollector:
    """Collects drivable ways and makes a `RoadGraph` of them."""

    name = "graph"

    def __init__(self) -> None:
        self._barriers: list[int] = []
        self._refs: list[NDArray[np.int64]] = []
        self._lat: list[NDArray[np.int32]] = []
        self._lon: list[NDArray[np.int32]] = []
        self._ways: list[tuple[int, float, int]] = []  # class, km/h, allowed

    def node(self, node: Node) -> None:
        """Note what stops a car."""
        if is_barrier(node.tags):
            self._barriers.append(node.id)

    def way(self, way: Way) -> None:
        """Note a way that a car may drive."""
        if not is_drivable(way.tags):
            return
        name = road_class(way.tags)
        assert name is not None, "a drivable way has a class"
        kmh = speed_kmh(way.tags)
        if name == FERRY and (seconds := seconds_of_ferry(way.tags)):
            kmh = float(line_metres(way.lat, way.lon).sum()) / seconds * 3.6
        allowed = {1: ALONG, -1: AGAINST, 0: ALONG | AGAINST}[direction(way.tags)]
        self._refs.append(way.refs)
        self._lat.append(np.rint(way.lat * PER_DEGREE).astype(np.int32))
        self._lon.append(np.rint(way.lon * PER_DEGREE).astype(np.int32))
        self._ways.append((CLASSES.index(name), kmh, allowed))

    def area(self, area: Area) -> None:
        """Nobody drives on areas."""

    def write(self, folder: Path) -> dict[str, Any]:
        """Write ``graph.npz``; return how much there is.

        Raises
        ------
        InputError
            If the extract has no road.
        """
        graph = self.graph()
        graph.save(folder)
        net = graph.allowed > 0
        return {
            "ways": len(self._ways),
            "nodes": len(graph),
            "edges": int(net.sum()),
            "island_edges": int((~net).sum()),
            "road_km": round(int(graph.length_dm[net].sum(dtype=np.int64)) / 10_000),
            "bytes": (folder / FILE).stat().st_size,
        }

    def graph(self) -> RoadGraph:
        """Return the graph of what was collected.

        Raises
        ------
        InputError
            If that is no road.
        """
        if not self._ways:
            raise InputError(FieldProblem(message=message("roads.no_roads")))
        counts = np.array([len(refs) for refs in self._refs])
        cut = _Cut(np.concatenate(self._refs), counts, np.array(self._barriers, dtype=np.int64))
        lat, lon = np.concatenate(self._lat)[cut.points], np.concatenate(self._lon)[cut.points]
        kinds, kmh, allowed = (np.array(column) for column in zip(*self._ways, strict=True))
        metres = np.add.reduceat(
            np.append(line_metres(lat / PER_DEGREE, lon / PER_DEGREE) * cut.inner, 0.0), cut.start[:-1]
        )
        run_ms = np.clip(np.rint(metres * 3_600 / np.maximum(kmh[cut.way], 0.1)), 1, _LONGEST_MS)
        whole = RoadGraph(
            tail=cut.tail,
            head=cut.head,
            allowed=allowed[cut.way].astype(np.uint8),
            length_dm=np.maximum(np.rint(metres * 10), 1).astype(np.int32),
            run_ms=run_ms.astype(np.int32),
            road_class=kinds[cut.way].astype(np.uint8),
            junction=np.zeros(int(max(cut.tail.max(), cut.head.max())) + 1, dtype=bool),
            start=cut.start.astype(np.int32),
            lat=lat,
            lon=lon,
        )
        return _net_of(whole)


class _Cut:
    """Ways cut into edges: which points, in which way, from which node to which."""

    def __init__(self, refs: NDArray[np.int64], counts: NDArray[Any], barriers: NDArray[np.int64]) -> None:
        known, node = np.unique(refs, return_inverse=True)
        last = np.cumsum(counts) - 1
        first = last - counts + 1
        uses = np.bincount(node)
        uses += np.bincount(np.concatenate([node[first], node[last]]), minlength=len(known))
        stops = np.isin(known, barriers)[node]
        at = np.flatnonzero((uses[node] >= 2) | stops)
        way_at = np.repeat(np.arange(len(counts)), counts)[at]
        pair = np.flatnonzero(way_at[:-1] == way_at[1:])
        begin, end = at[pair], at[pair + 1]
        points = end - begin + 1
        self.way = way_at[pair]
        self.start = np.concatenate([[0], np.cumsum(points)])
        self.points = np.repeat(begin - self.start[:-1], points) + np.arange(self.start[-1])
        self.inner = np.ones(len(self.points) - 1)
        self.inner[self.start[1:-1] - 1] = 0.0  # from the last point of an edge to the first of the next
        # Each end at a barrier is a node of its own: nobody gets from one to the other.
        ends = np.concatenate([begin, end])
        named = np.where(stops[ends], len(known) + np.arange(len(ends)), node[ends])
        tail, head = np.split(np.unique(named, return_inverse=True)[1].astype(np.int32), 2)
        self.tail, self.head = tail, head


def _net_of(whole: RoadGraph) -> RoadGraph:
    """Return the largest net in which everything can be reached, and the islands no way leads to."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    along, against = (whole.allowed & ALONG) > 0, (whole.allowed & AGAINST) > 0
    tail = np.concatenate([whole.tail[along], whole.head[against]])
    head = np.concatenate([whole.head[along], whole.tail[against]])
    n = len(whole)
    arcs = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(n, n))
    strong = connected_components(arcs, connection="strong")[1]
    weak = connected_components(arcs, connection="weak")[1]
    main = strong == np.bincount(strong).argmax()
    near = weak == weak[np.flatnonzero(main)[0]]
    net, island = main[whole.tail] & main[whole.head], ~near[whole.tail]
    kept = np.flatnonzero(net | island)
    new = np.where(main, np.cumsum(main) - 1, -1).astype(np.int32)
    lengths = np.diff(whole.start)[kept]
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    points = np.repeat(whole.start[kept] - start[:-1], lengths) + np.arange(start[-1])
    return RoadGraph(
        tail=new[whole.tail[kept]],
        head=new[whole.head[kept]],
        allowed=np.where(net[kept], whole.allowed[kept], 0).astype(np.uint8),
        length_dm=whole.length_dm[kept],
        run_ms=whole.run_ms[kept],
        road_class=whole.road_class[kept],
        junction=(np.bincount(tail, minlength=n) >= _JUNCTION_FROM)[main],
        start=start,
        lat=whole.lat[points],
        lon=whole.lon[points],
    )
