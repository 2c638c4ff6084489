"""How far one gets, or from how far one comes, within a time: what an isochrone is drawn of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.roads.graph import AGAINST, ALONG, RoadGraph
from planner.roads.lines import part_of

__all__ = ["Reach", "reach_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Roads within a time of a place.

    Parameters
    ----------
    limit_s
        The time.
    lat_lon
        Junctions and ends of roads within it, degrees, shape (n, 2).
    seconds
        What each of them takes, shape (n,).
    lines
        The roads, the last ones up to where time is over: (lat, lon) in degrees, arrays of shape (m, 2).
    """

    limit_s: int
    lat_lon: NDArray[np.float64]
    seconds: NDArray[np.float64]
    lines: tuple[NDArray[np.float64], ...]


def reach_of(
    graph: RoadGraph,
    run_ms: NDArray[np.float64],
    node_ms: NDArray[np.float64],
    limit_ms: float,
    *,
    towards: bool,
) -> Reach:
    """Return what lies within a time.

    Parameters
    ----------
    graph
        The roads.
    run_ms
        Milliseconds of each edge, shape (edges,).
    node_ms
        Milliseconds of each node from the place, or to it; infinite where it is too far. Shape (nodes,).
    limit_ms
        The time.
    towards
        Whether times are to the place: roads are then followed against their direction.
    """
    inside = np.flatnonzero(node_ms <= limit_ms)
    net = graph.allowed > 0
    at_tail = np.where(net, node_ms[graph.tail], np.inf)
    at_head = np.where(net, node_ms[graph.head], np.inf)
    out, back = (AGAINST, ALONG) if towards else (ALONG, AGAINST)
    from_tail = np.where((graph.allowed & out) > 0, (limit_ms - at_tail) / run_ms, -1.0)
    from_head = np.where((graph.allowed & back) > 0, (limit_ms - at_head) / run_ms, -1.0)
    lines: list[NDArray[np.float64]] = []
    for edge in np.flatnonzero(np.maximum(from_tail, from_head) > 0).tolist():
        length, first, second = int(graph.length_dm[edge]), float(from_tail[edge]), float(from_head[edge])
        if max(first, 0) + max(second, 0) >= 1:
            lines.append(graph.line(edge))
            continue
        if first > 0:
            lines.append(part_of(graph, edge, 0, length * first))
        if second > 0:
            lines.append(part_of(graph, edge, length * (1 - second), length))
    return Reach(round(limit_ms / 1000), graph.node_at[inside], node_ms[inside] / 1000, tuple(lines))
