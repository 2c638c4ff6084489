"""Vans and depots with their stock: read with the team, saved one by one or from a file."""

from __future__ import annotations

from dataclasses import replace

from planner import files, store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.geocode import AddressQuery
from planner.model.errors import InputError
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.team import Depot, Team, Vehicle

__all__ = ["import_stores", "save_depot", "save_vehicle", "stores_file"]


def save_vehicle(desk: Desk, actor: Actor, vehicle: Vehicle) -> Vehicle:
    """Save a van, new or changed, with what is in it in the morning, and return it with its new version.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    """
    check(actor, "stores.save_vehicle")
    with changing(desk, "stores.save_vehicle", by=actor) as db:
        return store.people.save_vehicle(db, vehicle)


def save_depot(desk: Desk, actor: Actor, depot: Depot) -> Depot:
    """Save a depot, new or changed, with what it has in the morning, and return it with its new version.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    """
    check(actor, "stores.save_depot")
    with changing(desk, "stores.save_depot", by=actor) as db:
        return store.people.save_depot(db, depot)


def import_stores(desk: Desk, actor: Actor, name: str, content: bytes) -> Team:
    """Read a file of vans and depots and save what is in it, in one transaction; others stay as they are.

    Raises
    ------
    InputError
        If the file is at fault; nothing is saved.
    """
    check(actor, "stores.import_stores")

    def find(address: str) -> Place | None:
        return desk.geocoder.find(AddressQuery(address=address))

    with changing(desk, "stores.import_stores", by=actor) as db:
        before = store.people.get_team(db)
        read = files.preview_stores(name, content, team=before, catalogue=desk.catalogue, locate=find)
        if read.problems:
            raise InputError(*read.problems)
        for vehicle in read.vehicles:
            known = before.vehicle(vehicle.vehicle_id)
            store.people.save_vehicle(db, replace(vehicle, version=known.version if known else 1))
        for depot in read.depots:
            there = before.depot(depot.depot_id)
            store.people.save_depot(db, replace(depot, version=there.version if there else 1))
        return store.people.get_team(db)


def stores_file(desk: Desk, actor: Actor, *, language: str) -> bytes:
    """Return vans and depots with their stock as CSV that `import_stores` reads back."""
    check(actor, "stores.stores_file")
    with desk.store.reading() as db:
        return files.stores_to_csv(store.people.get_team(db), language=language)
