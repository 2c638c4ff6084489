"""Places that nobody should be sent to yet: a list to be worked off, and what settles one of them for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.locating import asked, offered, position_problem
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.selection import OPEN
from planner.desk.unit import changing
from planner.geocode import AddressQuery
from planner.model.errors import InputError
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.words import Precision, PromiseKind

__all__ = ["Unsettled", "list_unsettled", "offered_places", "settle_place"]

_VAGUENESS = {precision: order for order, precision in enumerate(Precision)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A site, or a request without one, whose place is not known well enough to send somebody.

    Parameters
    ----------
    site_id
        Empty where the request names no site.
    request_ids
        Open requests of it that want a visit; empty: a site that nobody waits for now.
    query
        Its address.
    place
        As it is known now; None: not at all.
    first
        Day of the first visit that is promised or wished for; None: no day is said.
    """

    site_id: str
    request_ids: tuple[str, ...]
    name: str
    query: AddressQuery
    place: Place | None
    first: date | None

    @property
    def key(self) -> str:
        """Its name in lists: no site is called as a request is."""
        return f"site {self.site_id}" if self.site_id else f"request {self.request_ids[0]}"


def list_unsettled(desk: Desk, actor: Actor) -> tuple[Unsettled, ...]:
    """Return what is to be settled: soonest visit first, of one day the vaguest first.

    Requests of one site are settled together.
    """
    check(actor, "unsettled.list_unsettled")
    with desk.store.reading() as db:
        requests = [one for one in store.requests.find(db, status=OPEN) if one.needs_visit and not _known(one.place)]
        sites = {one.site_id: one for one in store.sites.find(db)}
    together: dict[str, list[Request]] = defaultdict(list)
    for one in requests:
        together[f"site {one.site_id}" if one.site_id else one.request_id].append(one)
    found = [_of_requests(group, sites.get(group[0].site_id), zone=desk.time_zone) for group in together.values()]
    waiting = {one.site_id for one in found}
    found += [
        Unsettled(
            site_id=one.site_id, request_ids=(), name=one.label, query=AddressQuery(address=one.place.label),
            place=one.place, first=None,
        )
        for one in sites.values()
        if one.place is not None and not one.place.is_near_enough and one.site_id not in waiting
    ]  # fmt: skip
    return tuple(sorted(found, key=_order))


def _known(place: Place | None) -> bool:
    return place is not None and place.is_near_enough


def _order(one: Unsettled) -> tuple[date, int, int, str]:
    vagueness = len(_VAGUENESS) if one.place is None else _VAGUENESS[one.place.precision]
    return one.first or date.max, -vagueness, -(one.place.radius_m if one.place else 0), one.key


def _of_requests(group: list[Request], site: Site | None, *, zone: str) -> Unsettled:
    first = group[0]
    days = [day for one in group if (day := _first_day(one, zone)) is not None]
    return Unsettled(
        site_id=first.site_id,
        request_ids=tuple(one.request_id for one in group),
        name=(site.name or site.customer if site else "") or first.customer or first.title,
        query=asked(first),
        place=first.place or (site.place if site else None),
        first=min(days, default=None),
    )


def _first_day(request: Request, zone: str) -> date | None:
    promise = request.promise
    if promise is not None and promise.kind is not PromiseKind.NONE:
        return promise.earliest.astimezone(ZoneInfo(zone)).date()
    starts = [window.earliest_start.astimezone(ZoneInfo(zone)).date() for window in request.time_windows]
    return min(starts, default=request.earliest_date or request.due_date)


def offered_places(desk: Desk, actor: Actor, query: AddressQuery) -> tuple[Place, ...]:
    """Return what an address may mean, for a person to choose from."""
    check(actor, "unsettled.offered_places")
    return offered(desk.geocoder, query)


def settle_place(desk: Desk, actor: Actor, one: Unsettled, place: Place) -> int:
    """Keep where something is: on the site, and on its open requests that are known worse; return how many those are.

    A site that is not kept yet is made, without opening hours. Later requests of the site take its place over.

    Raises
    ------
    InputError
        If the position is 0/0 or outside the country, or the request is gone.
    """
    check(actor, "unsettled.settle_place")
    if (problem := position_problem(place.lat, place.lon)) is not None:
        raise InputError(problem)
    now = desk.clock()
    with changing(desk, "unsettled.settle_place", by=actor) as db:
        if one.site_id:
            known = next(iter(store.sites.find(db, ids=(one.site_id,))), None)
            site = known or Site(site_id=one.site_id, customer=one.name)
            store.sites.save(db, site.replace(place=place, located_at=now))
        requests = _still_vague(db, one)
        if not one.site_id and not requests:
            raise refusal("desk.unknown_request", field="request_id", value=one.request_ids[0])
        for request in requests:
            store.requests.save(db, request.replace(place=place, located_at=now))
        return len(requests)


def _still_vague(db: store.Connection, one: Unsettled) -> list[Request]:
    """The open requests as they are now: of the whole site, whoever came meanwhile too."""
    ids: Iterable[str] = one.request_ids
    if one.site_id:
        ids = (each.request_id for each in store.requests.find(db, status=OPEN) if each.site_id == one.site_id)
    found = store.requests.find(db, ids=set(ids), alone=True)
    return [each for each in found if each.status in OPEN and not _known(each.place)]
