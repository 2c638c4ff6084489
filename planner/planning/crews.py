"""Putting a crew, or a visit that follows on another, into days that are planned: where it adds least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.explain.chained import missing
from planner.explain.meeting import changed, meetings
from planner.explain.obstacles import obstacles
from planner.explain.ties import locked_at, placed, tied
from planner.explain.trying import Day, Spot, spots
from planner.model.costs import ore_units
from planner.model.links import linked
from planner.model.problem import Problem, Visit

__all__ = ["Put", "put", "put_both", "together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What was put in: the days that changed, when it begins, and the problem in which that is settled."""

    problem: Problem
    days: dict[str, Day]
    starts_s: dict[str, int]


def together(problem: Problem, visits: Iterable[Visit]) -> list[tuple[Visit, ...]]:
    """Return the linked ones of visits as they are put in: the seats of a crew together, anything else alone."""
    ties = linked(problem.links)
    seats: dict[str, list[Visit]] = {}
    for visit in visits:
        if visit.visit_id in ties:
            seats.setdefault(visit.request_id, []).append(visit)
    return [tuple(found) for found in seats.values()]


def put(problem: Problem, days: Mapping[str, Day], seats: Sequence[Visit]) -> Put | None:
    """Return the days with a crew in them, or None where it fits nowhere, or costs as much as leaving it out.

    Parameters
    ----------
    problem
        Its linked visits that are planned are locked to their times (`planner.explain.ties.as_planned`).
    days
        The days it may go to.
    seats
        All seats of a crew, or one visit that follows on another, or that another follows on.
    """
    there = placed(problem, days)
    if missing(problem.links, seats, there) is not None:
        return None
    found = _met(problem, days, seats) if len(seats) > 1 else _alone(problem, days, seats[0])
    if not found or not _is_worth(seats, found):
        return None
    return _put(problem, seats, found)


def put_both(problem: Problem, days: Mapping[str, Day], first: Visit, second: Visit) -> Put | None:
    """Return the days with a visit and one that follows on it, or None where they do not fit or cost more than they do.

    For a first that alone is not worth its way. It begins as early as it can wherever it is tried.

    Parameters
    ----------
    problem, days
        As in `put`.
    first, second
        Both left out.
    """
    free = tied(problem.links, first, placed(problem, days), beside=frozenset({second.visit_id}))
    if free is None:
        return None
    posed, best, least = changed(problem, (free,)), None, 0
    able = (day for day in days.values() if day.timed and not obstacles(day.duty, free))
    for spot in (spot for day in able for spot in spots(posed, day, free)):
        begun = _put(problem, (first,), (spot,))
        after = _alone(begun.problem, {**days, **begun.days}, second)
        added = spot.added_units + sum(one.added_units for one in after)
        if after and _is_worth((first, second), (spot, *after)) and (best is None or added < least):
            then = _put(begun.problem, (second,), after)
            best, least = replace(then, days=begun.days | then.days, starts_s=begun.starts_s | then.starts_s), added
    return best


def _is_worth(seats: Sequence[Visit], found: Sequence[Spot]) -> bool:
    """Whether what some visits add to the price is less than what leaving them out costs."""
    added, worth = sum(spot.added_units for spot in found), sum(ore_units(seat.drop_ore or 0) for seat in seats)
    return added < worth or any(seat.drop_ore is None for seat in seats)


def _put(problem: Problem, seats: Sequence[Visit], found: Sequence[Spot]) -> Put:
    """Return the days with each seat in its place."""
    starts = {
        seat.visit_id: start
        for seat, spot in zip(seats, found, strict=True)
        if (start := spot.timed.start_of(seat.visit_id)) is not None
    }
    fresh = {
        spot.day.duty.duty_id: Day(duty=spot.day.duty, visit_ids=spot.visit_ids, timed=spot.timed) for spot in found
    }
    return Put(problem=locked_at(problem, starts), days=fresh, starts_s=starts)


def _met(problem: Problem, days: Mapping[str, Day], seats: Sequence[Visit]) -> tuple[Spot, ...]:
    """The cheapest meeting of a whole crew."""
    tried = meetings(problem, days, seats, placed(problem, days))
    best = min((one for one in tried if one.is_whole), key=lambda one: one.added_units, default=None)
    return tuple(spot for spot in best.spots if spot) if best else ()


def _alone(problem: Problem, days: Mapping[str, Day], visit: Visit) -> tuple[Spot, ...]:
    """The cheapest place of one visit, within what its links leave open."""
    free = tied(problem.links, visit, placed(problem, days))
    if free is None:
        return ()
    posed = changed(problem, (free,))
    able = (day for day in days.values() if day.timed and not obstacles(day.duty, free))
    best = min((spot for day in able for spot in spots(posed, day, free)), key=lambda s: s.added_units, default=None)
    return (best,) if best else ()
