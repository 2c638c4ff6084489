"""Travel by kind of road: whether drives are reckoned by it, how much longer each kind takes, what drives teach."""

from __future__ import annotations

import streamlit as st

from planner.desk import road_factors as desk_roads
from planner.desk.road_factors import LearnedRoads, StoredRoadFactors
from planner.model.event import Actor
from planner.model.language import day_text, number_text
from planner.model.profile import LEAST_PERCENT, MOST_PERCENT
from planner.model.road_factors import KINDS, RoadFactors
from planner.report.road_kinds import LearnedKind, LearnedKinds
from planner.ui.learned_part import learned_part, take_over
from planner.ui.session import desk, language, t

__all__ = ["roads_card"]


def roads_card(actor: Actor, *, may_edit: bool) -> None:
    """Draw the section; who may not change it reads it."""
    stored = desk_roads.get_road_factors(desk(), actor)
    with st.container(border=True, key="card-roads"):
        st.subheader(t("settings.roads"), anchor=False)
        st.caption(t("settings.roads_help"))
        on = st.toggle(
            t("settings.roads_on"), stored.factors.on, key=f"roads-on-{stored.version}", disabled=not may_edit
        )
        percents = {kind: _row(kind, stored, disabled=not may_edit) for kind in KINDS}
        if not may_edit:
            return
        edited = RoadFactors(on=on, **percents)
        if st.button(t("settings.roads_save"), type="primary", key="roads-save", disabled=edited == stored.factors):
            _save(actor, edited, stored.version)
        _learned_part(actor, stored)


def _row(kind: str, stored: StoredRoadFactors, *, disabled: bool) -> int:
    name, name_box, percent_box = t(f"settings.road.{kind}"), *st.columns((1.6, 1), vertical_alignment="center")
    name_box.text(f"{name}, %")
    longer = percent_box.number_input(
        f"{name}: {t('settings.periods_percent')}", LEAST_PERCENT - 100, MOST_PERCENT - 100,
        stored.factors.of(kind) - 100, 1, key=f"roads-{kind}-{stored.version}", disabled=disabled,
        label_visibility="collapsed", format="%+d",
    )  # fmt: skip
    return 100 + int(longer)


def _save(actor: Actor, factors: RoadFactors, version: int) -> None:
    take_over(
        lambda: desk_roads.save_road_factors(desk(), actor, factors, version=version), said="settings.roads_saved"
    )


def _learned_part(actor: Actor, stored: StoredRoadFactors) -> None:
    learned_part(
        "roads",
        words=(t("settings.learned"), t("settings.roads_learned_help"), t("settings.learned_look"),
               t("settings.learned_looking")),
        learn=lambda: desk_roads.learn_roads(desk(), actor),
        kind=LearnedRoads,
        still=lambda looked: looked.stored == stored,
        shown=lambda looked: _shown(actor, looked),
    )  # fmt: skip


def _shown(actor: Actor, looked: LearnedRoads) -> None:
    first, last = (day_text(one, language()) for one in (looked.first, looked.last))
    found = looked.found
    if found is None:
        st.info(t("settings.roads_none"))
        return
    if not found.drives:
        st.info(t("settings.learned_none", first=first, last=last))
        return
    st.text(_sentence(found, first, last))
    st.dataframe([_line(one, looked.stored.factors) for one in found.kinds], hide_index=True, width="stretch")
    if st.button(t("settings.roads_use"), type="primary", key="roads-use"):
        _save(actor, looked.taken_over, looked.stored.version)


def _sentence(found: LearnedKinds, first: str, last: str) -> str:
    before, after = (
        f"{number_text(100 * (one or 0), language(), decimals=1)} %" for one in (found.before, found.after)
    )
    return t(
        "settings.roads_of", count=found.drives, first=first, last=last, aside=found.aside, before=before, after=after
    )


def _line(one: LearnedKind, factors: RoadFactors) -> dict[str, object]:
    return {
        t("settings.roads_kind"): t(f"settings.road.{one.kind}"),
        t("settings.roads_now"): f"{factors.of(one.kind) - 100:+d} %",
        t("settings.learned_percent"): f"{one.percent - 100:+d} %" if one.drives else "–",
        t("settings.roads_give"): f"± {one.give} %" if one.give is not None else "–",
        t("settings.roads_drives"): one.drives,
        t("settings.roads_hours"): number_text(one.hours, language(), decimals=1),
    }
