"""Streets and house numbers of an extract, collected into the index that addresses are looked up in."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.roads.extract import Area, Node, Way
from planner.roads.street_groups import Edges, grouped, metres
from planner.roads.street_index import DOOR_M, FILE, TABLES, Door, Street, StreetIndex
from planner.roads.street_names import street_keys

__all__ = ["Door", "Street", "StreetCollector", "StreetIndex"]

_INDEXES = "CREATE INDEX street_key ON street (key); CREATE INDEX door_street ON door (street, number);"
_NO_STREETS = frozenset({"proposed", "construction", "platform", "services", "rest_area", "bus_stop", "elevator"})
_LOCALITIES = frozenset(
    {"city", "town", "village", "hamlet", "suburb", "quarter", "neighbourhood", "isolated_dwelling"}
)
_LOCALITY_M = 6_000
_NUMBER = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?\s*([a-zåäö]?)", re.IGNORECASE)

_Lines = NDArray[np.float64]
_Door = tuple[int, str, int, str, str]  # number, letter, radius, postcode, city


class StreetCollector:
    """Takes named streets, house numbers and places from an extract; see `planner.roads.extract.Collector`."""

    name = "streets"

    def __init__(self) -> None:
        self._lines: dict[str, list[_Lines]] = defaultdict(list)
        self._doors: dict[str, list[tuple[_Lines, _Door]]] = defaultdict(list)
        self._places: list[tuple[str, float, float]] = []
        self._names: dict[str, str] = {}

    def node(self, node: Node) -> None:
        """Take a house number or a place."""
        if node.tags.get("place") in _LOCALITIES and (name := node.tags.get("name")):
            self._places.append((name, node.lat, node.lon))
        self._door(node.tags, np.array([[node.lat, node.lon]]), DOOR_M)

    def way(self, way: Way) -> None:
        """Take a street with a name."""
        if (name := way.tags.get("name")) and way.tags.get("highway", "proposed") not in _NO_STREETS:
            self._lines[self._filed(name)].append(np.column_stack([way.lat, way.lon]))

    def area(self, area: Area) -> None:
        """Take a square with a name, or the house number of a building: its middle."""
        if (name := area.tags.get("name")) and (area.tags.get("place") == "square" or "highway" in area.tags):
            self._lines[self._filed(name)] += [outer for outer, _ in area.rings]
        if "addr:housenumber" in area.tags and area.rings:
            points = np.concatenate([outer for outer, _ in area.rings])
            middle = (points.min(axis=0) + points.max(axis=0)) / 2
            reach = metres(points - middle, float(middle[0]))
            self._door(area.tags, middle[None, :], max(DOOR_M, round(float(np.sqrt((reach**2).sum(axis=1).max())))))

    def _filed(self, name: str) -> str:
        """Ways are of one street where their names have the same letters; return those."""
        letters = "".join(one for one in name.casefold() if one.isalnum())
        self._names.setdefault(letters, name)
        return letters

    def _door(self, tags: Any, position: _Lines, radius_m: int) -> None:
        street = tags.get("addr:street") or tags.get("addr:place")
        if not street or not (written := tags.get("addr:housenumber")):
            return
        postcode, city = re.sub(r"\D", "", tags.get("addr:postcode", "")), tags.get("addr:city", "")
        for number, letter in _numbers(written):
            self._doors[self._filed(street)].append((position, (number, letter, radius_m, postcode, city)))

    def write(self, folder: Path) -> dict[str, Any]:
        """Write the index into a folder; return how many streets, doors and places it holds."""
        file = folder / FILE
        file.unlink(missing_ok=True)
        nearest = _Nearest(self._places)
        edges = Edges.of([line for lines in self._lines.values() for line in lines])
        streets = doors = 0
        with closing(sqlite3.connect(file)) as db, db:
            db.executescript(TABLES)
            for letters in sorted(self._lines.keys() | self._doors.keys()):
                name, keys = self._names[letters], street_keys(self._names[letters])
                if not keys:
                    continue
                lines, found = self._lines.get(letters, []), self._doors.get(letters, [])
                for one in grouped([*lines, *(position for position, _ in found)]):
                    streets += 1
                    at = (nearest.of(one.lat, one.lon), one.lat, one.lon, round(one.radius_m), edges.cut(one))
                    db.execute("INSERT INTO street VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (streets, keys[0], name, *at))
                    own = [found[k - len(lines)] for k in one.members if k >= len(lines)]
                    doors += len(own)
                    db.executemany("INSERT INTO door VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _rows(streets, own))
            db.executescript(_INDEXES)
        return {"streets": streets, "doors": doors, "places": len(self._places)}


def _rows(street: int, doors: Iterable[tuple[_Lines, _Door]]) -> Iterator[tuple[Any, ...]]:
    for position, (number, letter, radius_m, postcode, city) in doors:
        yield street, number, letter, float(position[0, 0]), float(position[0, 1]), radius_m, postcode, city


def _numbers(written: str) -> Iterator[tuple[int, str]]:
    """Give the house numbers of ``5A``, ``12-14`` or ``5;7``."""
    for piece in re.split(r"[;,]", written):
        if found := _NUMBER.fullmatch(piece.strip()):
            yield int(found[1]), found[3].lower()
            if found[2]:
                yield int(found[2]), found[3].lower()


class _Nearest:
    """Finds the nearest place that has a name."""

    def __init__(self, places: list[tuple[str, float, float]]) -> None:
        from scipy.spatial import cKDTree

        self._names = [name for name, _, _ in places]
        self._lat = float(np.mean([lat for _, lat, _ in places])) if places else 0.0
        self._tree = cKDTree(self._flat(np.array([at[1:] for at in places], dtype=float))) if places else None

    def _flat(self, points: _Lines) -> _Lines:
        return metres(points, self._lat)

    def of(self, lat: float, lon: float) -> str:
        if self._tree is None:
            return ""
        far, which = self._tree.query(self._flat(np.array([lat, lon])), distance_upper_bound=_LOCALITY_M)
        return self._names[int(which)] if np.isfinite(far) else ""
