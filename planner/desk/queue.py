"""Planning runs of the desk: put into the queue, and cared for whenever somebody asks."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from planner import store
from planner.desk.jobs import Runs, at_once_here
from planner.desk.opening import Desk
from planner.desk.snapshot import Frozen
from planner.desk.unit import changing
from planner.desk.workers import take_up
from planner.model.codec import dumps
from planner.model.event import Actor
from planner.model.job import Job, JobState
from planner.model.solution import Solution

__all__ = ["care", "enqueue", "runs_of"]


def runs_of(desk: Desk) -> Runs:
    """Return what planning runs of the desk live on."""
    return Runs(store=desk.store, clock=desk.clock, var=desk.var)


def care(desk: Desk) -> None:
    """Take up what waits and what is lost; asked at every poll, written only when there is something to do."""
    runs, at_once = runs_of(desk), at_once_here()
    if runs.needs_care(at_once=at_once):
        take_up(runs)


def enqueue(
    desk: Desk,
    call: str,
    frozen: Frozen,
    *,
    by: Actor,
    day: date,
    time_limit_s: float,
    seed: int,
    best: Solution | None = None,
) -> Job:
    """Queue a run and start it where there is room; where another one of the day is under way, return that one.

    Parameters
    ----------
    call, by
        The call of the desk and who made it, for the audit.
    frozen
        What the run works on.
    best
        A solution to begin with.
    """
    job = Job(
        job_id=uuid4().hex,
        day=day,
        state=JobState.QUEUED,
        actor=by.name,
        created_at=desk.clock(),
        time_limit_s=time_limit_s,
        seed=seed,
    )
    with changing(desk, call, by=by) as db:
        if (active := store.jobs.active_on(db, day)) is not None:
            return active
        known = None if best is None else dumps(best)
        store.jobs.add(db, job, content=dumps(frozen), input_version=frozen.basis.version, best=known)
    take_up(runs_of(desk))
    with desk.store.reading() as db:
        return store.jobs.get(db, job.job_id) or job
