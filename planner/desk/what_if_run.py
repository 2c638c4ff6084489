"""One attempt of a what-if: each day planned anew as it is and as it would be, by the same search, and measured.

Nothing but the answer is kept: plans, team and requests stay as they are. What is found is kept after each day, so
that a lost attempt goes on with the next one.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from planner import planning, store
from planner.desk.before import before_of
from planner.desk.earlier import earlier_of
from planner.desk.jobs import ATTEMPTS, Runs
from planner.desk.opening import Desk, open_desk
from planner.desk.pauses import paused_in, pausing
from planner.desk.snapshot import DayRows, built_of, rows_on
from planner.desk.watch import Watch
from planner.model.codec import dumps, loads
from planner.model.errors import PlannerError
from planner.model.job import Job, JobKind, JobState, Lease
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.request import Lock, Request
from planner.model.scenario import Answer, DayFigures, DayPair, Scenario, Trial

__all__ = ["run"]

_log = logging.getLogger("planner.worker")


def run(runs: Runs, lease: Lease, job: Job, content: str, found: str | None) -> JobState | None:
    """Work on a what-if that has been claimed, to its end or until the plan of a day waits for a worker.

    Parameters
    ----------
    content, found
        JSON of the `Trial`, and of the `Answer` that earlier attempts have left; None: none has.

    Returns
    -------
    JobState or None
        How it ended; None if it waits again, or the lease is somebody else's by now.
    """
    answer, error = Answer() if found is None else loads(Answer, found), None
    if job.attempt > ATTEMPTS:
        return _ended(runs, lease, JobState.FAILED, error=message("what_if.lost", attempts=ATTEMPTS))
    desk = open_desk(runs.store.url, var=runs.var, clock=runs.clock)
    with closing(desk.store), Watch(runs, lease, searched_s=job.searched_s) as watch:
        try:
            state = _through(desk, loads(Trial, content), answer, watch)
        except Exception as broken:
            _log.exception("what-if %s failed", job.job_id)
            state, error = JobState.FAILED, _why(broken)
        if watch.fenced:
            return None
    if state is JobState.QUEUED:
        with runs.store.writing() as db:
            store.jobs.give_back(db, lease)
        return None
    return _ended(runs, lease, state, error=error)


def _through(desk: Desk, trial: Trial, answer: Answer, watch: Watch) -> JobState:
    """Go through the days that are left; queued: others need the worker first."""
    for day in trial.days[len(answer.pairs) :]:
        if watch.is_cancelled():
            return JobState.CANCELLED
        if _others_wait(desk):
            return JobState.QUEUED
        answer = _with_day(desk, trial, answer, day, watch)
        if watch.is_cancelled():
            return JobState.CANCELLED
        watch.keep(dumps(answer))
    return JobState.DONE


def _others_wait(desk: Desk) -> bool:
    with desk.store.reading() as db:
        return bool(store.jobs.waiting(db, kind=JobKind.PLAN))


def _with_day(desk: Desk, trial: Trial, answer: Answer, day: date, watch: Watch) -> Answer:
    """Return the answer with one day more; both sides are made from one view of the database."""
    rows, in_parts = _rows(desk, day)
    sides = (
        _Side(scenario=Scenario(), taken=answer.present_ids),
        _Side(scenario=trial.scenario, taken=answer.changed_ids),
    )
    # Turn about: whatever else the machine does meanwhile is no side's alone.
    turned = len(answer.pairs) % 2 == 1
    done = [_planned(desk, trial, rows, side, watch) for side in (sides[::-1] if turned else sides)]
    (present, present_ids), (changed, changed_ids) = done[::-1] if turned else done
    pair = DayPair(day=day, present=present, changed=changed)
    return Answer(
        pairs=(*answer.pairs, pair),
        present_ids=(*answer.present_ids, *(one for one in present_ids if one not in in_parts)),
        changed_ids=(*answer.changed_ids, *(one for one in changed_ids if one not in in_parts)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One way of planning the days, and the requests it has planned on earlier ones."""

    scenario: Scenario
    taken: tuple[str, ...]


def _planned(desk: Desk, trial: Trial, rows: DayRows, side: _Side, watch: Watch) -> tuple[DayFigures, tuple[str, ...]]:
    """Plan a day as a side has it; return its figures and the requests in the plan."""
    taken = frozenset(side.taken)
    changed = replace(
        rows,
        team=planning.with_scenario(rows.team, side.scenario),
        requests=tuple(one for one in rows.requests if one.request_id not in taken),
    )
    there = replace(desk, catalogue=planning.with_targets(desk.catalogue, side.scenario))
    built = built_of(there, changed)
    plan = planning.plan_problem(
        built.problem,
        time_limit_s=trial.seconds,
        seed=trial.seed,
        should_stop=watch.should_stop,
        created_at=desk.clock(),
        left_out=built.left_out,
        tries=0,
    )
    figures = planning.figures_of(
        plan,
        built.problem,
        changed.requests,
        team=changed.team,
        catalogue=there.catalogue,
        paused=paused_in(there, changed.requests, changed.events),
    )
    return figures, tuple(sorted({stop.request_id for stop in plan.stops if stop.request_id}))


def _rows(desk: Desk, day: date) -> tuple[DayRows, frozenset[str]]:
    """Return the rows of a day, of one to come as it is, of a past one as its published plan had it; and what is split.

    That is the requests of which a past day had a part only: other days have the other parts. Nothing is published on
    either kind of day: changes of a plan cost nothing where it is the team that is tried.
    """
    zone, today, now = desk.time_zone, desk.today(), desk.clock()
    with desk.store.reading() as db:
        rows = rows_on(db, day, zone=zone, at=now, today=today)
        if day >= today:
            requests = tuple(one.replace(lock=Lock()) for one in rows.requests)
            before = replace(rows.before, told={}, at=None)
            return replace(rows, requests=requests, published=(), before=before), frozenset()
        plan = store.plans.published_on(db, day)
        requests = () if plan is None else _as_published(db, plan, zone=zone)
        before = before_of(db, (day,), requests, at=now, today=today)
        past = replace(
            rows,
            requests=requests,
            published=(),
            before=replace(before, told={}, at=None, parts={}),
            earlier=earlier_of(db, requests, day, today=today),
            sites=store.sites.find(db, ids={one.site_id for one in requests}),
            events=pausing(db, requests),
        )
    stops = plan.stops if plan is not None else ()
    return past, frozenset(one.request_id for one in stops if one.part is not None and one.request_id)


def _as_published(db: store.Connection, plan: Plan, *, zone: str) -> tuple[Request, ...]:
    horizon = planning.Horizon(day=plan.day, zone=zone)
    known = store.requests.find(db, ids=plan.request_ids)
    return tuple(planning.as_it_stood(one, plan, horizon) for one in known)


def _why(broken: Exception) -> Message:
    return broken.message if isinstance(broken, PlannerError) else message("what_if.broken")


def _ended(runs: Runs, lease: Lease, state: JobState, *, error: Message | None = None) -> JobState | None:
    with runs.store.writing() as db:
        ended = store.jobs.finish(db, lease, state, at=runs.clock(), error=error)
    return state if ended else None
