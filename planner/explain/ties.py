"""Linked visits where a plan has them, and what their links leave open to one that is still to be placed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from planner.explain.trips import left_at_depots
from planner.explain.trying import Day
from planner.model.links import Link, agreed_in, linked, settled
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit, VisitLock, Window
from planner.model.riding import brought_home, routes_in
from planner.model.words import LockKind, Who

__all__ = ["Placed", "as_planned", "locked_at", "placed", "tied"]

_TIMED = {LockKind.NONE: LockKind.TIME, LockKind.TECHNICIAN: LockKind.BOTH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a planned visit is: whose it is, when it begins and ends (seconds of the horizon)."""

    technician_id: str
    start_s: int
    end_s: int


def as_planned(problem: Problem, plan: Plan) -> Problem:
    """Return the problem in which each day of a plan stands by itself.

    Linked visits are locked to the time they have: whatever is tried in a day leaves them where the others meet them.
    Depots have for each what the others leave. Whoever takes somebody along is home when the rider's shift ends.
    """
    riding = brought_home(problem, routes_in(plan.stops))
    return left_at_depots(locked_at(riding, dict(agreed_in(problem, plan))), plan)


def locked_at(problem: Problem, starts: Mapping[str, int]) -> Problem:
    """Return the problem with linked visits locked to the second at which they begin."""
    if not starts:
        return problem
    fixed = settled(problem, starts)
    return fixed.replace(visits=tuple(_locked(one, starts.get(one.visit_id)) for one in fixed.visits))


def _locked(visit: Visit, start_s: int | None) -> Visit:
    if start_s is None:
        return visit
    kind = _TIMED.get(visit.lock.kind, visit.lock.kind)
    lock = VisitLock(kind=kind, technician_id=visit.lock.technician_id, earliest_s=start_s, latest_s=start_s)
    return replace(visit, lock=lock)


def placed(problem: Problem, days: Mapping[str, Day]) -> dict[str, Placed]:
    """Return where the linked visits of the planned days are."""
    ties = linked(problem.links)
    return {
        stop.visit_id: Placed(technician_id=day.duty.technician_id, start_s=stop.start_s, end_s=stop.end_s)
        for day in days.values()
        if day.timed is not None
        for stop in day.timed.stops
        if stop.visit_id in ties and stop.visit_id is not None
    }


def tied(
    links: Iterable[Link], visit: Visit, there: Mapping[str, Placed], *, beside: frozenset[str] = frozenset()
) -> Visit | None:
    """Return a visit with the times and persons that its links to planned visits leave open.

    Parameters
    ----------
    there
        Where planned visits are (`placed`).
    beside
        Visits that are placed together with it: their links are not looked at.

    Returns
    -------
    Visit or None
        None if it needs a visit that is not planned, or nothing is left open.
    """
    for link in links:
        if visit.visit_id not in (link.first, link.second):
            continue
        is_second = link.second == visit.visit_id
        other = link.first if is_second else link.second
        if other in beside:
            continue
        if other not in there:
            if is_second or link.both:
                return None
            continue
        cut = _cut(visit, link, there[other], is_second=is_second)
        if cut is None:
            return None
        visit = cut
    return visit


def _cut(visit: Visit, link: Link, other: Placed, *, is_second: bool) -> Visit | None:
    """The visit with what one link leaves open."""
    if is_second:
        since = other.end_s if link.from_end else other.start_s
        low, high = since + link.min_s, None if link.max_s is None else since + link.max_s
    else:
        own_s = visit.service_s if link.from_end else 0
        low = 0 if link.max_s is None else other.start_s - link.max_s - own_s
        high = other.start_s - link.min_s - own_s
    windows = _within(visit.windows, max(0, low), high)
    if not windows:
        return None
    visit = replace(visit, windows=windows)
    if link.who is Who.DIFFERENT:
        return replace(visit, forbidden=tuple(dict.fromkeys((*visit.forbidden, other.technician_id))))
    if link.who is Who.SAME:
        if visit.required and other.technician_id not in visit.required:
            return None
        return replace(visit, required=(other.technician_id,))
    return visit


_ANY_TIME = Window(earliest_s=0, latest_s=3 * 24 * 3600)


def _within(windows: tuple[Window, ...], low: int, high: int | None) -> tuple[Window, ...]:
    """Cut windows to starts from one second to another."""
    found = []
    for window in windows or (_ANY_TIME,):
        first, last = max(window.earliest_s, low), window.latest_s if high is None else min(window.latest_s, high)
        if first <= last:
            found.append(replace(window, earliest_s=first, latest_s=last))
    return tuple(found)
