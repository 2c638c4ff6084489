"""Unassigned visits: the nearest miss in words, and the cures that were proven by trying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from planner.explain.barred import barred, lock_sentence
from planner.explain.chained import missing, no_gap, relaxed_gap, waits
from planner.explain.crews import Crew, crew_reason
from planner.explain.cures import MOST, cures, search_longer
from planner.explain.meeting import changed
from planner.explain.needs import holders, needs_of
from planner.explain.obstacles import obstacles
from planner.explain.site_hours import opening_sentence
from planner.explain.stocking import parts_reason, pickup_sentence
from planner.explain.ties import as_planned, placed, tied
from planner.explain.trying import RELAXED, Day, Spot, days_of, nearest, spots
from planner.files import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.links import linked
from planner.model.message import Message, Money, message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Cure, Reason, Unassigned

__all__ = ["explain"]

_ENOUGH = 600
_PLACES = 4
"""Up to so many tries for all visits together, every place of every day is tried; beyond, this many of each day."""

_FAR_S = 3600
"""A miss beyond this says little; where only an absence stands in the way, that is said instead."""


def explain(problem: Problem, plan: Plan, *, catalogue: Catalogue | None = None) -> tuple[Unassigned, ...]:
    """Return the unassigned visits of a plan with reasons and cures.

    Parameters
    ----------
    problem
        What was to be planned.
    plan
        Its plan; visits that are neither planned nor listed are listed here.
    catalogue
        Names of skills and certificates; None: the one Fältplan ships with.

    Returns
    -------
    tuple of Unassigned
        In the problem's order; each with the nearest miss first. The first reason carries the cures.
    """
    names, problem = catalogue or load_catalogue(), as_planned(problem, plan)
    days = days_of(problem, plan)
    planned = {visit_id for day in days.values() for visit_id in day.visit_ids}
    listed = {left.visit_id: left for left in plan.unassigned}
    left = [visit for visit in problem.visits if visit.visit_id not in planned and not visit.is_pickup]
    efforts = (len(day.visit_ids) + 1 for day in days.values() for visit in left if not obstacles(day.duty, visit))
    most = None if sum(efforts) <= _ENOUGH else _PLACES
    now_s, ended_s = problem.seconds(plan.created_at), plan.solver.time_limit_s
    ties = _tied_reasons(problem, days, left, names, most=most, ended_s=ended_s, now_s=now_s) if problem.links else {}
    return tuple(
        replace(
            listed.get(visit.visit_id) or _listed(problem, visit),
            reasons=ties[visit.visit_id]
            if visit.visit_id in ties
            else _reasons(problem, days, visit, names, most=most, ended_s=ended_s, now_s=now_s),
        )
        for visit in left
    )


def _tied_reasons(
    problem: Problem,
    days: Mapping[str, Day],
    left: list[Visit],
    catalogue: Catalogue,
    *,
    most: int | None,
    ended_s: float,
    now_s: int,
) -> dict[str, tuple[Reason, ...]]:
    """Reasons of what is linked; all seats of a crew have one, and the first of them carries the cures."""
    ties, there = linked(problem.links), placed(problem, days)
    crews: dict[str, list[Visit]] = {}
    for visit in left:
        if visit.visit_id in ties:
            crews.setdefault(visit.request_id, []).append(visit)
    found: dict[str, tuple[Reason, ...]] = {}
    for seats in crews.values():
        if not days:
            continue
        first, *others = seats
        if first.part is not None:
            said = message("explain.parts", visit=first.request_id, count=first.part.count)
            reasons: tuple[Reason, ...] = (Reason(code="link", message=said, cures=(search_longer(ended_s),)),)
        elif (other := missing(problem.links, seats, there)) is not None:
            reasons = (waits(first, other),)
        elif others:
            crew = Crew(problem=problem, days=days, seats=tuple(seats), there=there, catalogue=catalogue, now_s=now_s)
            reasons = (crew_reason(crew, ended_s=ended_s),)
        elif (open_ := tied(problem.links, first, there)) is None:
            reasons = (no_gap(problem, days, first, there),)
        else:
            posed, never = changed(problem, (open_,)), _BOUND if open_ != first else frozenset()
            reasons = _reasons(posed, days, open_, catalogue, most=most, ended_s=ended_s, now_s=now_s, never=never)
            reasons = _with_gap(reasons, relaxed_gap(problem, days, first, there))
        found[first.visit_id] = reasons
        found |= {seat.visit_id: tuple(replace(one, cures=()) for one in reasons) for seat in others}
    return found


def _with_gap(reasons: tuple[Reason, ...], cure: Cure | None) -> tuple[Reason, ...]:
    """The reasons, with a longer gap among the cures where nothing is simply overlooked."""
    first, *others = reasons
    if cure is None or first.code == "search_ended":
        return reasons
    return (replace(first, cures=(*first.cures, cure)[-MOST:]), *others)


_BOUND = frozenset({"widen_window", "move_window", "free_person_choice"})
"""Cures of one visit alone that its links would forbid."""


def _listed(problem: Problem, visit: Visit) -> Unassigned:
    return Unassigned(
        visit_id=visit.visit_id, request_id=visit.request_id, title=visit.title, customer=visit.customer,
        channel=visit.channel, priority=visit.priority, place=problem.place_of(visit), service_s=visit.service_s,
    )  # fmt: skip


def _reasons(
    problem: Problem,
    days: Mapping[str, Day],
    visit: Visit,
    catalogue: Catalogue,
    *,
    most: int | None,
    ended_s: float,
    now_s: int,
    never: frozenset[str] = frozenset(),
) -> tuple[Reason, ...]:
    if not days:
        return (Reason(code="shift", message=message("rule.nobody.unassigned", day=problem.day)),)
    able = [day for day in days.values() if not obstacles(day.duty, visit)]
    tried = [spot for day in able for spot in spots(problem, day, visit, relaxed=RELAXED, most=most)]
    near = nearest(tried, visit)
    lacking = parts_reason(problem, visit, (day.duty for day in able)) if visit.parts and not near else None
    first = lacking or (_nearest_miss(problem, visit, near) if near else barred(problem, visit, catalogue))
    if full := _only_full(problem, able, visit, most, near):
        first = _full(problem, full)
    elif near and near[0].missed_s > _FAR_S and (away := _only_absent(problem, able, visit, most)):
        first = _absent(problem, away)
    if near:
        first = _with_holders(problem, visit, first, catalogue)
    if first.code == "search_ended":
        helps: tuple[Cure, ...] = (search_longer(ended_s),)
    else:
        places = (full, *near) if full else near
        helps = cures(problem, days, visit, tried, places, catalogue, not_before_s=now_s, never=never)
    others = (_missed(problem, visit, spot) for spot in near[1:3] if spot.missed_s)
    return (replace(first, cures=helps), *others)


def _nearest_miss(problem: Problem, visit: Visit, near: tuple[Spot, ...]) -> Reason:
    """The best place anybody has: too dear, overlooked by the search, or missing a rule by least."""
    best, duty = near[0], near[0].day.duty
    if best.missed_s:
        return _missed(problem, visit, best)
    extra = best.added_units - ore_units(visit.drop_ore or 0)
    if visit.drop_ore is not None and extra >= 0:
        said = message("explain.dearer", visit=visit.visit_id, technician=duty.name, amount=Money(ore(extra)))
        return Reason(code="price", message=said, technician_id=duty.technician_id)
    said = message("explain.overlooked", technician=duty.name)
    return Reason(code="search_ended", message=said, technician_id=duty.technician_id)


def _only_absent(problem: Problem, able: list[Day], visit: Visit, most: int | None) -> list[Duty]:
    """Who could take a visit but for an absence."""
    only_absence = frozenset({"absence"})
    return [
        day.duty
        for day in able
        if any(away.is_absence for away in day.duty.breaks)
        and any(True for _ in spots(problem, day, visit, relaxed=only_absence, most=most))
    ]


def _only_full(
    problem: Problem, able: list[Day], visit: Visit, most: int | None, near: tuple[Spot, ...]
) -> Spot | None:
    """The best place that only a capacity stands against; where nobody has room at all, times may be missed too."""
    if near and not near[0].missed_s:
        return None
    relaxed = frozenset({"capacity"}) | (frozenset() if near else RELAXED)
    laden = (day for day in able if day.duty.capacity and visit.load)
    tried = (spot for day in laden for spot in spots(problem, day, visit, relaxed=relaxed, most=most))
    full = nearest((spot for spot in tried if _overload(spot)[1]), visit)
    return min(full, key=lambda spot: (spot.missed_s, _overload(spot)[1]), default=None)


def _overload(spot: Spot) -> tuple[str, int]:
    """The dimension in which a place exceeds a capacity most, and by how much."""
    over = ((miss.dimension, miss.amount) for miss in spot.timed.misses)
    return max(over, key=lambda one: one[1], default=("", 0))


def _full(problem: Problem, spot: Spot) -> Reason:
    (dimension, amount), duty = _overload(spot), spot.day.duty
    said = message(
        "rule.capacity.unassigned", day=problem.day, technician=duty.name, quantity=amount, dimension=dimension
    )  # fmt: skip
    return Reason(code="capacity", message=said, technician_id=duty.technician_id)


def _absent(problem: Problem, away: list[Duty]) -> Reason:
    said = message("rule.absence.unassigned", technicians=tuple(duty.name for duty in away), day=problem.day)
    return Reason(code="shift", message=said, technician_id=away[0].technician_id)


def _missed(problem: Problem, visit: Visit, spot: Spot) -> Reason:
    """The sentence of the rule a place misses most."""
    worst, duty = spot.timed.misses[0], spot.day.duty
    if worst.rule == "absence":
        return _absent(problem, [duty])
    minutes = ceil(worst.seconds / 60)
    said = {
        "shift": lambda: message("rule.shift.unassigned", day=problem.day, technician=duty.name, minutes=minutes),
        "break": lambda: message("rule.break.unassigned", technician=duty.name),
        "lock": lambda: lock_sentence(problem, visit),
        "max_drive": lambda: _drive_sentence(visit, duty, worst.seconds),
        "window": lambda: _window_sentence(problem, visit, spot),
        "opening": lambda: opening_sentence(problem, visit, spot),
    }[worst.rule]()
    return Reason(code=worst.rule, message=said, technician_id=duty.technician_id)


def _drive_sentence(visit: Visit, duty: Duty, over_s: int) -> Message:
    limit_s = duty.max_drive_s or 0
    return message(
        "rule.max_drive.unassigned", site=visit.customer or visit.visit_id, technician=duty.name,
        minutes=ceil((limit_s + over_s) / 60), limit=limit_s // 60,
    )  # fmt: skip


def _window_sentence(problem: Problem, visit: Visit, spot: Spot) -> Message:
    """The window that is missed: of a depot, of the visit, or of another visit that would be pushed out of its own."""
    if (shut := pickup_sentence(problem, spot.day.duty, spot.timed)) is not None:
        return shut
    missed = {miss.visit_id: ceil(miss.seconds / 60) for miss in spot.timed.misses if miss.rule == "window"}
    if visit.visit_id not in missed:
        other, minutes = next(iter(missed.items()))
        return message(
            "explain.pushes_out", technician=spot.day.duty.name, other_visit=other or "", minutes=minutes
        )  # fmt: skip
    last = max(visit.windows, key=lambda window: window.latest_s)
    return message(
        "rule.window.unassigned", to=problem.moment(last.latest_s), technician=spot.day.duty.name,
        minutes=missed[visit.visit_id],
    )  # fmt: skip


_FEW = 2
"""So many who alone have what a visit needs are named with what keeps them."""


def _with_holders(problem: Problem, visit: Visit, reason: Reason, catalogue: Catalogue) -> Reason:
    """The reason, led by who alone has the skills where that is why nobody else is spoken of."""
    able = holders(problem, visit)
    people = tuple({duty.technician_id: duty.name for duty in able}.values())
    if not 0 < len(people) <= _FEW or len(able) == len(problem.duties):
        return reason
    said = message(
        "explain.only_they", day=problem.day, technicians=people, rest=reason.message,
        needs=tuple(need.name for need in needs_of(visit, catalogue)),
    )  # fmt: skip
    return replace(reason, message=said)
