"""The page around a map: Leaflet from our own files, the ground beneath, and a drawing script with its data.

The only module that imports folium. Leaflet is the copy in ``planner/web/static/vendor``. The ground are imported
layers of roads where there are some (`planner.roads.layers`), the outlines of `planner.views.ground` beneath and beyond
them, and a tile server where the settings name one; when that fails, the page goes back to the ground by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from planner.model.language import text
from planner.roads.layers import Layers
from planner.views.escape import map_text, script_json
from planner.views.ground import Box, Tiles, outlines_in
from planner.views.road_ground import ground_data, labels_of
from planner.views.tokens import css_variables, token, tokens

__all__ = ["Drawing", "OfflineMap", "on_ground", "page_of"]

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
        for name in ("ground", "map", "reach", "spread"):
            script = f"<script>{_file(_OWN / f'{name}.js')}</script>"
            figure.header.add_child(Element(_verbatim(script)), name=name)


def _verbatim(markup: str) -> str:
    """Keep jinja2, through which branca sends every element, away from braces in scripts and styles."""
    return "{% raw %}" + markup + "{% endraw %}"


class Drawing(MacroElement):  # type: ignore[misc]
    """Calls one of our drawing functions with JSON data.

    Parameters
    ----------
    function
        Name of the function in our scripts.
    data, options
        Its second and third argument.
    """

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


def on_ground(
    function: str,
    data: Any,
    options: dict[str, Any],
    *,
    view: Box,
    around: Box,
    points: Iterable[tuple[float, float]],
    title: str,
    language: str,
    theme: str,
    assets: str | None,
    tiles: Tiles | None,
    layers: Layers | None,
) -> folium.Map:
    """Return a map with its ground and a drawing on it.

    Parameters
    ----------
    function, data, options
        Of the drawing; the box of the view and the names in it are added to the options.
    view, around
        What is looked at first, and how far the outlines go.
    points
        Places (lat, lon) one will look at closely.
    title, language, theme, assets, tiles, layers
        As in `planner.views.maps.plan_map`.
    """
    middle = [(view.south + view.north) / 2, (view.west + view.east) / 2]
    made = OfflineMap(
        assets=assets, theme=theme, title=title, language=language, location=middle, zoom_start=10, max_zoom=19,
        zoom_snap=0.25, zoom_delta=0.5, attributionControl=True,
    )  # fmt: skip
    folium.map.CustomPane("ground", z_index=150).add_to(made)
    style = {"color": token("road-casing", theme), "weight": 1, "fillColor": token("land", theme), "fillOpacity": 1}
    outlines = outlines_in(around)
    folium.GeoJson(
        outlines, style_function=lambda _: style, pane="ground", interactive=False, smooth_factor=0.5,
        attribution=map_text(text("views.map.ground", language)), control=False,
    ).add_to(made)  # fmt: skip
    roads = None if layers is None else ground_data(layers, view, tuple(points))
    ground = {
        "colours": {name: colour for name, colour in tokens(theme).items() if name != "on-primary"},
        "outlined": bool(outlines["features"]),
        "failed": text("views.map.tiles_failed", language),
        "tiles": None if tiles is None else {"url": tiles.url, "attribution": tiles.attribution},
    }
    Drawing("faltplanGround", roads, ground).add_to(made)
    labels = labels_of(layers if roads else None, view.grown(0.5))
    shown = options | {"box": [[view.south, view.west], [view.north, view.east]], "labels": labels}
    Drawing(function, data, shown).add_to(made)
    return made


def page_of(made: folium.Map) -> str:
    """Return a map as a whole page."""
    return str(made.get_root().render())
