"""Streets and house numbers as an import left them, looked up by any usual writing of the name.

The index is one SQLite file that is only read: nothing is loaded, however many streets there are. It holds what
OpenStreetMap says (© OpenStreetMap contributors).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.roads.street_names import same_letters, street_keys

__all__ = ["DOOR_M", "FILE", "TABLES", "Door", "Street", "StreetIndex"]

FILE = "streets.sqlite"
DOOR_M = 30
"""Metres within which an entrance lies of its house number."""

TABLES = """
CREATE TABLE street (
    id INTEGER PRIMARY KEY, key TEXT, name TEXT, locality TEXT, lat REAL, lon REAL, radius_m INTEGER, cut INTEGER
);
CREATE TABLE door (
    street INTEGER, number INTEGER, letter TEXT, lat REAL, lon REAL, radius_m INTEGER, postcode TEXT, city TEXT
);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street of one locality, or as much of it as the extract holds.

    Parameters
    ----------
    street_id
        Its number in the index.
    locality
        The nearest place that has a name; empty: none is near.
    lat, lon, radius_m
        Point of it nearest to the middle of its extent, and metres from there to its end.
    cut
        Whether it comes so near to the edge of the extract that it may go on beyond it.
    postcodes, cities
        What its doors say, five digits and names; empty: nothing is known.
    """

    street_id: int
    name: str
    locality: str
    lat: float
    lon: float
    radius_m: int
    cut: bool = False
    postcodes: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A house number with its position; the radius is that of the building."""

    number: int
    letter: str
    lat: float
    lon: float
    radius_m: int = DOOR_M
    postcode: str = ""


class StreetIndex:
    """The streets of an imported extract.

    Parameters
    ----------
    file
        As `planner.roads.streets.StreetCollector` writes it; it is opened anew at each question.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @classmethod
    def load(cls, folder: Path) -> StreetIndex | None:
        """Return the index of a folder, or None where it holds none."""
        file = folder / FILE
        return cls(file) if file.is_file() else None

    def streets(self, name: str) -> tuple[Street, ...]:
        """Return the streets that a written name may mean, in every locality; of one spelling where that is known.

        Raises
        ------
        sqlite3.Error
            If the file cannot be read.
        """
        with closing(self._open()) as db:
            for key in street_keys(name):
                rows = db.execute("SELECT * FROM street WHERE key = ? ORDER BY id", (key,)).fetchall()
                if rows:
                    spelled = [row for row in rows if same_letters(name, row[2])]
                    return tuple(_street(db, row) for row in spelled or rows)
        return ()

    def doors(self, street: Street) -> tuple[Door, ...]:
        """Return the house numbers of a street, by number and letter; errors as of `streets`."""
        asked = "SELECT number, letter, lat, lon, radius_m, postcode FROM door WHERE street = ? ORDER BY 1, 2, 3, 4"
        with closing(self._open()) as db:
            rows = db.execute(asked, (street.street_id,)).fetchall()
        return tuple(
            Door(number=number, letter=letter, lat=lat, lon=lon, radius_m=radius_m, postcode=postcode)
            for number, letter, lat, lon, radius_m, postcode in rows
        )

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _street(db: sqlite3.Connection, row: tuple[Any, ...]) -> Street:
    street_id, _, name, locality, lat, lon, radius_m, cut = row
    said = db.execute("SELECT DISTINCT postcode, city FROM door WHERE street = ?", (street_id,)).fetchall()
    return Street(
        street_id=street_id, name=name, locality=locality, lat=lat, lon=lon, radius_m=radius_m, cut=bool(cut),
        postcodes=frozenset(code for code, _ in said if code), cities=frozenset(city for _, city in said if city),
    )  # fmt: skip
