"""The team in the database: technicians, absences, depots, vehicles."""

from __future__ import annotations

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.message import message
from planner.model.team import Absence, Depot, Team, Technician, Vehicle
from planner.store.tables import absence, depot, technician, vehicle
from planner.store.versions import insert_versioned, update_versioned

__all__ = [
    "get_team",
    "get_technician",
    "remove_absence",
    "save_absence",
    "save_depot",
    "save_technician",
    "save_vehicle",
]


def get_team(db: sa.Connection) -> Team:
    """Return everybody and everything, technicians by number."""
    people = [
        loads(Technician, row.body).replace(version=row.version)
        for row in db.execute(sa.select(technician.c.version, technician.c.body))
    ]
    return Team(
        technicians=tuple(sorted(people, key=lambda one: (one.number, one.technician_id))),
        absences=tuple(
            loads(Absence, body)
            for body in db.scalars(sa.select(absence.c.body).order_by(absence.c.starts, absence.c.technician_id))
        ),
        depots=tuple(loads(Depot, body) for body in db.scalars(sa.select(depot.c.body).order_by(depot.c.depot_id))),
        vehicles=tuple(
            loads(Vehicle, body) for body in db.scalars(sa.select(vehicle.c.body).order_by(vehicle.c.vehicle_id))
        ),
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
    if get_technician(db, one.technician_id) is None and one.version == 1:
        version = insert_versioned(db, technician, values, version=one.version, what=what)
    else:
        version = update_versioned(db, technician, "technician_id", values, version=one.version, what=what)
    return one.replace(version=version)


def save_absence(db: sa.Connection, one: Absence) -> None:
    """Save an absence in place of one with the same technician and start."""
    remove_absence(db, one)
    values = {"technician_id": one.technician_id, "starts": one.start, "ends": one.end, "body": dumps(one)}
    db.execute(absence.insert().values(values))


def remove_absence(db: sa.Connection, one: Absence) -> None:
    """Remove the absence with the same technician and start, if there is one."""
    db.execute(absence.delete().where(absence.c.technician_id == one.technician_id, absence.c.starts == one.start))


def save_depot(db: sa.Connection, one: Depot) -> None:
    """Save a depot in place of one with the same id."""
    db.execute(depot.delete().where(depot.c.depot_id == one.depot_id))
    db.execute(depot.insert().values(depot_id=one.depot_id, body=dumps(one)))


def save_vehicle(db: sa.Connection, one: Vehicle) -> None:
    """Save a vehicle in place of one with the same id."""
    db.execute(vehicle.delete().where(vehicle.c.vehicle_id == one.vehicle_id))
    db.execute(vehicle.insert().values(vehicle_id=one.vehicle_id, body=dumps(one)))
