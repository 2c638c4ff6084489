"""Planning runs in the database: queued, claimed by a lease that must be renewed, progress, best so far, cancel flag.

Whoever works on a run shows its lease with every write; a lease that somebody else has taken over writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from planner.model.codec import dumps
from planner.model.job import Job, JobKind, JobState, Lease, Progress
from planner.model.message import Message
from planner.store.journal import note
from planner.store.tables import job as table
from planner.store.tables import progress

__all__ = [
    "Standing",
    "active_on",
    "add",
    "cancel",
    "claim",
    "expired",
    "finish",
    "get",
    "give_back",
    "inputs_of_kind",
    "input_for",
    "input_of",
    "renew",
    "report",
    "requeue",
    "running",
    "standing",
    "waiting",
]

_ACTIVE = (JobState.QUEUED.value, JobState.RUNNING.value)
_NOBODYS = {"owner": None, "lease_until": None, "pid": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a run stands for whoever holds its lease.

    Parameters
    ----------
    cancelled
        Somebody has asked it to stop.
    best
        Its best solution so far as JSON, None while there is none.
    pid
        Process that works on it, None while that is starting.
    """

    cancelled: bool
    best: str | None
    pid: int | None


def add(db: sa.Connection, job: Job, *, content: str, input_version: str = "", best: str | None = None) -> None:
    """Insert a queued run with what it is to work on.

    Parameters
    ----------
    content, input_version
        The input, and a hash of the state of the day it was made from.
    best
        JSON of a solution to begin with.
    """
    db.execute(
        table.insert().values(
            job_id=job.job_id,
            kind=job.kind.value,
            state=JobState.QUEUED.value,
            day=job.day,
            time_limit_s=job.time_limit_s,
            seed=job.seed,
            actor=job.actor,
            created_at=job.created_at,
            input=content,
            input_version=input_version,
            best=best,
        )
    )
    note(db, table.name, job.job_id, after=dumps(job))


def get(db: sa.Connection, job_id: str) -> Job | None:
    """Return a run with its progress, or None."""
    columns = [column for column in table.c if column.name not in ("input", "best")]
    row = db.execute(sa.select(*columns).where(table.c.job_id == job_id)).mappings().first()
    return None if row is None else _read(row, _progress(db, job_id))


def input_of(db: sa.Connection, job_id: str) -> str:
    """Return what a run works on, as it was when the run was started."""
    return str(db.execute(sa.select(table.c.input).where(table.c.job_id == job_id)).scalar_one())


def input_for(db: sa.Connection, plan_id: str) -> str | None:
    """Return what the run that made a plan worked on; None where the run is no longer kept."""
    return db.scalar(sa.select(table.c.input).where(table.c.plan_id == plan_id))


def active_on(db: sa.Connection, day: date) -> Job | None:
    """Return the run that waits or works on the plan of a day, or None."""
    plans = table.c.kind == JobKind.PLAN.value
    of_day = sa.select(table.c.job_id).where(table.c.day == day, table.c.state.in_(_ACTIVE), plans)
    job_id = db.scalar(of_day.order_by(table.c.number.desc()).limit(1))
    return None if job_id is None else get(db, job_id)


def inputs_of_kind(db: sa.Connection, kind: JobKind, *, most: int) -> tuple[tuple[Job, str, str | None], ...]:
    """Return the newest runs of a kind, newest first, with what they work on and what they have found so far."""
    query = sa.select(table).where(table.c.kind == kind.value).order_by(table.c.number.desc()).limit(most)
    return tuple((_read(row, ()), row["input"], row["best"]) for row in db.execute(query).mappings())


def waiting(db: sa.Connection, *, kind: JobKind | None = None) -> tuple[str, ...]:
    """Return the ids of the queued runs, oldest first; optionally only those of a kind."""
    query = sa.select(table.c.job_id).where(table.c.state == JobState.QUEUED.value)
    if kind is not None:
        query = query.where(table.c.kind == kind.value)
    return tuple(db.scalars(query.order_by(table.c.number)))


def running(db: sa.Connection, *, owners: str = "") -> int:
    """Return how many runs work at present; optionally only those whose owner begins with some words."""
    query = sa.select(sa.func.count()).select_from(table).where(table.c.state == JobState.RUNNING.value)
    if owners:
        query = query.where(table.c.owner.startswith(owners, autoescape=True))
    return int(db.scalar(query) or 0)


def claim(db: sa.Connection, *, owner: str, at: datetime, until: datetime) -> Lease | None:
    """Make a queued run a running one of an owner, by one conditional update; None if there is none.

    The oldest is taken, plans of a day before what nobody waits for with a customer on the line.
    """
    queued = table.c.state == JobState.QUEUED.value
    # On PostgreSQL a row that somebody else is just claiming is passed over; SQLite lets one writer in at a time.
    first = (table.c.kind != JobKind.PLAN.value, table.c.number)
    oldest = sa.select(table.c.number).where(queued).order_by(*first).limit(1)
    row = db.execute(
        table.update()
        .where(table.c.number == oldest.with_for_update(skip_locked=True).scalar_subquery(), queued)
        .values(
            state=JobState.RUNNING.value,
            owner=owner,
            attempt=table.c.attempt + 1,
            started_at=sa.func.coalesce(table.c.started_at, sa.literal(at, table.c.started_at.type)),
            heartbeat=at,
            lease_until=until,
            pid=None,
        )
        .returning(table.c.job_id, table.c.attempt)
    ).first()
    return None if row is None else Lease(job_id=row.job_id, owner=owner, attempt=row.attempt)


def renew(
    db: sa.Connection,
    lease: Lease,
    *,
    at: datetime,
    until: datetime,
    pid: int | None = None,
    searched_s: float | None = None,
) -> bool:
    """Note that a run is alive and prolong its lease; False if the lease is somebody else's by now, or it is over."""
    values: dict[str, Any] = {"heartbeat": at, "lease_until": until}
    values |= {name: value for name, value in (("pid", pid), ("searched_s", searched_s)) if value is not None}
    return _write(db, lease, values)


def standing(db: sa.Connection, lease: Lease) -> Standing | None:
    """Return how a run stands, None if the lease is somebody else's by now, or the run is over."""
    row = db.execute(sa.select(table.c.cancel, table.c.best, table.c.pid).where(_held(lease))).first()
    return None if row is None else Standing(cancelled=bool(row.cancel), best=row.best, pid=row.pid)


def report(
    db: sa.Connection, lease: Lease, steps: Iterable[Progress] = (), *, searched_s: float, best: str | None = None
) -> bool:
    """Append progress, and keep the best solution for whoever takes the run up if this worker is lost.

    Parameters
    ----------
    searched_s
        Seconds of search so far, those of lost attempts included.
    best
        JSON of the solution; None: the one kept before stays.

    Returns
    -------
    bool
        False, and nothing is written, if the lease is somebody else's by now or the run is over.
    """
    if not _write(db, lease, {"searched_s": searched_s} | ({} if best is None else {"best": best})):
        return False
    rows = [
        {"job_id": lease.job_id, "elapsed_s": s.elapsed_s, "price_ore": s.price_ore, "planned": s.planned}
        for s in steps
    ]
    if rows:
        db.execute(progress.insert(), rows)
    return True


def cancel(db: sa.Connection, job_id: str, *, at: datetime) -> None:
    """Ask a run to stop; one that waits for its first attempt is over at once."""
    of_job = table.c.job_id == job_id
    db.execute(table.update().where(of_job, table.c.state.in_(_ACTIVE)).values(cancel=True))
    # One that has found something already is taken up once more, to judge what it has.
    untouched = table.update().where(of_job, table.c.state == JobState.QUEUED.value, table.c.best.is_(None))
    db.execute(untouched.values(state=JobState.CANCELLED.value, ended_at=at))
    note(db, table.name, job_id, after=dumps({"cancel": True}))


def finish(
    db: sa.Connection,
    lease: Lease,
    state: JobState,
    *,
    at: datetime,
    plan_id: str | None = None,
    error: Message | None = None,
) -> bool:
    """End a run; False if it was over already, or the lease is somebody else's by now."""
    over = {"state": state.value, "ended_at": at, "plan_id": plan_id, "lease_until": None}
    return _write(db, lease, over | {"error": None if error is None else dumps(error)})


def expired(db: sa.Connection, *, at: datetime) -> tuple[Lease, ...]:
    """Return the leases of running runs that nobody has renewed in time."""
    out = sa.or_(table.c.lease_until.is_(None), table.c.lease_until < at)
    query = sa.select(table.c.job_id, table.c.owner, table.c.attempt).where(
        table.c.state == JobState.RUNNING.value, out
    )
    return tuple(Lease(job_id=row.job_id, owner=row.owner or "", attempt=row.attempt) for row in db.execute(query))


def requeue(db: sa.Connection, lease: Lease) -> bool:
    """Let a run whose worker was lost wait for its next attempt."""
    return _write(db, lease, {"state": JobState.QUEUED.value} | _NOBODYS)


def give_back(db: sa.Connection, lease: Lease) -> bool:
    """Let a run wait again because its worker is told to go: the attempt does not count."""
    return _write(db, lease, {"state": JobState.QUEUED.value, "attempt": lease.attempt - 1} | _NOBODYS)


def _held(lease: Lease) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.job_id == lease.job_id,
        table.c.state == JobState.RUNNING.value,
        sa.func.coalesce(table.c.owner, "") == lease.owner,
        table.c.attempt == lease.attempt,
    )


def _write(db: sa.Connection, lease: Lease, values: dict[str, Any]) -> bool:
    return db.execute(table.update().where(_held(lease)).values(values)).rowcount == 1


def _progress(db: sa.Connection, job_id: str) -> tuple[Progress, ...]:
    query = sa.select(progress).where(progress.c.job_id == job_id).order_by(progress.c.progress_id)
    return tuple(
        Progress(elapsed_s=row.elapsed_s, price_ore=row.price_ore, planned=row.planned) for row in db.execute(query)
    )


def _read(row: Any, steps: tuple[Progress, ...]) -> Job:
    return Job(
        job_id=row["job_id"],
        kind=JobKind(row["kind"]),
        day=row["day"],
        state=JobState(row["state"]),
        actor=row["actor"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        time_limit_s=row["time_limit_s"],
        seed=row["seed"],
        cancel_requested=row["cancel"],
        attempt=row["attempt"],
        searched_s=row["searched_s"],
        progress=steps,
        plan_id=row["plan_id"],
        error=None if row["error"] is None else Message.from_json(json.loads(row["error"])),
    )
