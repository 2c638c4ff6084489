"""How a day is planned: for how long the search may go on, and with which weights."""

from __future__ import annotations

import streamlit as st

from planner.desk import profiles
from planner.model.costs import PROFILES
from planner.ui.plain import plain
from planner.ui.session import actor, desk, t

__all__ = ["LIMITS", "how_to_plan"]

LIMITS = (5, 10, 30, 60)
"""Seconds of search to choose from."""


def how_to_plan(*, busy: bool) -> tuple[float, str]:
    """Ask, folded, how long to search and with which weights; return seconds and the name of a profile."""
    seconds = {one: t("board.seconds", seconds=one) for one in LIMITS}
    own = {one.name: one.name for one in profiles.get_profiles(desk(), actor()).own}
    named = {"": t("board.profile_in_force"), **{one: t(f"settings.profile.{one}") for one in PROFILES}, **own}
    chosen = st.session_state.get("limit") or LIMITS[1], st.session_state.get("profile") or ""
    said = seconds.get(chosen[0], "") + (f" · {plain(named[chosen[1]])}" if chosen[1] in named and chosen[1] else "")
    with st.popover(said, icon=":material/tune:", key="how", disabled=busy):
        limit = st.selectbox(
            t("board.limit"), LIMITS, index=1, format_func=lambda one: seconds.get(one, str(one)), key="limit",
            help=t("board.limit_help"),
        )  # fmt: skip
        profile = st.selectbox(
            t("board.profile"), list(named), format_func=lambda one: named.get(one, one), key="profile",
            help=t("board.profile_help"),
        )  # fmt: skip
    return float(limit or LIMITS[1]), profile or ""
