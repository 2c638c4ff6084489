"""Weekly working hours with their breaks, one block a shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import streamlit as st

from planner.model.team import BreakRule, ShiftPattern
from planner.model.words import ShiftKind
from planner.ui.session import desk, t, worded

__all__ = ["OFFICE_WEEK", "edit_patterns"]

OFFICE_WEEK = ShiftPattern(
    weekdays=(1, 2, 3, 4, 5),
    start=time(8),
    end=time(16, 30),
    max_overtime_min=60,
    breaks=(BreakRule(earliest=time(11), latest=time(13), minutes=30),),
)
"""What a new shift begins with."""


def edit_patterns(patterns: tuple[ShiftPattern, ...], *, key: str, disabled: bool) -> tuple[ShiftPattern, ...]:
    """Draw the shifts of a week with add and remove; return them as the form says."""
    slot = f"{key}.patterns"
    kept: dict[int, ShiftPattern] = st.session_state.setdefault(slot, dict(enumerate(patterns)))
    if not kept:
        st.text(t("team.no_hours"))
    edited = []
    for number in list(kept):
        with st.container(border=True, key=f"shift-{key}-{number}", gap="small"):
            pattern = _pattern(kept[number], key=f"{key}.shift.{number}", disabled=disabled)
            if pattern.weekdays:
                edited.append(pattern)
            if not disabled:
                st.button(
                    t("team.remove_shift"), key=f"{key}.drop.{number}", type="tertiary", icon=":material/delete:",
                    on_click=kept.__delitem__, args=(number,),
                )  # fmt: skip
    if not disabled:
        st.button(
            t("team.add_shift"), key=f"{key}.add", icon=":material/add:",
            on_click=lambda: kept.__setitem__(max(kept, default=-1) + 1, OFFICE_WEEK),
        )  # fmt: skip
    return tuple(edited)


def _pattern(one: ShiftPattern, *, key: str, disabled: bool) -> ShiftPattern:
    days = st.pills(
        t("team.weekdays"), range(1, 8), selection_mode="multi", default=one.weekdays, key=f"{key}.days",
        format_func=worded(range(1, 8), lambda day: t(f"team.weekday.{day}")), disabled=disabled,
    )  # fmt: skip
    start_box, end_box, kind_box, over_box = st.columns((1, 1, 1.3, 1.2))
    start = _clock(start_box, t("team.from"), one.start, key=f"{key}.start", disabled=disabled)
    end = _clock(end_box, t("team.to"), one.end, key=f"{key}.end", disabled=disabled)
    kinds = list(ShiftKind)
    kind = kind_box.selectbox(
        t("team.kind"), kinds, index=kinds.index(one.kind), key=f"{key}.kind", disabled=disabled,
        format_func=worded(kinds, lambda k: t(f"team.shift.{k}")),
    )  # fmt: skip
    over = over_box.number_input(
        t("team.max_overtime"), 0, 600, one.max_overtime_min, 15, key=f"{key}.over", disabled=disabled
    )
    on_call = _on_call(one, key=key, disabled=disabled) if kind is ShiftKind.ON_CALL else {}
    breaks = [_break(rule, key=f"{key}.break.{n}", disabled=disabled) for n, rule in enumerate(_with_room(one.breaks))]
    return replace(
        one,
        weekdays=tuple(sorted(days)),
        start=start,
        end=end,
        kind=kind,
        max_overtime_min=int(over),
        breaks=tuple(rule for rule in breaks if rule.minutes > 0),
        **on_call,
    )


def _on_call(one: ShiftPattern, *, key: str, disabled: bool) -> dict[str, Any]:
    """Draw what on-call duty has more: the response, and the weeks in which it returns."""
    response_box, weeks_box, from_box = st.columns(3)
    response = response_box.number_input(
        t("team.response"), 0, 600, one.response_min or 0, 5, key=f"{key}.response", disabled=disabled
    )
    weeks = weeks_box.number_input(t("team.every_weeks"), 1, 12, one.every_weeks, key=f"{key}.weeks", disabled=disabled)
    since = from_box.date_input(
        t("team.from_day"), one.from_day or desk().today(), key=f"{key}.since", disabled=disabled
    )
    return {
        "response_min": int(response) or None,
        "every_weeks": int(weeks),
        "from_day": since if weeks > 1 and isinstance(since, date) else None,
    }


def _with_room(breaks: tuple[BreakRule, ...]) -> tuple[BreakRule, ...]:
    """The breaks, and one more of no length to fill in."""
    return (*breaks, BreakRule(earliest=time(14), latest=time(15), minutes=0))


def _break(rule: BreakRule, *, key: str, disabled: bool) -> BreakRule:
    minutes_box, earliest_box, latest_box = st.columns(3)
    minutes = minutes_box.number_input(
        t("team.break_minutes"), 0, 240, rule.minutes, 5, key=f"{key}.minutes", disabled=disabled
    )
    earliest = _clock(earliest_box, t("team.break_earliest"), rule.earliest, key=f"{key}.earliest", disabled=disabled)
    latest = _clock(latest_box, t("team.break_latest"), rule.latest, key=f"{key}.latest", disabled=disabled)
    return BreakRule(earliest=earliest, latest=latest, minutes=int(minutes))


def _clock(box: Any, label: str, value: time, *, key: str, disabled: bool) -> time:
    chosen = box.time_input(label, value, step=900, key=key, disabled=disabled)
    return chosen if isinstance(chosen, time) else value
