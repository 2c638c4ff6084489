"""Latitudes, longitudes and pairs of them, WGS84 degrees; whether the place makes sense is asked elsewhere."""

from __future__ import annotations

import re

from planner.files.values import WrongValueError, brief, clean, parse_number
from planner.model.message import message

__all__ = ["looks_like_position", "parse_lat_lon", "parse_position"]

_NUMBER = r"[+-]?\d{1,3}(?:[.,]\d+)?°?\s*[NSEWÖV]?"
_PAIR = re.compile(rf"[(\[]?\s*({_NUMBER})\s*(?:[,;/|]\s*|\s+)({_NUMBER})\s*[)\]]?", re.IGNORECASE)
_WHOLE_COMMAS = re.compile(r"[(\[]?\s*-?\d{1,3}\s*,\s*-?\d+\s*[)\]]?")


def parse_lat_lon(lat: str, lon: str) -> tuple[float, float]:
    """Read latitude and longitude from two cells.

    Raises
    ------
    WrongValueError
        If one is no number or out of range; with the swapped pair as cure where that would be in range.
    """
    first, second = _degrees(lat), _degrees(lon)
    if abs(first) <= 90 and abs(second) <= 180:
        return first, second
    shown = f"{brief(lat)}, {brief(lon)}"
    if abs(second) <= 90 and abs(first) <= 180:
        raise WrongValueError(message("import.swapped", value=shown), f"{_text(second)}, {_text(first)}")
    raise WrongValueError(message("import.degrees", value=shown))


def parse_position(text: str) -> tuple[float, float]:
    """Read a pair ``59.3293, 18.0686``, also with decimal commas; errors as in `parse_lat_lon`."""
    bare = clean(text)
    match = _PAIR.fullmatch(bare)
    if match is None or _WHOLE_COMMAS.fullmatch(bare):
        raise WrongValueError(message("import.position", value=brief(text)))
    first, second = (_turned(part) for part in match.groups())
    if re.search("[EWÖV]$", match[1], re.IGNORECASE) and re.search("[NS]$", match[2], re.IGNORECASE):
        first, second = second, first
    return parse_lat_lon(first, second)


def looks_like_position(text: str) -> bool:
    """Whether a cell holds a pair of numbers."""
    return _PAIR.fullmatch(clean(text)) is not None and not _WHOLE_COMMAS.fullmatch(clean(text))


def _turned(part: str) -> str:
    """Replace a letter for south or west by a minus."""
    number = re.sub(r"[°\sNSEWÖV]", "", part, flags=re.IGNORECASE)
    return f"-{number}" if re.search("[SWV]$", part, re.IGNORECASE) and not number.startswith("-") else number


def _degrees(text: str) -> float:
    try:
        return parse_number(text, low=-1e15, high=1e15)
    except WrongValueError:
        raise WrongValueError(message("import.degrees", value=brief(text))) from None


def _text(number: float) -> str:
    return repr(number)
