"""Valhalla as a server, over HTTP. It says distances in kilometres."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from planner.model.message import message
from planner.model.places import Place
from planner.model.route import Leg
from planner.travel.http_calls import Caller, RefusedError
from planner.travel.osrm_answers import made, point
from planner.travel.tables import BadAnswerError, Table, number, numbers

__all__ = ["ValhallaHttp", "polyline6"]

_KM = 1000.0

_KNOWN_S = 30.0
"""So long the date of the server's data is taken as still true."""

_NO_PATH = frozenset({"441", "442"})
"""No path between places, as Valhalla numbers its refusals."""


class ValhallaHttp:
    """Asks a `valhalla_service`; a `Router`.

    Parameters
    ----------
    caller
        The server.
    most
        Places to a side of a table: the square root of its ``max_matrix_location_pairs``.
    data
        Name of the server's data, where its own date is not enough.
    costing
        What is driven.
    """

    name, stops = "valhalla-http", 20

    def __init__(self, caller: Caller, *, most: int = 50, data: str = "", costing: str = "auto") -> None:
        self.caller, self.side, self._costing = caller, most, costing
        self.source = f"{caller.server.name}{caller.server.folder}|{costing}|{data}"
        self._known: tuple[float, str] | None = None

    def table(self, sources: Sequence[Place], targets: Sequence[Place], *, until_s: float) -> Table:
        """Return drives from sources to targets; see `Router`."""
        asked = {
            "sources": _located(sources),
            "targets": _located(targets),
            "costing": self._costing,
            "units": "kilometers",
            "verbose": False,
        }
        version, shape = self._built(until_s), (len(sources), len(targets))

        def read(answer: Any) -> Table:
            found = _part(answer, "sources_to_targets")
            drive_s = numbers(found.get("durations"), shape, field="durations")
            distance_m = numbers(found.get("distances"), shape, field="distances", unit=_KM)
            if ((drive_s < 0) != (distance_m < 0)).any():
                raise BadAnswerError(message("travel.bad_field", field="distances"))
            return Table(drive_s=drive_s, distance_m=distance_m, version=version)

        return self.caller.ask("/sources_to_targets", asked, read=read, until_s=until_s)

    def way(self, places: Sequence[Place], *, until_s: float) -> tuple[Leg, ...] | None:
        """Return the legs of a way; see `Router`."""
        asked = {
            "locations": _located(places),
            "costing": self._costing,
            "units": "kilometers",
            "directions_type": "none",
        }
        try:
            return self.caller.ask("/route", asked, read=lambda answer: _legs(answer, places), until_s=until_s)
        except RefusedError as refused:
            if refused.code in _NO_PATH:
                return None
            raise

    def _built(self, until_s: float) -> str:
        """When the server's tiles were made, in seconds since 1970, as text; empty where it does not say."""
        if self._known is None or self.caller.clock() >= self._known[0]:
            told = self.caller.ask("/status", read=_tileset, until_s=until_s)
            self._known = (self.caller.clock() + _KNOWN_S, told)
        return self._known[1]


def polyline6(written: Any) -> list[tuple[float, float]]:
    """Return the points (lat, lon) of an encoded line with six decimals.

    Raises
    ------
    BadAnswerError
        If it is none.

    References
    ----------
    Google, Encoded Polyline Algorithm Format; Valhalla writes it with six decimals.
    """
    deltas: list[int] = []
    value = shift = 0
    try:
        for byte in written.encode("ascii"):
            value |= (byte - 63 & 0x1F) << shift
            shift += 5
            if not 0 <= byte - 63 < 0x40 or shift > 35:
                raise ValueError
            if byte - 63 < 0x20:
                deltas.append(~(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        if shift or len(deltas) % 2:
            raise ValueError
        lats, lons = accumulate(deltas[::2]), accumulate(deltas[1::2])
        return [point(lat / 1e6, lon / 1e6) for lat, lon in zip(lats, lons, strict=True)]
    except (AttributeError, ValueError):
        raise BadAnswerError(message("travel.bad_field", field="shape")) from None


def _tileset(status: Any) -> str:
    return str(status.get("tileset_last_modified") or "") if isinstance(status, dict) else ""


def _legs(answer: Any, places: Sequence[Place]) -> tuple[Leg, ...]:
    legs = _part(answer, "trip").get("legs")
    if not isinstance(legs, list) or len(legs) != len(places) - 1:
        raise BadAnswerError(message("travel.bad_field", field="legs"))
    return tuple(_leg(leg, start, end) for leg, (start, end) in zip(legs, pairwise(places), strict=True))


def _leg(leg: Any, start: Place, end: Place) -> Leg:
    told = _part(leg, "summary")
    drive_s, distance_m = number(told.get("time"), field="time"), number(told.get("length"), field="length", unit=_KM)
    return made(drive_s, distance_m, polyline6(leg.get("shape")), start, end)


def _located(places: Sequence[Place]) -> list[dict[str, float]]:
    return [{"lat": round(place.lat, 6), "lon": round(place.lon, 6)} for place in places]


def _part(answer: Any, field: str) -> dict[str, Any]:
    part = answer.get(field) if isinstance(answer, dict) else None
    if not isinstance(part, dict):
        raise BadAnswerError(message("travel.bad_field", field=field))
    return part
