"""When linked visits begin in a plan that says nothing of it: the earliest times that suit everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.model.links import Link, linked
from planner.model.problem import Duty, Problem, Visit, Window
from planner.model.solution import Route
from planner.rules.course import ALL_RULES
from planner.rules.schedule import time_route

__all__ = ["earliest_agreed"]

_ROUNDS = 200
_LATEST_S = 7 * 24 * 3600


def earliest_agreed(problem: Problem, routes: Sequence[Route]) -> tuple[tuple[str, int], ...]:
    """Return when the linked visits of routes begin at the earliest: pairs of visit id and second.

    Everybody begins as early as their route and the least gaps allow, and whoever meets others waits for the last of
    them; that pushes what comes after, and so on until nothing moves. Where nothing comes to rest (orders that wait
    for each other), the times so far are returned, and the judge says what they break. So it is with greatest gaps:
    nobody is made to come later for them.

    Parameters
    ----------
    problem
        With links; without any nothing is agreed.
    routes
        The order of the work; what is in it twice counts as it stands last.
    """
    ties = linked(problem.links)
    if not ties:
        return ()
    duties = {duty.duty_id: duty for duty in problem.duties}
    tied_routes = [
        (duties[route.duty_id], route.visit_ids)
        for route in routes
        if route.duty_id in duties and not ties.isdisjoint(route.visit_ids)
    ]
    floors: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for _ in range(_ROUNDS):
        spans = _timed(_from(problem, floors), tied_routes, ties)
        later = _later(problem.links, spans)
        if not later:
            break
        floors |= later
    return tuple(sorted((visit_id, start_s) for visit_id, (start_s, _) in spans.items()))


def _timed(
    problem: Problem, routes: Sequence[tuple[Duty, tuple[str, ...]]], ties: frozenset[str]
) -> dict[str, tuple[int, int]]:
    """Start and end of each linked visit, every route by itself."""
    found: dict[str, tuple[int, int]] = {}
    for duty, order in routes:
        timed = time_route(problem, duty, order) or time_route(problem, duty, order, relaxed=ALL_RULES)
        for stop in timed.stops if timed else ():
            if stop.visit_id is not None and stop.visit_id in ties:
                found[stop.visit_id] = stop.start_s, stop.end_s
    return found


def _later(links: Sequence[Link], spans: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Visits that begin too early for others, and from when on they may."""
    found: dict[str, int] = {}

    def not_before(visit_id: str, second: int) -> None:
        if spans[visit_id][0] < second <= _LATEST_S:
            found[visit_id] = max(second, found.get(visit_id, second))

    for link in links:
        if link.first in spans and link.second in spans:
            not_before(link.second, spans[link.first][1 if link.from_end else 0] + link.min_s)
            if link.meets:
                not_before(link.first, spans[link.second][0])
    return found


def _from(problem: Problem, floors: Mapping[str, int]) -> Problem:
    """The problem in which some visits do not begin before a second."""
    if not floors:
        return problem
    return problem.replace(
        visits=tuple(
            _not_before(one, floors[one.visit_id]) if one.visit_id in floors else one for one in problem.visits
        )
    )


def _not_before(visit: Visit, second: int) -> Visit:
    windows = visit.windows or (Window(earliest_s=0, latest_s=_LATEST_S),)
    kept = tuple(
        replace(one, earliest_s=max(one.earliest_s, second))
        for one in windows
        if one.latest_s >= second and (one.end_s is None or one.end_s > second)
    )
    return replace(visit, windows=kept or (Window(earliest_s=second, latest_s=second),))
