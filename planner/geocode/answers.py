"""What Nominatim, Photon and Pelias answer, as places that claim no more than the answer and the question allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

from planner.geocode.geocoder import AddressQuery
from planner.geocode.names import repaired
from planner.geocode.places_se import metres_between
from planner.geocode.positions import check_position
from planner.model.places import RADIUS_M, Place
from planner.model.words import Precision
from planner.roads.street_names import StreetLine, street_keys, street_lines

__all__ = ["Answer", "place_of", "read_answer"]

_BUILDING_M = 100
"""A house number whose outline reaches farther is no address, only a street's part."""

_PIECE_M = 1_000
"""Services answer one piece of a street: how far its other pieces are expected to reach at least."""

_KINDS = {
    Precision.STREET: {"road", "street", "highway", "pedestrian", "residential", "square"},
    Precision.POSTCODE: {"postcode", "postalcode"},
    Precision.LOCALITY: {
        "city", "town", "village", "hamlet", "suburb", "quarter", "neighbourhood", "city_district", "district",
        "locality", "localadmin", "borough", "isolated_dwelling", "macrohood", "island",
    },
    Precision.MUNICIPALITY: {"municipality", "county", "macrocounty"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service said of one place, in the words of all three.

    Parameters
    ----------
    kind
        What the place is: ``house``, or a word of `_KINDS`.
    street, number, postcode, city
        Parts of its address; empty where nothing was said.
    box
        South, west, north and east of it, degrees; None: not said.
    sure
        Whether a house number was found, not guessed between others.
    """

    lat: float
    lon: float
    kind: str
    street: str = ""
    number: str = ""
    postcode: str = ""
    city: str = ""
    box: tuple[float, float, float, float] | None = None
    sure: bool = True
    label: str = ""


def read_answer(provider: str, raw: Mapping[str, Any]) -> Answer:
    """Read one answer of a provider.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is none.
    """
    answer = {"nominatim": _nominatim, "photon": _photon, "pelias": _pelias}[provider](raw)
    if not (isfinite(answer.lat) and isfinite(answer.lon)):
        raise ValueError("position is no number")
    return answer


def _nominatim(raw: Mapping[str, Any]) -> Answer:
    said = raw.get("address", {})
    south, north, west, east = (float(one) for one in raw["boundingbox"]) if "boundingbox" in raw else (0.0,) * 4
    road = "road" if raw.get("class", raw.get("category")) == "highway" else ""
    town = next((said[key] for key in ("city", "town", "village", "municipality") if key in said), "")
    return Answer(
        lat=float(raw["lat"]), lon=float(raw["lon"]), street=said.get("road", said.get("pedestrian", "")),
        kind="house" if "house_number" in said else road or str(raw.get("addresstype", raw.get("type", ""))),
        number=str(said.get("house_number", "")), postcode=said.get("postcode", ""), city=town,
        box=(south, west, north, east) if "boundingbox" in raw else None, label=str(raw.get("display_name", "")),
    )  # fmt: skip


def _photon(raw: Mapping[str, Any]) -> Answer:
    said, (lon, lat) = raw["properties"], raw["geometry"]["coordinates"][:2]
    extent = said.get("extent")  # west, north, east, south
    kind = "house" if "housenumber" in said else str(said.get("type", said.get("osm_value", "")))
    street = said.get("street", said.get("name", "") if kind == "street" else "")
    parts = (f"{street} {said.get('housenumber', '')}".strip() or said.get("name", ""), said.get("city", ""))
    return Answer(
        lat=float(lat), lon=float(lon), kind=kind, street=street, number=str(said.get("housenumber", "")),
        postcode=said.get("postcode", ""), city=said.get("city", ""), label=", ".join(filter(None, parts)),
        box=(float(extent[3]), float(extent[0]), float(extent[1]), float(extent[2])) if extent else None,
    )  # fmt: skip


def _pelias(raw: Mapping[str, Any]) -> Answer:
    said, (lon, lat) = raw["properties"], raw["geometry"]["coordinates"][:2]
    west, south, east, north = raw.get("bbox", (0.0,) * 4)
    found = said.get("accuracy", "point") == "point" and said.get("match_type", "exact") == "exact"
    return Answer(
        lat=float(lat), lon=float(lon), kind="house" if "housenumber" in said else str(said.get("layer", "")),
        street=said.get("street", said.get("name", "") if said.get("layer") == "street" else ""),
        number=str(said.get("housenumber", "")), postcode=said.get("postalcode", ""), city=said.get("locality", ""),
        box=(float(south), float(west), float(north), float(east)) if "bbox" in raw else None,
        sure=found, label=str(said.get("label", "")),
    )  # fmt: skip


def place_of(answer: Answer, query: AddressQuery, *, provider: str) -> Place | None:
    """Return the place of an answer; None where it is another street than was asked, or no place of this country.

    A house counts as an address only where street and number are those of the question and the number was found; a
    street never claims less than the kilometre that its other pieces may reach.
    """
    if check_position(answer.lat, answer.lon) is not None:
        return None
    precision = _precision(answer, street_lines(repaired(query.address)))
    if precision is None:
        return None
    reach = _reach_m(answer)
    if precision is Precision.ADDRESS:
        radius_m = max(RADIUS_M[precision], reach)
        if radius_m > _BUILDING_M:
            precision, radius_m = Precision.STREET, max(RADIUS_M[Precision.STREET], radius_m)
    elif precision is Precision.STREET:
        radius_m = max(_PIECE_M, reach + RADIUS_M[precision])
    else:
        radius_m = max(RADIUS_M[precision], reach)
    return Place(
        lat=answer.lat, lon=answer.lon, precision=precision, radius_m=radius_m, source=provider,
        label=answer.label or query.address,
    )  # fmt: skip


def _precision(answer: Answer, asked: tuple[StreetLine, ...]) -> Precision | None:
    if answer.kind == "house" or answer.kind in _KINDS[Precision.STREET]:
        answered = set(street_keys(answer.street))
        line = next((one for one in asked if not answered.isdisjoint(street_keys(one.street))), None)
        if line is None:
            return None
        number = answer.number.replace(" ", "").lower()
        meant = f"{line.number}{line.letter}" if line.number else ""
        return Precision.ADDRESS if answer.sure and meant and number == meant else Precision.STREET
    return next((one for one, words in _KINDS.items() if answer.kind in words), None)


def _reach_m(answer: Answer) -> int:
    """Metres from the position to the farthest corner of its box."""
    if answer.box is None:
        return 0
    south, west, north, east = answer.box
    corners = ((lat, lon) for lat in (south, north) for lon in (west, east))
    return ceil(max(metres_between(answer.lat, answer.lon, lat, lon) for lat, lon in corners))
