"""A day's working time as its technician reported it and handed it in, with what the law says of it."""

from __future__ import annotations

import streamlit as st

from planner.desk import timesheet
from planner.desk.day import MyDay
from planner.model.language import duration_text, time_text
from planner.report.timesheet import Spent
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, say, t

__all__ = ["time_card"]


def time_card(mine: MyDay) -> None:
    """Draw the time of a day; nothing where nothing was reported of it."""
    if mine.plan is None:
        return
    whose, zone = mine.technician.technician_id, mine.plan.time_zone
    found = timesheet.time_report(desk(), actor(), mine.plan.day, technician_id=whose)
    sheet = found.sheet
    if sheet is None:
        return
    with st.container(border=True, key="card-time", gap="small"):
        st.subheader(t("my_day.time"), anchor=False)
        st.text(f"{time_text(sheet.start, zone=zone)}–{time_text(sheet.end, zone=zone)}")
        lengths = [(t(f"my_day.time_{kind}"), sheet.seconds(kind)) for kind in Spent]
        lengths.append((t("my_day.time_overtime"), found.overtime_s))
        st.text(" · ".join(f"{name} {duration_text(long, language())}" for name, long in lengths if long))
        for one in found.findings:
            (st.error if one.hard else st.warning)(plain(say(one.message)), icon=":material/warning:")
        if not sheet.is_over:
            st.caption(t("my_day.time_open"))
        if found.handed_in is not None:
            handed = found.handed_in
            st.text(t("my_day.time_handed", begun=handed.start, ended=handed.end, count=handed.break_min))
