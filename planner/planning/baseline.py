"""What planning gains is measured against: visits inserted one after the other where they cost least."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from planner import rules
from planner.model.costs import ore_units
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Reason
from planner.model.solution import Route, Solution, SolverInfo
from planner.model.words import LockKind
from planner.rules.timeline import TimedRoute, plan_from, time_route

__all__ = ["baseline", "baseline_solution", "may_take"]


def baseline(problem: Problem, *, plan_id: str = "baseline", created_at: datetime | None = None) -> Plan:
    """Return the plan somebody would make by hand: each request, in the given order, where it fits cheapest.

    Parameters
    ----------
    problem
        What is to be planned.
    plan_id, created_at
        Go into the document; the default moment is the present.

    Returns
    -------
    Plan
        Judged and priced; visits left out have a plain reason without cures.
    """
    plan = plan_from(problem, baseline_solution(problem), plan_id=plan_id, created_at=created_at or datetime.now(UTC))
    verdict = rules.check(problem, plan)
    reason = Reason(code="search_ended", message=message("planning.not_found"))
    left = tuple(replace(one, reasons=(reason,)) for one in plan.unassigned)
    return plan.replace(price=verdict.price, violations=verdict.violations, unassigned=left)


def baseline_solution(problem: Problem) -> Solution:
    """Return the solution of `baseline`: nearest insertion in the order of the visits, without any search.

    A visit that would cost more than leaving it out is left out.
    """
    routes = {duty.duty_id: TimedRoute(duty_id=duty.duty_id, end_s=duty.start_s) for duty in problem.duties}
    orders: dict[str, tuple[str, ...]] = {duty.duty_id: () for duty in problem.duties}
    for visit in problem.visits:
        tries = _tries(problem, visit, routes, orders)
        best = min(tries, key=lambda one: one[0], default=None)
        if best is None or (visit.drop_ore is not None and best[0] > ore_units(visit.drop_ore)):
            continue
        _, duty_id, order, timed = best
        orders[duty_id], routes[duty_id] = order, timed
    return Solution(
        routes=tuple(Route(duty_id=duty_id, visit_ids=order) for duty_id, order in orders.items()),
        solver=SolverInfo(name="nearest insertion"),
    )


def _tries(
    problem: Problem, visit: Visit, routes: dict[str, TimedRoute], orders: dict[str, tuple[str, ...]]
) -> Iterable[tuple[int, str, tuple[str, ...], TimedRoute]]:
    """Yield every way to insert a visit, with what it adds to the price."""
    for duty in problem.duties:
        if not may_take(duty, visit):
            continue
        order = orders[duty.duty_id]
        for place in range(len(order) + 1):
            tried = (*order[:place], visit.visit_id, *order[place:])
            timed = time_route(problem, duty, tried)
            if timed is not None:
                yield timed.units - routes[duty.duty_id].units, duty.duty_id, tried, timed


def may_take(duty: Duty, visit: Visit) -> bool:
    """Whether a duty may take a visit at all: kind of work, skills, certificates, persons, lock."""
    who = duty.technician_id
    locked = visit.lock.technician_id if visit.lock.kind in (LockKind.TECHNICIAN, LockKind.BOTH) else who
    return (
        (duty.takes_remote if visit.is_remote else duty.takes_visits)
        and all(duty.level(skill) >= level for skill, level in visit.skills)
        and all(rules.holds(duty, certificate) for certificate in visit.certificates)
        and (not visit.required or who in visit.required)
        and who not in visit.forbidden
        and locked == who
    )
