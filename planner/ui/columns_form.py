"""Which column is which: shown with samples, and corrected by choosing."""

from __future__ import annotations

import streamlit as st

from planner.files import Certainty, ColumnMap, ImportPreview, fields_of
from planner.ui.draft import Draft
from planner.ui.session import t, worded
from planner.ui.uploads import keep_draft

__all__ = ["draw_columns", "needs_columns"]

_ORDERS = ("dmy", "mdy")


def needs_columns(preview: ImportPreview) -> bool:
    """Whether somebody has to look at the columns: the file is not understood, or a day can be read in two ways."""
    undecided = any(one.asks_date_order and not one.date_order and one.field for one in preview.columns)
    return bool(preview.problems) or undecided


def draw_columns(under_way: Draft, preview: ImportPreview) -> None:
    """Draw every column with heading, samples and field; a correction reads the file again."""
    st.caption(t("requests.columns_help"))
    mark = "-".join(f"{name}={field}" for name, field in sorted(under_way.mapping.items()))
    chosen: dict[str, str | None] = {}
    headings = [column.heading for column in preview.columns]
    with st.grid(3, gap="small", min_column_width=190):
        for column in preview.columns:
            with st.container(gap=None, key=f"column-{column.index}"):
                for field in _column(column, key=f"rq-col-{column.index}-{hash(mark)}"):
                    once = bool(column.heading) and headings.count(column.heading) == 1
                    chosen[column.heading if once else str(column.index)] = field
    if chosen:
        keep_draft(under_way.map_columns(under_way.mapping | chosen))
        st.rerun()


def _column(column: ColumnMap, *, key: str) -> tuple[str | None, ...]:
    """Draw one column; return its new field where somebody chose one, else nothing."""
    # Heading and samples are the file's own words: st.text shows them, a label would read them as Markdown.
    with st.container(key=f"strong-{key}"):
        st.text(column.heading or t("requests.no_heading"))
    with st.container(key=f"soft-{key}"):
        st.text(" · ".join(column.samples) or "–")
    options: list[str | None] = [None, *fields_of("request")]
    field = st.selectbox(
        t("requests.column_is", number=column.index + 1), options, index=options.index(column.field), key=key,
        format_func=worded(options, lambda one: t(f"import.field.{one}") if one else t("import.certainty.none")),
        label_visibility="collapsed",
    )  # fmt: skip
    if column.certainty is Certainty.SIMILAR:
        st.caption(t("import.certainty.similar"))
    order = column.date_order
    if column.asks_date_order and column.field:
        order = st.segmented_control(
            t("requests.date_order"), _ORDERS, default=column.date_order or None, key=f"{key}-order",
            format_func=worded(_ORDERS, lambda one: t(f"import.order.{one}")),
        ) or ""  # fmt: skip
    if field == column.field and order == column.date_order:
        return ()
    return (f"{field}:{order}" if field and order else field,)
