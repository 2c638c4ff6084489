"""Board: the day's plan on map and schedule, what is left out and why, what it costs; plan and publish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import ground
from planner.desk.live import DayNow
from planner.model.message import Text
from planner.model.places import Place
from planner.model.plan import Plan
from planner.model.words import Role
from planner.ui.behind import draw_behind
from planner.ui.board import (
    BoardDay,
    day_words,
    figure_strip,
    look,
    may,
    price_card,
    read_board,
    skeleton,
)
from planner.ui.calls_card import calls_card
from planner.ui.cure_dialog import draw_cure, exceptions_card
from planner.ui.days import chosen_day
from planner.ui.filters import filter_menu, read_filters
from planner.ui.focus import Focus, chosen_in, read_focus
from planner.ui.hand_form import by_hand, hand_form
from planner.ui.live_card import at_risk, chances_of, expected_in, live_card, now_of
from planner.ui.mapframe import map_frame
from planner.ui.moves import acknowledged, moves_of, said_of_moves, waits_to_be_said
from planner.ui.net import fragment
from planner.ui.on_duty_line import on_duty_line
from planner.ui.orders_card import orders_card
from planner.ui.parts import empty
from planner.ui.printed import is_printed, printed_table
from planner.ui.proposal import proposal_bar
from planner.ui.run import announce, follow, watch
from planner.ui.schedule import schedule as draw_schedule
from planner.ui.session import desk, language, require, t, theme
from planner.ui.span_view import chosen_in_span, days_shown, plans_shown, span_choice, span_line
from planner.ui.stop_card import stop_card
from planner.ui.unplanned import unplanned_list
from planner.ui.version_bar import version_bar
from planner.views import Tiles, map_html, schedule, stop_table
from planner.views.chains import chained
from planner.views.filtering import Shown, apart, people_shown, thinned
from planner.views.lateness import Chance
from planner.views.map_data import people_of
from planner.views.span import joined

PAGES = Path(__file__).resolve().parent


def page() -> None:
    """Draw the page."""
    require(Role.DISPATCHER, Role.ADMINISTRATOR, Role.MANAGER)
    look()
    shown = read_board(chosen_day())
    version_bar(shown)
    said_of_moves()
    announce(shown)
    proposal_bar(shown)
    if shown.job is not None:
        follow(shown)
    if shown.plan is not None:
        figure_strip(shown)
        _body(shown)
    elif shown.job is None:
        _empty(shown)
    else:
        skeleton()
    if shown.job is None:
        watch(shown)


def _empty(shown: BoardDay) -> None:
    day = day_words(shown.day)
    if not may("plan.start_planning"):
        empty(t("board.empty_plan_reader", day=day), key="plan")
    elif not any(one.active for one in shown.team.technicians):
        if empty(t("board.empty_team"), key="team").button(t("board.to_team"), type="primary"):
            st.switch_page(PAGES / "team.py")
    elif not shown.requests:
        if empty(t("board.empty_requests", day=day), key="requests").button(t("board.to_requests"), type="primary"):
            st.switch_page(PAGES / "requests.py")
    else:
        if empty(t("board.empty_plan", day=day, requests=len(shown.requests)), key="plan").button(
            t("board.by_hand"), icon=":material/back_hand:", key="by-hand", help=t("board.by_hand_help")
        ):  # fmt: skip
            by_hand(shown.day)


@fragment
def _body(shown: BoardDay) -> None:
    assert shown.plan is not None
    if waits_to_be_said() or st.session_state.pop("board.again", False):
        st.rerun()  # bar, figures and proposals belong to another version or day now
    focus, now, filters = read_focus(shown.plan), now_of(shown), read_filters()
    requests = {one.request_id: one for one in shown.requests}
    chances = chances_of(shown, requests)
    people = people_shown(shown.team, shown.plan, filters)
    pale = apart(shown.plan, filters, shown.actual or {}, at_risk=at_risk(now, chances))
    asked_for = thinned(shown.plan, filters, people, pale, requests)
    with st.container(key="board-body"):
        left, right = st.columns([3, 1], gap="small")
        with left, st.container(key="board-left"):
            _map(shown, asked_for, focus)
            _above(shown, filters, people)
            _schedule(shown, focus, now, chances, people, pale)
            _table(asked_for, focus)
            if may("handmade.judge_order"):
                hand_form(shown.plan, focus)
        with right, st.container(key="board-right"):
            live_card(shown, now, chances)
            stop_card(shown.plan, focus, requests, expected=now.expected if now else {}, chances=chances)
            if may("consequences.calls_of"):
                calls_card(shown.plan)
            unplanned_list(asked_for, requests, key="unplanned", visit=focus.visit_id, on_chosen=chosen_in("unplanned"))
            if may("consequences.orders_of"):
                orders_card(shown.plan)
            exceptions_card(shown.plan)
            price_card(shown)
        draw_cure(shown.plan)
        draw_behind(shown)


def _above(shown: BoardDay, filters: Shown, people: frozenset[str]) -> None:
    """Over the schedule: how many days, and what is shown of them."""
    assert shown.plan is not None
    with st.container(key="board-view", horizontal=True, vertical_alignment="center", gap="small"):
        span_choice(shown.day)
        filter_menu(shown.plan, shown.team, filters)
        on_duty_line(shown.day)
        if not filters.is_all:
            total = len(people_of(shown.plan))
            st.caption(t("filters.hidden", people=len(people), total=total))


def _map(shown: BoardDay, plan: Plan, focus: Focus) -> None:
    depots = tuple(depot.place for depot in shown.team.depots)
    done = frozenset(visit for visit, one in (shown.actual or {}).items() if one.is_done)
    roads = str(ground.generation(desk()) or "")
    stamp = hash((plan.technicians, plan.stops, plan.unassigned)) if plan is not shown.plan else 0
    html = _map_page(plan.plan_id, plan.status, language(), theme(), depots, done, roads, stamp, _plan=plan)
    map_frame(
        html, key="map", title=t("board.map"), height=300, technician=focus.technician_id, visit=focus.visit_id,
        on_chosen=chosen_in("map"),
    )  # fmt: skip


@st.cache_data(max_entries=40, show_spinner=False)
def _map_page(
    plan_id: str,
    status: str,
    language: str,
    theme: str,
    depots: tuple[Place, ...],
    done: frozenset[str],
    roads: str,
    stamp: int,
    *,
    _plan: Plan,
) -> str:
    """Return the map of a plan version; kept by what it shows, the focus is told to it in the browser."""
    return map_html(
        _plan, language=language, theme=theme, depots=depots, done=done, tiles=Tiles.from_environment(),
        layers=ground.layers(desk()), shapes=ground.shapes(desk(), _plan),
    )  # fmt: skip


def _schedule(
    shown: BoardDay,
    focus: Focus,
    now: DayNow | None,
    chances: Mapping[str, Chance],
    people: frozenset[str],
    pale: frozenset[str],
) -> None:
    assert shown.plan is not None
    days = days_shown(shown.day)
    if len(days) > 1:
        _days(shown, days, focus, people, pale)
        return
    data = schedule(
        shown.plan, language=language(), theme=theme(), job_names=_job_names(), promises=shown.promises,
        actual=shown.actual, chains=chained(shown.plan, shown.requests, language()), only=people, pale=pale,
        expected=expected_in(shown.plan, now), absences=shown.team.absences, chances=chances,
    )  # fmt: skip
    draw_schedule(
        data, key="schedule", technician=focus.technician_id, visit=focus.visit_id, now=_now(shown),
        edit=may("moving.move") and shown.job is None, acknowledged=acknowledged(), on_chosen=chosen_in("schedule"),
        on_moves=moves_of("schedule"),
    )  # fmt: skip


def _days(
    shown: BoardDay, days: tuple[date, ...], focus: Focus, people: frozenset[str], pale: frozenset[str]
) -> None:  # fmt: skip
    """Several days at once, of everybody's newest plans."""
    assert shown.plan is not None
    plans, is_all = plans_shown(days, shown.plan), read_filters().is_all
    parts = [
        schedule(
            plan,
            language=language(),
            theme=theme(),
            job_names=_job_names(),
            pale=pale,
            only=None if is_all else people | _only_then(shown, plan),
        )
        for plan in plans
    ]
    draw_schedule(
        joined(plans, parts, days=days, language=language()), key="schedule", technician=focus.technician_id,
        visit=focus.visit_id, now=desk().clock(), on_chosen=chosen_in_span("schedule", plans),
    )  # fmt: skip
    span_line(days, plans, shown.day)


def _only_then(shown: BoardDay, plan: Plan) -> frozenset[str]:
    """Who is asked for and works on another day only."""
    return people_shown(shown.team, plan, read_filters())


def _job_names() -> dict[str, Text]:
    return {one: job.name for one, job in desk().catalogue.job_types.items()}


def _now(shown: BoardDay) -> datetime:
    moment = desk().clock()
    assert shown.plan is not None
    local = moment.astimezone(ZoneInfo(shown.plan.time_zone)).date()
    return moment if local == shown.day else datetime(2000, 1, 1, tzinfo=UTC)


def _table(plan: Plan, focus: Focus) -> None:
    who = next((one for one in plan.technicians if one.technician_id == focus.technician_id), None)
    label = t("board.table_of", name=who.name) if who else t("board.table")
    # Closed, it is not even sent: a table of the whole day weighs as much as the schedule.
    with st.expander(label, key="table", on_change="rerun", expanded=is_printed()) as drawer:
        if drawer.open or is_printed():
            table = stop_table(plan, language(), technician_id=focus.technician_id)
            if is_printed():
                printed_table(table.as_columns())
            else:
                st.dataframe(table.as_columns(), hide_index=True, width="stretch", height="content" if who else 420)


page()
