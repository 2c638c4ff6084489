"""Plan versions in the database: immutable, with a pointer to the published one of each day.

Proposals lie beside the versions of their day: their numbers are below zero, so that none of them is ever the newest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from planner.model.codec import dumps, loads
from planner.model.errors import StaleError
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.words import PlanStatus
from planner.store.audit import last_actor
from planner.store.engines import hold
from planner.store.journal import note
from planner.store.tables import plan as table
from planner.store.tables import published

__all__ = [
    "PlanHeader",
    "add",
    "get",
    "headers",
    "newest",
    "publications",
    "publish",
    "published_days",
    "published_between",
    "published_bodies",
    "published_meanwhile",
    "published_on",
    "published_on_days",
    "published_span",
    "hold_day",
    "newest_id",
    "proposals",
    "propose",
    "set_aside",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHeader:
    """A plan version without its stops.

    Parameters
    ----------
    planned, unassigned
        Visits and remote sessions in the plan, and those left out.
    violations
        Rules the judge found broken.
    """

    plan_id: str
    day: date
    version: int
    parent: str | None
    status: PlanStatus
    created_at: datetime
    created_by: str
    planned: int
    unassigned: int
    violations: int
    price_ore: int


def add(db: sa.Connection, plan: Plan) -> Plan:
    """Save a plan as the next version of its day, child of the newest one, and return it so."""
    hold_day(db, plan.day)
    last = db.execute(_of_day(plan.day).with_only_columns(table.c.plan_id, table.c.version)).first()
    return _insert(
        db,
        plan.replace(
            version=last.version + 1 if last else 1, parent=last.plan_id if last else None, status=PlanStatus.DRAFT
        ),
    )


def hold_day(db: sa.Connection, day: date) -> None:
    """Let nobody else add a plan to a day before this unit ends; SQLite lets one unit write at a time anyway."""
    hold(db, f"plans of {day}")


def propose(db: sa.Connection, plan: Plan) -> Plan:
    """Save a plan beside the versions of its day, in place of older proposals, and return it so."""
    hold_day(db, plan.day)
    for older in proposals(db, plan.day):
        set_aside(db, older)
    lowest = db.scalar(sa.select(sa.func.min(table.c.version)).where(table.c.day == plan.day))
    return _insert(db, plan.replace(version=min(0, lowest or 0) - 1, status=PlanStatus.PROPOSAL))


def proposals(db: sa.Connection, day: date) -> tuple[Plan, ...]:
    """Return the proposals of a day that wait for an answer, newest first."""
    open_ones = sa.select(table.c.status, table.c.body).where(
        table.c.day == day, table.c.status == PlanStatus.PROPOSAL.value
    )
    return tuple(_read(row.body, row.status) for row in db.execute(open_ones.order_by(table.c.version)))


def set_aside(db: sa.Connection, plan: Plan) -> None:
    """End a proposal that was taken, discarded or replaced."""
    _set_status(db, plan.plan_id, PlanStatus.SUPERSEDED)
    note(db, table.name, plan.plan_id, before=dumps(plan.status), after=dumps(PlanStatus.SUPERSEDED))


def _insert(db: sa.Connection, placed: Plan) -> Plan:
    row = _row(placed)
    db.execute(table.insert().values(row))
    note(db, table.name, placed.plan_id, after=dumps({name: row[name] for name in row if name != "body"}))
    return placed


def get(db: sa.Connection, plan_id: str) -> Plan | None:
    """Return a plan version, or None."""
    return _first(db, sa.select(table.c.status, table.c.body).where(table.c.plan_id == plan_id))


def newest(db: sa.Connection, day: date) -> Plan | None:
    """Return the newest version of a day, or None."""
    return _first(db, _of_day(day).with_only_columns(table.c.status, table.c.body))


def newest_id(db: sa.Connection, day: date) -> str | None:
    """Return the id of the newest version of a day, or None."""
    return db.scalar(_of_day(day).with_only_columns(table.c.plan_id).limit(1))


def published_on(db: sa.Connection, day: date) -> Plan | None:
    """Return the published version of a day, or None."""
    found = published_between(db, day, day)
    return found[0] if found else None


def published_between(db: sa.Connection, first: date, last: date) -> tuple[Plan, ...]:
    """Return the published version of each day between two days, both inclusive, in order."""
    query = (
        sa.select(table.c.status, table.c.body)
        .join(published, published.c.plan_id == table.c.plan_id)
        .where(published.c.day.between(first, last))
        .order_by(published.c.day)
    )
    return tuple(_read(row.body, row.status) for row in db.execute(query))


def published_days(db: sa.Connection, first: date, last: date) -> tuple[date, ...]:
    """Return the days between two days, both inclusive, that have a published version, in order."""
    query = sa.select(published.c.day).where(published.c.day.between(first, last)).order_by(published.c.day)
    return tuple(db.scalars(query))


def published_span(db: sa.Connection) -> tuple[date, ...]:
    """Return the first and the last day with a published version; nothing where there are none."""
    first, last = (db.scalar(sa.select(one(published.c.day))) for one in (sa.func.min, sa.func.max))
    return () if first is None or last is None else (first, last)


def published_on_days(db: sa.Connection, days: Collection[date]) -> tuple[Plan, ...]:
    """Return the published versions of some days, in order."""
    return tuple(_read(row.body, row.status) for row in _on_days(db, days))


def published_bodies_on(db: sa.Connection, days: Collection[date]) -> tuple[str, ...]:
    """Return the JSON of the published versions of some days, in order; see `published_bodies`."""
    return tuple(row.body for row in _on_days(db, days))


def _on_days(db: sa.Connection, days: Collection[date]) -> Iterable[Any]:
    wanted = sorted(set(days))
    parts = [wanted[at : at + 300] for at in range(0, len(wanted), 300)]
    query = (
        sa.select(table.c.status, table.c.body)
        .join(published, published.c.plan_id == table.c.plan_id)
        .order_by(published.c.day)
    )
    return (row for part in parts for row in db.execute(query.where(published.c.day.in_(part))))


def published_bodies(db: sa.Connection, first: date, last: date) -> tuple[str, ...]:
    """Return the JSON of the published version of each day between two days, both inclusive, in order.

    For whoever needs little of many plans: making them whole takes most of the time.
    """
    query = (
        sa.select(table.c.body)
        .join(published, published.c.plan_id == table.c.plan_id)
        .where(published.c.day.between(first, last))
        .order_by(published.c.day)
    )
    return tuple(db.scalars(query))


def headers(db: sa.Connection, day: date) -> tuple[PlanHeader, ...]:
    """Return the versions of a day without their stops, newest first."""
    columns = [column for column in table.c if column.name != "body"]
    rows: Iterable[Any] = db.execute(_of_day(day).with_only_columns(*columns)).mappings()
    return tuple(PlanHeader(**{**row, "status": PlanStatus(row["status"])}) for row in rows)


def publications(db: sa.Connection, day: date) -> int:
    """Return how often a plan of a day was published: what `publish` is told to know that nobody did meanwhile."""
    return db.scalar(sa.select(published.c.version).where(published.c.day == day)) or 0


def publish(db: sa.Connection, plan: Plan, *, at: datetime, seen: int | None = None) -> Plan:
    """Point the day at a version; the one published before becomes superseded.

    Parameters
    ----------
    seen
        The day's `publications` when it was decided; None: those of now.

    Raises
    ------
    StaleError
        If the day was published since; nothing is written.
    """
    before = db.scalar(sa.select(published.c.plan_id).where(published.c.day == plan.day))
    _point(db, plan, at=at, seen=publications(db, plan.day) if seen is None else seen)
    if before is not None:
        _set_status(db, before, PlanStatus.SUPERSEDED)
    _set_status(db, plan.plan_id, PlanStatus.PUBLISHED)
    note(db, published.name, plan.day.isoformat(), before=dumps(before), after=dumps(plan.plan_id))
    return plan.replace(status=PlanStatus.PUBLISHED)


def _point(db: sa.Connection, plan: Plan, *, at: datetime, seen: int) -> None:
    """Move the pointer of the day, if nobody has since; who comes second waits here for the first."""
    values = {"plan_id": plan.plan_id, "published_at": at, "version": seen + 1}
    if seen:
        this = sa.and_(published.c.day == plan.day, published.c.version == seen)
        moved = db.execute(published.update().where(this).values(values)).rowcount
    else:
        moved = 0
        with suppress(IntegrityError), db.begin_nested():
            db.execute(published.insert().values(values | {"day": plan.day}))
            moved = 1
    if moved != 1:
        raise published_meanwhile(db, plan.day)


def published_meanwhile(db: sa.Connection, day: date) -> StaleError:
    """Return the refusal of a publication that has not seen the last one: what is published now, and by whom."""
    return StaleError(
        message("store.published_meanwhile", day=day),
        theirs=published_on(db, day),
        version=publications(db, day),
        by=last_actor(db, published.name, day.isoformat()),
    )


def _set_status(db: sa.Connection, plan_id: str, status: PlanStatus) -> None:
    db.execute(table.update().where(table.c.plan_id == plan_id).values(status=status.value))


def _of_day(day: date) -> sa.Select[Any]:
    """The versions of a day, newest first; proposals are none of them."""
    return sa.select(table).where(table.c.day == day, table.c.version > 0).order_by(table.c.version.desc())


def _first(db: sa.Connection, query: sa.Select[Any]) -> Plan | None:
    row = db.execute(query.limit(1)).first()
    return None if row is None else _read(row.body, row.status)


@lru_cache(maxsize=64)
def _read(body: str, status: str) -> Plan:
    """Plans are frozen, so the same text may give the same object to everybody."""
    return loads(Plan, body).replace(status=PlanStatus(status))


def _row(plan: Plan) -> dict[str, Any]:
    return {
        "plan_id": plan.plan_id,
        "day": plan.day,
        "version": plan.version,
        "parent": plan.parent,
        "status": plan.status.value,
        "created_at": plan.created_at,
        "created_by": plan.created_by,
        "planned": plan.requests_done,
        "unassigned": len(plan.left_requests),
        "violations": len(plan.violations),
        "price_ore": plan.price.total_ore,
        "body": dumps(plan),
    }
