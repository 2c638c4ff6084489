"""What reported drives teach of travel by time of day: looked at on request, taken over by the dispatcher."""

from __future__ import annotations

import streamlit as st

from planner.desk import drives as desk_drives
from planner.desk import settings as desk_settings
from planner.desk.drives import LearnedTable
from planner.model.event import Actor
from planner.model.language import day_text
from planner.report.drives import LearnedPeriod
from planner.ui.learned_part import learned_part, take_over
from planner.ui.session import desk, language, t

__all__ = ["learned_periods_part"]


def learned_periods_part(actor: Actor, *, version: int) -> None:
    """Draw the part under the table.

    Parameters
    ----------
    version
        Version of the table on the screen.
    """
    learned_part(
        "periods",
        words=(t("settings.learned"), t("settings.learned_help"), t("settings.learned_look"),
               t("settings.learned_looking")),
        learn=lambda: desk_drives.learn_periods(desk(), actor),
        kind=LearnedTable,
        still=lambda found: found.stored.version == version,
        shown=lambda found: _shown(actor, found),
    )  # fmt: skip


def _shown(actor: Actor, found: LearnedTable) -> None:
    first, last = (day_text(one, language()) for one in (found.first, found.last))
    if not found.drives:
        st.info(t("settings.learned_none", first=first, last=last))
        return
    st.text(t("settings.learned_of", count=found.drives, first=first, last=last))
    st.dataframe([_row(one) for one in found.periods], hide_index=True, width="stretch")
    if st.button(t("settings.learned_use"), type="primary", key="periods-use"):
        save = desk_settings.save_periods
        take_over(
            lambda: save(desk(), actor, found.taken_over, version=found.stored.version), said="settings.periods_saved"
        )


def _row(one: LearnedPeriod) -> dict[str, object]:
    spread = "–" if one.low is None or one.high is None else f"{one.low - 100:+d} … {one.high - 100:+d} %"
    return {
        t("settings.learned_day"): t("settings.periods_weekend" if one.weekend else "settings.periods_weekday"),
        t("settings.learned_part"): t(f"settings.period.{one.period.name}"),
        t("settings.learned_now"): f"{one.period.percent - 100:+d} %",
        t("settings.learned_percent"): f"{one.percent - 100:+d} %" if one.drives else "–",
        t("settings.learned_drives"): one.drives,
        t("settings.learned_spread"): spread,
        t("settings.learned_aside"): one.aside,
    }
