"""What is asked before a visit ends in another way than planned: what happened, and of a follow-up what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from planner.model.plan import Stop
from planner.model.request import PartNeed, Request
from planner.ui.bring_along import part_name
from planner.ui.net import caught
from planner.ui.session import desk, language, t

__all__ = ["Asked", "report_dialog"]

_USUAL = (15, 30, 60, 120)
_LONGEST_MIN = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The answer.

    Parameters
    ----------
    remaining_min
        Minutes a follow-up takes; None: it is none.
    parts
        What it needs.
    """

    note: str
    remaining_min: int | None = None
    parts: tuple[PartNeed, ...] = ()


def report_dialog(
    stop: Stop, request: Request | None, act: str, *, on_sent: Callable[[Asked], None], on_left: Callable[[], None]
) -> None:
    """Open the dialog.

    Parameters
    ----------
    act
        ``no_access`` or ``follow_up``.
    on_sent, on_left
        Called with the answer, and when the dialog was closed without one.
    """

    @st.dialog(t(f"my_day.act.{act}"), on_dismiss=on_left)
    @caught
    def ask() -> None:
        st.text(stop.named(language()))
        note = st.text_area(t(f"my_day.note_{act}"), key=f"note-{act}", max_chars=2000)
        minutes, parts = _of_follow_up(request) if act == "follow_up" else (None, ())
        if st.button(t("my_day.send"), type="primary", icon=":material/send:", width="stretch", key=f"send-{act}"):
            if not note.strip():
                st.warning(t("my_day.note_needed"))
                return
            if minutes == 0:
                st.warning(t("my_day.minutes_needed"))
                return
            on_sent(Asked(note=note.strip(), remaining_min=minutes, parts=parts))
            st.rerun()

    ask()


def _of_follow_up(request: Request | None) -> tuple[int, tuple[PartNeed, ...]]:
    minutes = st.number_input(
        t("my_day.remaining_min"), min_value=0, max_value=_LONGEST_MIN, step=15, key="remaining-min"
    )
    with st.container(horizontal=True, gap="small"):
        for one in _USUAL:
            st.button(
                f"{one}\N{NO-BREAK SPACE}min", key=f"remaining-{one}", on_click=_take, args=(one,), width="stretch"
            )
    own = [need.part for need in request.required_parts] if request else []
    every = list(dict.fromkeys([*own, *desk().catalogue.parts]))
    chosen = st.multiselect(t("my_day.parts_needed"), every, format_func=part_name, key="parts-needed")
    needs = tuple(
        PartNeed(
            part=part,
            quantity=st.number_input(
                t("my_day.how_many", part=part_name(part)), min_value=1, max_value=999, key=f"many-{part}"
            ),
        )
        for part in chosen
    )
    return minutes, needs


def _take(minutes: int) -> None:
    st.session_state["remaining-min"] = minutes
