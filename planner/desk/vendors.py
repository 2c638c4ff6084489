"""Subcontractors at the desk: removed, read from a file; and the orders of a day, marked as sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from planner import files, store
from planner.desk.consequences import Purchase, orders_of
from planner.desk.opening import Desk
from planner.desk.personal import VENDOR_TEXTS, refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.event import Actor
from planner.model.vendors import Vendor

__all__ = [
    "Ordered",
    "Orders",
    "import_vendors",
    "mark_ordered",
    "ordered_on",
    "remove_vendor",
    "same_order",
    "take_back_order",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """That an order was sent.

    Parameters
    ----------
    vendor_id
        To whom.
    plan_id, mark
        Of which plan version, and what tells its text from another.
    by, at
        Who said so, and the aware moment.
    text
        What was ordered, as it was sent.
    """

    vendor_id: str
    plan_id: str
    mark: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What was ordered for a day."""

    placed: tuple[Ordered, ...] = ()


def remove_vendor(desk: Desk, actor: Actor, vendor: Vendor) -> None:
    """Remove a subcontractor for whom nobody of the team works.

    Raises
    ------
    InputError
        If somebody does: they have to be moved first, or the subcontractor rests.
    StaleError
        If somebody changed it since it was read.
    """
    check(actor, "vendors.remove_vendor")
    with changing(desk, "vendors.remove_vendor", by=actor) as db:
        team = store.people.get_team(db)
        people = tuple(one.name for one in team.technicians if one.vendor_id == vendor.vendor_id)
        if people:
            raise refusal("vendors.has_people", field="vendor_id", value=vendor.name, technicians=people)
        store.people.remove_vendor(db, vendor)


def import_vendors(desk: Desk, actor: Actor, name: str, content: bytes) -> tuple[Vendor, ...]:
    """Read a file of subcontractors and save all in it, in one transaction; others stay as they are.

    Raises
    ------
    InputError
        If the file is at fault, or a personal identity number stands in it; nothing is saved.
    """
    check(actor, "vendors.import_vendors")
    read = files.read_vendors(name, content, catalogue=desk.catalogue)
    for one in read:
        refuse_personal_numbers(one, VENDOR_TEXTS, today=desk.today())
    with changing(desk, "vendors.import_vendors", by=actor) as db:
        known = {one.vendor_id: one.version for one in store.people.get_team(db).vendors}
        return tuple(store.people.save_vendor(db, one.replace(version=known.get(one.vendor_id, 1))) for one in read)


def ordered_on(desk: Desk, actor: Actor, day: date) -> tuple[Ordered, ...]:
    """Return what has been ordered for a day, by subcontractor."""
    check(actor, "vendors.ordered_on")
    with desk.store.reading() as db:
        return _orders(db, day)[0].placed


def mark_ordered(desk: Desk, actor: Actor, plan_id: str, vendor_id: str, *, language: str) -> Ordered:
    """Note that the order of a plan to a subcontractor was sent, by whom and when.

    Parameters
    ----------
    language
        In which the text was sent.

    Raises
    ------
    InputError
        If the plan orders nothing there.
    """
    check(actor, "vendors.mark_ordered")
    found = {one.order.vendor.vendor_id: one for one in orders_of(desk, actor, plan_id, language=language)}
    purchase = found.get(vendor_id)
    if purchase is None:
        raise refusal("vendors.no_order", field="vendor_id", value=vendor_id)
    new = Ordered(
        vendor_id=vendor_id,
        plan_id=plan_id,
        mark=_mark(purchase),
        by=actor.name,
        at=desk.clock(),
        text=purchase.text,
    )
    day = purchase.order.day
    with changing(desk, "vendors.mark_ordered", by=actor) as db:
        orders, version = _orders(db, day)
        kept = (one for one in orders.placed if one.vendor_id != vendor_id)
        store.settings.save(db, _name(day), Orders(placed=(*kept, new)), version=version)
    return new


def take_back_order(desk: Desk, actor: Actor, day: date, vendor_id: str) -> None:
    """Note that nothing is ordered of a subcontractor on a day after all; without an order nothing happens."""
    check(actor, "vendors.take_back_order")
    with changing(desk, "vendors.take_back_order", by=actor) as db:
        orders, version = _orders(db, day)
        kept = tuple(one for one in orders.placed if one.vendor_id != vendor_id)
        if kept != orders.placed:
            store.settings.save(db, _name(day), Orders(placed=kept), version=version)


def same_order(ordered: Ordered, purchase: Purchase) -> bool:
    """Whether a plan still buys what was ordered: the same work at the same times for the same price."""
    return ordered.mark == _mark(purchase)


def _mark(purchase: Purchase) -> str:
    """What tells an order from another, in whatever language it is written."""
    order = purchase.order
    said = [f"{one.visit_id} {one.start.isoformat()} {one.end.isoformat()}" for one in order.stops]
    return sha256("\n".join([order.vendor.vendor_id, *said, str(order.total_ore)]).encode()).hexdigest()[:16]


def _orders(db: store.Connection, day: date) -> tuple[Orders, int]:
    return store.settings.read(db, _name(day), Orders, Orders())


def _name(day: date) -> str:
    return f"orders.{day.isoformat()}"
