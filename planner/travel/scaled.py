"""Drive times of another engine times a factor that was learned from real drives."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.model.matrix import Matrix, TravelLabel
from planner.model.places import Place
from planner.model.route import Route
from planner.travel.engine import TravelEngine

__all__ = ["Scaled"]


class Scaled:
    """A travel engine in front of another one; metres and lines stay.

    Parameters
    ----------
    engine
        Is asked.
    factor
        Multiplies every drive time, 0.1 to 10.
    """

    def __init__(self, engine: TravelEngine, factor: float) -> None:
        if not 0.1 <= factor <= 10:
            raise ValueError(f"travel factor is {factor}, expected 0.1 to 10")
        self._engine, self._factor = engine, factor

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return the engine's matrix, its seconds times the factor."""
        found = self._engine.matrix(places)
        return Matrix(self._times(found.drive_s), found.distance_m, self._label(found.label))

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place; only its row and its column are asked."""
        inner, last = self._engine.matrix(()).label, len(places)
        if matrix.label != self._label(inner):
            return self.matrix([*places, place])
        nothing = np.zeros((last, last), dtype=np.int64)
        found = self._engine.extended(Matrix(nothing, nothing, inner), places, place)
        drive_s, distance_m = self._times(found.drive_s), found.distance_m.copy()
        if found.label == inner:  # otherwise the engine has asked everything anew
            drive_s[:last, :last], distance_m[:last, :last] = matrix.drive_s, matrix.distance_m
        return Matrix(drive_s, distance_m, self._label(found.label))

    def route(self, places: Sequence[Place]) -> Route:
        """Return the engine's way, its seconds times the factor."""
        found = self._engine.route(places)
        legs = (
            replace(leg, drive_s=int(self._times(np.array(leg.drive_s)))) if leg.is_reachable else leg
            for leg in found.legs
        )
        return Route(legs=tuple(legs), label=self._label(found.label))

    def _times(self, drive_s: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.where(drive_s < 0, drive_s, np.rint(drive_s * self._factor)).astype(np.int64)

    def _label(self, label: TravelLabel) -> TravelLabel:
        told = hashlib.sha256(f"{label.data_hash}*{float(self._factor)}".encode()).hexdigest()[:12]
        return replace(label, data_hash=told)
