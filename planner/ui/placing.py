"""Where something is: address search, pasted position, or a click on the map; precision always in words."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from planner.desk import ground
from planner.desk.locating import position_problem
from planner.geocode import AddressQuery, parse_position
from planner.model.language import km_text
from planner.model.places import Place
from planner.model.words import Precision
from planner.roads.layers import Layers
from planner.ui.mapframe import map_frame
from planner.ui.parts import chip, draw
from planner.ui.plain import plain
from planner.ui.session import desk, language, say, t, theme
from planner.views.maps import place_html

__all__ = ["clicked_place", "draw_map", "pasted_place", "place_editor", "precision_chip", "searched_place"]


def precision_chip(place: Place | None) -> str:
    """Return how well a place is known, as a chip."""
    if place is None:
        return chip("bad", t("shell.place.unknown"))
    name = t(f"shell.place.precision.{place.precision}")
    if place.is_exact:
        return chip("ok", name)
    return chip("warn", f"{name}, ±{km_text(place.radius_m, language())}")


def draw_map(place: Place | None, *, key: str, height: int = 170, clickable: bool = True) -> None:
    """Draw a small map with the place and the circle in which the true place lies."""
    html = _map_html(place, language(), theme(), clickable, ground.layers(desk()))
    map_frame(html, key=key, title=t("shell.place.map"), height=height)


@lru_cache(maxsize=64)
def _map_html(place: Place | None, language: str, theme: str, clickable: bool, layers: Layers | None) -> str:
    return place_html(place, language=language, theme=theme, clickable=clickable, layers=layers)


def clicked_place(key: str, label: str) -> Place | None:
    """Return the place a click on the map of this key has newly pointed at, else None; ask before drawing the map."""
    pin = getattr(st.session_state.get(key), "pin", None)
    if not pin or pin == st.session_state.get(f"{key}.seen"):
        return None
    st.session_state[f"{key}.seen"] = pin
    return _pinned(float(pin["lat"]), float(pin["lon"]), label)


def _pinned(lat: float, lon: float, label: str) -> Place | None:
    if (problem := position_problem(lat, lon)) is not None:
        st.warning(plain(say(problem.message)))
        return None
    return Place(lat=lat, lon=lon, precision=Precision.PIN, source="person", label=label)


def pasted_place(written: str, label: str) -> Place | None:
    """Return the place of a pasted ``59.33, 18.06``; say what is wrong with it where something is."""
    if not written.strip():
        return None
    position = parse_position(written)
    if position is None:
        st.warning(t("shell.place.unreadable", value=plain(written)))
        return None
    return _pinned(*position, label)


def searched_place(address: str) -> Place | None:
    """Return the place the geocoder finds for an address in one line; say so where it finds none."""
    found = desk().geocoder.find(AddressQuery(address=address))
    if found is None:
        st.warning(t("shell.place.not_found", address=plain(address)))
    return found


def place_editor(place: Place | None, *, key: str, label: str, disabled: bool = False) -> Place | None:
    """Draw address search, position field and map of a place; return the place as it is now.

    Parameters
    ----------
    place
        The place as stored.
    key
        Prefix of the widgets; the edited place is kept in the session under it.
    label
        What the place is for.
    """
    shown: Place | None = st.session_state.get(f"{key}.place", place)
    address = shown.label if shown else ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        address = st.text_input(label, value=address, key=f"{key}.address", disabled=disabled, width="stretch")
        asked = st.button(t("shell.place.search"), key=f"{key}.search", disabled=disabled or not address.strip())
    written = st.text_input(
        t("shell.place.position"), key=f"{key}.position", placeholder="59.3293, 18.0686", disabled=disabled,
        help=t("shell.place.position_help"),
    )  # fmt: skip
    new = clicked_place(f"{key}.map", address) or _newly_written(written, address, key=key)
    if asked:
        new = searched_place(address)
    if new is not None:
        st.session_state[f"{key}.place"] = shown = new
    draw(precision_chip(shown))
    draw_map(shown, key=f"{key}.map", clickable=not disabled)
    return shown


def _newly_written(written: str, label: str, *, key: str) -> Place | None:
    if written == st.session_state.get(f"{key}.taken", ""):
        return None
    st.session_state[f"{key}.taken"] = written
    return pasted_place(written, label)
