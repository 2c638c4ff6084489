"""What the statistics show: theme, period and filters, all kept in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import streamlit as st

from planner.report import THEMES, Filters, Statistics
from planner.ui.address import asked, asked_one, keep, kept
from planner.ui.session import desk, language, t, worded

__all__ = ["asked_filters", "chosen_figure", "choose_figure", "filter_menu", "period_choice", "theme_choice"]

PERIODS = ("four_weeks", "week", "last_week", "month", "quarter", "year", "own")
_FILTERS = ("territories", "customers", "job_types", "lines", "priorities")


def theme_choice(more: tuple[str, ...] = ()) -> str:
    """Draw the choice of theme; return the chosen one of `planner.report.THEMES` or of `more`."""
    options = (*THEMES, *more)
    st.session_state["report-theme"] = asked_one("theme", options, "overview")
    st.segmented_control(
        t("report.theme.choose"), options, required=True, key="report-theme", label_visibility="collapsed",
        format_func=worded(options, lambda one: t(f"report.theme.{one}")),
        on_change=kept("theme", "report-theme", default="overview"),
    )  # fmt: skip
    return str(st.session_state["report-theme"] or "overview")


def chosen_figure(theme: str) -> str:
    """Return the figure whose rows the address asks for; else the first of the theme."""
    return asked_one("figure", THEMES[theme], THEMES[theme][0])


def choose_figure(name: str) -> None:
    """Ask for the rows of a figure."""
    keep("figure", (name,))


def period_choice() -> tuple[date, date]:
    """Draw the choice of period; return its first and last day."""
    today = desk().today()
    monday = today - timedelta(days=today.weekday())
    st.session_state["period"] = asked_one("period", PERIODS, PERIODS[0])
    choice = st.selectbox(
        t("report.period"), PERIODS, format_func=worded(PERIODS, lambda one: t(f"report.period_{one}")), key="period",
        label_visibility="collapsed", width=150, on_change=kept("period", "period", default=PERIODS[0]),
    )  # fmt: skip
    if choice == "own":
        return _own_days((monday, today))
    return {
        "week": (monday, monday + timedelta(days=6)),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "four_weeks": (monday - timedelta(days=21), monday + timedelta(days=6)),
        "month": (today.replace(day=1), today),
        "quarter": (monday - timedelta(days=84), monday + timedelta(days=6)),
        "year": (monday - timedelta(days=357), monday + timedelta(days=6)),
    }[choice]


def _own_days(default: tuple[date, date]) -> tuple[date, date]:
    if "days" not in st.session_state:
        st.session_state["days"] = _asked_days() or default
    days = st.date_input(
        t("report.days"), format="YYYY-MM-DD", key="days", label_visibility="collapsed", width=230,
        on_change=kept("days", "days"),
    )  # fmt: skip
    # While the second day has not been chosen there is one only.
    return (days[0], days[-1]) if isinstance(days, tuple) and days else default


def _asked_days() -> tuple[date, date] | None:
    try:
        first, last = (date.fromisoformat(one) for one in st.query_params.get_all("days"))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def asked_filters() -> Filters:
    """Return the filters that the address asks for; what it cannot mean is left out."""
    return Filters(
        territories=asked("territories"),
        customers=asked("customers"),
        job_types=asked("job_types"),
        lines=tuple(int(one) for one in asked("lines") if one in ("1", "2", "3")),
        priorities=tuple(int(one) for one in asked("priorities") if one in ("1", "2", "3", "4", "5")),
    )


def filter_menu(found: Statistics, filters: Filters) -> None:
    """Draw the menu of filters.

    Parameters
    ----------
    found
        Says which customers, job types and territories there are.
    """
    count = sum(len(getattr(filters, name)) for name in _FILTERS)
    label = t("report.filters_some", count=count) if count else t("report.filters")
    types = desk().catalogue.job_types
    with st.popover(
        label, icon=":material/filter_list:", width="content", key="report-filters", on_change="rerun"
    ) as menu:
        if not menu.open:
            return
        _choice("territories", {one: one for one in found.territories}, filters.territories)
        _choice("customers", {one: one for one in found.customers}, filters.customers)
        kinds = {one: types[one].name[language()] if one in types else one for one in found.job_types}
        _choice("job_types", dict(sorted(kinds.items(), key=lambda pair: pair[1])), filters.job_types)
        _choice("lines", {str(one): t("report.line", line=one) for one in (1, 2, 3)}, map(str, filters.lines))
        _choice("priorities", {str(one): f"P{one}" for one in range(1, 6)}, map(str, filters.priorities))
        st.button(
            t("filters.clear"), key="report-filters-clear", type="tertiary", icon=":material/close:", on_click=_clear,
            disabled=not count,
        )  # fmt: skip


def _choice(name: str, options: Mapping[str, str], chosen: Iterable[str]) -> None:
    if not options:
        return
    key = f"report-{name}"
    st.session_state[key] = [one for one in chosen if one in options]
    st.multiselect(
        t(f"report.{name}"), list(options), placeholder=t(f"report.all_{name}"), key=key,
        format_func=worded(options, options.__getitem__), on_change=kept(name, key),
    )  # fmt: skip


def _clear() -> None:
    for name in _FILTERS:
        keep(name, ())
