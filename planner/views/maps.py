"""Maps: a plan, one technician's day, or a single place, as folium maps that load nothing foreign.

    plan_map(plan).save("plan.html")        # one file, opens without network
    map_html(plan, language="sv", theme="dark", focus="t3")   # for the app: scripts from /assets

The only module that imports folium. Leaflet is the copy in ``planner/web/static/vendor``; the ground are
the outlines of `planner.views.ground`. The plan itself is written as JSON and drawn by ``assets/map.js``,
which turns customers' words into text nodes only.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from planner.model.language import day_text, km_text, text
from planner.model.places import Place
from planner.model.plan import Plan
from planner.views.escape import map_text, script_json
from planner.views.ground import Box, Tiles, box_around, labels_in, outlines_in
from planner.views.map_data import plan_data, points_of, words_of
from planner.views.tokens import css_variables, token

__all__ = ["OfflineMap", "day_map", "map_html", "place_html", "place_map", "plan_map"]

_VENDOR = Path(__file__).resolve().parents[1] / "web" / "static" / "vendor"
_OWN = Path(__file__).parent / "assets"


@cache
def _file(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _leaflet_js() -> str:
    """Leaflet without the link to its site in the default attribution (the drawing script writes its own)."""
    return _file(_VENDOR / "leaflet.js").replace('href="https://leafletjs.com"', "")


def _leaflet_css() -> str:
    """Leaflet's style without its pictures: no control or marker here uses them."""
    parts = _file(_VENDOR / "leaflet.css").split("url(images/")
    return parts[0] + "".join("none" + part.split(")", 1)[1] for part in parts[1:])


class OfflineMap(folium.Map):  # type: ignore[misc]
    """A folium map whose Leaflet comes from our own files.

    Parameters
    ----------
    assets
        Address under which the app serves the vendored files, for example ``/assets/vendor``;
        None: everything is written into the page, which then opens from a disk.
    theme
        ``light`` or ``dark``.
    title
        Title of the page.
    """

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []

    def __init__(self, *, assets: str | None, theme: str, title: str, language: str, **options: Any) -> None:
        super().__init__(tiles=None, font_size="13px", **options)
        self._name = "OfflineMap"
        self._assets = assets
        self._theme = theme
        figure = self.get_root()
        assert isinstance(figure, Figure)
        figure.title = map_text(title)
        figure.header.add_child(Element(f'<meta name="color-scheme" content="{theme}">'), name="scheme")
        self._words = language

    def render(self, **kwargs: Any) -> None:
        """Add our scripts and styles to the page's head, then the map."""
        figure = self.get_root()
        assert isinstance(figure, Figure)
        if self._assets is None:
            head = f"<script>{_leaflet_js()}</script><style>{_leaflet_css()}</style>"
        else:
            base = map_text(self._assets.rstrip("/"))
            head = f'<script src="{base}/leaflet.js"></script><link rel="stylesheet" href="{base}/leaflet.css">'
        own = f"<style>:root{{{css_variables(self._theme)}}}{_file(_OWN / 'map.css')}</style>"
        figure.header.add_child(Element(_verbatim(head)), name="leaflet")
        super().render(**kwargs)
        figure.header.add_child(Element(_verbatim(own)), name="look")
        figure.header.add_child(Element(_verbatim(f"<script>{_file(_OWN / 'map.js')}</script>")), name="drawing")


def _verbatim(markup: str) -> str:
    """Keep jinja2, through which branca sends every element, away from braces in scripts and styles."""
    return "{% raw %}" + markup + "{% endraw %}"


class _Drawing(MacroElement):  # type: ignore[misc]
    """Calls one of our drawing functions with JSON data."""

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.function }}({{ this._parent.get_name() }}, "
        "{{ this.data }}, {{ this.options }});{% endmacro %}"
    )

    def __init__(self, function: str, data: Any, options: dict[str, Any]) -> None:
        super().__init__()
        self._name = "Drawing"
        self.function = function
        self.data = script_json(data)
        self.options = script_json(options)


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
    people: bool | None = None,
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
        Raster tile server on top of the ground; None: no host is asked for anything.
    people
        Show the list of technicians on the map; the default shows it where the page stands alone.
    """
    data = plan_data(plan, language=language, theme=theme, depots=depots, done=done)
    title = text("views.map.title", language, day=day_text(plan.day, language, year=True))
    options = {"focus": focus, "visit": visit, "people": assets is None if people is None else people}
    return _drawn(data, options, title=title, language=language, theme=theme, assets=assets, tiles=tiles)


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
) -> folium.Map:
    """Return one technician's day as a map: their route strong, done stops with a check; parameters as `plan_map`."""
    data = plan_data(plan, language=language, theme=theme, depots=depots, done=done, technician_id=technician_id)
    title = text("views.map.title", language, day=day_text(plan.day, language, year=True))
    options = {"focus": technician_id, "visit": visit, "quiet": True, "touch": True}
    return _drawn(data, options, title=title, language=language, theme=theme, assets=assets, tiles=tiles)


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
) -> str:
    """Return the page of `plan_map`, or of `day_map` where a technician is given, as the app shows it."""
    shared: dict[str, Any] = {
        "language": language, "theme": theme, "depots": depots, "done": done, "assets": assets, "tiles": tiles,
    }  # fmt: skip
    if technician_id is not None:
        return _page(day_map(plan, technician_id, visit=visit, **shared))
    return _page(plan_map(plan, focus=focus, visit=visit, **shared))


def place_map(
    place: Place | None,
    *,
    language: str = "en",
    theme: str = "light",
    clickable: bool = False,
    assets: str | None = None,
    tiles: Tiles | None = None,
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
    return _on_ground(
        _Drawing("faltplanPlace", data, options | _view(box)),
        box.grown(6 if place else 0),
        title=title, language=language, theme=theme, assets=assets, tiles=tiles,
    )  # fmt: skip


def place_html(place: Place | None, *, language: str, theme: str, clickable: bool = False, **options: Any) -> str:
    """Return the page of `place_map` as the app shows it."""
    options.setdefault("assets", "/assets/vendor")
    return _page(place_map(place, language=language, theme=theme, clickable=clickable, **options))


def _drawn(data: dict[str, Any], options: dict[str, Any], *, language: str, **look: Any) -> folium.Map:
    box = box_around(points_of(data))
    layer = _Drawing("faltplanPlan", data | {"words": words_of(language)}, options | _view(box.grown(0.5)))
    return _on_ground(layer, box.grown(0.8, least=0.15), language=language, **look)


def _view(box: Box) -> dict[str, Any]:
    labels = [[name, lat, lon, people] for name, lat, lon, people in labels_in(box.grown(0.5), limit=150)]
    return {"box": [[box.south, box.west], [box.north, box.east]], "labels": labels}


def _on_ground(
    layer: _Drawing, box: Box, *, title: str, language: str, theme: str, assets: str | None, tiles: Tiles | None
) -> folium.Map:
    middle = [(box.south + box.north) / 2, (box.west + box.east) / 2]
    made = OfflineMap(
        assets=assets, theme=theme, title=title, language=language, location=middle, zoom_start=10, max_zoom=19,
        zoom_snap=0.25, zoom_delta=0.5, attributionControl=True,
    )  # fmt: skip
    folium.map.CustomPane("ground", z_index=150).add_to(made)
    style = {"color": token("road-casing", theme), "weight": 1, "fillColor": token("land", theme), "fillOpacity": 1}
    folium.GeoJson(
        outlines_in(box), style_function=lambda _: style, pane="ground", interactive=False, smooth_factor=0.5,
        attribution=map_text(text("views.map.ground", language)), control=False,
    ).add_to(made)  # fmt: skip
    if tiles is not None:
        folium.TileLayer(tiles.url, attr=map_text(tiles.attribution), control=False).add_to(made)
    layer.add_to(made)
    return made


def _page(made: folium.Map) -> str:
    return str(made.get_root().render())
