"""The board's uppermost line: day, version and its history, files, and what can be done with the plan."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from planner.desk import plan as plan_desk
from planner.model.errors import PlannerError
from planner.model.language import day_text, time_text
from planner.model.plan import Plan
from planner.model.words import PlanStatus
from planner.ui.board import BoardDay, may, not_in
from planner.ui.days import day_stepper
from planner.ui.history import history_buttons
from planner.ui.how import how_to_plan
from planner.ui.parts import chip
from planner.ui.printed import PRINTED
from planner.ui.publish import publish_asked, publish_button
from planner.ui.session import actor, desk, export_link, language, show_error, t
from planner.views.map_data import people_of

__all__ = ["version_bar"]

_PLAN_KINDS = ("xlsx", "csv", "json", "daysheets", "html", "loading", "loading_csv")
_OWN_KINDS = ("daysheet", "ics")


def version_bar(shown: BoardDay) -> None:
    """Draw day, version, and what can be done with it."""
    with st.container(key="board-bar", horizontal=True, vertical_alignment="center", gap="small"):
        day_stepper(shown.day)
        st.html(f'<div class="fp-line">{_version(shown)}</div>', width="stretch")
        if shown.plan is not None:
            _exports(shown.plan)
        history_buttons(shown)
        if may("plan.start_planning"):
            _plan_controls(shown)


def _version(shown: BoardDay) -> str:
    plan = shown.plan
    if plan is None:
        parts = [chip("quiet", t("board.no_plan"))]
    else:
        kinds = {PlanStatus.DRAFT: "info", PlanStatus.PUBLISHED: "ok", PlanStatus.SUPERSEDED: "quiet"}
        parts = [chip(kinds[plan.status], t(f"board.{plan.status}", version=plan.version))]
        made = {"time": time_text(plan.created_at, zone=plan.time_zone)}
        by = t("board.made_by", **made, name=plan.created_by) if plan.created_by else t("board.made_at", **made)
        base = shown.published
        if base is not None and base.plan_id != plan.plan_id:
            by = t("board.builds_on", version=base.version, time=time_text(base.created_at, zone=base.time_zone))
        parts.append(f'<span class="fp-small">{escape(by)}</span>')
        parts.insert(0, f'<span class="fp-print">{escape(_printed(plan))}</span>')
    if plan is not None and (missing := not_in(plan, shown.requests)):
        parts.append(chip("warn", t("board.not_in_plan", count=len(missing))))
    if not may("plan.start_planning"):
        parts.append(chip("quiet", t("board.read_only")))
    return "".join(parts)


def _printed(plan: Plan) -> str:
    """What stands above the board on paper: where the day is no button."""
    return t("board.printed", day=day_text(plan.day, language(), year=True), version=plan.version)


def _plan_controls(shown: BoardDay) -> None:
    ready = bool(shown.team.technicians) and bool(shown.requests)
    draft = shown.plan is not None and shown.plan.status is PlanStatus.DRAFT
    busy = shown.job is not None
    limit, profile, days = how_to_plan(busy=busy)
    first = shown.plan is None
    if st.button(
        t("board.plan" if first else "board.replan"), icon=":material/bolt:", key="plan", disabled=busy or not ready,
        type="secondary" if draft or shown.proposals else "primary",
    ):  # fmt: skip
        _start(shown.day, limit, days, profile)
    if draft and shown.plan is not None:
        publish_button(shown.plan, shown.published, disabled=busy, first=not shown.proposals)
    publish_asked()


def _start(day: date, limit_s: float, days: int, profile: str) -> None:
    try:
        plan_desk.start_planning(desk(), actor(), day, days=days, time_limit_s=limit_s, profile=profile)
    except PlannerError as error:
        show_error(error)
        return
    st.rerun()


def _exports(plan: Plan) -> None:
    with st.popover(t("board.export"), icon=":material/download:", key="export", on_change="rerun") as menu:
        if not menu.open:
            return
        st.caption(t("board.export_plan"))
        for kind in _PLAN_KINDS:
            st.link_button(t(f"board.export_{kind}"), export_link(plan.plan_id, kind), width="stretch")
        st.link_button(
            t("board.print_view"),
            f"board?day={plan.day.isoformat()}&{PRINTED}=1",
            icon=":material/print:",
            width="stretch",
        )
        people = people_of(plan)
        if not people:
            return
        st.caption(t("board.export_one"))
        names = {one.technician_id: f"{one.number} {one.name}" for one in people}
        chosen = st.selectbox(
            t("board.export_one"), list(names), format_func=names.__getitem__, key="export-who",
            label_visibility="collapsed",
        )  # fmt: skip
        for kind in _OWN_KINDS:
            address = export_link(plan.plan_id, kind, technician_id=chosen)
            st.link_button(t(f"board.export_{kind}"), address, width="stretch")
