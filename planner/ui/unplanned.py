"""The list of what is not planned: why, by the nearest miss, and what would help, with its price.

Requests that nobody has sorted share one card at the end: there is one thing to do about all of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from planner.model.plan import Plan
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.ui.board import may
from planner.ui.cure_dialog import cure_asked, cures_of
from planner.ui.request_words import promise_words, time_wanted
from planner.ui.session import go_to, language, say, t, theme
from planner.views.icons import icon_svg
from planner.views.tokens import priority_mark, tokens

__all__ = ["unplanned_list", "unplanned_rows", "unsorted_count"]

_HERE = Path(__file__).parent / "components"
_ICONS = ("check", "chevrons-up", "chevron-up", "bar", "chevron-down", "chevrons-down")


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "faltplan_unplanned",
        html='<section class="fp"></section>',
        css=(_HERE / "unplanned.css").read_text(encoding="utf-8"),
        js=(_HERE / "unplanned.js").read_text(encoding="utf-8"),
    )


def unplanned_rows(plan: Plan, requests: Mapping[str, Request]) -> list[dict[str, Any]]:
    """Return what the list shows one by one, most urgent first."""
    left = sorted(
        (one for one in plan.left_requests if not _is_unsorted(one)), key=lambda one: (one.priority, one.visit_id)
    )
    return [_row(one, requests.get(one.request_id), plan) for one in left]


def unsorted_count(plan: Plan) -> int:
    """Return how many requests are not planned because nobody has sorted them."""
    return sum(_is_unsorted(one) for one in plan.left_requests)


def _is_unsorted(left: Unassigned) -> bool:
    return bool(left.reasons) and left.reasons[0].code == "triage"


def _row(left: Unassigned, request: Request | None, plan: Plan) -> dict[str, Any]:
    mark = priority_mark(left.priority, theme())
    whole = t("board.whole_day")
    when = time_wanted(request, plan.day, language=language(), zone=plan.time_zone, all_day=whole) if request else whole
    told = promise_words(request, plan.day, language=language(), zone=plan.time_zone) if request else ""
    return {
        "id": left.visit_id,
        "priority": mark.label,
        "icon": mark.icon,
        "ground": mark.ground,
        "border": mark.border,
        "ink": mark.text,
        "dashed": mark.dashed,
        "title": left.title or left.request_id,
        "sub": " · ".join(part for part in (left.customer, when, *_terms(request), told) if part),
        "reason": say(left.reason) if left.reasons else "",
        "cures": [say(cure.message) for cure in cures_of(left)],
    }


def _terms(request: Request | None) -> tuple[str, ...]:
    """What makes a request harder to plan: how many come, and what it waits for."""
    if request is None:
        return ()
    crew = t("requests.group_crew_said", count=request.crew_size) if request.crew_size > 1 else ""
    names = ", ".join(one.request_id for one in request.predecessors)
    return crew, t("views.chain.after", name=names) if names else ""


def unplanned_list(
    plan: Plan,
    requests: Mapping[str, Request],
    *,
    key: str,
    visit: str | None = None,
    tall: int = 420,
    on_chosen: Callable[[], None] | None = None,
) -> Any:
    """Draw the list.

    Parameters
    ----------
    plan, requests
        The plan, and its requests by id.
    key
        Key of the widget; its state has ``chosen``.
    visit
        What is in focus.
    tall
        Height in pixels from which the list scrolls.
    on_chosen
        Called when something is chosen.
    """
    rows, unsorted = unplanned_rows(plan, requests), unsorted_count(plan)
    none = t("board.sorted_planned" if unsorted else "board.unplanned_none")
    data = {
        "plan": plan.plan_id,
        "move": may("moving.move"),
        "apply": t("curing.apply") if may("curing.apply_cure") else "",
        "rows": rows,
        "total": t("board.unplanned_split", listed=len(rows), unsorted=unsorted) if unsorted else len(rows),
        "words": {"title": t("board.unplanned"), "none": none},
        "icons": {name: icon_svg(name, size=13, stroke=2.6) for name in _ICONS},
        "colours": tokens(theme()),
    }
    stamp = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]
    result = _component()(
        key=key,
        data=data | {"stamp": stamp, "focus": visit, "tall": tall},
        default={"chosen": None, "cure": None},
        on_chosen_change=on_chosen or (lambda: None),
        on_cure_change=cure_asked(key),
    )
    if unsorted:
        _unsorted_card(unsorted)
    return result


def _unsorted_card(count: int) -> None:
    """Draw the card of what nobody has sorted, and the way to sort it for those who may."""
    with st.container(border=True, key="card-unsorted", gap="small"):
        st.text(t("board.unsorted", count=count))
        label = t("board.sort_one") if count == 1 else t("board.sort_requests", count=count)
        if may("triage.save_request") and st.button(
            label, icon=":material/checklist:", key="sort-requests", width="stretch"
        ):
            st.session_state["rq-tab"] = "sort"
            go_to("requests")
