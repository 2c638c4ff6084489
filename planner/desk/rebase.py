"""A plan that was made from an outdated day, brought to the present one: what still exists keeps its place.

Vanished visits drop out, what is under way or done lies where it was driven, what came meanwhile is inserted by a
short search, and the judge has the last word. Nothing of the present state is changed: the outcome is a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.snapshot import Basis, Frozen, Mark
from planner.model.job import Job
from planner.model.links import agreed_in, linked
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.model.solution import Route, Solution
from planner.model.words import LockKind

__all__ = ["changes", "rebased", "solution_of", "standing", "starting", "starting_together"]

_SEARCH_S = 2.0
_NAMED = 4
"""So many names are listed at most."""


def rebased(desk: Desk, present: Frozen, plan: Plan, job: Job, *, since: Basis) -> Plan:
    """Return a plan built anew on the present state of its day, with what changed since as its first notes.

    Parameters
    ----------
    present
        The day as it is now.
    plan
        What the run found for the day as it was.
    since
        What the day depended on when the run was started.
    """
    problem = present.built.problem
    said = changes(desk, since, present.basis)
    found = planning.plan_problem(
        problem,
        time_limit_s=min(_SEARCH_S, max(1.0, job.time_limit_s)),
        seed=job.seed,
        start=starting(problem, plan),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=job.actor,
        left_out=present.built.left_out,
        spare=present.built.spare,
        notes=(*said, *present.built.notes),
    )
    return planning.as_told(found, present.built.told)


def solution_of(problem: Problem, plan: Plan) -> Solution:
    """Return the order of the work in a plan, and when those of it begin that the problem links."""
    routes = (
        Route(duty_id=one.duty_id, visit_ids=tuple(s.visit_id for s in plan.of_duty(one.duty_id) if s.visit_id))
        for one in plan.technicians
    )
    return Solution(routes=tuple(routes), solver=plan.solver, agreed=agreed_in(problem, plan))


def changes(desk: Desk, old: Basis, new: Basis) -> tuple[Message, ...]:
    """Return what of a day has changed between two states, a sentence each."""
    said = []
    for what, before, after in (("requests", old.requests, new.requests), ("people", old.people, new.people)):
        was, is_ = {one.id: one for one in before}, {one.id: one for one in after}
        kinds = {
            "changed": [one for one in after if one.id in was and was[one.id].state != one.state],
            "new": [one for one in after if one.id not in was],
            "gone": [one for one in before if one.id not in is_],
        }
        said += [_counted(f"{what}_{kind}", found) for kind, found in kinds.items() if found]
    if old.settings != new.settings:
        said.append(message("proposal.settings_changed"))
    return (*said, *_versions(desk, old, new))


def _counted(key: str, found: list[Mark]) -> Message:
    names = tuple(dict.fromkeys(one.name or one.id for one in found))
    more = (message("proposal.more", count=len(names) - _NAMED),) if len(names) > _NAMED else ()
    return message(f"proposal.{key}", count=len(found), names=(*names[:_NAMED], *more))


def _versions(desk: Desk, old: Basis, new: Basis) -> Iterable[Message]:
    """Say which version is the newest or the published one by now."""
    with desk.store.reading() as db:
        newest, published = (store.plans.get(db, one) if one else None for one in (new.newest, new.published))
    if newest is not None and new.newest != old.newest:
        name = newest.created_by or message("proposal.somebody")
        yield message("proposal.newer_plan", version=newest.version, name=name)
    if published is not None and new.published != old.published:
        yield message("proposal.published", version=published.version)


def starting(problem: Problem, plan: Plan) -> Solution:
    """Return the order of a plan as a search of the present problem begins with it.

    Every route begins with what was driven: put in first, nothing that moves can take its time. Linked visits begin
    when they did, what was driven when it was driven.
    """
    known = solution_of(problem, plan)
    driven: dict[str, list[Visit]] = {}
    for visit in problem.visits:
        if (duty := _duty_of_driven(problem, visit)) is not None:
            driven.setdefault(duty.duty_id, []).append(visit)
    fixed = {visit.visit_id for visits in driven.values() for visit in visits}
    orders = {route.duty_id: [one for one in route.visit_ids if one not in fixed] for route in known.routes}
    for duty_id, visits in driven.items():
        visits.sort(key=lambda one: one.lock.earliest_s or 0)
        orders[duty_id] = [*(one.visit_id for one in visits), *orders.get(duty_id, [])]
    begun = {one.visit_id: one.lock.earliest_s for visits in driven.values() for one in visits}
    agreed = {one: _not_before(problem, one, second) for one, second in known.agreed}
    agreed |= {one: second for one in linked(problem.links) if (second := begun.get(one)) is not None}
    return Solution(
        routes=tuple(Route(duty_id=one, visit_ids=tuple(order)) for one, order in orders.items()),
        agreed=tuple(sorted((one, second) for one, second in agreed.items() if second is not None)),
    )


def _not_before(problem: Problem, visit_id: str, second: int) -> int:
    """When a linked visit begins that a plan has at a second: then, or as soon as it can where that is too late now."""
    windows = next(one.windows for one in problem.visits if one.visit_id == visit_id)
    if not windows or any(one.earliest_s <= second <= one.latest_s for one in windows):
        return second
    return max(second, min(one.earliest_s for one in windows))


def standing(problem: Problem, plan: Plan) -> Solution:
    """Return the order of a plan as far as the present problem still has its people and its work."""
    begun, known = starting(problem, plan), {visit.visit_id for visit in problem.visits}
    duties = {duty.duty_id for duty in problem.duties}
    routes = (
        Route(duty_id=route.duty_id, visit_ids=tuple(one for one in route.visit_ids if one in known))
        for route in begun.routes
        if route.duty_id in duties
    )
    return replace(begun, routes=tuple(routes))


def starting_together(problem: Problem, plans: Iterable[Plan]) -> Solution:
    """Return the order of the plans of several days as their common search begins with it; what is twice, once."""
    taken: set[str] = set()
    orders: list[Route] = []
    agreed: dict[str, int] = {}
    for plan in plans:
        one = starting(problem, plan)
        for route in one.routes:
            if (known := next((n for n, had in enumerate(orders) if had.duty_id == route.duty_id), None)) is not None:
                route = Route(duty_id=route.duty_id, visit_ids=(*orders.pop(known).visit_ids, *route.visit_ids))
            orders.append(route)
        agreed |= dict(one.agreed)
    routes = []
    for route in orders:
        ids = tuple(dict.fromkeys(one for one in route.visit_ids if one not in taken))
        taken |= set(ids)
        routes.append(Route(duty_id=route.duty_id, visit_ids=ids))
    return Solution(routes=tuple(routes), agreed=tuple(sorted(agreed.items())))


def _duty_of_driven(problem: Problem, visit: Visit) -> Duty | None:
    lock = visit.lock
    if lock.kind is not LockKind.BOTH or lock.earliest_s is None or lock.earliest_s != lock.latest_s:
        return None
    of_technician = (one for one in problem.duties if one.technician_id == lock.technician_id)
    return next((one for one in of_technician if one.start_s <= lock.earliest_s <= one.hard_end_s), None)
