"""Reading an OpenStreetMap extract once, for everybody who collects something of it.

Things come in the order of the file: points, then ways, then areas (closed ways and multipolygons). Things without tags
are left out; positions of the points of ways and rings come with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message

__all__ = ["Area", "Collector", "Node", "Way", "read_extract"]

_STEP = 20_000
"""Things between two words on how far it has come."""


@dataclass(frozen=True, slots=True)
class Node:
    """A point with tags.

    Parameters
    ----------
    id
        OpenStreetMap's number.
    tags
        Keys and values.
    lat, lon
        Degrees, WGS84.
    """

    id: int
    tags: Mapping[str, str]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Way:
    """A line with tags; points outside the extract are left out.

    Parameters
    ----------
    id, tags
        As of a node.
    refs
        Numbers of its points, int64, shape (n,), n >= 2.
    lat, lon
        Degrees, float64, shape (n,).
    """

    id: int
    tags: Mapping[str, str]
    refs: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Area:
    """A closed way or a multipolygon.

    Parameters
    ----------
    id, tags
        As of a node; the number is that of the way or relation it was made of, even of a way and odd of a relation.
    rings
        Outer rings, each with its inner rings behind it; each ring an array of (lat, lon) degrees, shape (n, 2).
    """

    id: int
    tags: Mapping[str, str]
    rings: Sequence[tuple[NDArray[np.float64], tuple[NDArray[np.float64], ...]]]


class Collector(Protocol):
    """Takes from an extract what it needs, and writes it."""

    name: str
    """Heading of its facts in the manifest."""

    def node(self, node: Node) -> None:
        """Look at a point."""
        ...

    def way(self, way: Way) -> None:
        """Look at a way."""
        ...

    def area(self, area: Area) -> None:
        """Look at an area."""
        ...

    def write(self, folder: Path) -> dict[str, Any]:
        """Write what was collected into files of its own in a folder, and return facts of it (counts, bounds)."""
        ...


def read_extract(pbf: Path, collectors: Sequence[Collector], *, progress: Callable[[int], None] | None = None) -> None:
    """Give every tagged thing of an extract to every collector.

    Parameters
    ----------
    pbf
        File in one of OpenStreetMap's formats (``.osm.pbf``, ``.osm``, ``.osm.bz2``).
    collectors
        Who gets to see it.
    progress
        Called with how many things were read so far.

    Raises
    ------
    InputError
        If the file cannot be read as an extract.
    """
    import osmium

    seen = 0
    try:
        source = osmium.FileProcessor(str(pbf)).with_areas().with_filter(osmium.filter.EmptyTagFilter())
        for thing in source:
            _give(thing, collectors)
            seen += 1
            if progress is not None and seen % _STEP == 0:
                progress(seen)
    except (RuntimeError, OSError) as error:
        said = message("roads.unreadable", detail=str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise InputError(FieldProblem(source=pbf.name, value=str(pbf), message=said)) from None


def _give(thing: Any, collectors: Sequence[Collector]) -> None:
    tags = {tag.k: tag.v for tag in thing.tags}
    if thing.is_node():
        node = Node(thing.id, tags, thing.location.lat, thing.location.lon)
        for one in collectors:
            one.node(node)
    elif thing.is_way():
        known = [(point.ref, point.lat, point.lon) for point in thing.nodes if point.location.valid()]
        if len(known) < 2:
            return
        refs, lat, lon = zip(*known, strict=True)
        way = Way(thing.id, tags, np.array(refs, dtype=np.int64), np.array(lat), np.array(lon))
        for one in collectors:
            one.way(way)
    elif thing.is_area():
        rings = [
            (_ring(outer), tuple(_ring(inner) for inner in thing.inner_rings(outer))) for outer in thing.outer_rings()
        ]
        for one in collectors:
            one.area(Area(thing.id, tags, rings))


def _ring(ring: Any) -> NDArray[np.float64]:
    return np.array([(point.lat, point.lon) for point in ring], dtype=np.float64)
