"""Planning runs and who works on them: claimed by lease, taken up again when a worker is lost, never twice at once."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from planner.desk.opening import Clock
from planner.desk.problems import refusal
from planner.model.job import JobState, Lease
from planner.model.message import message
from planner.store import Connection, Store, jobs

__all__ = ["ATTEMPTS", "LEASE", "Runs", "at_once_here"]

LEASE = timedelta(seconds=15)
"""A run whose worker has not renewed its lease for so long is taken up by another."""

ATTEMPTS = 3
"""Searches of a run at most; where all of them are lost, the best solution they found is judged once more."""

_AT_ONCE = 2


@cache
def _owner(pid: int) -> str:
    # The mark tells this process from an earlier one whose number the system has given out again.
    return f"{socket.gethostname().replace(':', '.')[:100]}:{pid}:{uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What planning runs live on; a part of the desk, so that a run need not open all of it.

    Parameters
    ----------
    store, clock
        The database, and what tells the present moment.
    var
        Folder for the logs.
    owner
        Who watches over runs that are claimed here: ``host:process:mark``.
    """

    store: Store
    clock: Clock
    var: Path
    owner: str = field(default_factory=lambda: _owner(os.getpid()))

    @property
    def host(self) -> str:
        """What the owners of this host begin with."""
        return f"{self.owner.partition(':')[0]}:"

    def needs_care(self, *, at_once: int) -> bool:
        """Whether a run waits that could start here, or the lease of a running one is over."""
        with self.store.reading() as db:
            if jobs.expired(db, at=self.clock()):
                return True
            return bool(jobs.waiting(db)) and jobs.running(db, owners=self.host) < at_once

    def claim(self, *, at_once: int, owners: str | None = None) -> tuple[Lease, ...]:
        """Care for lost runs and claim waiting ones, oldest first, as long as fewer than `at_once` work.

        Parameters
        ----------
        at_once
            How many may work.
        owners
            Count only the runs of owners that begin with this; None: those of this host.
        """
        counted = self.host if owners is None else owners
        claimed = []
        with self.store.writing() as db:
            self._care(db)
            for _ in range(at_once - jobs.running(db, owners=counted)):
                now = self.clock()
                if (lease := jobs.claim(db, owner=self.owner, at=now, until=now + LEASE)) is None:
                    break
                claimed.append(lease)
        return tuple(claimed)

    def lost(self, lease: Lease) -> bool:
        """Deal with a run whose worker is gone; False if it was over, or somebody else's."""
        with self.store.writing() as db:
            return self._lost(db, lease)

    def _care(self, db: Connection) -> None:
        for lease in jobs.expired(db, at=self.clock()):
            self._lost(db, lease)

    def _lost(self, db: Connection, lease: Lease) -> bool:
        """Let the run wait for its next attempt, or end it: cancelled, or failed for the third time."""
        run = jobs.standing(db, lease)
        if run is None:
            return False
        exhausted = lease.attempt >= (ATTEMPTS if run.best is None else ATTEMPTS + 1)
        if run.cancelled and (exhausted or run.best is None):
            return jobs.finish(db, lease, JobState.CANCELLED, at=self.clock())
        if exhausted:
            why = message("jobs.lost", attempts=ATTEMPTS)
            return jobs.finish(db, lease, JobState.FAILED, at=self.clock(), error=why)
        return jobs.requeue(db, lease)


def at_once_here() -> int:
    """Return how many runs this host works on at once: `PLANNER_WORKERS`, else two; 0 leaves them to other hosts.

    Raises
    ------
    InputError
        If the setting is no whole number from 0 to 64.
    """
    written = os.environ.get("PLANNER_WORKERS", "").strip()
    if not written:
        return _AT_ONCE
    if not written.isdecimal() or int(written) > 64:
        raise refusal("jobs.workers", field="PLANNER_WORKERS", value=written)
    return int(written)
