"""My day: the technician's next visit, what to report of it, and the order of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from planner.desk import day as day_desk
from planner.desk import ground, risks
from planner.desk import plan as plan_desk
from planner.desk.day import MyDay
from planner.model.language import day_text, km_text
from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.told import ENDED
from planner.model.words import PlanStatus, Role, StopKind
from planner.ui.board import may
from planner.ui.bring_along import bring_along
from planner.ui.days import chosen_day, day_stepper
from planner.ui.device_menu import device_menu
from planner.ui.link_menu import link_menu
from planner.ui.mapframe import map_frame
from planner.ui.my_day import checklist, draft_day, links, look, report_buttons, take_back_last, visit_card
from planner.ui.net import fragment
from planner.ui.on_call_card import journal_button, on_call_card
from planner.ui.order import order_list
from planner.ui.own_times_card import own_times_card
from planner.ui.parts import chip, draw, empty, heading
from planner.ui.session import actor, desk, export_link, language, require, t, technicians, theme
from planner.ui.time_card import time_card
from planner.ui.to_device import net_sign, way_to_device
from planner.views import Tiles, map_html
from planner.views.actual import actuals, told_late
from planner.views.day import current_stop, order_rows, work_of
from planner.views.lateness import Chance

LOOK_AGAIN_S = 20


def page() -> None:
    """Draw the page."""
    require(Role.TECHNICIAN, Role.DISPATCHER, Role.ADMINISTRATOR)
    look()
    with st.container(key="day-page"):
        if is_technician := actor().role is Role.TECHNICIAN:
            way_to_device()
        day = chosen_day()
        with st.container(key="day-bar", horizontal=True, vertical_alignment="center", gap="small"):
            day_stepper(day, year=False)
            whose = _whose()
            mine = _read(day, whose) if whose else None
            _state_of_plan(mine)
            st.button("", icon=":material/refresh:", key="refresh", help=t("my_day.refresh"))
        if mine is None:
            empty(t("my_day.no_people"), key="people")
        elif mine.plan is None:
            empty(t("my_day.nothing_published", day=day_text(day, language())), key="plan")
        elif not mine.stops or not work_of(mine.stops):
            empty(t("my_day.nothing_planned", day=day_text(day, language())), key="work")
        else:
            _day(mine)
        if mine is not None:
            time_card(mine)
            own_times_card()
            on_call_card(mine.technician, day)
        net_sign(on_device=is_technician)
    if mine is not None:
        fragment(_news, run_every=LOOK_AGAIN_S)(day, mine)


def _whose() -> str | None:
    """Return the technician: the actor, or whom the dispatcher chooses (kept in the address)."""
    own = actor().technician_id
    if own is not None:
        return own
    names = dict(technicians())
    if not names:
        return None
    asked = st.query_params.get("tech", "")
    index = list(names).index(asked) if asked in names else 0
    chosen = st.selectbox(
        t("my_day.whose"), list(names), index=index, format_func=names.__getitem__, key="whose",
        label_visibility="collapsed", width=200,
    )  # fmt: skip
    if chosen and chosen != asked:
        st.query_params["tech"] = chosen
    return str(chosen)


def _read(day: date, technician_id: str) -> MyDay:
    """Return the published day; a dispatcher may look at a draft where nothing is published."""
    mine = day_desk.my_day(desk(), actor(), day, technician_id=technician_id)
    if mine.plan is None and may("plan.current_plan"):
        draft = plan_desk.current_plan(desk(), actor(), day)
        if draft is not None:
            return draft_day(mine, draft)
    return mine


def _is_draft(mine: MyDay) -> bool:
    return mine.plan is not None and mine.plan.status is not PlanStatus.PUBLISHED


def _state_of_plan(mine: MyDay | None) -> None:
    if mine is not None and mine.plan is not None and _is_draft(mine):
        draw(chip("warn", t("my_day.draft", version=mine.plan.version)))
    else:
        draw("")


def _day(mine: MyDay) -> None:
    current = current_stop(mine.stops, mine.states)
    asked = st.query_params.get("visit")
    shown = next((s for s in work_of(mine.stops) if s.visit_id == asked), None) or current
    assert mine.plan is not None
    chances = risks.risks_of(
        desk(),
        actor(),
        mine.plan,
        mine.requests,
        reports=actuals(mine.events, mine.plan),
        late=told_late(mine.events, mine.plan),
    )
    left, right = st.columns([58, 42], gap="medium")
    with left, st.container(key="day-left"):
        if not _is_draft(mine):
            take_back_last(mine, shown)
        if shown is None:
            empty(t("my_day.day_done"), key="done")
        else:
            _visit(mine, shown, current, chances)
    with right, st.container(key="day-right"):
        _map(mine, shown)
        bring_along(mine)
        _order(mine, shown, current, chances)
        if not _is_draft(mine):
            _take_along(mine)


def _take_along(mine: MyDay) -> None:
    """The day on paper and in the device's calendar, for where there is no network."""
    assert mine.plan is not None
    with st.container(horizontal=True, gap="small", key="day-files"):
        for kind, icon in (("daysheet", ":material/print:"), ("ics", ":material/event:")):
            address = export_link(mine.plan.plan_id, kind, technician_id=mine.technician.technician_id)
            st.link_button(t(f"my_day.{kind}"), address, icon=icon, width="stretch")
        journal_button(mine.technician.technician_id, mine.plan.day)
        link_menu(mine.technician.technician_id, day=mine.plan.day)
        device_menu(mine.technician.technician_id)


def _visit(mine: MyDay, shown: Stop, current: Stop | None, chances: Mapping[str, Chance]) -> None:
    request = mine.requests.get(shown.request_id or "")
    with st.container(border=True, key="card-next"):
        is_next = current is not None and shown.visit_id == current.visit_id
        visit_card(mine, shown, is_next=is_next, chance=chances.get(shown.visit_id or ""))
        links(shown, request)
    if _is_draft(mine):
        st.caption(t("my_day.draft_help"))
    else:
        report_buttons(mine, shown)
    checklist(shown)


def _map(mine: MyDay, shown: Stop | None) -> None:
    assert mine.plan is not None
    if not any(stop.kind is StopKind.VISIT for stop in mine.stops):
        return  # a day at the desk: there is nothing to find on a map
    done = frozenset(visit for visit, state in mine.states.items() if state in ENDED)
    start = mine.technician.start_place
    depots = (start,) if start is not None and mine.technician.starts_from == "depot" else ()
    own, roads = mine.technician.technician_id, str(ground.generation(desk()) or "")
    html = _map_page(mine.plan.plan_id, own, language(), theme(), depots, done, roads, _plan=mine.plan)
    map_frame(
        html, key="day-map", title=t("my_day.map"), height=236, technician=mine.technician.technician_id,
        visit=shown.visit_id if shown else None, on_chosen=lambda: _take("day-map"),
    )  # fmt: skip


@st.cache_data(max_entries=100, show_spinner=False)
def _map_page(
    plan_id: str,
    technician_id: str,
    language: str,
    theme: str,
    depots: tuple[Place, ...],
    done: frozenset[str],
    roads: str,
    *,
    _plan: Plan,
) -> str:
    """Return the map of somebody's day; kept by what it shows."""
    return map_html(
        _plan, language=language, theme=theme, technician_id=technician_id, done=done, depots=depots,
        tiles=Tiles.from_environment(), layers=ground.layers(desk()), shapes=ground.shapes(desk(), _plan),
    )  # fmt: skip


def _order(mine: MyDay, shown: Stop | None, current: Stop | None, chances: Mapping[str, Chance]) -> None:
    assert mine.plan is not None
    visits = sum(1 for s in mine.stops if s.kind is StopKind.VISIT)
    distance = km_text(sum(s.distance_m for s in mine.stops), language())
    words = t("my_day.order_of", visits=visits, distance=distance, version=mine.plan.version)
    heading(t("my_day.order"), words)
    rows = order_rows(
        mine.stops, mine.states, language=language(), zone=mine.plan.time_zone,
        current=current.visit_id if current else None, who=next(iter(mine.plan.technicians), None),
        chances=chances,
    )  # fmt: skip
    order_list(
        rows, number=mine.technician.number, key="order", visit=shown.visit_id if shown else None,
        on_chosen=lambda: _take("order"),
    )  # fmt: skip


def _take(key: str) -> None:
    chosen = getattr(st.session_state.get(key), "chosen", None) or {}
    if chosen.get("visit"):
        st.query_params["visit"] = chosen["visit"]


def _news(day: date, mine: MyDay) -> None:
    """Draw the page anew when a new version is published or somebody else reports."""
    now = _read(day, mine.technician.technician_id)
    if (now.plan and now.plan.plan_id, now.states) != (mine.plan and mine.plan.plan_id, mine.states):
        st.rerun()


page()
