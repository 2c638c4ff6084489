"""A technician's day in an order of one's own: typed or moved step by step, timed, judged and priced at once."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.desk import handmade
from planner.desk.handmade import Handmade
from planner.model.errors import InputError, PlannerError
from planner.model.language import money_text, time_text
from planner.model.plan import Plan
from planner.model.reasons import hard_ones
from planner.model.words import StopKind
from planner.ui.focus import Focus
from planner.ui.parts import chip
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, say, show_error, t
from planner.views.board import duties_of
from planner.views.map_data import people_of

__all__ = ["hand_form"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)


def hand_form(plan: Plan, focus: Focus) -> None:
    """Draw the form, closed; its state belongs to one plan version and one shift."""
    with st.expander(t("board.hand"), key="hand", on_change="rerun") as drawer:
        if drawer.open:
            _form(plan, focus)


def _form(plan: Plan, focus: Focus) -> None:
    duties = {duty.duty_id: duty for who in people_of(plan) for duty in duties_of(plan, who.technician_id)}
    if not duties:
        st.text(t("handmade.nobody"))
        return
    own = next((one for one, duty in duties.items() if duty.technician_id == focus.technician_id), next(iter(duties)))
    words = {
        one: f"{duty.number} {duty.name} {time_text(duty.start, zone=plan.time_zone)}–"
             f"{time_text(duty.end, zone=plan.time_zone)}"
        for one, duty in duties.items()
    }  # fmt: skip
    duty_id = st.selectbox(
        t("handmade.who"), list(duties), list(duties).index(own), format_func=lambda one: words.get(one, str(one)),
        key=f"hand-who-{focus.technician_id}",
    )  # fmt: skip
    key = f"hand.{plan.plan_id}.{duty_id}"
    planned = tuple(one.visit_id for one in plan.of_duty(str(duty_id)) if one.kind in _WORK and one.visit_id)
    order: tuple[str, ...] = st.session_state.get(key, planned)
    titles = _titles(plan)
    _typed(key, order, titles)
    for place, visit_id in enumerate(order):
        _step(key, order, place, titles.get(visit_id, visit_id))
    others, box = [one for one in titles if one not in order], f"{key}.add.{len(order)}.{'.'.join(order)}"
    st.selectbox(
        t("handmade.add"), others, index=None, format_func=lambda one: titles.get(one, str(one)),
        placeholder=t("handmade.add_hint"), key=box, on_change=_take_added, args=(key, box, order),
    )  # fmt: skip
    if order != planned:
        _verdict(plan, str(duty_id), key, order)


def _titles(plan: Plan) -> dict[str, str]:
    """What each piece of work is called, by visit id: planned by anybody, or left out but known to the day."""
    found = {one.visit_id: one.title for one in plan.stops if one.kind in _WORK and one.visit_id}
    # What could not even be posed, as nobody has sorted it, cannot be put anywhere.
    found |= {one.visit_id: one.title for one in plan.unassigned if one.reasons and one.reasons[0].code != "triage"}
    return {one: f"{one} {title}" for one, title in sorted(found.items())}


def _set(key: str, order: tuple[str, ...]) -> None:
    st.session_state[key] = order
    st.session_state.pop(f"{key}.wrong", None)


def _take_added(key: str, box: str, order: tuple[str, ...]) -> None:
    if (added := st.session_state.get(box)) is not None:
        _set(key, (*order, added))


def _typed(key: str, order: tuple[str, ...], titles: dict[str, str]) -> None:
    """The order as a line of ids; what is typed counts when it can be read."""
    box = f"{key}.typed"
    if (wrong := st.session_state.get(f"{key}.wrong")) is None:
        st.session_state[box] = " ".join(order)
    st.text_input(
        t("handmade.typed"), key=box, help=t("handmade.typed_help"), on_change=_take_typed, args=(key, tuple(titles))
    )
    if wrong is not None:
        st.error(plain(say(wrong)))


def _take_typed(key: str, known: tuple[str, ...]) -> None:
    st.session_state.pop(f"{key}.wrong", None)
    try:
        st.session_state[key] = handmade.read_ids(st.session_state[f"{key}.typed"], known)
    except InputError as error:
        st.session_state[f"{key}.wrong"] = error.message


def _step(key: str, order: tuple[str, ...], place: int, title: str) -> None:
    """A line of the order with what moves it."""
    up = (*order[: max(0, place - 1)], order[place], *order[max(0, place - 1) : place], *order[place + 1 :])
    down = (*order[:place], *order[place + 1 : place + 2], order[place], *order[place + 2 :])
    out = (*order[:place], *order[place + 1 :])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, key=f"hand-step-{place}"):
        st.markdown(f"{place + 1}. {plain(title)}", width="stretch")
        for icon, name, to, off in (
            ("arrow_upward", "earlier", up, place == 0),
            ("arrow_downward", "later", down, place == len(order) - 1),
            ("close", "out", out, False),
        ):
            st.button(
                "", icon=f":material/{icon}:", key=f"{key}.{name}.{place}", type="tertiary", help=t(f"handmade.{name}"),
                disabled=off, on_click=_set, args=(key, to),
            )  # fmt: skip


def _verdict(plan: Plan, duty_id: str, key: str, order: tuple[str, ...]) -> None:
    try:
        found = handmade.judge_order(desk(), actor(), plan.plan_id, {duty_id: order})
    except PlannerError as error:
        show_error(error)
        return
    st.html(_times(found.plan, duty_id))
    _said(found)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-hand-foot"):
        if st.button(t("handmade.save"), type="primary", icon=":material/check:", key="hand-save"):
            _save(plan, duty_id, key, order)
        st.button(t("handmade.undo"), type="tertiary", key="hand-undo", on_click=_drop, args=(key,))


def _drop(key: str) -> None:
    for name in (key, f"{key}.wrong"):
        st.session_state.pop(name, None)


def _times(plan: Plan, duty_id: str) -> str:
    """When each stop would begin and end, the drive before it, and by how much it is late."""
    rows = []
    for stop in plan.of_duty(duty_id):
        if stop.kind is StopKind.START:
            continue
        name = stop.title or stop.visit_id if stop.kind in _WORK else t(f"views.stop.{stop.kind}")
        span = "–".join(time_text(one, zone=plan.time_zone) for one in (stop.start, stop.end))
        drive = t("handmade.drive", minutes=round(stop.travel_s / 60)) if stop.travel_s else ""
        rows.append(f"<tr><th scope='row'>{escape(str(name))}</th><td>{escape(drive)}</td><td>{escape(span)}</td></tr>")
    return f'<div class="fp-weigh"><table><tbody>{"".join(rows)}</tbody></table></div>'


def _said(found: Handmade) -> None:
    """The price against the plan as it stands, and every broken rule by name."""
    reader = language()
    total = money_text(found.plan.price.total_ore, reader)
    change = money_text(found.cost_ore, reader, signed=True)
    hard = hard_ones(found.plan.violations)
    mark = chip("bad", t("handmade.broken", count=len(hard))) if hard else chip("ok", t("handmade.whole"))
    st.html(f'<div class="fp-line"><b>{escape(t("handmade.price", price=total, change=change))}</b>{mark}</div>')
    for violation in found.plan.violations:
        st.text(f"{t(f'rule.{violation.rule}.name')}: {say(violation.message)}")
    new = {one.visit_id for one in found.plan.unassigned} - {one.visit_id for one in found.before.unassigned}
    if new:
        st.text(t("handmade.left_out", names=", ".join(sorted(new))))


def _save(plan: Plan, duty_id: str, key: str, order: tuple[str, ...]) -> None:
    try:
        draft = handmade.save_order(desk(), actor(), plan.plan_id, {duty_id: order})
    except PlannerError as error:
        show_error(error)
        return
    _drop(key)
    st.toast(t("handmade.saved", version=draft.version), icon=":material/check:")
    st.rerun()
