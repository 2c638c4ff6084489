"""Parts of the board: what a day holds, key figures, lists beside the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk import team as team_desk
from planner.desk import triage as triage_desk
from planner.desk.roles import allowed
from planner.model.job import Job
from planner.model.language import day_text
from planner.model.matrix import BY_CLOCK
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.team import Team
from planner.model.words import PromiseKind, RequestStatus
from planner.ui.parts import icon
from planner.ui.pressable import pressable
from planner.ui.printed import is_printed
from planner.ui.session import actor, desk, language, say, t
from planner.views.actual import Actual, actuals, told_late
from planner.views.behind import FIGURES
from planner.views.summary import key_figures, price_rows, price_total

__all__ = [
    "BEHIND",
    "BoardDay",
    "figure_strip",
    "look",
    "may",
    "not_in",
    "price_card",
    "read_board",
    "skeleton",
]

BEHIND = "board.behind"
"""In the session: the figure or term of the price that was pressed."""

_OPEN = (RequestStatus.NEW, RequestStatus.TRIAGED, RequestStatus.PLANNED, RequestStatus.PROMISED)


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
    actual, told_late
        What was reported of the published plan, and by how many minutes somebody said they will be late; by visit id.
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
    told_late: Mapping[str, int] = field(default_factory=dict)

    @property
    def promises(self) -> dict[str, tuple[datetime, datetime]]:
        """What customers were told for this day, or of visits that are planned on it, by visit id."""
        zone = ZoneInfo(self.team.time_zone)
        here = {stop.visit_id for stop in self.plan.stops} if self.plan else set()
        told = ((r.request_id, r.promise) for r in self.requests)
        return {
            one: (p.earliest, p.latest)
            for one, p in told
            if p is not None
            and p.kind is not PromiseKind.NONE
            and (one in here or p.earliest.astimezone(zone).date() == self.day)
        }


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
    events = day_desk.list_events(where, who, day=day) if published else ()
    return BoardDay(
        day=day,
        team=team_desk.get_team(where, who),
        requests=triage_desk.list_requests(where, who, day=day),
        plan=plan,
        published=published,
        against=against,
        job=plan_desk.active_job(where, who, day),
        proposals=plan_desk.proposals(where, who, day),
        actual=actuals(events, published) if published else {},
        told_late=told_late(events, published) if published else {},
    )


@cache
def _rules() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def look() -> None:
    """Put the board's own rules on the page."""
    st.html(f"<style>{_rules()}</style>")


def not_in(plan: Plan, requests: Iterable[Request]) -> tuple[Request, ...]:
    """Return the open requests of the day that a plan neither holds nor explains: they came after it was made."""
    known = {stop.request_id for stop in plan.stops} | {left.request_id for left in plan.unassigned}
    return tuple(one for one in requests if one.request_id not in known and one.status in _OPEN)


def figure_strip(shown: BoardDay) -> None:
    """Draw the eight figures of the plan; those that consist of something to do about can be pressed."""
    if shown.plan is None:
        return
    cells = []
    for one in key_figures(shown.plan, language=language(), promises=shown.promises, against=shown.against):
        mark = icon("triangle") if one.tone in ("warn", "bad") else ""
        caption = f"<i>{mark}{escape(one.caption)}</i>" if one.caption else "<i>&nbsp;</i>"
        inside = f"<span>{escape(one.label)}</span><b>{escape(one.value)}</b>{caption}"
        told = f'class="tone-{one.tone}" title="{escape(one.detail)}"'
        if one.name in FIGURES and one.tone in ("warn", "bad"):
            cells.append(f'<button type="button" data-press="{one.name}" {told}>{inside}</button>')
        else:
            cells.append(f"<div {told}>{inside}</div>")
    pressable(f'<div class="fp-strip">{"".join(cells)}</div>', key="figures", on_pressed=_ask_behind)


def _ask_behind(name: str) -> None:
    st.session_state[BEHIND] = name


def skeleton() -> None:
    """Draw map, schedule and list in their final size while the first plan is sought."""
    st.html('<div class="fp-skeleton"><div class="map"></div><div class="list"></div><div class="rows"></div></div>')


def price_card(shown: BoardDay) -> None:
    """Draw the price by term."""
    assert shown.plan is not None
    rows = price_rows(shown.plan, language=language(), against=shown.against)
    lines = "".join(
        f'<button type="button" data-press="{row.term}"><span title="{escape(row.quantity)}">{escape(row.label)}</span>'
        f'<i><b style="width:{row.share * 100:.0f}%"></b></i><em>{escape(row.amount.removesuffix("kr").strip())}</em>'
        f'<u class="{_direction(row.change)}">{escape(row.change.removesuffix("kr").strip())}</u></button>'
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
    pressable(
        f'<section class="fp-panel"><header><h3>{escape(t("board.price"))}</h3>'
        f"<strong>{escape(price_total(shown.plan, language()))}</strong></header>{body}"
        f"<footer>{_gap(shown.plan)}{escape(estimated)}</footer></section>",
        key="price",
        on_pressed=_ask_behind,
    )
    for name, sentences in (
        ("violations", [say(v.message) for v in shown.plan.violations]),
        ("law", [say(finding.message) for finding in shown.plan.law]),
        ("notes", [say(note) for note in shown.plan.notes]),
    ):
        if sentences:
            with st.expander(f"{t(f'board.{name}')} ({len(sentences)})", expanded=name == "violations" or is_printed()):
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
