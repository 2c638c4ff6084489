"""What stands behind a pressed figure or term of the price: its visits and people, each one press from its focus."""

from __future__ import annotations

import streamlit as st

from planner.ui.board import BEHIND, BoardDay
from planner.ui.focus import Focus, set_focus
from planner.ui.net import caught
from planner.ui.plain import plain
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
        against = shown.against.version if shown.against and name not in FIGURES else None
        st.caption(t("board.behind_help") if against is None else t("board.behind_against", version=against))
        if not rows:
            st.text(t("board.behind_none"))
        with st.container(key="behind-rows", gap=None):
            for number, row in enumerate(rows[:_MOST]):
                _row(row, number)
        if len(rows) > _MOST:
            st.caption(t("board.behind_more", count=len(rows) - _MOST))

    drawn()


def _row(row: Behind, number: int) -> None:
    change = f" · {row.change}" if row.change else ""
    label = f"**{plain(row.label)}**  \n{plain(row.amount + change)}"
    known = row.visit_id is not None or row.technician_id is not None
    if st.button(label, key=f"behind-{number}", type="tertiary", width="stretch", disabled=not known):
        set_focus(Focus(technician_id=row.technician_id, visit_id=row.visit_id))
        _close()
        st.rerun()


def _close() -> None:
    st.session_state.pop(BEHIND, None)
