"""Which technician and visit are in focus: one choice for map, schedule, list and address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from planner.model.plan import Plan

__all__ = ["Focus", "chosen_in", "read_focus", "set_focus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Technician and visit in focus; None: nobody, nothing."""

    technician_id: str | None = None
    visit_id: str | None = None


def read_focus(plan: Plan | None) -> Focus:
    """Return the focus of the address as far as the plan knows it."""
    technician, visit = st.query_params.get("tech"), st.query_params.get("visit")
    if plan is None:
        return Focus()
    stop = plan.stop_of(visit) if visit else None
    if stop is not None:
        return Focus(technician_id=stop.technician_id, visit_id=visit)
    left = visit if any(u.visit_id == visit for u in plan.unassigned) else None
    known = any(one.technician_id == technician for one in plan.technicians)
    return Focus(technician_id=technician if known else None, visit_id=left)


def set_focus(focus: Focus) -> None:
    """Put the focus into the address."""
    for name, value in (("tech", focus.technician_id), ("visit", focus.visit_id)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def chosen_in(key: str) -> Callable[[], None]:
    """Return a callback that takes over what was chosen in the component with a key."""

    def take() -> None:
        chosen = getattr(st.session_state.get(key), "chosen", None) or {}
        set_focus(Focus(technician_id=chosen.get("technician"), visit_id=chosen.get("visit")))

    return take
