"""What maps are drawn on: imported layers of the installation, and the roads that a plan's drives follow."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from planner.desk.opening import Desk
from planner.model.errors import PlannerError
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind
from planner.roads.data import current, roads_folder
from planner.roads.layers import Layers

__all__ = ["generation", "layers", "shapes"]

_ON_ROAD = (StopKind.START, StopKind.VISIT, StopKind.DEPOT, StopKind.END)
_ROAD = "road"
_log = logging.getLogger(__name__)


def generation(desk: Desk) -> Path | None:
    """Return the folder of the roads in use; None where none were imported. It changes with every import."""
    return current(roads_folder(desk.var))


def layers(desk: Desk) -> Layers | None:
    """Return the imported layers of the map; None where there are none."""
    folder = generation(desk)
    return None if folder is None else _layers(folder)


@lru_cache(maxsize=2)
def _layers(folder: Path) -> Layers | None:
    return Layers.load(folder)


def shapes(desk: Desk, plan: Plan) -> Mapping[tuple[str, int], Sequence[tuple[float, float]]]:
    """Return the line on the road of each drive of a plan, by duty and sequence of the stop it leads to.

    Empty where the plan's times do not come from the roads that are asked now, or nobody answers: a map with straight
    lines is better than none.
    """
    if plan.travel.quality != _ROAD or plan.travel.engine != desk.travel.matrix(()).label.engine:
        return {}
    found: dict[tuple[str, int], Sequence[tuple[float, float]]] = {}
    try:
        for duty in plan.technicians:
            found |= _of_duty(desk, duty.duty_id, plan.of_duty(duty.duty_id))
    except PlannerError as error:
        _log.warning("no lines of roads on the map: %s", error)
    return found


def _of_duty(desk: Desk, duty_id: str, stops: Sequence[Stop]) -> dict[tuple[str, int], Sequence[tuple[float, float]]]:
    road = [stop for stop in sorted(stops, key=lambda one: one.sequence) if stop.kind in _ON_ROAD]
    placed = [(stop, stop.place) for stop in road if stop.place is not None]
    if len(placed) < 2:
        return {}
    way = desk.travel.route([place for _, place in placed])
    if way.label.quality != _ROAD:
        return {}
    ends = [second.sequence for (_, _), (second, _) in pairwise(placed)]
    return {(duty_id, end): leg.shape for end, leg in zip(ends, way.legs, strict=True) if leg.shape}
