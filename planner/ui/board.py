"""Parts of the board: what a day holds, version bar, key figures, lists beside the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk import team as team_desk
from planner.desk import triage as triage_desk
from planner.desk.roles import allowed
from planner.model.errors import PlannerError
from planner.model.job import Job
from planner.model.language import day_text, time_text
from planner.model.matrix import BY_CLOCK
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.team import Team
from planner.model.words import PlanStatus, PromiseKind, RequestStatus
from planner.planning import MOST_DAYS
from planner.ui.days import day_stepper
from planner.ui.how import LIMITS, how_to_plan
from planner.ui.parts import chip, icon
from planner.ui.publish import publish_asked, publish_button
from planner.ui.session import actor, desk, export_link, language, say, show_error, t, worded
from planner.views.actual import Actual, actuals
from planner.views.map_data import people_of
from planner.views.summary import key_figures, price_rows, price_total

__all__ = [
    "LIMITS",
    "BoardDay",
    "figure_strip",
    "look",
    "may",
    "not_in",
    "price_card",
    "read_board",
    "skeleton",
    "version_bar",
]

_OPEN = (RequestStatus.NEW, RequestStatus.TRIAGED, RequestStatus.PLANNED, RequestStatus.PROMISED)
_PLAN_KINDS = ("xlsx", "csv", "json", "html", "loading", "loading_csv")
_OWN_KINDS = ("daysheet", "ics")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDay:
    """What the board shows of a day.

    Parameters
    ----------
    plan, published
        Newest version, and the one the technicians see.
    against
        Version whose difference is shown: the published one, else the one before.
    job
        Planning run under way.
    proposals
        Plans made from an outdated day that wait for an answer.
    """

    day: date
    team: Team
    requests: tuple[Request, ...]
    plan: Plan | None = None
    published: Plan | None = None
    against: Plan | None = None
    job: Job | None = None
    proposals: tuple[plan_desk.Proposal, ...] = ()
    actual: Mapping[str, Actual] | None = None

    @property
    def promises(self) -> dict[str, tuple[datetime, datetime]]:
        """What customers were told, by visit id."""
        told = ((r.request_id, r.promise) for r in self.requests)
        return {one: (p.earliest, p.latest) for one, p in told if p is not None and p.kind is not PromiseKind.NONE}


def may(call: str) -> bool:
    """Whether the actor's role may make a call of the desk."""
    return allowed(actor().role, call)


def read_board(day: date) -> BoardDay:
    """Ask the desk for a day."""
    who, where = actor(), desk()
    plan = plan_desk.current_plan(where, who, day)
    published = plan_desk.published_plan(where, who, day)
    against = published if published and plan and published.plan_id != plan.plan_id else None
    if against is None and plan is not None and plan.parent:
        against = plan_desk.get_plan(where, who, plan.parent)
    return BoardDay(
        day=day,
        team=team_desk.get_team(where, who),
        requests=triage_desk.list_requests(where, who, day=day),
        plan=plan,
        published=published,
        against=against,
        job=plan_desk.active_job(where, who, day),
        proposals=plan_desk.proposals(where, who, day),
        actual=actuals(day_desk.list_events(where, who, day=day)) if published else {},
    )


@cache
def _rules() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def look() -> None:
    """Put the board's own rules on the page."""
    st.html(f"<style>{_rules()}</style>")


def version_bar(shown: BoardDay) -> None:
    """Draw day, version, and what can be done with it."""
    with st.container(key="board-bar", horizontal=True, vertical_alignment="center", gap="small"):
        day_stepper(shown.day)
        st.html(f'<div class="fp-line">{_version(shown)}</div>', width="stretch")
        if shown.plan is not None:
            _exports(shown.plan)
        if not may("plan.start_planning"):
            return
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
    if plan is not None and (missing := not_in(plan, shown.requests)):
        parts.append(chip("warn", t("board.not_in_plan", count=len(missing))))
    if not may("plan.start_planning"):
        parts.append(chip("quiet", t("board.read_only")))
    return "".join(parts)


def not_in(plan: Plan, requests: Iterable[Request]) -> tuple[Request, ...]:
    """Return the open requests of the day that a plan neither holds nor explains: they came after it was made."""
    known = {stop.request_id for stop in plan.stops} | {left.request_id for left in plan.unassigned}
    return tuple(one for one in requests if one.request_id not in known and one.status in _OPEN)


def _plan_controls(shown: BoardDay) -> None:
    ready = bool(shown.team.technicians) and bool(shown.requests)
    draft = shown.plan is not None and shown.plan.status is PlanStatus.DRAFT
    busy = shown.job is not None
    limit, profile = how_to_plan(busy=busy)
    days = st.selectbox(
        t("board.days"), range(1, MOST_DAYS + 1), key="days", label_visibility="collapsed", width=96, disabled=busy,
        format_func=worded(range(1, MOST_DAYS + 1), _days_word),
        help=t("board.days_help"),
    )  # fmt: skip
    first = shown.plan is None
    if st.button(
        t("board.plan" if first else "board.replan"), icon=":material/bolt:", key="plan", disabled=busy or not ready,
        type="secondary" if draft or shown.proposals else "primary",
    ):  # fmt: skip
        _start(shown.day, limit, days or 1, profile)
    if draft and shown.plan is not None:
        publish_button(shown.plan, shown.published, disabled=busy, first=not shown.proposals)
    publish_asked()


def _days_word(days: int) -> str:
    return t("board.days_one") if days == 1 else t("board.days_many", days=days)


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


def figure_strip(shown: BoardDay) -> None:
    """Draw the eight figures of the plan."""
    if shown.plan is None:
        return
    cells = []
    for one in key_figures(shown.plan, language=language(), promises=shown.promises, against=shown.against):
        mark = icon("triangle") if one.tone in ("warn", "bad") else ""
        caption = f"<i>{mark}{escape(one.caption)}</i>" if one.caption else "<i>&nbsp;</i>"
        cells.append(
            f'<div class="tone-{one.tone}" title="{escape(one.detail)}"><span>{escape(one.label)}</span>'
            f"<b>{escape(one.value)}</b>{caption}</div>"
        )
    st.html(f'<div class="fp-strip">{"".join(cells)}</div>')


def skeleton() -> None:
    """Draw map, schedule and list in their final size while the first plan is sought."""
    st.html('<div class="fp-skeleton"><div class="map"></div><div class="list"></div><div class="rows"></div></div>')


def price_card(shown: BoardDay) -> None:
    """Draw the price by term."""
    assert shown.plan is not None
    rows = price_rows(shown.plan, language=language(), against=shown.against)
    lines = "".join(
        f'<div><span title="{escape(row.quantity)}">{escape(row.label)}</span>'
        f'<i><b style="width:{row.share * 100:.0f}%"></b></i><em>{escape(row.amount.removesuffix("kr").strip())}</em>'
        f'<u class="{_direction(row.change)}">{escape(row.change.removesuffix("kr").strip())}</u></div>'
        for row in rows
    )
    body = (
        f'<div class="fp-prices{" changes" if shown.against else ""}">{lines}</div>'
        if rows
        else f"<p>{escape(t('board.price_none'))}</p>"
    )
    estimated = t("board.estimated") if shown.plan.travel.quality == "estimated" else ""
    if shown.plan.travel.period == BY_CLOCK:
        estimated = f"{estimated} {t('board.by_clock')}".strip()
    if instead := next((note for note in shown.plan.notes if note.key == "planning.stand_in"), None):
        estimated = f"{estimated} {say(instead)}".strip()
    st.html(
        f'<section class="fp-panel"><header><h3>{escape(t("board.price"))}</h3>'
        f"<strong>{escape(price_total(shown.plan, language()))}</strong></header>{body}"
        f"<footer>{_gap(shown.plan)}{escape(estimated)}</footer></section>"
    )
    for name, sentences in (
        ("violations", [say(v.message) for v in shown.plan.violations]),
        ("law", [say(finding.message) for finding in shown.plan.law]),
        ("notes", [say(note) for note in shown.plan.notes]),
    ):
        if sentences:
            with st.expander(f"{t(f'board.{name}')} ({len(sentences)})", expanded=name == "violations"):
                for sentence in sentences:
                    st.text(sentence)


def _gap(plan: Plan) -> str:
    """Return how far the price is from that of the best possible plan."""
    why = t("plan.gap_unknown_help" if plan.gap is None else "plan.gap_known_help")
    return f'<div title="{escape(why)}">{escape(plan.gap_text(language()))}</div>'


def _direction(change: str) -> str:
    return "down" if change.startswith("\N{MINUS SIGN}") else "up" if change.startswith("+") else "same"


def day_words(day: date) -> str:
    """Return the day as the reader writes it."""
    return day_text(day, language())
