"""Requests found by what a caller says: a number, a name, a street, a telephone number; and who has called before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.selection import BEHIND, OPEN
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.request import Request

__all__ = ["Known", "holds", "known_customers", "search"]

_BACK = timedelta(days=365)
_MOST = 200
_LEAST_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A customer's site as its newest request has it, with the ids of the requests that are open there."""

    customer: str
    customer_id: str
    site_id: str
    address: str
    postcode: str
    city: str
    place: Place | None
    contact_name: str
    contact_phone: str
    access_notes: str
    open_ids: tuple[str, ...]


def search(desk: Desk, actor: Actor, words: str) -> tuple[Request, ...]:
    """Return the requests of any day that hold all words: the open ones first, then the newest, 200 at most.

    Looked through are all open requests and those of the last year.
    """
    check(actor, "searching.search")
    if not words.strip():
        return ()
    found = [one for one in _looked_through(desk) if holds(one, words)]
    return tuple(sorted(found, key=lambda one: (one.status not in OPEN, -_came(one))))[:_MOST]


def holds(request: Request, words: str) -> bool:
    """Whether all words stand in number, title, customer, address, town or contact; a phone number however written."""
    text = " ".join(
        (request.request_id, request.external_ref, request.title, request.customer, request.address, request.postcode,
         request.city, request.contact_name)
    ).casefold()  # fmt: skip
    digits, is_number = _digits(words), not any(one.isalpha() for one in words)
    if is_number and len(digits) >= _LEAST_DIGITS and digits in _digits(request.contact_phone):
        return True
    return all(one in text for one in words.casefold().split())


def known_customers(desk: Desk, actor: Actor) -> tuple[Known, ...]:
    """Return the customers' sites of the open requests and those of the last year, by name and address."""
    check(actor, "searching.known_customers")
    groups: dict[tuple[str, str], list[Request]] = {}
    for one in _looked_through(desk):
        if one.customer:
            groups.setdefault((one.customer.casefold(), one.address.casefold()), []).append(one)
    return tuple(_known(group) for _, group in sorted(groups.items()))


def _looked_through(desk: Desk) -> tuple[Request, ...]:
    with desk.store.reading() as db:
        newer = store.requests.find(db, created_from=desk.clock() - _BACK)
        found = {one.request_id: one for one in (*newer, *store.requests.find(db, status=OPEN | BEHIND))}
    return tuple(found.values())


def _known(requests: Iterable[Request]) -> Known:
    newest, *others = sorted(requests, key=_came, reverse=True)
    every = (newest, *others)

    def first(name: str) -> str:
        return next((value for one in every if (value := str(getattr(one, name)))), "")

    return Known(
        customer=newest.customer,
        customer_id=first("customer_id"),
        site_id=first("site_id"),
        address=newest.address,
        postcode=first("postcode"),
        city=first("city"),
        place=next((one.place for one in every if one.place is not None), None),
        contact_name=first("contact_name"),
        contact_phone=first("contact_phone"),
        access_notes=first("access_notes"),
        open_ids=tuple(one.request_id for one in every if one.status in OPEN),
    )


def _came(request: Request) -> float:
    return request.created_at.timestamp() if request.created_at else 0.0


def _digits(words: str) -> str:
    """The digits of a telephone number as they are dialled in the country: +46 is a 0."""
    kept = "".join(one for one in words if one.isdigit() or one == "+")
    return ("0" + kept[3:] if kept.startswith("+46") else kept).replace("+", "")
