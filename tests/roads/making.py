"""Graphs for tests: of Rutstad, and of ways that are given as they would be read."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from planner.model.places import Place
from planner.roads.collecting import GraphCollector
from planner.roads.extract import Node, Way, read_extract
from planner.roads.graph import RoadGraph
from tests.roads.town import corner, write_town

__all__ = ["at", "graph_of", "town_graph"]


@cache
def town_graph() -> RoadGraph:
    """Return the graph of Rutstad."""
    with tempfile.TemporaryDirectory() as folder:
        collector = GraphCollector()
        read_extract(write_town(Path(folder) / "town.osm.pbf"), [collector])
        return collector.graph()


def at(row: float, column: float) -> Place:
    """Return a place of Rutstad."""
    lat, lon = corner(row, column)
    return Place(lat=lat, lon=lon)


def graph_of(ways, points, *, nodes=()) -> RoadGraph:
    """Return the graph of ways: pairs of tags and numbers of points; points are (lat, lon) by number."""
    collector = GraphCollector()
    for number, tags in nodes:
        collector.node(Node(number, tags, *points[number]))
    for number, (tags, refs) in enumerate(ways):
        lat, lon = np.array([points[ref] for ref in refs]).T
        collector.way(Way(number, tags, np.array(refs, dtype=np.int64), lat, lon))
    return collector.graph()
