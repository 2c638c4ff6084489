"""Parts of the lines of roads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.roads.graph import RoadGraph, line_metres
from planner.roads.search import Step

__all__ = ["line_of", "part_of"]


def part_of(graph: RoadGraph, edge: int, since_dm: float, until_dm: float) -> NDArray[np.float64]:
    """Return the part of an edge's line between two points of it, in that direction.

    Parameters
    ----------
    graph, edge
        The road.
    since_dm, until_dm
        Decimetres from the edge's tail.

    Returns
    -------
    ndarray
        (lat, lon) in degrees, shape (n, 2), n >= 2.
    """
    line = graph.line(edge)
    metres = line_metres(line[:, 0], line[:, 1])
    along = np.concatenate([[0.0], np.cumsum(metres)])
    along *= graph.length_dm[edge] / max(along[-1], 1e-9)
    low, high = sorted((float(since_dm), float(until_dm)))
    inner = line[(along > low) & (along < high)]
    ends = np.stack([np.interp([low, high], along, line[:, axis]) for axis in (0, 1)], axis=1)
    part: NDArray[np.float64] = np.concatenate([ends[:1], inner, ends[1:]])
    return part if since_dm <= until_dm else part[::-1]


def line_of(graph: RoadGraph, steps: Sequence[Step]) -> NDArray[np.float64]:
    """Return the line of a way: (lat, lon) in degrees, no point twice in a row, shape (n, 2)."""
    parts = [part_of(graph, *step) for step in steps]
    whole = np.concatenate(parts)
    moved = np.concatenate([[True], (np.abs(np.diff(whole, axis=0)) > 1e-9).any(axis=1)])
    line: NDArray[np.float64] = whole[moved]
    return line
