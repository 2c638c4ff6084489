"""Who can be at a visit how soon: asked from its card, answered with a table, and a map where there is a road graph."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from planner.desk import ground, moving
from planner.desk.moving import Move, best_places
from planner.desk.near import Near, Nearby, who_is_near
from planner.model.language import duration_text, money_text, time_text
from planner.model.places import Place
from planner.model.plan import Plan
from planner.planning import Place as TriedPlace
from planner.ui.board import may
from planner.ui.mapframe import map_frame
from planner.ui.moves import do, moved_words
from planner.ui.net import caught
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, t, theme, worded
from planner.views import Tiles
from planner.views.map_data import people_of
from planner.views.reach import Present, reach_html
from planner.web.drag import place_lines

__all__ = ["near_button"]


def near_button(plan: Plan, place: Place | None, visit_id: str | None = None) -> None:
    """Draw the button; of a visit that can be moved it also says who may take it, and places it.

    Only on the day itself, and where it is known where the visit is.
    """
    if place is None or plan.day != desk().today() or not may("near.who_is_near"):
        return
    if st.button(t("near.ask"), icon=":material/near_me:", key="near-ask", type="tertiary"):
        _dialog(plan, place, visit_id)


def _dialog(plan: Plan, place: Place, visit_id: str | None) -> None:
    @st.dialog(t("near.title"), width="large")
    @caught
    def answer() -> None:
        found = who_is_near(desk(), actor(), plan, place)
        offers = best_places(desk(), actor(), plan, visit_id, [one.technician_id for one in found.people])
        _shown(found, plan.time_zone, offers)
        _absent(plan, found)
        if visit_id is not None and offers:
            _place_here(plan, visit_id, found, offers)

    answer()


def _absent(plan: Plan, found: Nearby) -> None:
    """Who is not in the table, and why."""
    here, now = {one.technician_id for one in found.people}, desk().clock()
    for driving, key in ((False, "near.no_car"), (True, "near.not_now")):
        names = dict.fromkeys(
            one.name for one in people_of(plan)
            if one.technician_id not in here and one.drives is driving and (driving or one.start <= now < one.hard_end)
        )  # fmt: skip
        if names:
            st.caption(plain(t(key, names=", ".join(names))))


def _place_here(plan: Plan, visit_id: str, found: Nearby, offers: Mapping[str, TriedPlace]) -> None:
    """Give the visit to one of them, at their best place."""
    names = {one.technician_id: one.name for one in found.people if one.technician_id in offers}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="near-place-row"):
        who = st.selectbox(
            t("near.place_with"), list(names), 0, key="near-place-who", format_func=worded(names, names.__getitem__)
        )
        if st.button(t("near.place_here"), type="primary", icon=":material/add_location:", key="near-place") and who:
            best = offers[who]
            one = Move(visit_id=visit_id, duty_id=best.duty_id, after=best.after)
            do(lambda: moved_words(moving.move(desk(), actor(), plan.plan_id, [one])))
            st.rerun()


def _shown(found: Nearby, zone: str, offers: Mapping[str, TriedPlace]) -> None:
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
    rows = [_row(one, zone) | _offer(offers.get(one.technician_id), zone) for one in found.people]
    st.dataframe(rows, hide_index=True, width="stretch")


def _offer(place: TriedPlace | None, zone: str) -> dict[str, str]:
    """When they would do it and what it costs, and what stands against it: a skill, a full day."""
    if place is None or place.start is None or place.end is None:
        return {}
    span = "–".join(time_text(one, zone=zone) for one in (place.start, place.end))
    lines = place_lines(place, language(), zone=zone)
    return {
        t("near.would"): span,
        t("near.price"): money_text(place.added_ore, language(), signed=True),
        t("near.against"): ", ".join(lines) or t("near.nothing"),
    }


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
