"""Publishing a plan; where somebody else published meanwhile, what it would change first."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.desk import plan as plan_desk
from planner.explain import Difference, difference
from planner.model.errors import PlannerError, StaleError
from planner.model.language import time_text
from planner.model.plan import Plan, Stop
from planner.ui.conflict import saver
from planner.ui.plain import plain
from planner.ui.session import actor, desk, show_error, t

__all__ = ["publish"]

_MOST = 12
_OPEN = "fp.publish"


def publish(plan: Plan, *, instead_of: Plan | None) -> None:
    """Publish a version.

    Parameters
    ----------
    instead_of
        The version the person saw as published.
    """
    if (refused := _refused(plan, instead_of)) is not None:
        st.session_state[_OPEN] = refused
        st.dialog(t("conflict.publish_anyway", version=plan.version), width="large")(_dialog)(plan)


def _refused(plan: Plan, instead_of: Plan | None) -> StaleError | None:
    """Publish and draw the page anew; return the refusal where somebody else published meanwhile."""
    before = instead_of.plan_id if instead_of else None
    try:
        done = plan_desk.publish(desk(), actor(), plan.plan_id, instead_of=before)
    except StaleError as error:
        if isinstance(error.theirs, Plan):
            return error
        show_error(error)
        return None
    except PlannerError as error:
        show_error(error)
        return None
    st.toast(t("board.published_now", version=done.version), icon=":material/check:")
    st.rerun()
    return None


def _dialog(plan: Plan) -> None:
    error: StaleError = st.session_state[_OPEN]
    theirs = error.theirs
    assert isinstance(theirs, Plan)
    who = plain(saver(error.by))
    st.warning(t("conflict.published_by", who=who, version=theirs.version), icon=":material/sync_problem:")
    _table(difference(theirs, plan), theirs=theirs, plan=plan)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-conflict-foot"):
        anyway = st.button(t("conflict.publish_anyway", version=plan.version), type="primary", key="publish-anyway")
        if st.button(t("conflict.keep_theirs"), type="tertiary", key="publish-keep"):
            st.rerun()
    if anyway and (again := _refused(plan, theirs)) is not None:
        st.session_state[_OPEN] = again
        st.rerun(scope="fragment")


def _table(found: Difference, *, theirs: Plan, plan: Plan) -> None:
    """Every visit that differs: where it stands in both plans."""
    pairs: list[tuple[Stop | None, Stop | None]] = [(one.before, one.after) for one in found.moved]
    pairs += [(None, one) for one in found.added] + [(one, None) for one in found.dropped]
    if not pairs:
        st.text(t("conflict.same_stops"))
        return
    names = {one.technician_id: one.name for one in (*theirs.technicians, *plan.technicians)}
    heads = (
        t("conflict.visit"),
        t("conflict.published_now", version=theirs.version),
        t("conflict.yours", version=plan.version),
    )
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    rows = "".join(_row(before, after, names, plan.time_zone) for before, after in pairs[:_MOST])
    st.html(f'<div class="fp-diff"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')
    if len(pairs) > _MOST:
        st.caption(t("conflict.more_stops", count=len(pairs) - _MOST))


def _row(before: Stop | None, after: Stop | None, names: dict[str, str], zone: str) -> str:
    shown = after or before
    label = f"{shown.visit_id} {shown.title}".strip() if shown else ""
    cells = "".join(f"<td class='{'kept' if one is after else 'was'}'>{escape(_where(one, names, zone))}</td>"
                    for one in (before, after))  # fmt: skip
    return f"<tr><th scope='row'>{escape(label)}</th>{cells}</tr>"


def _where(stop: Stop | None, names: dict[str, str], zone: str) -> str:
    if stop is None:
        return t("conflict.not_in_plan")
    return f"{names.get(stop.technician_id, stop.technician_id)} {time_text(stop.start, zone=zone)}"
