"""The weights of the price, every one with what it does and its unit."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.model.costs import PROFILES, Weights
from planner.model.words import Priority
from planner.ui.session import t

__all__ = ["edit_weights", "profile_of"]

_SINGLE = (
    ("drive_ore_h", 10.0), ("distance_ore_km", 0.1), ("waiting_ore_h", 10.0), ("used_ore", 10.0),
    ("unfairness_ore_h", 1.0), ("unfair_night_ore_h", 1.0), ("unfair_weekend_ore_h", 1.0), ("unfair_drive_ore_h", 1.0),
    ("longest_idle_ore_h", 10.0), ("longest_lateness_ore_min", 1.0),
    ("non_preferred_ore", 10.0), ("same_technician_ore", 10.0), ("language_ore", 10.0), ("skill_surplus_ore", 1.0),
    ("territory_ore", 10.0), ("change_technician_ore", 10.0), ("change_day_ore", 10.0),
    ("change_ore_min", 1.0),
)  # fmt: skip
_BY_PRIORITY = (("lateness_ore_min", 1.0), ("soon_ore_h", 1.0), ("drop_ore", 100.0))


def profile_of(weights: Weights) -> str:
    """Return the ready profile the weights are, or ``own``."""
    return next((name for name, ready in PROFILES.items() if ready.replace(profile="") == weights.replace(profile="")),
                "own")  # fmt: skip


def edit_weights(weights: Weights, *, key: str, disabled: bool) -> Weights:
    """Draw every weight; return the weights as the fields say.

    Parameters
    ----------
    weights
        What the fields begin with.
    key
        Prefix of the widgets; a new one begins anew.
    """
    changes: dict[str, Any] = {}
    for name, step in _SINGLE:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"weight-{name}"):
            _explained(name)
            changes[name] = _kronor(
                t(f"settings.weight.{name}"), getattr(weights, name), key=f"{key}.{name}", step=step, disabled=disabled
            )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="weight-territory_hard"):
        _explained("territory_hard")
        changes["territory_hard"] = st.toggle(
            t("settings.weight.territory_hard"), weights.territory_hard, key=f"{key}.territory_hard", disabled=disabled,
            label_visibility="collapsed",
        )  # fmt: skip
    for name, step in _BY_PRIORITY:
        with st.container(gap="small", key=f"weight-{name}"):
            _explained(name)
            boxes = st.columns(5)
            changes[name] = tuple(
                _in_box(box, name, priority, getattr(weights, name)[priority - 1], f"{key}.{name}", step, disabled)
                for box, priority in zip(boxes, Priority, strict=True)
            )
    edited = weights.replace(**changes)
    return edited.replace(profile=profile_of(edited))


def _explained(name: str) -> None:
    with st.container(gap=None, width="stretch"):
        with st.container(key=f"strong-{name}"):
            st.text(t(f"settings.weight.{name}"))
        st.caption(t(f"settings.help.{name}"))


def _kronor(label: str, ore: int, *, key: str, step: float, disabled: bool) -> int:
    value = st.number_input(
        label, 0.0, 1_000_000.0, ore / 100, step, format="%.2f" if step < 1 else "%.0f", key=key, disabled=disabled,
        label_visibility="collapsed", width=150,
    )  # fmt: skip
    return round(float(value) * 100)


def _in_box(box: Any, name: str, priority: Priority, ore: int, key: str, step: float, disabled: bool) -> int:
    value = box.number_input(
        priority.name, 0.0, 1_000_000.0, ore / 100, step, format="%.0f", key=f"{key}.{priority.name}", disabled=disabled
    )
    return round(float(value) * 100)
