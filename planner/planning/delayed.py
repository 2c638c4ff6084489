"""Planned work that cannot keep its time any more: it keeps its place, and is late by as much as it has to be.

A rule that is lost already takes nothing out of a plan: windows, locks and shifts reach as far as the plan needs by
now, and no further, so that nothing that is put in makes it worse.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from planner.model.duty import Duty
from planner.model.links import Link, agreed_in, linked, settled
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit, Window
from planner.model.words import LockKind
from planner.rules import TimedRoute, time_route
from planner.rules.timeline import ALL_RULES

__all__ = ["delayed", "rather_late", "widened_for"]

_TIME_LOCKS = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)
_DAY_S = 24 * 3600
_ROUNDS = 4
"""As often a delay is passed on from one linked visit to the next."""


def delayed(
    problem: Problem, plan: Plan, driven: Mapping[str, tuple[str, ...]], *, now_s: int, away: Collection[str] = ()
) -> Problem:
    """Return the problem in which the work of a plan can stay where it is.

    Who is absent keeps nothing but what was driven: their work has to go to others.

    Parameters
    ----------
    problem
        In it nothing begins in the past.
    plan
        Whose order of work is kept.
    driven
        What was driven of each duty, in the order in which it was.
    now_s
        Present second.
    away
        Duties of those who are away by now.
    """
    fixed = {one for ids in driven.values() for one in ids}
    known = {visit.visit_id for visit in problem.visits} - fixed
    orders = {}
    for duty in problem.duties:
        open_ones = tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id in known and s.visit_id)
        orders[duty.duty_id] = (*driven.get(duty.duty_id, ()), *(() if duty.duty_id in away else open_ones))
    agreed, timed = _timed(problem, plan, orders)
    visits = {visit.visit_id: visit for visit in problem.visits}
    duties = []
    for duty in problem.duties:
        route = timed[duty.duty_id]
        missed = {miss.rule for miss in route.misses} if route else set()
        if route is None:
            duties.append(duty)
            continue
        duties.append(widened_for(duty, route) if missed else duty)
        for visit_id in orders[duty.duty_id]:
            if visit_id in known and (start_s := route.start_of(visit_id)) is not None:
                visits[visit_id] = _eased(
                    visits[visit_id], start_s, duty.work_s(visits[visit_id]), now_s=now_s, agreed=visit_id in agreed
                )
    return problem.replace(visits=tuple(visits.values()), duties=tuple(duties))


def rather_late(problem: Problem, visit_ids: Collection[str], *, now_s: int) -> Problem:
    """Return the problem in which some visits may begin after their windows and are late then: better than never.

    Parameters
    ----------
    now_s
        Present second; nothing begins before it.
    """
    return problem.replace(
        visits=tuple(_open_end(one, now_s) if one.visit_id in visit_ids else one for one in problem.visits)
    )


def _open_end(visit: Visit, now_s: int) -> Visit:
    if not visit.windows:
        return visit
    last_s = max(one.latest_s for one in visit.windows)
    late = Window(earliest_s=max(now_s, last_s), latest_s=max(now_s, last_s) + _DAY_S, late_after_s=last_s)
    return replace(visit, windows=(*(one for one in visit.windows if one.latest_s >= now_s), late))


def widened_for(duty: Duty, timed: TimedRoute) -> Duty:
    """Return a duty in which a schedule that missed rules of it misses them no more."""
    missed = {miss.rule for miss in timed.misses}
    if "shift" in missed:
        duty = replace(duty, hard_end_s=max(duty.hard_end_s, timed.end_s))
    if "break" in missed:
        breaks = (
            one if one.is_absence else replace(one, latest_s=max(one.latest_s, timed.end_s)) for one in duty.breaks
        )
        duty = replace(duty, breaks=tuple(breaks))
    if "max_drive" in missed and duty.max_drive_s is not None:
        duty = replace(duty, max_drive_s=max(duty.max_drive_s, sum(stop.travel_s for stop in timed.stops)))
    return duty


def _timed(
    problem: Problem, plan: Plan, orders: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, int], dict[str, TimedRoute | None]]:
    """When linked visits begin by now, and the schedule of every duty; linked visits wait for each other."""
    planned = {one for ids in orders.values() for one in ids}
    links = tuple(link for link in problem.links if {link.first, link.second} <= planned)
    asked = problem.replace(links=links)
    agreed = {one: second for one, second in agreed_in(asked, plan) if one in linked(links)}
    timed: dict[str, TimedRoute | None] = {}
    for _ in range(_ROUNDS):
        settled_now = settled(asked, agreed)
        timed = {duty.duty_id: _timed_late(settled_now, duty, orders[duty.duty_id]) for duty in problem.duties}
        later = _passed_on(links, agreed, timed.values())
        if later == agreed:
            break
        agreed = later
    return agreed, timed


def _timed_late(problem: Problem, duty: Duty, order: tuple[str, ...]) -> TimedRoute | None:
    """Return the schedule of an order of work that may be late; breaks are moved only where nothing else helps.

    A break that is being taken stays where it is: nobody drives on before it is over.
    """
    for relaxed in (frozenset[str](), _relaxed(duty) - {"break"}, _relaxed(duty)):
        if (timed := time_route(problem, duty, order, relaxed=relaxed)) is not None:
            return timed
    return None


def _relaxed(duty: Duty) -> frozenset[str]:
    """Rules that a delay may break: nobody works while they are away, or after hours because of that."""
    leaves = any(one.is_absence and one.earliest_s + one.duration_s >= duty.end_s for one in duty.breaks)
    return ALL_RULES - ({"absence", "shift"} if leaves else {"absence"})


def _passed_on(links: Iterable[Link], agreed: Mapping[str, int], timed: Iterable[TimedRoute | None]) -> dict[str, int]:
    """When linked visits can begin, now that some of them cannot when it was agreed."""
    spans = {s.visit_id: (s.start_s, s.end_s) for route in timed if route for s in route.stops if s.visit_id in agreed}
    begins = {one: max(second, spans[one][0]) if one in spans else second for one, second in agreed.items()}
    for link in links:
        first_s, second_s = begins[link.first], begins[link.second]
        if link.meets:
            begins[link.first] = begins[link.second] = max(first_s, second_s)
        else:
            start_s, end_s = spans.get(link.first, (first_s, first_s))
            since_s = first_s + (end_s - start_s if link.from_end else 0)
            begins[link.second] = max(second_s, since_s + link.min_s)
    return begins


def _eased(visit: Visit, start_s: int, work_s: int, *, now_s: int, agreed: bool) -> Visit:
    """A visit whose windows, opening hours and lock let it begin when it will."""
    end_s = start_s + work_s
    lock = visit.lock
    if lock.kind in _TIME_LOCKS and lock.latest_s is not None and lock.latest_s < start_s:
        visit = replace(visit, lock=replace(lock, latest_s=start_s))
    limits = [_last(one, work_s) for one in visit.opening] if _is_missed(visit.opening, start_s, end_s) else []
    if _is_missed(visit.windows, start_s, end_s):
        limits.append(max((last for one in visit.windows if (last := _last(one, work_s)) < start_s), default=start_s))
    if not limits:
        return visit
    late_after_s = min(max(limits), start_s)
    begin_s = start_s if agreed else min(start_s, max(now_s, late_after_s))
    window = Window(earliest_s=begin_s, latest_s=start_s, late_after_s=min(late_after_s, begin_s))
    later = tuple(one for one in visit.windows if one.earliest_s > start_s)
    opening = (*visit.opening, Window(earliest_s=begin_s, latest_s=start_s)) if visit.opening else ()
    return replace(visit, windows=(window, *later), opening=opening)


def _is_missed(windows: tuple[Window, ...], start_s: int, end_s: int) -> bool:
    return bool(windows) and not any(
        one.earliest_s <= start_s <= one.latest_s and (one.end_s is None or end_s <= one.end_s) for one in windows
    )


def _last(window: Window, work_s: int) -> int:
    """The last second at which work keeps a window."""
    return window.latest_s if window.end_s is None else min(window.latest_s, window.end_s - work_s)
