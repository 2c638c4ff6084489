"""The embedded data on Sweden: towns, hand-made suburbs, municipalities, postcodes; read once.

Sources and licences stand in ``data/geo_se/README.md``.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, cos, pi, radians, sqrt
from pathlib import Path
from typing import Any

from planner.geocode.names import exact_key
from planner.model.words import Precision

__all__ = ["FOLDER", "Located", "Sweden", "metres_between", "sweden"]

FOLDER = Path(__file__).resolve().parents[2] / "data" / "geo_se"

_COUNTY_OF_CODE = {
    "01": "AB", "03": "C", "04": "D", "05": "E", "06": "F", "07": "G", "08": "H", "09": "I", "10": "K", "12": "M",
    "13": "N", "14": "O", "17": "S", "18": "T", "19": "U", "20": "W", "21": "X", "22": "Y", "23": "Z", "24": "AC",
    "25": "BD",
}  # fmt: skip
_ALSO_CALLED = {"Gothenburg": "Göteborg"}
_LOCALITY_M = 5_000
_PEOPLE_PER_KM2 = 2_500
_EARTH_M = 6_371_009
_WORTH_NAMING = 0.1


@dataclass(frozen=True, slots=True)
class Located:
    """A named area: its middle, the radius within which its addresses are expected, county letter, inhabitants."""

    name: str
    county: str
    lat: float
    lon: float
    radius_m: int
    precision: Precision = Precision.LOCALITY
    people: int = 0


@dataclass(frozen=True, slots=True)
class Sweden:
    """The tables.

    Parameters
    ----------
    names
        Areas by `exact_key` of each of their names; hand-made suburbs hide towns of the same name and county.
    postcodes
        Postal town by postcode.
    counties
        Letters of the counties a postcode can lie in, by its first two and, where they say more, three digits.
    parts
        Parts of big towns: (`exact_key` of the postal town, first digits of the postcode) -> area.
    """

    names: dict[str, tuple[Located, ...]]
    postcodes: dict[str, str]
    counties: dict[str, frozenset[str]]
    parts: dict[tuple[str, str], Located]


@cache
def sweden(folder: Path = FOLDER) -> Sweden:
    """Return the tables of a folder, read at the first call (about 0.1 s)."""
    names: dict[str, list[Located]] = defaultdict(list)
    parts: dict[tuple[str, str], Located] = {}
    for row in _rows(folder / "suburbs.csv"):
        suburb = Located(row["name"], row["county"], float(row["lat"]), float(row["lon"]), int(row["radius_m"]))
        for name in (row["name"], *filter(None, row["also"].split(";"))):
            names[exact_key(name)].append(suburb)
        for prefix in row["postcodes"].split():
            parts[exact_key(row["within"]), prefix] = suburb
    by_hand = {key: {suburb.county for suburb in suburbs} for key, suburbs in names.items()}
    for town in _towns(folder):
        for name in filter(None, (town.name, _ALSO_CALLED.get(town.name))):
            if town.county not in by_hand.get(exact_key(name), ()):
                names[exact_key(name)].append(town)
    for area in _municipalities(folder):
        if exact_key(area.name) not in names:
            names[exact_key(area.name)].append(area)
    postcodes = {row["postnummer"]: row["postort"] for row in _rows(folder / "se_postcodes.csv")}
    return Sweden({key: tuple(areas) for key, areas in names.items()}, postcodes, _counties(postcodes, names), parts)


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return great-circle metres between two points in degrees."""
    phi, psi = radians(lat), radians(other_lat)
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sqrt(_sin2(north) + cos(phi) * cos(psi) * _sin2(east))
    return 2 * _EARTH_M * asin(min(1.0, chord))


def _sin2(angle: float) -> float:
    return (1 - cos(2 * angle)) / 2


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _towns(folder: Path) -> list[Located]:
    raw = json.loads((folder / "se_places.json").read_text(encoding="utf-8"))
    return [
        Located(name, county, lat, lon, _town_radius_m(people), Precision.LOCALITY, people)
        for name, county, lat, lon, people in raw
    ]


def _town_radius_m(people: int) -> int:
    """Radius of a round town of usual density, but never less than that of any locality."""
    return max(_LOCALITY_M, round(1_000 * sqrt(people / _PEOPLE_PER_KM2 / pi)))


def _municipalities(folder: Path) -> list[Located]:
    outlines = json.loads((folder / "se_kommun.geojson").read_text(encoding="utf-8"))
    return [_municipality(feature) for feature in outlines["features"]]


def _municipality(feature: dict[str, Any]) -> Located:
    """Middle of the largest part of the outline; the radius reaches its farthest corner."""
    rings = [polygon[0] for polygon in feature["geometry"]["coordinates"]]
    lat, lon = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    radius_m = max(metres_between(lat, lon, y, x) for ring in rings for x, y in ring)
    name, code = feature["properties"]["kommun"], feature["properties"]["kommun_kod"]
    return Located(name, _COUNTY_OF_CODE[code[:2]], lat, lon, round(radius_m), Precision.MUNICIPALITY)


def _area(ring: list[list[float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    """Centroid (lat, lon) of a small ring; degrees are straight enough for that."""
    x0, y0 = ring[0]
    shifted = [[x - x0, y - y0] for x, y in ring]
    area = _area(shifted)
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise(shifted):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return round(y0 + y / (6 * area), 5), round(x0 + x / (6 * area), 5)


def _counties(postcodes: dict[str, str], names: dict[str, list[Located]]) -> dict[str, frozenset[str]]:
    """Elect the counties of postcode prefixes by the postal towns whose name is known once in the country.

    The data's own county column is not used: it is empty for whole counties, and wrong where
    the only known place of a name is a namesake elsewhere. Here such a namesake is outvoted.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for postcode, town in postcodes.items():
        known = {area.county for area in names.get(exact_key(town), ())}
        if len(known) == 1:
            for digits in (2, 3):
                votes[postcode[:digits]].update(known)
    elected = {p: frozenset(c for c, n in v.items() if n >= _WORTH_NAMING * v.total()) for p, v in votes.items()}
    return {prefix: (counties & elected[prefix[:2]]) or elected[prefix[:2]] for prefix, counties in elected.items()}
