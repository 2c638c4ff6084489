"""Who can be at a visit how soon: asked from its card, answered with a table, and a map where there is a road graph."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from planner.desk import ground
from planner.desk.near import Near, Nearby, who_is_near
from planner.model.language import duration_text, time_text
from planner.model.places import Place
from planner.model.plan import Plan
from planner.ui.board import may
from planner.ui.mapframe import map_frame
from planner.ui.net import caught
from planner.ui.session import actor, desk, language, t, theme
from planner.views import Tiles
from planner.views.reach import Present, reach_html

__all__ = ["near_button"]


def near_button(plan: Plan, place: Place | None) -> None:
    """Draw the button; only on the day itself, and where it is known where the visit is."""
    if place is None or plan.day != desk().today() or not may("near.who_is_near"):
        return
    if st.button(t("near.ask"), icon=":material/near_me:", key="near-ask", type="tertiary"):
        _dialog(plan, place)


def _dialog(plan: Plan, place: Place) -> None:
    @st.dialog(t("near.title"), width="large")
    @caught
    def answer() -> None:
        _shown(who_is_near(desk(), actor(), plan, place), plan.time_zone)

    answer()


def _shown(found: Nearby, zone: str) -> None:
    st.caption(t("near.help"))
    if not found.people:
        st.info(t("near.nobody"))
        return
    if found.lines:
        st.caption(t("near.help_roads", limit=duration_text(found.limit_s, language())))
        present = [
            Present(
                technician_id=one.technician_id, number=one.number, name=one.name, place=one.place, drive_s=one.drive_s
            )
            for one in found.people
        ]  # fmt: skip
        html = reach_html(
            found.place, found.limit_s, found.lines, present, language=language(), theme=theme(),
            tiles=Tiles.from_environment(), layers=ground.layers(desk()),
        )  # fmt: skip
        map_frame(html, key="near-map", title=t("near.title"), height=320)
    st.dataframe([_row(one, zone) for one in found.people], hide_index=True, width="stretch")


def _row(one: Near, zone: str) -> dict[str, str]:
    label = one.place.label or f"{one.place.lat:.4f}, {one.place.lon:.4f}"
    known = one.drive_s is not None
    there = desk().clock() + timedelta(seconds=one.drive_s or 0)
    return {
        t("near.who"): f"{one.number} {one.name}",
        t("near.drive"): duration_text(one.drive_s or 0, language()) if known else t("near.no_way"),
        t("near.there"): time_text(there, zone=zone) if known else "–",
        t("near.from"): t("near.reported", place=label) if one.is_reported else t("near.planned", place=label),
    }
