"""Broken rules where they are broken: at the visits, on the schedule."""

from __future__ import annotations

from planner.model.language import render
from planner.model.plan import Plan
from planner.model.reasons import hard_ones

__all__ = ["broken_of"]


def broken_of(plan: Plan, language: str) -> dict[str, tuple[str, ...]]:
    """Return the rules that work breaks, a sentence each, by visit id.

    A rule of a whole day stands at all work of that technician.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in hard_ones(plan.violations):
        said = render(one.message, language, zone=plan.time_zone)
        theirs = [stop.visit_id for stop in plan.stops if stop.visit_id and stop.technician_id == one.technician_id]
        for visit_id in [one.visit_id] if one.visit_id else theirs:
            found[visit_id] = (*found.get(visit_id, ()), said)
    return found
