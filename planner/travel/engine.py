"""What every travel engine can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from planner.model.places import Place
from planner.model.problem import Matrix
from planner.model.route import Route

__all__ = ["TravelEngine"]


class TravelEngine(Protocol):
    """Answers how long and how far it is between places.

    One call is answered by one engine: numbers of different engines are never mixed in a matrix.
    """

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return seconds and metres from every place to every place, row to column.

        Parameters
        ----------
        places
            Places in the order of the rows; may be empty.
        """
        ...

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place as its last row and column; only those are asked.

        Parameters
        ----------
        matrix, places
            Seconds and metres as they are, and the places of their rows. Where they come from another engine, or
            from other data, everything is asked anew.
        place
            The new place.
        """
        ...

    def route(self, places: Sequence[Place]) -> Route:
        """Return the way through places in order; legs have the seconds and metres of the matrix.

        Parameters
        ----------
        places
            Places in the order they are driven to; fewer than two have no legs.
        """
        ...
