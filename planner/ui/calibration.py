"""Whether what is said of lateness comes true: of stops said to be late with 20 %, how many were; of days held out."""

from __future__ import annotations

import streamlit as st

from planner.desk import risks
from planner.desk.risks import LEAST_DAYS, LEAST_WORK, Lateness
from planner.model.event import Actor
from planner.model.language import day_text, number_text, percent_text
from planner.report.calibration import LEAST_IN_BIN, Bin, Calibration
from planner.ui.picture import picture
from planner.ui.session import desk, language, t, theme
from planner.views.truth_chart import calibration_chart

__all__ = ["draw_calibration"]

_FEW = 3
"""Fewer points show nothing that the table does not."""


def draw_calibration(actor: Actor) -> None:
    """Draw the card: a sentence, a chart, and the same numbers as a table; or that too little is known."""
    found = risks.get_lateness(desk(), actor)
    with st.container(border=True, key="card-calibration"):
        st.subheader(t("settings.truth"), anchor=False)
        st.caption(t("settings.truth_help"))
        if not found.is_enough:
            st.text(t("settings.truth_none", work=found.work, days=found.days, least=LEAST_WORK, least_days=LEAST_DAYS))
            return
        st.text(t("settings.truth_of", work=found.work, days=found.days, day=day_text(found.upto, language())))
        if found.truth is None or found.truth_from is None:
            st.text(t("settings.truth_not_yet"))
            return
        _truth(found, found.truth)


def _truth(found: Lateness, truth: Calibration) -> None:
    assert found.truth_from is not None
    st.text(
        t("settings.truth_said", count=truth.count, first=day_text(found.truth_from, language()),
          share=percent_text(truth.late / truth.count, language()))
    )  # fmt: skip
    near = [one for one in truth.bins if one.low <= 0.2 < one.high]
    for one in near:
        if one.count >= LEAST_IN_BIN:
            st.text(t("settings.truth_fifth", said=percent_text(one.said, language()), count=one.count,
                      late=one.late, share=percent_text(one.share, language())))  # fmt: skip
    st.text(t("settings.truth_better" if truth.brier < truth.same else "settings.truth_worse"))
    full = [one for one in truth.bins if one.count >= LEAST_IN_BIN]
    if len(full) >= _FEW:
        picture(
            calibration_chart(
                [(one.said, one.share, one.give) for one in full], theme=theme(), title=t("settings.truth_chart"),
                across=t("settings.truth_across"), up=t("settings.truth_up"),
            ),
            key="calibration-chart",
        )  # fmt: skip
    st.dataframe([_line(one) for one in truth.bins], hide_index=True, width="stretch")


def _line(one: Bin) -> dict[str, object]:
    edges = (number_text(100 * edge, language(), decimals=0) for edge in (one.low, one.high))
    enough = one.count >= LEAST_IN_BIN
    return {
        t("settings.truth_bin"): "{}–{} %".format(*edges),
        t("settings.truth_stops"): one.count,
        t("settings.truth_predicted"): percent_text(one.said, language()),
        t("settings.truth_late"): percent_text(one.share, language()) if enough else t("settings.truth_few"),
    }
