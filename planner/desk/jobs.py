"""Planning runs as processes: two at a time, the others wait; a run without a sign of life is given up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

from planner import store
from planner.desk.opening import Desk
from planner.model.job import JobState
from planner.model.message import message

__all__ = ["AT_ONCE", "LOST_AFTER", "needs_care", "take_up"]

AT_ONCE = 2
"""Runs that work at the same time."""

LOST_AFTER = timedelta(seconds=60)
"""A run that has not said for so long that it is alive has failed."""

_ROOT = Path(__file__).resolve().parents[2]


def needs_care(desk: Desk) -> bool:
    """Whether a run waits that could start, or a running one is lost."""
    with desk.store.reading() as db:
        if store.jobs.lost(db, before=desk.clock() - LOST_AFTER):
            return True
        return bool(store.jobs.waiting(db)) and store.jobs.running(db) < AT_ONCE


def take_up(desk: Desk) -> None:
    """Give up lost runs and start waiting ones, oldest first, as far as there is room."""
    started = []
    with desk.store.writing() as db:
        now = desk.clock()
        for job_id in store.jobs.lost(db, before=now - LOST_AFTER):
            store.jobs.finish(db, job_id, JobState.FAILED, at=now, error=message("desk.planning_lost"))
        room = AT_ONCE - store.jobs.running(db)
        for job_id in store.jobs.waiting(db)[: max(0, room)]:
            if store.jobs.claim(db, job_id, at=now):
                started.append(job_id)
    for job_id in started:
        _start(desk, job_id)


def _start(desk: Desk, job_id: str) -> None:
    folder = desk.var / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    surroundings = os.environ | {"DATABASE_URL": desk.store.url, "FALTPLAN_VAR": str(desk.var)}
    with (folder / f"{job_id}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "planner.worker", job_id],
            cwd=_ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    threading.Thread(target=_wait, args=(desk, process, job_id), daemon=True, name=f"job-{job_id}").start()


def _wait(desk: Desk, process: subprocess.Popen[bytes], job_id: str) -> None:
    """Wait for the process; one that died without a word has failed at once, not after a minute."""
    process.wait()
    with desk.store.writing() as db:
        store.jobs.finish(db, job_id, JobState.FAILED, at=desk.clock(), error=message("desk.planning_lost"))
    take_up(desk)
