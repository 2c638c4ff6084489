"""A customer who has called before: chosen from a list, with address, contact and the requests that are open."""

from __future__ import annotations

import streamlit as st

from planner.desk import searching, triage
from planner.desk.searching import Known
from planner.model.event import Actor
from planner.model.request import Request
from planner.ui.plain import plain
from planner.ui.rows import choose_row
from planner.ui.session import desk, t, worded

__all__ = ["known_at", "known_customer"]

_FILLED = ("customer", "contact_name", "contact_phone", "access_notes")


def known_customer(actor: Actor, *, key: str) -> None:
    """Draw the list of those who are known, and the open requests of whoever is chosen; a choice fills the fields."""
    customers = _customers(actor, key)
    words = [_words(one) for one in customers]
    st.selectbox(
        t("phone.known"), range(len(customers)), None, key=f"{key}.known", placeholder=t("phone.known_hint"),
        format_func=worded(range(len(customers)), words.__getitem__), on_change=_fill, args=(key, customers),
    )  # fmt: skip
    chosen = _chosen(key, customers)
    if chosen is None or not chosen.open_ids:
        return
    st.caption(t("phone.known_open"))
    for request_id in chosen.open_ids[:5]:
        request = triage.get_request(desk(), actor, request_id)
        if request is not None:
            label = plain(t("phone.known_see", id=request_id, title=request.title))
            st.button(
                label, key=f"call-known-{request_id}", icon=":material/open_in_new:", type="tertiary",
                on_click=_open, args=(request_id,),
            )  # fmt: skip


def known_at(request: Request, *, key: str) -> Request:
    """Return the request with the ids of the known customer, as long as it is about that customer's address."""
    chosen = _chosen(key, st.session_state.get(f"{key}.customers", ()))
    if chosen is None or chosen.customer != request.customer or _address(chosen) != request.address:
        return request
    return request.replace(customer_id=chosen.customer_id, site_id=chosen.site_id)


def _customers(actor: Actor, key: str) -> tuple[Known, ...]:
    """Asked once for each call."""
    name = f"{key}.customers"
    if name not in st.session_state:
        st.session_state[name] = searching.known_customers(desk(), actor)
    found: tuple[Known, ...] = st.session_state[name]
    return found


def _chosen(key: str, customers: tuple[Known, ...]) -> Known | None:
    at = st.session_state.get(f"{key}.known")
    return customers[at] if isinstance(at, int) and at < len(customers) else None


def _words(one: Known) -> str:
    return " · ".join(filter(None, (one.customer, _address(one), one.contact_name, one.contact_phone)))


def _address(one: Known) -> str:
    town = " ".join(filter(None, (one.postcode, one.city)))
    return ", ".join(filter(None, (one.address, town)))


def _fill(key: str, customers: tuple[Known, ...]) -> None:
    one = _chosen(key, customers)
    if one is None:
        return
    said = {name: getattr(one, name) for name in _FILLED} | {"address": _address(one)}
    for name, value in said.items():
        widget = f"{key}.f.{name}"
        st.session_state[widget] = st.session_state[f"{widget}.kept"] = value


def _open(request_id: str) -> None:
    """Leave the call for a request that is open already: it is found by its number on whichever day it is."""
    st.session_state.pop("call-open", None)
    st.session_state["rq-words"] = request_id
    choose_row("rq-rows", request_id)
