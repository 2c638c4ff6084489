"""Planning a day: start a run in its own process, follow and cancel it, read and publish plan versions.

A run that ends on a day that has moved on leaves a proposal beside the versions; somebody takes or discards it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from planner import store
from planner.desk import profiles
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.proposed import Proposal
from planner.desk.publishing import note_reason, published_event, refuse_unlawful, refuse_vague, requests_after
from planner.desk.queue import care, enqueue
from planner.desk.rebase import solution_of, starting_together
from planner.desk.roles import check
from planner.desk.snapshot import Chosen, Frozen, freeze
from planner.desk.unit import changing
from planner.desk.worktime import for_reader, seen_by
from planner.explain import difference
from planner.model.codec import loads
from planner.model.errors import StaleError
from planner.model.event import Actor
from planner.model.job import Job
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.reasons import hard_ones
from planner.model.words import PlanStatus
from planner.planning import MOST_DAYS, days_from
from planner.store import PlanHeader

__all__ = [
    "PlanHeader",
    "Proposal",
    "active_job",
    "cancel_job",
    "current_plan",
    "discard_proposal",
    "get_job",
    "get_plan",
    "list_plans",
    "proposals",
    "publish",
    "published_plan",
    "renew_proposal",
    "start_planning",
    "take_proposal",
]

_LONGEST_S = 3_600
_RENEW_S = 3.0


def start_planning(
    desk: Desk,
    actor: Actor,
    day: date,
    *,
    days: int = 1,
    time_limit_s: float = 10.0,
    seed: int = 1,
    profile: str = "",
) -> Job:
    """Start a planning run for a day, or for several in a row; where one of the day is under way, return that one.

    Parameters
    ----------
    days
        How many days are planned together from the day on, 1 to `planner.planning.MOST_DAYS`; each gets a plan.
    time_limit_s
        Seconds of search.
    seed
        Same input and seed give the same plan.
    profile
        Name of the profile of weights to plan with; empty: the weights in force.

    Raises
    ------
    InputError
        If the time limit is not between 0.1 and 3 600 seconds, there is no such profile, or so many days are not
        planned together.
    """
    check(actor, "plan.start_planning")
    if not 1 <= days <= MOST_DAYS:
        raise refusal("desk.days_together", field="days", value=str(days), most=MOST_DAYS)
    if not 0.1 <= time_limit_s <= _LONGEST_S:
        raise refusal("desk.time_limit", field="time_limit_s", value=str(time_limit_s), longest=_LONGEST_S)
    if (active := active_job(desk, actor, day)) is not None:
        return active
    frozen = freeze(desk, day, days=days, chosen=_chosen(desk, actor, profile) if profile else None)
    newest = [plan for one in days_from(day, days) if (plan := current_plan(desk, actor, one)) is not None]
    if newest:
        # What is planned anew begins where it stands: the first price shown is no worse than what was there.
        frozen = replace(frozen, start=starting_together(frozen.built.problem, newest))
    return enqueue(desk, "plan.start_planning", frozen, by=actor, day=day, time_limit_s=time_limit_s, seed=seed)


def _chosen(desk: Desk, actor: Actor, profile: str) -> Chosen:
    named = profiles.profile_named(desk, actor, profile)
    return Chosen(weights=named.weights, said=message("planning.by_profile", profile=named.label))


def get_job(desk: Desk, actor: Actor, job_id: str) -> Job | None:
    """Return a planning run with its progress, or None."""
    check(actor, "plan.get_job")
    care(desk)
    with desk.store.reading() as db:
        return store.jobs.get(db, job_id)


def active_job(desk: Desk, actor: Actor, day: date) -> Job | None:
    """Return the run that waits or works on a day, or None."""
    check(actor, "plan.active_job")
    care(desk)
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
        return seen_by(actor, store.plans.newest(db, day))


def published_plan(desk: Desk, actor: Actor, day: date) -> Plan | None:
    """Return the plan of a day that the technicians see, or None."""
    check(actor, "plan.published_plan")
    with desk.store.reading() as db:
        return seen_by(actor, store.plans.published_on(db, day))


def list_plans(desk: Desk, actor: Actor, day: date) -> tuple[PlanHeader, ...]:
    """Return the versions of a day without their stops, newest first."""
    check(actor, "plan.list_plans")
    with desk.store.reading() as db:
        return store.plans.headers(db, day)


def get_plan(desk: Desk, actor: Actor, plan_id: str) -> Plan | None:
    """Return a plan version, or None."""
    check(actor, "plan.get_plan")
    with desk.store.reading() as db:
        return seen_by(actor, store.plans.get(db, plan_id))


def publish(
    desk: Desk, actor: Actor, plan_id: str, *, instead_of: str | None = None, law_reason: str = "", vague: bool = False
) -> Plan:
    """Make a plan version the one the technicians see; its requests become planned or promised.

    Parameters
    ----------
    instead_of
        Id of the version that was published when the actor looked; None: none was. A version that is published
        already stays so.
    law_reason
        Why the plan is published although it breaks a binding rule of working time; who and why goes into the audit.
    vague
        Whether visits may go to places worse known than to the street; the event says how many do.

    Raises
    ------
    InputError
        If the plan is unknown or breaks a hard rule, or a personal identity number stands in the reason.
    VagueError
        If visits go to places worse known than to the street, and nobody consented.
    UnlawfulError
        If the plan, with the days around as they are now, breaks a binding rule of working time and no reason is given.
    StaleError
        If somebody published another version since the actor looked: it carries that plan, and
        `planner.explain.difference` says what publishing would change. Also if somebody changes one of the day's
        requests at the same moment; nothing is changed.
    """
    check(actor, "plan.publish")
    now = desk.clock()
    with desk.store.reading() as db:
        plan = store.plans.get(db, plan_id)
        seen = store.plans.publications(db, plan.day) if plan else 0
        present = store.plans.published_on(db, plan.day) if plan else None
    if plan is None or plan.version < 1:  # a proposal is taken before it is published
        raise refusal("desk.unknown_plan", field="plan_id", value=plan_id)
    if broken := hard_ones(plan.violations):
        raise refusal("desk.plan_broken", field="plan_id", value=plan_id, count=len(broken))
    if present is not None and present.plan_id == plan_id:
        return present
    unclear = refuse_vague(plan, consent=vague)
    with desk.store.reading() as db:
        unlawful = refuse_unlawful(db, plan, law_reason, today=desk.today())
    with changing(desk, "plan.publish", by=actor) as db:
        if (present.plan_id if present else None) != instead_of:
            raise store.plans.published_meanwhile(db, plan.day)
        # Read before the pointer moves, and right if it moves: then nobody has published in between.
        changed = tuple(requests_after(db, plan, before=present, today=desk.today()))
        done = store.plans.publish(db, plan, at=now, seen=seen)
        for request in changed:
            store.requests.save(db, request)
        store.events.add(db, published_event(plan, actor, at=desk.clock(), vague=unclear))
        if unlawful:
            note_reason(db, plan, unlawful, law_reason)
        return done


def proposals(desk: Desk, actor: Actor, day: date) -> tuple[Proposal, ...]:
    """Return the proposals of a day that wait for an answer, newest first, with what they would change."""
    check(actor, "plan.proposals")
    with desk.store.reading() as db:
        found = tuple(for_reader(actor, one) for one in store.plans.proposals(db, day))
        current = seen_by(actor, store.plans.newest(db, day)) if found else None
    known = current.plan_id if current else None
    return tuple(
        Proposal(plan=one, against=current, difference=difference(current, one), outdated=one.parent != known)
        for one in found
    )


def take_proposal(desk: Desk, actor: Actor, plan_id: str) -> Plan:
    """Make a proposal the next draft version of its day, and return that.

    Raises
    ------
    InputError
        If it is no proposal, or was taken or discarded before.
    StaleError
        If the current plan is another one than the proposal was made for; `renew_proposal` brings it up to date.
    """
    check(actor, "plan.take_proposal")
    with changing(desk, "plan.take_proposal", by=actor) as db:
        plan = _open_proposal(db, plan_id)
        store.plans.hold_day(db, plan.day)
        if store.plans.newest_id(db, plan.day) != plan.parent:
            raise StaleError(message("proposal.stale"))
        store.plans.set_aside(db, plan)
        return store.plans.add(db, plan.replace(plan_id=uuid4().hex))


def discard_proposal(desk: Desk, actor: Actor, plan_id: str) -> None:
    """Put a proposal aside; the current plan stays as it is.

    Raises
    ------
    InputError
        If it is no proposal, or was taken or discarded before.
    """
    check(actor, "plan.discard_proposal")
    with changing(desk, "plan.discard_proposal", by=actor) as db:
        store.plans.set_aside(db, _open_proposal(db, plan_id))


def renew_proposal(desk: Desk, actor: Actor, plan_id: str) -> Job:
    """Start a short run that brings a proposal up to date; it ends as a proposal again, in place of this one.

    Raises
    ------
    InputError
        If it is no proposal, or was taken or discarded before.
    """
    check(actor, "plan.renew_proposal")
    with desk.store.reading() as db:
        plan, made_from = _open_proposal(db, plan_id), store.jobs.input_for(db, plan_id)
    chosen = loads(Frozen, made_from).chosen if made_from else None
    frozen = freeze(desk, plan.day, renews=plan_id, chosen=chosen)
    return enqueue(
        desk,
        "plan.renew_proposal",
        frozen,
        by=actor,
        day=plan.day,
        time_limit_s=_RENEW_S,
        seed=plan.solver.seed,
        best=solution_of(frozen.built.problem, plan),
    )


def _open_proposal(db: store.Connection, plan_id: str) -> Plan:
    plan = store.plans.get(db, plan_id)
    if plan is None or plan.status is not PlanStatus.PROPOSAL:
        raise refusal("proposal.unknown", field="plan_id", value=plan_id)
    return plan
