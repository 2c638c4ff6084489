"""Where requests are: addresses through the geocoder, and positions that cannot be right."""

from __future__ import annotations

from planner.geocode import AddressQuery, Geocoder, check_position
from planner.model.errors import FieldProblem
from planner.model.message import message
from planner.model.places import Place
from planner.model.request import Request

__all__ = ["locate", "located", "mended", "position_problem", "vague_note"]


def locate(geocoder: Geocoder, request: Request) -> Place | None:
    """Return the place of a request's address; None without an address or where it is not found."""
    if not (request.address or request.postcode or request.city):
        return None
    return geocoder.find(AddressQuery(address=request.address, postcode=request.postcode, city=request.city))


def located(geocoder: Geocoder, request: Request) -> Request:
    """Return the request with the place of its address where the file gave no position; unknown stays without."""
    return request if request.place is not None else request.replace(place=locate(geocoder, request))


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
