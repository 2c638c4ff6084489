"""What planning gains is measured against: visits inserted one after the other where they cost least."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from planner import rules
from planner.explain.trips import with_trips
from planner.explain.trying import Day
from planner.model.costs import ore_units
from planner.model.links import linked
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Reason
from planner.model.solution import Route, Solution, SolverInfo
from planner.model.words import LockKind
from planner.planning.crews import put, together
from planner.rules.timeline import plan_from, time_route

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

    A visit that would cost more than leaving it out is left out. A crew goes in whole, what follows on another visit
    as soon as that one is in. Whoever lacks the parts of a visit fetches them where that costs least.
    """
    days = {duty.duty_id: Day(duty=duty, visit_ids=(), timed=time_route(problem, duty, ())) for duty in problem.duties}
    crews = {seats[0].visit_id: seats for seats in together(problem, problem.visits)}
    ties, agreed, waiting = linked(problem.links), dict[str, int](), list[tuple[Visit, ...]]()
    for visit in (one for one in problem.visits if not one.is_pickup):
        if visit.visit_id in ties:
            waiting += [crews[visit.visit_id]] if visit.visit_id in crews else []
            problem, waiting = _put_waiting(problem, days, waiting, agreed)
            continue
        best = min(_tries(problem, visit, days), key=lambda one: one[0], default=None)
        if best is not None and (visit.drop_ore is None or best[0] <= ore_units(visit.drop_ore)):
            days[best[1].duty.duty_id] = best[1]
    return Solution(
        routes=tuple(Route(duty_id=duty_id, visit_ids=day.visit_ids) for duty_id, day in days.items()),
        solver=SolverInfo(name="nearest insertion"),
        agreed=tuple(sorted(agreed.items())),
    )


def _put_waiting(
    problem: Problem, days: dict[str, Day], waiting: list[tuple[Visit, ...]], agreed: dict[str, int]
) -> tuple[Problem, list[tuple[Visit, ...]]]:
    """Put in crews, and what waited for them; return the problem with their times, and what still waits."""
    left = waiting
    for seats in waiting:
        one = put(problem, days, seats)
        if one is not None:
            problem, left = one.problem, [other for other in left if other is not seats]
            days |= one.days
            agreed |= one.starts_s
    return problem, left


def _tries(problem: Problem, visit: Visit, days: dict[str, Day]) -> Iterable[tuple[int, Day]]:
    """Yield every way to insert a visit, with what it adds to the price."""
    for day in days.values():
        if not may_take(day.duty, visit):
            continue
        for place in range(len(day.visit_ids) + 1):
            tried = (*day.visit_ids[:place], visit.visit_id, *day.visit_ids[place:])
            timed = time_route(problem, day.duty, tried)
            ways = [(tried, timed)] if timed else with_trips(problem, day.duty, tried, visit, frozenset())
            for order, route in ways:
                yield route.units - day.units, Day(duty=day.duty, visit_ids=order, timed=route)


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
