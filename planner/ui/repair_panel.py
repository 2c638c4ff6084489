"""The panel of a row that cannot be taken: every wrong cell, what is expected, and a field to put it right."""

from __future__ import annotations

import streamlit as st

from planner.files import ImportPreview, ImportRow
from planner.model.errors import FieldProblem
from planner.ui.draft import Draft
from planner.ui.heading_words import field_words
from planner.ui.parts import chip, draw
from planner.ui.plain import plain
from planner.ui.session import desk, language, say, t
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
            _cell(under_way, preview, row, problem, number)
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


def _cell(under_way: Draft, preview: ImportPreview, row: ImportRow, problem: FieldProblem, number: int) -> None:
    """A field for the new text; in a form, so that Enter and a press right after typing both take it."""
    key, alike = f"rq-cell-{row.row}-{number}", under_way.alike(preview, problem)
    with st.form(key, border=False):
        written = _value_field(preview, problem, key)
        with st.container(horizontal=True, gap="small"):
            one = st.form_submit_button(t("requests.put_right"), key=f"{key}-take")
            every = len(alike) > 1 and st.form_submit_button(
                t("requests.put_all_right", count=len(alike)), key=f"{key}-all"
            )
    if not (one or every):
        return
    if written.strip() == problem.value.strip():
        st.caption(t("requests.write_first"))
        return
    keep_draft(under_way.put_all_right(alike if every else (row.row,), problem.field, written.strip()))
    st.rerun()


def _value_field(preview: ImportPreview, problem: FieldProblem, key: str) -> str:
    """A choice where the column has a list of values, else a line of text."""
    field = next((column.field for column in preview.columns if column.heading == problem.field), None)
    if field == "job_type":
        names = {one.name[language()]: one for one in desk().catalogue.job_types.values()}
        chosen = st.selectbox(
            t("requests.new_value"), sorted(names), index=None, key=f"{key}-choice", placeholder=plain(problem.value)
        )
        return chosen or problem.value
    return str(st.text_input(t("requests.new_value"), problem.value, key=f"{key}-text"))
