"""A road graph whose times by kind of road follow a setting that people change while the program runs."""

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
    """A travel engine in front of a road graph: one call is answered with the setting as it is when it is made.

    Its label changes with the setting, so that what was kept under another one is not used.

    Parameters
    ----------
    engine
        The graph as the map has it.
    multipliers
        Asked before every answer.
    """

    def __init__(self, engine: GraphEngine, multipliers: RoadMultipliers) -> None:
        self._map, self._multipliers, self._lock = engine, multipliers, Lock()
        self._known: tuple[Mapping[str, float], GraphEngine] = ({}, engine)

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
        """Return the graph with the setting as it is now."""
        wanted = dict(self._multipliers())
        with self._lock:
            if wanted != self._known[0]:
                by_class = {name: wanted[kind] for name, kind in KIND_OF_CLASS.items() if kind in wanted}
                self._known = (wanted, self._map.with_classes(by_class))
            return self._known[1]
