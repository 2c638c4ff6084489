"""A made-up extract around Kista and Solna with streets of the same names, written as ``.osm.pbf`` and as an index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planner.roads.extract import read_extract
from planner.roads.streets import StreetCollector, StreetIndex

__all__ = ["KISTA", "M_EAST", "M_NORTH", "SOLNA", "at", "indexed", "ring", "write_streets"]

KISTA, SOLNA = (59.4035, 17.9443), (59.3600, 18.0009)
M_NORTH, M_EAST = 1 / 111_195, 1 / 56_900
"""Degrees of a metre, at the latitude of both."""

Position = tuple[float, float]


def at(start: Position, north_m: float, east_m: float) -> Position:
    """Return the position so many metres from another."""
    return start[0] + north_m * M_NORTH, start[1] + east_m * M_EAST


def ring() -> tuple[str, list[Position]]:
    """Return a road around everything, eight kilometres out, so that what lies inside is cut by no edge."""
    middle, out = (59.38, 17.97), 8_000
    steps = range(-out, out, 50)
    sides = [
        *((-out, s) for s in steps),
        *((s, out) for s in steps),
        *((out, -s) for s in steps),
        *((-s, -out) for s in steps),
    ]
    return "Ytterringen", [at(middle, north, east) for north, east in [*sides, sides[0]]]


def write_streets(
    path: Path,
    ways: Iterable[tuple[str, list[Position]]],
    doors: Iterable[tuple[Position, dict[str, str]]] = (),
    *,
    buildings: Iterable[tuple[list[Position], dict[str, str]]] = (),
    kind: str = "residential",
) -> Path:
    """Write streets, points with tags, and closed buildings into a file."""
    import osmium
    from osmium.osm.mutable import Node, Way

    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path))
    drawn = [(points, {"highway": kind, "name": name}) for name, points in ways] + [*buildings]
    number, lines = 0, []
    for position, tags in doors:
        number += 1
        writer.add_node(Node(id=number, location=position[::-1], tags=tags, version=1))
    for points, tags in drawn:
        refs = []
        for position in points:
            number += 1
            writer.add_node(Node(id=number, location=position[::-1], version=1))
            refs.append(number)
        lines.append(([*refs, refs[0]] if "building" in tags else refs, tags))
    for way, (refs, tags) in enumerate(lines, start=1):
        writer.add_way(Way(id=way, nodes=refs, tags=tags, version=1))
    writer.close()
    return path


def indexed(path: Path, folder: Path) -> StreetIndex:
    """Return the index of an extract."""
    folder.mkdir(parents=True, exist_ok=True)
    collector = StreetCollector()
    read_extract(path, [collector])
    collector.write(folder)
    index = StreetIndex.load(folder)
    assert index is not None
    return index
