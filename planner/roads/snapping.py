"""Where places lie on the roads of a graph: the nearest point of the nearest piece of road, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.roads.graph import PER_DEGREE, RoadGraph

__all__ = ["BESIDE_ISLAND_M", "FARTHEST_M", "Snapped", "Snapper"]

FARTHEST_M = 500.0
"""A place farther than this from every road of the net is not reached by it."""

BESIDE_ISLAND_M = 100.0
"""A place whose nearest road is on an island is of the net only if the net is this near."""

_EARTH_RADIUS_M = 6_371_008.8
_PIECE_M = 50.0
_SLACK_M = 0.01
"""What a chord differs from the ground by."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Places on roads.

    Parameters
    ----------
    edge
        Edge of each place; -1 where no road is near enough.
    at_dm
        Decimetres from the edge's tail, 0 to its length.
    away_m
        Metres from the place to that road; infinite where none is near enough.
    """

    edge: NDArray[np.int64]
    at_dm: NDArray[np.int64]
    away_m: NDArray[np.float64]


class Snapper:
    """Finds the nearest road; made once for a graph.

    Lines are cut into pieces of at most 50 m whose middles are in a tree. The nearest piece has its middle no
    farther away than the nearest middle's piece plus half a piece: only those are looked at.
    """

    def __init__(self, graph: RoadGraph) -> None:
        from scipy.spatial import cKDTree

        lat, lon = graph.lat / PER_DEGREE, graph.lon / PER_DEGREE
        points = _on_sphere(lat, lon)
        edge_of = np.repeat(np.arange(len(graph.tail)), np.diff(graph.start))
        first = np.flatnonzero(edge_of[:-1] == edge_of[1:])
        metres = np.linalg.norm(points[first + 1] - points[first], axis=1)
        count = np.maximum(np.ceil(metres / _PIECE_M), 1).astype(np.int64)
        which = np.repeat(np.arange(len(first)), count)
        step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        share, width = step / count[which], 1 / count[which]
        line = points[first + 1] - points[first]
        self._begin = points[first][which] + line[which] * share[:, None]
        self._line = line[which] * width[:, None]
        self._edge = edge_of[first][which]
        # How far along its edge a piece begins and ends, as a part of the edge.
        before = np.cumsum(metres) - metres
        whole = np.bincount(edge_of[first], weights=metres, minlength=len(graph.tail))
        before -= before[np.searchsorted(edge_of[first], edge_of[first])]
        length = np.maximum(whole[self._edge], 1e-9)
        self._since = (before[which] + metres[which] * share) / length
        self._part = metres[which] * width / length
        self._on_net = graph.allowed[self._edge] > 0
        self._length_dm = graph.length_dm
        self._tree = cKDTree(self._begin + self._line / 2)

    def snap(self, lat_lon: Sequence[tuple[float, float]]) -> Snapped:
        """Return where places lie on roads.

        Parameters
        ----------
        lat_lon
            Degrees, WGS84.
        """
        at = np.array(lat_lon, dtype=np.float64).reshape(-1, 2)
        points = _on_sphere(at[:, 0], at[:, 1])
        nearest_m = self._tree.query(points)[0] if len(points) else np.empty(0)
        near = self._nearest(points, np.minimum(nearest_m, FARTHEST_M) + _PIECE_M / 2 + _SLACK_M)
        for one in np.flatnonzero(near.piece >= 0):
            if not self._on_net[near.piece[one]]:
                beside = self._nearest(points[one : one + 1], np.array([BESIDE_ISLAND_M + _PIECE_M / 2]), net_only=True)
                near.piece[one], near.share[one] = beside.piece[0], beside.share[0]
                near.away_m[one] = beside.away_m[0] if beside.away_m[0] <= BESIDE_ISLAND_M else np.inf
        found = near.away_m <= FARTHEST_M
        piece = np.where(found, near.piece, 0)
        edge = self._edge[piece]
        length = self._length_dm[edge].astype(np.int64)
        along = self._since[piece] + near.share * self._part[piece]
        at_dm = np.clip(np.rint(length * along).astype(np.int64), 0, length)
        return Snapped(np.where(found, edge, -1), np.where(found, at_dm, 0), near.away_m)

    def _nearest(self, points: NDArray[np.float64], within_m: NDArray[np.float64], *, net_only: bool = False) -> _Near:
        """Return the nearest piece of each point of those whose middle is within some metres."""
        pieces = [np.array(some, dtype=np.int64) for some in self._tree.query_ball_point(points, within_m)]
        owner = np.repeat(np.arange(len(points)), [len(some) for some in pieces])
        piece = np.concatenate([*pieces, np.empty(0, dtype=np.int64)])
        if net_only:
            owner, piece = owner[self._on_net[piece]], piece[self._on_net[piece]]
        line, off = self._line[piece], points[owner] - self._begin[piece]
        share = np.einsum("ij,ij->i", off, line) / np.maximum(np.einsum("ij,ij->i", line, line), 1e-12)
        share = np.clip(share, 0.0, 1.0)
        away_m = np.linalg.norm(off - line * share[:, None], axis=1)
        order = np.lexsort((piece, np.round(away_m, 3), owner))  # of equals, the first: corners are of many edges
        who, first = np.unique(owner[order], return_index=True)
        best = order[first]
        n = len(points)
        near = _Near(np.full(n, -1, dtype=np.int64), np.zeros(n), np.full(n, np.inf))
        near.piece[who], near.share[who], near.away_m[who] = piece[best], share[best], away_m[best]
        return near


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """The nearest piece of each point (-1: none), where on it as a part of it, and metres to it."""

    piece: NDArray[np.int64]
    share: NDArray[np.float64]
    away_m: NDArray[np.float64]


def _on_sphere(lat: NDArray[Any], lon: NDArray[Any]) -> NDArray[np.float64]:
    """Points in metres from the middle of the earth, shape (n, 3): near each other, straight is as on the ground."""
    phi, lam = np.radians(lat), np.radians(lon)
    return _EARTH_RADIUS_M * np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)
