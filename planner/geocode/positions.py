"""Positions that cannot be right, and positions as people paste them."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from math import isfinite

from planner.geocode.sweref import from_sweref99tm
from planner.model.message import Message, message

__all__ = ["PositionFinding", "check_position", "parse_degrees", "parse_position"]

_SWEDEN_LAT = (55.0, 69.1)
_SWEDEN_LON = (10.9, 24.2)
_NUMBER = r"[+-]?\d{1,3}(?:[.,]\d+)?"
_DEGREES = re.compile(rf"({_NUMBER})\s*°?\s*([NSEWÖOV]?)", re.IGNORECASE)
_PAIR = re.compile(
    rf"\(?\s*({_NUMBER})\s*°?\s*([NS]?)\s*(?:[;/]|,\s|\s|,(?=\s*[+-]?\d{{1,3}}[.]))\s*({_NUMBER})\s*°?\s*([EWÖOV]?)\s*\)?",
    re.IGNORECASE,
)

_SIGNS = re.compile(r"\d\s*°.*\d\s*°|^\s*[NS]\s*\d", re.IGNORECASE)
_GRID = re.compile(r"N?\s*(\d{7}(?:[.,]\d+)?)\s*[,;/]?\s+(?:E\s*)?(\d{6}(?:[.,]\d+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFinding:
    """What is wrong with a position.

    Parameters
    ----------
    code
        ``not_a_number``, ``zero``, ``swapped``, ``outside``.
    message
        Sentence for the dispatcher.
    proposal
        The position (lat, lon) that was probably meant; None where nobody can tell.
    """

    code: str
    message: Message
    proposal: tuple[float, float] | None = None


def check_position(lat: float, lon: float) -> PositionFinding | None:
    """Return what is wrong with a position in Sweden, or None.

    Sweden lies at lat 55 to 69.1 and lon 10.9 to 24.2: the ranges do not touch, so every swap shows.

    Parameters
    ----------
    lat, lon
        Degrees as they were given; may be infinite or not a number.
    """
    if not (isfinite(lat) and isfinite(lon)):
        return PositionFinding(code="not_a_number", message=message("geocode.position_not_a_number"))
    if lat == 0 and lon == 0:
        return PositionFinding(code="zero", message=message("geocode.position_zero"))
    if _in_sweden(lat, lon):
        return None
    at = {"lat": f"{lat:.5g}", "lon": f"{lon:.5g}"}
    if _in_sweden(lon, lat):
        return PositionFinding(code="swapped", message=message("geocode.position_swapped", **at), proposal=(lon, lat))
    return PositionFinding(code="outside", message=message("geocode.position_outside", **at))


def _in_sweden(lat: float, lon: float) -> bool:
    return _SWEDEN_LAT[0] <= lat <= _SWEDEN_LAT[1] and _SWEDEN_LON[0] <= lon <= _SWEDEN_LON[1]


def parse_degrees(written: str) -> float | None:
    """Return degrees from a text like ``59,3293``, ``59.3293 N`` or ``18.06°``; None where it is none."""
    found = _DEGREES.fullmatch(_plain(written))
    return _degrees(found[1], found[2]) if found else None


def parse_position(written: str) -> tuple[float, float] | None:
    """Return (lat, lon) from a pasted text, in the order it stands there; None where it is no position.

    Reads ``59.33, 18.06``, ``59.33,18.06``, ``59,33; 18,06``, ``59,33 18,06``, ``59.33N 18.06E``,
    ``59°19'45"N 18°4'7"E``, and SWEREF 99 TM as northing and easting in metres: ``6580822, 674032``.
    Whether the position can be right says `check_position`.
    """
    if grid := _GRID.fullmatch(_plain(written)):
        return from_sweref99tm(float(grid[1].replace(",", ".")), float(grid[2].replace(",", ".")))
    if found := _PAIR.fullmatch(_plain(written)):
        return _degrees(found[1], found[2]), _degrees(found[3], found[4])
    return _with_signs(_plain(written)) if _SIGNS.search(written) else None


def _with_signs(written: str) -> tuple[float, float] | None:
    """Read degrees, minutes and seconds, or sides before the numbers; without such signs geopy would only guess."""
    from geopy.point import Point  # 0.2 s that only somebody who pastes such a position waits for

    try:
        with warnings.catch_warnings(action="ignore"):
            point = Point.from_string(written.replace(",", ".").replace(". ", ", "))
    except ValueError:
        return None
    return point.latitude, point.longitude


def _plain(written: str) -> str:
    return written.replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ").strip()


def _degrees(number: str, side: str) -> float:
    value = float(number.replace(",", "."))
    return -value if side.upper() in ("S", "W", "V") else value
