"""Why a visit that follows on another is left out: the other is not planned, or the gap leaves no time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.explain.meeting import changed
from planner.explain.obstacles import obstacles
from planner.explain.ties import Placed, tied
from planner.explain.trying import Day, Spot, spots
from planner.model.costs import ore, ore_units
from planner.model.links import Link
from planner.model.message import Money, message
from planner.model.problem import Problem, Visit
from planner.model.reasons import Cure, Reason

__all__ = ["missing", "no_gap", "relaxed_gap", "waits"]


def missing(links: Iterable[Link], visits: Iterable[Visit], there: Mapping[str, Placed]) -> str | None:
    """Return a visit that others need and that is not planned; None if there is none."""
    ids = {visit.visit_id for visit in visits}
    needs = (one.first for one in links if one.second in ids and one.first not in ids)
    return next((one for one in needs if one not in there), None)


def waits(visit: Visit, other_id: str) -> Reason:
    """Return the reason of a visit that waits for another that is not planned."""
    said = message("rule.link.unassigned", visit=visit.visit_id, other_visit=other_id)
    return Reason(code="link", message=said)


def no_gap(problem: Problem, days: Mapping[str, Day], visit: Visit, there: Mapping[str, Placed]) -> Reason:
    """Return the reason of a visit for which its links leave no time or person at all, with the gap that would do."""
    pairs = [(link.first, link.second) for link in problem.links]
    before = (first for first, second in pairs if second == visit.visit_id)
    other = next(before, None) or next(second for first, second in pairs if first == visit.visit_id)
    if other not in there:
        return waits(visit, other)
    cure = relaxed_gap(problem, days, visit, there)
    said = message("explain.link_no_time", visit=visit.visit_id, other_visit=other)
    return Reason(code="link", message=said, cures=(cure,) if cure else ())


def relaxed_gap(problem: Problem, days: Mapping[str, Day], visit: Visit, there: Mapping[str, Placed]) -> Cure | None:
    """Return the longer gap to its predecessor with which a visit fits; proven by timing the day it goes to."""
    before = [link for link in problem.links if link.second == visit.visit_id and link.max_s is not None]
    if len(before) != 1 or before[0].first not in there:
        return None
    longer = tuple(replace(one, max_s=None) if one is before[0] else one for one in problem.links)
    free = tied(longer, visit, there)
    if free is None:
        return None
    posed = changed(problem, (free,))
    able = [day for day in days.values() if day.timed and not obstacles(day.duty, free)]
    best: Spot | None = min(
        (spot for day in able for spot in spots(posed, day, free)),
        key=lambda spot: (spot.timed.start_of(visit.visit_id) or 0, spot.added_units),
        default=None,
    )
    if best is None:
        return None
    other = there[before[0].first]
    gap_s = before[0].gap_s((other.start_s, other.end_s), best.timed.start_of(visit.visit_id) or 0)
    units, minutes = best.added_units - ore_units(visit.drop_ore or 0), -(-gap_s // 60)
    said = message("cure.relax_link.text", minutes=minutes, cost=Money(ore(units), signed=True))
    change = (("visit", visit.visit_id), ("other_visit", before[0].first), ("most_min", f"{minutes}"))
    return Cure(code="relax_link", message=said, cost_ore=ore(units), change=change)
