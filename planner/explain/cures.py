"""Cures: changes that make a visit fit, each proven by timing the day with the change made.

A cure's cost is the difference it makes to the price of the plan: what the visit adds to the day,
less its drop price, which is no longer paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from planner.explain.easing import free_choice, lower_level, move_window, remotely, unlock
from planner.explain.site_hours import open_longer
from planner.explain.stocking import filled_van, longer_open, ordered
from planner.explain.trying import Day, Spot, spots
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, message
from planner.model.problem import Problem, Visit
from planner.model.reasons import Cure
from planner.rules import time_route

__all__ = ["MOST", "cures", "rounded", "search_longer"]

MOST = 3
"""As many cures are offered for a visit."""

_STEP_S = 300

_DAYS, _PLACES = 3, 3
"""In how many technicians' days somebody else's visit may make room, and how many places are tried then."""


def cures(
    problem: Problem,
    days: Mapping[str, Day],
    visit: Visit,
    tried: list[Spot],
    near: tuple[Spot, ...],
    catalogue: Catalogue,
    *,
    not_before_s: int = 0,
    never: frozenset[str] = frozenset(),
) -> tuple[Cure, ...]:
    """Return what would make a visit fit, the cheapest first, at most `MOST`, each tried and found to work.

    Parameters
    ----------
    problem, days
        The problem and the planned days (`planner.explain.trying.days_of`).
    visit
        The visit that is left out.
    tried
        The visit in the days of everybody who could do it, with rules relaxed.
    near
        The nearest miss of each technician, best first (`planner.explain.trying.nearest`).
    catalogue
        Says which job types can be solved remotely, and names skills.
    not_before_s
        The present second: no earlier time is offered.
    never
        Codes of cures that are not offered: what links forbid, a cure of the visit alone cannot allow.
    """
    found = [
        _overtime(problem, visit, tried),
        _wider(problem, visit, tried),
        open_longer(problem, visit, tried),
        _more_driving(problem, visit, tried),
        *(_leave_out_other(problem, visit, spot.day) for spot in near[:_DAYS]),
        _mandatory(visit, near),
        unlock(problem, days, visit),
        free_choice(problem, days, visit),
        remotely(problem, days, visit, catalogue),
        lower_level(problem, days, visit, catalogue),
        filled_van(problem, days, visit),
        longer_open(problem, visit, tried),
        ordered(problem, visit, catalogue),
        move_window(problem, days, visit, not_before_s=not_before_s) if visit.windows else None,
    ]
    offered = (cure for cure in found if cure is not None and cure.code not in never)
    proven = sorted(offered, key=lambda cure: cure.cost_ore or 0)
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


def rounded(seconds: int) -> int:
    """Return seconds rounded up to what is offered: five minutes."""
    return ceil(seconds / _STEP_S) * _STEP_S


def _overtime(problem: Problem, visit: Visit, tried: list[Spot]) -> Cure | None:
    """A longer shift for the technician for whom, of those who miss nothing but its hard end, it costs least."""
    late = [spot for spot in tried if spot.misses_only("shift")]
    spot = min(late, key=lambda spot: (spot.added_units, spot.missed_s), default=None)
    if spot is None:
        return None
    duty = spot.day.duty
    longer = replace(duty, hard_end_s=duty.hard_end_s + rounded(spot.missed_s))
    timed = time_route(problem, longer, spot.visit_ids)
    if timed is None:
        return None
    units = timed.units - spot.day.units - _saved(visit)
    minutes = (longer.hard_end_s - duty.end_s) // 60
    said = message("cure.allow_overtime.text", minutes=minutes, technician=duty.name, cost=_cost(units))
    return _cure("allow_overtime", said, units, duty=duty.duty_id, max_overtime_min=f"{minutes}")


def _wider(problem: Problem, visit: Visit, tried: list[Spot]) -> Cure | None:
    """A last window that stays open until the technician who misses it least can be there, and be done."""
    if not visit.windows:
        return None
    last = max(visit.windows, key=lambda window: window.latest_s)
    late = [spot for spot in tried if spot.misses_only("window") and _start(spot, visit) > last.latest_s]
    spot = min(late, key=lambda spot: (spot.missed_s, spot.added_units), default=None)
    if spot is None:
        return None
    latest = rounded(_start(spot, visit) - last.latest_s) + last.latest_s
    end = None if last.end_s is None else max(last.end_s, latest + spot.day.duty.work_s(visit))
    windows = (*(w for w in visit.windows if w is not last), replace(last, latest_s=latest, end_s=end))
    timed = time_route(_changed(problem, replace(visit, windows=windows)), spot.day.duty, spot.visit_ids)
    if timed is None:
        return None
    units = timed.units - spot.day.units - _saved(visit)
    until, change = problem.moment(latest if end is None else end), {"latest_start": problem.moment(latest).isoformat()}
    if end is not None:
        change["latest_end"] = until.isoformat()
    said = message("cure.widen_window.text", to=until, customer=visit.customer or visit.visit_id, cost=_cost(units))
    return _cure("widen_window", said, units, visit=visit.visit_id, **change)


def _start(spot: Spot, visit: Visit) -> int:
    return spot.timed.start_of(visit.visit_id) or 0


def _more_driving(problem: Problem, visit: Visit, tried: list[Spot]) -> Cure | None:
    """More driving for the technician for whom, of those who miss nothing but that limit, it costs least."""
    far = [spot for spot in tried if spot.misses_only("max_drive")]
    spot = min(far, key=lambda spot: (spot.added_units, spot.missed_s), default=None)
    if spot is None:
        return None
    duty, limit_s = spot.day.duty, rounded((spot.day.duty.max_drive_s or 0) + spot.missed_s)
    timed = time_route(problem, replace(duty, max_drive_s=limit_s), spot.visit_ids)
    if timed is None:
        return None
    units, minutes = timed.units - spot.day.units - _saved(visit), limit_s // 60
    said = message(
        "cure.raise_drive_limit.text", minutes=minutes, technician=duty.name, day=problem.day, cost=_cost(units)
    )  # fmt: skip
    return _cure("raise_drive_limit", said, units, duty=duty.duty_id, max_drive_min=f"{minutes}")


def _leave_out_other(problem: Problem, visit: Visit, day: Day) -> Cure | None:
    """Leaving out a visit of lower priority for this one, in the same technician's day."""
    best: tuple[int, Visit] | None = None
    for other_id in day.visit_ids:
        other = problem.visit(other_id)
        if other is None or other.priority <= visit.priority or not _may_go(other):
            continue
        order = tuple(one for one in day.visit_ids if one != other_id)
        without = Day(duty=day.duty, visit_ids=order, timed=time_route(problem, day.duty, order))
        for spot in spots(problem, without, visit, most=_PLACES):
            units = spot.timed.units - day.units - _saved(visit) + _saved(other)
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
    return visit.drop_ore is not None and not visit.lock.holds


def _mandatory(visit: Visit, near: tuple[Spot, ...]) -> Cure | None:
    """The visit at its price, where nothing but the price is against it."""
    if not near or near[0].timed.misses or visit.drop_ore is None:
        return None
    units = near[0].added_units - _saved(visit)
    said = message("cure.make_mandatory.text", visit=visit.visit_id, cost=_cost(units))
    return _cure("make_mandatory", said, units, visit=visit.visit_id)


def search_longer(seconds: float) -> Cure:
    """Return the offer to search once more, as long as before, for a visit that has a place."""
    more = max(1, ceil(seconds))
    return Cure(
        code="search_longer",
        message=message("cure.search_longer.text", seconds=more),
        change=(("time_limit_s", f"{more}"),),
    )


def _changed(problem: Problem, visit: Visit) -> Problem:
    visits = tuple(visit if one.visit_id == visit.visit_id else one for one in problem.visits)
    return problem.replace(visits=visits)
