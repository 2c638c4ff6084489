"""One attempt of a planning run in its own process: ``python -m planner.worker JOB OWNER ATTEMPT``.

A search needs a processor for itself, so it never runs in the process that serves the screens. The
attempt reads its input from the database, writes progress, its best solution and signs of life there,
looks at the cancel flag, and leaves a plan or the reason why there is none.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from uuid import uuid4

from planner import planning, solve, store
from planner.desk import what_if_run
from planner.desk.jobs import ATTEMPTS, Runs
from planner.desk.opening import now, whereabouts
from planner.desk.outcome import end
from planner.desk.snapshot import Frozen
from planner.desk.watch import Watch
from planner.model import redact
from planner.model.codec import loads
from planner.model.errors import PlannerError
from planner.model.job import Job, JobKind, JobState, Lease
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.solution import Solution

__all__ = ["main", "run"]

_LEAST_S = 1.0
"""A run that is taken up again searches at least so long, however long it has searched before."""

_BACK = 10
"""Steps behind in the queue for the processor: whoever waits for a page comes first."""

_MOST_CHAINS = 4
"""More chains than this find little that fewer do not."""

_log = logging.getLogger("planner.worker")


def run(runs: Runs, lease: Lease) -> JobState | None:
    """Work on a run that has been claimed, to its end.

    Returns
    -------
    JobState or None
        How it ended; None if the lease is over or somebody else's: then the attempt has left nothing.
    """
    with runs.store.reading() as db:
        standing, job = store.jobs.standing(db, lease), store.jobs.get(db, lease.job_id)
        content = store.jobs.input_of(db, lease.job_id) if job else ""
    if standing is None or job is None:
        return None
    if job.kind is JobKind.WHAT_IF:
        return what_if_run.run(runs, lease, job, content, standing.best)
    frozen = loads(Frozen, content)
    best = None if standing.best is None else loads(Solution, standing.best)
    with Watch(runs, lease, best=best, searched_s=job.searched_s, problem=frozen.built.problem) as watch:
        try:
            found = _attempt(runs, job, frozen, watch)
        except Exception as broken:
            _log.exception("planning run %s failed", job.job_id)
            found = _Found(state=JobState.FAILED, error=_why(broken, "desk.planning_failed"))
        if watch.fenced:
            return None
        watch.write(at_once=True)
        # What breaks from here on ends this process, not the run: it is taken up again and keeps its best.
        return end(runs, lease, job, found.state, frozen=frozen, plan=found.plan, error=found.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    state: JobState
    plan: Plan | None = None
    error: Message | None = None


def _attempt(runs: Runs, job: Job, frozen: Frozen, watch: Watch) -> _Found:
    """Search; where that is over for good, or breaks after something was found, judge what was found."""
    if job.attempt > ATTEMPTS:
        why = message("jobs.kept", attempts=ATTEMPTS)
        return _Found(state=JobState.FAILED, plan=_judged(runs, job, frozen, watch.best), error=why)
    if job.cancel_requested:
        return _Found(state=JobState.CANCELLED, plan=_judged(runs, job, frozen, watch.best))
    try:
        plan = _searched(runs, job, frozen, watch)
    except Exception as broken:
        if watch.best is None:
            raise
        _log.exception("the search of planning run %s broke; its best solution is judged", job.job_id)
        kept = _judged(runs, job, frozen, watch.best)
        return _Found(state=JobState.FAILED, plan=kept, error=_why(broken, "jobs.kept_broken"))
    if watch.is_cancelled():
        return _Found(state=JobState.CANCELLED, plan=plan if watch.best else None)
    return _Found(state=JobState.DONE, plan=plan)


def _why(broken: Exception, otherwise: str) -> Message:
    return broken.message if isinstance(broken, PlannerError) else message(otherwise)


def _searched(runs: Runs, job: Job, frozen: Frozen, watch: Watch) -> Plan:
    """The judged plan of a search that begins with the best solution so far, in the time that is left."""
    notes = frozen.built.notes if solve.is_warm() else (*frozen.built.notes, message("planning.engine_compiling"))
    found = planning.plan_problem(
        frozen.built.problem,
        time_limit_s=max(min(_LEAST_S, job.time_limit_s), job.time_limit_s - job.searched_s),
        workers=_chains(),
        regions=planning.regions_for(frozen.built.problem, _chains(), job.time_limit_s),
        seed=job.seed,
        start=watch.best or frozen.start,
        on_progress=watch.on_progress,
        should_stop=watch.should_stop,
        plan_id=uuid4().hex,
        created_at=runs.clock(),
        created_by=job.actor,
        left_out=frozen.built.left_out,
        spare=frozen.built.spare,
        notes=notes,
    )
    return planning.as_told(found, frozen.built.told)


def _chains() -> int:
    """Return how many chains search side by side: one processor is left to the screens and the database."""
    return max(1, min(_MOST_CHAINS, (os.cpu_count() or 1) - 1))


def _judged(runs: Runs, job: Job, frozen: Frozen, best: Solution | None) -> Plan | None:
    """The judged plan of a known solution, without a search."""
    if best is None:
        return None
    found = planning.judged_plan(
        frozen.built.problem,
        best,
        plan_id=uuid4().hex,
        created_at=runs.clock(),
        created_by=job.actor,
        left_out=frozen.built.left_out,
        spare=frozen.built.spare,
        notes=frozen.built.notes,
    )
    return planning.as_told(found, frozen.built.told)


def main(arguments: list[str]) -> int:
    """Work on one attempt; exit code 0 when its run ended, 1 when there was nothing to do."""
    redact.install()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    if hasattr(os, "nice"):
        os.nice(_BACK)
    job_id, owner, attempt = arguments
    address, var = whereabouts()
    if not solve.is_warm():
        # The next run finds it compiled; this one does not wait for it.
        subprocess.Popen(
            [sys.executable, "-m", "planner", "warm"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    runs = Runs(store=store.open_store(address), clock=now, var=var)
    try:
        return 0 if run(runs, Lease(job_id=job_id, owner=owner, attempt=int(attempt))) else 1
    finally:
        runs.store.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
