"""What a caller wishes of a time: from which day, that day only, which part of it, and who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from planner.desk import team as desk_team
from planner.model.offer import DayPart
from planner.ui.session import actor, desk, t, worded

__all__ = ["Wish", "draw_wish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wished.

    Parameters
    ----------
    part, technician_id
        None: any.
    """

    first: date
    one_day: bool = False
    part: DayPart | None = None
    technician_id: str | None = None


def draw_wish(key: str) -> Wish:
    """Draw the wishes and return them."""
    today = desk().today()
    left, right = st.columns(2, gap="small", vertical_alignment="bottom")
    with left:
        first = st.date_input(t("phone.from_day"), today, min_value=today, format="YYYY-MM-DD", key=f"{key}.from")
    with right:
        one_day = st.checkbox(t("phone.one_day"), key=f"{key}.one_day")
    words = {DayPart.FORENOON: t("phone.forenoon"), DayPart.AFTERNOON: t("phone.afternoon")}
    part = st.segmented_control(
        t("phone.part"), list(DayPart), default=None, key=f"{key}.part", width="stretch",
        format_func=worded(words, words.__getitem__),
    )  # fmt: skip
    names = {one.technician_id: one.name for one in desk_team.get_team(desk(), actor()).technicians if one.active}
    who = st.selectbox(
        t("phone.person"), list(names), None, key=f"{key}.person", placeholder=t("phone.anybody"),
        format_func=worded(names, names.__getitem__),
    )  # fmt: skip
    return Wish(
        first=first if isinstance(first, date) else today, one_day=bool(one_day), part=part, technician_id=who
    )  # fmt: skip
