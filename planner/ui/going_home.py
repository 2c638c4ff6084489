"""Somebody goes home, on the board: what they have begun is asked, the rest is proposed to the others."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from planner.desk import day as day_desk
from planner.desk import live
from planner.explain import difference
from planner.model.errors import PlannerError
from planner.model.language import time_text
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.ui.plain import plain
from planner.ui.session import actor, desk, show_error, t, worded
from planner.views.map_data import people_of

__all__ = ["going_home"]

_KINDS = ("sick", "parental", "other")
_OVER = "live.away.over"


def going_home(plan: Plan) -> None:
    """Draw the button and what it opens; it closes when the proposal is there."""
    # Closed by its key: what the browser knows of an open one would open it again with the next press elsewhere.
    key = f"live-away-{st.session_state.get(_OVER, 0)}"
    with st.popover(t("live.away"), icon=":material/sick:", key=key, on_change="rerun") as menu:
        if not menu.open:
            return
        people = {one.technician_id: one for one in people_of(plan)}
        who = st.selectbox(
            t("live.away_who"), list(people), index=None, key="live-away-who", placeholder=t("live.away_choose"),
            format_func=lambda one: f"{people[one].number} {people[one].name}" if one in people else str(one),
        )  # fmt: skip
        kind = st.selectbox(
            t("team.away_kind"), _KINDS, key="live-away-kind",
            format_func=worded(_KINDS, lambda one: t(f"team.away.{one}")),
        )  # fmt: skip
        gone = people.get(str(who))
        begun = _begun(plan, gone) if gone else ()
        st.caption(t("live.away_help"))
        if st.button(t("live.hand_on"), type="primary", key="live-hand-on", disabled=gone is None) and gone:
            _propose(plan, gone, str(kind), begun)


def _begun(plan: Plan, who: PlanTechnician) -> tuple[Stop, ...]:
    """Ask what they have begun where only the plan says so; return what is ticked: what is over, until unticked."""
    asked = live.unreported(desk(), actor(), plan.day, who.technician_id)
    if not asked:
        return ()
    st.markdown(plain(t("live.begun_by_plan", name=who.name)))
    every = len(asked) > 1 and st.checkbox(t("live.begun_all"), key=f"begun-all-{who.technician_id}")
    ticked = []
    for stop in asked:
        told = {
            "from_": time_text(stop.start, zone=plan.time_zone),
            "to": time_text(stop.end, zone=plan.time_zone),
            "name": stop.customer or stop.title or stop.visit_id or "",
        }
        is_over = stop.end <= desk().clock()
        label = t("live.begun_over", **told) if is_over else t("live.begun_there", **told)
        if st.checkbox(plain(label), is_over, key=f"begun-{stop.visit_id}", disabled=every) or every:
            ticked.append(stop)
    return tuple(ticked)


def _propose(plan: Plan, who: PlanTechnician, kind: str, begun: tuple[Stop, ...]) -> None:
    try:
        for stop in begun:
            _report(plan, stop, t("live.begun_note", name=who.name))
        proposal = live.hand_on(desk(), actor(), plan.day, who.technician_id, kind=kind)
    except PlannerError as error:
        show_error(error)
        return
    st.session_state[_OVER] = st.session_state.get(_OVER, 0) + 1
    st.toast(t("live.handed_on", count=len(difference(plan, proposal).dropped)), icon=":material/check:")
    st.rerun()


def _report(plan: Plan, stop: Stop, note: str) -> None:
    """Report what the dispatcher knows they have begun, when the plan had it; what is over is done."""
    over = (("visit.done", stop.end),) if stop.end <= desk().clock() else ()
    for kind, moment in (("visit.started", stop.start), *over):
        day_desk.report_status(
            desk(), actor(), stop.visit_id or "", kind, client_uuid=str(uuid4()), at=moment, note=note, day=plan.day
        )
