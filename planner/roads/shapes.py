"""Lines and rings of a map made small: joined, simplified, cut into tiles, and written as short texts.

Points are arrays of (lat, lon) degrees, float64, shape (n, 2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

__all__ = ["METRES", "clipped", "cut", "decoded", "encoded", "hull", "joined", "simplified"]

METRES = 111_195.0
"""Metres of a degree of latitude on a sphere of 6 371 km."""

_SHORT = 60
"""Points between two others up to which they are measured one by one."""

_STRAIGHT = 0.7
"""Cosine of the largest turn, 45 degrees, with which a street goes straight on over a crossing of its own lines."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {letter: value for value, letter in enumerate(_LETTERS)}

Points = NDArray[np.float64]


def simplified(points: Points, tolerance: float) -> Points:
    """Return a line with as few of its points as keep every point within a distance of it.

    The method is that of Douglas and Peucker (Cartographica 10, 1973); a ring that ends where it begins works alike.

    Parameters
    ----------
    points
        Line or closed ring.
    tolerance
        Metres.
    """
    if len(points) < 3:
        return points
    flat = (points - points[0]) * METRES
    flat[:, 1] *= np.cos(np.radians(points[:, 0].mean()))
    rows = [(y, x) for y, x in flat.tolist()]
    keep = {0, len(points) - 1}
    left = [(0, len(points) - 1)]
    while left:
        first, last = left.pop()
        if last - first < 2:
            continue
        away, middle = _farthest(flat, rows, first, last)
        if away > tolerance:
            keep.add(middle)
            left += [(first, middle), (middle, last)]
    return points[sorted(keep)]


def _farthest(flat: Points, rows: Sequence[tuple[float, float]], first: int, last: int) -> tuple[float, int]:
    """Return how far the farthest point between two others lies from the stretch between them, and which it is.

    Long lines are measured by arrays; short ones point by point, which is ten times as fast for them.
    """
    (y, x), (y2, x2) = rows[first], rows[last]
    dy, dx = y2 - y, x2 - x
    long = dy * dy + dx * dx or 1.0
    if last - first > _SHORT:
        off = flat[first + 1 : last] - (y, x)
        share = np.clip((off @ np.array([dy, dx])) / long, 0, 1)
        away = np.hypot(off[:, 0] - share * dy, off[:, 1] - share * dx)
        worst = int(np.argmax(away))
        return float(away[worst]), first + 1 + worst
    found, middle = -1.0, first
    for index in range(first + 1, last):
        oy, ox = rows[index][0] - y, rows[index][1] - x
        at = min(1.0, max(0.0, (oy * dy + ox * dx) / long))
        distance = hypot(oy - at * dy, ox - at * dx)
        if distance > found:
            found, middle = distance, index
    return found, middle


def joined(lines: Sequence[tuple[int, int, Points]]) -> list[Points]:
    """Return lines put together where two of them meet, or one of several goes straight on; direction is lost.

    Parameters
    ----------
    lines
        Numbers of the first and last point, and the points, of each line.
    """
    ends: defaultdict[int, list[int]] = defaultdict(list)
    for index, (first, last, _) in enumerate(lines):
        ends[first].append(index)
        ends[last].append(index)
    used = [False] * len(lines)
    made = []
    for index, (first, last, points) in enumerate(lines):
        if used[index]:
            continue
        used[index] = True
        back = list(_further(lines, ends, used, first, points[::-1]))
        on = list(_further(lines, ends, used, last, points))
        parts = [part[::-1] for part in reversed(back)] + [points] + on
        made.append(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))
    return made


def _further(
    lines: Sequence[tuple[int, int, Points]], ends: dict[int, list[int]], used: list[bool], at: int, points: Points
) -> Iterator[Points]:
    """Yield the lines that go on from the last of some points, whose number is given, each directed away from it."""
    while True:
        free = [
            (one, lines[one][2] if lines[one][0] == at else lines[one][2][::-1]) for one in ends[at] if not used[one]
        ]
        if len(ends[at]) > 2:
            free = [(one, way) for one, way in free if _straightness(points, way) > _STRAIGHT]
        if not free:
            return
        following, points = max(free, key=lambda pair: _straightness(points, pair[1]))
        used[following] = True
        yield points
        first, last, _ = lines[following]
        at = last if first == at else first


def _straightness(before: Points, after: Points) -> float:
    """Return the cosine of the turn from one line to the next."""
    shrink = np.array([1, np.cos(np.radians(after[0, 0]))])
    coming, going = (before[-1] - before[-2]) * shrink, (after[1] - after[0]) * shrink
    long = float(np.hypot(*coming) * np.hypot(*going))
    return float(coming @ going) / long if long > 0 else 0.0


def cut(points: Points, size: tuple[float, float]) -> Iterator[tuple[tuple[int, int], Points]]:
    """Yield the pieces of a line by the tile they lie in, cut at the edges of the tiles.

    Parameters
    ----------
    points
        The line.
    size
        Degrees of latitude and longitude of a tile; tile (i, j) begins at (i, j) times the size.
    """
    steps = points / size
    if (np.floor(steps.min(axis=0)) == np.floor(steps.max(axis=0))).all():
        yield _tile(steps[0]), points
        return
    rows = [steps[:1]]
    for start, end in pairwise(steps):
        rows += [_crossings(start, end), end[None]]
    fine = np.concatenate(rows)
    tiles = np.floor((fine[:-1] + fine[1:]) / 2).astype(int)
    changes = np.flatnonzero((tiles[1:] != tiles[:-1]).any(axis=1)) + 1
    for first, last in zip([0, *changes], [*changes, len(tiles)], strict=True):
        yield (int(tiles[first][0]), int(tiles[first][1])), fine[first : last + 1] * size


def _tile(step: Points) -> tuple[int, int]:
    return int(np.floor(step[0])), int(np.floor(step[1]))


def _crossings(start: Points, end: Points) -> Points:
    """Points where a stretch crosses whole numbers, in order."""
    shares: set[float] = set()
    for axis in (0, 1):
        low, high = sorted((float(start[axis]), float(end[axis])))
        for whole in range(int(np.floor(low)) + 1, int(np.ceil(high))):
            shares.add(float((whole - start[axis]) / (end[axis] - start[axis])))
    return start + np.array(sorted(shares)).reshape(-1, 1) * (end - start)


def clipped(ring: Points, box: tuple[float, float, float, float]) -> Points:
    """Return the part of an open ring inside a box (south, west, north, east); empty where none is.

    The method is that of Sutherland and Hodgman (CACM 17, 1974): a ring that leaves the box and comes back runs along
    its edge between, which a fill does not show.
    """
    south, west, north, east = box
    for axis, limit, side in ((0, south, 1), (0, north, -1), (1, west, 1), (1, east, -1)):
        if not len(ring):
            break
        off = (ring[:, axis] - limit) * side
        if (off >= 0).all():
            continue
        after, following = np.roll(off, -1), np.roll(ring, -1, axis=0)
        crosses = (off >= 0) != (after >= 0)
        step = np.where(crosses, off / np.where(crosses, off - after, 1), 0)
        both = np.stack([ring, ring + step[:, None] * (following - ring)], axis=1)
        ring = both[np.stack([off >= 0, crosses], axis=1)]
    return ring


def hull(points: Points) -> Points:
    """Return the corners of the smallest convex shape around points, counter-clockwise (Andrew's monotone chain)."""
    rows = np.unique(points, axis=0)
    if len(rows) < 3:
        return rows

    def half(ordered: Points) -> list[Points]:
        chain: list[Points] = []
        for row in ordered:
            while len(chain) >= 2 and _turn(chain[-2], chain[-1], row) <= 0:
                chain.pop()
            chain.append(row)
        return chain[:-1]

    return np.array(half(rows[:, ::-1]) + half(rows[::-1, ::-1]))[:, ::-1]


def _turn(a: Points, b: Points, c: Points) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def encoded(points: Points, quantum: float, origin: tuple[int, int] = (0, 0)) -> str:
    """Return a line as letters, digits, ``-`` and ``_``: steps from point to point in whole quanta.

    Each number is twice its size (less one where it is negative) in groups of five bits, the lowest first; a sixth bit
    says that more follow. Points that fall together are written once.

    Parameters
    ----------
    points
        The line.
    quantum
        Degrees of a step.
    origin
        Where the first step begins, in quanta of latitude and longitude.
    """
    whole = np.rint(points / quantum).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.array([origin], dtype=np.int64))
    moved = np.abs(steps).sum(axis=1) > 0
    moved[0] = True
    text = []
    for number in steps[moved].ravel().tolist():
        left = number << 1 if number >= 0 else ~(number << 1)
        while left >= 32:
            text.append(_LETTERS[32 | (left & 31)])
            left >>= 5
        text.append(_LETTERS[left])
    return "".join(text)


def decoded(text: str, quantum: float, origin: tuple[int, int] = (0, 0)) -> Points:
    """Return the points of what `encoded` wrote."""
    numbers, value, shift = [], 0, 0
    for letter in text:
        bits = _VALUE[letter]
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    steps = np.array(numbers, dtype=np.int64).reshape(-1, 2)
    return np.asarray((np.cumsum(steps, axis=0) + origin) * quantum, dtype=np.float64)
