"""Moves of the board's schedule taken over: each once, a burst as one version, and what stood against it is said.

The browser sends all moves that are not acknowledged, each with a number; here every number is made once and the
highest goes back. Moves of one version are made together; where they cannot be, one by one, so that one that is
refused takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from planner.desk import moving
from planner.desk.moving import Move
from planner.model.errors import PlannerError
from planner.model.plan import Plan
from planner.model.reasons import hard_ones
from planner.ui.plain import plain
from planner.ui.session import actor, desk, say, t

__all__ = ["acknowledged", "do", "moved_words", "moves_of", "said_of_moves", "waits_to_be_said"]

_ACKNOWLEDGED, _SAID = "board.acknowledged", "board.moves_said"
_KEPT = 20
"""So many browsers of one session are remembered."""


def acknowledged() -> dict[str, int]:
    """Return up to which number the moves of each browser have been made."""
    found: dict[str, int] = st.session_state.setdefault(_ACKNOWLEDGED, {})
    return found


def moves_of(key: str) -> Callable[[], None]:
    """Return a callback that makes the moves that came from the component with a key."""

    def take() -> None:
        sent = getattr(st.session_state.get(key), "moves", None) or {}
        client, moves = str(sent.get("client", "")), sent.get("moves") or ()
        done = acknowledged().get(client, 0)
        fresh = sorted((one for one in moves if int(one["seq"]) > done), key=lambda one: int(one["seq"]))
        if not fresh:
            return
        for plan_id, group in groupby(fresh, key=lambda one: str(one["plan"])):
            _make(plan_id, [_read(one) for one in group])
        _acknowledge(client, int(fresh[-1]["seq"]))

    return take


def do(call: Callable[[], str]) -> None:
    """Do what a button asked for, and say what came of it in the next run."""
    try:
        _say("done", call())
    except PlannerError as error:
        _say("refused", say(error.message))


def moved_words(draft: Plan, done: str = "moving.moved") -> str:
    """Return what a move made of the plan: the draft, and that it breaks rules where it does."""
    broken = len(hard_ones(draft.violations))
    said = t(done, version=draft.version)
    return f"{said}. {t('moving.broken', count=broken)}" if broken else said


def waits_to_be_said() -> bool:
    """Whether something was done that the page has not said yet: then it shows another version than the newest."""
    return bool(st.session_state.get(_SAID))


def said_of_moves() -> None:
    """Say what came of the last moves, once."""
    found: list[tuple[str, str]] = st.session_state.pop(_SAID, [])
    for kind, words in found:
        if kind == "refused":
            st.warning(plain(words), icon=":material/sync_problem:")
        else:
            st.toast(plain(words), icon=":material/check:")


def _read(sent: Mapping[str, Any]) -> Move:
    duty, after = sent.get("duty"), sent.get("after")
    return Move(
        visit_id=str(sent["visit"]), duty_id=str(duty) if duty else None, after=str(after) if after else None
    )  # fmt: skip


def _make(plan_id: str, moves: Sequence[Move]) -> None:
    try:
        draft = moving.move(desk(), actor(), plan_id, moves)
    except PlannerError as error:
        if len(moves) > 1:
            for one in moves:
                _make(plan_id, [one])
        else:
            _say("refused", say(error.message))
        return
    _say("done", moved_words(draft))


def _say(kind: str, words: str) -> None:
    st.session_state.setdefault(_SAID, []).append((kind, words))


def _acknowledge(client: str, seq: int) -> None:
    known = acknowledged()
    known.pop(client, None)
    known[client] = seq
    while len(known) > _KEPT:
        known.pop(next(iter(known)))
