"""On-call duty on the technician's day: call-outs reported and taken back, and the journal of one's working time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import on_call as on_call_desk
from planner.law import CallOut
from planner.model.errors import PlannerError
from planner.model.language import day_text, time_text
from planner.model.team import Technician, shifts_on
from planner.model.words import ShiftKind
from planner.ui.session import actor, desk, journal_link, language, show_error, t

__all__ = ["journal_button", "on_call_card"]

_DAY = timedelta(days=1)
_HALF_HOUR = timedelta(minutes=30)


def on_call_card(technician: Technician, day: date) -> None:
    """Draw the on-call duty of a day and the night before it; nothing where there is none."""
    zone = desk().time_zone
    shifts = [
        shift
        for one in (day - _DAY, day)
        for shift in shifts_on(technician, one, zone=zone)
        if shift.kind is ShiftKind.ON_CALL and shift.end.date() >= day
    ]
    if not shifts:
        return
    with st.container(border=True, key="card-on-call", gap="small"):
        st.subheader(t("my_day.on_call"), anchor=False)
        for shift in shifts:
            hours = {"from_": shift.start, "to": shift.end}
            st.caption(
                t("my_day.on_call_hours", **hours)
                if shift.response_min is None
                else t("my_day.on_call_within", **hours, count=shift.response_min)
            )
        known = on_call_desk.call_outs(
            desk(), actor(), first=day - _DAY, last=day, technician_id=technician.technician_id
        )
        for one in known:
            _reported(one, zone)
        _report(technician, day, zone)


def journal_button(technician_id: str, day: date) -> None:
    """Draw the link to the month's journal of working time."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - _DAY
    address = journal_link(first, last, kind="xlsx", technician_id=technician_id)
    st.link_button(t("my_day.journal"), address, icon=":material/schedule:", width="stretch")


def _reported(one: CallOut, zone: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        local = one.start.astimezone(ZoneInfo(zone)).date()
        words = f"{day_text(local, language())} {time_text(one.start, zone=zone)}–{time_text(one.end, zone=zone)}"
        st.text(words, width="stretch")
        if st.button(t("my_day.call_out_withdraw"), key=f"call-drop-{one.call_out_id}", type="tertiary"):
            try:
                on_call_desk.withdraw_call_out(desk(), actor(), one.call_out_id, client_uuid=uuid4().hex)
            except PlannerError as error:
                show_error(error)
            else:
                st.rerun()


def _report(technician: Technician, day: date, zone: str) -> None:
    local = ZoneInfo(zone)
    now = desk().clock().astimezone(local)
    with st.form("call-out", border=False):
        day_box, start_box, end_box = st.columns(3)
        began = day_box.date_input(t("my_day.call_out_day"), day, key="call-day")
        start = start_box.time_input(t("my_day.call_out_start"), (now - _HALF_HOUR).time(), step=300, key="call-start")
        end = end_box.time_input(t("my_day.call_out_end"), now.time(), step=300, key="call-end")
        note = st.text_input(t("my_day.call_out_note"), key="call-note")
        pressed = st.form_submit_button(t("my_day.call_out_report"), type="primary", key="call-report")
    if not pressed or not isinstance(began, date):
        return
    first = datetime.combine(began, start, local)
    last = datetime.combine(began if end > start else began + _DAY, end, local)
    try:
        on_call_desk.report_call_out(
            desk(), actor(), client_uuid=uuid4().hex, start=first, end=last, note=note,
            technician_id=technician.technician_id,
        )  # fmt: skip
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("my_day.call_out_reported"), icon=":material/check:")
    st.rerun()
