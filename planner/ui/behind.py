"""What stands behind a pressed figure or term of the price: its visits and people, each one press from its focus."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.ui.board import BEHIND, BoardDay
from planner.ui.focus import Focus, set_focus
from planner.ui.net import caught
from planner.ui.pressable import pressable
from planner.ui.session import language, t
from planner.views.behind import FIGURES, Behind, behind_figure, behind_term

__all__ = ["draw_behind"]

_MOST = 25


def draw_behind(shown: BoardDay) -> None:
    """Draw the dialog of the figure that was pressed, until it is left; call it in every run."""
    name = st.session_state.get(BEHIND)
    if name is None or shown.plan is None:
        return
    if name in FIGURES:
        title = t(f"views.figure.{name}")
        rows = behind_figure(shown.plan, name, language=language(), promises=shown.promises)
    else:
        title = t(f"views.price.{name}")
        rows = behind_term(shown.plan, name, language=language(), against=shown.against)

    @st.dialog(title, width="medium", on_dismiss=_close)
    @caught
    def drawn() -> None:
        if BEHIND not in st.session_state:
            st.rerun()  # a row was pressed
        against = shown.against.version if shown.against and name not in FIGURES else None
        st.caption(t("board.behind_help") if against is None else t("board.behind_against", version=against))
        if not rows:
            st.text(t("board.behind_none"))
        lines = "".join(_row(row, number) for number, row in enumerate(rows[:_MOST]))
        pressable(
            f'<div class="fp-behind">{lines}</div>', key="behind-rows", on_pressed=lambda at: _show(rows[int(at)])
        )
        if len(rows) > _MOST:
            st.caption(t("board.behind_more", count=len(rows) - _MOST))

    drawn()


def _row(row: Behind, number: int) -> str:
    inside = f"<b>{escape(row.label)}</b><span>{escape(row.amount)}</span><u>{escape(row.change)}</u>"
    if row.visit_id is None and row.technician_id is None:
        return f"<div>{inside}</div>"
    return f'<button type="button" data-press="{number}" data-show=".st-key-schedule">{inside}</button>'


def _show(row: Behind) -> None:
    set_focus(Focus(technician_id=row.technician_id, visit_id=row.visit_id))
    _close()


def _close() -> None:
    st.session_state.pop(BEHIND, None)
