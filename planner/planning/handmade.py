"""A plan made by hand: timed, judged and priced as it is, with every rule it breaks; nothing is taken out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from planner import explain, rules
from planner.model.message import Message
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit
from planner.model.reasons import Unassigned
from planner.model.solution import Solution
from planner.planning.reasons import TRIES, unassigned_of, with_times
from planner.rules.timeline import plan_from

__all__ = ["handmade_plan"]

_TRIES = TRIES // 5


def handmade_plan(
    problem: Problem,
    solution: Solution,
    *,
    plan_id: str,
    created_at: datetime,
    created_by: str = "",
    left_out: tuple[Unassigned, ...] = (),
    spare: tuple[Visit, ...] = (),
    notes: tuple[Message, ...] = (),
    before: Plan | None = None,
) -> Plan:
    """Return the plan of an order of work that somebody gave; parameters as in `planner.planning.plan_problem`.

    What it breaks stands in `Plan.violations`; what it leaves out has its reasons.

    Parameters
    ----------
    before
        The plan that was changed: what it left out already keeps its reasons, where they name nobody whose day is
        another one now. Somebody waits for the answer, and asking everybody anew takes a second. None: all are asked.
    """
    plan = plan_from(problem, solution, plan_id=plan_id, created_at=created_at, created_by=created_by)
    verdict = rules.check(problem, plan)
    plan = plan.replace(price=verdict.price, violations=explain.named(verdict.violations), notes=notes)
    reasons = _reasons(problem, plan, before) if before else unassigned_of(problem, plan, time_limit_s=0)
    aside = with_times(problem, plan, left_out, spare) if spare else left_out
    return plan.replace(unassigned=(*reasons, *aside))


def _reasons(problem: Problem, plan: Plan, before: Plan) -> tuple[Unassigned, ...]:
    """What is left out with its reasons: those of the plan before where they still hold, else found anew."""
    people = {one.technician_id for one in (*plan.technicians, *before.technicians)}
    touched = {one for one in people if _order(plan, one) != _order(before, one)}
    known = {
        left.visit_id: left
        for left in before.unassigned
        if left.reasons and touched.isdisjoint(reason.technician_id for reason in left.reasons)
    }
    fresh = tuple(left for left in plan.unassigned if left.visit_id not in known)
    asked = unassigned_of(problem, plan.replace(unassigned=fresh), time_limit_s=0, tries=_TRIES) if fresh else ()
    found = known | {left.visit_id: left for left in asked}
    return tuple(replace(left, reasons=found[left.visit_id].reasons) for left in plan.unassigned)


def _order(plan: Plan, technician_id: str) -> tuple[str, ...]:
    return tuple(stop.visit_id for stop in plan.of_technician(technician_id) if stop.visit_id)
