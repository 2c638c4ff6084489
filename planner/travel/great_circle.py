"""Travel estimated from the great circle: no map, no network, always there, always labelled "estimated"."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message
from planner.model.places import Place
from planner.model.problem import Matrix, TravelLabel
from planner.model.route import Leg, Route

__all__ = ["FACTOR_SETTING", "GreatCircle", "great_circle_m"]

FACTOR_SETTING = "PLANNER_TRAVEL_FACTOR"

_EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
_SECONDS_AT_ONE_METRE = 1.95
_EXPONENT = 0.692
_SHORT_M = 300.0
_ROAD_METRES_PER_METRE = 1.48
_TOP_SPEED_KMH = 85.0
_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class GreatCircle:
    """Drive times and road metres from straight distances by a fitted law.

    A drive over ``d`` metres as the crow flies takes ``1.95 * d ** 0.692`` seconds. Below 300 m,
    where the law was not fitted, time grows evenly from zero to the law's value at 300 m (101 s,
    a little above walking pace: starting and parking dominate). Beyond about 250 km, where the law
    would be faster than 85 km/h as the crow flies, the time is that of 85 km/h. Road metres
    are 1.48 times the great circle.

    Parameters
    ----------
    factor
        Multiplies every drive time; learned from real drives of the installation (1.0: as fitted).

    Raises
    ------
    ValueError
        If the factor is not between 0.1 and 10.

    Notes
    -----
    Fitted on half of the points of a Stockholm road network and tested on the other half against
    OSRM's free-flow times: mean error 16.5 %, 90 % within 35 %; the drive of a whole eight-stop tour
    6.6 % in the mean. Road metres: median ratio in Stockholm, 10th to 90th percentile 1.23 to 2.04.
    Nothing was measured beyond 15 km, and the top speed is a guess. Estimated times are the same in both
    directions and obey the triangle inequality; real drives do neither exactly.

    References
    ----------
    Luxen, D. and Vetter, C. (2011). Real-time routing with OpenStreetMap data. SIGSPATIAL GIS, 513-516.
    """

    factor: float = 1.0

    def __post_init__(self) -> None:
        if not 0.1 <= self.factor <= 10:
            raise ValueError(f"travel factor is {self.factor}, expected 0.1 to 10")

    @classmethod
    def from_settings(cls) -> GreatCircle:
        """Return the engine with the factor of the setting ``PLANNER_TRAVEL_FACTOR`` (default 1.0).

        Raises
        ------
        InputError
            If the setting is not a number from 0.1 to 10.
        """
        written = os.environ.get(FACTOR_SETTING, "").strip()
        try:
            return cls(factor=float(written.replace(",", "."))) if written else cls()
        except ValueError:
            problem = FieldProblem(
                field=FACTOR_SETTING, value=written, message=message("travel.factor_wrong", value=written)
            )
            raise InputError(problem) from None

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Return estimated seconds and road metres between places, row to column.

        Parameters
        ----------
        places
            Places in the order of the rows; may be empty.

        Returns
        -------
        Matrix
            Whole numbers, zero on the diagonal, labelled ``estimated``.
        """
        lat, lon = _degrees(places)
        drive_s, distance_m = (np.empty((len(lat), len(lat)), dtype=np.int64) for _ in range(2))
        # In blocks: what is needed on the way is ten times what comes out.
        for rows in (slice(first, first + _ROWS) for first in range(0, len(lat), _ROWS)):
            drive_s[rows], distance_m[rows] = self._estimated(great_circle_m(lat, lon, rows))
        return Matrix(drive_s, distance_m, self.label)

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        """Return a matrix with one more place as its last row and column, both of the same numbers.

        Parameters
        ----------
        matrix, places
            What `matrix` answered for the places; numbers with another label are asked anew.
        place
            The new place.
        """
        if matrix.label != self.label:
            return self.matrix([*places, place])
        last = len(places)
        there = self._estimated(great_circle_m(*_degrees([*places, place]), slice(last, last + 1)))
        # Estimated drives are the same in both directions.
        drive_s, distance_m = (
            np.block([[old, new[:, :last].T], [new]])
            for old, new in zip((matrix.drive_s, matrix.distance_m), there, strict=True)
        )
        return Matrix(drive_s, distance_m, self.label)

    def route(self, places: Sequence[Place]) -> Route:
        """Return straight lines from place to place, with the estimates of the matrix.

        Parameters
        ----------
        places
            Places in the order they are driven to.
        """
        legs = []
        for pair in pairwise(places):
            found = self.matrix(pair)
            shape = tuple((place.lat, place.lon) for place in pair)
            legs.append(Leg(drive_s=int(found.drive_s[0, 1]), distance_m=int(found.distance_m[0, 1]), shape=shape))
        return Route(legs=tuple(legs), label=self.label)

    def _estimated(self, straight_m: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Whole seconds and road metres of straight distances."""
        seconds, metres = np.rint(_law_s(straight_m) * self.factor), np.rint(straight_m * _ROAD_METRES_PER_METRE)
        return seconds.astype(np.int64), metres.astype(np.int64)

    @property
    def label(self) -> TravelLabel:
        """The label of every matrix: a change of the law or its factor changes the hash."""
        law = (_EARTH_RADIUS_M, _SECONDS_AT_ONE_METRE, _EXPONENT, _SHORT_M, _ROAD_METRES_PER_METRE, _TOP_SPEED_KMH)
        data_hash = hashlib.sha256(repr((*law, float(self.factor))).encode()).hexdigest()[:12]
        return TravelLabel(engine="great_circle", quality="estimated", data_hash=data_hash, period="day")


def great_circle_m(lat: NDArray[Any], lon: NDArray[Any], rows: slice = slice(None)) -> NDArray[np.float64]:
    """Return great-circle metres between all points.

    Parameters
    ----------
    lat, lon
        Degrees, WGS84, arrays of one length n.
    rows
        From which points; all by default.

    Returns
    -------
    ndarray
        Metres on a sphere, shape (rows, n); symmetric, zero on the diagonal.
    """
    phi, lam = np.radians(lat), np.radians(lon)
    points = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
    # Differences, not dot products: those lose the metres between neighbours.
    squared = np.zeros((len(phi[rows]), len(phi)))
    for axis in points:
        squared += np.square(axis[rows, None] - axis[None, :])
    half_chord = np.minimum(np.sqrt(squared) / 2, 1.0)
    metres: NDArray[np.float64] = 2 * _EARTH_RADIUS_M * np.arcsin(half_chord)
    return metres


def _degrees(places: Sequence[Place]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lat = np.array([place.lat for place in places], dtype=np.float64)
    return lat, np.array([place.lon for place in places], dtype=np.float64)


def _law_s(straight_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seconds of the law, unrounded."""
    at_short_s = _SECONDS_AT_ONE_METRE * _SHORT_M**_EXPONENT
    fitted_s = _SECONDS_AT_ONE_METRE * np.maximum(straight_m, _SHORT_M) ** _EXPONENT
    seconds = np.where(straight_m < _SHORT_M, straight_m * (at_short_s / _SHORT_M), fitted_s)
    fastest_s: NDArray[np.float64] = straight_m * (3.6 / _TOP_SPEED_KMH)
    return np.maximum(seconds, fastest_s)
