"""What of OpenStreetMap stands on the map, and as what: classes of lines, kinds of areas, weights of places."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

__all__ = ["Line", "area_kind", "line_class", "place_weight", "road_name"]


class Line(IntEnum):
    """Classes of lines, the most important first; the numbers stand in the files and in the page."""

    MOTORWAY = 0
    PRIMARY = 1
    SECONDARY = 2
    TERTIARY = 3
    MINOR = 4
    SERVICE = 5
    RAIL = 6
    RIVER = 7
    STREAM = 8


_ROADS = {  # a slip road is as important as the smaller road it leads to
    "motorway": Line.MOTORWAY,
    "trunk": Line.MOTORWAY,
    "primary": Line.PRIMARY,
    "secondary": Line.SECONDARY,
    "tertiary": Line.TERTIARY,
    "unclassified": Line.MINOR,
    "residential": Line.MINOR,
    "living_street": Line.MINOR,
    "pedestrian": Line.MINOR,
    "road": Line.MINOR,
    "service": Line.SERVICE,
    "motorway_link": Line.SECONDARY,
    "trunk_link": Line.SECONDARY,
    "primary_link": Line.TERTIARY,
    "secondary_link": Line.TERTIARY,
    "tertiary_link": Line.MINOR,
}
_WATER = {"river": Line.RIVER, "canal": Line.RIVER, "stream": Line.STREAM}
_SMALL_SERVICE = {"parking_aisle", "driveway", "drive-through", "emergency_access"}
_GREEN = {
    ("landuse", "forest"),
    ("landuse", "cemetery"),
    ("natural", "wood"),
    ("leisure", "park"),
}
_WET = {("natural", "water"), ("waterway", "riverbank"), ("waterway", "dock"), ("landuse", "reservoir")}
_WEIGHTS = {
    "city": 100_000,
    "town": 20_000,
    "suburb": 12_000,
    "village": 2_000,
    "quarter": 1_500,
    "neighbourhood": 800,
    "hamlet": 200,
    "island": 200,
}


def line_class(tags: Mapping[str, str]) -> Line | None:
    """Return the class a way is drawn in; None where it is no line of the map."""
    if tags.get("area") == "yes" or "construction" in tags or "proposed" in tags:
        return None
    highway = tags.get("highway", "")
    if highway == "service" and tags.get("service") in _SMALL_SERVICE:
        return None
    found = _ROADS.get(highway, _WATER.get(tags.get("waterway", "")))
    if found is None and tags.get("railway") in ("rail", "light_rail") and "service" not in tags:
        found = Line.RAIL
    hidden = found in (Line.RAIL, Line.RIVER, Line.STREAM) and tags.get("tunnel", "no") != "no"
    return None if hidden else found


def road_name(tags: Mapping[str, str]) -> str:
    """Return what stands along a road: its name, else the first of its numbers."""
    return tags.get("name") or tags.get("ref", "").partition(";")[0].strip()


def area_kind(tags: Mapping[str, str]) -> str | None:
    """Return ``water`` or ``green``; None for every other area."""
    pairs = set(tags.items())
    if pairs & _WET:
        return "water"
    return "green" if pairs & _GREEN else None


def place_weight(tags: Mapping[str, str]) -> int | None:
    """Return how important a place's name is: its inhabitants, else a figure of its kind; None: no name to show."""
    weight = _WEIGHTS.get(tags.get("place", ""))
    if weight is None or not tags.get("name"):
        return None
    people = tags.get("population", "").replace(" ", "").replace("\u00a0", "")
    return int(people) if people.isascii() and people.isdigit() else weight
