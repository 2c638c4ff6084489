"""A dense table with one selected row, notes under rows, and one-click actions in the notes.

`st.dataframe` cannot carry a sentence under a row; this can, and every word becomes a text node,
so customers' texts are inert. Selection is kept as state, actions are applied once each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from planner.model.words import Priority
from planner.ui.session import t, theme
from planner.views.icons import ICONS, icon_svg
from planner.views.tokens import priority_mark, technician_style

__all__ = [
    "Action",
    "Column",
    "Note",
    "Row",
    "apply_once",
    "choose_row",
    "chosen_row",
    "number_cell",
    "priority_cell",
    "row_table",
]

_HERE = Path(__file__).parent / "components"


@cache
def _component() -> Callable[..., Any]:
    drawn = {name: icon_svg(name, size=15, stroke=2.2) for name in ICONS}
    return st.components.v2.component(
        "faltplan_rows",
        html='<div id="rows"></div>',
        css=(_HERE / "rows.css").read_text(encoding="utf-8"),
        js=(_HERE / "rows.js").read_text(encoding="utf-8").replace("__ICONS__", json.dumps(drawn)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `hide` is ``wide`` or ``medium`` (left out of narrow tables), `align` ``num``, ``mid`` or ``tight``."""

    id: str
    label: str
    width: str = ""
    align: str = ""
    hide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button in a note."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence under a row; `tone` is ``warn``, ``bad`` or ``quiet``, `label` says where it stands."""

    tone: str
    label: str
    text: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: cells by column id, each a text or a mapping with text, strong, icon, tone, wavy, badge or title."""

    id: str
    cells: dict[str, Any]
    tone: str = ""
    notes: tuple[Note, ...] = ()


def choose_row(key: str, row_id: str | None) -> None:
    """Mark a row of the table of this key from our side, as if it had been pressed."""
    st.session_state[f"{key}.chosen"] = row_id


def chosen_row(key: str, ids: Sequence[str]) -> str | None:
    """Return the row last chosen, by press or by `choose_row`; the first where that one is gone.

    Ask before drawing the table, and give it the answer.
    """
    pressed = getattr(st.session_state.get(key), "selected", None)
    if pressed and pressed != st.session_state.get(f"{key}.pressed"):
        st.session_state[f"{key}.pressed"] = pressed
        st.session_state[f"{key}.chosen"] = str(pressed["id"])
    chosen = st.session_state.get(f"{key}.chosen")
    return chosen if chosen in ids else next(iter(ids), None)


def row_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    key: str,
    label: str,
    selected: str | None = None,
    lead: int = 1,
    height: str = "none",
    empty: str = "",
    selectable: bool = True,
) -> tuple[tuple[str, str], ...]:
    """Draw the table; return row and action of what was pressed in the notes since the last run.

    Parameters
    ----------
    label
        What screen readers call it.
    selected
        Row to mark, as `chosen_row` says.
    lead
        Columns left free before a note.
    height
        CSS height from which the table scrolls inside itself.
    empty
        Sentence where there are no rows.
    """
    ack: dict[str, int] = st.session_state.setdefault(f"{key}.ack", {})
    data = {
        "columns": [_plain(column) for column in columns],
        "rows": [_plain(row) for row in rows],
        "selected": selected,
        "lead": lead,
        "label": label,
        "height": height,
        "empty": empty or t("shell.no_rows"),
        "selectable": selectable,
        "ack": dict(ack),
    }
    result = _component()(
        key=key,
        data=data,
        default={"selected": None, "acts": []},
        on_selected_change=lambda: None,
        on_acts_change=lambda: None,
    )
    return apply_once(ack, result.acts or [])


def apply_once(ack: dict[str, int], acts: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return the actions not applied yet and note them; delivery is at least once, application exactly once."""
    fresh = []
    for act in acts:
        client, seq = str(act["client"]), int(act["seq"])
        if seq > ack.get(client, 0):
            ack[client] = seq
            fresh.append((str(act["row"]), str(act["action"])))
    return tuple(fresh)


def _plain(value: Any) -> Any:
    if isinstance(value, Column | Row | Note | Action):
        return {name: _plain(getattr(value, name)) for name in value.__slots__}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def priority_cell(priority: Priority) -> dict[str, Any]:
    """Return a priority badge as a cell."""
    mark = priority_mark(priority, theme())
    look = {"ground": mark.ground, "border": mark.border, "ink": mark.text, "dashed": mark.dashed}
    return {"badge": {"icon": mark.icon, "text": mark.label} | look}


def number_cell(number: int, name: str) -> dict[str, Any]:
    """Return a technician's number badge and name as a cell."""
    style = technician_style(number, theme())
    look = {"ground": style.colour, "border": style.colour, "ink": style.text, "radius": style.radius}
    return {"badge": {"text": str(number)} | look, "text": name, "strong": True}
