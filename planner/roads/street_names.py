"""Names of streets as people write them: short forms, lost dots and rings, capitals, saints, addresses in pieces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["StreetLine", "same_letters", "street_keys", "street_lines"]

_SAINT = re.compile(r"\b(?:s:t|st\.|skt\.?)(?=\s|$)", re.IGNORECASE)
_SAINTESS = re.compile(r"\b(?:s:ta|sta\.)(?=\s|$)", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_SHORT = (
    (re.compile(r"(?<=[^\W\d])\s?g(?:at)?\.?$"), ("gatan", "gata")),
    (re.compile(r"(?<=[^\W\d])\s?v(?:äg|ag)?\.?$"), ("vägen", "väg")),
    (re.compile(r"(?<=[^\W\d])\s?gr\.?$"), ("gränd", "gränden")),
    (re.compile(r"(?<=[^\W\d])\s?pl\.?$"), ("plan", "plats", "platsen")),
)
_LONG = (("gatan", "gata"), ("gata", "gatan"), ("vagen", "vag"), ("vag", "vagen"), ("granden", "grand"),
         ("grand", "granden"))  # fmt: skip

_POSTCODE = re.compile(r"(?<![\d\-])(?:SE?[\s\-]*)?[1-9]\d{2}[\s\N{NO-BREAK SPACE}]?\d{2}(?![\d\-])", re.IGNORECASE)
_BOX = re.compile(r"\b(?:post)?box\s*\d[\d ]*", re.IGNORECASE)
_INSIDE = re.compile(
    r"\b(?:lgh|lägenhet|lag)\.?\s*\d+\w?|\b\d+\s*(?:½\s*)?tr(?:appor|p)?\b\.?|\b(?:vån|van|våning|plan)\.?\s*\d+"
    r"|\b(?:uppg(?:ång)?|port|ingång)\.?\s*\w{1,2}\b|\bb\.?v\.?(?=\s|,|$)",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"[,;\n|()]+")
_CARE = re.compile(r"^\s*(?:c\s*/\s*o|att\.?:?)\s+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?P<street>[^\W\d].*?)\s+(?P<number>\d{1,4})\s*(?:[-–/]\s*(?P<last>\d{1,4})\s*)?(?P<letter>[a-z](?![^\W\d_]))?",
    re.IGNORECASE,
)
_LAST_NUMBER = re.compile(r"^(?P<street>[^\W\d].*\s\d+)\s+(?P<number>\d{1,4})\s?(?P<letter>[a-z]?)$", re.IGNORECASE)
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class StreetLine:
    """What may be a street in an address.

    Parameters
    ----------
    street
        Its name as written.
    number, last
        House number, and the last one of ``12-14``; 0 where none was written.
    letter
        House letter in small, or empty.
    """

    street: str
    number: int = 0
    last: int = 0
    letter: str = ""


def street_keys(name: str) -> tuple[str, ...]:
    """Return what a street may be filed under, the surest first: without case, accents, spaces and points.

    Short forms (``Storg.``, ``Kungsv``, ``S:t``) are written out, and the definite form is exchanged for the
    indefinite (``Ringväg`` for ``Ringvägen``); a street itself is filed under its first key.
    """
    written = _SAINTESS.sub("sankta", _SAINT.sub("sankt", unicodedata.normalize("NFC", name).casefold().strip()))
    keys = dict.fromkeys([_folded(written)])
    for short, longs in _SHORT:
        if short.search(written):
            keys.update(dict.fromkeys(_folded(short.sub(long, written)) for long in longs))
    first = next(iter(keys))
    for end, other in _LONG:
        if first.endswith(end) and len(first) > len(end):
            keys[first.removesuffix(end) + other] = None
    return tuple(key for key in keys if key)


def same_letters(written: str, name: str) -> bool:
    """Whether a name is written with the very letters of another, å and a told apart."""
    return _letters(written) == _letters(name)


def _letters(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFC", name).casefold() if one.isalnum())


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("ø", "ö").replace("æ", "ä"))
    return _NOT_LETTERS.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def street_lines(address: str) -> tuple[StreetLine, ...]:
    """Return what may be a street with its number in an address of one line or several, likeliest first.

    Boxes, flats, stairs, floors and postcodes are no streets; after ``c/o`` the name of a person is left out word by
    word. Pieces with a number come before those without; a number may also belong to the name (``Tvärgatan 4``).
    """
    cleaned = _INSIDE.sub(",", _BOX.sub(",", _POSTCODE.sub(",", address)))
    numbered: list[StreetLine] = []
    bare: list[StreetLine] = []
    for piece in (part.strip(" .-") for part in _BREAKS.split(cleaned)):
        caring = _CARE.match(piece)
        rest = piece[caring.end() :] if caring else piece
        if found := _NUMBERED.match(rest):
            numbered += [_line(street, found) for street in _names(found["street"], person_before=bool(caring))]
            if two := _LAST_NUMBER.match(rest):
                bare.append(StreetLine(two["street"], int(two["number"]), 0, two["letter"].lower()))
        if rest and not caring:
            bare.append(StreetLine(rest))
    return (*numbered, *bare)


def _names(street: str, *, person_before: bool) -> list[str]:
    words = street.split()
    if not person_before:
        return [" ".join(words)]
    return [" ".join(words[-count:]) for count in range(min(len(words), _MOST_WORDS), 0, -1)]


def _line(street: str, found: re.Match[str]) -> StreetLine:
    return StreetLine(street, int(found["number"]), int(found["last"] or 0), (found["letter"] or "").lower())
