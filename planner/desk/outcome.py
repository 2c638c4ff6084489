"""How a planning run ends: its plan is the next draft, or a proposal where the day has moved on meanwhile.

Of several days planned together each has a plan of its own, and each is by itself a draft or a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from zoneinfo import ZoneInfo

from planner import planning, store
from planner.desk import worktime
from planner.desk.jobs import Runs
from planner.desk.opening import open_desk
from planner.desk.rebase import rebased
from planner.desk.snapshot import Basis, Frozen, basis_of, freeze
from planner.model.job import Job, JobState, Lease
from planner.model.language import TEAM_ZONE
from planner.model.message import Message
from planner.model.plan import Plan

__all__ = ["end"]

_REBASES = 3
"""A day that moves on faster than plans can be brought up to date gets the third one."""


def end(
    runs: Runs,
    lease: Lease,
    job: Job,
    state: JobState,
    *,
    frozen: Frozen | None = None,
    plan: Plan | None = None,
    error: Message | None = None,
) -> JobState | None:
    """End a run and keep its plan in one unit.

    Parameters
    ----------
    frozen
        What the run worked on; needed with a plan.
    plan
        What it found; the next draft version if the day is as it was when the run was started, else, rebased,
        a proposal beside the current plan.

    Returns
    -------
    JobState or None
        The state; None if the lease is somebody else's by now: then nothing is kept.
    """
    if plan is not None and frozen is not None and frozen.later:
        return _end_days(runs, lease, job, state, frozen, plan, error=error)
    made_for = frozen.basis if frozen else Basis()
    aside = frozen is not None and bool(frozen.renews or (frozen.chosen and frozen.chosen.aside))
    if plan is not None:
        plan = _before_the_law(runs, plan)
    for left in range(_REBASES, -1, -1):
        with runs.store.writing() as db:
            if plan is None or frozen is None:
                return _finished(runs, db, lease, state, error=error)
            store.plans.hold_day(db, job.day)
            today = runs.clock().astimezone(ZoneInfo(TEAM_ZONE)).date()
            as_made = basis_of(db, job.day, zone=TEAM_ZONE, today=today) == made_for
            if as_made or not left:
                ended = _finished(runs, db, lease, state, plan_id=plan.plan_id, error=error)
                if ended and (aside or made_for != frozen.basis):
                    store.plans.propose(db, plan.replace(parent=made_for.newest or None))
                elif ended:
                    store.plans.add(db, plan)
                return ended
            if store.jobs.standing(db, lease) is None:
                return None
        plan, made_for = _brought_up_to_date(runs, job, frozen, plan)
        plan = _before_the_law(runs, plan)
    raise AssertionError("the last round always ends")


def _end_days(
    runs: Runs, lease: Lease, job: Job, state: JobState, frozen: Frozen, plan: Plan, *, error: Message | None
) -> JobState | None:
    """End a run of several days: days that are as they were get their plan, those that moved on a proposal."""
    plans = planning.by_day(frozen.built, plan)
    with runs.store.reading() as db:
        team = store.people.get_team(db)
        plans = planning.lawful_days(plans, team, worktime.known(db, team, job.day, until=plans[-1].day))
    made_for, proposed = dict(((job.day, frozen.basis), *frozen.later)), dict[date, Plan]()
    for left in range(_REBASES, -1, -1):
        with runs.store.writing() as db:
            for one in plans:
                store.plans.hold_day(db, one.day)
            today = runs.clock().astimezone(ZoneInfo(TEAM_ZONE)).date()
            # All are looked at before the first is added: what a day may hold depends on the days beside it.
            moved = [one for one in plans if basis_of(db, one.day, zone=TEAM_ZONE, today=today) != made_for[one.day]]
            if not moved or not left:
                ended = _finished(runs, db, lease, state, plan_id=plans[0].plan_id, error=error)
                for one in plans if ended else ():
                    if one.day in proposed or one in moved:
                        placed = proposed.get(one.day, one).replace(parent=made_for[one.day].newest or None)
                        store.plans.propose(db, placed)
                    else:
                        store.plans.add(db, one)
                return ended
            if store.jobs.standing(db, lease) is None:
                return None
        for one in moved:
            proposed[one.day], made_for[one.day] = _anew(runs, job, one, plans, since=made_for[one.day])
    raise AssertionError("the last round always ends")


def _anew(runs: Runs, job: Job, plan: Plan, plans: Sequence[Plan], *, since: Basis) -> tuple[Plan, Basis]:
    """Rebase the plan of a day that has moved on; what the run has planned on other days stays there."""
    elsewhere = {stop.request_id for one in plans if one.day != plan.day for stop in one.stops if stop.request_id}
    desk = open_desk(runs.store.url, var=runs.var, clock=runs.clock)
    with closing(desk.store):
        present = freeze(desk, plan.day, without=elsewhere)
        again = rebased(desk, present, plan, job, since=since)
    again = again.replace(plan_id=plan.plan_id, run=plan.run, days=plan.days)
    return _before_the_law(runs, again), present.basis


def _before_the_law(runs: Runs, plan: Plan) -> Plan:
    """Judge a plan with the working time of the days around, as known now."""
    with runs.store.reading() as db:
        return worktime.judged(db, plan)


def _finished(
    runs: Runs,
    db: store.Connection,
    lease: Lease,
    state: JobState,
    *,
    plan_id: str | None = None,
    error: Message | None = None,
) -> JobState | None:
    ended = store.jobs.finish(db, lease, state, at=runs.clock(), plan_id=plan_id, error=error)
    return state if ended else None


def _brought_up_to_date(runs: Runs, job: Job, frozen: Frozen, plan: Plan) -> tuple[Plan, Basis]:
    """Open the whole desk, which the usual run does not need, and rebase the plan."""
    desk = open_desk(runs.store.url, var=runs.var, clock=runs.clock)
    with closing(desk.store):
        present = freeze(desk, job.day, chosen=frozen.chosen)
        return rebased(desk, present, plan, job, since=frozen.basis), present.basis
