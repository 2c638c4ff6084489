"""What other weights would mean for a day: its plan priced by both, and on request planned anew beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.queue import enqueue
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.snapshot import Chosen, DayRows, built_of, freeze, rows_on
from planner.model.costs import Weights
from planner.model.event import Actor
from planner.model.job import Job
from planner.model.message import Value, message
from planner.model.plan import Plan
from planner.model.price import Price

__all__ = ["Figures", "Weighed", "compare", "figures_of", "start_trial"]

_LONGEST_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a plan does and costs: requests in it, metres, late starts, requests left out, price by term."""

    planned: int
    distance_m: int
    late: int
    left_out: int
    price: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The newest plan of a day, as it stands today, by the weights in force and by others."""

    plan: Plan
    before: Figures
    after: Figures


def figures_of(plan: Plan) -> Figures:
    """Return the figures of a judged plan."""
    return Figures(
        planned=plan.requests_done,
        distance_m=plan.distance_m,
        late=sum(stop.lateness_s > 0 for stop in plan.stops),
        left_out=len(plan.left_requests),
        price=plan.price,
    )


def compare(desk: Desk, actor: Actor, day: date, weights: Weights) -> Weighed | None:
    """Return the newest plan of a day judged by the weights in force and by others; None where there is no plan.

    Both are judged on the day as it is now, so that the weights alone make the difference.
    """
    check(actor, "weighing.compare")
    with desk.store.reading() as db:
        plan = store.plans.newest(db, day)
        if plan is None:
            return None
        rows = rows_on(db, day, zone=desk.time_zone, at=desk.clock(), today=desk.today())
    before, after = (_judged(desk, replace(rows, weights=one), plan) for one in (rows.weights, weights))
    return Weighed(plan=plan, before=figures_of(before), after=figures_of(after))


def _judged(desk: Desk, rows: DayRows, plan: Plan) -> Plan:
    built = built_of(desk, rows)
    judged = planning.priced_plan(
        built.problem, standing(built.problem, plan), plan_id=plan.plan_id, created_at=desk.clock()
    )
    return judged.replace(unassigned=(*judged.unassigned, *built.left_out))


def start_trial(
    desk: Desk,
    actor: Actor,
    day: date,
    weights: Weights,
    *,
    name: Value = "",
    time_limit_s: float = 10.0,
    seed: int = 1,
) -> Job:
    """Start a run that plans a day anew with other weights; its plan is a proposal beside the current one.

    Parameters
    ----------
    name
        What the weights are called; empty: they have no name yet.
    time_limit_s, seed
        As in `planner.desk.plan.start_planning`.

    Raises
    ------
    InputError
        If the time limit is not between 0.1 and 600 seconds.
    """
    check(actor, "weighing.start_trial")
    if not 0.1 <= time_limit_s <= _LONGEST_S:
        raise refusal("desk.time_limit", field="time_limit_s", value=str(time_limit_s), longest=_LONGEST_S)
    said = message("proposal.trial", profile=name or message("proposal.trial_unnamed"))
    frozen = freeze(desk, day, chosen=Chosen(weights=weights, said=said, aside=True))
    with desk.store.reading() as db:
        newest = store.plans.newest(db, day)
    if newest is not None:
        frozen = replace(frozen, start=standing(frozen.built.problem, newest))
    return enqueue(desk, "weighing.start_trial", frozen, by=actor, day=day, time_limit_s=time_limit_s, seed=seed)
