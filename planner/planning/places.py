"""Rows of the matrix: every position once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from planner.model.places import Place

__all__ = ["Rows"]


@dataclass(slots=True)
class Rows:
    """Collects places and gives each position its row; the first name of a position stays."""

    places: list[Place] = field(default_factory=list)
    _row: dict[tuple[float, float], int] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place]) -> Rows:
        """Return the rows of a matrix that is there already, in their order."""
        rows = cls()
        for place in places:
            rows._row.setdefault(rows._key(place), len(rows.places))
            rows.places.append(place)
        return rows

    def row(self, place: Place) -> int:
        """Return the row of a place, a new one for a new position (about 10 cm apart)."""
        key = self._key(place)
        if key not in self._row:
            self._row[key] = len(self.places)
            self.places.append(place)
        return self._row[key]

    def visit_at(self, place: Place | None) -> dict[str, Any]:
        """Return row and own place of a visit; the latter where the row has the name of another place there."""
        if place is None:
            return {"place": None}
        row = self.row(place)
        own = replace(place, lat=self.places[row].lat, lon=self.places[row].lon)
        return {"place": row, "own_place": None if own == self.places[row] else own}

    @staticmethod
    def _key(place: Place) -> tuple[float, float]:
        return round(place.lat, 6), round(place.lon, 6)
