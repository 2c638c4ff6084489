"""Taking an address apart: postcode, names of towns in order of trust, county."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.geocode.geocoder import AddressQuery
from planner.geocode.names import loose_key, repaired

__all__ = ["COUNTIES", "AddressParts", "take_apart"]

COUNTIES = {
    "AB": "Stockholm", "C": "Uppsala", "D": "Södermanland", "E": "Östergötland", "F": "Jönköping", "G": "Kronoberg",
    "H": "Kalmar", "I": "Gotland", "K": "Blekinge", "M": "Skåne", "N": "Halland", "O": "Västra Götaland",
    "S": "Värmland", "T": "Örebro", "U": "Västmanland", "W": "Dalarna", "X": "Gävleborg", "Y": "Västernorrland",
    "Z": "Jämtland", "AC": "Västerbotten", "BD": "Norrbotten",
}  # fmt: skip
"""Swedish counties by letter."""

_COUNTY_LETTERS = {loose_key(name): letter for letter, name in COUNTIES.items()}
_BOX = re.compile(r"\b(?:post)?box\s*\d[\d ]*", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![\d\-])(?:SE?[\s\-]*)?([1-9]\d{2})[\s\N{NO-BREAK SPACE}]?(\d{2})(?![\d\-])", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:^|[\s,;])(?:sverige|sweden|schweden|se)\s*$", re.IGNORECASE)
_SE = re.compile(r"^SE?[\s\-]+")
_BREAKS = re.compile(r"[,;\n|]+")
_HOUSE_NUMBER = re.compile(r"\d+\s?[a-zA-Z]?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressParts:
    """What an address says: postcode (five digits), possible town names best first, county letter; empty if unsaid."""

    postcode: str = ""
    towns: tuple[str, ...] = ()
    county: str = ""


def take_apart(query: AddressQuery) -> AddressParts:
    """Return the parts of an address, wherever they were written.

    A postcode in its own field wins over one in the town's field, that over the last one in the
    street's. Box numbers are no postcodes.
    """
    fields = [_cleaned(written) for written in (query.postcode, query.city, query.address)]
    postcode = next((code for code in map(_postcode, fields) if code), "")
    in_postcode, in_city, in_address = (_towns(field) for field in fields)
    towns = dict.fromkeys((*in_city, *in_postcode, *in_address))
    return AddressParts(postcode=postcode, towns=tuple(towns), county=_county(query.county))


def _cleaned(written: str) -> str:
    return _COUNTRY.sub("", _BOX.sub(" ", repaired(written).strip())).strip(" ,;")


def _postcode(written: str) -> str:
    found = _POSTCODE.findall(written)
    return "".join(found[-1]) if found else ""


def _towns(written: str) -> list[str]:
    """Return what may be a town's name: what follows house number or postcode in each piece, last piece first."""
    pieces = _BREAKS.split(_POSTCODE.sub(",", written))
    tails = (_SE.sub("", _HOUSE_NUMBER.split(piece)[-1].strip(" ()-")) for piece in reversed(pieces))
    return [" ".join(tail.split()) for tail in tails if tail]


def _county(written: str) -> str:
    if written.strip().upper() in COUNTIES:
        return written.strip().upper()
    name = re.sub(r"\s+(lan|county|region)$", "", loose_key(repaired(written)))
    return _COUNTY_LETTERS.get(name) or _COUNTY_LETTERS.get(re.sub(r"s$", "", name)) or ""
