"""The geocoder without any service: written coordinates, then doors and streets of the extract, then the gazetteer."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable

from planner.geocode.gazetteer import Gazetteer
from planner.geocode.geocoder import AddressQuery, Geocoder, State
from planner.geocode.positions import check_position, parse_position
from planner.geocode.street_finder import StreetFinder
from planner.model.places import Place
from planner.model.words import Precision
from planner.roads.street_index import StreetIndex

__all__ = ["OfflineChain", "written_position"]

_DECIMALS = re.compile(r"[.,](\d+)")
_GRID = re.compile(r"\d{7}\D+\d{6}")
_BY_DECIMALS = {2: (Precision.STREET, 800), 3: (Precision.ADDRESS, 100)}
"""How far degrees that were cut or rounded so may be from what was meant; fewer decimals say no place."""

_log = logging.getLogger(__name__)


class OfflineChain:
    """Answers with the most exact that can be defended; see `planner.geocode.geocoder.Searching`.

    Parameters
    ----------
    streets
        Returns the streets that are imported now; None: none are.
    gazetteer
        Knows postcodes and towns.
    """

    def __init__(self, streets: Callable[[], StreetIndex | None], gazetteer: Gazetteer) -> None:
        self._streets, self._gazetteer = streets, gazetteer

    def find(self, query: AddressQuery) -> Place | None:
        """Return the place of an address, or None where it cannot be told."""
        if (written := written_position(query.address)) is not None:
            return written
        area, street = self._gazetteer.find(query), self._street(query)
        if street is None or (area is not None and street.radius_m > area.radius_m):
            return area
        return street

    def candidates(self, query: AddressQuery) -> tuple[Place, ...]:
        """Return what the address may mean, for a person to choose from: streets in any town, and its area."""
        area, finder = self._gazetteer.find(query), self._finder()
        try:
            streets = finder.candidates(query) if finder else ()
        except sqlite3.Error as broken:
            _log.warning("the index of streets cannot be read: %s", broken)
            streets = ()
        return (*streets, *((area,) if area else ()))

    def for_lists(self) -> Geocoder:
        """Return itself: it asks nobody."""
        return self

    def state(self) -> State:
        """Return what it is made of; it cannot fail."""
        return State(provider="offline", streets=self._streets() is not None)

    def _finder(self) -> StreetFinder | None:
        index = self._streets()
        return StreetFinder(index, self._gazetteer) if index else None

    def _street(self, query: AddressQuery) -> Place | None:
        finder = self._finder()
        try:
            return finder.find(query) if finder else None
        except sqlite3.Error as broken:  # taken away by a newer import, or damaged: the area is still known
            _log.warning("the index of streets cannot be read: %s", broken)
            return None


def written_position(written: str) -> Place | None:
    """Return the place of coordinates that stand where an address should, as exact as their decimals; None for none.

    What cannot be right (swapped, outside the country) is none either: nobody sees and corrects it here.
    """
    try:
        position = parse_position(written)
    except (ValueError, OverflowError):
        return None
    if position is None or check_position(*position) is not None:
        return None
    precision, radius_m = Precision.PIN, 0
    if "°" in written or '"' in written:
        precision, radius_m = Precision.ADDRESS, 30
    elif not _GRID.search(written):
        decimals = min((len(one) for one in _DECIMALS.findall(written)), default=0)
        if decimals < 2 or len(_DECIMALS.findall(written)) < 2:
            return None
        precision, radius_m = _BY_DECIMALS.get(decimals, (precision, radius_m))
    lat, lon = position
    return Place(lat=lat, lon=lon, precision=precision, radius_m=radius_m, source="coordinates", label=written.strip())
