"""Overtime that technicians ask for before they work it: a press grants or declines, beside what the law would say."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import streamlit as st

from planner.desk import overtime
from planner.desk.overtime import Asked
from planner.model.errors import PlannerError
from planner.model.language import duration_text
from planner.ui.board import may
from planner.ui.session import actor, desk, language, say, show_error, t

__all__ = ["overtime_card"]


def overtime_card(day: date) -> None:
    """Draw the questions of a day; nothing where nobody asked."""
    if not may("overtime.asked_on"):
        return
    asked = overtime.asked_on(desk(), actor(), day)
    if not asked:
        return
    with st.container(border=True, key="card-overtime", gap="small"):
        st.subheader(t("overtime.title"), anchor=False)
        for one in asked:
            _question(one)


def _question(one: Asked) -> None:
    late = duration_text(60 * one.minutes, language())
    st.text(t("overtime.asks", name=one.name, late=late, note=one.note))
    for found in one.findings:
        st.caption(t("overtime.law", said=say(found.message)))
    if not one.findings:
        st.caption(t("overtime.law_fine"))
    if one.answer:
        st.text(t(f"overtime.{one.answer}"))
    with st.container(horizontal=True, gap="small", key=f"overtime-{one.asked_id}"):
        for word, granted in (("grant", True), ("decline", False)):
            st.button(
                t(f"overtime.{word}"), key=f"{word}-{one.asked_id}", on_click=_answer, args=(one.asked_id, granted),
                disabled=one.answer == ("granted" if granted else "declined"), width="stretch",
            )  # fmt: skip


def _answer(asked_id: str, granted: bool) -> None:
    try:
        overtime.answer(desk(), actor(), asked_id, granted=granted, client_uuid=uuid4().hex)
    except PlannerError as error:
        show_error(error)
