"""The rows behind a figure: a table whose rows open the history of their request."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.model.language import number_text
from planner.report import Figure
from planner.ui.request_story import request_story
from planner.ui.session import desk, language, t
from planner.views.statistics import LEAST_PERSONS, people_rows, rows_shown

__all__ = ["draw_rows"]


def draw_rows(figure: Figure) -> None:
    """Draw the rows behind a figure with its formula."""
    name = figure.figure_id
    rows = rows_shown(
        figure.definition.columns, figure.rows, desk().catalogue, language=language(), zone=desk().time_zone
    )
    opens = "request_id" in figure.rows and len(rows) > 0
    with st.container(border=True, key="card-rows"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(t("report.rows_behind", figure=t(f"report.figure.{name}.name")), anchor=False, width="content")
            st.caption(_counted(figure), width="content")
            st.caption(t("report.formula", formula=t(f"report.figure.{name}.formula")), width="stretch")
        if not len(rows):
            st.caption(t("report.no_rows"))
            return
        chosen = st.dataframe(
            rows, hide_index=True, height=min(420, 36 * (len(rows) + 1) + 4), key=f"rows-of-{name}", placeholder="–",
            on_select="rerun" if opens else "ignore", selection_mode="single-row", alt=t("report.rows_alt"),
            column_config={
                str(name): st.column_config.NumberColumn(format="localized") for name in rows.select_dtypes("number")
            },
        )  # fmt: skip
        if opens:
            st.caption(t("story.choose"))
        if not figure.definition.filtered:
            st.caption(t("report.shifts_unfiltered"))
        if "technician_id" in figure.rows and not people_rows(figure.rows):
            st.caption(t("report.too_small", least=LEAST_PERSONS))
    if opens:
        marked = chosen["selection"]["rows"] if isinstance(chosen, Mapping) else ()
        _opened(figure, tuple(marked))


def _opened(figure: Figure, marked: tuple[int, ...]) -> None:
    """Open the marked row once; closing the dialog leaves the mark and does not open it again."""
    seen = (figure.figure_id, marked)
    if marked and st.session_state.get("fp.story") != seen:
        request_story(str(figure.rows.iloc[marked[0]]["request_id"]))
    st.session_state["fp.story"] = seen


def _counted(figure: Figure) -> str:
    shown, reader = len(figure.rows), language()
    if shown < figure.count:
        said = t("report.rows_first", shown=shown, count=figure.count)
    else:
        said = t("report.rows_shown", count=shown)
    if not figure.against:
        return said
    return f"{said} · {t(f'report.against.{figure.figure_id}', count=number_text(figure.against, reader))}"
