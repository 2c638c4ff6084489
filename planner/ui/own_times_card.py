"""How long one's own work takes: on My day, for the technician alone, on a press."""

from __future__ import annotations

import streamlit as st

from planner.desk import own_times
from planner.desk.own_times import LEAST_OWN
from planner.model.errors import PlannerError
from planner.model.language import percent_text
from planner.ui.board import may
from planner.ui.session import actor, desk, language, show_error, t

__all__ = ["own_times_card"]


def own_times_card() -> None:
    """Draw the card; nothing for anybody but a technician."""
    if not may("own_times.my_times"):
        return
    with st.expander(t("my_day.own_times"), key="own-times", icon=":material/timer:"):
        st.caption(t("my_day.own_times_help"))
        if st.button(t("my_day.own_times_show"), key="own-times-show"):
            try:
                count, found = own_times.my_times(desk(), actor())
            except PlannerError as error:
                show_error(error)
                return
            if found is None:
                st.text(t("my_day.own_times_few", count=count, least=LEAST_OWN))
                return
            median, p80 = (percent_text(one / 1000, language()) for one in found.times_min(1000))
            st.text(t("my_day.own_times_of", count=count, own=percent_text(found.own, language())))
            st.text(t("my_day.own_times_drawn", median=median, p80=p80))
