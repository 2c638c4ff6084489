"""Linked visits where they are: for searches that know nothing of links.

The routing engine and the rounds of regions look at each visit by itself. What is linked and planned keeps its time and
its technician there, and what is linked and left out stays left out, until the kernel looks at the whole plan. Whoever
rides along has nothing else there, and whoever takes them is home in time for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from planner.model.problem import Problem, Window
from planner.model.riding import brought_home, riding_in
from planner.model.solution import Solution

__all__ = ["agreeing", "pinned"]

Progress = Callable[[Solution, int], None]


def pinned(problem: Problem, start: Solution | None) -> Problem:
    """Return the problem without links, in which linked visits stay where a plan has them.

    Parameters
    ----------
    start
        The plan; None: nothing is planned.
    """
    linked = {visit for link in problem.links for visit in (link.first, link.second)}
    if not linked:
        return problem
    riding = frozenset[str]()
    if start:
        routes_of = {route.duty_id: route.visit_ids for route in start.routes}
        problem, riding = brought_home(problem, routes_of), riding_in(problem, routes_of)
    technician = {duty.duty_id: duty.technician_id for duty in problem.duties}
    routes = start.routes if start else ()
    doer = {visit: technician[route.duty_id] for route in routes for visit in route.visit_ids}
    agreed, everybody = dict(start.agreed) if start else {}, tuple(sorted(set(technician.values())))
    visits = tuple(
        (replace(visit, forbidden=(*visit.forbidden, *sorted(riding))) if visit.is_remote and riding else visit)
        if visit.visit_id not in linked
        else replace(
            visit,
            windows=(Window(earliest_s=agreed[visit.visit_id], latest_s=agreed[visit.visit_id]),),
            required=(doer[visit.visit_id],),
        )
        if visit.visit_id in doer and visit.visit_id in agreed
        else replace(visit, forbidden=everybody)
        for visit in problem.visits
    )
    return replace(problem, visits=visits, links=())


def agreeing(start: Solution | None, on_progress: Progress | None) -> Progress | None:
    """Return how to tell plans of a pinned problem: with the times that the first plan agreed on."""
    if on_progress is None or not start or not start.agreed:
        return on_progress
    agreed = start.agreed
    return lambda found, units: on_progress(replace(found, agreed=agreed), units)
