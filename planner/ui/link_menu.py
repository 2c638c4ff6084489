"""The menu of a technician's links: what opens their calendar or day sheet without a sign-in."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import links as links_desk
from planner.model.errors import PlannerError
from planner.model.language import day_text, time_text
from planner.model.link import Link, LinkKind
from planner.ui.net import fragment
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, say, t
from planner.web import link_path

__all__ = ["link_menu"]

_ICONS = {LinkKind.CALENDAR: ":material/event:", LinkKind.DAYSHEET: ":material/today:"}


def link_menu(technician_id: str, *, day: date | None = None) -> None:
    """Draw the menu as a button of the row it stands in.

    Parameters
    ----------
    technician_id
        Whose links.
    day
        Day whose sheet can be given away as well; None: only the calendar.
    """
    with st.popover(t("links.menu"), icon=":material/link:", key=f"links-{technician_id}", width="stretch"):
        _menu(technician_id, day)


@fragment
def _menu(technician_id: str, day: date | None) -> None:
    try:
        holding = links_desk.list_links(desk(), actor(), technician_id=technician_id)
    except PlannerError as error:
        st.text(say(error.message))
        return
    st.caption(t("links.what"))
    st.caption(t("links.follows"))
    for kind in (LinkKind.CALENDAR, *((LinkKind.DAYSHEET,) if day else ())):
        of_day = day if kind is LinkKind.DAYSHEET else None
        link = next((one for one in holding if (one.kind, one.day) == (kind, of_day)), None)
        with st.container(key=f"link-{kind}-{technician_id}", gap="small"):
            _one(kind, technician_id, of_day, link)


def _one(kind: LinkKind, technician_id: str, day: date | None, link: Link | None) -> None:
    """A kind of link: whether one holds, the new one while it is shown, and what can be done."""
    kept = f"fp.link.{kind}.{technician_id}.{day}"
    st.text(_state(kind, day, link))
    made = st.session_state.get(kept)
    if made is not None and link is not None and made[0] == link.link_id:
        if kind is LinkKind.CALENDAR:
            # The calendar of a device asks for such an address itself, again and again.
            st.link_button(
                t("links.subscribe"), re.sub(r"^https?:", "webcal:", made[1]), icon=":material/event_available:",
                type="primary", width="stretch",
            )  # fmt: skip
        st.code(made[1], language=None, wrap_lines=True)
        st.caption(t("links.once"))
    with st.container(horizontal=True, gap="small"):
        word = t("links.renew" if link else f"links.make.{kind}")
        st.button(
            word, icon=_ICONS[kind], key=f"link-new-{kind}", on_click=_make, args=(kind, technician_id, day, kept)
        )
        if link is not None:
            st.button(
                t("links.revoke"), type="tertiary", key=f"link-end-{kind}", on_click=_revoke, args=(link.link_id, kept)
            )
    if problem := st.session_state.pop(f"{kept}.problem", ""):
        st.error(plain(problem))


def _state(kind: LinkKind, day: date | None, link: Link | None) -> str:
    name = t("links.name.daysheet", day=day) if day else t("links.name.calendar")
    if link is None:
        return t("links.none", name=name)
    zone = desk().time_zone
    until = f"{day_text(_local(link).date(), language())} {time_text(link.expires_at, zone=zone)}"
    return t("links.holds", name=name, until=until)


def _local(link: Link) -> datetime:
    return link.expires_at.astimezone(ZoneInfo(desk().time_zone))


def _make(kind: LinkKind, technician_id: str, day: date | None, kept: str) -> None:
    try:
        made = links_desk.make_link(desk(), actor(), kind, technician_id=technician_id, day=day)
    except PlannerError as error:
        st.session_state[f"{kept}.problem"] = say(error.message)
        return
    st.session_state[kept] = (made.link.link_id, _address(made.token, kind))


def _address(token: str, kind: LinkKind) -> str:
    """The whole address as the browser reaches the app, also behind a proxy."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return base + link_path(token, kind, language=language())


def _revoke(link_id: str, kept: str) -> None:
    st.session_state.pop(kept, None)
    try:
        links_desk.revoke_link(desk(), actor(), link_id)
    except PlannerError as error:
        st.session_state[f"{kept}.problem"] = say(error.message)
