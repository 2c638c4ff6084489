"""The team in the database: technicians, absences, depots, vehicles, subcontractors; hotels are one setting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.message import Message, message
from planner.model.team import Absence, Depot, Hotels, Team, Technician, Vehicle
from planner.model.vendors import Vendor
from planner.store import settings
from planner.store.tables import absence, depot, technician, vehicle, vendor
from planner.store.versions import delete_versioned, save_versioned

__all__ = [
    "HOTELS",
    "get_team",
    "get_technician",
    "remove_absence",
    "remove_vendor",
    "save_absence",
    "save_depot",
    "save_technician",
    "save_vehicle",
    "save_vendor",
]

HOTELS = "hotels"
"""Name of the setting that holds the hotels."""

T = TypeVar("T", Technician, Absence, Depot, Vehicle, Vendor)


def get_team(db: sa.Connection) -> Team:
    """Return everybody and everything, technicians by number."""
    # Sorted here: databases disagree about the order of letters.
    return Team(
        technicians=tuple(sorted(_all(db, Technician, technician), key=lambda one: (one.number, one.technician_id))),
        absences=tuple(sorted(_all(db, Absence, absence), key=lambda one: (one.start, one.technician_id))),
        depots=tuple(sorted(_all(db, Depot, depot), key=lambda one: one.depot_id)),
        vehicles=tuple(sorted(_all(db, Vehicle, vehicle), key=lambda one: one.vehicle_id)),
        vendors=tuple(sorted(_all(db, Vendor, vendor), key=lambda one: one.vendor_id)),
        hotels=settings.get(db, HOTELS, Hotels, Hotels()).hotels,
    )


def get_technician(db: sa.Connection, technician_id: str) -> Technician | None:
    """Return a technician, or None."""
    query = sa.select(technician.c.version, technician.c.body).where(technician.c.technician_id == technician_id)
    row = db.execute(query).first()
    return None if row is None else loads(Technician, row.body).replace(version=row.version)


def save_technician(db: sa.Connection, one: Technician) -> Technician:
    """Insert or save a technician and return them with their new version.

    Raises
    ------
    StaleError
        If they were saved by somebody else since they were read.
    """
    values = {"technician_id": one.technician_id, "body": dumps(one)}
    what = message("store.what.technician", id=one.technician_id)
    version = save_versioned(db, technician, values, version=one.version, what=what, kind=Technician)
    return one.replace(version=version)


def save_absence(db: sa.Connection, one: Absence) -> Absence:
    """Insert an absence, or save the one with the same technician and start; return it with its new version.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read, or a new one begins when another does.
    """
    values = _absence_keys(one) | {"ends": one.end, "body": dumps(one)}
    version = save_versioned(db, absence, values, version=one.version, what=_absence_name(one), kind=Absence)
    return replace(one, version=version)


def remove_absence(db: sa.Connection, one: Absence) -> None:
    """Remove the absence with the same technician and start, if there is one.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read; it stays.
    """
    delete_versioned(db, absence, _absence_keys(one), version=one.version, what=_absence_name(one), kind=Absence)


def save_depot(db: sa.Connection, one: Depot) -> Depot:
    """Insert or save a depot and return it with its new version.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read.
    """
    values, what = {"depot_id": one.depot_id, "body": dumps(one)}, message("store.what.depot", id=one.depot_id)
    return replace(one, version=save_versioned(db, depot, values, version=one.version, what=what, kind=Depot))


def save_vehicle(db: sa.Connection, one: Vehicle) -> Vehicle:
    """Insert or save a vehicle and return it with its new version.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read.
    """
    values, what = {"vehicle_id": one.vehicle_id, "body": dumps(one)}, message("store.what.vehicle", id=one.vehicle_id)
    return replace(one, version=save_versioned(db, vehicle, values, version=one.version, what=what, kind=Vehicle))


def save_vendor(db: sa.Connection, one: Vendor) -> Vendor:
    """Insert or save a subcontractor and return it with its new version.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read.
    """
    values, what = {"vendor_id": one.vendor_id, "body": dumps(one)}, message("store.what.vendor", id=one.vendor_id)
    return replace(one, version=save_versioned(db, vendor, values, version=one.version, what=what, kind=Vendor))


def remove_vendor(db: sa.Connection, one: Vendor) -> None:
    """Remove a subcontractor, if it is there.

    Raises
    ------
    StaleError
        If it was saved by somebody else since it was read; it stays.
    """
    what = message("store.what.vendor", id=one.vendor_id)
    delete_versioned(db, vendor, {"vendor_id": one.vendor_id}, version=one.version, what=what, kind=Vendor)


def _absence_keys(one: Absence) -> dict[str, Any]:
    return {"technician_id": one.technician_id, "starts": one.start}


def _absence_name(one: Absence) -> Message:
    return message("store.what.absence", id=one.technician_id)


def _all(db: sa.Connection, kind: type[T], table: sa.Table) -> tuple[T, ...]:
    rows = db.execute(sa.select(table.c.version, table.c.body))
    return tuple(replace(loads(kind, row.body), version=row.version) for row in rows)
