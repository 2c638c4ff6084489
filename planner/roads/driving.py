"""What the tags of a way say to a car: whether it may, which way, how fast.

References
----------
OpenStreetMap wiki, "Key:maxspeed", "Key:oneway", "Key:access", "Key:duration". Speeds of classes: car profile of OSRM.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = [
    "CLASSES",
    "FERRY",
    "KIND_OF_CLASS",
    "LIMIT_SHARE",
    "direction",
    "is_barrier",
    "is_drivable",
    "road_class",
    "seconds_of_ferry",
    "speed_kmh",
]

Tags = Mapping[str, str]

LIMIT_SHARE = 0.8
"""Part of a posted limit that is driven."""

FERRY = "ferry"

_SPEED_KMH = {
    "motorway": 90, "motorway_link": 45, "trunk": 85, "trunk_link": 40, "primary": 65, "primary_link": 30,
    "secondary": 55, "secondary_link": 25, "tertiary": 40, "tertiary_link": 20, "unclassified": 25,
    "residential": 25, "living_street": 10, "service": 15, FERRY: 5,
}  # fmt: skip
"""Driven where no limit is known; of a ferry where no duration is known."""

CLASSES = tuple(_SPEED_KMH)
"""Classes of roads, by number."""

_CLASSES_OF_KIND = {
    "motorway": ("motorway", "motorway_link", "trunk", "trunk_link"),
    "main": ("primary", "primary_link", "secondary", "secondary_link"),
    "town": ("tertiary", "tertiary_link", "unclassified"),
    "small": ("residential", "living_street", "service"),
}

KIND_OF_CLASS = {name: kind for kind, names in _CLASSES_OF_KIND.items() for name in names}
"""Kind of road (`planner.model.road_factors.KINDS`) of each class; a ferry is of none."""

_KMH_PER_MPH = 1.609344
_UNLIMITED_KMH = 120.0
_WALK_KMH = 10.0
_ZONES_KMH = {"urban": 50.0, "rural": 80.0, "trunk": 90.0, "motorway": 110.0, "living_street": _WALK_KMH}
_ZONES_OF_SWEDEN_KMH = {**_ZONES_KMH, "rural": 70.0}
"""General limits of Sweden: 50 in built-up areas, 70 outside (trafikförordningen 3 kap. 17 §), 110 on a motorway."""

_CLOSED = frozenset({"no", "private", "agricultural", "forestry", "agricultural;forestry", "emergency", "psv", "bus"})
_OPENED = frozenset({"yes", "permissive", "designated", "destination", "delivery", "customers", "permit"})
_WHO = ("motorcar", "motor_vehicle", "vehicle", "access")
"""From the narrowest to the widest: the first that is there decides."""

_PASSABLE = frozenset({
    "gate", "lift_gate", "swing_gate", "cattle_grid", "toll_booth", "border_control", "entrance", "height_restrictor",
    "sally_port", "kerb", "no", "speed_bump", "yes",
})  # fmt: skip
"""Barriers that let a car through unless they say otherwise."""

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?")
_CLOCK = re.compile(r"(\d+):(\d{1,2})(?::(\d{1,2}))?")
_PERIOD = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def road_class(tags: Tags) -> str | None:
    """Return the class of a way, ``ferry`` of a ferry; None where no car drives."""
    highway = tags.get("highway", "")
    if highway in _SPEED_KMH and highway != FERRY:
        return highway
    return FERRY if tags.get("route") == FERRY and not highway else None


def is_drivable(tags: Tags) -> bool:
    """Return whether a car may go there, for anybody who has business there."""
    if road_class(tags) is None or _access(tags) in _CLOSED:
        return False
    return tags.get("oneway") != "reversible" and tags.get("area") != "yes"


def is_barrier(tags: Tags) -> bool:
    """Return whether a point stops cars."""
    if "barrier" not in tags:
        return False
    access = _access(tags)
    if access in _CLOSED:
        return True
    return tags["barrier"] not in _PASSABLE and access not in _OPENED


def direction(tags: Tags) -> int:
    """Return 1 where cars go along the way only, -1 where only against it, 0 where both."""
    oneway = tags.get("oneway", "")
    if oneway in ("yes", "true", "1"):
        return 1
    if oneway in ("-1", "reverse"):
        return -1
    implied = tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"
    return int(implied and oneway != "no")


def speed_kmh(tags: Tags) -> float:
    """Return the speed that is driven: four fifths of the limit, else what is usual on roads of the class."""
    name = road_class(tags)
    assert name is not None, "speed of a way that is no road"
    limits = (_limit_kmh(tags.get(key, "")) for key in ("maxspeed", "maxspeed:type", "source:maxspeed"))
    limit = next((one for one in limits if one), None) if name != FERRY else None
    return limit * LIMIT_SHARE if limit else float(_SPEED_KMH[name])


def seconds_of_ferry(tags: Tags) -> int | None:
    """Return how long the crossing takes by its tags; None where they do not say."""
    written = tags.get("duration", "").strip()
    if found := _CLOCK.fullmatch(written):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds or None
    if written.isdigit():
        return int(written) * 60 or None
    if found := _PERIOD.fullmatch(written):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return days * 86_400 + hours * 3600 + minutes * 60 + seconds or None
    return None


def _access(tags: Tags) -> str:
    return next((tags[key] for key in _WHO if key in tags), "")


def _limit_kmh(written: str) -> float | None:
    """The lowest limit that is written; None where there is none a number can be made of."""
    found = [limit for part in written.split(";") if (limit := _one_limit_kmh(part.strip()))]
    return min(found, default=None)


def _one_limit_kmh(written: str) -> float | None:
    if number := _NUMBER.fullmatch(written):
        return float(number[1]) * (_KMH_PER_MPH if number[2] == "mph" else 1.0)
    country, colon, zone = written.partition(":")
    if colon and (number := re.fullmatch(r"zone:?(\d+)", zone)):
        return float(number[1])
    if colon:
        return (_ZONES_OF_SWEDEN_KMH if country == "SE" else _ZONES_KMH).get(zone)
    return {"none": _UNLIMITED_KMH, "walk": _WALK_KMH}.get(written)
