"""What was just reported of a visit the page has left: said, and taken back in one press."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from planner.desk.day import MyDay
from planner.model.plan import Stop
from planner.ui.parts import icon
from planner.ui.session import language, t
from planner.views.day import work_of

__all__ = ["remember_last", "take_back"]

_LAST = "my_day.last"


def remember_last(visit_id: str, word: str) -> None:
    """Keep what was reported last, for `take_back`."""
    st.session_state[_LAST] = (visit_id, f"visit.{word}")


def take_back(mine: MyDay, shown: Stop | None, *, on_undo: Callable[[Stop], None]) -> None:
    """Draw what was reported last and the way back; nothing where its visit is shown or stands otherwise by now."""
    visit_id, state = st.session_state.get(_LAST, ("", ""))
    stop = next((one for one in work_of(mine.stops) if one.visit_id == visit_id), None)
    if stop is None or mine.states.get(visit_id) != state or (shown and shown.visit_id == visit_id):
        return
    word = state.removeprefix("visit.")
    words = f"{t(f'my_day.state.{word}')}: {stop.named(language())}"
    with st.container(key="day-last", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="fp-last-told" role="status">{icon("check")}<span>{escape(words)}</span></p>')
        st.button(t("my_day.undo"), icon=":material/undo:", key="undo-last", on_click=on_undo, args=(stop,))
