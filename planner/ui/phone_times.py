"""Times offered while the customer waits: found as soon as it is known what and where, booked with one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from planner.desk import offers as offers_desk
from planner.desk import receive, triage
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import day_text, money_text, time_text
from planner.model.message import Message, message
from planner.model.offer import Offer, Offers
from planner.model.request import Request
from planner.ui.parts import chip, draw
from planner.ui.plain import plain
from planner.ui.session import desk, go_to, language, say, show_error, t

__all__ = ["draw_times"]

_LATER: dict[str, Any] = {
    "title": "-",
    "customer": "",
    "contact_name": "",
    "contact_phone": "",
    "access_notes": "",
    "notes": (),
    "triage_answers": (),
    "remote_attempted": False,
}
"""What is said of a request and has no say in when it can be done."""


def draw_times(actor: Actor, request: Request, *, key: str, done: Callable[[Message], None]) -> None:
    """Draw the offers with a button each, or what is missing to make some; and saving without a time.

    Parameters
    ----------
    done
        Called with what is told to the customer.
    """
    st.subheader(t("phone.times"), anchor=False)
    if not request.job_type_id:
        st.caption(t("phone.times_first"))
        return
    info = desk().catalogue.priorities.get(request.priority)
    if info is not None and info.may_interrupt_plan:
        draw(chip("warn", t("phone.urgent", priority=request.priority.name)))
        pressed = st.button(t("phone.to_board"), type="primary", icon=":material/map:", key="call-board")
        if pressed and _saved(actor, request) is not None:
            go_to("board")
    if request.needs_visit and request.place is None:
        st.caption(t("phone.address_first"))
    else:
        _offers(actor, request, key=key, done=done)
    if st.button(t("phone.save"), type="tertiary", key="call-save"):
        saved = _saved(actor, request)
        if saved is not None:
            done(message("phone.saved_said", id=saved.request_id))


def _offers(actor: Actor, request: Request, *, key: str, done: Callable[[Message], None]) -> None:
    first = st.date_input(t("phone.from_day"), desk().today(), min_value=desk().today(), format="YYYY-MM-DD",
                          key=f"{key}.from")  # fmt: skip
    first = first if isinstance(first, date) else desk().today()
    try:
        found = _found(actor, request, first, key=key)
    except PlannerError as error:
        show_error(error)
        return
    gone: Message | None = st.session_state.pop(f"{key}.gone", None)
    if gone is not None:
        st.warning(plain(say(gone)))
    if not found.offers:
        st.text(t("phone.no_offers"))
        for off in found.without:
            st.caption(plain(say(off.reason.message)))
    for number, one in enumerate(found.offers):
        with st.container(key=f"offer-{number}", gap=None):
            pressed = st.button(plain(_span(one)), key=f"call-book-{number}", width="stretch")
            st.caption(plain(_by(one)))
        if pressed:
            _book(actor, request, one, first, key=key, done=done)


def _found(actor: Actor, request: Request, first: date, *, key: str) -> Offers:
    """The offers; found again when anything has changed that has a say in them, or a minute later."""
    # A place is made anew at each rerun; of the same address it is equal. What is said of the customer changes nothing.
    stamp = (request.replace(**_LATER), first, desk().clock().replace(second=0, microsecond=0))
    known: tuple[object, Offers] | None = st.session_state.get(f"{key}.offers")
    if known is None or known[0] != stamp:
        with st.spinner(t("phone.looking")):
            known = (stamp, offers_desk.offer_slots(desk(), actor, request, first_day=first))
        st.session_state[f"{key}.offers"] = known
    return known[1]


def _span(one: Offer) -> str:
    zone = desk().time_zone
    begin, end = (time_text(moment, zone=zone) for moment in (one.earliest, one.latest))
    return t("phone.offer", day=day_text(one.day, language()), from_=begin, to=end)


def _by(one: Offer) -> str:
    price = money_text(one.cost_ore, language(), signed=True)
    return t("phone.offer_by", technician=one.technician, price=price, reason=say(one.reason))


def _book(
    actor: Actor, request: Request, offer: Offer, first: date, *, key: str, done: Callable[[Message], None]
) -> None:
    """Promise the time; where it is gone by now, show the new ones with why."""
    try:
        booking = offers_desk.book_slot(desk(), actor, request, offer)
    except PlannerError as error:
        show_error(error)
        return
    if booking.request is None:
        st.session_state.pop(f"{key}.offers", None)
        st.session_state[f"{key}.gone"] = booking.message
        st.rerun()
    done(booking.message)


def _saved(actor: Actor, request: Request) -> Request | None:
    """Save the request sorted and without a time; None where that is refused, and it is said why."""
    try:
        stored = receive.add_request(desk(), actor, request)
        return triage.save_request(desk(), actor, stored)
    except PlannerError as error:
        show_error(error)
        return None
