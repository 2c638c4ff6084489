"""What planning gains: the way of a plan against the same visits of the same people in an order made without a search.

Two ways to do without: everybody takes their visits in the order in which they came, and nearest insertion: each visit,
in that order, goes where it lengthens the way of its technician least. Neither knows of agreed times, opening hours or
breaks, which the plan keeps, and both leave who goes where to the plan: the gain is rather more than is said. Ways are
as the crow flies, because the roads of old days are not kept; all three are measured alike.

References
----------
Rosenkrantz, D., Stearns, R. and Lewis, P. (1977). An analysis of several heuristics for the traveling salesman problem.
SIAM Journal on Computing 6 (3), 563-581: insertion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind
from planner.report.facts import Traits
from planner.travel import great_circle_m

__all__ = ["Ways", "ways_of"]

_LAST = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Metres as the crow flies of a day: as planned, in the order given, and by nearest insertion."""

    own_m: float
    given_m: float
    nearest_m: float


def ways_of(plan: Plan, traits: Mapping[str, Traits]) -> Ways | None:
    """Return the three ways of a plan; None where nobody drives from a known place to known places.

    Parameters
    ----------
    traits
        When requests came, by id; those of which it is not known come last, by their id.
    """
    found = []
    for duty in plan.technicians:
        stops = [one for one in plan.of_duty(duty.duty_id) if one.kind is StopKind.VISIT and one.place is not None]
        if duty.start_place is not None and stops and not duty.rides_with:
            found.append(_of_duty(duty.start_place, duty.end_place or duty.start_place, stops, traits))
    if not found:
        return None
    own, given, nearest = (sum(one) for one in zip(*found, strict=True))
    return Ways(own_m=own, given_m=given, nearest_m=nearest)


def _of_duty(
    start: Place, end: Place, stops: Sequence[Stop], traits: Mapping[str, Traits]
) -> tuple[float, float, float]:
    places = (start, *(one.place for one in stops if one.place is not None), end)
    lat, lon = (np.array([getattr(one, name) for one in places]) for name in ("lat", "lon"))
    apart = great_circle_m(lat, lon).tolist()
    planned = list(range(1, len(places) - 1))
    came = {number: _came(stop, traits) for number, stop in zip(planned, stops, strict=True)}
    given = sorted(planned, key=came.__getitem__)
    return _length(apart, planned), _length(apart, given), _length(apart, _inserted(apart, given))


def _came(stop: Stop, traits: Mapping[str, Traits]) -> tuple[datetime, str]:
    of = traits.get(stop.request_id or "")
    return (of.came if of is not None and of.came is not None else _LAST), stop.request_id or ""


def _length(apart: Sequence[Sequence[float]], order: Sequence[int]) -> float:
    return sum(apart[a][b] for a, b in pairwise((0, *order, len(apart) - 1)))


def _inserted(apart: Sequence[Sequence[float]], given: Sequence[int]) -> list[int]:
    """Each visit, in the order given, where it lengthens the way least."""
    order: list[int] = []
    for one in given:
        ways = ([*order[:at], one, *order[at:]] for at in range(len(order) + 1))
        order = min(ways, key=lambda way: _length(apart, way))
    return order
