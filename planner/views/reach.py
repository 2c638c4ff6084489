"""Who can be at a place within a time: the roads from which one gets there, and where the technicians are now.

    reach_html(place, 1200, lines, present, language="sv", theme="light", layers=layers)

The lines are those of a road graph; without one there is no such map: a circle would promise what roads do not keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np
from numpy.typing import NDArray

from planner.model.language import duration_text, text
from planner.model.places import Place
from planner.roads.layers import Layers
from planner.roads.shapes import encoded, simplified
from planner.views.ground import Tiles, box_around
from planner.views.page import on_ground, page_of
from planner.views.tokens import technician_style, token

__all__ = ["Present", "reach_html", "reach_map"]

QUANTUM = 2e-5
"""Degrees of a step in a line, about two metres."""
_TOLERANCE = 8.0
"""Metres by which a line may leave its road."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Where a technician is now.

    Parameters
    ----------
    technician_id, number, name
        Who.
    place
        Where.
    drive_s
        Seconds to the place asked for; None where there is no way.
    """

    technician_id: str
    number: int
    name: str
    place: Place
    drive_s: int | None


def reach_map(
    place: Place,
    limit_s: int,
    lines: Sequence[NDArray[np.float64]],
    present: Iterable[Present],
    *,
    language: str = "en",
    theme: str = "light",
    assets: str | None = None,
    tiles: Tiles | None = None,
    layers: Layers | None = None,
) -> folium.Map:
    """Return a place, the roads within a time of it, and the technicians with their minutes, the nearest first.

    Parameters
    ----------
    place
        Where somebody has to be.
    limit_s
        The time.
    lines
        Roads within the time: (lat, lon) in degrees, arrays of shape (n, 2).
    present
        The technicians.
    language, theme, assets, tiles, layers
        As in `planner.views.maps.plan_map`.
    """
    people = sorted(present, key=lambda one: (one.drive_s is None, one.drive_s or 0, one.number))
    corners = [corner for line in lines for corner in (line.min(axis=0), line.max(axis=0))]
    seen = [(float(lat), float(lon)) for lat, lon in corners] + [(place.lat, place.lon)]
    near = [(one.place.lat, one.place.lon) for one in people if _is_within(one, limit_s)]
    view = box_around([*seen, *near]).grown(0.1, least=0.01)
    title = text("views.map.reach", language, limit=duration_text(limit_s, language), place=place.label)
    data = {
        "place": [place.lat, place.lon],
        "lines": [encoded(simplified(line, _TOLERANCE), QUANTUM) for line in lines if len(line) >= 2],
        "people": [_person(one, limit_s, language=language, theme=theme) for one in people],
    }
    options = {"quantum": QUANTUM, "title": title, "colour": token("info", theme), "halo": token("halo", theme)}
    return on_ground(
        "faltplanReach", data, options,
        view=view, around=view.grown(0.5, least=0.15), points=[(place.lat, place.lon), *near],
        title=title, language=language, theme=theme, assets=assets, tiles=tiles, layers=layers,
    )  # fmt: skip


def reach_html(
    place: Place,
    limit_s: int,
    lines: Sequence[NDArray[np.float64]],
    present: Iterable[Present],
    *,
    language: str,
    theme: str,
    **options: Any,
) -> str:
    """Return the page of `reach_map` as the app shows it."""
    options.setdefault("assets", "/assets/vendor")
    return page_of(reach_map(place, limit_s, lines, present, language=language, theme=theme, **options))


def _is_within(one: Present, limit_s: int) -> bool:
    return one.drive_s is not None and one.drive_s <= limit_s


def _person(one: Present, limit_s: int, *, language: str, theme: str) -> dict[str, Any]:
    style = technician_style(one.number, theme)
    far = text("views.map.no_way", language) if one.drive_s is None else duration_text(one.drive_s, language)
    return {
        "id": one.technician_id,
        "number": one.number,
        "name": one.name,
        "at": [one.place.lat, one.place.lon],
        "colour": style.colour,
        "ink": style.text,
        "square": style.shape == "square",
        "within": _is_within(one, limit_s),
        "minutes": far,
    }
