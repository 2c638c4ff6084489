"""What changed weights mean for a day: its plan priced before and after by term, and on request planned anew beside it.

The day and its plan come from the desk; nothing is saved here, and a trial waits as a proposal on the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from planner.desk import plan as plan_desk
from planner.desk import weighing
from planner.desk.roles import allowed
from planner.desk.weighing import Figures, Weighed
from planner.model.costs import Weights
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import km_text, money_text, number_text
from planner.model.message import Value
from planner.model.plan import Plan
from planner.ui.days import chosen_day
from planner.ui.net import fragment
from planner.ui.parts import chip, draw
from planner.ui.session import actor as who
from planner.ui.session import desk, go_to, language, show_error, t

__all__ = ["weighing_card"]

_KEY = "st.weighed"
_POLL_S = 1.0
_TRIAL_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What was reckoned last, for which day and weights."""

    day: date
    weights: Weights
    found: Weighed


def weighing_card(actor: Actor, edited: Weights, *, label: Value) -> None:
    """Draw the card: choose a day, price its plan by the weights as the fields have them, plan it anew with them.

    Parameters
    ----------
    edited
        The weights as the fields have them.
    label
        What they are called; empty: they have no name.
    """
    with st.container(border=True, key="profile-weighing", gap="small"):
        st.subheader(t("settings.weighing"), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            day = st.date_input(
                t("settings.weighing_day"), chosen_day(), format="YYYY-MM-DD", key="st-weigh-day", width=150
            )
            pressed = st.button(t("settings.weighing_show"), icon=":material/calculate:", key="st-weigh")
        if not isinstance(day, date):
            return
        if pressed:
            _reckon(actor, day, edited)
        shown: _Shown | None = st.session_state.get(_KEY)
        if shown is None or shown.day != day:
            st.caption(t("settings.weighing_help"))
            return
        if shown.weights != edited:
            draw(chip("warn", t("settings.weighing_old")))
        _columns(shown, label)


def _reckon(actor: Actor, day: date, edited: Weights) -> None:
    found = weighing.compare(desk(), actor, day, edited)
    if found is None:
        st.session_state.pop(_KEY, None)
        st.info(t("settings.weighing_no_plan", day=day), icon=":material/info:")
        return
    st.session_state[_KEY] = _Shown(day=day, weights=edited, found=found)


def _columns(shown: _Shown, label: Value) -> None:
    trial = _trial(shown)
    found = shown.found
    heads = [t("settings.weighing_before", version=found.plan.version), t("settings.weighing_after")]
    figures = [found.before, found.after]
    if trial is not None:
        heads.append(t("settings.weighing_trial"))
        figures.append(weighing.figures_of(trial))
    st.html(_table(heads, figures))
    if not allowed(who().role, "weighing.start_trial"):
        return
    active = plan_desk.active_job(desk(), who(), shown.day)
    if active is not None:
        fragment(_wait, run_every=_POLL_S)(shown.day)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        again = t("settings.weighing_again" if trial is not None else "settings.weighing_plan")
        if st.button(again, icon=":material/bolt:", key="st-trial", help=t("settings.weighing_plan_help")):
            _start(shown, label)
        if trial is not None and st.button(t("settings.weighing_board"), type="tertiary", key="st-trial-board"):
            go_to("board")


def _trial(shown: _Shown) -> Plan | None:
    """The plan of the day that was made with these weights and waits as a proposal."""
    waiting = plan_desk.proposals(desk(), who(), shown.day)
    made = st.session_state.get(f"{_KEY}.trial")
    if made != (shown.day, shown.weights):
        return None
    trials = (one.plan for one in waiting if any(note.key == "proposal.trial" for note in one.plan.notes))
    return next(trials, None)


def _start(shown: _Shown, label: Value) -> None:
    try:
        weighing.start_trial(desk(), who(), shown.day, shown.weights, name=label, time_limit_s=_TRIAL_S)
    except PlannerError as error:
        show_error(error)
        return
    st.session_state[f"{_KEY}.trial"] = (shown.day, shown.weights)
    st.rerun()


def _wait(day: date) -> None:
    if plan_desk.active_job(desk(), who(), day) is None:
        st.rerun()
    st.html(f'<div class="fp-run" role="status"><b>{escape(t("settings.weighing_runs"))}</b></div>')


def _table(heads: Sequence[str], figures: Sequence[Figures]) -> str:
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    rows = "".join(_row(*one) for one in (*_counts(figures), *_terms(figures)))
    total = _row(t("settings.weighing_total"), *_money([one.price.total_ore for one in figures]), strong=True)
    return (
        f"<div class='fp-weigh'><table><thead><tr><th scope='col'></th>{head}</tr></thead>"
        f"<tbody>{rows}{total}</tbody></table></div>"
    )


def _counts(figures: Sequence[Figures]) -> Iterator[tuple[str, list[str], list[str]]]:
    reader = language()
    for key, values, word in (
        ("planned", [one.planned for one in figures], number_text),
        ("distance", [one.distance_m for one in figures], km_text),
        ("late", [one.late for one in figures], number_text),
        ("left_out", [one.left_out for one in figures], number_text),
    ):
        changes = [word(value - values[0], reader) if value != values[0] else "" for value in values[1:]]
        signed = [
            f"+{one}" if one and value > values[0] else one for one, value in zip(changes, values[1:], strict=True)
        ]
        yield t(f"settings.weighing_row.{key}"), [word(value, reader) for value in values], signed


def _terms(figures: Sequence[Figures]) -> Iterable[tuple[str, list[str], list[str]]]:
    """The price by term, the dearest of any plan first; terms that cost nothing anywhere are left out."""
    sums = [{term.term: term.ore for term in one.price.terms} for one in figures]
    names = {name: max(one.get(name, 0) for one in sums) for one in sums for name in one}
    for name in sorted(
        (one for one in names if any(amounts.get(one) for amounts in sums)), key=lambda one: -names[one]
    ):
        yield (t(f"views.price.{name}"), *_money([amounts.get(name, 0) for amounts in sums]))


def _money(amounts: Sequence[int]) -> tuple[list[str], list[str]]:
    reader = language()
    changes = [money_text(one - amounts[0], reader, signed=True) if one != amounts[0] else "" for one in amounts[1:]]
    return [money_text(one, reader) for one in amounts], changes


def _row(label: str, values: Sequence[str], changes: Sequence[str], *, strong: bool = False) -> str:
    cells = [f"<td>{escape(values[0])}</td>"]
    cells += [
        f"<td>{escape(value)}{f'<u>{escape(change)}</u>' if change else ''}</td>"
        for value, change in zip(values[1:], changes, strict=True)
    ]
    mark = " class='total'" if strong else ""
    return f"<tr{mark}><th scope='row'>{escape(label)}</th>{''.join(cells)}</tr>"
