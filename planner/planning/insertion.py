"""A last look after the search: what still fits into the plan, and costs less there than left out, is put in.

A search that is stopped early leaves work that anybody would put into the plan by hand. It goes in by
priority, each where it adds least, timed exactly and with every rule kept; the judge sees the result as
he sees any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.explain.obstacles import obstacles
from planner.explain.trying import Day, Spot, days_of, spots
from planner.model.costs import ore_units
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit
from planner.model.solution import Route
from planner.planning.reasons import TRIES, near_days

__all__ = ["inserted"]


def inserted(problem: Problem, plan: Plan, *, tries: int = TRIES) -> tuple[Route, ...] | None:
    """Return the routes of a plan with everything that still fits in, or None when nothing does.

    Parameters
    ----------
    problem, plan
        The problem, and a plan whose work keeps all rules.
    tries
        Bound of the effort, in timed routes for each round.
    """
    days = days_of(problem, plan)
    missing = {left.visit_id for left in plan.unassigned}
    left = sorted((v for v in problem.visits if v.visit_id in missing), key=lambda v: (v.priority, v.visit_id))
    begun, changed = dict(days), set(days)
    while changed:
        changed = _round(problem, days, left, {duty_id: days[duty_id] for duty_id in changed}, tries)
    if days == begun:
        return None
    return tuple(Route(duty_id=duty_id, visit_ids=day.visit_ids) for duty_id, day in days.items())


def _round(problem: Problem, days: dict[str, Day], left: list[Visit], fresh: Mapping[str, Day], tries: int) -> set[str]:
    """Put in what fits into the fresh days; return the days that changed. One visit in may make way for another."""
    share = tries // max(1, len(left))
    changed: set[str] = set()
    for visit in tuple(left):
        spot = _best(problem, visit, (days[duty_id] for duty_id in fresh), share)
        if spot is None:
            continue
        duty_id = spot.day.duty.duty_id
        days[duty_id] = Day(duty=spot.day.duty, visit_ids=spot.visit_ids, timed=spot.timed)
        left.remove(visit)
        changed.add(duty_id)
    return changed


def _best(problem: Problem, visit: Visit, days: Iterable[Day], share: int) -> Spot | None:
    """The place where a visit adds least; None where it fits nowhere, or costs as much as leaving it out."""
    able = {day.duty.duty_id: day for day in days if day.timed and not obstacles(day.duty, visit)}
    work = {duty_id: day.visit_ids for duty_id, day in able.items()}
    near = near_days(problem, visit, [day.duty for day in able.values()], work, share)
    tried = (spot for duty in near for spot in spots(problem, able[duty.duty_id], visit))
    best = min(tried, key=lambda spot: spot.added_units, default=None)
    if best is None or (visit.drop_ore is not None and best.added_units >= ore_units(visit.drop_ore)):
        return None
    return best
