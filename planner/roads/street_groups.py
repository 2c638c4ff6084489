"""Ways and doors of one name put together to streets: what lies close together is one, what lies far apart is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Edges", "Grouped", "grouped", "metres"]

_METRES_PER_DEGREE = 111_195.0
_STEP_M = 40.0
"""Points are set along a street at most so far apart."""

_GAP_M = 500.0
"""Parts of a name farther apart than that are streets of their own: squares and parks cut streets, towns end them."""

_STRIP_M, _USUAL = 250.0, 0.25
_NEAR_EDGE_M = 300.0


@dataclass(frozen=True, slots=True)
class Grouped:
    """A street.

    Parameters
    ----------
    lat, lon
        Its point nearest to the middle of its extent.
    radius_m
        Metres from there to its farthest point.
    box
        South, west, north and east of it, degrees.
    members
        Which of the lines belong to it.
    """

    lat: float
    lon: float
    radius_m: float
    box: tuple[float, float, float, float]
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """Where an extract ends: south, west, north and east, degrees.

    Streets near an edge may go on beyond it, and nobody can tell from the extract.
    """

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def of(cls, lines: Sequence[NDArray[np.float64]]) -> Edges:
        """Return where the streets of an extract, each as in `grouped`, become few.

        Extracts are cut by a rectangle, often with the ways that cross it left whole: those stand out like fringes.
        So an edge lies where the first strip of 250 m holds a quarter of what such a strip usually does.
        """
        points = np.concatenate(lines) if lines else np.empty((0, 2))
        if not len(points):
            return cls(0.0, 0.0, 0.0, 0.0)
        step = _STRIP_M / metres(np.ones((1, 2)), float(points[:, 0].mean()))[0]
        (south, north), (west, east) = (_ends(points[:, axis], float(step[axis])) for axis in (0, 1))
        return cls(south, west, north, east)

    def cut(self, street: Grouped) -> bool:
        """Whether a street comes so near to an edge that it may go on beyond it."""
        south, west, north, east = street.box
        (north_m, east_m) = _NEAR_EDGE_M / metres(np.ones((1, 2)), street.lat)[0]
        return bool(
            south < self.south + north_m
            or north > self.north - north_m
            or west < self.west + east_m
            or east > self.east - east_m
        )


def _ends(values: NDArray[np.float64], step: float) -> tuple[float, float]:
    low = float(values.min())
    strips = np.bincount(((values - low) / step).astype(int))
    full = np.flatnonzero(strips >= _USUAL * np.median(strips[strips > 0]))
    first, last = int(full[0]), int(full[-1])
    inner = values[(values >= low + first * step) & (values <= low + (last + 1) * step)]
    return float(inner.min()), float(inner.max())


def metres(points: NDArray[np.float64], lat: float) -> NDArray[np.float64]:
    """Return (lat, lon) degrees, shape (n, 2), as metres north and east on a plane that fits at a latitude."""
    flat: NDArray[np.float64] = points * np.array([_METRES_PER_DEGREE, _METRES_PER_DEGREE * np.cos(np.radians(lat))])
    return flat


def grouped(lines: Sequence[NDArray[np.float64]]) -> list[Grouped]:
    """Return the streets that lines of one name make.

    Parameters
    ----------
    lines
        Each an array of (lat, lon) degrees, shape (n, 2), n >= 1; a single point is a door.
    """
    middle = float(np.mean([line[0, 0] for line in lines]))
    dense = [_dense(line, middle) for line in lines]
    owner = np.repeat(np.arange(len(dense)), [len(line) for line in dense])
    points = np.concatenate(dense)
    flat = metres(points, middle)
    label = _together(flat, owner) if len(lines) > 1 else np.zeros(1, dtype=int)
    return [_street(points, flat, owner, np.flatnonzero(label == one)) for one in range(label.max() + 1)]


def _together(flat: NDArray[np.float64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each line the number of its street."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    pairs = owner[cKDTree(flat).query_pairs(_GAP_M, output_type="ndarray")]
    size = int(owner[-1]) + 1
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    label: NDArray[np.int64] = connected_components(links, directed=False)[1].astype(np.int64)
    return label


def _street(
    points: NDArray[np.float64], flat: NDArray[np.float64], owner: NDArray[np.int64], members: NDArray[np.int64]
) -> Grouped:
    chosen = np.flatnonzero(np.isin(owner, members))
    own = flat[chosen]
    middle = (own.min(axis=0) + own.max(axis=0)) / 2
    nearest = int(np.argmin(((own - middle) ** 2).sum(axis=1)))
    radius_m = float(np.sqrt(((own - own[nearest]) ** 2).sum(axis=1).max()))
    lat, lon = points[chosen[nearest]]
    (south, west), (north, east) = points[chosen].min(axis=0).tolist(), points[chosen].max(axis=0).tolist()
    return Grouped(float(lat), float(lon), radius_m, (south, west, north, east), tuple(members.tolist()))


def _dense(line: NDArray[np.float64], lat: float) -> NDArray[np.float64]:
    """The line with points at most a step apart."""
    if len(line) < 2:
        return line
    flat = metres(line, lat)
    lengths = np.sqrt((np.diff(flat, axis=0) ** 2).sum(axis=1))
    steps = np.maximum(1, np.ceil(lengths / _STEP_M)).astype(int)
    at = np.concatenate([k + np.arange(n) / n for k, n in enumerate(steps)] + [np.array([len(line) - 1.0])])
    whole = np.arange(len(line))
    return np.column_stack([np.interp(at, whole, line[:, 0]), np.interp(at, whole, line[:, 1])])
