"""What of the imported layers a page gets: enough for its box, more where its stops are, and never too much.

Three levels lie in each other: a coarse one around, the finest one that stays within its size for the box itself, and
single tiles of streets where most stops are. The page shows the finest it has at every point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from planner.roads.layers import Layers
from planner.roads.levels import LEVELS, Level
from planner.views.ground import Box, labels_in

__all__ = ["COPYRIGHT", "CREDIT", "ground_data", "labels_of"]

CREDIT = "© OpenStreetMap contributors"
COPYRIGHT = "https://www.openstreetmap.org/copyright"

_AROUND, _BASE, _DETAIL = 80_000, 240_000, 140_000
"""Letters a page may carry of the coarse surroundings, of the box itself, and of streets near stops."""
_STREETS_FROM = {"town": 14.5, "region": 12.0, "country": 12.0}
"""Zoom from which single tiles of streets replace a level beneath: where its lines are visibly off, or it has none."""

Tiles = Sequence[tuple[int, int]]


def ground_data(layers: Layers, view: Box, points: Iterable[tuple[float, float]]) -> dict[str, Any] | None:
    """Return what the script draws beneath a map; None where the layers have nothing there.

    Parameters
    ----------
    layers
        Of the extract in use.
    view
        What the page shows at first.
    points
        Places (lat, lon) one will look at closely.
    """
    if not layers.covers(_sides(view)):
        return None
    base = _finest(layers, LEVELS, view, _BASE)
    coarser = LEVELS[LEVELS.index(base) + 1 :]
    shown: list[tuple[Level, Tiles, float]] = [(base, layers.positions(base, _sides(view)), 0.0)]
    if coarser:
        wide = view.grown(1.5, least=0.1)
        around = _finest(layers, coarser, wide, _AROUND)
        shown.insert(0, (around, layers.positions(around, _sides(wide)), 0.0))
    if base is not LEVELS[0]:
        shown.append((LEVELS[0], _near(layers, LEVELS[0], points), _STREETS_FROM[base.name]))
    return {
        "levels": [_level(layers, *one) for one in shown],
        "edge": [list(corner) for corner in layers.edge],
        "wet": layers.is_wet,
        "credit": {"text": CREDIT, "url": COPYRIGHT},
    }


def labels_of(layers: Layers | None, box: Box, *, limit: int = 150) -> list[list[Any]]:
    """Return place names in a box, the weightiest first: those of the layers, and the country's where they have none.

    Parameters
    ----------
    layers
        None: the names of the country alone.
    box
        Where.
    limit
        How many at most.
    """
    own = [] if layers is None else list(layers.places_in(_sides(box), limit=limit))
    known = {name.casefold() for name, *_ in own}
    others = [row for row in labels_in(box, limit=limit) if row[0].casefold() not in known]
    return [list(row) for row in sorted([*own, *others], key=lambda row: -row[3])[:limit]]


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.south, box.west, box.north, box.east


def _finest(layers: Layers, levels: Sequence[Level], box: Box, most: int) -> Level:
    """Return the finest level that stays within a size for a box; the coarsest where none does."""
    for level in levels[:-1]:
        if layers.letters(level, layers.positions(level, _sides(box))) <= most:
            return level
    return levels[-1]


def _near(layers: Layers, level: Level, points: Iterable[tuple[float, float]]) -> Tiles:
    """Return the tiles most points lie in or beside, as many as stay within the size."""
    votes: Counter[tuple[int, int]] = Counter()
    for lat, lon in points:
        reach = Box(south=lat, west=lon, north=lat, east=lon).grown(0, least=level.size[0] / 8)
        for tile in layers.positions(level, _sides(reach)):
            votes[tile] += 1
    chosen: list[tuple[int, int]] = []
    left = _DETAIL
    for tile, _ in sorted(votes.items(), key=lambda pair: (-pair[1], pair[0])):
        letters = layers.letters(level, [tile])
        if letters <= left:
            left -= letters
            chosen.append(tile)
    return chosen


def _level(layers: Layers, level: Level, tiles: Tiles, zoom: float) -> dict[str, Any]:
    return {
        "from": zoom,
        "quantum": level.quantum,
        "size": list(level.size),
        "tiles": [{"at": list(tile), **layers.tile(level, tile)} for tile in tiles],
    }
