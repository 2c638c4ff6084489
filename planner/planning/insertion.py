"""A last look after the search: what still fits into the plan, and costs less there than left out, is put in.

A search that is stopped early leaves work that anybody would put into the plan by hand. It goes in by
priority, each where it adds least, timed exactly and with every rule kept; the judge sees the result as
he sees any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.explain.obstacles import obstacles, seat_obstacles
from planner.explain.ties import as_planned
from planner.explain.trying import Day, Spot, days_of, spots
from planner.model.costs import ore_units
from planner.model.links import agreed_in
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit
from planner.model.solution import Route
from planner.planning.crews import Put, put, put_both, together
from planner.planning.reasons import TRIES, near_days

__all__ = ["Inserted", "inserted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    """Routes with everything that still fitted in, and when their linked visits begin."""

    routes: tuple[Route, ...]
    agreed: tuple[tuple[str, int], ...] = ()


def inserted(problem: Problem, plan: Plan, *, tries: int = TRIES) -> Inserted | None:
    """Return the routes of a plan with everything that still fits in, or None when nothing does.

    Linked visits of the plan keep their times. Crews come last: whole, or not at all.

    Parameters
    ----------
    problem, plan
        The problem, and a plan whose work keeps all rules.
    tries
        Bound of the effort, in timed routes for each round.
    """
    agreed, posed = dict(agreed_in(problem, plan)), as_planned(problem, plan)
    days = days_of(posed, plan)
    missing = {left.visit_id for left in plan.unassigned}
    # A part of a long job is not put in by itself.
    left = sorted(
        (v for v in problem.visits if v.visit_id in missing and v.part is None), key=lambda v: (v.priority, v.visit_id)
    )
    crews = together(problem, left)
    tied = {seat.visit_id for seats in crews for seat in seats}
    left = [visit for visit in left if visit.visit_id not in tied]
    begun, changed = dict(days), set(days)
    while changed:
        changed = _round(posed, days, left, {duty_id: days[duty_id] for duty_id in changed}, tries)
    _put_crews(posed, days, crews, agreed, tries)
    if days == begun:
        return None
    routes = tuple(Route(duty_id=duty_id, visit_ids=day.visit_ids) for duty_id, day in days.items())
    return Inserted(routes=routes, agreed=tuple(sorted(agreed.items())))


def _put_crews(
    problem: Problem, days: dict[str, Day], crews: list[tuple[Visit, ...]], agreed: dict[str, int], tries: int
) -> None:
    """Put in crews and what follows on other visits, as long as something fits; one in may make way for another."""
    waiting, found = crews, True
    while waiting and found:
        found = False
        for seats in tuple(waiting):
            if seats not in waiting:
                continue
            near = _near(problem, days, seats, tries // _EACH // len(crews))
            one = put(problem, near, seats) or _put_chain(problem, days, seats, waiting, tries // _EACH // len(crews))
            if one is not None:
                problem, found = one.problem, True
                days |= one.days
                agreed |= one.starts_s
                waiting = [other for other in waiting if other[0].visit_id not in one.starts_s]


def _put_chain(
    problem: Problem, days: dict[str, Day], seats: tuple[Visit, ...], waiting: list[tuple[Visit, ...]], share: int
) -> Put | None:
    """Put in a single visit together with one that follows on it, where that is worth it."""
    alone = {other[0].visit_id: other[0] for other in waiting if len(other) == 1}
    for link in problem.links if len(seats) == 1 else ():
        if link.first == seats[0].visit_id and link.second in alone:
            second = alone[link.second]
            near = _near(problem, days, seats, share) | _near(problem, days, (second,), share)
            if (one := put_both(problem, near, seats[0], second)) is not None:
                return one
    return None


_EACH = 8
"""A time at which a crew is tried costs so much less than a place of every day."""


def _near(problem: Problem, days: Mapping[str, Day], seats: tuple[Visit, ...], share: int) -> dict[str, Day]:
    """The days nearest to a crew, and those of visits it is linked to."""
    timed = [day for day in days.values() if day.timed]
    able = [day for day in timed if any(not seat_obstacles(problem, day.duty, seat) for seat in seats)]
    work = {day.duty.duty_id: day.visit_ids for day in able}
    near = {duty.duty_id for duty in near_days(problem, seats[0], [day.duty for day in able], work, share)}
    ids = {seat.visit_id for seat in seats}
    others = {one for link in problem.links for one in (link.first, link.second) if {link.first, link.second} & ids}
    return {duty_id: day for duty_id, day in days.items() if duty_id in near or not others.isdisjoint(day.visit_ids)}


def _round(problem: Problem, days: dict[str, Day], left: list[Visit], fresh: Mapping[str, Day], tries: int) -> set[str]:
    """Put in what fits into the fresh days; return the days that changed. One visit in may make way for another."""
    share = tries // max(1, len(left))
    changed: set[str] = set()
    for visit in tuple(left):
        spot = _best(problem, visit, (days[duty_id] for duty_id in fresh), share)
        if spot is None:
            continue
        duty_id = spot.day.duty.duty_id
        days[duty_id] = Day(duty=spot.day.duty, visit_ids=spot.visit_ids, timed=spot.timed)
        left.remove(visit)
        changed.add(duty_id)
    return changed


def _best(problem: Problem, visit: Visit, days: Iterable[Day], share: int) -> Spot | None:
    """The place where a visit adds least; None where it fits nowhere, or costs as much as leaving it out."""
    able = {day.duty.duty_id: day for day in days if day.timed and not obstacles(day.duty, visit)}
    work = {duty_id: day.visit_ids for duty_id, day in able.items()}
    near = near_days(problem, visit, [day.duty for day in able.values()], work, share)
    tried = (spot for duty in near for spot in spots(problem, able[duty.duty_id], visit))
    best = min(tried, key=lambda spot: spot.added_units, default=None)
    if best is None or (visit.drop_ore is not None and best.added_units >= ore_units(visit.drop_ore)):
        return None
    return best
