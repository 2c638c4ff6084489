"""Trying a visit in a plan: places in a technician's day, timed exactly, with rules relaxed where asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.explain.trips import with_trips
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.rules import TimedRoute, time_route

__all__ = ["RELAXED", "Day", "Spot", "days_of", "nearest", "places", "spots"]

RELAXED = frozenset({"shift", "window", "opening", "break", "absence", "lock", "max_drive"})
"""Rules that may be missed when the nearest miss is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A technician's day as planned: work in order, and its schedule (None if the order keeps no schedule)."""

    duty: Duty
    visit_ids: tuple[str, ...]
    timed: TimedRoute | None

    @property
    def units(self) -> int:
        """Its price units."""
        return self.timed.units if self.timed else 0


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

    def misses_only(self, rule: str) -> bool:
        """Whether one rule is missed, and no other."""
        return bool(self.timed.misses) and {miss.rule for miss in self.timed.misses} == {rule}


def days_of(problem: Problem, plan: Plan) -> dict[str, Day]:
    """Return the day of every duty of the problem as the plan has it."""
    known = {visit.visit_id for visit in problem.visits}
    days = {}
    for duty in problem.duties:
        order = tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id in known and s.visit_id is not None)
        days[duty.duty_id] = Day(duty=duty, visit_ids=order, timed=time_route(problem, duty, order))
    return days


def places(problem: Problem, day: Day, visit: Visit, most: int | None) -> list[int]:
    """Return the positions in a day's order that are worth trying: all, or the best `most`.

    A position is the better, the less driving it adds and the less the time of day there misses the
    visit's windows and the site's opening hours.
    """
    positions = list(range(len(day.visit_ids) + 1))
    if most is None or len(positions) <= most or day.timed is None:
        return positions
    rows = {one.visit_id: one.place for one in problem.visits}
    stops = [stop for stop in day.timed.stops if stop.visit_id]
    ends = [day.duty.start_s, *(stop.end_s for stop in stops)]
    stands = [day.duty.start_place]
    for stop in stops:
        place = rows.get(stop.visit_id or "")
        stands.append(stands[-1] if place is None else place)
    follows = [*stands[1:], day.duty.end_place]

    def drive_s(start: int | None, end: int | None) -> int:
        return 0 if start is None or end is None else max(0, int(problem.matrix.drive_s[start, end]))

    def badness(at: int) -> int:
        detour, there = 0, ends[at]
        if visit.place is not None:
            there += drive_s(stands[at], visit.place)
            detour = drive_s(stands[at], visit.place) + drive_s(visit.place, follows[at])
            detour -= drive_s(stands[at], follows[at])
        off = (
            min((max(w.earliest_s - there, there - w.latest_s, 0) for w in windows), default=0)
            for windows in (visit.windows, visit.opening)
        )
        return detour + sum(off)

    return sorted(sorted(positions, key=badness)[:most])


def spots(
    problem: Problem, day: Day, visit: Visit, *, relaxed: frozenset[str] = frozenset(), most: int | None = None
) -> Iterator[Spot]:
    """Yield the places of a day where the visit can stand, in order.

    Parameters
    ----------
    problem
        Must hold the visit; a changed copy tries a changed visit.
    relaxed
        Rules that may be missed (see `planner.rules.time_route`).
    most
        As in `places`.

    Where the parts of the visit are not in the van, a trip to a depot is tried with it.
    """
    for place in places(problem, day, visit, most):
        order = (*day.visit_ids[:place], visit.visit_id, *day.visit_ids[place:])
        timed = time_route(problem, day.duty, order, relaxed=relaxed)
        tried = [(order, timed)] if timed is not None else with_trips(problem, day.duty, order, visit, relaxed)
        for ids, route in tried:
            yield Spot(day=day, visit_ids=ids, timed=route, added_units=route.units - day.units)


def nearest(tried: Iterable[Spot], visit: Visit) -> tuple[Spot, ...]:
    """Return the nearest miss of each duty, the least missed (then the cheapest) first."""
    best: dict[str, Spot] = {}
    for spot in sorted(tried, key=lambda spot: _rank(spot, visit)):
        best.setdefault(spot.day.duty.duty_id, spot)
    return tuple(best.values())


def _rank(spot: Spot, visit: Visit) -> tuple[int, int, int]:
    """Least missed first; of equals the one that troubles no other visit, then the cheapest."""
    others = sum(miss.visit_id not in (None, visit.visit_id) for miss in spot.timed.misses)
    return spot.missed_s, others, spot.added_units
