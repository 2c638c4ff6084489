"""Who must be told when a version takes the place of the published one: customers to phone, technicians to look."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from planner.desk import consequences
from planner.desk import plan as plan_desk
from planner.explain import difference
from planner.model.plan import Plan
from planner.ui.calls_card import calls_table
from planner.ui.plain import plain
from planner.ui.session import actor, desk, t

__all__ = ["changed_days", "tells_anybody", "whom_to_tell"]


def changed_days(before: Plan, after: Plan) -> tuple[tuple[str, int], ...]:
    """Return the technicians whose day is another one, by name, with how many visits of it are."""
    found = difference(before, after)
    counts: Counter[str] = Counter()
    for one in found.moved:
        counts.update({one.before.technician_id, one.after.technician_id})
    counts.update(stop.technician_id for stop in (*found.added, *found.dropped))
    names = {one.technician_id: one.name for one in (*before.technicians, *after.technicians)}
    return tuple(sorted((names.get(one, one), count) for one, count in counts.items()))


def tells_anybody(plan_id: str, instead_of: str | None) -> bool:
    """Whether somebody has to be told before a version is published in place of another."""
    plan, before = _both(plan_id, instead_of)
    if plan is None:
        return False
    return bool(before and changed_days(before, plan)) or bool(consequences.calls_of(desk(), actor(), plan_id))


def whom_to_tell(plan_id: str, instead_of: str | None) -> int:
    """Draw both lists; return the number of the version."""
    plan, before = _both(plan_id, instead_of)
    if plan is None:
        return 0
    calls = consequences.calls_of(desk(), actor(), plan_id)
    st.markdown(f"**{t('tell.customers', count=len(calls))}**")
    if calls:
        st.dataframe(calls_table(calls, plan.time_zone), hide_index=True, width="stretch")
    people = changed_days(before, plan) if before else ()
    st.markdown(f"**{t('tell.technicians', count=len(people))}**")
    if people:
        st.text(", ".join(t("tell.technician", name=plain(name), count=count) for name, count in people))
        st.caption(t("tell.tablets"))
    return plan.version


def _both(plan_id: str, instead_of: str | None) -> tuple[Plan | None, Plan | None]:
    plan = plan_desk.get_plan(desk(), actor(), plan_id)
    before = plan_desk.get_plan(desk(), actor(), instead_of) if instead_of else None
    return plan, before
