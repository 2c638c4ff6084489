"""Planning runs in the database: queued, claimed by one process, progress, cancel flag, heartbeat."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from planner.model.codec import dumps
from planner.model.job import Job, JobState, Progress
from planner.model.message import Message
from planner.store.journal import note
from planner.store.tables import job as table
from planner.store.tables import progress

__all__ = [
    "active_on",
    "add",
    "beat",
    "cancel",
    "claim",
    "finish",
    "get",
    "input_of",
    "lost",
    "report",
    "running",
    "shall_stop",
    "waiting",
]

_ACTIVE = (JobState.QUEUED.value, JobState.RUNNING.value)


def add(db: sa.Connection, job: Job, *, content: str) -> None:
    """Insert a queued run with what it is to work on."""
    db.execute(
        table.insert().values(
            job_id=job.job_id,
            state=JobState.QUEUED.value,
            day=job.day,
            time_limit_s=job.time_limit_s,
            seed=job.seed,
            actor=job.actor,
            created_at=job.created_at,
            input=content,
        )
    )
    note(db, table.name, job.job_id, after=dumps(job))


def get(db: sa.Connection, job_id: str) -> Job | None:
    """Return a run with its progress, or None."""
    columns = [column for column in table.c if column.name != "input"]
    row = db.execute(sa.select(*columns).where(table.c.job_id == job_id)).mappings().first()
    return None if row is None else _read(row, _progress(db, job_id))


def input_of(db: sa.Connection, job_id: str) -> str:
    """Return what a run works on, as it was when the run was started."""
    return str(db.execute(sa.select(table.c.input).where(table.c.job_id == job_id)).scalar_one())


def active_on(db: sa.Connection, day: date) -> Job | None:
    """Return the run that waits or works on a day, or None."""
    of_day = sa.select(table.c.job_id).where(table.c.day == day, table.c.state.in_(_ACTIVE))
    job_id = db.scalar(of_day.order_by(table.c.number.desc()).limit(1))
    return None if job_id is None else get(db, job_id)


def waiting(db: sa.Connection) -> tuple[str, ...]:
    """Return the ids of the queued runs, oldest first."""
    query = sa.select(table.c.job_id).where(table.c.state == JobState.QUEUED.value)
    return tuple(db.scalars(query.order_by(table.c.number)))


def running(db: sa.Connection) -> int:
    """Return how many runs work at present."""
    query = sa.select(sa.func.count()).select_from(table).where(table.c.state == JobState.RUNNING.value)
    return int(db.scalar(query) or 0)


def claim(db: sa.Connection, job_id: str, *, at: datetime) -> bool:
    """Make a queued run a running one; False if somebody else did, or it was cancelled."""
    queued = (table.c.job_id == job_id) & (table.c.state == JobState.QUEUED.value)
    changed = db.execute(table.update().where(queued).values(state=JobState.RUNNING.value, started_at=at, heartbeat=at))
    return changed.rowcount == 1


def beat(db: sa.Connection, job_id: str, *, at: datetime, pid: int | None = None) -> None:
    """Note that a run is alive, and in which process."""
    values: dict[str, Any] = {"heartbeat": at} if pid is None else {"heartbeat": at, "pid": pid}
    db.execute(table.update().where(table.c.job_id == job_id).values(values))


def shall_stop(db: sa.Connection, job_id: str) -> bool:
    """Whether a run was cancelled, or is over without knowing it."""
    row = db.execute(sa.select(table.c.cancel, table.c.state).where(table.c.job_id == job_id)).first()
    return row is None or bool(row.cancel) or row.state != JobState.RUNNING.value


def report(db: sa.Connection, job_id: str, steps: Iterable[Progress]) -> None:
    """Append progress."""
    rows = [{"job_id": job_id, "elapsed_s": s.elapsed_s, "price_ore": s.price_ore, "planned": s.planned} for s in steps]
    if rows:
        db.execute(progress.insert(), rows)


def cancel(db: sa.Connection, job_id: str, *, at: datetime) -> None:
    """Ask a run to stop; one that still waits is over at once."""
    of_job = table.c.job_id == job_id
    db.execute(table.update().where(of_job, table.c.state.in_(_ACTIVE)).values(cancel=True))
    queued = table.update().where(of_job, table.c.state == JobState.QUEUED.value)
    db.execute(queued.values(state=JobState.CANCELLED.value, ended_at=at))
    note(db, table.name, job_id, after=dumps({"cancel": True}))


def finish(
    db: sa.Connection,
    job_id: str,
    state: JobState,
    *,
    at: datetime,
    plan_id: str | None = None,
    error: Message | None = None,
) -> bool:
    """End a run that waits or works; False if it was over already."""
    changed = db.execute(
        table.update()
        .where(table.c.job_id == job_id, table.c.state.in_(_ACTIVE))
        .values(state=state.value, ended_at=at, plan_id=plan_id, error=None if error is None else dumps(error))
    )
    return changed.rowcount == 1


def lost(db: sa.Connection, *, before: datetime) -> tuple[str, ...]:
    """Return the ids of running runs that have given no sign of life since a moment."""
    query = sa.select(table.c.job_id).where(table.c.state == JobState.RUNNING.value, table.c.heartbeat < before)
    return tuple(db.scalars(query))


def _progress(db: sa.Connection, job_id: str) -> tuple[Progress, ...]:
    query = sa.select(progress).where(progress.c.job_id == job_id).order_by(progress.c.progress_id)
    return tuple(
        Progress(elapsed_s=row.elapsed_s, price_ore=row.price_ore, planned=row.planned) for row in db.execute(query)
    )


def _read(row: Any, steps: tuple[Progress, ...]) -> Job:
    return Job(
        job_id=row["job_id"],
        day=row["day"],
        state=JobState(row["state"]),
        actor=row["actor"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        time_limit_s=row["time_limit_s"],
        seed=row["seed"],
        cancel_requested=row["cancel"],
        progress=steps,
        plan_id=row["plan_id"],
        error=None if row["error"] is None else Message.from_json(json.loads(row["error"])),
    )
