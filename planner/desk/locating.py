"""Where requests are: addresses through the geocoder, and positions that cannot be right."""

from __future__ import annotations

from planner.geocode import AddressQuery, Geocoder, check_position
from planner.model.errors import FieldProblem
from planner.model.request import Request

__all__ = ["located", "position_problem", "swapped"]


def located(geocoder: Geocoder, request: Request) -> Request:
    """Return the request with the place of its address where the file gave no position; unknown stays without."""
    if request.place is not None or not (request.address or request.postcode or request.city):
        return request
    query = AddressQuery(address=request.address, postcode=request.postcode, city=request.city)
    return request.replace(place=geocoder.find(query))


def position_problem(lat: float, lon: float) -> FieldProblem | None:
    """Return what is wrong with a position, with the one that was probably meant as cure; None if it can be right."""
    finding = check_position(lat, lon)
    if finding is None:
        return None
    cure = f"{finding.proposal[0]}, {finding.proposal[1]}" if finding.proposal else None
    return FieldProblem(message=finding.message, field="position", value=f"{lat}, {lon}", cure=cure)


def swapped(request: Request) -> Request:
    """Return the request with latitude and longitude of its place changed for each other."""
    place = request.place
    if place is None:
        return request
    finding = check_position(place.lat, place.lon)
    if finding is None or finding.proposal is None:
        return request
    lat, lon = finding.proposal
    return request.replace(
        place=type(place)(
            lat=lat, lon=lon, precision=place.precision, radius_m=place.radius_m, source=place.source, label=place.label
        )
    )
