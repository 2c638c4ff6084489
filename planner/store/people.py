"""The team in the database: technicians, absences, depots, vehicles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.message import message
from planner.model.team import Absence, Depot, Team, Technician, Vehicle
from planner.store.journal import note
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
    absences = [loads(Absence, body) for body in db.scalars(sa.select(absence.c.body))]
    depots = [loads(Depot, body) for body in db.scalars(sa.select(depot.c.body))]
    vehicles = [loads(Vehicle, body) for body in db.scalars(sa.select(vehicle.c.body))]
    # Sorted here: databases disagree about the order of letters.
    return Team(
        technicians=tuple(sorted(people, key=lambda one: (one.number, one.technician_id))),
        absences=tuple(sorted(absences, key=lambda one: (one.start, one.technician_id))),
        depots=tuple(sorted(depots, key=lambda one: one.depot_id)),
        vehicles=tuple(sorted(vehicles, key=lambda one: one.vehicle_id)),
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
    keys = {"technician_id": one.technician_id, "starts": one.start}
    _replace(db, absence, keys, {"ends": one.end, "body": dumps(one)})


def remove_absence(db: sa.Connection, one: Absence) -> None:
    """Remove the absence with the same technician and start, if there is one."""
    this = sa.and_(absence.c.technician_id == one.technician_id, absence.c.starts == one.start)
    before = db.scalar(sa.select(absence.c.body).where(this))
    if before is not None:
        db.execute(absence.delete().where(this))
        note(db, absence.name, _key({"technician_id": one.technician_id, "starts": one.start}), before=before)


def save_depot(db: sa.Connection, one: Depot) -> None:
    """Save a depot in place of one with the same id."""
    _replace(db, depot, {"depot_id": one.depot_id}, {"body": dumps(one)})


def save_vehicle(db: sa.Connection, one: Vehicle) -> None:
    """Save a vehicle in place of one with the same id."""
    _replace(db, vehicle, {"vehicle_id": one.vehicle_id}, {"body": dumps(one)})


def _replace(db: sa.Connection, table: sa.Table, keys: dict[str, Any], values: dict[str, Any]) -> None:
    this = sa.and_(*(table.c[name] == value for name, value in keys.items()))
    row = db.execute(sa.select(table.c.version, table.c.body).where(this)).first()
    if row is None:
        db.execute(table.insert().values(**keys, **values, version=1))
    else:
        db.execute(table.update().where(this).values(**values, version=row.version + 1))
    note(db, table.name, _key(keys), before=None if row is None else row.body, after=values["body"])


def _key(keys: dict[str, Any]) -> str:
    return " ".join(one.isoformat() if isinstance(one, datetime) else str(one) for one in keys.values())
