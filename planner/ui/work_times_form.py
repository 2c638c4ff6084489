"""Standard times of job types and customers: what reports say of them, taken over by the dispatcher, and given back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import streamlit as st

from planner.desk import work_times as desk_times
from planner.desk.work_times import LEAST_REPORTS, CustomerProposal, LearnedWork, Proposal, StoredWorkTimes
from planner.model.event import Actor
from planner.model.language import day_text, number_text, percent_text
from planner.model.work_times import WorkTimes
from planner.report.learning import Learned
from planner.report.rates import LEAST_OF, Rate
from planner.ui.learned_part import learned_part, take_over
from planner.ui.session import desk, language, t

__all__ = ["work_times_card"]

_APART = 0.1
"""A proposal that differs by so much of what is in force is chosen beforehand."""


def work_times_card(actor: Actor, *, may_edit: bool) -> None:
    """Draw the section; who may not change it reads it."""
    stored = desk_times.get_work_times(desk(), actor)
    with st.container(border=True, key="card-work-times"):
        st.subheader(t("settings.work_times"), anchor=False)
        st.caption(t("settings.work_times_help"))
        _own(actor, stored, may_edit=may_edit)
        if not may_edit:
            return
        learned_part(
            "work",
            words=(t("settings.work_learned"), t("settings.work_learned_help", least=LEAST_REPORTS),
                   t("settings.work_look"), t("settings.work_looking")),
            learn=lambda: desk_times.learn_work_times(desk(), actor),
            kind=LearnedWork,
            still=lambda looked: looked.stored == stored,
            shown=lambda looked: _shown(actor, looked),
            icon=":material/timer:",
        )  # fmt: skip


def _own(actor: Actor, stored: StoredWorkTimes, *, may_edit: bool) -> None:
    """What was taken over, and the way back to the catalogue's times and to those of other customers."""
    known = {key: one for key, one in stored.times.by_job_type.items() if key in desk().catalogue.job_types}
    if not known and not stored.times.customers:
        st.text(t("settings.work_none_own"))
        return
    if known:
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
        if may_edit:
            back = sorted(known, key=_named)
            _give_back(
                actor, stored, "work", t("settings.work_back"), back, _named, lambda times, key: times.having(key, None)
            )
    customers = stored.times.by_customer
    if customers:
        told = [
            {
                t("settings.work_customer"): name,
                t("settings.work_now"): _apart(one.percent),
                t("settings.work_since"): day_text(one.since, language()),
            }
            for name, one in sorted(customers.items())
        ]
        st.dataframe(told, hide_index=True, width="stretch")
        if may_edit:
            _give_back(
                actor, stored, "customer", t("settings.work_customer_back"), sorted(customers), str,
                lambda times, name: times.having_customer(name, None),
            )  # fmt: skip


def _give_back(
    actor: Actor,
    stored: StoredWorkTimes,
    name: str,
    label: str,
    options: Collection[str],
    named: Callable[[str], str],
    without: Callable[[WorkTimes, str], WorkTimes],
) -> None:
    back = st.multiselect(
        label, list(options), format_func=named, key=f"{name}-back-{stored.version}",
        placeholder=t("settings.work_nothing"),
    )  # fmt: skip
    if back and st.button(t("settings.work_give_back"), key=f"{name}-give-back"):
        times = stored.times
        for key in back:
            times = without(times, key)
        _save(actor, times, stored.version)


def _shown(actor: Actor, looked: LearnedWork) -> None:
    first, last = (day_text(one, language()) for one in (looked.first, looked.last))
    if not looked.proposals and not looked.customers:
        st.info(t("settings.work_none", first=first, last=last, least=LEAST_REPORTS))
    types: list[str] = []
    if looked.proposals:
        st.dataframe([_line(one) for one in looked.proposals], hide_index=True, width="stretch")
        apart = {one.job_type_id: one.apart >= _APART for one in looked.proposals}
        types = _chosen(looked, "work", t("settings.work_choose"), apart, _named)
    customers: list[str] = []
    if looked.customers:
        st.text(t("settings.work_customers"))
        st.caption(t("settings.work_customers_help"))
        st.dataframe([_customer_line(one) for one in looked.customers], hide_index=True, width="stretch")
        apart = {one.customer: one.apart >= _APART for one in looked.customers}
        customers = _chosen(looked, "customer", t("settings.work_customer_choose"), apart, str)
    if looked.proposals or looked.customers:
        chosen = bool(types or customers)
        if st.button(t("settings.work_use"), type="primary", key="work-use", disabled=not chosen):
            _save(actor, looked.taken_over(types, customers), looked.stored.version)
    _rates(looked)


def _chosen(
    looked: LearnedWork, name: str, label: str, apart: Mapping[str, bool], named: Callable[[str], str]
) -> list[str]:
    """What of the proposals is taken over; what differs by much is chosen beforehand."""
    before = [key for key, is_apart in apart.items() if is_apart]
    return st.multiselect(
        label, list(apart), before, format_func=named, key=f"{name}-choose-{looked.stored.version}",
        placeholder=t("settings.work_nothing"),
    )  # fmt: skip


def _line(one: Proposal) -> dict[str, object]:
    return {
        t("settings.work_type"): _named(one.job_type_id),
        t("settings.work_now"): _minutes(one.now),
        t("settings.learned_percent"): _minutes(one.proposed),
        **_evidence(one.learned),
    }


def _customer_line(one: CustomerProposal) -> dict[str, object]:
    return {
        t("settings.work_customer"): one.customer,
        t("settings.work_now"): _apart(one.now),
        t("settings.learned_percent"): t("settings.work_apart", median=_apart(one.proposed), p80=_apart(one.p80)),
        **_evidence(one.learned),
    }


def _evidence(learned: Learned) -> dict[str, object]:
    return {
        t("settings.work_reports"): learned.count,
        t("settings.work_ratio"): f"{number_text(100 * learned.own, language(), decimals=0)} %",
        t("settings.work_weight"): f"{number_text(100 * learned.credibility, language(), decimals=0)} %",
    }


def _rates(looked: LearnedWork) -> None:
    """How often doors stay shut and work takes longer, by job type and customer."""
    if not looked.by_job_type:
        return
    st.text(t("settings.rates"))
    st.caption(t("settings.rates_help", least=LEAST_OF))
    st.dataframe([_rate(one, _named_or_gone) for one in looked.by_job_type], hide_index=True, width="stretch")
    st.dataframe(
        [_rate(one, str) for one in looked.by_customer], hide_index=True, width="stretch", key="rates-customers"
    )


def _rate(one: Rate, named: Callable[[str], str]) -> dict[str, object]:
    column = "settings.work_type" if named is _named_or_gone else "settings.work_customer"
    return {
        t(column): named(one.group) if one.group else t("settings.rates_others"),
        t("settings.rates_shut"): _part(*one.no_access),
        t("settings.rates_over"): _part(*one.overrun),
    }


def _part(part: int, whole: int) -> str:
    """So many of so many, and of enough the share."""
    told = t("settings.rates_of", part=part, whole=whole)
    return f"{told} ({percent_text(part / whole, language())})" if whole >= LEAST_OF else told


def _save(actor: Actor, times: WorkTimes, version: int) -> None:
    take_over(lambda: desk_times.save_work_times(desk(), actor, times, version=version), said="settings.work_saved")


def _named(job_type_id: str) -> str:
    return desk().catalogue.job_types[job_type_id].name[language()]


def _named_or_gone(job_type_id: str) -> str:
    return _named(job_type_id) if job_type_id in desk().catalogue.job_types else job_type_id


def _of_catalogue(job_type_id: str) -> tuple[int, int]:
    job = desk().catalogue.job_types[job_type_id]
    return job.service_min, job.service_p80_min


def _minutes(both: tuple[int, int]) -> str:
    return t("settings.work_minutes", median=both[0], p80=both[1])


def _apart(percent: int) -> str:
    """A percentage beside that of others; a minus as it is printed."""
    return "0 %" if percent == 100 else f"{percent - 100:+d} %".replace("-", "\N{MINUS SIGN}")
