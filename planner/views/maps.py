"""Maps: a plan, one technician's day, or a single place, as folium maps that load nothing foreign.

    plan_map(plan).save("plan.html")        # one file, opens without network
    map_html(plan, language="sv", theme="dark", focus="t3")   # for the app: scripts from /assets

The plan itself is written as JSON and drawn by ``assets/map.js``, which turns customers' words into text nodes only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from planner.model.language import day_text, km_text, text
from planner.model.places import Place
from planner.model.plan import Plan
from planner.roads.layers import Layers
from planner.views.ground import Tiles, box_around
from planner.views.map_data import Shapes, plan_data, points_of, words_of
from planner.views.page import on_ground, page_of
from planner.views.tokens import token

if TYPE_CHECKING:
    import folium

__all__ = ["day_map", "map_html", "place_html", "place_map", "plan_map"]


def plan_map(
    plan: Plan,
    *,
    language: str = "en",
    theme: str = "light",
    focus: str | None = None,
    visit: str | None = None,
    depots: Iterable[Place] = (),
    done: frozenset[str] = frozenset(),
    assets: str | None = None,
    tiles: Tiles | None = None,
    layers: Layers | None = None,
    shapes: Shapes | None = None,
    people: bool | None = None,
    beside: Plan | None = None,
) -> folium.Map:
    """Return a plan as a folium map: routes in the technicians' colours, numbered stops, what is unplanned.

    Parameters
    ----------
    plan
        The plan.
    language, theme
        ``sv`` or ``en``; ``light`` or ``dark``.
    focus, visit
        Technician and visit that are shown strongly; None: all alike.
    depots
        Depots to mark; the default marks start places that several technicians share.
    done
        Visits that are done.
    assets
        Where the app serves the vendored files; None (the default) makes a page that needs nothing else.
    tiles
        Raster tile server instead of the ground; None: no host is asked for anything.
    layers
        Imported roads, waters and names; None: the ground are outlines of municipalities.
    shapes
        Lines (lat, lon) that legs follow, by the shift's id and the sequence of the stop they lead to; the others are
        drawn straight, and the key says so.
    people
        Show the list of technicians on the map; the default shows it where the page stands alone.
    beside
        Another plan on a map beside it: both show the same part of the country.
    """
    data = plan_data(plan, language=language, theme=theme, depots=depots, done=done, shapes=shapes)
    title = text("views.map.title", language, day=day_text(plan.day, language, year=True))
    options: dict[str, Any] = {"focus": focus, "visit": visit, "people": assets is None if people is None else people}
    if beside is not None:
        other = plan_data(beside, language=language, theme=theme, depots=depots)
        options["around"] = sorted({*points_of(data), *points_of(other)})
    return _drawn(data, options, title=title, language=language, theme=theme, assets=assets, tiles=tiles, layers=layers)


def day_map(
    plan: Plan,
    technician_id: str,
    *,
    language: str = "en",
    theme: str = "light",
    visit: str | None = None,
    depots: Iterable[Place] = (),
    done: frozenset[str] = frozenset(),
    assets: str | None = None,
    tiles: Tiles | None = None,
    layers: Layers | None = None,
    shapes: Shapes | None = None,
) -> folium.Map:
    """Return one technician's day as a map: their route strong, done stops with a check; parameters as `plan_map`."""
    data = plan_data(
        plan, language=language, theme=theme, depots=depots, done=done, technician_id=technician_id, shapes=shapes
    )
    title = text("views.map.title", language, day=day_text(plan.day, language, year=True))
    options = {"focus": technician_id, "visit": visit, "quiet": True, "touch": True}
    return _drawn(data, options, title=title, language=language, theme=theme, assets=assets, tiles=tiles, layers=layers)


def map_html(
    plan: Plan,
    *,
    language: str,
    theme: str,
    focus: str | None = None,
    visit: str | None = None,
    technician_id: str | None = None,
    depots: Iterable[Place] = (),
    done: frozenset[str] = frozenset(),
    assets: str | None = "/assets/vendor",
    tiles: Tiles | None = None,
    layers: Layers | None = None,
    shapes: Shapes | None = None,
    beside: Plan | None = None,
) -> str:
    """Return the page of `plan_map`, or of `day_map` where a technician is given, as the app shows it."""
    shared: dict[str, Any] = {
        "language": language, "theme": theme, "depots": depots, "done": done, "assets": assets, "tiles": tiles,
        "layers": layers, "shapes": shapes,
    }  # fmt: skip
    if technician_id is not None:
        return page_of(day_map(plan, technician_id, visit=visit, **shared))
    return page_of(plan_map(plan, focus=focus, visit=visit, beside=beside, **shared))


def place_map(
    place: Place | None,
    *,
    language: str = "en",
    theme: str = "light",
    clickable: bool = False,
    assets: str | None = None,
    tiles: Tiles | None = None,
    layers: Layers | None = None,
) -> folium.Map:
    """Return a single place with the circle in which the true position lies.

    Parameters
    ----------
    place
        The place; None shows the whole country.
    clickable
        A click moves the pin and tells the page around it the position (see ``planner.ui.mapframe``).
    """
    box = box_around([(place.lat, place.lon)] if place else []).grown(0.5, least=0.08 if place else 0.4)
    hint = text("views.map.pin", language) if clickable else ""
    radius = 0 if place is None or place.is_exact else place.radius_m
    if radius:
        unsure = text("views.map.radius", language, distance=km_text(radius, language))
        hint = f"{unsure}. {hint}".rstrip(". ")
    data = {"lat": place.lat, "lon": place.lon, "r": radius} if place else None
    title = place.label if place else text("views.map.map", language)
    options = {"clickable": clickable, "hint": hint, "title": title, "colour": token("info", theme)}
    return on_ground(
        "faltplanPlace", data, options,
        view=box, around=box.grown(6 if place else 0), points=[(place.lat, place.lon)] if place else (),
        title=title, language=language, theme=theme, assets=assets, tiles=tiles, layers=layers,
    )  # fmt: skip


def place_html(place: Place | None, *, language: str, theme: str, clickable: bool = False, **options: Any) -> str:
    """Return the page of `place_map` as the app shows it."""
    options.setdefault("assets", "/assets/vendor")
    return page_of(place_map(place, language=language, theme=theme, clickable=clickable, **options))


def _drawn(data: dict[str, Any], options: dict[str, Any], *, language: str, **look: Any) -> folium.Map:
    points = points_of(data)
    box = box_around(points)
    return on_ground(
        "faltplanPlan", data | {"words": words_of(language)}, options,
        view=box.grown(0.5), around=box.grown(0.8, least=0.15), points=points, language=language, **look,
    )  # fmt: skip
