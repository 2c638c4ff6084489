"""Cures applied by the desk, and questions of the kind "why not Bo, why not at ten": tried, priced, then saved.

A trial changes the request in memory, puts it into the newest plan at its cheapest place, and lets the judge decide;
nothing is promised that was not timed with everybody's day. What is saved is the request, what is allowed on the day,
and the plan as the next draft, in one unit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from planner.desk.cure_changes import Change, cure_change, is_applied_here, refuse_fixed
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.queue import enqueue
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.snapshot import Chosen, DayRows, basis_in, built_of, frozen_of
from planner.desk.trying import Made, Trial, read_day, request_in, saved_change, tried
from planner.desk.unit import changing
from planner.model.event import Actor
from planner.model.job import Job
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.reasons import Cure
from planner.model.request import Lock, Request
from planner.model.words import LockKind

__all__ = ["Trial", "apply_cure", "apply_wish", "is_applied_here", "search_wish", "try_cure", "try_wish"]

_LONGEST_S = 600


def try_cure(desk: Desk, actor: Actor, plan_id: str, visit_id: str, cure: Cure) -> Trial:
    """Return what a cure that a plan offers would make of it; nothing is saved.

    Parameters
    ----------
    visit_id
        The visit that is left out and has the cure.

    Raises
    ------
    InputError
        If the plan does not offer it, or the desk cannot apply it, with the reason in words.
    StaleError
        If the plan is not the newest of its day any more.
    """
    check(actor, "curing.try_cure")
    return _cured(desk, actor, plan_id, visit_id, cure).trial


def apply_cure(desk: Desk, actor: Actor, plan_id: str, visit_id: str, cure: Cure) -> Plan:
    """Save what a cure changes, and the plan with the visit in it as the next draft; return the draft.

    Raises
    ------
    InputError
        As `try_cure`, and where the visit does not fit any more.
    StaleError
        As `try_cure`, or if somebody changed the day at the same moment; nothing is saved.
    """
    check(actor, "curing.apply_cure")
    made = _cured(desk, actor, plan_id, visit_id, cure)
    draft = _found(made)
    with changing(desk, "curing.apply_cure", by=actor) as db:
        return saved_change(db, desk, actor, made, draft, why=cure.code)


def try_wish(
    desk: Desk,
    actor: Actor,
    plan_id: str,
    visit_id: str,
    *,
    technician_id: str | None = None,
    earliest: datetime | None = None,
    latest: datetime | None = None,
) -> Trial:
    """Return what a plan would be with a visit at somebody else, at another time, or both; nothing is saved.

    Parameters
    ----------
    visit_id
        A planned or left-out visit; of a crew the first seat.
    technician_id
        Who is to do it; None: anybody.
    earliest, latest
        Aware moments between which it is to begin; None: at any time that its windows leave.

    Returns
    -------
    Trial
        Without a plan and with reasons where it cannot be.

    Raises
    ------
    InputError
        If the plan does not know the visit, or its work is under way or over.
    StaleError
        If the plan is not the newest of its day any more.
    """
    check(actor, "curing.try_wish")
    return _wished(desk, actor, plan_id, visit_id, (technician_id, earliest, latest)).trial


def apply_wish(
    desk: Desk,
    actor: Actor,
    plan_id: str,
    visit_id: str,
    *,
    technician_id: str | None = None,
    earliest: datetime | None = None,
    latest: datetime | None = None,
) -> Plan:
    """Lock a visit to somebody, to a time, or both, and save the plan that keeps it; return the draft.

    Raises
    ------
    InputError, StaleError
        As `try_wish`, and where it cannot be.
    """
    check(actor, "curing.apply_wish")
    made = _wished(desk, actor, plan_id, visit_id, (technician_id, earliest, latest))
    draft = _found(made)
    with changing(desk, "curing.apply_wish", by=actor) as db:
        return saved_change(db, desk, actor, made, draft, why="wish")


def search_wish(
    desk: Desk,
    actor: Actor,
    plan_id: str,
    visit_id: str,
    *,
    technician_id: str | None = None,
    earliest: datetime | None = None,
    latest: datetime | None = None,
    time_limit_s: float = 10.0,
    seed: int = 1,
) -> Job:
    """Start a run that plans the whole day anew with a wish kept; its plan is a proposal beside the current one.

    For a wish that has no place in the plan as it stands: here everybody else's work may move.

    Parameters
    ----------
    time_limit_s, seed
        As in `planner.desk.plan.start_planning`.

    Raises
    ------
    InputError, StaleError
        As `try_wish`; also if the time limit is not between 0.1 and 600 seconds.
    """
    check(actor, "curing.search_wish")
    if not 0.1 <= time_limit_s <= _LONGEST_S:
        raise refusal("desk.time_limit", field="time_limit_s", value=str(time_limit_s), longest=_LONGEST_S)
    rows, plan = read_day(desk, plan_id)
    asked = _wished_for(rows, plan, visit_id, _lock(technician_id, earliest, latest)).replace(mandatory=True)
    requests = tuple(asked if one.request_id == asked.request_id else one for one in rows.requests)
    chosen = Chosen(weights=rows.weights, said=message("proposal.wish", visit=visit_id), aside=True)
    frozen = replace(frozen_of(desk, replace(rows, requests=requests), chosen=chosen), basis=basis_in(rows))
    frozen = replace(frozen, start=standing(frozen.built.problem, plan))
    return enqueue(desk, "curing.search_wish", frozen, by=actor, day=rows.day, time_limit_s=time_limit_s, seed=seed)


def _lock(technician_id: str | None, earliest: datetime | None, latest: datetime | None) -> Lock:
    timed = earliest is not None and latest is not None
    kind = LockKind.BOTH if timed and technician_id else LockKind.TIME_RANGE if timed else LockKind.TECHNICIAN
    if not timed and not technician_id:
        raise ValueError("a wish names a technician, a time, or both")
    return Lock(kind=kind, technician_id=technician_id, earliest=earliest, latest=latest)


def _cured(desk: Desk, actor: Actor, plan_id: str, visit_id: str, cure: Cure) -> Made:
    rows, plan = read_day(desk, plan_id)
    left = next((one for one in plan.unassigned if one.visit_id == visit_id), None)
    if left is None or not any(cure in reason.cures for reason in left.reasons):
        raise refusal("curing.outdated", field="cure", value=visit_id)
    problem = built_of(desk, rows).problem
    change = cure_change(request_in(rows, left.request_id), cure, problem, visit_id)
    return tried(rows, plan, change, desk=desk, actor=actor)


_Wish = tuple[str | None, datetime | None, datetime | None]
"""Who is to do it, and between which moments it is to begin."""


def _wished(desk: Desk, actor: Actor, plan_id: str, visit_id: str, wish: _Wish) -> Made:
    rows, plan = read_day(desk, plan_id)
    lock = _lock(*wish)
    return tried(rows, plan, Change(request=_wished_for(rows, plan, visit_id, lock)), desk=desk, actor=actor)


def _wished_for(rows: DayRows, plan: Plan, visit_id: str, lock: Lock) -> Request:
    """The request of a visit with what is wished for it."""
    named = [one.request_id for one in plan.stops if one.visit_id == visit_id]
    named += [one.request_id for one in plan.unassigned if one.visit_id == visit_id]
    if not named:
        raise refusal("curing.outdated", field="visit_id", value=visit_id)
    request = request_in(rows, named[0] or visit_id)
    refuse_fixed(request)
    return request.replace(lock=lock)


def _found(made: Made) -> Plan:
    """The plan with the change, where there is one."""
    if (after := made.trial.after) is None:
        said = made.trial.reasons[0].message if made.trial.reasons else message("curing.no_place")
        raise refusal("curing.fits_nowhere", field="visit_id", value=made.change.request.request_id, why=said)
    return after
