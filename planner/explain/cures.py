"""Cures: changes that make a visit fit, each proven by timing the day with the change made.

A cure's cost is the difference it makes to the price of the plan: what the visit adds to the day,
less its drop price, which is no longer paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from planner.explain.obstacles import PERSON_LOCKS, obstacles
from planner.explain.trying import Day, Spot, spots
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, message
from planner.model.problem import Problem, Visit, VisitLock, Window
from planner.model.reasons import Cure
from planner.model.words import Channel, LockKind
from planner.rules import time_route

__all__ = ["MOST", "cures"]

MOST = 3
"""As many cures are offered for a visit."""

_STEP_S = 300
_NEAREST = 2


def cures(
    problem: Problem, days: Mapping[str, Day], visit: Visit, near: tuple[Spot, ...], catalogue: Catalogue
) -> tuple[Cure, ...]:
    """Return what would make a visit fit, the cheapest first, at most `MOST`, each tried and found to work.

    Parameters
    ----------
    problem, days
        The problem and the planned days (`planner.explain.trying.days_of`).
    visit
        The visit that is left out.
    near
        Nearest misses of technicians who could do it, best first (`planner.explain.trying.nearest`).
    catalogue
        Says which job types can be solved remotely.
    """
    found = [
        *(cure for spot in near[:_NEAREST] for cure in (_overtime(problem, visit, spot), _wider(problem, visit, spot))),
        *(_leave_out_other(problem, visit, spot.day) for spot in near[:_NEAREST]),
        _unlock(problem, days, visit),
        _free_choice(problem, days, visit),
        _remotely(problem, days, visit, catalogue),
    ]
    proven = sorted((cure for cure in found if cure is not None), key=lambda cure: cure.cost_ore or 0)
    by_code: dict[str, Cure] = {}
    for cure in proven:
        by_code.setdefault(cure.code, cure)
    return tuple(by_code.values())[:MOST]


def _cure(code: str, said: Message, units: int, **change: str) -> Cure:
    return Cure(code=code, message=said, cost_ore=ore(units), change=tuple(change.items()))


def _cost(units: int) -> Money:
    return Money(ore(units), signed=True)


def _saved(visit: Visit) -> int:
    """Price units that are no longer paid once the visit is planned."""
    return ore_units(visit.drop_ore or 0)


def _only(spot: Spot, rule: str) -> int | None:
    """Seconds by which a spot misses one rule, if it misses no other."""
    return spot.missed_s if spot.missed_s and {miss.rule for miss in spot.timed.misses} == {rule} else None


def _rounded(seconds: int) -> int:
    return ceil(seconds / _STEP_S) * _STEP_S


def _overtime(problem: Problem, visit: Visit, spot: Spot) -> Cure | None:
    """A longer shift for the technician who misses nothing but its hard end."""
    missed = _only(spot, "shift")
    if missed is None:
        return None
    duty = spot.day.duty
    longer = replace(duty, hard_end_s=duty.hard_end_s + _rounded(missed))
    timed = time_route(problem, longer, spot.visit_ids)
    if timed is None:
        return None
    units = timed.units - spot.day.units - _saved(visit)
    minutes = (longer.hard_end_s - duty.end_s) // 60
    said = message("cure.allow_overtime.text", minutes=minutes, technician=duty.name, cost=_cost(units))
    return _cure("allow_overtime", said, units, duty=duty.duty_id, max_overtime_min=f"{minutes}")


def _wider(problem: Problem, visit: Visit, spot: Spot) -> Cure | None:
    """A window that stays open until the technician who is nearest can be there."""
    start = spot.timed.start_of(visit.visit_id)
    if _only(spot, "window") is None or start is None or not visit.windows:
        return None
    last = max(visit.windows, key=lambda window: window.latest_s)
    if start <= last.latest_s:
        return None
    latest = _rounded(start - last.latest_s) + last.latest_s
    widened = Window(earliest_s=last.earliest_s, latest_s=latest, end_s=None)
    windows = (*(window for window in visit.windows if window is not last), widened)
    timed = time_route(_changed(problem, replace(visit, windows=windows)), spot.day.duty, spot.visit_ids)
    if timed is None:
        return None
    units = timed.units - spot.day.units - _saved(visit)
    until = problem.moment(latest)
    said = message(
        "cure.widen_window.text", to=until, customer=visit.customer or visit.visit_id, cost=_cost(units)
    )  # fmt: skip
    return _cure("widen_window", said, units, visit=visit.visit_id, latest_start=until.isoformat())


def _leave_out_other(problem: Problem, visit: Visit, day: Day) -> Cure | None:
    """Leaving out a visit of lower priority for this one, in the same technician's day."""
    best: tuple[int, Visit] | None = None
    for place, other_id in enumerate(day.visit_ids):
        other = problem.visit(other_id)
        if other is None or other.priority <= visit.priority or not _may_go(other):
            continue
        order = (*day.visit_ids[:place], visit.visit_id, *day.visit_ids[place + 1 :])
        timed = time_route(problem, day.duty, order)
        if timed is None:
            continue
        units = timed.units - day.units - _saved(visit) + _saved(other)
        if best is None or units < best[0]:
            best = units, other
    if best is None:
        return None
    units, other = best
    said = message(
        "cure.leave_out_other.text", other_visit=other.visit_id, priority=other.priority.name,
        technician=day.duty.name, cost=_cost(units),
    )  # fmt: skip
    return _cure("leave_out_other", said, units, visit=other.visit_id, duty=day.duty.duty_id)


def _may_go(visit: Visit) -> bool:
    return visit.drop_ore is not None and visit.lock.kind is LockKind.NONE


def _unlock(problem: Problem, days: Mapping[str, Day], visit: Visit) -> Cure | None:
    """The visit without its lock, wherever it then fits cheapest."""
    if visit.lock.kind is LockKind.NONE:
        return None
    best = _cheapest(problem, days, replace(visit, lock=VisitLock()))
    if best is None:
        return None
    units = best.added_units - _saved(visit)
    said = message("cure.unlock.text", visit=visit.visit_id, cost=_cost(units))
    return _cure("unlock", said, units, visit=visit.visit_id)


def _free_choice(problem: Problem, days: Mapping[str, Day], visit: Visit) -> Cure | None:
    """Somebody else than the technicians the request names."""
    if not visit.required or visit.lock.kind in PERSON_LOCKS:
        return None
    best = _cheapest(problem, days, replace(visit, required=()))
    if best is None:
        return None
    units, duty = best.added_units - _saved(visit), best.day.duty
    named = tuple(d.name for d in problem.duties if d.technician_id in visit.required) or visit.required
    said = message(
        "cure.free_person_choice.text", technicians=named, other_technician=duty.name, cost=_cost(units)
    )  # fmt: skip
    return _cure("free_person_choice", said, units, visit=visit.visit_id, technician=duty.technician_id)


def _remotely(problem: Problem, days: Mapping[str, Day], visit: Visit, catalogue: Catalogue) -> Cure | None:
    """A remote session instead of the visit, where the job type allows one."""
    job_type = catalogue.job_types.get(visit.job_type_id)
    if visit.is_remote or job_type is None or not job_type.remote_possible:
        return None
    best = _cheapest(problem, days, replace(visit, channel=Channel.REMOTE, place=None))
    if best is None:
        return None
    units, duty = best.added_units - _saved(visit), best.day.duty
    stop = next(stop for stop in best.timed.stops if stop.visit_id == visit.visit_id)
    said = message(
        "cure.solve_remotely.text", technician=duty.name, from_=problem.moment(stop.start_s),
        to=problem.moment(stop.end_s), cost=_cost(units),
    )  # fmt: skip
    return _cure("solve_remotely", said, units, visit=visit.visit_id, channel="remote")


def _cheapest(problem: Problem, days: Mapping[str, Day], changed: Visit) -> Spot | None:
    """The cheapest place of a changed visit in anybody's day, keeping every rule."""
    posed = _changed(problem, changed)
    able = (day for day in days.values() if not obstacles(day.duty, changed))
    return min((spot for day in able for spot in spots(posed, day, changed)), key=lambda s: s.added_units, default=None)


def _changed(problem: Problem, visit: Visit) -> Problem:
    visits = tuple(visit if one.visit_id == visit.visit_id else one for one in problem.visits)
    return problem.replace(visits=visits)
