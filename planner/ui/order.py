"""The order of the day as a list one can press: what is behind folds together, what is next stands out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from planner.ui.session import t, theme
from planner.views.icons import icon_svg
from planner.views.tokens import technician_style, tokens

__all__ = ["order_list"]

_HERE = Path(__file__).parent / "components"
_ICONS = ("check", "headset", "cup", "away", "house", "box", "car")


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "faltplan_order",
        html='<div class="fp"></div>',
        css=(_HERE / "order.css").read_text(encoding="utf-8"),
        js=(_HERE / "order.js").read_text(encoding="utf-8"),
    )


def order_list(
    rows: list[dict[str, Any]], *, number: int, key: str, visit: str | None, on_chosen: Callable[[], None]
) -> Any:
    """Draw the list.

    Parameters
    ----------
    rows
        What `planner.views.day.order_rows` returned.
    number
        The technician's lasting number.
    key
        Key of the widget; its state has ``chosen``.
    visit
        Visit whose card is shown.
    on_chosen
        Called when a visit is pressed.
    """
    style = technician_style(number, theme())
    behind = sum(1 for row in rows if row.get("id") and row["over"])
    data = {
        "rows": rows,
        "person": {
            "colour": style.colour,
            "ink": style.text,
            "square": style.shape == "square",
            "dashed": style.dashed,
        },
        "words": {
            "next": t("my_day.next_chip"),
            "done": t("my_day.done_before", count=behind),
            "show": t("my_day.show"),
            "hide": t("my_day.hide"),
        },
        "icons": {name: icon_svg(name, size=16) for name in _ICONS},
        "colours": tokens(theme()),
        "focus": visit,
    }
    return _component()(key=key, data=data, default={"chosen": None}, on_chosen_change=on_chosen)
