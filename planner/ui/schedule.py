"""The schedule on the board: `planner.views.schedule` drawn by vis-timeline in a component.

Choosing a bar or a row comes back as ``st.session_state[key].chosen``: technician id and visit id, either
may be None; moving visits as ``moves`` (see `planner.ui.moves`).
Map and schedule tell each other in the browser at once; Python hears it afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["VENDOR", "schedule"]

VENDOR = "/assets/vendor"
_HERE = Path(__file__).parent / "components"
_LIBRARY = Path(__file__).resolve().parents[1] / "web" / "static" / "vendor" / "vis-timeline-graph2d.min.css"
_HTML = (
    '<div class="fp"><div class="fp-head" aria-hidden="true"></div>'
    '<div class="fp-tl" role="application" tabindex="0"></div>'
    '<div class="fp-now" aria-hidden="true" hidden><span></span></div><div class="fp-legend"></div>'
    '<div class="fp-tip" role="tooltip" hidden></div><div class="fp-live" aria-live="polite"></div></div>'
)
_ROW, _AXIS = 29, 28


@cache
def _component() -> Callable[..., Any]:
    css = _LIBRARY.read_text(encoding="utf-8") + (_HERE / "schedule.css").read_text(encoding="utf-8")
    js = "".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("drag", "schedule"))
    return st.components.v2.component("faltplan_schedule", html=_HTML, css=css, js=js)


def schedule(
    data: dict[str, Any],
    *,
    key: str,
    technician: str | None = None,
    visit: str | None = None,
    now: datetime | None = None,
    rows: int = 13,
    edit: bool = False,
    acknowledged: Mapping[str, int] | None = None,
    on_chosen: Callable[[], None] | None = None,
    on_moves: Callable[[], None] | None = None,
) -> Any:
    """Draw the schedule.

    Parameters
    ----------
    data
        What `planner.views.schedule` returned.
    key
        Key of the widget; its state has ``chosen`` once somebody has chosen.
    technician, visit
        What is chosen at present.
    now
        Present moment for the now-line; None: the real time.
    rows
        Rows shown before the schedule scrolls inside itself.
    edit
        Whether visits may be moved.
    acknowledged
        Up to which number the moves of each browser have been made.
    on_chosen
        Called when something else is chosen.
    on_moves
        Called when visits were moved: the state's ``moves`` has ``client`` and ``moves``.
    """
    stamp = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]
    sent = data | {
        "lib": f"{VENDOR}/vis-timeline-graph2d.min.mjs",
        "stamp": stamp,
        "day_shown": data["day"][0],
        "focus": {"technician": technician, "visit": visit},
        "now": (now or datetime.now(UTC)).astimezone(UTC).isoformat(),
        "max_height": _AXIS + _ROW * rows,
        "edit": edit,
        "acknowledged": dict(acknowledged or {}),
    }
    return _component()(
        key=key,
        data=sent,
        default={"chosen": None, "moves": None},
        on_chosen_change=on_chosen or (lambda: None),
        on_moves_change=on_moves or (lambda: None),
    )
