"""A map on a page: the html of `planner.views.map_html` in a sandboxed frame that stays while the focus changes.

    map_frame(html, key="map", height=300, title=t("board.map"), technician="t3")

What was clicked comes back in ``st.session_state[key]``: ``chosen`` (technician, visit) on plan maps,
``pin`` (lat, lon) on place maps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["map_frame"]

_SCRIPT = Path(__file__).parent / "components" / "mapframe.js"
_HTML = '<iframe sandbox="allow-scripts" referrerpolicy="no-referrer"></iframe>'
_CSS = (
    ":host{display:block}iframe{display:block;width:100%;border:1px solid var(--st-border-color);"
    "border-radius:8px;box-sizing:border-box;background:var(--st-secondary-background-color)}"
)


@cache
def _component() -> Callable[..., Any]:
    js = _SCRIPT.read_text(encoding="utf-8")
    return st.components.v2.component("faltplan_map", html=_HTML, css=_CSS, js=js)


@cache
def _font() -> str:
    """Address of the screens' own font; an empty text where Streamlit keeps it elsewhere."""
    media = Path(st.__file__).parent / "static" / "static" / "media"
    found = sorted(media.glob("SourceSansVF-Upright*.woff2"))
    return f"/static/media/{found[0].name}" if found else ""


def map_frame(
    html: str,
    *,
    key: str,
    title: str,
    height: int | str = 300,
    technician: str | None = None,
    visit: str | None = None,
    on_chosen: Callable[[], None] | None = None,
    on_pin: Callable[[], None] | None = None,
) -> Any:
    """Show a map.

    Parameters
    ----------
    html
        Page from `planner.views.map_html` or `planner.views.place_html`.
    key
        Key of the widget.
    title
        What a screen reader calls the map; the same content stands as a list or table beside it.
    height
        Pixels, or a CSS length.
    technician, visit
        What is chosen at present.
    on_chosen, on_pin
        Called when something on the map was clicked.
    """
    sent = {
        "html": html,
        "page": hashlib.sha256(html.encode()).hexdigest()[:16],
        "height": height,
        "title": title,
        "focus": {"technician": technician, "visit": visit},
        "font": _font(),
    }
    return _component()(
        key=key,
        data=sent,
        default={"chosen": None, "pin": None},
        on_chosen_change=on_chosen or (lambda: None),
        on_pin_change=on_pin or (lambda: None),
    )
