"""Tiles of a level, made from the lines, areas and coasts of an extract."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from planner.roads.levels import Level
from planner.roads.sea import edges_at_sea, open_water, sea_of
from planner.roads.shapes import METRES, clipped, cut, encoded, simplified

__all__ = ["Tiling"]

Points = NDArray[np.float64]
Position = tuple[int, int]
Rings = Sequence[tuple[Points, Sequence[Points]]]


class Tiling:
    """Collects what a level shows, tile by tile.

    Parameters
    ----------
    level
        How much detail.
    """

    def __init__(self, level: Level) -> None:
        self.level = level
        self._lines: defaultdict[Position, defaultdict[tuple[int, str], list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._areas: defaultdict[Position, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._coasts: defaultdict[Position, list[Points]] = defaultdict(list)
        self._land: set[Position] = set()

    def line(self, kind: int, name: str, points: Points) -> None:
        """Add a line of a class."""
        if kind not in self.level.lines:
            return
        for tile, piece in cut(simplified(points, self.level.tolerance), self.level.size):
            self._lines[tile][kind, name].append(self._written(piece, tile))

    def on_land(self, points: Points) -> None:
        """Note that there is land in the tiles where the points of a line lie."""
        self._land.update((int(i), int(j)) for i, j in np.floor(points / self.level.size).tolist())

    def area(self, kind: str, rings: Rings) -> None:
        """Add an area; what is too small to be seen is left out, and so are its islands."""
        for outer, inners in rings:
            simple = self._ring(outer)
            if simple is None:
                continue
            holes = [hole for inner in inners if (hole := self._ring(inner)) is not None]
            for tile, parts in self._tiled([simple, *holes]):
                self._areas[tile][kind].append(" ".join(self._written(part, tile) for part in parts))

    def coast(self, points: Points) -> None:
        """Add a coastline with the sea on its right."""
        for tile, piece in cut(simplified(points, self.level.tolerance), self.level.size):
            self._coasts[tile].append(piece)

    def tiles(self) -> Iterator[tuple[Position, str]]:
        """Yield every tile and its content as JSON."""
        seas, coastal = {}, {}
        for tile, pieces in self._coasts.items():
            box = self.level.box(tile)
            rings = sea_of(pieces, box)
            coastal[tile] = (False, False, False, False) if rings is None else edges_at_sea(pieces, rings, box)
            if rings is not None:
                seas[tile] = [" ".join(self._written(ring, tile) for ring in rings)]
        land = self._land | set(self._areas)
        for tile in self._open_water(coastal, land):
            south, west, north, east = self.level.box(tile)
            whole = np.array([(south, west), (north, west), (north, east), (south, east)])
            seas[tile] = [self._written(whole, tile)]
        for tile in sorted(land | set(self._lines) | set(seas)):
            known = tile in seas or (tile in land and tile not in self._coasts)
            yield tile, self._content(tile, seas.get(tile), known=known)

    def _open_water(
        self, coastal: dict[Position, tuple[bool, bool, bool, bool]], land: Collection[Position]
    ) -> set[Position]:
        tiles = list(land) + list(coastal)
        if not coastal or not tiles:
            return set()
        low = min(i for i, _ in tiles), min(j for _, j in tiles)
        return open_water(coastal, land, (low, (max(i for i, _ in tiles), max(j for _, j in tiles))))

    def _content(self, tile: Position, sea: list[str] | None, *, known: bool) -> str:
        lines: dict[tuple[int, str], list[str]] = self._lines.get(tile, {})
        content: dict[str, object] = {"corner": self.level.corner(tile)}
        if known:
            content["land"] = 1
        if sea is not None:
            content["sea"] = sea
        content |= self._areas.get(tile, {})
        content["lines"] = [[kind, name, " ".join(texts)] for (kind, name), texts in sorted(lines.items())]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    def _ring(self, ring: Points) -> Points | None:
        """Return an open simplified ring; None where it is too small."""
        tall, wide = np.ptp(ring, axis=0) * METRES * (1, np.cos(np.radians(ring[0, 0])))
        if tall * wide < self.level.least**2:
            return None
        simple = simplified(ring, self.level.tolerance)[:-1]
        return simple if len(simple) >= 3 else None

    def _tiled(self, rings: list[Points]) -> Iterator[tuple[Position, list[Points]]]:
        """Yield the part of an area in every tile it reaches."""
        tall, wide = self.level.size
        low, high = rings[0].min(axis=0), rings[0].max(axis=0)
        first, last = np.floor(low / self.level.size).astype(int), np.floor(high / self.level.size).astype(int)
        for i in range(int(first[0]), int(last[0]) + 1):
            row = self._inside(rings, (i * tall, low[1] - 1, (i + 1) * tall, high[1] + 1))
            for j in range(int(first[1]), int(last[1]) + 1) if row else ():
                parts = self._inside(row, (i * tall, j * wide, (i + 1) * tall, (j + 1) * wide))
                if parts:
                    yield (i, j), parts

    def _inside(self, rings: list[Points], box: tuple[float, float, float, float]) -> list[Points]:
        """Return the rings inside a box, the outer one first; none where it only touches the box."""
        found = [clipped(ring, box) for ring in rings]
        wide = [len(ring) >= 3 and bool((np.ptp(ring, axis=0) > self.level.quantum).all()) for ring in found]
        return [ring for ring, is_wide in zip(found, wide, strict=True) if is_wide] if wide[0] else []

    def _written(self, points: Points, tile: Position) -> str:
        return encoded(points, self.level.quantum, self.level.corner(tile))
