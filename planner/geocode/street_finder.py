"""Addresses to doors and streets of an imported extract; a place is given only where nothing speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from planner.geocode.addresses import take_apart
from planner.geocode.gazetteer import Gazetteer
from planner.geocode.geocoder import AddressQuery
from planner.geocode.names import loose_key, repaired
from planner.geocode.places_se import metres_between
from planner.model.places import RADIUS_M, Place
from planner.model.words import Precision
from planner.roads.street_index import Door, Street, StreetIndex
from planner.roads.street_names import StreetLine, street_lines

__all__ = ["SOURCE", "Surroundings", "StreetFinder", "agrees"]

SOURCE = "streets"
_MARGIN_M = 500
"""An area's radius is a design value: a street may lie so much farther out."""

_ONE_DOOR_M = 100
"""Doors of one number farther apart than that are no address, only a part of a street."""

_OFF_STREET_M = RADIUS_M[Precision.STREET]
"""Metres from a street to the doors that carry its name: a school's yard lies behind the houses of the street."""

_NEIGHBOURS_M = 300
"""Doors farther apart than that say too little about numbers between them."""

_TOGETHER_M = 1_500
"""Parts of a name within that radius are taken for one street."""


class Surroundings:
    """What an address says of where it is, but for the street: an area, or names that only an extract knows.

    Parameters
    ----------
    query
        The address.
    gazetteer
        Knows the areas.
    """

    def __init__(self, query: AddressQuery, gazetteer: Gazetteer) -> None:
        parts = take_apart(query)
        self.postcode = parts.postcode
        self.area = gazetteer.find(query)
        self._names = {loose_key(name) for name in (repaired(query.city).strip(), *parts.towns) if name}
        alone = (AddressQuery(postcode=parts.postcode), AddressQuery(city=query.city, county=query.county))
        self.contradictory = self.area is None and any(gazetteer.find(one) for one in alone)

    def names(self, postcode: str, *towns: str) -> bool:
        """Whether a postcode or a town is that of the address."""
        keys = {loose_key(name) for name in towns if name}
        same = "".join(digit for digit in postcode if digit.isdigit())
        return bool(self.postcode and self.postcode == same) or not keys.isdisjoint(self._names)

    def named_by(self, street: Street) -> bool:
        """Whether a street's own postcodes, towns or place are those of the address."""
        return self.postcode in street.postcodes or self.names("", *street.cities, street.locality)

    def may_hold(self, street: Street) -> bool:
        """Whether nothing speaks against a street; where no area is known, something has to speak for it."""
        if self.contradictory:
            return False
        return self.named_by(street) if self.area is None else agrees(self.area, street.lat, street.lon, 0)


def agrees(area: Place, lat: float, lon: float, radius_m: float) -> bool:
    """Whether a position with its radius can lie in an area: not farther from its middle than its radius and 500 m."""
    return metres_between(area.lat, area.lon, lat, lon) <= area.radius_m + radius_m + _MARGIN_M


class StreetFinder:
    """Finds doors and streets.

    Parameters
    ----------
    index
        The streets of the extract.
    gazetteer
        Says which area an address is in: a street elsewhere is not meant.
    """

    def __init__(self, index: StreetIndex, gazetteer: Gazetteer) -> None:
        self._index, self._gazetteer = index, gazetteer

    def find(self, query: AddressQuery) -> Place | None:
        """Return the door, else the street of an address; None where it is not known, or several may be meant.

        Raises
        ------
        sqlite3.Error
            If the index cannot be read.
        """
        around = Surroundings(query, self._gazetteer)
        for line in street_lines(repaired(query.address)):
            streets = [one for one in self._index.streets(line.street) if around.may_hold(one)]
            if streets:
                return self._placed(line, _meant(streets, around), around)
        return None

    def candidates(self, query: AddressQuery) -> tuple[Place, ...]:
        """Return every street that the address may mean, in any town, nearest to its area first; errors as of `find`.

        They are for a person to choose from: what the address says of its town is not held against them.
        """
        around = Surroundings(query, self._gazetteer)
        for line in street_lines(repaired(query.address)):
            if streets := self._index.streets(line.street):
                area = around.area
                ordered = sorted(
                    streets, key=lambda one: metres_between(area.lat, area.lon, one.lat, one.lon) if area else 0.0
                )
                found = (self._door(line, [one], around, strict=False) or _whole([one], line) for one in ordered)
                return tuple(one for one in found if one is not None)
        return ()

    def _placed(self, line: StreetLine, streets: Sequence[Street], around: Surroundings) -> Place | None:
        return self._door(line, streets, around) or _whole(streets, line)

    def _door(
        self, line: StreetLine, streets: Sequence[Street], around: Surroundings, *, strict: bool = True
    ) -> Place | None:
        """Return the place of a house number, exact where it is known, between its neighbours where those are near."""
        if not line.number or not _one(streets):
            return None
        doors = [
            door
            for street in streets
            for door in self._index.doors(street)
            if not (strict and around.postcode and door.postcode and door.postcode != around.postcode)
        ]
        label = _label(streets[0], f"{line.number}{line.letter.upper()}")
        numbers = {line.number, line.last or line.number}
        same = [door for door in doors if door.number in numbers]
        exact = [door for door in same if door.letter == line.letter] if line.letter else same
        if found := exact or same:
            return _of_doors(found, label, sure=bool(exact))
        return _between(line.number, doors, label)


def _meant(streets: Sequence[Street], around: Surroundings) -> Sequence[Street]:
    """Return the streets that the address names by postcode or town; all where it names none of them."""
    by_postcode = [one for one in streets if around.postcode in one.postcodes]
    return by_postcode or [one for one in streets if around.named_by(one)] or streets


def _whole(streets: Sequence[Street], line: StreetLine) -> Place | None:
    """The place of a street of which all is known; what the edge of the extract may have cut says no radius."""
    return _street(streets, line) if _one(streets) and not any(one.cut for one in streets) else None


def _one(streets: Sequence[Street]) -> bool:
    """Whether streets of one name are parts of one street: all of it lies within a radius."""
    return len(streets) == 1 or _street(streets, StreetLine("")).radius_m <= _TOGETHER_M + _OFF_STREET_M


def _of_doors(doors: Sequence[Door], label: str, *, sure: bool) -> Place:
    lat, lon = (sum(door.lat for door in doors) / len(doors), sum(door.lon for door in doors) / len(doors))
    reach = ceil(max(metres_between(lat, lon, door.lat, door.lon) + door.radius_m for door in doors))
    exact = sure and reach <= _ONE_DOOR_M
    radius_m = reach if exact else max(reach, _OFF_STREET_M)
    precision = Precision.ADDRESS if exact else Precision.STREET
    return Place(lat=lat, lon=lon, precision=precision, radius_m=radius_m, source=SOURCE, label=label)


def _between(number: int, doors: Sequence[Door], label: str) -> Place | None:
    """Return the place between the nearest known numbers on the same side, never more exact than they lie apart."""
    side = [door for door in doors if door.number % 2 == number % 2]
    below = max((door for door in side if door.number < number), key=lambda door: door.number, default=None)
    above = min((door for door in side if door.number > number), key=lambda door: door.number, default=None)
    if below is None or above is None:
        return None
    gap_m = metres_between(below.lat, below.lon, above.lat, above.lon)
    if gap_m > _NEIGHBOURS_M:
        return None
    part = (number - below.number) / (above.number - below.number)
    lat, lon = below.lat + part * (above.lat - below.lat), below.lon + part * (above.lon - below.lon)
    radius_m = max(_ONE_DOOR_M, ceil(gap_m) + below.radius_m)
    return Place(lat=lat, lon=lon, precision=Precision.STREET, radius_m=radius_m, source=SOURCE, label=label)


def _street(streets: Sequence[Street], line: StreetLine) -> Place:
    lat, lon = (sum(one.lat for one in streets) / len(streets), sum(one.lon for one in streets) / len(streets))
    reach = max(metres_between(lat, lon, one.lat, one.lon) + one.radius_m for one in streets)
    return Place(
        lat=lat, lon=lon, precision=Precision.STREET, radius_m=ceil(reach) + _OFF_STREET_M, source=SOURCE,
        label=_label(streets[0], f"{line.number or ''}{line.letter.upper()}"),
    )  # fmt: skip


def _label(street: Street, number: str) -> str:
    town = next(iter(sorted(street.cities)), "") or street.locality
    return ", ".join(part for part in (f"{street.name} {number}".strip(), town) if part)
