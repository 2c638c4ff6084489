"""Trying a visit in a plan: every place of a technician's day, timed exactly, with rules relaxed where asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.rules import TimedRoute, time_route

__all__ = ["RELAXED", "Day", "Spot", "days_of", "nearest", "spots"]

RELAXED = frozenset({"shift", "window", "break", "lock"})
"""Rules that may be missed when the nearest miss is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A technician's day as planned: work in order, and its price units."""

    duty: Duty
    visit_ids: tuple[str, ...]
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A visit tried in a day.

    Parameters
    ----------
    visit_ids
        The order with the visit.
    timed
        The schedule; its misses say which relaxed rules it breaks, and by how much.
    added_units
        What it adds to the price of the day.
    """

    day: Day
    visit_ids: tuple[str, ...]
    timed: TimedRoute
    added_units: int

    @property
    def missed_s(self) -> int:
        """Seconds by which relaxed rules are missed, all together."""
        return sum(miss.seconds for miss in self.timed.misses)


def days_of(problem: Problem, plan: Plan) -> dict[str, Day]:
    """Return the day of every duty of the problem as the plan has it."""
    known = {visit.visit_id for visit in problem.visits}
    days = {}
    for duty in problem.duties:
        order = tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id in known and s.visit_id is not None)
        timed = time_route(problem, duty, order)
        days[duty.duty_id] = Day(duty=duty, visit_ids=order, units=timed.units if timed else 0)
    return days


def spots(problem: Problem, day: Day, visit: Visit, *, relaxed: frozenset[str] = frozenset()) -> Iterator[Spot]:
    """Yield every place of a day where the visit can stand, in order.

    Parameters
    ----------
    problem
        Must hold the visit; a changed copy tries a changed visit.
    relaxed
        Rules that may be missed (see `planner.rules.time_route`).
    """
    for place in range(len(day.visit_ids) + 1):
        order = (*day.visit_ids[:place], visit.visit_id, *day.visit_ids[place:])
        timed = time_route(problem, day.duty, order, relaxed=relaxed)
        if timed is not None:
            yield Spot(day=day, visit_ids=order, timed=timed, added_units=timed.units - day.units)


def nearest(problem: Problem, days: Mapping[str, Day], visit: Visit, duty_ids: tuple[str, ...]) -> tuple[Spot, ...]:
    """Return the nearest miss of each duty, the least missed (then the cheapest) first."""
    found = []
    for duty_id in duty_ids:
        tried = spots(problem, days[duty_id], visit, relaxed=RELAXED)
        best = min(tried, key=lambda spot: _rank(spot, visit), default=None)
        if best is not None:
            found.append(best)
    return tuple(sorted(found, key=lambda spot: _rank(spot, visit)))


def _rank(spot: Spot, visit: Visit) -> tuple[int, int, int]:
    """Least missed first; of equals the one that troubles no other visit, then the cheapest."""
    others = sum(miss.visit_id not in (None, visit.visit_id) for miss in spot.timed.misses)
    return spot.missed_s, others, spot.added_units
