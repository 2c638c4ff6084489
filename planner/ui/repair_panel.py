"""The panel of a row that cannot be taken: every wrong cell, what is expected, and a field to put it right."""

from __future__ import annotations

import streamlit as st

from planner.files import ImportPreview, ImportRow
from planner.ui.draft import Draft
from planner.ui.heading_words import field_words
from planner.ui.parts import chip, draw
from planner.ui.plain import plain
from planner.ui.session import say, t
from planner.ui.uploads import keep_draft

__all__ = ["repair_panel"]


def repair_panel(under_way: Draft, preview: ImportPreview, row: ImportRow) -> None:
    """Draw the problems of a row; a new text of a cell reads the row again."""
    title = row.request.title if row.request else written_title(row, preview)
    with st.container(key="strong-repair"):
        st.text(": ".join(part for part in (t("shell.row", row=str(row.row)), title) if part))
    draw(chip("bad", t("requests.not_taken")))
    headings = {column.heading for column in preview.columns}
    for number, problem in enumerate(row.problems):
        with st.container(key=f"bad-repair-{number}", gap="small"):
            where = (field_words(preview, problem.field), problem.value)
            st.text(" · ".join(part for part in where if part) or t("requests.whole_row"))
            st.text(say(problem.message))
            if problem.cure is not None and st.button(
                t("requests.cure", value=plain(problem.cure)), key=f"rq-cure-{row.row}-{number}"
            ):
                keep_draft(under_way.cure(preview, problem))
                st.rerun()
        if problem.field in headings:
            _cell(under_way, row, problem.field, problem.value, number)
    with st.expander(t("requests.as_written"), key="rq-raw"):
        for column in preview.columns:
            if column.index < len(row.raw) and row.raw[column.index]:
                st.text(f"{column.heading}: {row.raw[column.index]}")
    label = "requests.take_again" if row.row in under_way.left_out else "requests.leave_out"
    if st.button(t(label), key=f"rq-leave-{row.row}"):
        keep_draft(under_way.leave_out(row.row))
        st.rerun()


def written_title(row: ImportRow, preview: ImportPreview) -> str:
    """Return the title as it stands in the file."""
    index = next((column.index for column in preview.columns if column.field == "title"), None)
    return row.raw[index] if index is not None and index < len(row.raw) else ""


def _cell(under_way: Draft, row: ImportRow, heading: str, value: str, number: int) -> None:
    key = f"rq-cell-{row.row}-{number}"
    written = st.text_input(t("requests.new_value"), value, key=key)
    if st.button(t("requests.put_right"), key=f"{key}-take", disabled=written.strip() == value.strip()):
        keep_draft(under_way.put_right(row.row, heading, written.strip()))
        st.rerun()
