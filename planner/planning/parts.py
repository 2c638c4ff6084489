"""Parts of a day: what visits need and is counted, what vans and depots have, and where it can be fetched.

A part is counted where a van or a depot of the team has a row for it, be it 0; what nobody counts limits nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from planner.model.catalogue import Catalogue
from planner.model.message import Message, Text, message
from planner.model.problem import Duty, Visit, Window
from planner.model.request import Request
from planner.model.stock import Amounts, DepotDay, PartSize, Van
from planner.model.team import Depot, Team, Vehicle
from planner.model.words import RequestStatus
from planner.planning.horizon import Horizon
from planner.planning.places import Rows

__all__ = ["PartsOfDay", "parts_of_day"]

_GONE = frozenset(
    {
        RequestStatus.EN_ROUTE,
        RequestStatus.ON_SITE,
        RequestStatus.DONE,
        RequestStatus.FOLLOW_UP,
        RequestStatus.NO_ACCESS,
    }
)
"""Whoever is under way, or was there, has the parts already, or has used them."""

_LAST = time(23, 59)
"""A depot that closes in the last minute of the day does not close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsOfDay:
    """What a problem says of parts.

    Parameters
    ----------
    visits
        As posed, each with the parts it needs, and the pick-ups at the end.
    duties
        With their vans.
    """

    visits: tuple[Visit, ...]
    duties: tuple[Duty, ...]
    depots: tuple[DepotDay, ...] = ()
    parts: tuple[PartSize, ...] = ()
    notes: tuple[Message, ...] = ()


def parts_of_day(
    team: Team,
    requests: Iterable[Request],
    visits: Sequence[Visit],
    duties: Sequence[Duty],
    *,
    horizon: Horizon,
    catalogue: Catalogue | None,
    rows: Rows,
) -> PartsOfDay:
    """Return visits and duties with their parts; where no visit needs a counted part they are as they were.

    Every field duty that drives can fetch once at every depot that has something of what visits need, while both are
    there. Of a crew the first seat brings the parts. A van is with the first field duty of its technicians.

    Parameters
    ----------
    team
        Whose vans and depots.
    requests
        What the visits come from.
    visits, duties
        As posed; crews as seats.
    horizon, catalogue, rows
        The day, names and sizes of parts, and what takes up the places of depots.
    """
    counted = team.counted
    needs, used = _needs(requests, visits, counted)
    untold = sorted(_asked(requests, visits) - counted) if counted else []
    notes = (message("planning.parts_not_counted", parts=_names(untold, catalogue)),) if untold else ()
    if not needs:
        return PartsOfDay(visits=tuple(visits), duties=tuple(duties), notes=notes)
    wanted = {part for amounts in needs.values() for part, _ in amounts}
    vans, shared = _vans(team, duties, used)
    depots = tuple(_depot(one, wanted, horizon, rows) for one in team.depots if wanted & dict(one.stock).keys())
    known = {one.depot_id: one for one in team.depots}
    manned = tuple(replace(duty, van=vans.get(duty.duty_id)) for duty in duties)
    taken = {visit.visit_id for visit in visits}
    pickups = [
        pickup
        for duty in manned
        if duty.takes_visits and duty.start_place is not None
        for depot in depots
        if (pickup := _pickup(duty, depot, known[depot.depot_id], rows, taken)) is not None
    ]
    return PartsOfDay(
        visits=(*(replace(visit, parts=needs.get(visit.visit_id, ())) for visit in visits), *pickups),
        duties=manned,
        depots=depots,
        parts=tuple(_size(part, catalogue) for part in sorted(_carried(manned) | wanted)),
        notes=(*notes, *(message("planning.van_shared", vehicle=van, technician=who) for van, who in shared)),
    )


def _needs(
    requests: Iterable[Request], visits: Sequence[Visit], counted: Set[str]
) -> tuple[dict[str, Amounts], dict[str, Counter[str]]]:
    """Return what each visit still needs, and what technicians have used or have with them for what is under way."""
    first: dict[str, Visit] = {}
    for visit in visits:
        first.setdefault(visit.request_id, visit)
    needs: dict[str, Amounts] = {}
    used: dict[str, Counter[str]] = {}
    for request in requests:
        seat = first.get(request.request_id)
        asked: Counter[str] = Counter()
        for need in request.required_parts:
            asked[need.part] += need.quantity
        amounts = tuple(sorted((part, number) for part, number in asked.items() if part in counted and number > 0))
        if seat is None or seat.is_remote or not amounts:
            continue
        if request.status in _GONE:
            used.setdefault(seat.lock.technician_id or "", Counter()).update(dict(amounts))
        else:
            needs[seat.visit_id] = amounts
    return needs, used


def _asked(requests: Iterable[Request], visits: Sequence[Visit]) -> set[str]:
    there = {visit.request_id for visit in visits if not visit.is_remote}
    return {need.part for one in requests if one.request_id in there for need in one.required_parts}


def _vans(
    team: Team, duties: Sequence[Duty], used: Mapping[str, Counter[str]]
) -> tuple[dict[str, Van], list[tuple[str, str]]]:
    """Return the van of each duty that has one, and vans that somebody else has already, with who would need them."""
    vehicles = {one.vehicle_id: one for one in team.vehicles}
    keeper: dict[str, str] = {}
    found: dict[str, Van] = {}
    shared = []
    for duty in sorted((one for one in duties if one.takes_visits), key=lambda one: one.start_s):
        person = team.technician(duty.technician_id)
        vehicle = vehicles.get(person.vehicle_id) if person else None
        if vehicle is None:
            continue
        if vehicle.vehicle_id in keeper:
            if keeper[vehicle.vehicle_id] != duty.technician_id:
                shared.append((vehicle.name or vehicle.vehicle_id, duty.name or duty.technician_id))
            continue
        keeper[vehicle.vehicle_id] = duty.technician_id
        found[duty.duty_id] = _van(vehicle, used.get(duty.technician_id, Counter()))
    return found, shared


def _van(vehicle: Vehicle, used: Counter[str]) -> Van:
    return Van(
        van_id=vehicle.vehicle_id,
        name=vehicle.name,
        stock=tuple((part, max(0, number - used[part])) for part, number in vehicle.stock),
        load_ml=vehicle.load_l * 1_000 if vehicle.load_l else None,
        load_g=vehicle.load_kg * 1_000 if vehicle.load_kg else None,
    )


def _depot(depot: Depot, wanted: Set[str], horizon: Horizon, rows: Rows) -> DepotDay:
    zone = ZoneInfo(horizon.zone)

    def second(clock: time) -> int:
        return horizon.seconds(datetime.combine(horizon.day, clock, zone).astimezone(UTC))

    closes_s = horizon.length_s if depot.closes.replace(second=0, microsecond=0) == _LAST else second(depot.closes)
    return DepotDay(
        depot_id=depot.depot_id,
        name=depot.name,
        place=rows.row(depot.place),
        opens_s=second(depot.opens),
        closes_s=closes_s,
        stock=tuple((part, number) for part, number in depot.stock if part in wanted),
    )


def _pickup(duty: Duty, depot: DepotDay, known: Depot, rows: Rows, taken: Set[str]) -> Visit | None:
    """What a duty can fetch at a depot, while both are there; None where they are not, or there is nothing."""
    first_s, last_s = max(depot.opens_s, duty.start_s), min(depot.closes_s, duty.hard_end_s)
    stock = tuple((part, number) for part, number in depot.stock if number)
    if not stock or first_s >= last_s:
        return None
    name = f"{depot.depot_id}@{duty.duty_id}"
    while name in taken:
        name = f"{name}@"
    return Visit(
        visit_id=name,
        request_id="",
        title=depot.name or depot.depot_id,
        **rows.visit_at(known.place),
        service_s=max(1, known.loading_min * 60),
        windows=(Window(earliest_s=first_s, latest_s=last_s, end_s=depot.closes_s),),
        drop_ore=0,
        required=(duty.technician_id,),
        depot=depot.depot_id,
        stock=stock,
    )


def _carried(duties: Iterable[Duty]) -> set[str]:
    return {part for duty in duties if duty.van for part, _ in duty.van.stock}


def _size(part: str, catalogue: Catalogue | None) -> PartSize:
    known = catalogue.parts.get(part) if catalogue else None
    if known is None:
        return PartSize(part=part, name=Text(part, part))
    return PartSize(
        part=part, name=known.name, volume_ml=round(known.volume_l * 1_000), weight_g=round(known.weight_kg * 1_000)
    )


def _names(parts: Iterable[str], catalogue: Catalogue | None) -> tuple[Text, ...]:
    return tuple(_size(part, catalogue).name for part in parts)
