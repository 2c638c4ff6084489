"""Everything a hand can do with a visit on the board, as forms: move, swap, take out, lock, split."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import holding, moving
from planner.desk.holding import LEAST_MIN
from planner.desk.moving import Move
from planner.model.errors import PlannerError
from planner.model.language import money_text, time_text
from planner.model.plan import Plan, Stop
from planner.model.request import Lock, Request
from planner.model.words import LockKind, StopKind
from planner.planning import Place
from planner.ui.board import may
from planner.ui.moves import do, moved_words
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, say, t, worded
from planner.views.map_data import people_of
from planner.web.drag import place_lines, place_tone

__all__ = ["lock_choice", "move_menu", "wished_start"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)
_MARKS = {"ok": "✓", "warn": "▲", "bad": "✕"}


def move_menu(plan: Plan, visit_id: str, request: Request | None) -> None:
    """Draw the menu of a planned or left-out visit; asked for, it tries every place of whoever is chosen."""
    if not may("moving.move"):
        return
    stop = plan.stop_of(visit_id)
    with st.popover(t("moving.menu"), icon=":material/open_with:", key="move-menu", on_change="rerun") as menu:
        if not menu.open:
            return
        _move(plan, visit_id, stop, request)
        if stop is None:
            return
        _swap(plan, stop)
        if request is not None and request.crew_size == 1:
            _split(plan, stop, request)
        st.button(
            t("moving.take_out"), icon=":material/block:", key="move-out", width="stretch", help=t("moving.out_help"),
            on_click=do, args=(_made(plan, Move(visit_id=visit_id)),),
        )  # fmt: skip


def _move(plan: Plan, visit_id: str, stop: Stop | None, request: Request | None) -> None:
    """Who, not before when, and where in their day; the place says when, what it costs and what it breaks."""
    names = {one.technician_id: f"{one.number} {one.name}" for one in people_of(plan)}
    own = list(names).index(stop.technician_id) if stop and stop.technician_id in names else None
    who = st.selectbox(
        t("moving.who"), list(names), own, key=f"move-who-{visit_id}", format_func=worded(names, names.__getitem__),
        placeholder=t("moving.choose"),
    )  # fmt: skip
    if who is None:
        return
    earliest = _not_before(plan, visit_id, request)
    try:
        found = moving.places(desk(), actor(), plan.plan_id, visit_id, who, earliest=earliest)
    except PlannerError as error:
        st.text(say(error.message))
        return
    labels = [_label(plan, one) for one in found]
    at = st.selectbox(
        t("moving.where"), range(len(found)), _best(found), key=f"move-where-{visit_id}-{who}-{earliest}",
        format_func=worded(range(len(found)), labels.__getitem__),
    )  # fmt: skip
    if at is None:
        return
    place = found[at]
    for line in place_lines(place, language(), zone=plan.time_zone):
        st.caption(plain(line))
    st.button(
        t("moving.go"), type="primary", icon=":material/check:", key="move-go", width="stretch",
        disabled=place.start is None or place.stands, on_click=do,
        help=t("views.schedule.stands") if place.stands else None,
        args=(_made(plan, Move(
            visit_id=visit_id, duty_id=place.duty_id, after=place.after, timed=True, earliest=place.earliest)),),
    )  # fmt: skip


def _not_before(plan: Plan, visit_id: str, request: Request | None) -> datetime | None:
    """The clock time the visit is not to begin before, on the plan's day; None: as soon as it can."""
    zone, lock = ZoneInfo(plan.time_zone), request.lock if request else Lock()
    if lock.kind not in (LockKind.NONE, LockKind.EARLIEST):
        return None
    known = lock.earliest.astimezone(zone).time() if lock.earliest else None
    clock = st.time_input(
        t("moving.clock"), known, key=f"move-clock-{plan.plan_id}-{visit_id}", step=300, help=t("moving.clock_help")
    )  # fmt: skip
    return datetime.combine(plan.day, clock, zone) if clock is not None else None


def _best(found: tuple[Place, ...]) -> int | None:
    ranked = sorted(range(len(found)), key=lambda at: (bool(found[at].broken), found[at].added_ore))
    return ranked[0] if ranked else None


def _label(plan: Plan, place: Place) -> str:
    if place.start is None or place.end is None:
        return t("moving.no_way")
    span = "–".join(time_text(one, zone=plan.time_zone) for one in (place.start, place.end))
    price = money_text(place.added_ore, language(), signed=True)
    before = plan.stop_of(place.after) if place.after else None
    where = t("moving.after", visit=_called(before)) if before else t("moving.first")
    return f"{_MARKS[place_tone(place)]} {span} {where} · {price}"


def _called(stop: Stop) -> str:
    return f"{stop.number} {stop.customer or stop.title}" if stop.number else stop.customer or stop.title


def _made(plan: Plan, one: Move) -> Callable[[], str]:
    return lambda: moved_words(moving.move(desk(), actor(), plan.plan_id, [one]))


def _swap(plan: Plan, stop: Stop) -> None:
    """Another visit with which it changes places."""
    names = {one.technician_id: one.name for one in people_of(plan)}
    others = {
        one.visit_id: f"{time_text(one.start, zone=plan.time_zone)} {names.get(one.technician_id, '')}: "
                      f"{one.customer or one.title}"
        for one in sorted(plan.stops, key=lambda one: one.start)
        if one.kind in _WORK and one.visit_id and one.visit_id != stop.visit_id and not one.locked
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", wrap=False, key="move-swap-row"):
        other = st.selectbox(
            t("moving.swap"), list(others), None, key=f"move-swap-{stop.visit_id}", placeholder=t("moving.choose"),
            format_func=worded(others, others.__getitem__),
        )  # fmt: skip
        st.button(
            t("moving.swap_go"), key="move-swap-go", disabled=other is None, on_click=do,
            args=(lambda: moved_words(moving.swap(desk(), actor(), plan.plan_id, stop.visit_id or "", str(other))),),
        )  # fmt: skip


def _split(plan: Plan, stop: Stop, request: Request) -> None:
    most = request.service_min - LEAST_MIN
    if most < LEAST_MIN:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", wrap=False, key="move-split-row"):
        minutes = st.number_input(
            t("moving.split", total=request.service_min), LEAST_MIN, most, request.service_min // 2, 5,
            key=f"move-split-{stop.visit_id}", help=t("moving.split_help"),
        )  # fmt: skip
        st.button(
            t("moving.split_go"), key="move-split-go", on_click=do,
            args=(lambda: moved_words(
                holding.split(desk(), actor(), plan.plan_id, stop.visit_id or "", int(minutes)), "moving.split_done"),
            ),
        )  # fmt: skip


def wished_start(plan: Plan, stop: Stop, request: Request | None) -> None:
    """Draw the start that a hand wished for, with what lets go of it; nothing where none is."""
    lock = request.lock if request else Lock()
    if lock.kind is not LockKind.EARLIEST or lock.earliest is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stop-wished"):
        st.text(t("moving.earliest", time=time_text(lock.earliest, zone=plan.time_zone)))
        if may("holding.hold"):
            st.button(
                t("moving.let_go"), icon=":material/lock_open:", key="stop-let-go", type="tertiary",
                help=t("moving.let_go_help"), on_click=do,
                args=(lambda: moved_words(
                    holding.hold(desk(), actor(), plan.plan_id, stop.visit_id or "", LockKind.NONE),
                    "moving.let_go_done"),
                ),
            )  # fmt: skip


def lock_choice(plan: Plan, stop: Stop, request: Request | None) -> None:
    """Draw what of a planned visit is locked; another choice is saved at once."""
    if request is None or not may("holding.hold"):
        return
    if stop.locked and request.lock.kind in (LockKind.NONE, LockKind.EARLIEST):
        st.caption(t("moving.lock_of_day"))
        return
    # A time by hand is set where the visit is moved, and let go beside its time.
    kinds = tuple(one for one in LockKind if one is not LockKind.EARLIEST or request.lock.kind is one)
    key = f"lock-{plan.plan_id}-{stop.visit_id}"
    st.session_state[key] = request.lock.kind
    st.selectbox(
        t("moving.lock"), kinds, key=key, help=t("moving.lock_help"), on_change=_lock,
        format_func=worded(kinds, lambda one: t(f"moving.lock_kind.{one}")),
        args=(plan, stop.visit_id or "", request.lock.kind, key),
    )  # fmt: skip


def _lock(plan: Plan, visit_id: str, stored: LockKind, key: str) -> None:
    """Save another lock; a browser that repeats the one that is stored, while cards change, has asked for nothing."""
    chosen = LockKind(st.session_state.get(key) or stored)
    if chosen is not stored:
        do(lambda: moved_words(holding.hold(desk(), actor(), plan.plan_id, visit_id, chosen), "moving.lock_done"))
