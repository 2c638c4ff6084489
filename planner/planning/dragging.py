"""A visit tried at every place of somebody's day while it is being dragged: times, price, and what it would break.

A drag asks many times a second, so only the two days that change are timed. What comes out is what the judge says
of the whole plan afterwards (`tests/planning/test_dragging.py` holds both against each other), but where linked work
or people who ride along would have to move too: there `Place.is_exact` says no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.explain.obstacles import TIME_LOCKS, obstacles
from planner.explain.ties import as_planned
from planner.explain.trying import Day
from planner.model.costs import ore, ore_units
from planner.model.links import linked
from planner.model.problem import Duty, Problem, Visit
from planner.model.solution import Solution
from planner.rules import ALL_RULES, Miss, TimedRoute, peak_units, time_route
from planner.rules.timeline import plan_from

__all__ = ["Broken", "Place", "Standing", "places_in", "standing_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a place would break: its name, at which visit, and by how many seconds where it is time."""

    rule: str
    visit_id: str | None = None
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A visit at one place of a day.

    Parameters
    ----------
    duty_id, technician_id
        Whose day.
    after
        The work it comes after; None: it is the first.
    start, end
        When its work begins and ends there; aware moments, UTC. None where no way leads there.
    added_ore
        What the plan costs more than as it stands, in öre.
    broken
        What the visit breaks there, and what others break by it that they do not as the plan stands.
    late_s, overtime_s
        By how many seconds the two days are later, in all, than they are.
    is_exact
        Whether nothing but these two days would change.
    """

    duty_id: str
    technician_id: str
    after: str | None
    start: datetime | None
    end: datetime | None
    added_ore: int
    broken: tuple[Broken, ...] = ()
    late_s: int = 0
    overtime_s: int = 0
    is_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A plan as it stands, ready to be asked: each day timed by itself, linked work where the others meet it.

    Parameters
    ----------
    problem
        With linked visits at the time they have.
    days
        By duty id.
    ties
        Visits that are linked to others.
    """

    problem: Problem
    days: Mapping[str, Day]
    ties: frozenset[str]

    def duty_of(self, visit_id: str) -> str | None:
        """Return the duty that has a visit, or None."""
        return next((one for one, day in self.days.items() if visit_id in day.visit_ids), None)


def standing_of(problem: Problem, solution: Solution) -> Standing:
    """Return a solution ready to be asked; days that keep no schedule are timed as they are."""
    plan = plan_from(problem, solution, plan_id="", created_at=problem.horizon_start)
    posed = as_planned(problem, plan)
    orders = {route.duty_id: route.visit_ids for route in solution.routes}
    days = {}
    for duty in posed.duties:
        ids = orders.get(duty.duty_id, ())
        days[duty.duty_id] = Day(duty=duty, visit_ids=ids, timed=_timed(posed, duty, ids))
    return Standing(problem=posed, days=days, ties=linked(problem.links))


def places_in(board: Standing, visit_id: str, technician_id: str) -> tuple[Place, ...]:
    """Return every place of a visit in the shifts of a technician, in their order; its own place among them.

    Parameters
    ----------
    board
        The plan as it stands.
    visit_id
        Planned or left out.
    technician_id
        Whose day is asked about; unknown: nothing.
    """
    visit = board.problem.visit(visit_id)
    if visit is None:
        return ()
    duties = [day for day in board.days.values() if day.duty.technician_id == technician_id]
    return tuple(place for day in duties for place in _places(board, day, visit))


def _places(board: Standing, day: Day, visit: Visit) -> list[Place]:
    own = board.duty_of(visit.visit_id)
    duty, order = day.duty, tuple(one for one in day.visit_ids if one != visit.visit_id)
    barred = tuple(Broken(rule=_named(rule), visit_id=visit.visit_id) for rule in obstacles(duty, visit))
    left = board.days[own] if own is not None and own != duty.duty_id else None
    rest = _without(board, left, visit.visit_id) if left is not None else None
    found = []
    for at in range(len(order) + 1):
        timed = _timed(board.problem, duty, (*order[:at], visit.visit_id, *order[at:]))
        changed = {duty.duty_id: timed} | ({left.duty.duty_id: rest} if left is not None else {})
        after = order[at - 1] if at else None
        found.append(_place(board, visit, duty, after=after, changed=changed, barred=barred, is_new=own is None))
    return found


def _place(
    board: Standing, visit: Visit, duty: Duty, *, after: str | None, changed: Mapping[str, TimedRoute | None],
    barred: tuple[Broken, ...], is_new: bool,
) -> Place:  # fmt: skip
    timed = changed[duty.duty_id]
    stop = next((one for one in timed.stops if one.visit_id == visit.visit_id), None) if timed else None
    if timed is None or stop is None:
        nowhere = (*barred, Broken(rule="place", visit_id=visit.visit_id))
        return Place(
            duty_id=duty.duty_id, technician_id=duty.technician_id, after=after, start=None, end=None, added_ore=0,
            broken=nowhere,
        )  # fmt: skip
    drop = ore_units(visit.drop_ore or 0) if is_new else 0
    before = {one: board.days[one].timed for one in changed}
    return Place(
        duty_id=duty.duty_id,
        technician_id=duty.technician_id,
        after=after,
        start=board.problem.moment(stop.start_s),
        end=board.problem.moment(stop.end_s),
        added_ore=ore(_units(changed) - _units(before) - drop + _peaks(board, changed)),
        broken=(*barred, *_newly(board, visit, before, changed)),
        late_s=_late_s(changed) - _late_s(before),
        overtime_s=_overtime_s(board, changed) - _overtime_s(board, before),
        is_exact=_is_exact(board, visit, changed),
    )


def _without(board: Standing, day: Day, visit_id: str) -> TimedRoute | None:
    return _timed(board.problem, day.duty, tuple(one for one in day.visit_ids if one != visit_id))


def _timed(problem: Problem, duty: Duty, order: tuple[str, ...]) -> TimedRoute | None:
    return time_route(problem, duty, order) or time_route(problem, duty, order, relaxed=ALL_RULES)


_Routes = Mapping[str, TimedRoute | None]


def _units(routes: _Routes) -> int:
    return sum(one.units for one in routes.values() if one)


def _late_s(routes: _Routes) -> int:
    return sum(stop.lateness_s for one in routes.values() if one for stop in one.stops)


def _overtime_s(board: Standing, routes: _Routes) -> int:
    return sum(max(0, one.end_s - board.days[duty].duty.end_s) for duty, one in routes.items() if one and one.stops)


def _peaks(board: Standing, changed: _Routes) -> int:
    """What the terms that look at all of a plan add; nothing unless the settings price them."""
    weights = board.problem.weights
    if not weights.longest_lateness_ore_min and not weights.longest_idle_ore_h:
        return 0
    before = [(day.duty, day.timed) for day in board.days.values() if day.timed]
    after = [(duty, changed.get(duty.duty_id) or timed) for duty, timed in before]
    return peak_units(weights, after) - peak_units(weights, before)


def _newly(board: Standing, visit: Visit, before: _Routes, changed: _Routes) -> tuple[Broken, ...]:
    """What the visit misses, and what others miss that they did not miss before, or by less."""
    known = dict(_missed(before))
    fresh = []
    for key, miss in _missed(changed):
        was = known.get(key)
        if miss.visit_id == visit.visit_id or was is None or (miss.seconds, miss.amount) > (was.seconds, was.amount):
            fresh.append(Broken(rule=_rule_of(board, miss), visit_id=miss.visit_id, seconds=miss.seconds))
    return tuple(fresh)


def _missed(routes: _Routes) -> Iterator[tuple[tuple[str, str, str], Miss]]:
    """What is missed, by rule and the visit (else the duty) it is missed at."""
    for duty, route in routes.items():
        for miss in route.misses if route else ():
            yield (miss.rule, miss.visit_id or duty, miss.dimension), miss


def _rule_of(board: Standing, miss: Miss) -> str:
    """The rule by its name; linked work is only locked here, so that the others find it."""
    visit = board.problem.visit(miss.visit_id) if miss.rule == "lock" and miss.visit_id in board.ties else None
    return "link" if visit is not None and visit.lock.kind in TIME_LOCKS else _named(miss.rule)


def _named(rule: str) -> str:
    return "lock" if rule == "lock_technician" else rule


def _is_exact(board: Standing, visit: Visit, changed: _Routes) -> bool:
    touched = {visit.visit_id}.union(*(board.days[one].visit_ids for one in changed))
    riding = any(day.duty.rides_with for day in board.days.values())
    return board.ties.isdisjoint(touched) and not riding
