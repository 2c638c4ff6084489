"""Statistics: what was promised and kept, what it took, and the rows behind every figure."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.desk import report
from planner.model.words import Role
from planner.report import THEMES, Filters, Statistics
from planner.ui.figures import draw_card, draw_charts
from planner.ui.report_bar import (
    asked_filters,
    choose_figure,
    chosen_figure,
    filter_menu,
    period_choice,
    theme_choice,
)
from planner.ui.report_rows import draw_rows
from planner.ui.session import actor, desk, language, require, statistics_link, t
from planner.ui.what_if import draw_what_if
from planner.views.statistics import period_text, summary_text


def page() -> None:
    """Draw the page."""
    require(Role.MANAGER, Role.DISPATCHER, Role.ADMINISTRATOR)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="statistics-themes"):
        st.subheader(t("report.title"), anchor=False, width="content")
        theme = theme_choice(("what_if",))
    if theme == "what_if":
        draw_what_if()
        return
    filters, chosen = asked_filters(), chosen_figure(theme)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="statistics-bar"):
        first, last = period_choice()
        found = _kept(desk().store.url, first, last, filters, theme, chosen)
        filter_menu(found, filters)
        _counted(found)
        _files(first, last, filters)
    if not found.days_planned:
        _empty()
        return
    if said := summary_text(found, language()):
        st.text(said)
    with st.grid(4, min_column_width=220, gap=12):
        for name in THEMES[theme]:
            if draw_card(found, name, chosen=name == chosen):
                choose_figure(name)
                st.rerun()
    draw_charts(theme, chosen, found)
    draw_rows(found.figures[chosen])


@st.cache_data(ttl="30s", max_entries=16, show_spinner=False)
def _kept(store: str, first: date, last: date, filters: Filters, theme: str, chosen: str) -> Statistics:
    """Return the statistics; what was computed in the last half minute is good enough for a page."""
    return report.statistics(desk(), actor(), first=first, last=last, filters=filters, theme=theme, rows_of=(chosen,))


def _counted(found: Statistics) -> None:
    lang = language()
    words = [
        period_text(found.first, min(found.last, desk().today()), lang),
        t("report.counted", days=found.days_planned),
    ]
    if found.before:
        words.append(t("report.compared", period=period_text(found.before_first, found.before_last, lang)))
    with st.container(key="statistics-counted", width="stretch"):
        st.caption(" · ".join(words), help=t("report.compared_help" if found.before else "report.not_compared"))


def _files(first: date, last: date, filters: Filters) -> None:
    with st.popover(t("report.take_out"), icon=":material/download:", width="content"):
        for kind, icon in (("xlsx", "table"), ("csv", "csv"), ("html", "print")):
            st.link_button(
                t(f"report.take_out_{kind}"), statistics_link(first, last, filters, kind=kind),
                icon=f":material/{icon}:", help=t(f"report.take_out_{kind}_help"), width="stretch",
            )  # fmt: skip


def _empty() -> None:
    with st.container(border=True, key="card-empty", horizontal_alignment="center"):
        st.text(t("report.empty"))
        if st.button(t("report.empty_button"), type="primary"):
            st.switch_page("pages/board.py")


page()
