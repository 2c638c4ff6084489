"""Vans and depots with their stock as CSV that reads back to the same."""

from __future__ import annotations

from datetime import time

from planner.files.sheets import Cell, table_to_csv
from planner.model.language import text
from planner.model.stock import Amounts
from planner.model.team import Team

__all__ = ["STORE_FIELDS", "stores_to_csv"]

STORE_FIELDS = (
    "store_kind", "store_id", "store_name", "store_address", "store_lat", "store_lon", "opens", "closes", "loading_min",
    "load_l", "load_kg", "part", "quantity",
)  # fmt: skip
"""Columns of the file; those of the stock come last."""


def stores_to_csv(team: Team, *, language: str) -> bytes:
    """Return a team's vans and depots as CSV with headings of the language; `read_stores` reads it back.

    Parameters
    ----------
    team
        Whose. A van or depot with several parts has a row for each, the further ones with kind, id and part only.
        Fuel, range and the precision of places stay out.
    language
        ``sv`` or ``en``.
    """
    rows: list[list[Cell]] = []
    for depot in team.depots:
        place = depot.place
        known: list[Cell] = [
            depot.name, place.label, place.lat, place.lon, f"{depot.opens:%H:%M}", _closing(depot.closes),
            depot.loading_min, None, None,
        ]  # fmt: skip
        rows += _rows(["depot", depot.depot_id], known, depot.stock)
    for car in team.vehicles:
        rows += _rows(["van", car.vehicle_id], [car.name, *[None] * 6, car.load_l, car.load_kg], car.stock)
    headers = [text(f"import.field.{name}", language) for name in STORE_FIELDS]
    return table_to_csv(headers, rows, language=language, zone=team.time_zone)


def _rows(key: list[Cell], known: list[Cell], stock: Amounts) -> list[list[Cell]]:
    first, *others = stock or ((None, None),)
    blank: list[Cell] = [None] * len(known)
    return [[*key, *known, *first], *([*key, *blank, *pair] for pair in others)]


def _closing(closes: time) -> str:
    return "24:00" if (closes.hour, closes.minute) == (23, 59) else f"{closes:%H:%M}"
