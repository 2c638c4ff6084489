"""What a planning run says of itself while it works, and what it is told."""

from __future__ import annotations

import logging
import os
import threading
import time

from planner.desk.jobs import LEASE, Runs
from planner.model.codec import dumps
from planner.model.costs import ore
from planner.model.errors import ServiceError
from planner.model.job import Lease, Progress
from planner.model.problem import Problem
from planner.model.solution import Solution
from planner.store import jobs

__all__ = ["Watch"]

_LOOK_S = 0.25
_WRITE_S = 0.2
_KEEP_S = 2.0
_BEAT_S = 2.0
_LAST_BEAT_S = 10.0
_log = logging.getLogger("planner.worker")


class Watch:
    """Progress, the best solution so far and signs of life of one attempt; whether it shall stop.

    Parameters
    ----------
    runs, lease
        Where and under which lease.
    best
        What an earlier attempt has found.
    searched_s
        Seconds earlier attempts have searched.
    problem
        What is searched; None: nothing whose solutions are told.
    """

    def __init__(
        self,
        runs: Runs,
        lease: Lease,
        *,
        best: Solution | None = None,
        searched_s: float = 0.0,
        problem: Problem | None = None,
    ) -> None:
        self._runs, self._lease, self._searched_s = runs, lease, searched_s
        self._requests = (
            {one.visit_id: one.request_id for one in problem.visits if not one.is_pickup} if problem else {}
        )
        self._begun = time.monotonic()
        self._looked = self._written = self._kept = 0.0
        self._stop = self._unkept = False
        self._new: list[Progress] = []
        self._writing = threading.Lock()
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat, daemon=True, name="heartbeat")
        self.best, self.fenced = best, False

    def __enter__(self) -> Watch:
        self._say_alive()
        self._heart.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._heart.join(_LAST_BEAT_S)
        self.write(at_once=True)

    def on_progress(self, solution: Solution, price_units: int) -> None:
        """Take note of a better plan."""
        self.best, self._unkept = solution, True
        found = {self._requests.get(one) for route in solution.routes for one in route.visit_ids}
        planned = len(found - {None})  # neither trips to depots nor the seats of a crew are requests of their own
        self._new.append(Progress(elapsed_s=self._elapsed_s, price_ore=ore(price_units), planned=planned))
        self.write()

    def should_stop(self) -> bool:
        """Whether somebody cancelled the run; the solver asks very often, the database is asked rarely."""
        now = time.monotonic()
        if not self._stop and now - self._looked >= _LOOK_S:
            self._looked = now
            self._look()
        return self._stop

    def is_cancelled(self) -> bool:
        """Whether somebody has cancelled the run by now."""
        self._look()
        return self._stop

    def keep(self, body: str) -> None:
        """Keep what was found so far at once, as JSON; where it cannot be written, the next time has it too."""
        try:
            with self._runs.store.writing() as db:
                jobs.report(db, self._lease, searched_s=self._elapsed_s, best=body)
        except ServiceError:
            _log.warning("what %s has found could not be written", self._lease.job_id)

    def write(self, *, at_once: bool = False) -> None:
        """Write what is new, a few times a second at most; what cannot be written is written next time."""
        with self._writing:
            now, steps, best = time.monotonic(), tuple(self._new), self.best
            keep = self._unkept and (at_once or not self._kept or now - self._kept >= _KEEP_S)
            due = bool(steps) and (at_once or now - self._written >= _WRITE_S)
            if not (keep or due):
                return
            self._written = now
            try:
                with self._runs.store.writing() as db:
                    body = dumps(best) if keep else None
                    jobs.report(db, self._lease, steps, searched_s=self._elapsed_s, best=body)
            except ServiceError:
                _log.warning("progress of %s could not be written", self._lease.job_id)
                return
            del self._new[: len(steps)]
            if keep:
                self._kept, self._unkept = now, self.best is not best

    @property
    def _elapsed_s(self) -> float:
        return round(self._searched_s + time.monotonic() - self._begun, 3)

    def _look(self) -> None:
        try:
            with self._runs.store.reading() as db:
                run = jobs.standing(db, self._lease)
        except ServiceError:
            _log.warning("the cancel flag of %s could not be read", self._lease.job_id)
            return
        self.fenced = self.fenced or run is None
        self._stop = run is None or run.cancelled

    def _beat(self) -> None:
        # By the clock: judging and explaining do not ask should_stop, but are alive too.
        while not self._over.wait(_BEAT_S):
            self._say_alive()
            self.write()

    def _say_alive(self) -> None:
        now = self._runs.clock()
        try:
            with self._runs.store.writing() as db:
                alive = jobs.renew(
                    db, self._lease, at=now, until=now + LEASE, pid=os.getpid(), searched_s=self._elapsed_s
                )
        except ServiceError:
            _log.warning("sign of life of %s could not be written", self._lease.job_id)
            return
        if not alive:
            # Somebody else works on the run by now: whatever this attempt finds would be one plan too many.
            self.fenced = self._stop = True
