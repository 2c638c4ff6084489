"""Layers of the map: roads, water, woods and names of an extract, by level of detail and tile.

    read_extract(pbf, [collector := LayerCollector()])
    collector.write(folder)
    layers = Layers.load(folder)
    layers.tile(LEVELS[1], layers.positions(LEVELS[1], (59.2, 17.8, 59.4, 18.2))[0])

A level keeps what a width can show: fewer classes, fewer points, smaller numbers. A tile is JSON that the page draws as
it is: ``corner`` in quanta, ``lines`` in groups [class, name, texts], ``water``, ``green`` and ``sea`` as rings, and
``land`` 1 where all its land is known. Texts are those of `planner.roads.shapes.encoded`.
"""

from __future__ import annotations

import gzip
import json
import mmap
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from planner.roads.extract import Area, Node, Way
from planner.roads.levels import LEVELS, Level
from planner.roads.mapped import Line, area_kind, line_class, place_weight, road_name
from planner.roads.shapes import hull, joined
from planner.roads.tiling import Tiling

__all__ = ["LayerCollector", "Layers", "PlaceName"]

_INDEX, _TILES = "layers.json.gz", "layers.bin"
_LAST_ROAD = Line.SERVICE

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
PlaceName = tuple[str, float, float, int]
"""Name, latitude, longitude, weight (inhabitants, or a figure of its kind)."""


class LayerCollector:
    """Takes roads, railways, waters, woods, coasts and places from an extract."""

    name = "layers"

    def __init__(self) -> None:
        self._tilings = [Tiling(level) for level in LEVELS]
        self._lines: defaultdict[tuple[int, str], list[tuple[int, int, Points]]] = defaultdict(list)
        self._places: list[PlaceName] = []
        self._edge: list[Points] = []
        self._areas: Counter[str] = Counter()

    def node(self, node: Node) -> None:
        """Take the name of a place."""
        weight = place_weight(node.tags)
        if weight is not None:
            self._places.append((node.tags["name"], round(node.lat, 5), round(node.lon, 5), weight))

    def way(self, way: Way) -> None:
        """Take a road, a railway, a waterway or a coast."""
        points = np.column_stack([way.lat, way.lon])
        if way.tags.get("natural") == "coastline":
            self._areas["coast"] += 1
            for tiling in self._tilings:
                tiling.coast(points)
            return
        kind = line_class(way.tags)
        if kind is None:
            return
        is_road = kind <= _LAST_ROAD
        name = road_name(way.tags) if is_road else ""
        self._lines[int(kind), name].append((int(way.refs[0]), int(way.refs[-1]), points))
        if is_road and way.tags.get("bridge", "no") == "no":
            self._edge.append(points[[*points.argmin(axis=0), *points.argmax(axis=0)]])
            for tiling in self._tilings:
                tiling.on_land(points)

    def area(self, area: Area) -> None:
        """Take water or green."""
        kind = area_kind(area.tags)
        if kind is not None:
            self._areas[kind] += 1
            for tiling in self._tilings:
                tiling.area(kind, area.rings)

    def write(self, folder: Path) -> dict[str, Any]:
        """Write tiles and index, and return counts of lines by class, of areas, places and bytes."""
        lines: Counter[str] = Counter()
        for (kind, name), found in self._lines.items():
            for points in joined(found):
                lines[Line(kind).name.lower()] += 1
                for tiling in self._tilings:
                    tiling.line(kind, name, points)
        edge = hull(np.concatenate(self._edge)) if self._edge else np.empty((0, 2))
        index: dict[str, Any] = {
            "edge": edge.round(5).tolist(),
            "wet": self._areas["water"] + self._areas["coast"] > 0,
            "places": sorted(self._places, key=lambda row: (-row[3], row[0])),
            "levels": {},
        }
        with (folder / _TILES).open("wb") as file:
            for tiling in self._tilings:
                index["levels"][tiling.level.name] = _stored(tiling, file)
        packed = gzip.compress(json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
        (folder / _INDEX).write_bytes(packed)
        stored = (folder / _TILES).stat().st_size + len(packed)
        counted = {"lines": dict(sorted(lines.items())), "areas": dict(sorted(self._areas.items()))}
        return counted | {"places": len(self._places), "bytes": stored}


def _stored(tiling: Tiling, file: BinaryIO) -> dict[str, list[int]]:
    """Write a level's tiles and return where each lies: first byte, bytes, letters of its text."""
    where = {}
    for (i, j), content in tiling.tiles():
        packed = gzip.compress(content.encode(), mtime=0)
        where[f"{i}:{j}"] = [file.tell(), len(packed), len(content)]
        file.write(packed)
    return where


class Layers:
    """Layers of the map on a disk; tiles are read when they are asked for.

    Parameters
    ----------
    index
        What `LayerCollector` wrote.
    content
        The tiles, one after the other.
    """

    def __init__(self, index: dict[str, Any], content: bytes | mmap.mmap) -> None:
        self._content = content
        self._levels: dict[str, dict[tuple[int, int], list[int]]] = {
            name: {_position(key): row for key, row in tiles.items()} for name, tiles in index["levels"].items()
        }
        self.edge: tuple[tuple[float, float], ...] = tuple((lat, lon) for lat, lon in index["edge"])
        """Corners (lat, lon) of the convex shape around all roads."""
        self.is_wet: bool = index["wet"]
        """Whether water is known: without it, what is no road is not shown as land."""
        self._places: list[PlaceName] = [(name, lat, lon, weight) for name, lat, lon, weight in index["places"]]

    @classmethod
    def load(cls, folder: Path) -> Layers | None:
        """Return the layers in a folder; None where there are none."""
        if not (folder / _INDEX).exists() or not (folder / _TILES).exists():
            return None
        index = json.loads(gzip.decompress((folder / _INDEX).read_bytes()))
        with (folder / _TILES).open("rb") as file:
            # The map stays readable when a newer import has replaced the file; a file of no bytes cannot be mapped.
            size = file.seek(0, 2)
            return cls(index, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")

    def covers(self, box: Box) -> bool:
        """Whether any road of the layers may lie in a box (south, west, north, east)."""
        if not self.edge:
            return False
        lats, lons = zip(*self.edge, strict=True)
        south, west, north, east = box
        return bool(min(lats) <= north and south <= max(lats) and min(lons) <= east and west <= max(lons))

    def positions(self, level: Level, box: Box) -> tuple[tuple[int, int], ...]:
        """Return the tiles of a level that meet a box and hold something."""
        known, (south, west, north, east), (tall, wide) = self._levels[level.name], box, level.size
        rows = range(int(np.floor(south / tall)), int(np.floor(north / tall)) + 1)
        columns = range(int(np.floor(west / wide)), int(np.floor(east / wide)) + 1)
        if len(rows) * len(columns) > len(known):
            return tuple(sorted(tile for tile in known if tile[0] in rows and tile[1] in columns))
        return tuple((i, j) for i in rows for j in columns if (i, j) in known)

    def letters(self, level: Level, tiles: Iterable[tuple[int, int]]) -> int:
        """Return how many letters tiles take in a page."""
        return sum(self._levels[level.name][tile][2] for tile in tiles if tile in self._levels[level.name])

    def tile(self, level: Level, position: tuple[int, int]) -> dict[str, Any]:
        """Return the content of a tile."""
        first, size, _ = self._levels[level.name][position]
        content: dict[str, Any] = json.loads(gzip.decompress(self._content[first : first + size]))
        return content

    def places_in(self, box: Box, *, limit: int = 150) -> tuple[PlaceName, ...]:
        """Return the weightiest place names in a box."""
        south, west, north, east = box
        inside = (row for row in self._places if south <= row[1] <= north and west <= row[2] <= east)
        return tuple(islice(inside, limit))


def _position(key: str) -> tuple[int, int]:
    i, j = key.split(":")
    return int(i), int(j)
