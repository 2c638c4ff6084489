"""Cures that ask less of a visit: a level lower, another time of the day, a remote session, anybody at all.

Each is proven by timing the changed visit in the days of those who could then do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.explain.obstacles import PERSON_LOCKS, TIME_LOCKS, obstacles
from planner.explain.trying import Day, Spot, spots
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, message
from planner.model.problem import Problem, Visit, VisitLock, Window
from planner.model.reasons import Cure
from planner.model.words import Channel, LockKind
from planner.rules import time_route

__all__ = ["free_choice", "lower_level", "move_window", "remotely", "unlock", "window_around"]

_SLOT_S = 1800
_LEAST_S = 7200
"""A moved window begins at a half hour and stays open for two hours, or as long as it was."""


def unlock(problem: Problem, days: Mapping[str, Day], visit: Visit) -> Cure | None:
    """Return the visit without its lock, wherever it then fits cheapest."""
    if visit.lock.kind is LockKind.NONE:
        return None
    best = _cheapest(problem, days.values(), replace(visit, lock=VisitLock()))
    if best is None:
        return None
    said = message("cure.unlock.text", visit=visit.visit_id, cost=_cost(best, visit))
    return _cure("unlock", said, best, visit)


def free_choice(problem: Problem, days: Mapping[str, Day], visit: Visit) -> Cure | None:
    """Return the visit by somebody else than the technicians the request names."""
    same = (visit.same_as,) if visit.same_required and visit.same_as else ()
    asked = visit.required or same
    if not asked or visit.lock.kind in PERSON_LOCKS:
        return None
    best = _cheapest(problem, days.values(), replace(visit, required=(), same_required=False))
    if best is None:
        return None
    duty = best.day.duty
    named = tuple(d.name for d in problem.duties if d.technician_id in asked) or asked
    said = message(
        "cure.free_person_choice.text", technicians=named, other_technician=duty.name, cost=_cost(best, visit)
    )  # fmt: skip
    return _cure("free_person_choice", said, best, visit, technician=duty.technician_id)


def remotely(problem: Problem, days: Mapping[str, Day], visit: Visit, catalogue: Catalogue) -> Cure | None:
    """Return a remote session instead of the visit, where the job type allows one."""
    job_type = catalogue.job_types.get(visit.job_type_id)
    if visit.is_remote or job_type is None or not job_type.remote_possible:
        return None
    best = _cheapest(problem, days.values(), replace(visit, channel=Channel.REMOTE, place=None, load=(), parts=()))
    if best is None:
        return None
    stop = next(stop for stop in best.timed.stops if stop.visit_id == visit.visit_id)
    said = message(
        "cure.solve_remotely.text", technician=best.day.duty.name, from_=problem.moment(stop.start_s),
        to=problem.moment(stop.end_s), cost=_cost(best, visit),
    )  # fmt: skip
    return _cure("solve_remotely", said, best, visit, channel="remote")


def lower_level(problem: Problem, days: Mapping[str, Day], visit: Visit, catalogue: Catalogue) -> Cure | None:
    """Return the visit with one skill asked a level lower, by somebody who then has all it needs."""
    offers = []
    for skill, level in visit.skills:
        if level < 2:
            continue
        lower = tuple((one, need - (one == skill)) for one, need in visit.skills)
        newly = [day for day in days.values() if day.duty.level(skill) == level - 1]
        if (best := _cheapest(problem, newly, replace(visit, skills=lower))) is not None:
            offers.append((best.added_units, skill, level - 1, best))
    if not offers:
        return None
    _, skill, level, best = min(offers, key=lambda offer: offer[:3])
    said = message(
        "cure.lower_level.text", skill=catalogue.skill_name(skill), level=level, technician=best.day.duty.name,
        cost=_cost(best, visit),
    )  # fmt: skip
    return _cure("lower_level", said, best, visit, skill=skill, level=f"{level}")


def move_window(problem: Problem, days: Mapping[str, Day], visit: Visit, *, not_before_s: int = 0) -> Cure | None:
    """Return the visit at another time of the day, in a window around the start that costs least.

    Parameters
    ----------
    problem, days
        The day; the problem must hold the visit.
    visit
        The visit; one without windows is one whose windows are over.
    not_before_s
        The present second: no earlier time is offered.
    """
    if visit.lock.kind in TIME_LOCKS:
        return None
    last_s = max((day.duty.hard_end_s for day in days.values()), default=0)
    if last_s <= not_before_s:
        return None
    open_day = (Window(earliest_s=not_before_s, latest_s=last_s),) if not_before_s > 0 else ()
    best = _cheapest(problem, days.values(), replace(visit, windows=open_day))
    start_s = best.timed.start_of(visit.visit_id) if best else None
    if best is None or start_s is None:
        return None
    window = window_around(start_s, visit, not_before_s)
    posed = _changed(problem, replace(visit, windows=(window,)))
    timed = time_route(posed, best.day.duty, best.visit_ids)
    if timed is None:
        return None
    best = replace(best, timed=timed, added_units=timed.units - best.day.units)
    first, last = problem.moment(window.earliest_s), problem.moment(window.latest_s)
    said = message(
        "cure.move_window.text", from_=first, to=last, customer=visit.customer or visit.visit_id,
        technician=best.day.duty.name, cost=_cost(best, visit),
    )  # fmt: skip
    change = {"earliest_start": first.isoformat(), "latest_start": last.isoformat()}
    return _cure("move_window", said, best, visit, **change)


def window_around(start_s: int, visit: Visit, not_before_s: int) -> Window:
    """Return a window that begins at the half hour before a start and is open as long as the visit's last one."""
    long_s = max((w.latest_s - w.earliest_s for w in visit.windows[-1:]), default=0)
    earliest_s = max(start_s // _SLOT_S * _SLOT_S, not_before_s)
    return Window(earliest_s=earliest_s, latest_s=earliest_s + max(long_s, _LEAST_S))


def _cure(code: str, said: Message, best: Spot, visit: Visit, **change: str) -> Cure:
    units = best.added_units - ore_units(visit.drop_ore or 0)
    return Cure(code=code, message=said, cost_ore=ore(units), change=(("visit", visit.visit_id), *change.items()))


def _cost(best: Spot, visit: Visit) -> Money:
    """What planning the visit so adds, less what leaving it out no longer costs."""
    return Money(ore(best.added_units - ore_units(visit.drop_ore or 0)), signed=True)


def _cheapest(problem: Problem, days: Iterable[Day], changed: Visit) -> Spot | None:
    """The cheapest place of a changed visit in anybody's day, keeping every rule."""
    posed = _changed(problem, changed)
    able = (day for day in days if day.timed and not obstacles(day.duty, changed))
    return min((spot for day in able for spot in spots(posed, day, changed)), key=lambda s: s.added_units, default=None)


def _changed(problem: Problem, visit: Visit) -> Problem:
    visits = tuple(visit if one.visit_id == visit.visit_id else one for one in problem.visits)
    return problem.replace(visits=visits)
