"""Hotels: where technicians may spend a night between two days, and what that costs."""

from __future__ import annotations

import streamlit as st

from planner.desk import hotels as hotels_desk
from planner.desk.hotels import StoredHotels
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import money_text
from planner.model.places import Place
from planner.model.team import Hotel
from planner.model.words import Precision
from planner.ui.session import desk, language, show_error, t

__all__ = ["hotels_card"]


def hotels_card(actor: Actor) -> None:
    """Draw the section: every hotel with a button to remove it, and a form for one more."""
    stored = hotels_desk.get_hotels(desk(), actor)
    with st.container(border=True, key="card-hotels"):
        st.subheader(t("settings.hotels"), anchor=False)
        st.caption(t("settings.hotels_help"))
        for number, one in enumerate(stored.hotels):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{one.name} · {money_text(one.night_ore, language())}", width="stretch")
                if st.button(t("settings.hotel_remove"), key=f"hotel-drop-{number}", type="tertiary"):
                    _save(actor, (*stored.hotels[:number], *stored.hotels[number + 1 :]), stored.version)
        _add(actor, stored)


def _add(actor: Actor, stored: StoredHotels) -> None:
    with st.form("hotel", border=False, clear_on_submit=True):
        name = st.text_input(t("settings.hotel_name"), key="hotel-name")
        lat_box, lon_box, night_box = st.columns(3)
        lat = lat_box.number_input(t("settings.hotel_lat"), -90.0, 90.0, None, format="%.5f", key="hotel-lat")
        lon = lon_box.number_input(t("settings.hotel_lon"), -180.0, 180.0, None, format="%.5f", key="hotel-lon")
        night = night_box.number_input(t("settings.hotel_night"), 0, 100_000, 1_200, 50, key="hotel-night")
        pressed = st.form_submit_button(t("settings.hotel_add"), key="hotel-add")
    if not pressed:
        return
    if not name.strip() or lat is None or lon is None:
        st.warning(t("settings.hotel_needs"))
        return
    place = Place(lat=float(lat), lon=float(lon), precision=Precision.PIN, source="person", label=name.strip())
    taken = {one.hotel_id for one in stored.hotels}
    number = next(n for n in range(1, len(taken) + 2) if f"H{n}" not in taken)
    hotel = Hotel(hotel_id=f"H{number}", name=name.strip(), place=place, night_ore=int(night) * 100)
    _save(actor, (*stored.hotels, hotel), stored.version)


def _save(actor: Actor, hotels: tuple[Hotel, ...], version: int) -> None:
    try:
        hotels_desk.save_hotels(desk(), actor, hotels, version=version)
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("settings.hotels_saved"), icon=":material/check:")
    st.rerun()
