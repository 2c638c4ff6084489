"""The way from the page to the day on the device, and the sign that the network is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from planner.ui.parts import icon
from planner.ui.session import t, theme
from planner.views.tokens import tokens

__all__ = ["net_sign", "way_to_device"]

_HERE = Path(__file__).parent / "components"


def way_to_device() -> None:
    """Draw the way to the day on the device, which works without network and takes in what this page does not."""
    st.html(
        f'<a class="fp-to-device" href="/day/" target="_self">{icon("arrow")}'
        f"<span><b>{escape(t('my_day.on_device'))}</b><small>{escape(t('my_day.on_device_help'))}</small></span></a>"
    )


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "faltplan_net_sign",
        html='<div class="fp" role="status" hidden></div>',
        css=(_HERE / "net_sign.css").read_text(encoding="utf-8"),
        js=(_HERE / "net_sign.js").read_text(encoding="utf-8"),
    )


def net_sign(*, on_device: bool) -> None:
    """Draw the sign that the network is gone; it is hidden while there is one.

    Parameters
    ----------
    on_device
        Whether the day on the device is the reader's to open.
    """
    words = {"gone": t("my_day.no_net"), "device": t("my_day.no_net_device") if on_device else ""}
    _component()(key="net-sign", data={"words": words, "colours": tokens(theme())})
