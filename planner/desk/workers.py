"""The processes that work on planning runs: started, watched over, stopped when they ignore what they are told."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from planner.desk.jobs import LEASE, Runs, at_once_here
from planner.model.errors import PlannerError, ServiceError
from planner.model.job import Lease
from planner.store import jobs

__all__ = ["GRACE_S", "care_for", "start", "take_up", "work"]

GRACE_S = 30.0
"""A process may go on for so long after it was told to stop, and for so long beyond twice its time limit."""

_LOOK_S = 2.0
_CARE_S = 5.0
_ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger("planner.workers")


def take_up(runs: Runs) -> None:
    """Start a process for every waiting run there is room for on this host; the next one when one of them ends."""
    for lease in runs.claim(at_once=at_once_here()):
        start(runs, lease, then=lambda: take_up(runs))


def care_for(runs: Runs, *, over: threading.Event) -> None:
    """Take up what waits and what others have lost, every five seconds, until `over`; quiet while the database is away.

    The app runs this in a thread of its own, so that no run depends on somebody who looks at a page.
    """
    while True:
        try:
            if runs.needs_care(at_once=at_once_here()):
                take_up(runs)
        except PlannerError as error:
            _log.info("planning runs could not be cared for: %s", error)
        if over.wait(_CARE_S):
            return


def work(runs: Runs, *, at_once: int, over: threading.Event) -> None:
    """Work on waiting runs until `over`; those under way then wait again at once, for another host.

    Parameters
    ----------
    at_once
        How many runs this process works on at the same time.
    """
    own: dict[Lease, subprocess.Popen[bytes]] = {}
    nudge = threading.Event()
    while not over.is_set():
        own = {lease: process for lease, process in own.items() if process.poll() is None}
        try:
            for lease in runs.claim(at_once=at_once, owners=runs.owner):
                own[lease] = start(runs, lease, then=nudge.set)
        except ServiceError as error:
            _log.warning("the database does not answer: %s", error)
        nudge.wait(1.0)
        nudge.clear()
    for lease, process in own.items():
        _give_back(runs, lease, process)


def start(runs: Runs, lease: Lease, *, then: Callable[[], object]) -> subprocess.Popen[bytes]:
    """Start the process of a run that was claimed, and a thread that watches over it; it outlives this process.

    Parameters
    ----------
    then
        Called when the process has ended and its run is dealt with.
    """
    folder = runs.var / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    surroundings = os.environ | {"DATABASE_URL": runs.store.url, "FALTPLAN_VAR": str(runs.var)}
    with (folder / f"{lease.job_id}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "planner.worker", lease.job_id, lease.owner, str(lease.attempt)],
            cwd=_ROOT,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    thread = threading.Thread(target=_watch, args=(runs, process, lease, then), name=f"job-{lease.job_id}", daemon=True)
    thread.start()
    return process


def _watch(runs: Runs, process: subprocess.Popen[bytes], lease: Lease, then: Callable[[], object]) -> None:
    """Wait for the process; one that died without a word is dealt with at once, not when its lease is over."""
    limit_s, begun, told = _limit_s(runs, lease), time.monotonic(), None
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_S)
            break
        now = time.monotonic()
        if _shall_go(runs, lease):
            told = told or now
        if now - begun > GRACE_S + 2 * limit_s or (told is not None and now - told > GRACE_S):
            _log.warning("planning run %s ignores its end and is stopped", lease.job_id)
            process.kill()
    with suppress(PlannerError):
        runs.lost(lease)
    with suppress(PlannerError):
        then()


def _limit_s(runs: Runs, lease: Lease) -> float:
    with suppress(ServiceError), runs.store.reading() as db:
        job = jobs.get(db, lease.job_id)
        return job.time_limit_s if job else 0.0
    return 3_600.0


def _shall_go(runs: Runs, lease: Lease) -> bool:
    """Whether the process was told to stop; while it is still starting, its lease is renewed for it."""
    try:
        with runs.store.reading() as db:
            run = jobs.standing(db, lease)
        if run is not None and run.pid is None:
            with runs.store.writing() as db:
                now = runs.clock()
                jobs.renew(db, lease, at=now, until=now + LEASE)
    except ServiceError:
        return False
    return run is None or run.cancelled


def _give_back(runs: Runs, lease: Lease, process: subprocess.Popen[bytes]) -> None:
    try:
        with runs.store.writing() as db:
            jobs.give_back(db, lease)
    except ServiceError:
        _log.warning("planning run %s could not be given back; its lease will run out", lease.job_id)
    process.kill()
    process.wait()
