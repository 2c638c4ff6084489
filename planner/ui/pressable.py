"""HTML in which some parts can be pressed: looks like any other, and tells which part it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["pressable"]

_HERE = Path(__file__).parent / "components"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "faltplan_pressable",
        html='<div class="fp-pressable"></div>',
        js=(_HERE / "pressable.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def pressable(html: str, *, key: str, on_pressed: Callable[[str], None]) -> None:
    """Draw HTML whose elements with ``data-press`` tell their name when they are pressed.

    Parameters
    ----------
    html
        Made here, everything foreign in it escaped; what can be pressed is a ``<button type="button">``.
    key
        Key of the widget.
    on_pressed
        Called with the name before the page is drawn anew.
    """

    def told() -> None:
        if name := getattr(st.session_state.get(key), "pressed", None):
            on_pressed(str(name))

    _component()(key=key, data={"html": html}, on_pressed_change=told)
