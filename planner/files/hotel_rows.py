"""A hotel in a team file: a row without a technician, with its name, its place and what a night costs."""

from __future__ import annotations

from planner.files.rows import RowReader
from planner.files.team_rows import Reading, place_of
from planner.files.values import clean, parse_id, parse_money
from planner.model.message import message
from planner.model.team import Hotel

__all__ = ["HOTEL_FIELDS", "hotel_of", "is_hotel"]

HOTEL_FIELDS = ("hotel_id", "hotel_name", "hotel_address", "hotel_lat", "hotel_lon", "hotel_night")
"""Columns that describe a hotel."""


def is_hotel(reader: RowReader) -> bool:
    """Whether a row is about a hotel and nobody."""
    return reader.has("hotel_id") and not reader.has("technician_id")


def hotel_of(reader: RowReader, reading: Reading) -> Hotel | None:
    """Return the hotel of a row; None where the row has problems, which the reader then holds."""
    hotel_id = reader.take("hotel_id", parse_id, "")
    place = place_of(reader, reading, "hotel")
    night_ore = reader.take("hotel_night", parse_money, 0)
    if place is None and not reader.problems:
        reader.wrong("hotel_address", message("import.hotel_place", value=hotel_id))
    if reader.problems or place is None:
        return None
    name = clean(reader.text("hotel_name")) or place.label or hotel_id
    return Hotel(hotel_id=hotel_id, name=name, place=place, night_ore=night_ore)
