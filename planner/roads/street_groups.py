"""Ways and doors of one name put together to streets: what lies close together is one, what lies far apart is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Grouped", "grouped", "metres"]

_METRES_PER_DEGREE = 111_195.0
_STEP_M = 40.0
"""Points are set along a street at most so far apart."""

_GAP_M = 500.0
"""Parts of a name farther apart than that are streets of their own: squares and parks cut streets, towns end them."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A street.

    Parameters
    ----------
    lat, lon
        Its point nearest to the middle of its extent.
    radius_m
        Metres from there to its farthest point.
    members
        Which of the lines belong to it.
    """

    lat: float
    lon: float
    radius_m: float
    members: tuple[int, ...]


def metres(points: NDArray[np.float64], lat: float) -> NDArray[np.float64]:
    """Return (lat, lon) degrees, shape (n, 2), as metres north and east on a plane that fits at a latitude."""
    return points * np.array([_METRES_PER_DEGREE, _METRES_PER_DEGREE * np.cos(np.radians(lat))])


def grouped(lines: Sequence[NDArray[np.float64]]) -> list[Grouped]:
    """Return the streets that lines of one name make.

    Parameters
    ----------
    lines
        Each an array of (lat, lon) degrees, shape (n, 2), n >= 1; a single point is a door.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    middle = float(np.mean([line[0, 0] for line in lines]))
    dense = [_dense(line, middle) for line in lines]
    owner = np.repeat(np.arange(len(dense)), [len(line) for line in dense])
    points = np.concatenate(dense)
    flat = metres(points, middle)
    pairs = owner[cKDTree(flat).query_pairs(_GAP_M, output_type="ndarray")] if len(lines) > 1 else np.empty((0, 2), int)
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(dense), len(dense)))
    count, label = connected_components(links, directed=False)
    return [_street(points, flat, owner, np.flatnonzero(label == one)) for one in range(count)]


def _street(
    points: NDArray[np.float64], flat: NDArray[np.float64], owner: NDArray[np.int64], members: NDArray[np.int64]
) -> Grouped:
    chosen = np.flatnonzero(np.isin(owner, members))
    own = flat[chosen]
    middle = (own.min(axis=0) + own.max(axis=0)) / 2
    nearest = int(np.argmin(((own - middle) ** 2).sum(axis=1)))
    radius_m = float(np.sqrt(((own - own[nearest]) ** 2).sum(axis=1).max()))
    lat, lon = points[chosen[nearest]]
    return Grouped(float(lat), float(lon), radius_m, tuple(members.tolist()))


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
