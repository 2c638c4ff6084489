"""The roads that a plan's drives follow, for the lines on a map."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from itertools import pairwise

from planner.model.errors import PlannerError
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind
from planner.travel import TravelEngine

__all__ = ["road_lines"]

Lines = dict[tuple[str, int], Sequence[tuple[float, float]]]

_ON_ROAD = (StopKind.START, StopKind.VISIT, StopKind.DEPOT, StopKind.END)
_ROAD = "road"
_log = logging.getLogger(__name__)


def road_lines(plan: Plan, travel: TravelEngine) -> Mapping[tuple[str, int], Sequence[tuple[float, float]]]:
    """Return the line on the road of each drive of a plan, by duty and sequence of the stop it leads to.

    Empty where the plan's times do not come from the roads that are asked now, or nobody answers: a map with straight
    lines is better than none.
    """
    if plan.travel.quality != _ROAD or plan.travel.engine != travel.matrix(()).label.engine:
        return {}
    found: Lines = {}
    try:
        for duty in plan.technicians:
            found |= _of_duty(travel, duty.duty_id, plan.of_duty(duty.duty_id))
    except PlannerError as error:
        _log.warning("no lines of roads on the map: %s", error)
    return found


def _of_duty(
    travel: TravelEngine, duty_id: str, stops: Sequence[Stop]
) -> dict[tuple[str, int], Sequence[tuple[float, float]]]:
    road = [stop for stop in sorted(stops, key=lambda one: one.sequence) if stop.kind in _ON_ROAD]
    placed = [(stop, stop.place) for stop in road if stop.place is not None]
    if len(placed) < 2:
        return {}
    way = travel.route([place for _, place in placed])
    if way.label.quality != _ROAD:
        return {}
    ends = [second.sequence for (_, _), (second, _) in pairwise(placed)]
    return {(duty_id, end): leg.shape for end, leg in zip(ends, way.legs, strict=True) if leg.shape}
