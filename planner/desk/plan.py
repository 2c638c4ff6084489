"""Planning a day: start a run in its own process, follow and cancel it, read and publish plan versions."""

from __future__ import annotations

from datetime import date

from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor
from planner.model.job import Job
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
    raise NotImplementedError


def get_job(desk: Desk, actor: Actor, job_id: str) -> Job | None:
    """Return a planning run with its progress, or None."""
    raise NotImplementedError


def active_job(desk: Desk, actor: Actor, day: date) -> Job | None:
    """Return the run that waits or works on a day, or None."""
    raise NotImplementedError


def cancel_job(desk: Desk, actor: Actor, job_id: str) -> Job | None:
    """Ask a run to stop; the best plan it has found by then is kept. A run that is over stays as it is."""
    raise NotImplementedError


def current_plan(desk: Desk, actor: Actor, day: date) -> Plan | None:
    """Return the newest plan version of a day, draft or published, or None."""
    raise NotImplementedError


def published_plan(desk: Desk, actor: Actor, day: date) -> Plan | None:
    """Return the plan of a day that the technicians see, or None."""
    raise NotImplementedError


def list_plans(desk: Desk, actor: Actor, day: date) -> tuple[PlanHeader, ...]:
    """Return the versions of a day without their stops, newest first."""
    raise NotImplementedError


def get_plan(desk: Desk, actor: Actor, plan_id: str) -> Plan | None:
    """Return a plan version, or None."""
    raise NotImplementedError


def publish(desk: Desk, actor: Actor, plan_id: str) -> Plan:
    """Make a plan version the one the technicians see; its requests become planned or promised.

    Raises
    ------
    InputError
        If the plan is unknown or breaks a hard rule.
    """
    raise NotImplementedError
