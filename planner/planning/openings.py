"""One more visit in a plan that stands: its best place with each technician, and many visits put in one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from planner.explain.obstacles import obstacles
from planner.explain.ties import as_planned
from planner.explain.trying import Day, Spot, days_of, spots
from planner.model.costs import ore
from planner.model.links import linked
from planner.model.problem import Problem, Visit
from planner.model.solution import Route, Solution
from planner.rules.timeline import plan_from

__all__ = ["Opening", "handed_on", "openings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The best place of a visit in somebody's day.

    Parameters
    ----------
    added_ore
        What it adds to the price of the plan, in öre.
    start, end
        When the work begins and is over; aware moments, UTC.
    later
        Visits that begin later because of it, and by how many seconds.
    visit_ids
        The order of the day with it.
    """

    duty_id: str
    technician_id: str
    technician: str
    added_ore: int
    start: datetime
    end: datetime
    later: tuple[tuple[str, int], ...]
    visit_ids: tuple[str, ...]

    def put_into(self, solution: Solution) -> Solution:
        """Return a solution with the visit where this place is."""
        routes = {route.duty_id: route for route in solution.routes}
        routes[self.duty_id] = Route(duty_id=self.duty_id, visit_ids=self.visit_ids)
        return replace(solution, routes=tuple(routes.values()))


def openings(problem: Problem, solution: Solution, visit_id: str, *, now_s: int = 0) -> tuple[Opening, ...]:
    """Return the best place of a visit with each technician who can do it, the cheapest first; nobody else's moves.

    Parameters
    ----------
    problem
        Holds the visit.
    solution
        Does not.
    now_s
        Second before which nothing can begin any more.
    """
    visit = problem.visit(visit_id)
    if visit is None or visit_id in linked(problem.links):
        return ()
    posed, days = _days(problem, solution)
    found = [spot for day in days.values() if (spot := _cheapest(posed, day, visit, now_s)) is not None]
    return tuple(_opening(problem, spot, visit_id) for spot in sorted(found, key=lambda one: one.added_units))


def handed_on(problem: Problem, solution: Solution, visit_ids: Sequence[str], *, now_s: int = 0) -> Solution:
    """Return a solution with visits put in one after the other where each adds least, everybody else's order as before.

    What fits nowhere stays out, and so does what is linked to other work: that needs a search.

    Parameters
    ----------
    visit_ids
        In the order in which they choose their place.
    now_s
        Second before which nothing can begin any more.
    """
    ties, kept = linked(problem.links), solution
    posed, days = _days(problem, solution)
    for visit_id in visit_ids:
        visit = problem.visit(visit_id)
        if visit is None or visit_id in ties:
            continue
        tried = (spot for day in days.values() if (spot := _cheapest(posed, day, visit, now_s)) is not None)
        if (best := min(tried, key=lambda one: one.added_units, default=None)) is None:
            continue
        duty = best.day.duty
        days[duty.duty_id] = Day(duty=duty, visit_ids=best.visit_ids, timed=best.timed)
        kept = _opening(problem, best, visit_id).put_into(kept)
    return kept


def _days(problem: Problem, solution: Solution) -> tuple[Problem, dict[str, Day]]:
    plan = plan_from(problem, solution, plan_id="", created_at=problem.horizon_start)
    posed = as_planned(problem, plan)
    return posed, days_of(posed, plan)


def _cheapest(problem: Problem, day: Day, visit: Visit, now_s: int) -> Spot | None:
    if day.timed is None or obstacles(day.duty, visit):
        return None
    ahead = (spot for spot in _sound(spots(problem, day, visit)) if _start_s(spot, visit.visit_id) >= now_s)
    return min(ahead, key=lambda one: one.added_units, default=None)


def _start_s(spot: Spot, visit_id: str) -> int:
    return next(stop.start_s for stop in spot.timed.stops if stop.visit_id == visit_id)


def _sound(tried: Iterable[Spot]) -> Iterable[Spot]:
    return (spot for spot in tried if not spot.timed.misses)


def _opening(problem: Problem, spot: Spot, visit_id: str) -> Opening:
    was = {stop.visit_id: stop.start_s for stop in spot.day.timed.stops if stop.visit_id} if spot.day.timed else {}
    own = next(stop for stop in spot.timed.stops if stop.visit_id == visit_id)
    later = (
        (stop.visit_id, stop.start_s - was[stop.visit_id])
        for stop in spot.timed.stops
        if stop.visit_id in was and stop.visit_id is not None and stop.start_s > was[stop.visit_id]
    )
    duty = spot.day.duty
    return Opening(
        duty_id=duty.duty_id,
        technician_id=duty.technician_id,
        technician=duty.name or duty.technician_id,
        added_ore=ore(spot.added_units),
        start=problem.moment(own.start_s),
        end=problem.moment(own.end_s),
        later=tuple(later),
        visit_ids=spot.visit_ids,
    )
