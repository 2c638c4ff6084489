"""What planning gains: the way of a plan against that of the same visits put together without a search.

Two ways to do without: everybody takes their visits in the order in which they came, and nearest insertion: each visit,
in that order, where it lengthens the way least among those who still have time. Both know neither windows nor skills,
so they are shorter than what a person could really have driven: the gain is rather more than is said.

Ways are as the crow flies, because the roads of old days are not kept; all three are measured alike.

References
----------
Rosenkrantz, D., Stearns, R. and Lewis, P. (1977). An analysis of several heuristics for the traveling salesman problem.
SIAM Journal on Computing 6 (3), 563-581: insertion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from planner.model.places import Place
from planner.model.plan import Plan
from planner.model.words import StopKind
from planner.report.facts import Traits
from planner.travel import great_circle_m

__all__ = ["Ways", "ways_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Metres as the crow flies of a day: as planned, in the order given, and by nearest insertion."""

    own_m: float
    given_m: float
    nearest_m: float


@dataclass(frozen=True, slots=True)
class _Route:
    """Numbers of the points of a duty: where it begins and ends, and its visits in the order planned."""

    first: int
    last: int
    visits: tuple[int, ...]
    spare_s: float


def ways_of(plan: Plan, traits: Mapping[str, Traits]) -> Ways | None:
    """Return the three ways of a plan; None where nobody drives from a known place to known places.

    Parameters
    ----------
    traits
        When requests came, by id; of others the id gives the order.
    """
    points: list[Place] = []
    routes, came, work_s = [], {}, {}
    for duty in plan.technicians:
        stops = [one for one in plan.of_duty(duty.duty_id) if one.kind is StopKind.VISIT and one.place is not None]
        if duty.start_place is None or duty.rides_with or not stops:
            continue
        first = len(points)
        points += [duty.start_place, duty.end_place or duty.start_place, *(one.place for one in stops if one.place)]
        numbers = tuple(range(first + 2, first + 2 + len(stops)))
        for number, stop in zip(numbers, stops, strict=True):
            of = traits.get(stop.request_id or "")
            known = of.came.timestamp() if of is not None and of.came is not None else np.inf
            came[number] = (known, stop.request_id or "")
            work_s[number] = float(stop.work_s)
        rests = sum(one.work_s for one in plan.of_duty(duty.duty_id) if one.kind in (StopKind.BREAK, StopKind.ABSENCE))
        spare = (duty.hard_end - duty.start).total_seconds() - rests
        routes.append(_Route(first, first + 1, numbers, spare))
    if not routes:
        return None
    lat, lon = (np.array([getattr(one, name) for one in points]) for name in ("lat", "lon"))
    apart = great_circle_m(lat, lon)
    own = sum(_length(apart, one, one.visits) for one in routes)
    given = sum(_length(apart, one, sorted(one.visits, key=came.__getitem__)) for one in routes)
    pace = plan.drive_s / own if own else 0.0
    nearest = _nearest(apart, routes, sorted(came, key=came.__getitem__), work_s, pace)
    return Ways(own_m=own, given_m=given, nearest_m=nearest)


def _length(apart: np.ndarray, route: _Route, visits: Sequence[int]) -> float:
    return float(sum(apart[a, b] for a, b in pairwise((route.first, *visits, route.last))))


def _nearest(
    apart: np.ndarray, routes: Sequence[_Route], order: Sequence[int], work_s: Mapping[int, float], pace: float
) -> float:
    """Length of the routes after each visit was put where it lengthens one least, of those with time for it."""
    tails, heads = [one.first for one in routes], [one.last for one in routes]
    whose = list(range(len(routes)))
    lengths = [float(apart[one.first, one.last]) for one in routes]
    spare = np.array([one.spare_s - pace * length for one, length in zip(routes, lengths, strict=True)])
    total = sum(lengths)
    for visit in order:
        tail, head, of = np.array(tails), np.array(heads), np.array(whose)
        longer = apart[tail, visit] + apart[visit, head] - apart[tail, head]
        late = spare[of] < work_s[visit] + pace * longer
        at = int(np.argmin(longer + np.where(late, 1e9, 0.0)))
        spare[of[at]] -= work_s[visit] + pace * longer[at]
        total += float(longer[at])
        tails.append(visit)
        heads.append(heads[at])
        whose.append(whose[at])
        heads[at] = visit
    return total
