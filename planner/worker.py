"""One planning run in its own process: ``python -m planner.worker JOB_ID``, started by the desk.

The routing solver stops every other thread of its process, so it never runs in the one that serves
the screens. The run reads its input from the database, writes progress and signs of life there,
looks at the cancel flag, and leaves a plan or the reason why there is none.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from uuid import uuid4

from planner import planning, store
from planner.desk.jobs import Runs
from planner.desk.opening import now, whereabouts
from planner.model.codec import loads
from planner.model.costs import ore
from planner.model.errors import PlannerError, ServiceError
from planner.model.job import Job, JobState, Progress
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.solution import Solution

__all__ = ["Watch", "main", "run"]

_LOOK_S = 0.25
_WRITE_S = 0.2
_BEAT_S = 2.0
_log = logging.getLogger("planner.worker")


class Watch:
    """What a run says of itself while it works, and what it is told.

    Parameters
    ----------
    runs, job_id
        Where and under which id.
    """

    def __init__(self, runs: Runs, job_id: str) -> None:
        self._runs, self._job_id = runs, job_id
        self._begun = time.monotonic()
        self._looked = self._written = 0.0
        self._stop = False
        self._new: list[Progress] = []
        self._over = threading.Event()
        self.found = False

    def __enter__(self) -> Watch:
        self._say_alive()
        threading.Thread(target=self._beat, daemon=True, name="heartbeat").start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self.write(at_once=True)

    def on_progress(self, solution: Solution, price_units: int) -> None:
        """Take note of a better plan."""
        self.found = True
        planned = sum(len(route.visit_ids) for route in solution.routes)
        elapsed = round(time.monotonic() - self._begun, 3)
        self._new.append(Progress(elapsed_s=elapsed, price_ore=ore(price_units), planned=planned))
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

    def write(self, *, at_once: bool = False) -> None:
        """Write new progress, a few times a second at most; what cannot be written is written next time."""
        now = time.monotonic()
        if not self._new or (now - self._written < _WRITE_S and not at_once):
            return
        self._written = now
        try:
            with self._runs.store.writing() as db:
                store.jobs.report(db, self._job_id, self._new)
            self._new = []
        except ServiceError:
            _log.warning("progress of %s could not be written", self._job_id)

    def _look(self) -> None:
        try:
            with self._runs.store.reading() as db:
                self._stop = store.jobs.shall_stop(db, self._job_id)
        except ServiceError:
            _log.warning("the cancel flag of %s could not be read", self._job_id)

    def _beat(self) -> None:
        # By the clock: judging and explaining do not ask should_stop, but are alive too.
        while not self._over.wait(_BEAT_S):
            self._say_alive()

    def _say_alive(self) -> None:
        try:
            with self._runs.store.writing() as db:
                store.jobs.beat(db, self._job_id, at=self._runs.clock(), pid=os.getpid())
        except ServiceError:
            _log.warning("sign of life of %s could not be written", self._job_id)


def run(runs: Runs, job_id: str) -> JobState | None:
    """Work on a run that has been claimed, to its end.

    Returns
    -------
    JobState or None
        How it ended; None if there is no such run, or it is over already.
    """
    with runs.store.reading() as db:
        job = store.jobs.get(db, job_id)
        content = store.jobs.input_of(db, job_id) if job else ""
    if job is None or job.state is not JobState.RUNNING:
        return None
    try:
        plan, cancelled = _plan(runs, job, content)
    except PlannerError as error:
        _log.exception("planning run %s failed", job_id)
        return _end(runs, job, JobState.FAILED, error=error.message)
    except Exception:
        _log.exception("planning run %s failed", job_id)
        return _end(runs, job, JobState.FAILED, error=message("desk.planning_failed"))
    return _end(runs, job, JobState.CANCELLED if cancelled else JobState.DONE, plan=plan)


def _plan(runs: Runs, job: Job, content: str) -> tuple[Plan | None, bool]:
    """The judged plan, and whether the run was cancelled; no plan when it was before one was found."""
    built = loads(planning.BuiltProblem, content)
    with Watch(runs, job.job_id) as watch:
        plan = planning.plan_problem(
            built.problem,
            time_limit_s=job.time_limit_s,
            seed=job.seed,
            on_progress=watch.on_progress,
            should_stop=watch.should_stop,
            plan_id=uuid4().hex,
            created_at=runs.clock(),
            created_by=job.actor,
            left_out=built.left_out,
            spare=built.spare,
            notes=built.notes,
        )
        cancelled = watch.is_cancelled()
    return (None if cancelled and not watch.found else plan), cancelled


def _end(
    runs: Runs, job: Job, state: JobState, *, plan: Plan | None = None, error: Message | None = None
) -> JobState | None:
    """End the run and keep its plan in one unit; a run that was given up meanwhile leaves no plan."""
    plan_id = plan.plan_id if plan else None
    with runs.store.writing() as db:
        ended = store.jobs.finish(db, job.job_id, state, at=runs.clock(), plan_id=plan_id, error=error)
        if ended and plan is not None:
            store.plans.add(db, plan)
    return state if ended else None


def main(arguments: list[str]) -> int:
    """Run one job and take up the next that waits; exit code 0 when a run ended, 1 when there was none to do."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    address, var = whereabouts()
    runs = Runs(store=store.open_store(address), clock=now, var=var)
    try:
        ended = run(runs, arguments[0])
        runs.take_up()
        return 0 if ended else 1
    finally:
        runs.store.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
