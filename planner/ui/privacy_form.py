"""How long things are kept: read by those who may see the settings, changed by administrators."""

from __future__ import annotations

import streamlit as st

from planner.desk import privacy as privacy_desk
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.privacy import LONGEST, Retention
from planner.model.words import Role
from planner.ui.session import desk, show_error, t

__all__ = ["retention_card"]


def retention_card(actor: Actor) -> None:
    """Draw the section; nothing is saved before the button is pressed."""
    stored = privacy_desk.get_retention(desk(), actor)
    may_edit = actor.role is Role.ADMINISTRATOR
    with st.container(border=True, key="card-privacy"):
        st.subheader(t("privacy.form.title"), anchor=False)
        told = ("help", "positions") if may_edit else ("help", "positions", "administrators")
        st.caption(" ".join(t(f"privacy.form.{one}") for one in told))
        edited = _fields(stored.kept, may_edit=may_edit)
        if may_edit and st.button(
            t("privacy.form.save"), type="primary", disabled=edited == stored.kept, key="pr-save"
        ):
            _save(actor, edited, stored.version)


def _fields(stored: Retention, *, may_edit: bool) -> Retention:
    boxes = st.columns(2, gap="small") + st.columns(2, gap="small")
    values = {}
    for box, (name, most) in zip(boxes, LONGEST.items(), strict=True):
        present = getattr(stored, name)
        # The stored value is part of the key: what somebody else saved is shown, and not overwritten unseen.
        values[name] = box.number_input(
            t(f"privacy.form.{name}"), 1, most, present, key=f"pr-{name}-{present}", disabled=not may_edit,
            help=t(f"privacy.form.{name}_help"),
        )  # fmt: skip
    return Retention(**{name: int(value) for name, value in values.items()})


def _save(actor: Actor, edited: Retention, version: int) -> None:
    try:
        privacy_desk.save_retention(desk(), actor, edited, version=version)
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("privacy.form.saved"), icon=":material/check:")
    st.rerun()
