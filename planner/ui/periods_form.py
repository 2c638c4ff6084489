"""Travel by time of day: whether plans are made by it, and how much longer drives take in each part of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from planner.desk import settings as desk_settings
from planner.desk.settings import StoredPeriods
from planner.model.event import Actor
from planner.model.periods import DrivePeriods, Period
from planner.model.profile import LEAST_PERCENT, MOST_PERCENT
from planner.ui.learned_form import learned_periods_part
from planner.ui.learned_part import take_over
from planner.ui.session import desk, t

__all__ = ["periods_card"]

_STEP = timedelta(minutes=15)


def periods_card(actor: Actor, *, may_edit: bool) -> None:
    """Draw the section; who may not change it reads it."""
    stored = desk_settings.get_periods(desk(), actor)
    with st.container(border=True, key="card-periods"):
        st.subheader(t("settings.periods"), anchor=False)
        st.caption(t("settings.periods_help"))
        on = st.toggle(
            t("settings.periods_on"), stored.periods.on, key=f"periods-on-{stored.version}", disabled=not may_edit
        )
        weekday = _table("weekday", stored, stored.periods.weekday, disabled=not may_edit)
        weekend = _table("weekend", stored, stored.periods.weekend, disabled=not may_edit)
        st.caption(t("settings.periods_source"))
        if not may_edit:
            return
        try:
            edited = DrivePeriods(on=on, weekday=weekday, weekend=weekend)
        except ValueError:
            st.error(t("settings.periods_wrong"))
            return
        if st.button(t("settings.periods_save"), type="primary", key="periods-save", disabled=edited == stored.periods):
            save = desk_settings.save_periods
            take_over(lambda: save(desk(), actor, edited, version=stored.version), said="settings.periods_saved")
        learned_periods_part(actor, version=stored.version)


def _table(kind: str, stored: StoredPeriods, periods: tuple[Period, ...], *, disabled: bool) -> tuple[Period, ...]:
    st.text(t(f"settings.periods_{kind}"))
    return tuple(
        _row(one, f"{kind}-{number}-{stored.version}", first=number == 0, disabled=disabled)
        for number, one in enumerate(periods)
    )


def _row(period: Period, key: str, *, first: bool, disabled: bool) -> Period:
    name_box, start_box, percent_box = st.columns((1.2, 1, 1), vertical_alignment="bottom")
    name_box.text(t(f"settings.period.{period.name}"))
    start = start_box.time_input(
        t("settings.periods_from"), period.start, key=f"periods-from-{key}", step=_STEP, disabled=disabled or first
    )
    longer = percent_box.number_input(
        t("settings.periods_percent"), LEAST_PERCENT - 100, MOST_PERCENT - 100, period.percent - 100, 1,
        key=f"periods-percent-{key}", disabled=disabled,
    )  # fmt: skip
    return replace(period, start=start, percent=100 + int(longer))
