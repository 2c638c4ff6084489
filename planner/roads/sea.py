"""The sea of a tile, from the pieces of coastline in it.

OpenStreetMap draws a coast as lines with land on the left and water on the right; the sea itself is no area there. In a
tile the sea is what lies to the right of the lines, along the edge of the tile from where a line leaves it to where the
next one enters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["edges_at_sea", "open_water", "sea_of"]

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
Tile = tuple[int, int]

_EDGES = ((0, -1), (1, 0), (0, 1), (-1, 0))
"""Neighbours of a tile in the order its edge is gone along: west, north, east, south."""
_NEAR = 1e-9


def sea_of(pieces: Sequence[Points], box: Box) -> list[Points] | None:
    """Return rings whose even-odd fill is the sea of a tile; None where a coast ends inside it.

    Parameters
    ----------
    pieces
        Coastline inside the tile, each with the sea on its right, cut at the tile's edges.
    box
        South, west, north, east of the tile.
    """
    chains = _chained(pieces)
    rings = [chain for chain in chains if (chain[0] == chain[-1]).all()]
    opened = [chain for chain in chains if not (chain[0] == chain[-1]).all()]
    places = [(_along(chain[0], box), _along(chain[-1], box)) for chain in opened]
    if any(begin is None or end is None for begin, end in places):
        return None
    if not opened:
        islands = any(_area(ring) > 0 for ring in rings)
        return [_corners(0, 4, box), *rings] if islands else rings
    known = [(begin, end) for begin, end in places if begin is not None and end is not None]
    return _closed(opened, known, box) + rings


def _chained(pieces: Sequence[Points]) -> list[Points]:
    """Put pieces together where one begins at the point another ends at."""
    starts = {tuple(piece[0]): index for index, piece in enumerate(pieces)}
    ends = {tuple(piece[-1]) for piece in pieces}
    used: set[int] = set()
    chains = []
    # Pieces nobody leads to come first: what is left after them are rings.
    for index in sorted(range(len(pieces)), key=lambda i: tuple(pieces[i][0]) in ends):
        if index in used:
            continue
        parts: list[Points] = []
        following: int | None = index
        while following is not None and following not in used:
            used.add(following)
            parts.append(pieces[following])
            following = starts.get(tuple(pieces[following][-1]))
        chains.append(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))
    return chains


def _along(point: Points, box: Box) -> float | None:
    """Return how far round the tile's edge a point lies, clockwise from the south-west corner, 0 to 4; None inside."""
    south, west, north, east = box
    up, right = (point[0] - south) / (north - south), (point[1] - west) / (east - west)
    for off, place in ((right, up), (1 - up, 1 + right), (1 - right, 3 - up), (up, 4 - right)):
        if abs(off) < _NEAR:
            return float(place) % 4
    return None


def _closed(opened: Sequence[Points], places: Sequence[tuple[float, float]], box: Box) -> list[Points]:
    left = set(range(len(opened)))
    rings = []
    while left:
        first = following = min(left)
        parts: list[Points] = []
        while True:
            left.discard(following)
            parts.append(opened[following])
            end = places[following][1]
            candidates = left | {first}
            following = min(candidates, key=lambda i: (places[i][0] - end) % 4)
            parts.append(_corners(end, end + (places[following][0] - end) % 4, box))
            if following == first:
                break
        rings.append(np.concatenate(parts))
    return rings


def _corners(start: float, end: float, box: Box) -> Points:
    """Return the corners of the tile between two places of its edge, clockwise."""
    south, west, north, east = box
    corners = ((south, west), (north, west), (north, east), (south, east))
    passed = range(int(np.ceil(start)), int(np.ceil(end)))
    return np.array([corners[whole % 4] for whole in passed], dtype=np.float64).reshape(-1, 2)


def _area(ring: Points) -> float:
    """Return twice the signed area, positive counter-clockwise with north up."""
    lat, lon = ring[:-1, 0], ring[:-1, 1]
    return float(np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat))


def edges_at_sea(pieces: Sequence[Points], rings: Sequence[Points], box: Box) -> tuple[bool, bool, bool, bool]:
    """Return whether the west, north, east and south edge of a tile lie wholly in its sea.

    Parameters
    ----------
    pieces, box
        As in `sea_of`.
    rings
        Its answer.
    """
    touched = [place for piece in pieces for end in (0, -1) if (place := _along(piece[end], box)) is not None]
    wet = {tuple(corner) for ring in rings for corner in ring}
    corners = [tuple(corner) for corner in _corners(0, 4, box)]
    dry = [any(whole <= place <= whole + 1 or place == (whole + 1) % 4 for place in touched) for whole in range(4)]
    found = [corners[i] in wet and corners[(i + 1) % 4] in wet and not dry[i] for i in range(4)]
    return found[0], found[1], found[2], found[3]


def open_water(
    seas: Mapping[Tile, tuple[bool, bool, bool, bool]], land: Collection[Tile], within: tuple[Tile, Tile]
) -> set[Tile]:
    """Return the tiles without coast or land that a sea reaches from tile to tile.

    Parameters
    ----------
    seas
        Tiles with a coast, and which of their edges lie in the sea.
    land
        Tiles with something on land.
    within
        First and last tile to look at.
    """
    (low_i, low_j), (high_i, high_j) = within
    found: set[Tile] = set()
    left = [
        (i + di, j + dj) for (i, j), wet in seas.items() for (di, dj), is_wet in zip(_EDGES, wet, strict=True) if is_wet
    ]
    while left:
        i, j = left.pop()
        inside = low_i <= i <= high_i and low_j <= j <= high_j
        if not inside or (i, j) in found or (i, j) in seas or (i, j) in land:
            continue
        found.add((i, j))
        left += [(i + di, j + dj) for di, dj in _EDGES]
    return found
