"""Planning runs as processes: two at a time, the others wait; a run without a sign of life is given up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from planner.desk.opening import Clock
from planner.model.errors import ServiceError
from planner.model.job import JobState
from planner.model.message import message
from planner.store import Store, jobs

__all__ = ["AT_ONCE", "LOST_AFTER", "Runs", "start"]

AT_ONCE = 2
"""Runs that work at the same time."""

LOST_AFTER = timedelta(seconds=60)
"""A run that has not said for so long that it is alive has failed."""

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What planning runs live on; a part of the desk, so that a run need not open all of it.

    Parameters
    ----------
    store, clock
        The database, and what tells the present moment.
    var
        Folder for the logs.
    """

    store: Store
    clock: Clock
    var: Path

    def needs_care(self) -> bool:
        """Whether a run waits that could start, or a running one is lost."""
        with self.store.reading() as db:
            if jobs.lost(db, before=self.clock() - LOST_AFTER):
                return True
            return bool(jobs.waiting(db)) and jobs.running(db) < AT_ONCE

    def take_up(self) -> None:
        """Give up lost runs and start waiting ones, oldest first, as far as there is room."""
        started = []
        with self.store.writing() as db:
            now = self.clock()
            for job_id in jobs.lost(db, before=now - LOST_AFTER):
                jobs.finish(db, job_id, JobState.FAILED, at=now, error=message("desk.planning_lost"))
            room = AT_ONCE - jobs.running(db)
            for job_id in jobs.waiting(db)[: max(0, room)]:
                if jobs.claim(db, job_id, at=now):
                    started.append(job_id)
        for job_id in started:
            start(self, job_id)


def start(runs: Runs, job_id: str) -> None:
    """Start the process of a run that was claimed; it outlives this one."""
    folder = runs.var / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    surroundings = os.environ | {"DATABASE_URL": runs.store.url, "FALTPLAN_VAR": str(runs.var)}
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
    threading.Thread(target=_wait, args=(runs, process, job_id), daemon=True, name=f"job-{job_id}").start()


def _wait(runs: Runs, process: subprocess.Popen[bytes], job_id: str) -> None:
    """Wait for the process; one that died without a word has failed at once, not after a minute."""
    process.wait()
    with suppress(ServiceError), runs.store.writing() as db:
        jobs.finish(db, job_id, JobState.FAILED, at=runs.clock(), error=message("desk.planning_lost"))
    with suppress(ServiceError):
        runs.take_up()
