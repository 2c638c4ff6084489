"""A visit tried at every place of somebody's day while it is being dragged: times, price, and what it would break.

A drag asks many times a second, so only the two days that change are timed. What comes out is what the judge says
of the whole plan afterwards (`tests/planning/test_dragging.py` holds both against each other), but where linked work
or people who ride along would have to move too: there `Place.is_exact` says no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from planner.explain.obstacles import TIME_LOCKS, obstacles
from planner.explain.ties import as_planned
from planner.explain.trying import Day
from planner.model.costs import ore, ore_units
from planner.model.links import linked
from planner.model.problem import Duty, Problem, Visit, VisitLock
from planner.model.solution import Solution
from planner.planning.trial_place import Broken, Place
from planner.rules import ALL_RULES, Miss, TimedRoute, peak_units, time_route
from planner.rules.timeline import plan_from

__all__ = ["Broken", "Place", "Standing", "place_at", "places_in", "standing_of"]


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


def places_in(
    board: Standing, visit_id: str, technician_id: str, *, earliest: datetime | None = None
) -> tuple[Place, ...]:
    """Return every place of a visit in the shifts of a technician, in their order; its own place among them.

    Parameters
    ----------
    board
        The plan as it stands.
    visit_id
        Planned or left out. A start it was wished by hand is let go.
    technician_id
        Whose day is asked about; unknown: nothing.
    earliest
        It begins no sooner, at whichever place; None: as soon as it can.
    """
    visit = board.problem.visit(visit_id)
    if visit is None:
        return ()
    wished_s = None if earliest is None else board.problem.seconds(earliest)
    days = (_Tried.of(board, visit, day) for day in _days_of(board, technician_id))
    return tuple(day.place(at, wished_s) for day in days for at in range(len(day.order) + 1))


def place_at(board: Standing, visit_id: str, technician_id: str, moment: datetime) -> Place | None:
    """Return what a visit would be if it were let go at a moment of a technician's day; None: they have none.

    It comes after the work of which half is over by then. Where it could begin sooner there it waits for the moment.
    """
    visit, moment_s = board.problem.visit(visit_id), board.problem.seconds(moment)
    days = _days_of(board, technician_id)
    if visit is None or not days:
        return None
    nearest = min(days, key=lambda day: max(day.duty.start_s - moment_s, moment_s - day.duty.hard_end_s, 0))
    tried = _Tried.of(board, visit, nearest)
    at = tried.after(moment_s)
    place = tried.place(at, None)
    return tried.place(at, moment_s) if place.start is not None and place.start < moment else place


def _days_of(board: Standing, technician_id: str) -> list[Day]:
    return [day for day in board.days.values() if day.duty.technician_id == technician_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A visit in a day: the others of the day in their order, and the day it would leave."""

    board: Standing
    visit: Visit
    day: Day
    order: tuple[str, ...]
    barred: tuple[Broken, ...]
    own: str | None
    left: Mapping[str, TimedRoute | None]

    @classmethod
    def of(cls, board: Standing, visit: Visit, day: Day) -> _Tried:
        own, duty = board.duty_of(visit.visit_id), day.duty
        left = board.days[own] if own is not None and own != duty.duty_id else None
        return cls(
            board=board,
            visit=visit,
            day=day,
            order=tuple(one for one in day.visit_ids if one != visit.visit_id),
            barred=tuple(Broken(rule=_named(rule), visit_id=visit.visit_id) for rule in obstacles(duty, visit)),
            own=own,
            left={left.duty.duty_id: _without(board, left, visit.visit_id)} if left is not None else {},
        )

    def after(self, moment_s: int) -> int:
        """How many of the others come before a moment: half of their work is over."""
        rest = (
            self.day.timed if self.own != self.day.duty.duty_id else _without(self.board, self.day, self.visit.visit_id)
        )
        halves = {one.visit_id: (one.start_s + one.end_s) / 2 for one in rest.stops} if rest else {}
        return sum(halves.get(one, 0) <= moment_s for one in self.order)

    def place(self, at: int, wished_s: int | None) -> Place:
        """The visit at a place of the day, begun no sooner than wished."""
        duty, order, visit_id = self.day.duty, self.order, self.visit.visit_id
        posed = _wished(self.board.problem, self.visit, wished_s)
        timed = _timed(posed, duty, (*order[:at], visit_id, *order[at:]))
        after = order[at - 1] if at else None
        found = _place(
            self.board, self.visit, duty, after=after, changed={duty.duty_id: timed, **self.left}, barred=self.barred,
            is_new=self.own is None,
        )  # fmt: skip
        at_home = self.own == duty.duty_id and self.day.visit_ids[: at + 1] == (*order[:at], visit_id)
        return replace(
            found,
            earliest=None if wished_s is None else self.board.problem.moment(wished_s),
            stands=at_home and wished_s == self.visit.lock.wished_s,
        )


def _wished(problem: Problem, visit: Visit, wished_s: int | None) -> Problem:
    """The problem with another wish for a visit; what is locked stays as it is locked."""
    if visit.lock.holds or wished_s == visit.lock.wished_s:
        return problem
    changed = replace(visit, lock=VisitLock.not_before(wished_s))
    return problem.replace(visits=tuple(changed if one is visit else one for one in problem.visits))


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
