"""One request put into a plan that stands: where it adds least, or why it fits nowhere."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.reasons import Reason
from planner.model.solution import Solution
from planner.planning.insertion import inserted
from planner.planning.reasons import unassigned_of
from planner.rules.timeline import plan_from

__all__ = ["put_in", "why_not"]


def put_in(problem: Problem, solution: Solution, visit_ids: Set[str]) -> Solution | None:
    """Return a solution with the visits of one request in it, everybody else's order as before; None: they do not fit.

    Parameters
    ----------
    problem
        The visits must be mandatory in it: then the cheapest place is taken, whatever it costs.
    solution
        Without the visits.
    visit_ids
        All seats of the request.
    """
    if not visit_ids:
        return None
    plan = _only(problem, solution, visit_ids, problem.horizon_start)
    found = inserted(problem, plan)
    if found is None or not {one for route in found.routes for one in route.visit_ids} >= visit_ids:
        return None
    return replace(solution, routes=found.routes, agreed=found.agreed)


def why_not(problem: Problem, solution: Solution, visit_ids: Set[str], *, at: datetime) -> tuple[Reason, ...]:
    """Return why the visits of one request fit nowhere in a solution, with what was found to help.

    Parameters
    ----------
    at
        The present moment: no earlier time is offered.
    """
    planned = {one for route in solution.routes for one in route.visit_ids} | visit_ids
    posed = problem.replace(
        visits=tuple(one for one in problem.visits if one.visit_id in planned),
        links=tuple(one for one in problem.links if {one.first, one.second} <= planned),
    )
    plan = _only(posed, solution, visit_ids, at)
    return tuple(reason for left in unassigned_of(posed, plan, time_limit_s=0) for reason in left.reasons)


def _only(problem: Problem, solution: Solution, visit_ids: Set[str], at: datetime) -> Plan:
    """The plan of a solution in which nothing but the visits is left to be put in."""
    plan = plan_from(problem, solution, plan_id="", created_at=at)
    return plan.replace(unassigned=tuple(one for one in plan.unassigned if one.visit_id in visit_ids))
