"""Where a request stands, the way to it on the board, and another time while the customer is on the telephone."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import planned_at as planned_desk
from planner.desk.offers import Booking
from planner.desk.planned_at import PlannedAt
from planner.desk.roles import allowed
from planner.desk.selection import OPEN
from planner.model.event import Actor
from planner.model.language import day_text, time_text
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import PlanStatus, PromiseKind, RequestStatus
from planner.ui.days import choose_day
from planner.ui.kept import forget
from planner.ui.parts import facts
from planner.ui.phone_times import draw_offers
from planner.ui.rows import choose_row
from planner.ui.session import desk, go_to, language, say, t

__all__ = ["offer_again", "planned_card", "show_on_board"]

_REBOOKED = "rq.rebooked"


def planned_card(actor: Actor, request: Request) -> None:
    """Draw planned time and promise with a way to the board, and times to offer instead; nothing where neither is."""
    found = planned_desk.planned_at(desk(), actor, request.request_id)
    rebooked: tuple[str, Booking] | None = st.session_state.get(_REBOOKED)
    with st.container(key="pad-planned", gap="small"):
        if rebooked is not None and rebooked[0] == request.request_id:
            _told(rebooked[1])
        _where(found, request)
        if allowed(actor.role, "offers.rebook_slot") and request.status in OPEN - {RequestStatus.NEW}:
            _again(actor, request)


def _where(found: tuple[PlannedAt, ...], request: Request) -> None:
    promise = request.promise
    pairs = [(t("requests.planned"), _stands(one)) for one in found]
    if promise is not None and promise.kind is not PromiseKind.NONE:
        zone = desk().time_zone
        begin, end = (time_text(moment, zone=zone) for moment in (promise.earliest, promise.latest))
        day = promise.earliest.astimezone(ZoneInfo(desk().time_zone)).date()
        pairs.append((t("board.promise"), t("phone.offer", day=day_text(day, language()), from_=begin, to=end)))
    if pairs:
        facts(pairs)
    for one in found:
        _way(one.plan, one.stop.visit_id)


def _stands(one: PlannedAt) -> str:
    zone = one.plan.time_zone
    begin, end = (time_text(moment, zone=zone) for moment in (one.stop.start, one.stop.end))
    who = next((who.name for who in one.plan.technicians if who.technician_id == one.stop.technician_id), "")
    key = "requests.planned_published" if one.plan.status is PlanStatus.PUBLISHED else "requests.planned_draft"
    return t(
        key, day=day_text(one.plan.day, language()), from_=begin, to=end, technician=who,
        version=one.plan.version,
    )  # fmt: skip


def _way(plan: Plan, visit_id: str | None, *, key: str = "planned") -> None:
    label = t("requests.to_board", day=day_text(plan.day, language()))
    if st.button(label, icon=":material/map:", key=f"{key}-{plan.day.isoformat()}"):
        show_on_board(plan.day, visit_id)


def show_on_board(day: date, visit_id: str | None = None) -> None:
    """Go to the board of a day, with a visit in focus."""
    choose_day(day)
    go_to("board", visit=visit_id)


def offer_again(request_id: str) -> None:
    """Go to a request, with the times open that can be offered instead."""
    st.session_state["rq-words"] = request_id
    st.session_state[f"again.{request_id}.open"] = True
    choose_row("rq-rows", request_id)
    go_to("requests")


def _again(actor: Actor, request: Request) -> None:
    key = f"again.{request.request_id}"
    with st.expander(t("phone.again"), icon=":material/event_repeat:", key=f"{key}.open", on_change="rerun") as drawer:
        if not drawer.open:
            return
        if request.needs_visit and request.place is None:
            st.caption(t("phone.address_first"))
            return
        st.caption(t("phone.again_help"))

        def done(booking: Booking) -> None:
            st.session_state[_REBOOKED] = (request.request_id, booking)
            forget(key)
            st.rerun()

        draw_offers(actor, request, key=key, again=True, done=done)


def _told(booking: Booking) -> None:
    """What the customer is told, and that it waits to be published."""
    with st.container(key="ok-rebooked", gap="small"):
        st.text(say(booking.message))
        for plan in (*((booking.plan,) if booking.plan else ()), *booking.left):
            st.text(t("phone.publish", day=day_text(plan.day, language()), version=plan.version))
            _way(plan, None, key="rebooked")
