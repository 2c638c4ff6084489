"""Applying a cure from the list of what is not planned: first what it costs and moves, then one press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from planner.desk import curing, exceptions
from planner.desk import plan as plan_desk
from planner.desk.curing import Trial
from planner.desk.roles import allowed
from planner.explain import difference
from planner.model.errors import PlannerError
from planner.model.language import money_text, time_text
from planner.model.plan import Plan, Stop
from planner.model.reasons import Cure, Unassigned
from planner.ui.net import caught
from planner.ui.plain import plain
from planner.ui.session import actor, desk, go_to, language, say, show_error, t
from planner.views.summary import price_rows

__all__ = ["cure_asked", "cures_of", "draw_cure", "exceptions_card", "placed_words", "trial_table"]

_ASKED = "board.cure"
_MOST = 3


@dataclass(slots=True, kw_only=True)
class _Asked:
    """Which cure was pressed, and what trying it found."""

    plan_id: str
    visit_id: str
    number: int
    trial: Trial | None = None


def cures_of(left: Unassigned) -> tuple[Cure, ...]:
    """Return the cures that the list shows of a visit, in its order."""
    return tuple(cure for reason in left.reasons for cure in reason.cures)[:_MOST]


def cure_asked(key: str) -> Callable[[], None]:
    """Return a callback that takes over which cure was pressed in the list with a key."""

    def take() -> None:
        pressed = getattr(st.session_state.get(key), "cure", None) or {}
        if pressed:
            st.session_state[_ASKED] = _Asked(
                plan_id=str(pressed.get("plan")),
                visit_id=str(pressed.get("visit")),
                number=int(pressed.get("number", 0)),
            )

    return take


def draw_cure(plan: Plan) -> None:
    """Draw the dialog of the cure that was pressed, until it is applied or left; call it in every run."""
    asked: _Asked | None = st.session_state.get(_ASKED)
    if asked is None:
        return
    left = next((one for one in plan.unassigned if one.visit_id == asked.visit_id), None)
    found = cures_of(left) if left else ()
    if asked.plan_id != plan.plan_id or asked.number >= len(found):
        _close()
        return
    cure = found[asked.number]

    @st.dialog(t("curing.title"), width="medium", on_dismiss=_close)
    @caught
    def shown() -> None:
        with st.container(key="strong-cure"):
            st.text(say(cure.message))
        if cure.code == "search_longer":
            _search(plan, cure)
        elif cure.code == "triage":
            st.text(t("curing.triage"))
            if st.button(t("board.to_requests"), type="primary", key="cure-sort"):
                _close()
                go_to("requests")
        elif not curing.is_applied_here(cure.code):
            st.text(t("curing.by_hand"))
        else:
            _try(plan, asked, cure)

    shown()


def _close() -> None:
    st.session_state.pop(_ASKED, None)


def _search(plan: Plan, cure: Cure) -> None:
    if not st.button(t("cure.search_longer.button"), type="primary", key="cure-apply"):
        return
    limit_s = float(dict(cure.change).get("time_limit_s", "10"))
    plan_desk.start_planning(desk(), actor(), plan.day, time_limit_s=min(600.0, max(1.0, limit_s)))
    _close()
    st.toast(t("curing.search"), icon=":material/check:")
    st.rerun()


def _try(plan: Plan, asked: _Asked, cure: Cure) -> None:
    if asked.trial is None:
        asked.trial = curing.try_cure(desk(), actor(), plan.plan_id, asked.visit_id, cure)
    trial = asked.trial
    if trial.after is None:
        why = say(trial.reasons[0].message) if trial.reasons else t("curing.no_place")
        st.error(plain(t("curing.why_no", why=why)))
        return
    trial_table(plan, trial, asked.visit_id)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-cure-foot"):
        apply = st.button(t(f"cure.{cure.code}.button"), type="primary", icon=":material/check:", key="cure-apply")
        leave = st.button(t("curing.cancel"), type="tertiary", key="cure-leave")
    if leave:
        _close()
        st.rerun()
    if apply:
        _apply(plan, asked, cure)


def _apply(plan: Plan, asked: _Asked, cure: Cure) -> None:
    try:
        draft = curing.apply_cure(desk(), actor(), plan.plan_id, asked.visit_id, cure)
    except PlannerError as error:
        show_error(error)
        return
    _close()
    st.toast(t("curing.applied", version=draft.version), icon=":material/check:")
    st.rerun()


def exceptions_card(plan: Plan) -> None:
    """Draw what is allowed on the day because somebody applied a cure, and the way to take it back."""
    said = [say(note) for note in plan.notes if note.key.startswith("planning.exception_")]
    if not said or not allowed(actor().role, "exceptions.take_back"):
        return
    with st.container(border=True, key="card-exceptions", gap="small"):
        st.subheader(t("curing.exceptions"), anchor=False)
        for line in said:
            st.text(line)
        st.button(
            t("curing.take_back"), type="tertiary", key="exceptions-back", on_click=caught(_take_back), args=(plan,)
        )


def _take_back(plan: Plan) -> None:
    exceptions.take_back(desk(), actor(), plan.day)
    st.toast(t("curing.taken_back"), icon=":material/check:")


def trial_table(plan: Plan, trial: Trial, visit_id: str) -> None:
    """Draw who would come when, the price before and after by term, and what happens to others.

    Parameters
    ----------
    plan
        The plan that is shown: what the law says of it already is not said again.
    trial
        With a plan.
    visit_id
        The visit that was asked about.
    """
    assert trial.after is not None
    after, reader = trial.after, language()
    rows = [(t("curing.goes_to"), placed_words(after, visit_id), "")]
    rows += [
        (row.label, row.amount, row.change)
        for row in price_rows(after, language=reader, against=trial.before)
        if row.ore != _term(trial.before, row.term)
    ]
    total = money_text(after.price.total_ore, reader)
    rows.append((t("curing.price"), total, money_text(trial.cost_ore, reader, signed=True)))
    body = "".join(
        f"<tr{' class=total' if place == len(rows) else ''}><th scope='row'>{escape(name)}</th><td>{escape(value)}</td>"
        f"<td>{escape(change)}</td></tr>"
        for place, (name, value, change) in enumerate(rows, start=1)
    )
    heads = (t("board.compare_term"), t("curing.then"), t("board.compare_between"))
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    st.html(f'<div class="fp-weigh"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
    for line in _besides(plan, trial, visit_id):
        st.text(line)


def _since(plan: Plan, now: Plan) -> list[str]:
    """That the day costs something else by now than the plan that is shown: a change is reckoned on the day as is."""
    if now.price.total_ore == plan.price.total_ore:
        return []
    prices = {"now": money_text(now.price.total_ore, language()), "shown": money_text(plan.price.total_ore, language())}
    if came := len(now.request_ids - plan.request_ids):
        return [t("curing.since_requests", count=came, **prices)]
    return [t("curing.since", **prices)]


def _besides(plan: Plan, trial: Trial, visit_id: str) -> list[str]:
    """What else the change means: others who move or drop out, what has to be planned, what the law says."""
    assert trial.after is not None
    found, own = difference(trial.before, trial.after), _request_of(trial.after, visit_id)
    moved = [one for one in found.moved if one.after.request_id != own]
    out = [stop for stop in found.dropped if stop.request_id != own]
    lines = _since(plan, trial.before)
    if moved:
        lines.append(t("curing.others_moved", count=len(moved)))
    if out:
        lines.append(t("curing.others_out", names=", ".join(f"{one.visit_id} {one.title}" for one in out)))
    if trial.wanted:
        lines.append(t("curing.wanted"))
    known = {say(one.message) for one in plan.law}
    lines += [f"{t('curing.law')}: {said}" for said in (say(o.message) for o in trial.after.law) if said not in known]
    return lines


def _request_of(plan: Plan, visit_id: str) -> str | None:
    stop = plan.stop_of(visit_id)
    return stop.request_id if stop else visit_id


def placed_words(plan: Plan, visit_id: str) -> str:
    """Return who comes to a visit and when."""
    stop = plan.stop_of(visit_id)
    if stop is None:
        return ""
    crew: tuple[Stop, ...] = plan.crew_of(stop.request_id) or (stop,)
    names = {one.technician_id: one.name or one.technician_id for one in plan.technicians}
    people = ", ".join(names.get(one.technician_id, one.technician_id) for one in crew)
    return t("curing.placed", names=people, time=time_text(stop.start, zone=plan.time_zone))


def _term(plan: Plan, name: str) -> int:
    return next((one.ore for one in plan.price.terms if one.term == name), 0)
