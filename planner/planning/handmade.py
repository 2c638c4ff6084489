"""A plan made by hand: timed, judged and priced as it is, with every rule it breaks; nothing is taken out of it."""

from __future__ import annotations

from datetime import datetime

from planner import rules
from planner.model.message import Message
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit
from planner.model.reasons import Unassigned
from planner.model.solution import Solution
from planner.planning.reasons import unassigned_of, with_times
from planner.rules.timeline import plan_from

__all__ = ["handmade_plan"]


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
) -> Plan:
    """Return the plan of an order of work that somebody gave; parameters as in `planner.planning.plan_problem`.

    What it breaks stands in `Plan.violations`; what it leaves out has its reasons.
    """
    plan = plan_from(problem, solution, plan_id=plan_id, created_at=created_at, created_by=created_by)
    verdict = rules.check(problem, plan)
    plan = plan.replace(price=verdict.price, violations=verdict.violations, notes=notes)
    reasons = unassigned_of(problem, plan, time_limit_s=0)
    aside = with_times(problem, plan, left_out, spare) if spare else left_out
    return plan.replace(unassigned=(*reasons, *aside))
