"""The day all pages show: kept from page to page and in the address (``?day=2026-11-24``), stepped with two buttons."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from planner.desk.demo import demo_day
from planner.model.language import day_text
from planner.ui.session import desk, language, t

__all__ = ["choose_day", "chosen_day", "day_stepper"]

_DAY = "fp.day"


def chosen_day() -> date:
    """Return the day of the address, else the one chosen before, else today (a demo of a weekend begins on Monday)."""
    try:
        st.session_state[_DAY] = date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        st.session_state.setdefault(_DAY, _first_day())
    day: date = st.session_state[_DAY]
    choose_day(day)
    return day


def choose_day(day: date) -> None:
    """Show a day on every page from now on; today needs no word in the address."""
    st.session_state[_DAY] = day
    if day == _first_day():
        st.query_params.pop("day", None)
    elif st.query_params.get("day") != day.isoformat():
        st.query_params["day"] = day.isoformat()


def _first_day() -> date:
    today, demo = desk().today(), demo_day(desk())
    return demo if demo is not None and demo > today else today


def day_stepper(day: date, *, year: bool = True) -> None:
    """Draw the day between two buttons; must stand in a horizontal container."""
    st.button(
        "", icon=":material/chevron_left:", key="day-back", help=t("board.earlier"),
        on_click=choose_day, args=(day - timedelta(days=1),),
    )  # fmt: skip
    with st.popover(day_text(day, language(), year=year), type="tertiary", key="day-pick"):
        picked = st.date_input(t("board.day"), day, format="YYYY-MM-DD", key=f"day-{day.isoformat()}")
        if isinstance(picked, date) and picked != day:
            choose_day(picked)
            st.rerun()
    st.button(
        "", icon=":material/chevron_right:", key="day-on", help=t("board.later"),
        on_click=choose_day, args=(day + timedelta(days=1),),
    )  # fmt: skip
