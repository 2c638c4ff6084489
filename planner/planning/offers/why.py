"""Why an offered time costs no more than it does: who is nearby then, on the way, or has nothing to do yet."""

from __future__ import annotations

import re

from planner.model.message import Message, message
from planner.model.problem import Problem, Visit
from planner.model.words import StopKind
from planner.planning.offers.gaps import Line
from planner.rules import TimedRoute, TimedStop

__all__ = ["why"]

_NEAR_M = 3_000
"""So many metres of road away somebody is "nearby"."""

_STREET = re.compile(r"^\s*([^\d,;]*[^\d,;\s])\s+\d")
"""The name of a street is what stands before the number of the house."""


def why(problem: Problem, line: Line, timed: TimedRoute, visit_id: str) -> Message:
    """Return the sentence for a visit in a route.

    Parameters
    ----------
    problem
        Holds the visit.
    line
        The technician's work without it.
    timed
        The schedule with it.
    """
    visit, name = problem.visit(visit_id), line.duty.name
    if visit is None or visit.is_remote:
        return message("offers.why.remote", technician=name)
    if not line.visit_ids:
        return message("offers.why.idle", technician=name, day=problem.day)
    beside = [(other, stop) for stop in _beside(timed, visit_id) if (other := problem.visit(stop.visit_id or ""))]
    if beside:
        other, stop = min(beside, key=lambda one: _apart_m(problem, one[0], visit))
        if said := _nearby(problem, name, visit, other, stop):
            return said
    more_s = sum(s.travel_s for s in timed.stops) - sum(s.travel_s for s in line.timed.stops)
    if (minutes := round(more_s / 60)) > 0:
        return message("offers.why.room", technician=name, minutes=minutes)
    return message("offers.why.on_the_way", technician=name)


def _beside(timed: TimedRoute, visit_id: str) -> list[TimedStop]:
    """The visits just before and just after one."""
    stops = [stop for stop in timed.stops if stop.kind is StopKind.VISIT]
    at = next(number for number, stop in enumerate(stops) if stop.visit_id == visit_id)
    return [stops[number] for number in (at - 1, at + 1) if 0 <= number < len(stops)]


def _apart_m(problem: Problem, one: Visit, other: Visit) -> int:
    return int(problem.matrix.distance_m[one.place, other.place])


def _nearby(problem: Problem, name: str, visit: Visit, other: Visit, stop: TimedStop) -> Message | None:
    """Who is at the same place, in the same street, or near; None where nobody is."""
    apart_m, at = _apart_m(problem, other, visit), problem.moment(stop.start_s)
    if not 0 <= apart_m <= _NEAR_M or visit.place is None or other.place is None:
        return None
    customer = other.customer or other.title or other.visit_id
    if visit.place == other.place:
        return message("offers.why.same_place", technician=name, time=at, customer=customer)
    streets = [_STREET.match(place.label) for one in (visit, other) if (place := problem.place_of(one))]
    names = [found.group(1).casefold() for found in streets if found]
    if len(names) == 2 and names[0] == names[1]:
        return message("offers.why.same_street", technician=name, time=at, customer=customer)
    return message("offers.why.near", technician=name, time=at, customer=customer, km=apart_m / 1000)
