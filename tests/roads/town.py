"""Rutstad: a small made-up town, written as ``.osm.pbf``. Every test of roads, streets and layers reads this one.

Streets cross every 200 m: eight rows (``Långgatan 1`` in the south to ``Långgatan 8``) and ten columns (``Tvärgatan 1``
in the west to ``Tvärgatan 10``), with these exceptions and additions (rows and columns count from 0, row 0 is south):

* row 4 is ``Storgatan``, primary, 60 km/h; other rows are residential with 30 km/h
* row 7 is ``Milgatan``, residential, ``maxspeed=20 mph``
* column 1 is ``Enkelgatan``, residential, 30 km/h, one-way to the north
* column 2 is ``Stadsgatan``, residential, ``maxspeed=SE:urban``; other columns have no maxspeed
* column 5 has a bollard half-way between row 0 and row 1; column 6 has an open gate there, which stops nobody
* ``Privatvägen``, access=private, from corner (0, 0) to (-1, 0)
* ``Gångstigen``, a footway from corner (0, 0) to (1, 1)
* ``E99``, a motorway along row 9 from (9, 0) to (9, 9), eastward, 110 km/h, reached by motorway_link (7, 0) -> (9, 0)
  and left by motorway_link (9, 9) -> (7, 9), both one-way
* ``Rondellvägen`` from (0, 3) south to a roundabout, which is closed and one-way, 4 points
* ``Färjeleden``, a ferry from (0, 9) to (-5, 9), ten minutes, then ``Färjövägen`` (residential) on to (-6, 9)
* ``Övägen``, two points on an island 0.1 degrees north and east, with no connection
* ``Sjön`` (natural=water, a closed way), ``Ån`` (waterway=river, a line), ``Skogen`` (landuse=forest, a multipolygon
  with a glade in it)
* places: ``Rutstad`` (town), ``Norrstaden`` (suburb), ``Lilla Ön`` (island)
* house numbers: ``HOUSES`` are points; ``Långgatan 2`` number 9 is a building (a closed way)
"""

from __future__ import annotations

import math
from pathlib import Path

__all__ = [
    "BLOCK_M", "CITY", "COLUMNS", "FERRY_HARBOUR", "FERRY_S", "HOUSES", "HOUSE_BUILDING", "ISLAND", "LAKE", "ORIGIN",
    "PLACES", "POSTCODE", "ROUNDABOUT", "ROWS", "WOODS", "corner", "corner_ref", "write_town",
]  # fmt: skip

ROWS, COLUMNS = 8, 10
BLOCK_M = 200.0
"""Metres between two corners, within 0.1 m."""
ORIGIN = (59.0, 15.0)
"""Corner (0, 0): (lat, lon)."""
ISLAND = ((59.1, 15.1), (59.1018, 15.1))
"""Both ends of Övägen."""
FERRY_S = 600
FERRY_HARBOUR = (-5, 9)
"""Corner where the ferry lands; Färjövägen goes on to (-6, 9)."""
CITY, POSTCODE = "Rutstad", "123 45"

_RADIUS_M = 6_371_008.8
_STEP = (math.degrees(BLOCK_M / _RADIUS_M), math.degrees(BLOCK_M / _RADIUS_M / math.cos(math.radians(59.006))))


def corner(row: float, column: float) -> tuple[float, float]:
    """Return (lat, lon) of a corner, or of what lies between two; OpenStreetMap keeps seven decimals."""
    return round(ORIGIN[0] + row * _STEP[0], 7), round(ORIGIN[1] + column * _STEP[1], 7)


def corner_ref(row: int, column: int) -> int:
    """Return the number of a corner's point in the file."""
    return 10_000 + row * 100 + column


LAKE = (corner(1, -4), corner(1, -2), corner(4, -2), corner(4, -4))
"""Ring of Sjön, west of the town, not closed."""
WOODS = (
    (corner(-4, 1), corner(-4, 6), corner(-2, 6), corner(-2, 1)),
    (corner(-3.4, 3), corner(-3.4, 4), corner(-2.6, 4), corner(-2.6, 3)),
)
"""Rings of Skogen: outer, and the glade in it; not closed."""
ROUNDABOUT = (corner(-0.8, 3), corner(-0.9, 3.1), corner(-1, 3), corner(-0.9, 2.9))
"""Points of the roundabout in the direction of traffic; Rondellvägen meets the first."""
PLACES = (
    ("Rutstad", "town", corner(4, 5)),
    ("Norrstaden", "suburb", corner(6.5, 5)),
    ("Lilla Ön", "island", ISLAND[0]),
)
HOUSES = (
    ("Storgatan", "1", corner(4.1, 0.5)),
    ("Storgatan", "3", corner(4.1, 1.5)),
    ("Storgatan", "5A", corner(4.1, 2.5)),
    ("Storgatan", "5B", corner(4.1, 2.6)),
    ("Storgatan", "2", corner(3.9, 0.5)),
    ("Tvärgatan 4", "12", corner(2.5, 3.1)),
    ("Övägen", "1", (59.1005, 15.1002)),
)
"""House numbers that are points: street, number, position."""
HOUSE_BUILDING = ("Långgatan 2", "9", (corner(1.1, 6.4), corner(1.1, 6.6), corner(1.3, 6.6), corner(1.3, 6.4)))
"""The house number that is a building: street, number, ring (not closed)."""


class _Town:
    """Points, lines and relations as they are found, written in the order the format wants."""

    def __init__(self) -> None:
        self.points: dict[int, tuple[tuple[float, float], dict[str, str]]] = {}
        self.lines: list[tuple[list[int], dict[str, str]]] = []

    def at(self, row: float, column: float) -> int:
        """Return the number of a corner, or of a new point between two."""
        if row == int(row) and column == int(column):
            ref = corner_ref(int(row), int(column))
            self.points.setdefault(ref, (corner(row, column), {}))
            return ref
        return self.point(corner(row, column))

    def point(self, position: tuple[float, float], **tags: str) -> int:
        ref = 100_000 + len(self.points)
        self.points[ref] = (position, tags)
        return ref

    def line(self, refs: list[int], **tags: str) -> int:
        self.lines.append((refs, tags))
        return len(self.lines)

    def ring(self, positions: tuple[tuple[float, float], ...], **tags: str) -> int:
        refs = [self.point(position) for position in positions]
        return self.line([*refs, refs[0]], **tags)


def write_town(path: Path) -> Path:
    """Write Rutstad into a file, whose name ends in ``.osm.pbf``, and return its path."""
    import osmium
    from osmium.osm.mutable import Node, Relation, Way

    town = _Town()
    _streets(town)
    _beyond(town)
    forest = _land(town)
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path))
    for ref, ((lat, lon), tags) in sorted(town.points.items()):
        writer.add_node(Node(id=ref, location=(lon, lat), tags=tags, version=1))
    for number, (refs, tags) in enumerate(town.lines, start=1):
        writer.add_way(Way(id=number, nodes=refs, tags=tags, version=1))
    members = [("w", way, role) for way, role in zip(forest, ("outer", "inner"), strict=True)]
    tags = {"type": "multipolygon", "landuse": "forest", "name": "Skogen"}
    writer.add_relation(Relation(id=1, members=members, tags=tags, version=1))
    writer.close()
    return path


def _streets(town: _Town) -> None:
    for row in range(ROWS):
        tags = {"highway": "residential", "name": f"Långgatan {row + 1}", "maxspeed": "30"}
        if row == 4:
            tags = {"highway": "primary", "name": "Storgatan", "maxspeed": "60", "ref": "99"}
        if row == 7:
            tags |= {"name": "Milgatan", "maxspeed": "20 mph"}
        town.line([town.at(row, column) for column in range(COLUMNS)], **tags)
    for column in range(COLUMNS):
        tags = {"highway": "residential", "name": f"Tvärgatan {column + 1}"}
        if column == 1:
            tags |= {"name": "Enkelgatan", "oneway": "yes", "maxspeed": "30"}
        if column == 2:
            tags |= {"name": "Stadsgatan", "maxspeed": "SE:urban"}
        refs = [town.at(row, column) for row in range(ROWS)]
        if column == 5:
            refs.insert(1, town.point(corner(0.5, column), barrier="bollard"))
        if column == 6:
            refs.insert(1, town.point(corner(0.5, column), barrier="gate"))
        town.line(refs, **tags)


def _beyond(town: _Town) -> None:
    at = town.at
    town.line([at(0, 0), at(-1, 0)], highway="residential", access="private", name="Privatvägen")
    town.line([at(0, 0), at(1, 1)], highway="footway", name="Gångstigen")
    town.line([at(9, column) for column in range(COLUMNS)], highway="motorway", ref="E99", maxspeed="110")
    town.line([at(7, 0), at(8, 0), at(9, 0)], highway="motorway_link", oneway="yes")
    town.line([at(9, 9), at(8, 9), at(7, 9)], highway="motorway_link", oneway="yes")
    ring = [town.point(position) for position in ROUNDABOUT]
    town.line([at(0, 3), ring[0]], highway="residential", name="Rondellvägen")
    town.line([*ring, ring[0]], highway="residential", name="Rondellen", junction="roundabout")
    harbour = at(*FERRY_HARBOUR)
    town.line([at(0, 9), harbour], route="ferry", name="Färjeleden", motor_vehicle="yes", duration="00:10")
    town.line([harbour, at(-6, 9)], highway="residential", name="Färjövägen")
    town.line([town.point(end) for end in ISLAND], highway="residential", name="Övägen")


def _land(town: _Town) -> tuple[int, int]:
    """Water, places and houses; return the two rings of the woods."""
    town.ring(LAKE, natural="water", name="Sjön")
    town.line([town.at(4, -2), town.at(8.5, -2.5), town.at(12, -3)], waterway="river", name="Ån")
    for name, kind, position in PLACES:
        town.point(position, place=kind, name=name)
    address = {"addr:city": CITY, "addr:postcode": POSTCODE}
    for street, number, position in HOUSES:
        town.point(position, **{"addr:street": street, "addr:housenumber": number, **address})
    street, number, ring = HOUSE_BUILDING
    town.ring(ring, building="yes", **{"addr:street": street, "addr:housenumber": number, **address})
    return town.ring(WOODS[0]), town.ring(WOODS[1])
