"""The board over several days or a week: one schedule of every day's newest plan; a press goes to its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from planner.desk import plan as plan_desk
from planner.model.language import day_text
from planner.model.plan import Plan
from planner.ui.days import choose_day
from planner.ui.focus import Focus, set_focus
from planner.ui.session import actor, desk, language, t, worded

__all__ = ["chosen_in_span", "days_shown", "plans_shown", "span_choice", "span_line"]

_SPANS = (1, 3, 7)


def days_shown(day: date) -> tuple[date, ...]:
    """Return the days the address asks for: this one, three from it on, or its week from Monday."""
    asked = st.query_params.get("span", "1")
    span = int(asked) if asked in map(str, _SPANS) else 1
    first = day - timedelta(days=day.weekday()) if span == 7 else day
    return tuple(first + timedelta(days=number) for number in range(span))


def span_choice(day: date) -> None:
    """Draw the choice between a day, three days and a week; the address keeps it."""
    st.session_state["span"] = len(days_shown(day))
    st.segmented_control(
        t("board.span"), _SPANS, key="span", required=True, label_visibility="collapsed", on_change=_take,
        format_func=worded(_SPANS, lambda one: t(f"board.span_{one}")),
    )  # fmt: skip


def _take() -> None:
    span = st.session_state.get("span") or 1
    if span == 1:
        st.query_params.pop("span", None)
    else:
        st.query_params["span"] = str(span)


def plans_shown(days: Sequence[date], shown: Plan) -> tuple[Plan, ...]:
    """Return the newest plan of each day that has one; of the board's own day the one it shows."""
    found = (shown if one == shown.day else plan_desk.current_plan(desk(), actor(), one) for one in days)
    return tuple(one for one in found if one is not None)


def span_line(days: Sequence[date], plans: Sequence[Plan], shown: date) -> None:
    """Say which day the figures are of, which days have no plan, and that visits are moved within their day."""
    without = [one for one in days if one not in {plan.day for plan in plans}]
    said = [t("board.span_figures", day=day_text(shown, language(), year=False)), t("board.span_help")]
    if without:
        said.append(t("board.span_without", days=", ".join(day_text(one, language(), year=False) for one in without)))
    st.caption(" ".join(said))


def chosen_in_span(key: str, plans: Sequence[Plan]) -> Callable[[], None]:
    """Return a callback that takes over what was chosen, and goes to its day."""

    def take() -> None:
        chosen: dict[str, Any] = getattr(st.session_state.get(key), "chosen", None) or {}
        visit = chosen.get("visit")
        plan = next((one for one in plans if visit and one.stop_of(visit)), None)
        if plan is not None:
            choose_day(plan.day)
            st.session_state["board.again"] = True
        set_focus(Focus(technician_id=chosen.get("technician"), visit_id=visit))

    return take
