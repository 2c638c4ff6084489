"""How long work takes, in whole minutes."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil

from planner.files.values import WrongValueError, brief, clean
from planner.model.message import message

__all__ = ["parse_minutes"]

LONGEST_MIN = 24 * 60
_MINUTES = {"min": Fraction(1), "h": Fraction(60), "s": Fraction(1, 60)}
_UNIT = {
    "min": "min", "mins": "min", "minut": "min", "minuter": "min", "minute": "min", "minutes": "min", "m": "min",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "tim": "h", "timme": "h", "timmar": "h", "t": "h",
    "s": "s", "sek": "s", "sec": "s",
}  # fmt: skip
_PART = re.compile(r"(\d{1,7}(?:[.,]\d{1,6})?) ?([a-z]+)\.?")
_BARE = re.compile(r"(\d{1,7}(?:[.,]\d{1,6})?)")


def parse_minutes(text: str, *, unit: str = "min", low: int = 1) -> int:
    """Read a length of time as minutes.

    Parameters
    ----------
    text
        As written: ``90``, ``90 min``, ``1:30``, ``1,5 h``, ``1 tim 30 min``, ``PT1H30M``.
    unit
        What a bare number means: min, h or s (then up to a whole minute).
    low
        Least minutes expected.

    Raises
    ------
    WrongValueError
        If it cannot be read, is no whole minute, or not between `low` and 24 hours.
    """
    bare = clean(text).lower()
    bare = re.sub(r"^pt(?=\d)", "", bare)
    minutes = _colon(bare)
    if minutes is None and (match := _BARE.fullmatch(bare)):
        minutes = Fraction(match[1].replace(",", ".")) * _MINUTES[unit]
        if unit == "s":
            minutes = Fraction(ceil(minutes))
    if minutes is None:
        minutes = _worded(bare)
    if minutes is None:
        raise WrongValueError(message("import.duration", value=brief(text)))
    if minutes.denominator != 1:
        cure = f"{bare} h" if re.fullmatch(r"\d{1,2}[.,]\d", bare) else None
        raise WrongValueError(message("import.duration_whole", value=brief(text)), cure)
    if not low <= minutes <= LONGEST_MIN:
        raise WrongValueError(message("import.duration_range", value=brief(text), low=str(low)))
    return int(minutes)


def _colon(bare: str) -> Fraction | None:
    match = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?: ?(?:h|tim|min))?", bare)
    if match is None:
        return None
    return Fraction(match[1]) * 60 + Fraction(match[2]) + Fraction(int(match[3] or 0), 60)


def _worded(bare: str) -> Fraction | None:
    """Sum of parts such as ``1 h 30 min``; a number behind hours counts as minutes (``1h30``)."""
    total, last, at = Fraction(0), "", 0
    while at < len(bare):
        rest = bare[at:]
        if match := _PART.match(rest):
            last = _UNIT.get(match[2], "")
        elif last == "h" and (match := re.fullmatch(r"[0-5]?\d", rest)):
            return total + Fraction(match[0])
        else:
            return None
        if not last:
            return None
        total += Fraction(match[1].replace(",", ".")) * _MINUTES[last]
        at += match.end()
        while bare[at : at + 1] in (" ", ","):
            at += 1
        at += 4 if bare.startswith("och ", at) or bare.startswith("and ", at) else 0
    return total if last else None
