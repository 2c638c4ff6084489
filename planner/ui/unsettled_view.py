"""The list of places that are not known well enough, worked off one after the other: soonest visit first."""

from __future__ import annotations

import streamlit as st

from planner.desk import unsettled as desk_unsettled
from planner.desk.unsettled import Unsettled
from planner.geocode import AddressQuery, Searching
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import day_text, km_text
from planner.model.places import Place
from planner.ui.net import fragment
from planner.ui.parts import chip, draw, empty
from planner.ui.placing import clicked_place, draw_map, pasted_place, precision_chip
from planner.ui.plain import plain
from planner.ui.rows import Column, Row, chosen_row, row_table
from planner.ui.session import desk, language, show_error, t

__all__ = ["draw_unsettled", "list_is_open", "open_button", "open_list"]

_OPEN, _ROWS = "pl.open", "pl-rows"
_MOST_OFFERED = 6


def list_is_open() -> bool:
    """Whether the list is shown in place of the requests of the day."""
    return bool(st.session_state.get(_OPEN))


def open_list() -> None:
    """Show the list when the page of requests is drawn next."""
    st.session_state[_OPEN] = True


def _close_list() -> None:
    st.session_state.pop(_OPEN, None)


def open_button(actor: Actor) -> None:
    """Draw the button that opens the list, with how many places are to be settled; nothing where there are none."""
    if count := len(desk_unsettled.list_unsettled(desk(), actor)):
        st.button(t("places.open", count=count), icon=":material/wrong_location:", key="pl-open", on_click=open_list)


def draw_unsettled(actor: Actor) -> None:
    """Draw the list at left, the chosen place with its map at right."""
    found = desk_unsettled.list_unsettled(desk(), actor)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-places-bar"):
        st.header(t("places.title"), anchor=False, width="content")
        kind, words = ("warn", t("places.count", count=len(found))) if found else ("ok", t("places.all_settled"))
        st.html(f'<div class="fp-line">{chip(kind, words)}</div>', width="stretch")
        st.button(t("places.back"), icon=":material/arrow_back:", key="pl-back", on_click=_close_list)
    if not found:
        empty(t("places.none"), key="places")
        return
    st.caption(t("places.help"))
    with st.container(horizontal=True, gap="small", wrap=False, key="split"):
        with st.container(border=True, key="card-flush-rows", width="stretch", gap=None):
            chosen = _table(found)
        with st.container(border=True, key="card-triage", width=404):
            _panel(actor, chosen)


def _table(found: tuple[Unsettled, ...]) -> Unsettled:
    chosen = chosen_row(_ROWS, [one.key for one in found])
    columns = (
        Column(id="day", label=t("places.day"), align="tight"),
        Column(id="name", label=t("places.name"), width="30%"),
        Column(id="address", label=t("places.address"), width="34%"),
        Column(id="known", label=t("places.known"), align="tight"),
    )
    row_table(
        columns, [Row(id=one.key, cells=_cells(one)) for one in found], key=_ROWS, label=t("places.title"),
        selected=chosen, height="calc(100vh - 220px)",
    )  # fmt: skip
    return next(one for one in found if one.key == chosen)


def _cells(one: Unsettled) -> dict[str, object]:
    day = day_text(one.first, language()) if one.first else t("places.no_day")
    known = t("shell.place.unknown")
    if one.place is not None:
        known = f"{t(f'shell.place.precision.{one.place.precision}')}, ±{_radius(one.place)}"
    return {"day": day, "name": {"text": one.name, "strong": True}, "address": _address(one.query), "known": known}


def _radius(place: Place) -> str:
    metres = place.radius_m
    return km_text(metres, language()) if metres >= 1_000 else f"{metres}\N{NO-BREAK SPACE}m"


def _address(query: AddressQuery) -> str:
    return ", ".join(part for part in (query.address, f"{query.postcode} {query.city}".strip()) if part)


@fragment
def _panel(actor: Actor, one: Unsettled) -> None:
    """Everything by which one place can be settled: suggestions, a click on the map, a pasted position."""
    key = f"pl.{one.key}"
    with st.container(key="strong-places-name"):
        st.text(one.name)
    ids = ", ".join(one.request_ids)
    st.caption(plain(t("places.of_site", site=one.site_id, requests=ids) if one.site_id else ids))
    new = clicked_place(f"{key}.map", _address(one.query))
    if new is not None:
        st.session_state[f"{key}.place"] = new
    chosen: Place | None = st.session_state.get(f"{key}.place")
    shown = chosen or one.place
    draw(precision_chip(shown))
    draw_map(shown, key=f"{key}.map", height=230)
    st.caption(t("places.click"))
    if chosen is not None and st.button(t("places.save_pin"), type="primary", key="pl-save", width="stretch"):
        _settle(actor, one, chosen)
    written = st.text_input(t("places.position"), key=f"{key}.position", placeholder="59.3293, 18.0686",
                            help=t("places.position_help"))  # fmt: skip
    if st.button(t("places.take_position"), key="pl-paste", disabled=not written.strip()):
        _take(actor, one, written)
    _suggestions(actor, one, key)


def _take(actor: Actor, one: Unsettled, written: str) -> None:
    place = pasted_place(written, _address(one.query))
    if place is not None:
        _settle(actor, one, place)


def _suggestions(actor: Actor, one: Unsettled, key: str) -> None:
    """Draw what the address may mean, each settled by one press; another spelling can be tried."""
    address = st.text_input(t("places.search"), _address(one.query), key=f"{key}.search", help=t("places.search_help"))
    geocoder = desk().geocoder
    state = geocoder.state() if isinstance(geocoder, Searching) else None
    asked = st.session_state.get(f"{key}.asked")
    if state is not None and state.public:  # its rules: asked by hand only
        if st.button(t("places.ask", provider=state.provider), key="pl-ask", disabled=not address.strip()):
            st.session_state[f"{key}.asked"] = asked = address
        if asked != address:
            return
    if not address.strip():
        return
    query = one.query if address == _address(one.query) else AddressQuery(address=address)
    try:
        offered = [place for place in desk_unsettled.offered_places(desk(), actor, query) if place.is_near_enough]
    except PlannerError as error:
        show_error(error)
        return
    if isinstance(geocoder, Searching) and (failed := geocoder.state()).failed_at is not None:
        draw(chip("warn", t("places.service_down", provider=failed.provider)))
    if not offered:
        st.text(t("places.nothing_offered" if state is None or state.streets else "places.no_streets"))
    for number, place in enumerate(offered[:_MOST_OFFERED]):
        words = t("places.take", label=place.label, precision=t(f"shell.place.precision.{place.precision}"),
                  radius=_radius(place))  # fmt: skip
        if st.button(plain(words), key=f"pl-take-{number}", icon=":material/pin_drop:", width="stretch"):
            _settle(actor, one, place)


def _settle(actor: Actor, one: Unsettled, place: Place) -> None:
    try:
        count = desk_unsettled.settle_place(desk(), actor, one, place)
    except PlannerError as error:
        show_error(error)
        return
    st.session_state.pop(f"pl.{one.key}.place", None)
    st.toast(t("places.settled", name=plain(one.name), count=count), icon=":material/check:")
    st.rerun()
