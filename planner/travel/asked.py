"""An engine made of what a router is asked: tables in blocks it can take, put together into one matrix."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from planner.model.errors import ServiceError
from planner.model.matrix import Matrix, TravelLabel
from planner.model.message import message
from planner.model.places import Place
from planner.model.route import Leg, Route
from planner.travel.tables import NO_WAY, BadAnswerError, Table, blocks

__all__ = ["AskedEngine", "Router"]

_ROUNDS = 2
"""So often a matrix is asked at most where the server's data change between two of its tables."""


class Router(Protocol):
    """What knows the way of asking one kind of router."""

    @property
    def name(self) -> str:
        """Name of the engine in labels."""
        ...

    @property
    def side(self) -> int:
        """How many sources, and how many targets, one table may have."""
        ...

    @property
    def source(self) -> str:
        """Which router with which data, as far as the settings know; goes into the hash of the label."""
        ...

    def table(self, sources: Sequence[Place], targets: Sequence[Place], *, until_s: float) -> Table:
        """Return drives from sources to targets, at least one of each.

        Parameters
        ----------
        until_s
            When, by the engine's clock, the answer must be there.

        Raises
        ------
        ServiceError
            If there is none in time.
        BadAnswerError
            If it cannot be true.
        """
        ...

    @property
    def stops(self) -> int:
        """How many places one way may go through, at least two."""
        ...

    def way(self, places: Sequence[Place], *, until_s: float) -> tuple[Leg, ...] | None:
        """Return the legs of the way through at least two places; None where the router refuses it as a whole.

        Raises
        ------
        ServiceError, BadAnswerError
            As `table`.
        """
        ...


class AskedEngine:
    """A travel engine in front of a router; see `TravelEngine`.

    Parameters
    ----------
    router
        Is asked.
    budget_s
        Seconds for all tables of one call together.
    clock
        Seconds that only grow; the router's too.
    """

    def __init__(self, router: Router, *, budget_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.router, self._budget_s, self._clock = router, budget_s, clock
        self._version = ""

    @property
    def label(self) -> TravelLabel:
        """Whose numbers they are; other data of the router, as soon as an answer names them, are another hash."""
        return self._label(self._version)

    @property
    def version(self) -> str:
        """What the last answer said of the router's data; empty where it says nothing."""
        return self._version

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return seconds and metres between places, row to column; negative where there is no way.

        Raises
        ------
        ServiceError
            If the router does not answer in time, or answers what cannot be true. Never part of a matrix.
        """
        rows = range(len(places)) if len(places) > 1 else range(0)
        until_s = self._clock() + self._budget_s
        for _ in range(_ROUNDS):
            drive_s, distance_m = (np.full((len(places), len(places)), NO_WAY, dtype=np.int64) for _ in range(2))
            versions: set[str] = set()
            for sources, targets in blocks(rows, rows, self._side(len(places))):
                table = self._table(places, sources, targets, until_s)
                part = np.ix_(sources, targets)
                drive_s[part], distance_m[part] = table.drive_s, table.distance_m
                versions.add(table.version)
            if len(versions) <= 1:
                version = versions.pop() if versions else self._version
                self._version = version
                return _made(drive_s, distance_m, places, self._label(version))
        raise ServiceError(message("travel.changing", engine=self.router.name))

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place; only its row and its column are asked.

        Parameters
        ----------
        matrix, places
            What `matrix` answered for the places; numbers with another label, or of other data than the router has
            now, are asked anew.
        place
            The new place.

        Raises
        ------
        ServiceError
            As `matrix`.
        """
        everything, last = [*places, place], len(places)
        label = self.label
        if matrix.label != label:
            return self.matrix(everything)
        until_s, rows = self._clock() + self._budget_s, range(last)
        drive_s, distance_m = (np.zeros((last + 1, last + 1), dtype=np.int64) for _ in range(2))
        drive_s[:last, :last], distance_m[:last, :last] = matrix.drive_s, matrix.distance_m
        for sources, targets in (*blocks(rows, [last], self.router.side), *blocks([last], rows, self.router.side)):
            table = self._table(everything, sources, targets, until_s)
            if self._label(table.version) != label:
                return self.matrix(everything)
            part = np.ix_(sources, targets)
            drive_s[part], distance_m[part] = table.drive_s, table.distance_m
        return _made(drive_s, distance_m, everything, label)

    def route(self, places: Sequence[Place]) -> Route:
        """Return the way through places in order; a leg without a way says so.

        Raises
        ------
        ServiceError
            As `matrix`.
        """
        until_s, step = self._clock() + self._budget_s, self.router.stops - 1
        legs: list[Leg] = []
        for first in range(0, len(places) - 1, step):
            legs += self._legs(places[first : first + step + 1], until_s)
        return Route(legs=tuple(legs), label=self.label)

    def _legs(self, places: Sequence[Place], until_s: float) -> tuple[Leg, ...]:
        """The legs of a way; where there is none as a whole, each is asked for itself."""
        try:
            legs = self.router.way(places, until_s=until_s)
        except BadAnswerError as bad:
            raise self._bad(bad) from bad
        if legs is not None:
            return legs
        if len(places) == 2:
            return (Leg(drive_s=NO_WAY, distance_m=NO_WAY),)
        return tuple(leg for pair in pairwise(places) for leg in self._legs(pair, until_s))

    def _bad(self, bad: BadAnswerError) -> ServiceError:
        return ServiceError(message("travel.bad_answer", server=self.router.name, detail=bad.said))

    def _side(self, count: int) -> int:
        """Blocks of one size, none of them tiny."""
        parts = -(-count // self.router.side) or 1
        return max(1, -(-count // parts))

    def _table(self, places: Sequence[Place], sources: Sequence[int], targets: Sequence[int], until_s: float) -> Table:
        try:
            return self.router.table(
                [places[row] for row in sources], [places[row] for row in targets], until_s=until_s
            )
        except BadAnswerError as bad:
            raise self._bad(bad) from bad

    def _label(self, version: str) -> TravelLabel:
        told = hashlib.sha256(f"{self.router.source}|{version}".encode()).hexdigest()[:12]
        return TravelLabel(engine=self.router.name, quality="road", data_hash=told, period="day")


def _made(
    drive_s: NDArray[np.int64], distance_m: NDArray[np.int64], places: Sequence[Place], label: TravelLabel
) -> Matrix:
    """Staying at a position takes nothing, whatever road is near."""
    where = np.array([(round(place.lat, 6), round(place.lon, 6)) for place in places]).reshape(-1, 2)
    same = (where[:, None, :] == where[None, :, :]).all(axis=2)
    return Matrix(np.where(same, 0, drive_s), np.where(same, 0, distance_m), label)
