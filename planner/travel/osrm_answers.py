"""What OSRM answers, over HTTP or in the same process: read strictly, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from planner.model.message import message
from planner.model.places import Place
from planner.travel.tables import NO_WAY, BadAnswerError, Table, number, numbers

__all__ = ["FAR_M", "drives_of", "table_of"]

FAR_M = 1_000
"""A place farther than this from the nearest road has no way, unless it is not known better than that."""

Drive = tuple[int, int, tuple[tuple[float, float], ...]]
"""Seconds, metres and the shape, as (lat, lon), of one drive."""


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


def drives_of(answer: Any, count: int) -> tuple[Drive, ...]:
    """Return the drives of a route, one from each place to the next.

    Parameters
    ----------
    count
        How many there are.

    Raises
    ------
    BadAnswerError
        If the answer is none of such a route, or cannot be true.
    """
    routes = checked(answer).get("routes")
    legs = routes[0].get("legs") if isinstance(routes, list) and routes and isinstance(routes[0], dict) else None
    if not isinstance(legs, list) or len(legs) != count or not all(isinstance(leg, dict) for leg in legs):
        raise BadAnswerError(message("travel.bad_field", field="legs"))
    return tuple(
        (
            number(leg.get("duration"), field="duration"),
            number(leg.get("distance"), field="distance"),
            _shape(leg.get("steps")),
        )
        for leg in legs
    )


def _shape(steps: Any) -> tuple[tuple[float, float], ...]:
    """The points of a drive's steps, each once in a row."""
    points: list[tuple[float, float]] = []
    try:
        for step in steps:
            for lon, lat in step["geometry"]["coordinates"]:
                at = point(lat, lon)
                if not points or points[-1] != at:
                    points.append(at)
    except (TypeError, KeyError, ValueError):
        raise BadAnswerError(message("travel.bad_field", field="geometry")) from None
    return tuple(points)


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
