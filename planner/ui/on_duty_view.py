"""On-call duty on the team page: who is on duty now and tonight, who is nearest to a request, what rest is owed."""

from __future__ import annotations

import streamlit as st

from planner.desk import on_duty as on_duty_desk
from planner.desk import triage as triage_desk
from planner.desk.on_duty import OnDuty
from planner.desk.selection import OPEN
from planner.model.event import Actor
from planner.model.language import day_text, duration_text, time_text
from planner.model.request import Request
from planner.ui.parts import empty
from planner.ui.session import desk, language, t

__all__ = ["draw_on_duty"]


def draw_on_duty(actor: Actor) -> None:
    """Draw the choice of a request and the table."""
    request = _request(actor)
    found = on_duty_desk.on_duty(desk(), actor, place=request.place if request else None)
    if not found:
        box = empty(t("on_duty.empty"), key="on-duty")
        box.button(t("on_duty.to_hours"), key="on-duty-hours", on_click=_to_people)
        return
    with st.container(border=True, key="card-on-duty", gap="small"):
        first = found[0]
        if request is not None and first.is_on_now and first.may_drive and first.drive_s is not None:
            drive = duration_text(first.drive_s, language())
            with st.container(key="strong-on-duty"):
                st.text(t("on_duty.nearest", name=first.technician.name, drive=drive, phone=first.technician.phone))
        st.dataframe(_table(found, asked=request is not None), hide_index=True, width="stretch", key="on-duty-rows")
        st.caption(t("on_duty.help"))


def _to_people() -> None:
    st.session_state["team-part"] = "people"


def _request(actor: Actor) -> Request | None:
    placed = [one for one in triage_desk.list_requests(desk(), actor) if one.place is not None and one.status in OPEN]
    known = {one.request_id: one for one in sorted(placed, key=lambda one: (one.priority, one.request_id))}
    names = {one: _name(request) for one, request in known.items()}
    chosen = st.selectbox(
        t("on_duty.request"), list(known), index=None, key="on-duty-request", placeholder=t("on_duty.choose"),
        format_func=lambda one: names.get(one, str(one)),
    )  # fmt: skip
    return known.get(chosen or "")


def _name(one: Request) -> str:
    return " · ".join(filter(None, (one.priority.name, one.request_id, one.title, one.customer)))


def _table(found: tuple[OnDuty, ...], *, asked: bool) -> dict[str, list[str]]:
    columns = {
        t("on_duty.technician"): [f"{one.technician.number} {one.technician.name}" for one in found],
        t("on_duty.phone"): [one.technician.phone for one in found],
        t("on_duty.duty"): [_span(one) for one in found],
        t("on_duty.response"): [_response(one) for one in found],
    }
    if asked:
        columns[t("on_duty.drive")] = [_drive(one) for one in found]
        columns[t("on_duty.there")] = [_there(one) for one in found]
    columns[t("on_duty.call_outs")] = [_call_outs(one) for one in found]
    columns[t("on_duty.rest")] = [_rest(one) for one in found]
    return columns


def _span(one: OnDuty) -> str:
    zone = desk().time_zone
    span = f"{time_text(one.shift.start, zone=zone)}–{time_text(one.shift.end, zone=zone)}"
    if one.is_on_now:
        return t("on_duty.now", span=span)
    return f"{day_text(one.shift.start.date(), language())} {span}"


def _response(one: OnDuty) -> str:
    return "" if one.shift.response_min is None else duration_text(one.shift.response_min * 60, language())


def _drive(one: OnDuty) -> str:
    if not one.may_drive:
        return t("on_duty.no_licence")
    return t("on_duty.unknown") if one.drive_s is None else duration_text(one.drive_s, language())


def _there(one: OnDuty) -> str:
    return "" if one.there_at is None else time_text(one.there_at, zone=desk().time_zone)


def _call_outs(one: OnDuty) -> str:
    if not one.call_outs:
        return t("on_duty.none")
    total_s = sum((call.end - call.start).total_seconds() for call in one.call_outs)
    return t("on_duty.called", count=len(one.call_outs), hours=duration_text(total_s, language()))


def _rest(one: OnDuty) -> str:
    if one.rest_until is None:
        return t("on_duty.no_rest")
    until = time_text(one.rest_until, zone=desk().time_zone)
    if one.is_rest_short and one.next_shift is not None:
        return t("on_duty.rest_short", until=until, shift=time_text(one.next_shift, zone=desk().time_zone))
    return t("on_duty.rest_until", until=until)
