"""Which column is which: shown with samples, and corrected by choosing."""

from __future__ import annotations

import streamlit as st

from planner.files import Certainty, ColumnMap, ImportPreview, fields_of
from planner.ui.draft import Draft
from planner.ui.session import t, worded
from planner.ui.uploads import draft, keep_draft

__all__ = ["draw_columns", "needs_columns", "unused"]

_ORDERS = ("dmy", "mdy")


def needs_columns(preview: ImportPreview) -> bool:
    """Whether somebody has to look at the columns: the file is not understood, or a day can be read in two ways."""
    undecided = any(one.asks_date_order and not one.date_order and one.field for one in preview.columns)
    return bool(preview.problems) or undecided


def draw_columns(under_way: Draft, preview: ImportPreview) -> None:
    """Draw every column with heading, samples and field; a correction reads the file again."""
    st.caption(t("requests.columns_help"))
    headings = [column.heading for column in preview.columns]
    with st.grid(3, gap="small", min_column_width=190):
        for column in preview.columns:
            with st.container(gap=None, key=f"column-{column.index}"):
                once = bool(column.heading) and headings.count(column.heading) == 1
                _column(column, column.heading if once else str(column.index))


def _column(column: ColumnMap, name: str) -> None:
    """Draw one column; what is chosen is kept at once, also while the page is still drawing an earlier choice."""
    key = f"rq-col-{column.index}"
    # Heading and samples are the file's own words: st.text shows them, a label would read them as Markdown.
    with st.container(key=f"strong-{key}"):
        st.text(column.heading or t("requests.no_heading"))
    with st.container(key=f"soft-{key}"):
        st.text(" · ".join(column.samples) or "–")
    options: list[str | None] = [None, *fields_of("request")]
    st.session_state[key] = column.field
    st.selectbox(
        t("requests.column_is", number=column.index + 1), options, key=key, on_change=_chosen, args=(name, key),
        format_func=worded(options, lambda one: t(f"import.field.{one}") if one else t("import.certainty.none")),
        placeholder=t("import.certainty.none"), label_visibility="collapsed",
    )  # fmt: skip
    if column.certainty is Certainty.SIMILAR:
        st.caption(t("import.certainty.similar"))
    if column.asks_date_order and column.field:
        st.session_state[f"{key}-order"] = column.date_order or None
        st.segmented_control(
            t("requests.date_order"), _ORDERS, key=f"{key}-order", on_change=_chosen, args=(name, key),
            format_func=worded(_ORDERS, lambda one: t(f"import.order.{one}")),
        )  # fmt: skip


def _chosen(name: str, key: str) -> None:
    """Keep the field and the order of days of a column in the draft as it is now."""
    under_way = draft()
    if under_way is None:
        return
    field, order = st.session_state.get(key), st.session_state.get(f"{key}-order")
    told = f"{field}:{order}" if field and order else field
    keep_draft(under_way.map_columns(under_way.mapping | {name: told}))


def unused(preview: ImportPreview) -> tuple[str, ...]:
    """Return the headings of columns that hold something and are not used."""
    return tuple(one.heading for one in preview.columns if one.field is None and one.heading and one.samples)
