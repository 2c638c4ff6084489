"""What OSRM answers, over HTTP or in the same process: read strictly, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from planner.model.message import message
from planner.model.places import Place
from planner.model.route import Leg
from planner.travel.tables import NO_WAY, BadAnswerError, Table, number, numbers

__all__ = ["FAR_M", "checked", "legs_of", "made", "no_way", "point", "table_of"]

FAR_M = 1_000
"""A place farther than this from the nearest road has no way, unless it is not known better than that."""


def table_of(answer: Any, sources: Sequence[Place], targets: Sequence[Place]) -> Table:
    """Return the table of an answer.

    A place whose nearest road is farther away than `FAR_M` and than the place's own radius has no way: OSRM goes
    on from the nearest road however far that is.

    Raises
    ------
    BadAnswerError
        If the answer is none of a table of these sources and targets, or cannot be true.
    """
    answer = checked(answer)
    shape = (len(sources), len(targets))
    drive_s = numbers(answer.get("durations"), shape, field="durations")
    distance_m = numbers(answer.get("distances"), shape, field="distances")
    if ((drive_s < 0) != (distance_m < 0)).any():
        raise BadAnswerError(message("travel.bad_field", field="distances"))
    aside = np.logical_or.outer(
        _far(answer.get("sources"), sources, "sources"), _far(answer.get("destinations"), targets, "destinations")
    )
    drive_s[aside], distance_m[aside] = NO_WAY, NO_WAY
    return Table(drive_s=drive_s, distance_m=distance_m, version=str(answer.get("data_version") or ""))


def checked(answer: Any) -> dict[str, Any]:
    """Return an answer that says of itself that it is good.

    Raises
    ------
    BadAnswerError
        If it does not.
    """
    if not isinstance(answer, dict) or "code" not in answer:
        raise BadAnswerError(message("travel.bad_field", field="code"))
    if answer["code"] != "Ok":
        raise BadAnswerError(message("travel.bad_code", value=str(answer["code"])[:40]))
    return answer


def legs_of(answer: Any, places: Sequence[Place]) -> tuple[Leg, ...]:
    """Return the legs of a route through places.

    Raises
    ------
    BadAnswerError
        If the answer is none of such a route, or cannot be true.
    """
    routes = checked(answer).get("routes")
    legs = routes[0].get("legs") if isinstance(routes, list) and routes and isinstance(routes[0], dict) else None
    if not isinstance(legs, list) or len(legs) != len(places) - 1 or not all(isinstance(leg, dict) for leg in legs):
        raise BadAnswerError(message("travel.bad_field", field="legs"))
    far = _far(answer.get("waypoints"), places, "waypoints")
    return tuple(
        no_way() if far[row] or far[row + 1] else _leg(leg, places[row], places[row + 1])
        for row, leg in enumerate(legs)
    )


def _leg(leg: dict[str, Any], start: Place, end: Place) -> Leg:
    drive_s, distance_m = (number(leg.get(field), field=field) for field in ("duration", "distance"))
    points: list[tuple[float, float]] = []
    try:
        for step in leg["steps"]:
            points += [point(lat, lon) for lon, lat in step["geometry"]["coordinates"]]
    except (TypeError, KeyError, ValueError):
        raise BadAnswerError(message("travel.bad_field", field="geometry")) from None
    return made(drive_s, distance_m, points, start, end)


def made(drive_s: int, distance_m: int, points: Sequence[tuple[float, float]], start: Place, end: Place) -> Leg:
    """Return a leg, every point once in a row; between two places at one point of a road it is a straight line."""
    line = [at for row, at in enumerate(points) if not row or points[row - 1] != at]
    if len(line) < 2:
        line = [(start.lat, start.lon), (end.lat, end.lon)]
    return Leg(drive_s=drive_s, distance_m=distance_m, shape=tuple(line))


def no_way() -> Leg:
    """Return the leg between places that have no way between them."""
    return Leg(drive_s=NO_WAY, distance_m=NO_WAY)


def point(lat: Any, lon: Any) -> tuple[float, float]:
    """Return a position; ValueError where it is none on the earth."""
    if not (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180):
        raise ValueError(f"no position: {lat}, {lon}")
    return float(lat), float(lon)


def _far(waypoints: Any, places: Sequence[Place], field: str) -> list[bool]:
    if not isinstance(waypoints, list) or len(waypoints) != len(places):
        raise BadAnswerError(message("travel.bad_field", field=field))
    return [_off(found, place) for found, place in zip(waypoints, places, strict=True)]


def _off(found: Any, place: Place) -> bool:
    """Whether the road found is too far from a place; servers before OSRM 5.20 do not say how far it is."""
    away = found.get("distance") if isinstance(found, dict) else None
    return away is not None and number(away, field="distance") > max(FAR_M, place.radius_m)
