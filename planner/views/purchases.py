"""Orders to subcontractors: a text for each firm and day of a plan, with what, where, when, contact and price.

It says nothing of our own people, nothing of the customer beyond who lets them in, and no codes or alarm notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.model.catalogue import Catalogue
from planner.model.costs import ore
from planner.model.language import money_text, text, time_text
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.team import Team
from planner.model.vendors import Vendor
from planner.model.words import StopKind

__all__ = ["Order", "order_text", "orders"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)
_TERMS = ("call_out", "vendor_visit", "vendor_hours", "vendor_distance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is bought of a subcontractor on a day.

    Parameters
    ----------
    stops
        The work, by start.
    prices
        Pairs of term of the price and öre, as agreed; terms without a price are left out.
    """

    vendor: Vendor
    day: date
    stops: tuple[Stop, ...]
    prices: tuple[tuple[str, int], ...]
    time_zone: str

    @property
    def total_ore(self) -> int:
        """Sum of the price."""
        return sum(amount for _, amount in self.prices)


def orders(plan: Plan, team: Team) -> tuple[Order, ...]:
    """Return what a plan buys of each subcontractor, in the order of the team.

    Parameters
    ----------
    plan
        A judged plan: its price is the agreed one.
    team
        Knows whose people the technicians are.
    """
    found = []
    for vendor in team.vendors:
        people = {one.technician_id for one in team.technicians if one.vendor_id == vendor.vendor_id}
        stops = sorted(
            (stop for stop in plan.stops if stop.kind in _WORK and stop.technician_id in people),
            key=lambda stop: (stop.start, stop.technician_id),
        )
        items = [item for item in plan.price.items if item.technician_id in people]
        sums = {term: sum(item.units for item in items if item.term == term) for term in _TERMS}
        prices = tuple((term, ore(units)) for term, units in sums.items() if units)
        if stops:
            found.append(
                Order(vendor=vendor, day=plan.day, stops=tuple(stops), prices=prices, time_zone=plan.time_zone)
            )
    return tuple(found)


def order_text(order: Order, *, requests: Mapping[str, Request], catalogue: Catalogue, language: str) -> str:
    """Return an order as plain text.

    Parameters
    ----------
    requests
        By id; say who lets them in.
    catalogue
        Names the work.
    language
        ``sv`` or ``en``.
    """
    lines = [
        text("order.head", language, vendor=order.vendor.name, day=order.day),
        *(_to(order.vendor, language)),
        "",
    ]
    for number, stop in enumerate(order.stops, start=1):
        lines += [*_work(number, stop, order, requests, catalogue, language), ""]
    lines += [
        f"{text(f'views.price.{term}', language)}: {money_text(amount, language)}" for term, amount in order.prices
    ]  # fmt: skip
    lines.append(text("order.total", language, amount=money_text(order.total_ore, language)))
    return "\n".join(lines) + "\n"


def _to(vendor: Vendor, language: str) -> list[str]:
    contact = ", ".join(part for part in (vendor.contact_name, vendor.phone, vendor.mail) if part)
    return [text("order.to", language, contact=contact)] if contact else []


def _work(
    number: int, stop: Stop, order: Order, requests: Mapping[str, Request], catalogue: Catalogue, language: str
) -> list[str]:
    request = requests.get(stop.request_id or "")
    job = catalogue.job_types.get(stop.job_type_id)
    start, end = (time_text(moment, zone=order.time_zone) for moment in (stop.start, stop.end))
    where = stop.place.label if stop.place else ""
    if request is not None and (request.address or request.city):
        where = ", ".join(part for part in (request.address, f"{request.postcode} {request.city}".strip()) if part)
    contact = ", ".join(part for part in (request.contact_name, request.contact_phone) if part) if request else ""
    what = job.name[language] if job else stop.title
    lines = [f"{number}. {stop.visit_id}: {what}", text("order.when", language, start=start, end=end)]
    if stop.customer or where:
        lines.append(text("order.where", language, site=", ".join(part for part in (stop.customer, where) if part)))
    if contact:
        lines.append(text("order.contact", language, contact=contact))
    return lines
