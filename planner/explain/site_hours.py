"""Visits that a site's opening hours keep out: the sentence, and longer hours as a cure that was tried."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from planner.explain.meeting import changed
from planner.explain.trying import Spot
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, message
from planner.model.problem import Problem, Visit, Window
from planner.model.reasons import Cure
from planner.rules import time_route

__all__ = ["open_longer", "opening_sentence"]

_STEP_S = 300


def opening_sentence(problem: Problem, visit: Visit, spot: Spot) -> Message:
    """Return what opening hours are missed by a place: the visit's, or those of another visit pushed out of its own."""
    missed = {miss.visit_id: ceil(miss.seconds / 60) for miss in spot.timed.misses if miss.rule == "opening"}
    if visit.visit_id not in missed:
        other, minutes = next(iter(missed.items()))
        return message("explain.pushes_past_closing", technician=spot.day.duty.name, other_visit=other or "",
                       minutes=minutes)  # fmt: skip
    start_s = spot.timed.start_of(visit.visit_id) or 0
    work_s = spot.day.duty.work_s(visit)
    nearest = min(visit.opening, key=lambda hours: max(hours.earliest_s - start_s, _over_s(hours, start_s, work_s)))
    return message(
        "rule.opening.unassigned", site=visit.customer or visit.visit_id, from_=problem.moment(nearest.earliest_s),
        to=problem.moment(_closes(nearest)), technician=spot.day.duty.name, minutes=missed[visit.visit_id],
    )  # fmt: skip


def open_longer(problem: Problem, visit: Visit, tried: list[Spot]) -> Cure | None:
    """Return the site open until the technician who misses only that, and by least, can be there and be done."""
    if not visit.opening:
        return None
    last = max(visit.opening, key=_closes)
    late = [(over, spot) for spot in tried if spot.misses_only("opening") and (over := _late_s(last, visit, spot)) > 0]
    over_s, spot = min(late, key=lambda one: (one[0], one[1].added_units), default=(0, None))
    if spot is None:
        return None
    more_s = ceil(over_s / _STEP_S) * _STEP_S
    longer = replace(last, latest_s=last.latest_s + more_s, end_s=None if last.end_s is None else last.end_s + more_s)
    opening = (*(one for one in visit.opening if one is not last), longer)
    timed = time_route(changed(problem, (replace(visit, opening=opening),)), spot.day.duty, spot.visit_ids)
    if timed is None:
        return None
    units = timed.units - spot.day.units - ore_units(visit.drop_ore or 0)
    until = problem.moment(_closes(longer))
    said = message(
        "cure.open_longer.text", to=until, site=visit.customer or visit.visit_id, cost=Money(ore(units), signed=True)
    )
    change = (("visit", visit.visit_id), ("closes", until.isoformat()))
    return Cure(code="open_longer", message=said, cost_ore=ore(units), change=change)


def _late_s(hours: Window, visit: Visit, spot: Spot) -> int:
    return _over_s(hours, spot.timed.start_of(visit.visit_id) or 0, spot.day.duty.work_s(visit))


def _over_s(hours: Window, start_s: int, work_s: int) -> int:
    """Seconds by which work begun at a second is too late for opening hours; 0 or less: it is not."""
    late_s = start_s - hours.latest_s
    return late_s if hours.end_s is None else max(late_s, start_s + work_s - hours.end_s)


def _closes(hours: Window) -> int:
    return hours.latest_s if hours.end_s is None else hours.end_s
