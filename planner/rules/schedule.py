"""Timing of a route: the cheapest schedule for work in a given order."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.problem import Duty, Problem
from planner.rules.course import course_of
from planner.rules.itinerary import itinerary
from planner.rules.search import cheapest
from planner.rules.timed import TimedRoute

__all__ = ["time_route"]


def time_route(
    problem: Problem, duty: Duty, visit_ids: Sequence[str], *, relaxed: frozenset[str] = frozenset()
) -> TimedRoute | None:
    """Return the cheapest schedule of a duty for work in this order.

    The earliest schedule is the cheapest, but for the choice of where breaks are taken, which is
    searched exactly. Who may do the work (skills, persons) is not asked here.

    Parameters
    ----------
    problem
        Visits, matrix and weights.
    duty
        Whose day; need not be the problem's own (a longer shift may be tried).
    visit_ids
        Visits and remote sessions in order; empty gives a route without stops and price.
    relaxed
        Rules to ignore where they cannot be kept, any of ``absence``, ``break``, ``capacity``, ``licence``,
        ``lock``, ``max_drive``, ``parts``, ``shift`` and ``window``; `TimedRoute.misses` then says by how much each is
        missed (as few seconds in all as possible). A late start does not wait for the next window
        unless that misses less.

    Returns
    -------
    TimedRoute or None
        None if no schedule keeps window, lock, shift, breaks, absences and licence, if the work is more
        driving or load than the duty may have, if a part is not in the van when it is needed, or if a drive has no
        known way (which no relaxation mends).

    Raises
    ------
    ValueError
        If a visit id is not in the problem, or a relaxed rule is none of those named.
    """
    if not visit_ids:
        return TimedRoute(duty_id=duty.duty_id, end_s=duty.start_s)
    course = course_of(problem, duty, tuple(visit_ids), relaxed)
    choice = cheapest(course) if course else None
    return itinerary(course, choice) if course and choice else None
