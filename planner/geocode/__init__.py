"""Addresses to places with a stated precision, and a check of positions that cannot be right."""

from planner.geocode.gazetteer import Gazetteer
from planner.geocode.geocoder import AddressQuery, Geocoder
from planner.geocode.positions import PositionFinding, check_position, parse_degrees, parse_position

__all__ = [
    "AddressQuery",
    "Gazetteer",
    "Geocoder",
    "PositionFinding",
    "check_position",
    "parse_degrees",
    "parse_position",
]
