"""Times offered while the customer waits: found as soon as it is known what and where, booked with one press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from planner.desk import offers as offers_desk
from planner.desk import receive, triage
from planner.desk.offers import Booking
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import day_text, money_text, time_text
from planner.model.message import Message, message
from planner.model.offer import Offer, Offers
from planner.model.request import Request
from planner.ui.parts import chip, draw
from planner.ui.phone_wish import Wish, draw_wish
from planner.ui.plain import plain
from planner.ui.session import desk, go_to, language, say, show_error, t

__all__ = ["draw_offers", "draw_times"]

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
    elif info is not None and info.may_interrupt_plan:
        # What must not wait is not offered tomorrow, unless the customer asks for it.
        with st.expander(t("phone.later_anyway"), key=f"{key}.later", on_change="rerun") as later:
            if later.open:
                draw_offers(actor, request, key=key, done=lambda booking: done(booking.message))
    else:
        draw_offers(actor, request, key=key, done=lambda booking: done(booking.message))
    if st.button(t("phone.save"), type="tertiary", key="call-save"):
        saved = _saved(actor, request)
        if saved is not None:
            done(message("phone.saved_said", id=saved.request_id))


def draw_offers(
    actor: Actor, request: Request, *, key: str, done: Callable[[Booking], None], again: bool = False
) -> None:  # fmt: skip
    """Draw what the caller wishes, and the offers with a button each.

    Parameters
    ----------
    again
        The request has a time already, or may have one: the new time replaces it.
    done
        Called with the booking.
    """
    wish = draw_wish(key)
    asked = request.replace(required_technicians=(wish.technician_id,)) if wish.technician_id else request
    try:
        found = _found(actor, asked, wish, key=key, again=again)
    except PlannerError as error:
        show_error(error)
        return
    gone: Message | None = st.session_state.pop(f"{key}.gone", None)
    if gone is not None:
        st.warning(plain(say(gone)))
    if not found.offers:
        st.text(t("phone.no_offers"))
    for off in found.without if not found.offers else found.without[:1]:
        st.caption(plain(say(off.reason.message)))
    for number, one in enumerate(found.offers):
        with st.container(key=f"offer-{key}-{number}", gap=None):
            pressed = st.button(plain(_span(one)), key=f"{key}-book-{number}", width="stretch")
            st.caption(plain(_by(one)))
        if pressed:
            _book(actor, asked, one, key=key, again=again, done=done)
    if found.offers and wish.first not in {one.day for one in found.offers} and not wish.one_day:
        st.caption(t("phone.not_first_day", day=day_text(wish.first, language())))


def _found(actor: Actor, request: Request, wish: Wish, *, key: str, again: bool) -> Offers:
    """The offers; found again when anything has changed that has a say in them, or a minute later."""
    # A place is made anew at each rerun; of the same address it is equal. What is said of the customer changes nothing.
    stamp = (request.replace(**_LATER), wish, desk().clock().replace(second=0, microsecond=0))
    known: tuple[object, Offers] | None = st.session_state.get(f"{key}.offers")
    if known is None or known[0] != stamp:
        find = offers_desk.offer_again if again else offers_desk.offer_slots
        with st.spinner(t("phone.looking")):
            grid = offers_desk.wished_grid(desk(), actor, part=wish.part, one_day=wish.one_day)
            known = (stamp, find(desk(), actor, request, first_day=wish.first, grid=grid))
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
    actor: Actor, request: Request, offer: Offer, *, key: str, again: bool, done: Callable[[Booking], None]
) -> None:  # fmt: skip
    """Promise the time; where it is gone by now, show the new ones with why."""
    book = offers_desk.rebook_slot if again else offers_desk.book_slot
    try:
        booking = book(desk(), actor, request, offer)
    except PlannerError as error:
        show_error(error)
        return
    st.session_state.pop(f"{key}.offers", None)
    if booking.request is None:
        st.session_state[f"{key}.gone"] = booking.message
        st.rerun()
    done(booking)


def _saved(actor: Actor, request: Request) -> Request | None:
    """Save the request sorted and without a time; None where that is refused, and it is said why."""
    try:
        stored = receive.add_request(desk(), actor, request)
        return triage.save_request(desk(), actor, stored)
    except PlannerError as error:
        show_error(error)
        return None
