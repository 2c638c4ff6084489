"""The menu of a technician's devices: which keep their day, and shutting one out in one press."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import devices as devices_desk
from planner.desk.devices import Device
from planner.model.errors import PlannerError
from planner.model.language import day_text, time_text
from planner.ui.net import fragment
from planner.ui.parts import chip, draw
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, say, t
from planner.web import DEVICE_COOKIE

__all__ = ["device_menu", "device_name"]

_LOOK_AGAIN_S = 15
_JUST_NOW = timedelta(minutes=1)
_PROBLEM = "fp.device.problem"
_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))


def device_menu(technician_id: str) -> None:
    """Draw the menu as a button of the row it stands in.

    Parameters
    ----------
    technician_id
        Whose devices.
    """
    with st.popover(t("devices.menu"), icon=":material/tablet_mac:", key=f"devices-{technician_id}", width="stretch"):
        fragment(_menu, run_every=_LOOK_AGAIN_S)(technician_id)


def device_name(client: str) -> str:
    """Return in two words what a browser calls itself in many; empty where neither is known."""
    found = (next((name for sign, name in known if re.search(sign, client)), "") for known in (_SYSTEMS, _BROWSERS))
    return " · ".join(filter(None, found))


def _menu(technician_id: str) -> None:
    try:
        found = devices_desk.list_devices(desk(), actor(), technician_id=technician_id)
    except PlannerError as error:
        st.text(say(error.message))
        return
    st.caption(t("devices.what"))
    if not found:
        st.text(t("devices.none"))
    for one in found:
        _one(one)
    if problem := st.session_state.pop(_PROBLEM, ""):
        st.error(plain(problem))


def _one(one: Device) -> None:
    """A device: what it is called, whether it is the one in the hand, when it was there, and what can be done."""
    key = f"device-name-{one.device_id}"
    with st.container(key=f"device-{one.device_id}", gap="small"):
        mine = devices_desk.is_held_with(one, dict(st.context.cookies).get(DEVICE_COOKIE))
        here = chip("info", t("devices.this_one")) if mine else ""
        model = device_name(one.client) or t("devices.unnamed")
        draw(f'<div class="fp-device"><b>{escape(one.name or model)}</b>{here}</div>')
        since = t("devices.since", at=day_text(_local(one.created_at).date(), language()))
        st.caption(plain(" · ".join([*([model] if one.name else []), _seen(one), since])))
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.text_input(
                t("devices.name"), value=one.name, key=key, max_chars=devices_desk.LONGEST_NAME,
                placeholder=t("devices.name_example"), on_change=_rename,
                args=(one.device_id, one.name, key),
            )  # fmt: skip
            st.button(
                t("devices.shut_out"), icon=":material/block:", key=f"device-out-{one.device_id}",
                on_click=_shut_out, args=(one.device_id,),
            )  # fmt: skip


def _seen(one: Device) -> str:
    """When a device was last there; it says so itself twice a minute."""
    if desk().clock() - one.seen_at < _JUST_NOW:
        return t("devices.seen_now")
    day, clock = _local(one.seen_at).date(), time_text(one.seen_at, zone=desk().time_zone)
    return t("devices.seen", at=clock if day == desk().today() else f"{day_text(day, language())} {clock}")


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(desk().time_zone))


def _rename(device_id: str, stored: str, key: str) -> None:
    name = str(st.session_state.get(key, stored))
    if name == stored:
        return  # the browser repeats what is there: nobody has typed
    try:
        devices_desk.rename(desk(), actor(), device_id, name)
    except PlannerError as error:
        st.session_state[_PROBLEM] = say(error.message)


def _shut_out(device_id: str) -> None:
    try:
        devices_desk.shut_out(desk(), actor(), device_id)
    except PlannerError as error:
        st.session_state[_PROBLEM] = say(error.message)
