"""Whom to phone because of a plan: the customers whose time is another one now, with number and both times."""

from __future__ import annotations

import streamlit as st

from planner.desk import consequences
from planner.explain import Call
from planner.model.language import time_text
from planner.model.plan import Plan
from planner.model.words import PlanStatus
from planner.ui.session import actor, desk, t

__all__ = ["calls_card", "calls_table"]

_MOST = 8


def calls_card(plan: Plan) -> None:
    """Draw a line for each customer to phone, the promised first; nothing where there is nobody."""
    calls = consequences.calls_of(desk(), actor(), plan.plan_id)
    if not calls:
        return
    title = "live.calls" if plan.status is PlanStatus.PUBLISHED else "live.calls_then"
    with st.expander(t(title, count=len(calls)), key="calls", expanded=plan.status is PlanStatus.PUBLISHED):
        for call in calls[:_MOST]:
            st.text(_line(call, plan.time_zone))
        if len(calls) > _MOST:
            st.dataframe(calls_table(calls, plan.time_zone), hide_index=True, width="stretch")


def _line(call: Call, zone: str) -> str:
    who = " ".join(filter(None, (call.contact_name, call.contact_phone)))
    name = ", ".join(filter(None, (call.customer or call.title or call.request_id, who)))
    return f"{name}: {_old(call, zone)} → {_new(call, zone)}"


def _old(call: Call, zone: str) -> str:
    times = (call.old,) if call.old == call.old_latest else (call.old, call.old_latest)
    return "–".join(time_text(one, zone=zone) for one in times)


def _new(call: Call, zone: str) -> str:
    return time_text(call.new, zone=zone) if call.new else t("conflict.not_in_plan")


def calls_table(calls: tuple[Call, ...], zone: str) -> dict[str, list[str]]:
    """Return the customers to phone as columns: who, how to reach them, the old and the new time."""
    return {
        t("views.column.customer"): [one.customer or one.title or one.request_id for one in calls],
        t("board.contact"): [" ".join(filter(None, (one.contact_name, one.contact_phone))) for one in calls],
        t("live.was"): [_old(one, zone) for one in calls],
        t("live.is"): [_new(one, zone) for one in calls],
    }
