"""Offline ground of every map: municipality outlines and place names near what is shown.

The outlines are those of Statistics Sweden, the places those of GeoNames (see NOTICE). They are coarse:
land, borders and names to find one's way by, no streets. A raster layer replaces nothing and comes on
top of it only where the settings name one (`Tiles`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Box", "Tiles", "box_around", "labels_in", "outlines_in"]

_DATA = Path(__file__).resolve().parents[2] / "data" / "geo_se"
_WIDE = 2.5
"""Degrees of latitude from which outlines are rounded to three decimals (a hundred metres)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of degrees."""

    south: float
    west: float
    north: float
    east: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes have a point in common."""
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a point lies in the box."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def grown(self, share: float, least: float = 0.05) -> Box:
        """Return the box with a share of its size (at least `least` degrees) added on every side."""
        tall = max(least, (self.north - self.south) * share)
        wide = max(least * 2, (self.east - self.west) * share)
        return Box(south=self.south - tall, west=self.west - wide, north=self.north + tall, east=self.east + wide)


SWEDEN = Box(south=55.3, west=11.0, north=69.1, east=24.2)


def box_around(points: Iterable[tuple[float, float]]) -> Box:
    """Return the smallest box around (lat, lon) points; all of Sweden where there are none."""
    known = tuple(points)
    if not known:
        return SWEDEN
    lats, lons = [lat for lat, _ in known], [lon for _, lon in known]
    return Box(south=min(lats), west=min(lons), north=max(lats), east=max(lons))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A raster tile server of the installation's choice; nothing is fetched without one.

    Parameters
    ----------
    url
        Template with ``{z}``, ``{x}`` and ``{y}``.
    attribution
        Text the server's owner asks for.
    """

    url: str
    attribution: str

    @classmethod
    def from_environment(cls) -> Tiles | None:
        """Return what PLANNER_TILES_URL and PLANNER_TILES_ATTRIBUTION name, or None."""
        url = os.environ.get("PLANNER_TILES_URL", "").strip()
        return cls(url=url, attribution=os.environ.get("PLANNER_TILES_ATTRIBUTION", "")) if url else None

    @property
    def host(self) -> str:
        """The origin a content security policy has to allow for pictures, for example ``https://tiles.example``."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@cache
def _outlines() -> tuple[tuple[Box, dict[str, Any]], ...]:
    file = _DATA / "se_kommun.geojson"
    if not file.exists():
        return ()
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return tuple((box_around((lat, lon) for lon, lat in _points(f["geometry"])), f) for f in features)


@cache
def _names() -> tuple[tuple[str, float, float, int], ...]:
    file = _DATA / "se_places.json"
    if not file.exists():
        return ()
    rows = json.loads(file.read_text(encoding="utf-8"))
    return tuple((name, lat, lon, people) for name, _, lat, lon, people in rows)


def _points(geometry: dict[str, Any]) -> Iterable[tuple[float, float]]:
    for polygon in geometry["coordinates"]:
        for ring in polygon:
            for point in ring:
                yield point[0], point[1]


def outlines_in(box: Box) -> dict[str, Any]:
    """Return the municipalities that meet a box as a GeoJSON feature collection without properties."""
    decimals = 3 if box.north - box.south > _WIDE else 4
    found = [_rounded(feature["geometry"], decimals) for bounds, feature in _outlines() if bounds.meets(box)]
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in found]
    return {"type": "FeatureCollection", "features": features}


def _rounded(geometry: dict[str, Any], decimals: int) -> dict[str, Any]:
    """Round alike everywhere: borders that two municipalities share stay shared."""
    polygons = []
    for polygon in geometry["coordinates"]:
        rings = [list(dict.fromkeys((round(p[0], decimals), round(p[1], decimals)) for p in ring)) for ring in polygon]
        polygons.append([[*ring, ring[0]] for ring in rings if len(ring) >= 3])
    return {"type": "MultiPolygon", "coordinates": [rings for rings in polygons if rings]}


def labels_in(box: Box, *, limit: int = 60) -> tuple[tuple[str, float, float, int], ...]:
    """Return the most populous places in a box: name, lat, lon, inhabitants."""
    inside = [row for row in _names() if box.holds(row[1], row[2])]
    return tuple(sorted(inside, key=lambda row: -row[3])[:limit])
