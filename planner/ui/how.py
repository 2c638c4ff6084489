"""How a day is planned: for how long the search may go on, with which weights, and how many days at once."""

from __future__ import annotations

import streamlit as st

from planner.desk import profiles
from planner.model.costs import PROFILES
from planner.planning import MOST_DAYS
from planner.ui.plain import plain
from planner.ui.session import actor, desk, t, worded

__all__ = ["LIMITS", "how_to_plan"]

LIMITS = (5, 10, 30, 60)
"""Seconds of search to choose from."""


def how_to_plan(*, busy: bool) -> tuple[float, str, int]:
    """Ask, folded, how to plan; return seconds of search, the name of a profile, and the number of days."""
    seconds = {one: t("board.seconds", seconds=one) for one in LIMITS}
    own = {one.name: one.name for one in profiles.get_profiles(desk(), actor()).own}
    named = {"": t("board.profile_in_force"), **{one: t(f"settings.profile.{one}") for one in PROFILES}, **own}
    chosen = st.session_state.get("limit") or LIMITS[1], st.session_state.get("profile") or ""
    days = st.session_state.get("days") or 1
    parts = [seconds.get(chosen[0], ""), plain(named.get(chosen[1], "")) if chosen[1] else ""]
    said = " · ".join(filter(None, (*parts, _days_word(days) if days > 1 else "")))
    with st.popover(said, icon=":material/tune:", key="how", disabled=busy):
        limit = st.selectbox(
            t("board.limit"), LIMITS, index=1, format_func=lambda one: seconds.get(one, str(one)), key="limit",
            help=t("board.limit_help"),
        )  # fmt: skip
        profile = st.selectbox(
            t("board.profile"), list(named), format_func=lambda one: named.get(one, one), key="profile",
            help=t("board.profile_help"),
        )  # fmt: skip
        days = st.selectbox(
            t("board.days"), range(1, MOST_DAYS + 1), key="days", help=t("board.days_help"),
            format_func=worded(range(1, MOST_DAYS + 1), _days_word),
        )  # fmt: skip
    return float(limit or LIMITS[1]), profile or "", days or 1


def _days_word(days: int) -> str:
    return t("board.days_one") if days == 1 else t("board.days_many", days=days)
