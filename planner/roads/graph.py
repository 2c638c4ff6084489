"""The roads of a region as a graph: pieces of road between junctions, what each takes, and the line it follows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["AGAINST", "ALONG", "FILE", "FORMAT", "JUNCTION_MS", "PER_DEGREE", "RoadGraph", "line_metres"]

FILE, FORMAT = "graph.npz", 1

ALONG, AGAINST = 1, 2
"""Bits of `RoadGraph.allowed`."""

JUNCTION_MS = 2_000
"""What a junction takes: a point that three or more pieces of road leave."""

PER_DEGREE = 10_000_000
"""OpenStreetMap keeps positions in ten-millionths of a degree, about a centimetre."""

_EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Pieces of road (edges) between points (nodes), in whole numbers: sums of them are exact, in whatever order.

    Every node can be reached from every other: what is not of this net is an island, or is not here at all.

    Parameters
    ----------
    tail, head
        Node where an edge begins and where it ends, int32, shape (edges,); -1 on islands.
    allowed
        uint8, bits: 1 along, 2 against its direction; 0 on islands.
    length_dm, run_ms
        Decimetres, and milliseconds of driving without traffic and junctions; int32, at least 1.
    road_class
        Index into `planner.roads.driving.CLASSES`, uint8.
    junction
        Whether a node takes `JUNCTION_MS` to whoever comes to it, bool, shape (nodes,).
    start
        Edge e's points are ``start[e]`` to ``start[e + 1]``, int32, shape (edges + 1,).
    lat, lon
        Points of all edges one after the other, in ten-millionths of a degree, int32.

    Notes
    -----
    Turn restrictions and traffic signals are not known.
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    allowed: NDArray[np.uint8]
    length_dm: NDArray[np.int32]
    run_ms: NDArray[np.int32]
    road_class: NDArray[np.uint8]
    junction: NDArray[np.bool_]
    start: NDArray[np.int32]
    lat: NDArray[np.int32]
    lon: NDArray[np.int32]

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return len(self.junction)

    @cached_property
    def digest(self) -> str:
        """Twelve letters that change with anything a drive depends on."""
        content = hashlib.sha256(repr((FORMAT, JUNCTION_MS)).encode())
        for field in fields(self):
            content.update(np.ascontiguousarray(getattr(self, field.name)).tobytes())
        return content.hexdigest()[:12]

    @cached_property
    def node_at(self) -> NDArray[np.float64]:
        """(lat, lon) of every node in degrees, shape (nodes, 2)."""
        at = np.empty((len(self), 2))
        net = self.allowed > 0
        for node, point in ((self.tail, self.start[:-1]), (self.head, self.start[1:] - 1)):
            at[node[net]] = np.stack([self.lat[point[net]], self.lon[point[net]]], axis=1) / PER_DEGREE
        return at

    def line(self, edge: int) -> NDArray[np.float64]:
        """Return the points of an edge from tail to head: (lat, lon) in degrees, shape (n, 2)."""
        piece = slice(int(self.start[edge]), int(self.start[edge + 1]))
        return np.stack([self.lat[piece], self.lon[piece]], axis=1) / PER_DEGREE

    def save(self, folder: Path) -> None:
        """Write the graph into a folder; differences between points take less room than points."""
        arrays = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("lat", "lon", "start"):
            arrays[name] = np.diff(arrays[name], prepend=np.int32(0))
        np.savez_compressed(folder / FILE, allow_pickle=False, format=np.array(FORMAT), **arrays)

    @classmethod
    def load(cls, folder: Path) -> RoadGraph:
        """Read the graph of a folder.

        Raises
        ------
        ValueError
            If it was written by another release.
        """
        with np.load(folder / FILE, allow_pickle=False) as data:
            if int(data["format"]) != FORMAT:
                raise ValueError(f"graph {folder}: format {int(data['format'])}, expected {FORMAT}")
            arrays: dict[str, NDArray[Any]] = {field.name: data[field.name] for field in fields(cls)}
        for name in ("lat", "lon", "start"):
            arrays[name] = np.cumsum(arrays[name], dtype=np.int32)
        return cls(**arrays)


def line_metres(lat: NDArray[Any], lon: NDArray[Any]) -> NDArray[np.float64]:
    """Return great-circle metres from each point of a line to the next.

    Parameters
    ----------
    lat, lon
        Degrees, shape (n,); shape of the answer (n - 1,).
    """
    phi, lam = np.radians(lat), np.radians(lon)
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    metres: NDArray[np.float64] = 2 * _EARTH_RADIUS_M * np.arcsin(np.minimum(np.sqrt(half), 1.0))
    return metres
