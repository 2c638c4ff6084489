"""Why not somebody else, why not another time: tried on the plan as it stands, answered with its price, applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import curing, other_day
from planner.desk.curing import Trial
from planner.desk.other_day import OtherDay
from planner.model.errors import PlannerError
from planner.model.message import Money
from planner.model.plan import Plan
from planner.model.request import Request
from planner.ui.cure_dialog import placed_words, trial_table
from planner.ui.plain import plain
from planner.ui.planned_card import offer_again
from planner.ui.request_words import promise_words, promised
from planner.ui.session import actor, desk, language, say, show_error, t
from planner.views.map_data import people_of

__all__ = ["wish_menu"]

_ASKED = "board.wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked of which plan, and the answer."""

    plan_id: str
    visit_id: str
    technician_id: str | None
    earliest: datetime | None
    latest: datetime | None
    trial: Trial


def wish_menu(plan: Plan, visit_id: str, request: Request | None) -> None:
    """Draw the menu that asks why a visit is not at somebody else or at another time."""
    with st.popover(t("curing.why_title"), icon=":material/help:", key="why-not", on_change="rerun") as menu:
        if menu.open:
            _ask(plan, visit_id)
            if plan.stop_of(visit_id) is None:
                if request is not None and promised(request):
                    _phone_first(plan, request)
                else:
                    _other_days(plan, visit_id)


def _ask(plan: Plan, visit_id: str) -> None:
    stop = plan.stop_of(visit_id)
    names = {one.technician_id: f"{one.number} {one.name}" for one in people_of(plan)}
    own = stop.technician_id if stop else None
    others = [one for one in names if one != own]
    key = f"wish-{visit_id}"
    who = st.selectbox(
        t("curing.why_person"), [*others, *([own] if own in names else [])], index=None, key=f"{key}-who",
        format_func=lambda one: names.get(one, str(one)), placeholder=t("curing.why_anybody"),
    )  # fmt: skip
    left, right = st.columns(2, gap="small")
    first = left.time_input(t("curing.why_from"), None, step=900, key=f"{key}-from")
    last = right.time_input(t("curing.why_to"), None, step=900, key=f"{key}-to")
    if first is not None and last is not None and last < first:
        st.error(t("curing.why_order"))
        return
    earliest, latest = _moments(plan, first, last)
    nothing = who is None and earliest is None
    if st.button(t("curing.why_try"), type="primary", key=f"{key}-try", disabled=nothing):
        _try(plan, visit_id, who, earliest, latest)
    asked: _Asked | None = st.session_state.get(_ASKED)
    same = (plan.plan_id, visit_id, who, earliest, latest)
    if asked and (asked.plan_id, asked.visit_id, asked.technician_id, asked.earliest, asked.latest) == same:
        _answer(plan, asked)


def _phone_first(plan: Plan, request: Request) -> None:
    """What is promised is moved with the customer on the telephone: who that is, and the way to offer a time."""
    st.caption(t("curing.promised"))
    said = promise_words(request, plan.day, language=language(), zone=plan.time_zone)
    st.text(said[:1].upper() + said[1:])
    st.text(" ".join(filter(None, (request.customer, request.contact_name, request.contact_phone))))
    if st.button(t("phone.again"), icon=":material/event_repeat:", key=f"wish-{request.request_id}-again"):
        offer_again(request.request_id)


def _other_days(plan: Plan, visit_id: str) -> None:
    """Look for another day on request, and move it there with one press."""
    key = f"wish-{plan.plan_id}-{visit_id}-days"
    if st.button(t("curing.other_days"), icon=":material/event:", key=f"wish-{visit_id}-days"):
        try:
            st.session_state[key] = other_day.other_days(desk(), actor(), plan.plan_id, visit_id)
        except PlannerError as error:
            show_error(error)
            return
    found: tuple[OtherDay, ...] | None = st.session_state.get(key)
    if found is None:
        return
    if not found:
        st.text(t("curing.no_other_day"))
    for one in found:
        st.text(say(one.message))
        if st.button(t("curing.move_there"), key=f"wish-{visit_id}-{one.day.isoformat()}"):
            _move(plan, visit_id, one)


def _move(plan: Plan, visit_id: str, one: OtherDay) -> None:
    try:
        other_day.move_to_day(desk(), actor(), plan.plan_id, visit_id, one.day)
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("curing.moved", day=one.day), icon=":material/check:")
    st.rerun()


def _moments(plan: Plan, first: time | None, last: time | None) -> tuple[datetime | None, datetime | None]:
    """The span of the day in which it is to begin; one open end is that of the day."""
    if first is None and last is None:
        return None, None
    local = ZoneInfo(plan.time_zone)
    return (
        datetime.combine(plan.day, first or time(0), local),
        datetime.combine(plan.day, last or time(23, 59), local),
    )


def _try(plan: Plan, visit_id: str, who: str | None, earliest: datetime | None, latest: datetime | None) -> None:
    try:
        trial = curing.try_wish(
            desk(), actor(), plan.plan_id, visit_id, technician_id=who, earliest=earliest, latest=latest
        )
    except PlannerError as error:
        show_error(error)
        return
    st.session_state[_ASKED] = _Asked(
        plan_id=plan.plan_id, visit_id=visit_id, technician_id=who, earliest=earliest, latest=latest, trial=trial
    )


def _answer(plan: Plan, asked: _Asked) -> None:
    trial = asked.trial
    if trial.after is None:
        why = say(trial.reasons[0].message) if trial.reasons else t("curing.no_place")
        st.error(plain(t("curing.why_no", why=why)))
        helps = [say(cure.message) for reason in trial.reasons for cure in reason.cures]
        if helps:
            st.caption(t("curing.why_helps"))
        for line in helps:
            st.text(line)
        if st.button(
            t("curing.why_search"), icon=":material/bolt:", key=f"wish-{asked.visit_id}-search",
            help=t("curing.why_search_help"),
        ):  # fmt: skip
            _search(plan, asked)
        return
    name, _, clock = placed_words(trial.after, asked.visit_id).rpartition(" ")
    st.success(plain(t("curing.why_yes", names=name, time=clock, cost=Money(trial.cost_ore, signed=True))))
    trial_table(plan, trial, asked.visit_id)
    if st.button(t("curing.why_apply"), icon=":material/lock:", key=f"wish-{asked.visit_id}-apply"):
        _apply(plan, asked)


def _search(plan: Plan, asked: _Asked) -> None:
    try:
        curing.search_wish(
            desk(), actor(), plan.plan_id, asked.visit_id, technician_id=asked.technician_id,
            earliest=asked.earliest, latest=asked.latest,
        )  # fmt: skip
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("curing.search"), icon=":material/check:")
    st.rerun()


def _apply(plan: Plan, asked: _Asked) -> None:
    try:
        draft = curing.apply_wish(
            desk(), actor(), plan.plan_id, asked.visit_id, technician_id=asked.technician_id,
            earliest=asked.earliest, latest=asked.latest,
        )  # fmt: skip
    except PlannerError as error:
        show_error(error)
        return
    st.session_state.pop(_ASKED, None)
    st.toast(t("curing.applied", version=draft.version), icon=":material/check:")
    st.rerun()
