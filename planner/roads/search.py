"""Fastest ways between places on a graph, exact: seconds and metres in one search.

A way's cost is one whole number, milliseconds in its upper bits and decimetres in its lower ones. Sums of them are
exact in a float64, so that one search finds the fastest way, of the fastest the shortest, and its metres with it,
and that a row asked alone is the row of the whole matrix.

References
----------
Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1, 269-271.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.roads.graph import AGAINST, ALONG, JUNCTION_MS, RoadGraph
from planner.roads.snapping import Snapped

__all__ = ["METRE_BITS", "Net", "Step", "costs"]

Step = tuple[int, int, int]
"""Edge, and the decimetres from its tail where one comes from and goes to."""

METRE_BITS = 25
"""3,355 km in decimetres; 28 bits are left for milliseconds, 74 hours."""

_AT_ONCE = 8_000_000
"""Numbers a search holds at once, 64 MB."""


def costs(run_ms: NDArray[Any], length_dm: NDArray[Any]) -> NDArray[np.int64]:
    """Return milliseconds and decimetres as one number each."""
    return (run_ms.astype(np.int64) << METRE_BITS) + length_dm.astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Arcs from node to node with their cost, and the edge they are of, with a sign: negative against it (~edge)."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    cost: NDArray[np.int64]
    edge: NDArray[np.int64]


class Net:
    """A graph with places on it, to be searched.

    An edge with places on it is cut there; a place at an end of an edge is the node.

    Parameters
    ----------
    graph
        The roads.
    run_ms
        Milliseconds of each edge without junctions, int64, at least 1.
    base
        Arcs of the graph, made once with `arcs_of`.
    snapped
        The places.

    Attributes
    ----------
    node
        Node of each place, int64; -1 where it is on no road.
    """

    def __init__(self, graph: RoadGraph, run_ms: NDArray[np.int64], base: Any, snapped: Snapped) -> None:
        self._graph, self._run_ms = graph, run_ms
        edge, at = snapped.edge, snapped.at_dm
        safe = np.maximum(edge, 0)
        length = graph.length_dm[safe].astype(np.int64)
        self.node = np.where(at <= 0, graph.tail[safe], graph.head[safe]).astype(np.int64)
        inside = (edge >= 0) & (at > 0) & (at < length)
        spots, which = np.unique(np.stack([edge[inside], at[inside]], axis=1), axis=0, return_inverse=True)
        self.node[inside] = len(graph) + which.reshape(-1)
        self.node[edge < 0] = -1
        self.spots: NDArray[np.int64] = spots.reshape(-1, 2)
        """Edge and decimetres of every place between two nodes; the first is node ``len(graph)``."""
        cut = np.zeros(len(graph.tail), dtype=bool)
        cut[self.spots[:, 0]] = True
        whole = ~cut[np.where(base.edge < 0, ~base.edge, base.edge)]
        pieces = self._pieces()
        self.arcs = _Arcs(*(
            np.concatenate([getattr(base, name)[whole], getattr(pieces, name)])
            for name in ("tail", "head", "cost", "edge")
        ))  # fmt: skip
        self._size = len(graph) + len(self.spots)
        pair = self.arcs.tail * self._size + self.arcs.head
        order = np.lexsort((self.arcs.cost, pair))
        # Of arcs between the same nodes, the cheapest: a sparse matrix would add them up.
        self._pairs, first = np.unique(pair[order], return_index=True)
        self._kept = order[first]

    @staticmethod
    def arcs_of(graph: RoadGraph, run_ms: NDArray[np.int64]) -> _Arcs:
        """Return the arcs of a graph without places."""
        edges = np.flatnonzero(graph.allowed)
        zero, full = np.zeros(len(edges), dtype=np.int64), graph.length_dm[edges].astype(np.int64)
        return _arcs(graph, run_ms, edges, graph.tail[edges], graph.head[edges], zero, full)

    def times(
        self,
        sources: NDArray[Any],
        goals: NDArray[Any] | None = None,
        *,
        backwards: bool = False,
        limit_ms: int | None = None,
    ) -> NDArray[np.float64]:
        """Return costs from nodes to nodes, infinite where there is no way.

        Parameters
        ----------
        sources
            Nodes, shape (n,).
        goals
            Nodes, shape (m,); None: all.
        backwards
            From the goals to the sources.
        limit_ms
            Look no farther than so many milliseconds.

        Returns
        -------
        ndarray
            Whole numbers as of `costs`, float64, shape (n, m).
        """
        from scipy.sparse.csgraph import dijkstra

        matrix = self._matrix(backwards=backwards)
        limit = np.inf if limit_ms is None else float((limit_ms + 1) << METRE_BITS) - 1
        rows = max(1, _AT_ONCE // self._size)
        goals = np.arange(self._size) if goals is None else goals
        found = np.empty((len(sources), len(goals)))
        for first in range(0, len(sources), rows):
            some = sources[first : first + rows]
            found[first : first + rows] = dijkstra(matrix, indices=some, limit=limit)[:, goals]
        return found

    def way(self, source: int, goal: int) -> tuple[float, list[Step]]:
        """Return the cost of the fastest way between two nodes, and its steps; infinite and none where there is no way.

        Parameters
        ----------
        source, goal
            Nodes; -1: on no road.
        """
        return self.ways(source, [goal])[0]

    def ways(self, source: int, goals: Sequence[int]) -> list[tuple[float, list[Step]]]:
        """Return the fastest ways from one node to several, in one search; as `way` returns each.

        Parameters
        ----------
        source, goals
            Nodes; -1: on no road.
        """
        from scipy.sparse.csgraph import dijkstra

        if source < 0 or all(goal < 0 for goal in goals):
            return [(np.inf, [])] * len(goals)
        found, before = dijkstra(self._matrix(), indices=source, return_predecessors=True)
        return [
            (float(found[goal]), self._steps(before, source, goal)) if goal >= 0 else (np.inf, []) for goal in goals
        ]

    def _steps(self, before: NDArray[np.int32], source: int, goal: int) -> list[Step]:
        way = [goal]
        while way[-1] != source and before[way[-1]] >= 0:
            way.append(int(before[way[-1]]))
        way.reverse()
        return [self._step(one, other) for one, other in pairwise(way)]

    def _step(self, tail: int, head: int) -> Step:
        """Return the edge between neighbours, and where on it one comes from and goes to."""
        arc = self._kept[np.searchsorted(self._pairs, tail * self._size + head)]
        signed = int(self.arcs.edge[arc])
        edge = signed if signed >= 0 else ~signed
        length = int(self._graph.length_dm[edge])
        since, until = (0, length) if signed >= 0 else (length, 0)
        nodes = len(self._graph)
        return (
            edge,
            int(self.spots[tail - nodes, 1]) if tail >= nodes else since,
            int(self.spots[head - nodes, 1]) if head >= nodes else until,
        )

    def _matrix(self, *, backwards: bool = False) -> Any:
        from scipy.sparse import csr_array

        kept = self._kept
        tail, head = self.arcs.tail[kept], self.arcs.head[kept]
        ends = (head, tail) if backwards else (tail, head)
        return csr_array((self.arcs.cost[kept].astype(np.float64), ends), shape=(self._size, self._size))

    def _pieces(self) -> _Arcs:
        """Arcs of the edges that places cut."""
        graph, spots = self._graph, self.spots
        if not len(spots):
            none = np.empty(0, dtype=np.int64)
            return _Arcs(none, none, none, none)
        edges, count = np.unique(spots[:, 0], return_counts=True)
        size = count + 2
        begin = np.cumsum(size) - size
        edge = np.repeat(edges, size)
        at, node = np.zeros(len(edge), dtype=np.int64), np.zeros(len(edge), dtype=np.int64)
        last = begin + size - 1
        at[last] = graph.length_dm[edges]
        node[begin], node[last] = graph.tail[edges], graph.head[edges]
        middle = np.ones(len(edge), dtype=bool)
        middle[begin] = middle[last] = False
        at[middle], node[middle] = spots[:, 1], len(graph) + np.arange(len(spots))
        one = np.flatnonzero(edge[:-1] == edge[1:])
        return _arcs(graph, self._run_ms, edge[one], node[one], node[one + 1], at[one], at[one + 1])


def _arcs(
    graph: RoadGraph, run_ms: NDArray[np.int64], edge: NDArray[Any], tail: NDArray[Any], head: NDArray[Any],
    since_dm: NDArray[np.int64], until_dm: NDArray[np.int64],
) -> _Arcs:  # fmt: skip
    """Return the arcs of pieces of edges, in the directions that are allowed."""
    length, run = graph.length_dm[edge].astype(np.int64), run_ms[edge]
    # Rounded at the ends of pieces: pieces add up to their edge, however it is cut.
    ms = (run * until_dm + length // 2) // length - (run * since_dm + length // 2) // length
    cost = costs(ms, until_dm - since_dm)
    junction = np.append(graph.junction, False)
    toll = np.int64(JUNCTION_MS) << METRE_BITS

    def ends(node: NDArray[Any]) -> NDArray[np.int64]:
        known = np.where(node < len(graph), node, len(graph))
        return np.where(junction[known], toll, 0).astype(np.int64)

    along, against = (graph.allowed[edge] & ALONG) > 0, (graph.allowed[edge] & AGAINST) > 0
    return _Arcs(
        np.concatenate([tail[along], head[against]]).astype(np.int64),
        np.concatenate([head[along], tail[against]]).astype(np.int64),
        np.concatenate([(cost + ends(head))[along], (cost + ends(tail))[against]]),
        np.concatenate([edge[along], ~edge[against]]).astype(np.int64),
    )
