"""Charts on the page: Streamlit takes SVG elements out of `st.html`, so a small component draws them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from planner.ui.session import theme
from planner.views.tokens import tokens

__all__ = ["picture"]

_SCRIPT = Path(__file__).parent / "components" / "picture.js"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "faltplan_picture",
        html='<div class="fp"></div>',
        css=".fp{line-height:0;font-family:var(--st-font)} svg{max-width:100%;max-height:200px}",
        js=_SCRIPT.read_text(encoding="utf-8"),
    )


def picture(svg: str, *, key: str, width: int | Literal["stretch", "content"] = "stretch") -> None:
    """Draw a chart of `planner.views.charts`.

    Parameters
    ----------
    svg
        The chart; it has escaped every text in it.
    key
        Key of the element.
    width
        Width in pixels, or as Streamlit takes it.
    """
    # xmlns is what makes a parsed element a drawing; inline in a page it is understood.
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    _component()(key=key, data={"svg": named, "colour": tokens(theme())["text"]}, width=width)
