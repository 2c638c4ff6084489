"""What maps are drawn on: imported layers of the installation, and the roads that a plan's drives follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from planner.desk.opening import Desk
from planner.model.plan import Plan
from planner.planning.road_lines import road_lines
from planner.roads.data import current, roads_folder
from planner.roads.layers import Layers

__all__ = ["generation", "layers", "shapes"]


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
    """Return the line on the road of each drive of a plan, as `planning.road_lines`."""
    return road_lines(plan, desk.travel)
