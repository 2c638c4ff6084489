"""The embedded gazetteer of Sweden: address -> middle of the postal town, suburb or municipality, honestly labelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from planner.geocode.addresses import AddressParts, take_apart
from planner.geocode.geocoder import AddressQuery
from planner.geocode.names import exact_key, loose_key, matching
from planner.geocode.places_se import FOLDER, Located, Sweden, metres_between, sweden
from planner.model.places import Place
from planner.model.words import Precision

__all__ = ["Gazetteer"]

_SAME_TOWN_M = 10_000
_CONTRADICTION_M = 15_000
_TOO_VAGUE_M = 60_000
_OUTWEIGHS = 10


class Gazetteer:
    """Finds Swedish addresses without any service, to the postal town or a part of it.

    It never knows streets: the best it gives is the middle of a locality with the radius within
    which the address is expected. An ambiguous name is narrowed by the county of the postcode, and is
    not placed at all where that does not settle it; nor is an address whose postcode and town
    lie far apart.

    Parameters
    ----------
    tables
        The data, as `sweden` reads it.
    """

    def __init__(self, tables: Sweden) -> None:
        self._tables = tables

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Gazetteer:
        """Return the gazetteer of a data folder; the data is read once a process."""
        return cls(sweden(folder))

    def find(self, query: AddressQuery) -> Place | None:
        """Return the middle of the smallest area the address names, or None.

        Parameters
        ----------
        query
            The address; its parts may stand in any field.

        Returns
        -------
        Place or None
            Precision locality or municipality, with the radius, source ``gazetteer``.
        """
        parts = take_apart(query)
        by_postcode = self._of_postcode(parts.postcode) if parts.postcode else None
        by_town = self._of_towns(parts)
        if by_postcode and self._contradicts(by_postcode, by_town, parts):
            return None
        area = min(filter(None, (by_postcode, by_town)), key=lambda one: one.radius_m, default=None)
        return _place(area, query) if area else None

    def _contradicts(self, by_postcode: Located, by_town: Located | None, parts: AddressParts) -> bool:
        """Whether the town lies elsewhere than the postcode: one of them is wrong, and nobody can tell which."""
        if by_town is None:
            town = parts.towns[0] if parts.towns else ""
            same = loose_key(town) == loose_key(self._tables.postcodes.get(parts.postcode, ""))
            return not same and bool(self._namesakes(town))
        gap_m = metres_between(by_postcode.lat, by_postcode.lon, by_town.lat, by_town.lon)
        return gap_m > by_postcode.radius_m + by_town.radius_m + _CONTRADICTION_M

    def _of_postcode(self, postcode: str) -> Located | None:
        town = self._tables.postcodes.get(postcode)
        counties = self._counties(postcode)
        for digits in (5, 4, 3):
            if town and (part := self._tables.parts.get((exact_key(town), postcode[:digits]))):
                return part
        return (town and self._named(town, counties)) or self._around(postcode[:3])

    def _counties(self, postcode: str) -> frozenset[str]:
        known = self._tables.counties
        return known.get(postcode[:3]) or known.get(postcode[:2]) or frozenset()

    def _of_towns(self, parts: AddressParts) -> Located | None:
        """Return the area of the most trusted name; a later name may only narrow it down."""
        counties = frozenset({parts.county}) if parts.county else self._counties(parts.postcode)
        found: Located | None = None
        for name in parts.towns:
            if found is None:
                found = self._shortened(name, counties)
            elif (inner := self._named(name, counties)) and inner.radius_m < found.radius_m:
                inside = metres_between(inner.lat, inner.lon, found.lat, found.lon) <= found.radius_m
                found = inner if inside else found
        return found

    def _shortened(self, name: str, counties: frozenset[str]) -> Located | None:
        """Look up a name, then the same with words left off at its end: "Kista centrum" lies in Kista."""
        words = name.split()
        tries = (self._named(" ".join(words[:count]), counties) for count in range(len(words), 0, -1))
        return next(filter(None, tries), None)

    def _named(self, name: str, counties: frozenset[str]) -> Located | None:
        return _single({area for area in self._namesakes(name) if not counties or area.county in counties})

    def _namesakes(self, name: str) -> tuple[Located, ...]:
        areas = self._tables.names.get(exact_key(name))
        if areas is None:
            areas = tuple(area for key in matching(name, self._loose) for area in self._tables.names[key])
        return areas

    @cached_property
    def _loose(self) -> dict[str, list[str]]:
        loose: dict[str, list[str]] = defaultdict(list)
        for key in self._tables.names:
            loose[loose_key(key)].append(key)
        return loose

    @cached_property
    def _towns_of_prefix(self) -> dict[str, set[str]]:
        towns: dict[str, set[str]] = defaultdict(set)
        for postcode, town in self._tables.postcodes.items():
            towns[postcode[:3]].add(town)
        return towns

    def _around(self, prefix: str) -> Located | None:
        """Return the area of all known postal towns of a three-digit prefix, unless it is too wide to help."""
        counties = self._counties(prefix)
        areas = [area for town in self._towns_of_prefix.get(prefix, ()) if (area := self._named(town, counties))]
        return _covering(areas, Precision.MUNICIPALITY if len(areas) > 1 else Precision.LOCALITY)


def _single(areas: set[Located]) -> Located | None:
    """Return the one area, or the one that outweighs or covers its namesakes; None where the name says too little."""
    if len(areas) <= 1:
        return next(iter(areas), None)
    largest = max(areas, key=lambda area: (area.people, area.lat))
    others = [area.people for area in areas - {largest}]
    if min(others) > 0 and largest.people >= _OUTWEIGHS * sum(others):
        return largest
    around = _covering(areas, Precision.LOCALITY)
    close = around and all(metres_between(a.lat, a.lon, around.lat, around.lon) < _SAME_TOWN_M / 2 for a in areas)
    return around if close else None


def _covering(areas: Iterable[Located], precision: Precision) -> Located | None:
    members = sorted(areas, key=lambda area: (area.name, area.lat))
    if not members:
        return None
    lat, lon = (sum(a.lat for a in members) / len(members), sum(a.lon for a in members) / len(members))
    radius_m = max(round(metres_between(a.lat, a.lon, lat, lon)) + a.radius_m for a in members)
    if radius_m > _TOO_VAGUE_M:
        return None
    return Located(members[0].name, members[0].county, round(lat, 5), round(lon, 5), radius_m, precision)


def _place(area: Located, query: AddressQuery) -> Place:
    written = (query.address, f"{query.postcode} {query.city}".strip())
    label = ", ".join(part.strip() for part in written if part.strip()) or area.name
    return Place(
        lat=area.lat,
        lon=area.lon,
        precision=area.precision,
        radius_m=area.radius_m,
        source="gazetteer",
        label=label,
    )
