"""A map of where visits are and what they cost: circles, larger for more visits, stronger for dearer ones."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.model.language import money_text, number_text, text
from planner.views.ground import box_around
from planner.views.page import on_ground, page_of
from planner.views.tokens import mixed, token

if TYPE_CHECKING:
    import folium

__all__ = ["place_rows", "spread_html", "spread_map"]

_STEPS = 5
_LEAST, _LARGEST = 5.0, 22.0


def spread_map(places: pd.DataFrame, *, language: str = "en", theme: str = "light", **look: Any) -> folium.Map:
    """Return places of visits as circles.

    Parameters
    ----------
    places
        ``lat``, ``lon``, ``visits``, ``cost_ore`` (mean of a visit; not a number where nothing is known); not empty.
    look
        ``assets``, ``tiles``, ``layers`` as in `planner.views.maps.plan_map`.
    """
    title = text("report.chart.visits_by_cost", language)
    limits = _limits(places["cost_ore"].dropna().to_numpy())
    colours = [mixed(token("link", theme), token("primary-soft", theme), step / (_STEPS - 1)) for step in range(_STEPS)]
    most = float(places["visits"].max())
    rows = places.sort_values("visits", ascending=False).to_dict("records")  # small circles lie on large ones
    data = {
        "places": [_place(row, limits, colours, most, language) for row in rows],
        "scale": _scale(limits, colours, language),
    }
    points = [(float(row["lat"]), float(row["lon"])) for row in rows]
    view = box_around(points).grown(0.1, least=0.02)
    options = {"title": title, "line": token("surface", theme)}
    return on_ground(
        "faltplanSpread", data, options,
        view=view, around=view.grown(0.5, least=0.15), points=points, title=title, language=language, theme=theme,
        assets=look.get("assets"), tiles=look.get("tiles"), layers=look.get("layers"),
    )  # fmt: skip


def spread_html(places: pd.DataFrame, *, language: str, theme: str, **look: Any) -> str:
    """Return the page of `spread_map` as the app shows it."""
    look.setdefault("assets", "/assets/vendor")
    return page_of(spread_map(places, language=language, theme=theme, **look))


def place_rows(places: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the places as a table of texts, those with the most visits first."""
    rows = [
        (f"{row['lat']:.2f}, {row['lon']:.2f}", int(row["visits"]), _cost_text(float(row["cost_ore"]), language))
        for row in places.sort_values("visits", ascending=False).to_dict("records")
    ]
    heads = ("column.position", "chart.visits", "chart.visits_by_cost")
    return pd.DataFrame(rows, columns=[text(f"report.{head}", language) for head in heads])


def _cost_text(ore: float, language: str) -> str:
    return text("report.chart.cost_unknown", language) if math.isnan(ore) else money_text(round(ore), language)


def _limits(costs: np.ndarray) -> list[float]:
    """Where the steps of the scale are parted: so that each holds about as many places, none twice."""
    if not len(costs):
        return []
    found = np.quantile(costs, [step / _STEPS for step in range(1, _STEPS)])
    return sorted({round(float(one), -3) for one in found})


def _place(row: dict[Any, Any], limits: list[float], colours: list[str], most: float, language: str) -> dict[str, Any]:
    cost, visits = float(row["cost_ore"]), float(row["visits"])
    known = not math.isnan(cost)
    return {
        "at": [float(row["lat"]), float(row["lon"])],
        "radius": round(_LEAST + (_LARGEST - _LEAST) * math.sqrt(visits / most), 1),
        "colour": colours[_step(cost, limits)] if known else colours[0],
        "hollow": not known,
        "name": text("report.chart.visits_here", language, count=number_text(visits, language)),
        "told": [_cost_text(cost, language)],
    }


def _step(cost: float, limits: list[float]) -> int:
    """Which colour: spread over all of them also where there are fewer limits."""
    place = int(np.searchsorted(limits, cost, side="right"))
    return round(place * (_STEPS - 1) / len(limits)) if limits else 0


def _scale(limits: list[float], colours: list[str], language: str) -> list[dict[str, str]]:
    if not limits:
        return []
    said = [money_text(round(one), language) for one in limits]
    names = [f"< {said[0]}", *(f"{low} – {high}" for low, high in pairwise(said)), f"≥ {said[-1]}"]
    ends = [limits[0] - 1, *limits]
    return [{"name": name, "colour": colours[_step(end, limits)]} for name, end in zip(names, ends, strict=True)]
