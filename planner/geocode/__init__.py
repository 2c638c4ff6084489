"""Addresses to places with a stated precision, and a check of positions that cannot be right."""

from planner.geocode.chain import OfflineChain
from planner.geocode.choosing import chosen_geocoder
from planner.geocode.gazetteer import Gazetteer
from planner.geocode.geocoder import AddressQuery, Geocoder, Searching, State
from planner.geocode.positions import PositionFinding, check_position, parse_degrees, parse_position

__all__ = [
    "AddressQuery",
    "Gazetteer",
    "Geocoder",
    "OfflineChain",
    "PositionFinding",
    "Searching",
    "State",
    "check_position",
    "chosen_geocoder",
    "parse_degrees",
    "parse_position",
]
