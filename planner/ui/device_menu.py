"""The menu of a technician's devices: which keep their day, and shutting one out in one press."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import devices as devices_desk
from planner.desk.devices import Device
from planner.model.errors import PlannerError
from planner.model.language import day_text, time_text
from planner.ui.net import fragment
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, say, t

__all__ = ["device_menu", "device_name"]

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
        _menu(technician_id)


def device_name(client: str) -> str:
    """Return in two words what a browser calls itself in many; empty where neither is known."""
    found = (next((name for sign, name in known if re.search(sign, client)), "") for known in (_SYSTEMS, _BROWSERS))
    return " · ".join(filter(None, found))


@fragment
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
        with st.container(key=f"device-{one.device_id}", gap="small"):
            st.text(_words(one))
            st.button(
                t("devices.shut_out"), icon=":material/block:", key=f"device-out-{one.device_id}",
                on_click=_shut_out, args=(one.device_id,),
            )  # fmt: skip
    if problem := st.session_state.pop(_PROBLEM, ""):
        st.error(plain(problem))


def _words(one: Device) -> str:
    local = one.seen_at.astimezone(ZoneInfo(desk().time_zone))
    seen = f"{day_text(local.date(), language())} {time_text(one.seen_at, zone=desk().time_zone)}"
    return t("devices.one", name=device_name(one.client) or t("devices.unnamed"), seen=seen)


def _shut_out(device_id: str) -> None:
    try:
        devices_desk.shut_out(desk(), actor(), device_id)
    except PlannerError as error:
        st.session_state[_PROBLEM] = say(error.message)
