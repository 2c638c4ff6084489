"""Where requests are: the place of their site, addresses through the geocoder, and positions that cannot be right."""

from __future__ import annotations

from datetime import datetime

from planner.geocode import AddressQuery, Geocoder, Searching, check_position
from planner.model.errors import FieldProblem
from planner.model.message import message
from planner.model.places import Place
from planner.model.request import Request
from planner.model.sites import Site

__all__ = ["asked", "for_lists", "locate", "located", "mended", "offered", "position_problem", "vague_note"]


def asked(request: Request) -> AddressQuery:
    """Return the address of a request as a geocoder is asked."""
    return AddressQuery(address=request.address, postcode=request.postcode, city=request.city)


def locate(geocoder: Geocoder, request: Request) -> Place | None:
    """Return the place of a request's address; None without an address or where it is not found."""
    if not (request.address or request.postcode or request.city):
        return None
    return geocoder.find(asked(request))


def located(geocoder: Geocoder, request: Request, *, at: datetime | None = None, site: Site | None = None) -> Request:
    """Return the request with a place where the file gave no position: that of its site, else of its address.

    Parameters
    ----------
    at
        Present moment, kept with what is found.
    site
        The request's site; a place of it was settled once and is not searched for again.
    """
    if request.place is not None:
        return request
    if site is not None and site.place is not None:
        return request.replace(place=site.place, located_at=site.located_at)
    place = locate(geocoder, request)
    return request.replace(place=place, located_at=at if place else None)


def offered(geocoder: Geocoder, query: AddressQuery) -> tuple[Place, ...]:
    """Return what an address may mean, for a person to choose from; best first, none twice."""
    found = geocoder.candidates(query) if isinstance(geocoder, Searching) else (geocoder.find(query),)
    return tuple({(one.lat, one.lon): one for one in reversed(found) if one is not None}.values())[::-1]


def for_lists(geocoder: Geocoder) -> Geocoder:
    """Return what answers for many addresses in a row."""
    return geocoder.for_lists() if isinstance(geocoder, Searching) else geocoder


def position_problem(lat: float, lon: float) -> FieldProblem | None:
    """Return what is wrong with a position, with the one that was probably meant as cure; None if it can be right."""
    finding = check_position(lat, lon)
    if finding is None:
        return None
    cure = f"{finding.proposal[0]}, {finding.proposal[1]}" if finding.proposal else None
    return FieldProblem(message=finding.message, field="position", value=f"{lat}, {lon}", cure=cure)


def mended(geocoder: Geocoder, request: Request) -> Request | None:
    """Return the request with its place put right: swapped degrees swapped back, else the place of its address.

    None where neither is to be had.
    """
    finding = check_position(request.place.lat, request.place.lon) if request.place else None
    if request.place is not None and finding is not None and finding.proposal is not None:
        lat, lon = finding.proposal
        return request.replace(place=Place(lat=lat, lon=lon, source=request.place.source, label=request.place.label))
    place = locate(geocoder, request)
    return None if place is None else request.replace(place=place)


def vague_note(request: Request) -> FieldProblem | None:
    """Return what people should know of a visit that could not be placed; None where there is nothing."""
    if not request.needs_visit or request.place is not None or not (request.address or request.city):
        return None
    written = " ".join(filter(None, (request.address, request.postcode, request.city)))
    return FieldProblem(message=message("desk.address_unknown", value=written), field="address", value=written)
