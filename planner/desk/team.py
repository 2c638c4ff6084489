"""The team: technicians, working hours, absences, depots and vehicles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from planner import files, store
from planner.desk.hotels import added
from planner.desk.opening import Desk
from planner.desk.personal import TECHNICIAN_TEXTS, VENDOR_TEXTS, refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.geocode import AddressQuery
from planner.model.errors import InputError
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.team import Absence, Team, Technician
from planner.model.vendors import Vendor

__all__ = ["get_team", "import_team", "remove_absence", "save_absence", "save_technician", "save_vendor"]


def get_team(desk: Desk, actor: Actor) -> Team:
    """Return everybody (also those no longer active), absences, depots, vehicles and subcontractors."""
    check(actor, "team.get_team")
    with desk.store.reading() as db:
        return store.people.get_team(db)


def save_technician(desk: Desk, actor: Actor, technician: Technician) -> Technician:
    """Save a technician, new or changed, and return them with their new version.

    Raises
    ------
    StaleError
        If somebody saved them since they were read.
    InputError
        If a personal identity number stands in a text.
    """
    check(actor, "team.save_technician")
    refuse_personal_numbers(technician, TECHNICIAN_TEXTS, today=desk.today())
    with changing(desk, "team.save_technician", by=actor) as db:
        return store.people.save_technician(db, technician)


def save_vendor(desk: Desk, actor: Actor, vendor: Vendor) -> Vendor:
    """Save a subcontractor, new or changed, and return it with its new version.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    InputError
        If a personal identity number stands in a text.
    """
    check(actor, "team.save_vendor")
    refuse_personal_numbers(vendor, VENDOR_TEXTS, today=desk.today())
    with changing(desk, "team.save_vendor", by=actor) as db:
        return store.people.save_vendor(db, vendor)


def save_absence(desk: Desk, actor: Actor, absence: Absence) -> Absence:
    """Save an absence, new or changed (by technician and start), and return it with its new version.

    Raises
    ------
    InputError
        If the technician is unknown or the end is not after the start.
    StaleError
        If somebody saved it since it was read, or a new one starts when another does.
    """
    check(actor, "team.save_absence")
    if absence.end <= absence.start:
        raise refusal("desk.absence_order", field="end", value=absence.end.isoformat())
    with changing(desk, "team.save_absence", by=actor) as db:
        if store.people.get_technician(db, absence.technician_id) is None:
            raise refusal("desk.unknown_technician", field="technician_id", value=absence.technician_id)
        return store.people.save_absence(db, absence)


def remove_absence(desk: Desk, actor: Actor, absence: Absence) -> None:
    """Remove an absence (by technician and start); without one nothing happens.

    Raises
    ------
    StaleError
        If somebody changed it since it was read.
    """
    check(actor, "team.remove_absence")
    with changing(desk, "team.remove_absence", by=actor) as db:
        store.people.remove_absence(db, absence)


def import_team(desk: Desk, actor: Actor, name: str, content: bytes) -> Team:
    """Read a team file and save everybody in it, in one transaction; others stay as they are.

    Raises
    ------
    InputError
        If the file is at fault; nothing is saved.
    """
    check(actor, "team.import_team")
    preview = files.preview_team(name, content, catalogue=desk.catalogue, locate=_finder(desk))
    if preview.all_problems:
        raise InputError(*preview.all_problems)
    read = preview.team
    with changing(desk, "team.import_team", by=actor) as db:
        before = store.people.get_team(db)
        for one in _numbered(before, read):
            store.people.save_technician(db, one)
        depots = {one.depot_id: one.version for one in before.depots}
        for depot in read.depots:
            store.people.save_depot(db, replace(depot, version=depots.get(depot.depot_id, 1)))
        vehicles = {one.vehicle_id: one.version for one in before.vehicles}
        for vehicle in read.vehicles:
            store.people.save_vehicle(db, replace(vehicle, version=vehicles.get(vehicle.vehicle_id, 1)))
        vendors = {one.vendor_id: one.version for one in before.vendors}
        for vendor in read.vendors:
            store.people.save_vendor(db, vendor.replace(version=vendors.get(vendor.vendor_id, 1)))
        added(db, read.hotels)
        absences = {(one.technician_id, one.start): one.version for one in before.absences}
        for absence in read.absences:
            version = absences.get((absence.technician_id, absence.start), 1)
            store.people.save_absence(db, replace(absence, version=version))
        return store.people.get_team(db)


def _finder(desk: Desk) -> Callable[[str], Place | None]:
    def find(address: str) -> Place | None:
        return desk.geocoder.find(AddressQuery(address=address))

    return find


def _numbered(before: Team, read: Team) -> list[Technician]:
    """Known people keep their lasting number and version; new ones get the next free number."""
    known = {one.technician_id: one for one in before.technicians}
    taken = {one.number for one in before.technicians}
    found = []
    for one in read.technicians:
        if one.technician_id in known:
            old = known[one.technician_id]
            found.append(one.replace(number=old.number, version=old.version))
            continue
        number = one.number if one.number not in taken else max(taken) + 1
        taken.add(number)
        found.append(one.replace(number=number, version=1))
    return found
