"""The ground of a device's map: imported roads and layers around the day's places, and its drives along the roads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np

from planner.desk import ground
from planner.desk.day import MyDay, my_day
from planner.desk.opening import Desk
from planner.desk.roles import check, own_technician
from planner.desk.tablet_document import KeptDay, box_of, day_shown
from planner.model.event import Actor
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind
from planner.roads.shapes import encoded, simplified
from planner.views.road_ground import ground_data, labels_of

__all__ = ["ground_name", "keep_ground"]

_ON_ROAD = (StopKind.START, StopKind.VISIT, StopKind.DEPOT, StopKind.END)
_QUANTUM, _NEAR_M = 1e-5, 8.0
_LABELS = 60
_MOST = 60
_kept: dict[str, KeptDay] = {}
_lock = Lock()


def ground_name(desk: Desk, mine: MyDay) -> str:
    """Return what a device knows the ground of a day by; empty where no roads were imported."""
    folder = ground.generation(desk)
    if folder is None or mine.plan is None:
        return ""
    told = f"{folder.name} {mine.plan.plan_id} {mine.technician.technician_id}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def keep_ground(desk: Desk, actor: Actor, *, technician_id: str | None = None) -> KeptDay:
    """Return the ground of the day a device keeps as JSON, with its name; of the same name it is made once.

    Parameters
    ----------
    technician_id
        Whose; a technician may leave it out and gets their own.
    """
    check(actor, "tablet_ground.keep_ground")
    whose = own_technician(actor, technician_id)
    mine = my_day(desk, actor, day_shown(desk, whose), technician_id=whose)
    name = ground_name(desk, mine)
    with _lock:
        found = _kept.get(name)
    if found is None:
        written = json.dumps(_ground(desk, mine, name), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        found = KeptDay(content=written, version=name)
        with _lock:
            if len(_kept) >= _MOST:
                _kept.pop(next(iter(_kept)))
            _kept[name] = found
    return found


def _ground(desk: Desk, mine: MyDay, name: str) -> dict[str, Any]:
    stops = [stop for stop in mine.stops if stop.place is not None and stop.kind is not StopKind.REMOTE]
    layers = ground.layers(desk)
    if not name or not stops or mine.plan is None:
        return {"name": name, "roads": None, "labels": [], "ways": []}
    points = [(stop.place.lat, stop.place.lon) for stop in stops if stop.place]
    view = box_of(points)
    roads = None if layers is None else ground_data(layers, view, points)
    return {
        "name": name,
        "roads": roads,
        "labels": [row[:3] for row in labels_of(layers if roads else None, view, limit=_LABELS)],
        "ways": list(_ways(desk, mine.plan, mine.stops)),
    }


def _ways(desk: Desk, plan: Plan, stops: Sequence[Stop]) -> Iterator[list[Any]]:
    """Give each drive as its two ends, and its line on the road; empty where that is not known."""
    shapes = ground.shapes(desk, plan)
    road = [stop for stop in sorted(stops, key=lambda one: one.sequence) if stop.kind in _ON_ROAD]
    placed = [(stop, stop.place) for stop in road if stop.place is not None]
    for (_, before), (stop, place) in pairwise(placed):
        shape = shapes.get((stop.duty_id, stop.sequence), ())
        line = encoded(simplified(np.array(shape, dtype=np.float64), _NEAR_M), _QUANTUM) if len(shape) > 1 else ""
        yield [[before.lat, before.lon], [place.lat, place.lon], line]
