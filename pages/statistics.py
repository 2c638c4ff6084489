"""Statistics: what was promised and kept, what it took, and the rows behind every figure."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from planner.desk import report
from planner.model.language import day_text, texts
from planner.model.words import Role
from planner.report import Filters, Statistics
from planner.ui.figures import draw_card, draw_charts
from planner.ui.session import actor, desk, language, require, statistics_link, t
from planner.ui.what_if import draw_what_if, view_choice
from planner.views.statistics import LEAST_PERSONS, people_rows, rows_shown

CARDS = (
    "visits_done",
    "remote_rate",
    "sla_resolution",
    "sla_response",
    "drive_per_visit",
    "drive_share",
    "utilisation",
    "overtime",
)
PERIODS = ("four_weeks", "week", "last_week", "month", "own")


def page() -> None:
    """Draw the page."""
    require(Role.MANAGER, Role.DISPATCHER, Role.ADMINISTRATOR)
    if view_choice():
        draw_what_if()
        return
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small", key="statistics-bar")
    with bar:
        st.subheader(t("report.title"), anchor=False, width="content")
        first, last = _period()
        everything = _statistics(first, last, Filters())
        filters = _filters(everything)
    found = everything if filters == Filters() else _statistics(first, last, filters)
    with bar:
        _counted(found, first, last, filters)
    if not found.days_planned:
        _empty()
        return
    chosen = _cards(found)
    names = {key.split(".")[1]: one[language()] for key, one in texts().items() if _is_rule_name(key)}
    draw_charts(found, reason_names=names)
    _rows(found, chosen)


def _statistics(first: date, last: date, filters: Filters) -> Statistics:
    """Return the statistics; what was computed in the last half minute is good enough for a page."""
    return _kept(desk().store.url, first, last, filters)


@st.cache_data(ttl="30s", max_entries=16, show_spinner=False)
def _kept(store: str, first: date, last: date, filters: Filters) -> Statistics:
    return report.statistics(desk(), actor(), first=first, last=last, filters=filters)


def _is_rule_name(key: str) -> bool:
    return key.startswith("rule.") and key.endswith(".name")


def _period() -> tuple[date, date]:
    today = desk().today()
    monday = today - timedelta(days=today.weekday())
    choice = st.selectbox(
        t("report.period"), PERIODS, format_func=lambda one: t(f"report.period_{one}"), key="period",
        bind="query-params", label_visibility="collapsed", width=150,
    )  # fmt: skip
    if choice == "own":
        days = st.date_input(
            t("report.days"), (monday, today), format="YYYY-MM-DD", key="days", label_visibility="collapsed", width=230
        )
        return (days[0], days[-1]) if isinstance(days, tuple) and days else (monday, today)
    spans = {
        "week": (monday, monday + timedelta(days=6)),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "four_weeks": (monday - timedelta(days=21), monday + timedelta(days=6)),
        "month": (today.replace(day=1), today),
    }
    return spans[choice]


def _filters(everything: Statistics) -> Filters:
    job_types = desk().catalogue.job_types
    customers = st.multiselect(
        t("report.customers"), everything.customers, placeholder=t("report.all_customers"), key="customers",
        label_visibility="collapsed", width=150,
    )  # fmt: skip
    kinds = st.multiselect(
        t("report.job_types"), everything.job_types, placeholder=t("report.all_job_types"), key="job_types",
        format_func=lambda one: job_types[one].name[language()] if one in job_types else one,
        label_visibility="collapsed", width=150,
    )  # fmt: skip
    priorities = st.multiselect(
        t("report.priorities"), (1, 2, 3, 4, 5), placeholder=t("report.all_priorities"), key="priorities",
        format_func=lambda one: f"P{one}", label_visibility="collapsed", width=150,
    )  # fmt: skip
    return Filters(customers=tuple(customers), job_types=tuple(kinds), priorities=tuple(priorities))


def _counted(found: Statistics, first: date, last: date, filters: Filters) -> None:
    lang = language()
    words = [t("report.counted", requests=int(found.figures["sla_resolution"].whole), days=found.days_planned)]
    if found.before:
        from_, to = (day_text(day, lang).split(" ", 1)[1] for day in (found.before_first, found.before_last))
        words.append(t("report.compared", from_=from_, to=to))
    with st.container(key="statistics-counted", width="stretch"):
        st.caption(" · ".join(words), help=t("report.compared_help" if found.before else "report.not_compared"))
    st.link_button(
        t("report.take_out"), statistics_link(first, last, filters), icon=":material/download:",
        help=t("report.take_out_help"), width="content",
    )  # fmt: skip


def _empty() -> None:
    with st.container(border=True, key="card-empty", horizontal_alignment="center"):
        st.text(t("report.empty"))
        if st.button(t("report.empty_button"), type="primary"):
            st.switch_page("pages/board.py")


def _cards(found: Statistics) -> str:
    chosen = st.session_state.get("figure", "visits_done")
    with st.grid(4, min_column_width=220, gap=12):
        for name in CARDS:
            if draw_card(found, name, chosen=name == chosen):
                st.session_state["figure"] = name
                st.rerun()
    return str(chosen)


def _rows(found: Statistics, chosen: str) -> None:
    figure = found.figures[chosen]
    rows = rows_shown(chosen, figure.rows, desk().catalogue, language=language(), zone=desk().time_zone)
    with st.container(border=True, key="card-rows"):
        with st.container(horizontal=True, vertical_alignment="center"):
            name = t(f"report.figure.{chosen}.name")
            st.subheader(t("report.rows_behind", figure=name), anchor=False, width="content")
            st.caption(t("report.rows_shown", count=len(rows)), width="content")
            st.caption(t("report.formula", formula=t(f"report.figure.{chosen}.formula")), width="stretch")
            if st.button(t("report.figure.unassigned.name"), key="rows-unassigned", type="tertiary"):
                st.session_state["figure"] = "unassigned"
                st.rerun()
        st.dataframe(rows, hide_index=True, height=min(420, 36 * (len(rows) + 1) + 4), key="rows")
        if "technician_id" in figure.rows and len(rows) and not people_rows(figure.rows):
            st.caption(t("report.too_small", least=LEAST_PERSONS))
        if chosen in ("drive_per_visit", "drive_share", "utilisation", "overtime"):
            st.caption(t("report.shifts_unfiltered"))


page()
