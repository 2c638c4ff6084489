"""A road graph that follows what people change while the program runs: imports, and times by kind of road."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from planner.model.matrix import Matrix
from planner.model.places import Place
from planner.model.route import Route
from planner.roads.driving import KIND_OF_CLASS
from planner.travel.graph_engine import GraphEngine

__all__ = ["ByRoad", "RoadMultipliers"]

RoadMultipliers = Callable[[], Mapping[str, float]]
"""Returns what times are multiplied by now, for each kind of `KINDS` (`planner.model.road_factors`)."""


class ByRoad:
    """A travel engine in front of a road graph: one call is answered with roads and setting as they are then.

    Its label changes with them, so that what was kept under others is not used.

    Parameters
    ----------
    engine
        Returns the graph of the import in use, as the map has it; the same one while it is the same import.
    multipliers
        Asked before every answer.
    """

    def __init__(self, engine: Callable[[], GraphEngine], multipliers: RoadMultipliers) -> None:
        self._map, self._multipliers, self._lock = engine, multipliers, Lock()
        roads = engine()
        self._known: tuple[GraphEngine, Mapping[str, float], GraphEngine] = (roads, {}, roads)

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return seconds and metres between places."""
        return self.now().matrix(places)

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place; one of another setting is asked anew."""
        return self.now().extended(matrix, places, place)

    def route(self, places: Sequence[Place]) -> Route:
        """Return the fastest way through places in order."""
        return self.now().route(places)

    def now(self) -> GraphEngine:
        """Return the graph with import and setting as they are now."""
        roads, wanted = self._map(), dict(self._multipliers())
        with self._lock:
            if roads is not self._known[0] or wanted != self._known[1]:
                by_class = {name: wanted[kind] for name, kind in KIND_OF_CLASS.items() if kind in wanted}
                self._known = (roads, wanted, roads.with_classes(by_class) if by_class else roads)
            return self._known[2]
