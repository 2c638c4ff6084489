"""Times for a caller on the telephone: the best of the coming days, and booking one, which is a promise.

An offer is of the moment. Booking looks again: where the time still holds and costs no more, it is booked, else
nothing is saved and there are new offers.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from planner import store
from planner.desk.booking import booked, draft_with, freed, refuse_bound, refuse_untaken
from planner.desk.locating import located
from planner.desk.opening import Desk
from planner.desk.pauses import paused_in, pausing
from planner.desk.planned_at import given_back
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.snapshot import DayRows, basis_in, basis_of, built_of, rows_on
from planner.desk.unit import changing
from planner.model.event import Actor
from planner.model.message import Message, Money, message
from planner.model.offer import DayPart, Offer, Offers, SlotGrid
from planner.model.plan import Plan
from planner.model.request import Promise, Request
from planner.model.sites import Site
from planner.model.words import PromiseKind, RequestStatus
from planner.planning.offers import DayAhead, Held, fixed_on, offer_at, slot_offers
from planner.rules.clocks import Span

__all__ = ["Booking", "book_slot", "offer_again", "offer_slots", "rebook_slot", "wished_grid"]

_Unit = Callable[[], AbstractContextManager[store.Connection]]

_ROUNDS = 3
"""As often a booking looks again because somebody changed the day while it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """How a booking ended.

    Parameters
    ----------
    message
        The sentence for whoever is on the telephone.
    request
        The request with its promise, as stored; None: the time was gone, and nothing was saved.
    plan
        The draft it stands in; None where nobody has planned the day: it is planned with the day.
    offers
        New offers where the time was gone.
    left
        Drafts of other days that gave its earlier time back.
    """

    message: Message
    request: Request | None = None
    plan: Plan | None = None
    offers: Offers | None = None
    left: tuple[Plan, ...] = ()


def offer_slots(
    desk: Desk, actor: Actor, request: Request, *, first_day: date | None = None, grid: SlotGrid | None = None
) -> Offers:
    """Return the best times of the coming days for a request; nothing is saved.

    Parameters
    ----------
    request
        With its job type's standards (`triage.choose_job_type`); it need not be stored. Located where it has an
        address only.
    first_day
        First day to look at; None: today.
    grid
        Which times, how many days and offers; None: those of the settings.

    Raises
    ------
    InputError
        If the request is promised, planned, under way or over.
    """
    check(actor, "offers.offer_slots")
    refuse_bound(request)
    return _offers(desk, request, first_day=first_day, grid=grid)


def offer_again(
    desk: Desk, actor: Actor, request: Request, *, first_day: date | None = None, grid: SlotGrid | None = None
) -> Offers:
    """Return the best times of the coming days for a request that has a time, as if it had none; nothing is saved.

    Raises
    ------
    InputError
        If its work is under way or over.
    """
    check(actor, "offers.offer_again")
    return _offers(desk, freed(request), first_day=first_day, grid=grid)


def wished_grid(desk: Desk, actor: Actor, *, part: DayPart | None = None, one_day: bool = False) -> SlotGrid:
    """Return which times are offered by the settings, of a part of the day only, or of one day only.

    Raises
    ------
    InputError
        If the settings offer no time in that part of the day.
    """
    check(actor, "offers.wished_grid")
    with desk.store.reading() as db:
        grid = store.settings.get(db, "slot_grid", SlotGrid, SlotGrid())
    grid = grid.replace(days=1) if one_day else grid
    found = grid if part is None else grid.of_part(part)
    if found is None:
        raise refusal("offers.no_part", field="part", value=str(part))
    return found


def _offers(desk: Desk, request: Request, *, first_day: date | None = None, grid: SlotGrid | None = None) -> Offers:
    now, first = desk.clock(), first_day or desk.today()
    with desk.store.reading() as db:
        chosen = grid or store.settings.get(db, "slot_grid", SlotGrid, SlotGrid())
        wanted = [first + timedelta(days=number) for number in range(chosen.days)]
        read = [_read(db, desk, day) for day in wanted]
        site, pauses = _site(db, request), _pauses(db, desk, request)
    ahead = [_ahead(desk, rows, plan) for rows, plan in read]
    return slot_offers(
        _asked(desk, request, now),
        ahead,
        team=read[0][0].team,
        catalogue=desk.catalogue,
        travel=desk.travel,
        grid=chosen,
        now=now,
        site=site,
        pauses=pauses,
    )


def book_slot(desk: Desk, actor: Actor, request: Request, offer: Offer) -> Booking:
    """Promise a time to the caller: the request gets it as a hard window, and a place in the draft of that day.

    Where the day is planned, a new draft version holds the visit, and everybody else's work as before; whoever may
    publishes it. Where it is not, the promise alone sees to it that the day is planned with it.

    Parameters
    ----------
    request
        As it was offered for; stored or not.
    offer
        One of `offer_slots`.

    Returns
    -------
    Booking
        Without a request where the time is gone or has become dearer; then with new offers, and nothing is saved.

    Raises
    ------
    StaleError
        If somebody saved the request since it was read.
    InputError
        If the request is promised, planned, under way or over, or a personal identity number stands in it.
    """
    check(actor, "offers.book_slot")
    refuse_untaken(request, today=desk.today())
    return _booked(desk, actor, request, offer, lambda: changing(desk, "offers.book_slot", by=actor))


def rebook_slot(desk: Desk, actor: Actor, request: Request, offer: Offer) -> Booking:
    """Promise another time for a request that has one, or that waits for one; the old time is given back.

    The new promise replaces the old one and the times and locks of the request. Where the visit stands in the newest
    version of another day, that day gets a draft without it.

    Parameters
    ----------
    request
        As it is stored; with `Request.required_technicians` where the caller wants somebody.
    offer
        One of `offer_again`.

    Raises
    ------
    StaleError
        If somebody saved the request since it was read.
    InputError
        If its work is under way or over.
    """
    check(actor, "offers.rebook_slot")
    return _booked(desk, actor, freed(request), offer, lambda: changing(desk, "offers.rebook_slot", by=actor))


def _booked(desk: Desk, actor: Actor, request: Request, offer: Offer, unit: _Unit) -> Booking:
    asked = _asked(desk, request, desk.clock())
    promise = Promise(kind=PromiseKind.TOLD, earliest=offer.earliest, latest=offer.latest)
    promised = asked.replace(promise=promise, status=RequestStatus.TRIAGED)
    for _ in range(_ROUNDS):
        with desk.store.reading() as db:
            grid = store.settings.get(db, "slot_grid", SlotGrid, SlotGrid())
            rows, newest = _read(db, desk, offer.day)
            site, pauses = _site(db, asked), _pauses(db, desk, asked)
        ahead = _ahead(desk, rows, newest)
        held = _held(desk, asked, ahead, offer, rows=rows, grid=grid, site=site, pauses=pauses)
        if held is None or held.offer.cost_units > offer.cost_units:
            return Booking(message=_gone(offer, held), offers=_offers(desk, request))
        known = replace(rows, sites=(*rows.sites, site)) if site else rows
        draft = None if newest is None else draft_with(desk, known, promised, newest, held, by=actor)
        if draft is not None and draft.stop_of(promised.request_id) is None:
            return Booking(message=_gone(offer, None), offers=_offers(desk, request))
        left = given_back(desk, promised, offer.day, by=actor)
        with unit() as db:
            if not all(_is_as_read(db, desk, one) for one in (rows, *(one.rows for one in left))):
                continue
            saved = booked(db, desk, actor, promised, held.offer)
            plan = None if draft is None else store.plans.add(db, draft)
            others = tuple(store.plans.add(db, one.draft) for one in left)
        return Booking(message=_told(offer, held, plan), request=saved, plan=plan, left=others)
    return Booking(message=message("offers.busy", day=offer.day), offers=_offers(desk, request))


def _asked(desk: Desk, request: Request, now: datetime) -> Request:
    """The request as the days are asked for it: located, and come now where it does not say when."""
    with desk.store.reading() as db:
        site = next(iter(store.sites.find(db, ids=(request.site_id,))), None)
    return located(desk.geocoder, request, at=now, site=site).replace(created_at=request.created_at or now)


def _is_as_read(db: store.Connection, desk: Desk, rows: DayRows) -> bool:
    store.plans.hold_day(db, rows.day)
    return basis_of(db, rows.day, zone=desk.time_zone, today=desk.today()) == basis_in(rows)


def _read(db: store.Connection, desk: Desk, day: date) -> tuple[DayRows, Plan | None]:
    return rows_on(db, day, zone=desk.time_zone, at=desk.clock(), today=desk.today()), store.plans.newest(db, day)


def _ahead(desk: Desk, rows: DayRows, newest: Plan | None) -> DayAhead:
    """The day with what is planned or fixed on it; what only waits for some day is not even posed."""
    fixed = fixed_on(rows.requests, rows.day, zone=desk.time_zone)
    counted = fixed | {stop.request_id for stop in newest.stops} if newest else fixed
    kept = replace(rows, requests=tuple(one for one in rows.requests if one.request_id in counted))
    return DayAhead(problem=built_of(desk, kept).problem, plan=newest, fixed=fixed)


def _site(db: store.Connection, request: Request) -> Site | None:
    return next(iter(store.sites.find(db, ids={request.site_id})), None)


def _pauses(db: store.Connection, desk: Desk, request: Request) -> tuple[Span, ...]:
    return paused_in(desk, (request,), pausing(db, (request,))).get(request.request_id, ())


def _held(
    desk: Desk,
    asked: Request,
    ahead: DayAhead,
    offer: Offer,
    *,
    rows: DayRows,
    grid: SlotGrid,
    site: Site | None,
    pauses: tuple[Span, ...],
) -> Held | None:
    return offer_at(
        asked,
        ahead,
        offer,
        team=rows.team,
        catalogue=desk.catalogue,
        travel=desk.travel,
        grid=grid,
        now=desk.clock(),
        site=site,
        pauses=pauses,
    )


def _gone(offer: Offer, held: Held | None) -> Message:
    if held is None:
        return message("offers.gone", day=offer.day, from_=offer.earliest, to=offer.latest)
    more = Money(held.offer.cost_ore - offer.cost_ore, signed=True)
    return message("offers.dearer", day=offer.day, from_=offer.earliest, to=offer.latest, amount=more)


def _told(offer: Offer, held: Held, plan: Plan | None) -> Message:
    """What was promised, who comes as things are now, and whether that changed since the offer."""
    now = held.offer
    said = message("offers.promised", day=offer.day, from_=offer.earliest, to=offer.latest)
    if now.technician_id != offer.technician_id:
        return message("offers.somebody_else", promised=said, technician=now.technician, earlier=offer.technician)
    if plan is None:
        return message("offers.with_the_day", promised=said)
    return message("offers.in_draft", promised=said, technician=now.technician, version=plan.version)
