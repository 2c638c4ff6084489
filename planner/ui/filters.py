"""What the board shows, chosen in a menu and kept in the address: a link shows a colleague the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from planner.model.plan import Plan
from planner.model.team import Team
from planner.ui.address import asked, keep, kept
from planner.ui.session import desk, language, t, worded
from planner.views.filtering import STATES, Shown
from planner.views.map_data import people_of

__all__ = ["filter_menu", "read_filters"]

_NAMES = {"technicians": "who", "territories": "area", "skills": "skill", "priorities": "prio", "states": "state"}
"""Each choice and its word in the address."""


def read_filters() -> Shown:
    """Return what the address asks for; what it cannot mean is left out."""
    found = {name: asked(word) for name, word in _NAMES.items()}
    return Shown(
        technicians=found["technicians"],
        territories=found["territories"],
        skills=found["skills"],
        priorities=tuple(int(one) for one in found["priorities"] if one in ("1", "2", "3", "4", "5")),
        states=tuple(one for one in found["states"] if one in STATES),
    )


def filter_menu(plan: Plan, team: Team, shown: Shown) -> None:
    """Draw the menu: five choices, and all of it again."""
    label = t("filters.some", count=shown.count) if shown.count else t("filters.none")
    with st.popover(label, icon=":material/filter_list:", key="filters", on_change="rerun") as menu:
        if not menu.open:
            return
        people = {one.technician_id: f"{one.number} {one.name}" for one in people_of(plan)}
        _choice("technicians", t("filters.technicians"), people, shown.technicians)
        areas = sorted({area for one in team.technicians for area in one.territories})
        _choice("territories", t("filters.territories"), {one: one for one in areas}, shown.territories)
        held = sorted({held.skill for one in team.technicians for held in one.skills})
        names = {one: desk().catalogue.skill_name(one)[language()] for one in held}
        _choice("skills", t("filters.skills"), names, shown.skills)
        numbers = {str(one): f"P{one}" for one in range(1, 6)}
        _choice("priorities", t("filters.priorities"), numbers, tuple(map(str, shown.priorities)))
        states = {one: t(f"filters.state.{one}") for one in STATES}
        _choice("states", t("filters.states"), states, shown.states)
        st.button(
            t("filters.clear"), key="filters-clear", type="tertiary", icon=":material/close:", on_click=_clear,
            disabled=shown.is_all,
        )  # fmt: skip


def _choice(name: str, label: str, options: Mapping[str, str], chosen: Iterable[str]) -> None:
    """One choice; nothing to choose from is not asked."""
    if not options:
        return
    key = f"filter-{name}"
    st.session_state[key] = [one for one in chosen if one in options]
    st.multiselect(
        label, list(options), key=key, format_func=worded(options, options.__getitem__), placeholder=t("filters.all"),
        on_change=kept(_NAMES[name], key),
    )  # fmt: skip


def _clear() -> None:
    for word in _NAMES.values():
        keep(word, ())
