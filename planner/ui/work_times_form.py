"""Standard times of job types: what reports say of them, taken over by the dispatcher, and given back."""

from __future__ import annotations

import streamlit as st

from planner.desk import work_times as desk_times
from planner.desk.work_times import LEAST_REPORTS, LearnedWork, Proposal, StoredWorkTimes
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import day_text, number_text
from planner.model.work_times import WorkTimes
from planner.ui.session import desk, language, show_error, t

__all__ = ["work_times_card"]

_KEPT = "learned-work"
_APART = 0.1
"""A proposal that differs by so much of the time in force is chosen beforehand."""


def work_times_card(actor: Actor, *, may_edit: bool) -> None:
    """Draw the section; who may not change it reads it."""
    stored = desk_times.get_work_times(desk(), actor)
    with st.container(border=True, key="card-work-times"):
        st.subheader(t("settings.work_times"), anchor=False)
        st.caption(t("settings.work_times_help"))
        _own(actor, stored, may_edit=may_edit)
        if not may_edit:
            return
        with st.expander(t("settings.work_learned"), key="learned-of-work", icon=":material/timer:"):
            st.caption(t("settings.work_learned_help", least=LEAST_REPORTS))
            if st.button(t("settings.work_look"), key="work-look"):
                with st.spinner(t("settings.work_looking")):
                    _look(actor)
            looked = st.session_state.get(_KEPT)
            # What was learned beside other times is not shown any more.
            if isinstance(looked, LearnedWork) and looked.stored == stored:
                _shown(actor, looked)


def _own(actor: Actor, stored: StoredWorkTimes, *, may_edit: bool) -> None:
    """The times that were taken over, and the way back to the catalogue's."""
    known = {key: one for key, one in stored.times.by_job_type.items() if key in desk().catalogue.job_types}
    if not known:
        st.text(t("settings.work_none_own"))
        return
    rows = [
        {
            t("settings.work_type"): _named(key),
            t("settings.work_now"): _minutes((one.service_min, one.service_p80_min)),
            t("settings.work_catalogue"): _minutes(_of_catalogue(key)),
            t("settings.work_since"): day_text(one.since, language()),
        }
        for key, one in sorted(known.items(), key=lambda row: _named(row[0]))
    ]
    st.dataframe(rows, hide_index=True, width="stretch")
    if not may_edit:
        return
    back = st.multiselect(
        t("settings.work_back"), sorted(known, key=_named), format_func=_named, key=f"work-back-{stored.version}"
    )
    if back and st.button(t("settings.work_give_back"), key="work-give-back"):
        times = stored.times
        for key in back:
            times = times.having(key, None)
        _save(actor, times, stored.version)


def _look(actor: Actor) -> None:
    try:
        st.session_state[_KEPT] = desk_times.learn_work_times(desk(), actor)
    except PlannerError as error:
        show_error(error)


def _shown(actor: Actor, looked: LearnedWork) -> None:
    first, last = (day_text(one, language()) for one in (looked.first, looked.last))
    if not looked.proposals:
        st.info(t("settings.work_none", first=first, last=last, least=LEAST_REPORTS))
        return
    st.dataframe([_line(one) for one in looked.proposals], hide_index=True, width="stretch")
    chosen = st.multiselect(
        t("settings.work_choose"), [one.job_type_id for one in looked.proposals],
        [one.job_type_id for one in looked.proposals if one.apart >= _APART], format_func=_named,
        key=f"work-choose-{looked.stored.version}",
    )  # fmt: skip
    if st.button(t("settings.work_use"), type="primary", key="work-use", disabled=not chosen):
        _save(actor, looked.taken_over(chosen), looked.stored.version)


def _line(one: Proposal) -> dict[str, object]:
    return {
        t("settings.work_type"): _named(one.job_type_id),
        t("settings.work_now"): _minutes(one.now),
        t("settings.learned_percent"): _minutes(one.proposed),
        t("settings.work_reports"): one.learned.count,
        t("settings.work_ratio"): f"{number_text(100 * one.learned.own, language(), decimals=0)} %",
        t("settings.work_weight"): f"{number_text(100 * one.learned.credibility, language(), decimals=0)} %",
    }


def _save(actor: Actor, times: WorkTimes, version: int) -> None:
    try:
        desk_times.save_work_times(desk(), actor, times, version=version)
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("settings.work_saved"), icon=":material/check:")
    st.rerun()


def _named(job_type_id: str) -> str:
    return desk().catalogue.job_types[job_type_id].name[language()]


def _of_catalogue(job_type_id: str) -> tuple[int, int]:
    job = desk().catalogue.job_types[job_type_id]
    return job.service_min, job.service_p80_min


def _minutes(both: tuple[int, int]) -> str:
    return t("settings.work_minutes", median=both[0], p80=both[1])
