"""The day a page shows: kept in the address (``?day=2026-11-24``), stepped with two buttons."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from planner.desk.demo import demo_day
from planner.model.language import day_text
from planner.ui.session import desk, language, t

__all__ = ["chosen_day", "day_stepper"]


def chosen_day() -> date:
    """Return the day of the address; where it names none, today (a demo made on a weekend begins on Monday)."""
    asked = st.query_params.get("day", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return _first_day()


def _first_day() -> date:
    today, demo = desk().today(), demo_day(desk())
    return demo if demo is not None and demo > today else today


def _go(day: date) -> None:
    if day == _first_day():
        st.query_params.pop("day", None)
    else:
        st.query_params["day"] = day.isoformat()


def day_stepper(day: date, *, year: bool = True) -> None:
    """Draw the day between two buttons; must stand in a horizontal container."""
    st.button(
        "", icon=":material/chevron_left:", key="day-back", help=t("board.earlier"),
        on_click=_go, args=(day - timedelta(days=1),),
    )  # fmt: skip
    with st.popover(day_text(day, language(), year=year), type="tertiary", key="day-pick"):
        picked = st.date_input(t("board.day"), day, format="YYYY-MM-DD", key=f"day-{day.isoformat()}")
        if isinstance(picked, date) and picked != day:
            _go(picked)
            st.rerun()
    st.button(
        "", icon=":material/chevron_right:", key="day-on", help=t("board.later"),
        on_click=_go, args=(day + timedelta(days=1),),
    )  # fmt: skip
