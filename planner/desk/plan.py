"""Planning a day: start a run in its own process, follow and cancel it, read and publish plan versions."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from planner import store
from planner.desk.jobs import Runs
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.publishing import requests_after
from planner.desk.roles import check
from planner.desk.snapshot import snapshot
from planner.desk.unit import changing
from planner.model.event import Actor, Event
from planner.model.job import Job, JobState
from planner.model.plan import Plan
from planner.store import PlanHeader

__all__ = [
    "PlanHeader",
    "active_job",
    "cancel_job",
    "current_plan",
    "get_job",
    "get_plan",
    "list_plans",
    "publish",
    "published_plan",
    "start_planning",
]

_LONGEST_S = 3_600


def start_planning(desk: Desk, actor: Actor, day: date, *, time_limit_s: float = 10.0, seed: int = 1) -> Job:
    """Start a planning run for a day; where one is already under way, return that one.

    Parameters
    ----------
    time_limit_s
        Seconds of search.
    seed
        Same input and seed give the same plan.

    Raises
    ------
    InputError
        If the time limit is not between 0.1 and 3 600 seconds.
    """
    check(actor, "plan.start_planning")
    if not 0.1 <= time_limit_s <= _LONGEST_S:
        raise refusal("desk.time_limit", field="time_limit_s", value=str(time_limit_s), longest=_LONGEST_S)
    if (active := active_job(desk, actor, day)) is not None:
        return active
    content = snapshot(desk, day)
    with changing(desk, "plan.start_planning", by=actor) as db:
        if (active := store.jobs.active_on(db, day)) is not None:
            return active
        job = Job(
            job_id=uuid4().hex,
            day=day,
            state=JobState.QUEUED,
            actor=actor.name,
            created_at=desk.clock(),
            time_limit_s=time_limit_s,
            seed=seed,
        )
        store.jobs.add(db, job, content=content)
    _runs(desk).take_up()
    return get_job(desk, actor, job.job_id) or job


def get_job(desk: Desk, actor: Actor, job_id: str) -> Job | None:
    """Return a planning run with its progress, or None."""
    check(actor, "plan.get_job")
    _care(desk)
    with desk.store.reading() as db:
        return store.jobs.get(db, job_id)


def active_job(desk: Desk, actor: Actor, day: date) -> Job | None:
    """Return the run that waits or works on a day, or None."""
    check(actor, "plan.active_job")
    _care(desk)
    with desk.store.reading() as db:
        return store.jobs.active_on(db, day)


def cancel_job(desk: Desk, actor: Actor, job_id: str) -> Job | None:
    """Ask a run to stop; the best plan it has found by then is kept. A run that is over stays as it is."""
    check(actor, "plan.cancel_job")
    with changing(desk, "plan.cancel_job", by=actor) as db:
        store.jobs.cancel(db, job_id, at=desk.clock())
        return store.jobs.get(db, job_id)


def current_plan(desk: Desk, actor: Actor, day: date) -> Plan | None:
    """Return the newest plan version of a day, draft or published, or None."""
    check(actor, "plan.current_plan")
    with desk.store.reading() as db:
        return store.plans.newest(db, day)


def published_plan(desk: Desk, actor: Actor, day: date) -> Plan | None:
    """Return the plan of a day that the technicians see, or None."""
    check(actor, "plan.published_plan")
    with desk.store.reading() as db:
        return store.plans.published_on(db, day)


def list_plans(desk: Desk, actor: Actor, day: date) -> tuple[PlanHeader, ...]:
    """Return the versions of a day without their stops, newest first."""
    check(actor, "plan.list_plans")
    with desk.store.reading() as db:
        return store.plans.headers(db, day)


def get_plan(desk: Desk, actor: Actor, plan_id: str) -> Plan | None:
    """Return a plan version, or None."""
    check(actor, "plan.get_plan")
    with desk.store.reading() as db:
        return store.plans.get(db, plan_id)


def publish(desk: Desk, actor: Actor, plan_id: str) -> Plan:
    """Make a plan version the one the technicians see; its requests become planned or promised.

    Raises
    ------
    InputError
        If the plan is unknown or breaks a hard rule.
    StaleError
        If somebody publishes the day, or changes one of its requests, at the same time; nothing is changed.
    """
    check(actor, "plan.publish")
    now = desk.clock()
    with desk.store.reading() as db:
        plan = store.plans.get(db, plan_id)
        seen = store.plans.publications(db, plan.day) if plan else 0
    if plan is None:
        raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
    if broken := [violation for violation in plan.violations if violation.hard]:
        raise refusal("desk.plan_broken", field="plan_id", value=plan_id, count=len(broken))
    with changing(desk, "plan.publish", by=actor) as db:
        # Read before the pointer moves, and right if it moves: then nobody has published in between.
        changed = tuple(requests_after(db, plan))
        done = store.plans.publish(db, plan, at=now, seen=seen)
        for request in changed:
            store.requests.save(db, request)
        payload = (("day", plan.day.isoformat()), ("plan_id", plan_id), ("version", str(plan.version)))
        event = Event(
            client_uuid=str(uuid4()),
            at=now,
            recorded_at=now,
            type="plan.published",
            actor=actor.actor_id,
            payload=payload,
        )
        store.events.add(db, event)
        return done


def _runs(desk: Desk) -> Runs:
    return Runs(store=desk.store, clock=desk.clock, var=desk.var)


def _care(desk: Desk) -> None:
    """Take up what waits and give up what is lost; asked at every poll, written only when there is something to do."""
    runs = _runs(desk)
    if runs.needs_care():
        runs.take_up()
