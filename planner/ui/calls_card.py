"""Whom to phone because of a plan: the customers whose time is another one now, ticked off as they are told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import consequences, phoning
from planner.desk.phoning import Phoned
from planner.explain import Call, Told
from planner.model.errors import PlannerError
from planner.model.language import time_text
from planner.model.plan import Plan
from planner.model.words import PlanStatus
from planner.ui.board import may
from planner.ui.plain import plain
from planner.ui.session import actor, desk, show_error, t

__all__ = ["calls_card", "calls_table"]

_MOST = 8


def calls_card(plan: Plan) -> None:
    """Draw a line for each customer to phone, the promised first; nothing where there is nobody.

    Of the published plan each is ticked off when they know; of a draft nobody has to be phoned yet.
    """
    calls = consequences.calls_of(desk(), actor(), plan.plan_id)
    if not calls:
        return
    is_out = plan.status is PlanStatus.PUBLISHED
    phoned = phoning.phoned_on(desk(), actor(), plan.day, (one.request_id for one in calls)) if is_out else {}
    left = [one for one in calls if not phoning.knows_of(phoned.get(one.request_id), one)]
    # Two keys: an expander keeps whether it is open, and published it opens by itself.
    key = "calls" if is_out else "calls-then"
    with st.expander(_title(is_out, calls, left), key=key, expanded=is_out):
        for call in left[:_MOST]:
            _line(plan, call, phoned.get(call.request_id), is_out=is_out)
        if len(left) > _MOST:
            st.caption(t("live.more", count=len(left) - _MOST))
            st.dataframe(calls_table(calls, plan.time_zone), hide_index=True, width="stretch")
        for call in calls:
            if call not in left:
                _done(plan, call, phoned[call.request_id])


def _title(is_out: bool, calls: tuple[Call, ...], left: list[Call]) -> str:
    if not is_out:
        return t("live.calls_then", count=len(calls))
    return t("live.calls", count=len(left)) if left else t("phoning.all_done", count=len(calls))


def _line(plan: Plan, call: Call, phoned: Phoned | None, *, is_out: bool) -> None:
    words = _words(call, plan.time_zone)
    if not is_out or not may("phoning.mark_phoned"):
        st.text(words)
        return
    if phoned is not None:
        told = t("conflict.not_in_plan") if phoned.new is None else time_text(phoned.new, zone=plan.time_zone)
        words = t("phoning.again", line=words, told=told, time=time_text(phoned.at, zone=plan.time_zone))
    # A tick that no longer holds is a box of its own: the one before stays ticked in the browser.
    key = f"phoned-{call.request_id}-{call.new:%H%M}" if call.new else f"phoned-{call.request_id}"
    if st.checkbox(plain(words), key=key, value=False):
        try:
            phoning.mark_phoned(desk(), actor(), plan.plan_id, call.request_id)
        except PlannerError as error:
            show_error(error)
            return
        st.rerun()


def _done(plan: Plan, call: Call, phoned: Phoned) -> None:
    time = time_text(phoned.at, zone=plan.time_zone)
    words = t("phoning.done", line=_words(call, plan.time_zone), time=time, name=phoned.by)
    if not st.checkbox(plain(words), key=f"told-{call.request_id}-{phoned.at:%H%M%S}", value=True):
        phoning.take_back_phoned(desk(), actor(), plan.day, call.request_id)
        st.rerun()


def _words(call: Call, zone: str) -> str:
    who = " ".join(filter(None, (call.contact_name, call.contact_phone)))
    name = ", ".join(filter(None, (call.customer or call.title or call.request_id, who)))
    if call.told is Told.ASKED:
        return t("live.ask_customer", name=name, time=_new(call, zone))
    return f"{name}: {_old(call, zone)} → {_new(call, zone)}"


def _old(call: Call, zone: str) -> str:
    """The time they know, with its day where the new one is on another."""
    if call.told is Told.ASKED:
        return t("live.to_be_asked")
    times = (call.old,) if call.old == call.old_latest else (call.old, call.old_latest)
    shown = "–".join(time_text(one, zone=zone) for one in times)
    known, new = (one.astimezone(ZoneInfo(zone)).date() for one in (call.old, call.new or call.old))
    return shown if known == new else t("live.other_day", day=known, time=shown)


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
