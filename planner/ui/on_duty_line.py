"""Who is on call now and tonight, in one line on the board, with their telephone number and the way to the view."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.desk import on_duty as on_duty_desk
from planner.desk.on_duty import OnDuty
from planner.model.language import time_text
from planner.ui.board import may
from planner.ui.session import actor, desk, go_to, t

__all__ = ["on_duty_line"]


def on_duty_line(day: date) -> None:
    """Draw who is on call, in a menu; only on the board of today."""
    if day != desk().today() or not may("on_duty.on_duty"):
        return
    found = _found(day, hash(desk().clock().replace(second=0, microsecond=0)), str(desk().var))
    first = found[0] if found else None
    label = t("on_duty.line", name=first.technician.name, span=_span(first)) if first else t("on_duty.line_nobody")
    with st.popover(label, icon=":material/bedtime:", type="tertiary", key="on-duty-line"):
        for one in found:
            st.text(" · ".join(filter(None, (one.technician.name, _span(one), one.technician.phone))))
        if first is None:
            st.text(t("on_duty.empty"))
        if st.button(t("on_duty.to_view"), icon=":material/arrow_forward:", key="on-duty-view"):
            st.session_state["team-part"] = "on_call"
            go_to("team")


@st.cache_data(max_entries=4, show_spinner=False)
def _found(day: date, minute: int, desk_name: str) -> tuple[OnDuty, ...]:
    """Asked once a minute."""
    return on_duty_desk.on_duty(desk(), actor())


def _span(one: OnDuty) -> str:
    zone = desk().time_zone
    return f"{time_text(one.shift.start, zone=zone)}–{time_text(one.shift.end, zone=zone)}"
