"""A telephone call on one screen: who rings, what to ask and to try first, and a time before the customer hangs up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from planner.desk import phone
from planner.desk.locating import located
from planner.model.event import Actor
from planner.model.language import time_text
from planner.model.message import Message
from planner.model.places import Place
from planner.model.request import Request
from planner.model.words import Source
from planner.ui.days import choose_day
from planner.ui.kept import follow, forget, keep, kept
from planner.ui.known_customer import known_at, known_customer
from planner.ui.net import caught, fragment
from planner.ui.parts import chip, draw, priority_badge
from planner.ui.phone_first import draw_first, tried
from planner.ui.phone_times import draw_times
from planner.ui.placing import precision_chip
from planner.ui.rows import choose_row
from planner.ui.session import actor, desk, go_to, language, say, t, worded
from planner.ui.triage_panel import draw_channel
from planner.ui.triage_questions import answers_given, draw_questions, refused_steps
from planner.ui.triage_work import Choices, worked_on

__all__ = ["call_button", "call_is_open", "draw_call"]

_OPEN, _KEY = "call-open", "call"
_FIELDS = ("title", "customer", "contact_name", "contact_phone", "address", "access_notes")


@dataclass(slots=True)
class _Call:
    """The call under way.

    Parameters
    ----------
    ended
        What is told to the customer; None: it goes on.
    """

    request_id: str
    since: datetime
    ended: Message | None = None


def call_is_open() -> bool:
    """Whether a call is shown in place of the requests of the day."""
    return _OPEN in st.session_state


def call_button() -> None:
    """Draw the button with which a call begins."""
    st.button(t("phone.new"), icon=":material/call:", key="call-new", on_click=caught(_begin))


def draw_call(actor: Actor) -> None:
    """Draw the call: caller, questions, times; or how it ended."""
    call: _Call = st.session_state[_OPEN]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-call-bar"):
        st.header(t("phone.title"), anchor=False, width="content")
        since = t("phone.since", time=time_text(call.since, zone=desk().time_zone))
        st.html(f'<div class="fp-line">{chip("quiet", since)}</div>', width="stretch")
        if call.ended is None:
            st.button(t("phone.close"), icon=":material/close:", key="call-close", on_click=_close)
    if call.ended is None:
        _body(actor, call)
    else:
        _ended(call, call.ended)


def _begin() -> None:
    forget(_KEY)
    number = phone.new_number(desk(), actor())
    st.session_state[_OPEN] = _Call(request_id=number, since=desk().clock())


def _close() -> None:
    forget(_KEY)
    st.session_state.pop(_OPEN, None)


@fragment
def _body(actor: Actor, call: _Call) -> None:
    who, asked, times = st.columns(3, gap="small")
    with who, st.container(border=True, key="card-call-who", gap="small"):
        _who(actor)
        marks = st.container()
    base = _written(call)
    choices = Choices(
        job_type_id=kept(f"{_KEY}.job") or "",
        answers=answers_given(base, key=_KEY),
        refused=refused_steps(_KEY),
        channel=kept(f"{_KEY}.channel"),
    )
    proposal = worked_on(desk(), actor, base, choices)
    request = proposal.request.replace(remote_attempted=bool(tried(choices.job_type_id, key=_KEY)))
    with marks:
        draw(
            precision_chip(request.place) if request.address else "",
            priority_badge(request.priority) if choices.job_type_id else "",
        )
    with asked, st.container(border=True, key="card-call-asked", gap="small"):
        st.subheader(t("phone.asked"), anchor=False)
        if not choices.job_type_id:
            st.caption(t("phone.type_first"))
        else:
            draw_questions(request, proposal, asked=choices.job_type_id, key=_KEY, title=False)
            draw_channel(request, _KEY)
    if choices.job_type_id:
        with asked:
            draw_first(actor, request, choices.job_type_id, key=_KEY, done=_end)
    with times, st.container(border=True, key="card-call-times", gap="small"):
        draw_times(actor, request, key=_KEY, done=_end)


def _who(actor: Actor) -> None:
    st.subheader(t("phone.who"), anchor=False)
    st.caption(t("phone.hello"))
    known_customer(actor, key=_KEY)
    types = desk().catalogue.job_types
    left, right = st.columns(2, gap="small")
    with left:
        _field("contact_name")
        _field("customer")
    with right:
        _field("contact_phone")
        _field("access_notes")
    _field("address", "Storgatan 1, Solna")
    st.text_input(
        t("phone.what"), key=f"{_KEY}.f.title", placeholder=t("phone.what_example"), on_change=keep,
        args=(f"{_KEY}.f.title",),
    )  # fmt: skip
    follow(f"{_KEY}.job", None)
    st.selectbox(
        t("requests.job_type"), sorted(types, key=lambda one: types[one].name[language()]), key=f"{_KEY}.job",
        format_func=worded(types, lambda one: types[one].name[language()]), placeholder=t("requests.choose_type"),
        on_change=keep, args=(f"{_KEY}.job",),
    )  # fmt: skip


def _field(name: str, example: str = "") -> None:
    widget = f"{_KEY}.f.{name}"
    st.text_input(t(f"requests.field.{name}"), key=widget, placeholder=example, on_change=keep, args=(widget,))


def _written(call: _Call) -> Request:
    """The request as far as it was said; without a title it is called by its job type."""
    said = {name: str(kept(f"{_KEY}.f.{name}") or "").strip() for name in _FIELDS}
    job_type = desk().catalogue.job_types.get(kept(f"{_KEY}.job") or "")
    said["title"] = said["title"] or (job_type.name[language()] if job_type else "-")
    request = Request(request_id=call.request_id, source=Source.PHONE, created_at=call.since, **said)  # type: ignore[arg-type]
    place = _place(request)
    request = known_at(request, key=_KEY)
    return request if place is None else request.replace(place=place, located_at=call.since)


def _place(request: Request) -> Place | None:
    """Where the written address is; asked once for each address."""
    known: tuple[str, Place | None] | None = st.session_state.get(f"{_KEY}.place")
    if known is None or known[0] != request.address:
        known = (request.address, located(desk().geocoder, request).place)
        st.session_state[f"{_KEY}.place"] = known
    return known[1]


def _end(said: Message) -> None:
    """Show what is told to the customer, in place of the call."""
    call: _Call = st.session_state[_OPEN]
    call.ended = said
    choose_row("rq-rows", call.request_id)
    st.rerun()


def _ended(call: _Call, said: Message) -> None:
    with st.container(border=True, key="card-call-ended", gap="small"):
        st.subheader(t("phone.ended"), anchor=False)
        with st.container(key="strong-call-ended"):
            st.text(say(said))
        st.text(t("phone.number", id=call.request_id))
        with st.container(horizontal=True, gap="small"):
            st.button(t("phone.next"), type="primary", icon=":material/call:", key="call-next", on_click=_begin)
            st.button(t("phone.to_request"), key="call-to-request", on_click=_close)
            if (day := _booked_day(said)) and st.button(t("phone.see_board"), key="call-to-board"):
                _close()
                choose_day(day)
                go_to("board")


def _booked_day(said: Message) -> date | None:
    """The day whose draft has the visit, where that has to be published; None where no draft has it."""
    promised = dict(said.values).get("promised") if said.key == "offers.in_draft" else None
    day = dict(promised.values).get("day") if isinstance(promised, Message) else None
    return day if isinstance(day, date) else None
