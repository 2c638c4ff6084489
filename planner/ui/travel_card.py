"""Where travel times come from: the engines in the order they are asked, and how each of them is."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from planner.model.language import number_text
from planner.model.message import Message
from planner.travel import GreatCircle, engine_name, states_of
from planner.travel.falling_back import EngineState
from planner.ui.parts import facts
from planner.ui.session import desk, language, say, t

__all__ = ["travel_card"]


def travel_card() -> None:
    """Draw the engines of the settings, what has failed, and the factor of drive times."""
    st.subheader(t("settings.travel"), anchor=False)
    states = states_of(desk().travel)
    factor = number_text(GreatCircle.from_settings().factor, language(), decimals=2)
    facts((*_rows(states), (t("settings.factor"), factor)))
    for state in states:
        if state.failure:
            st.warning(
                t(
                    "settings.engine_failed",
                    engine=_named(state.failure.engine),
                    since=state.failure.since,
                    instead=_named(state.failure.instead),
                    reason=say(state.failure.said),
                )
            )
    st.caption(t("settings.travel_help"))


def _rows(states: tuple[EngineState, ...]) -> Iterator[tuple[str, str]]:
    for number, state in enumerate(states):
        said = [_named(state.label.engine), state.data, _health(state)]
        if state.label.quality != "estimated":
            said.append(state.label.data_hash)
        yield t("settings.engine_next" if number else "settings.engine"), " · ".join(filter(None, said))


def _health(state: EngineState) -> str:
    if state.breaker and state.breaker.name == "open":
        return t("settings.engine_resting")
    if state.breaker and state.breaker.name == "half_open":
        return t("settings.engine_trying")
    return t("settings.engine_away") if state.failure else ""


def _named(engine: str) -> str:
    name = engine_name(engine)
    return say(name) if isinstance(name, Message) else name
