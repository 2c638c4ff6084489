"""How long things are kept: read by those who may see the settings, changed by administrators."""

from __future__ import annotations

import streamlit as st

from planner.desk import privacy as privacy_desk
from planner.desk.privacy import StoredRetention
from planner.model.errors import PlannerError, StaleError
from planner.model.event import Actor
from planner.model.privacy import LONGEST, Retention
from planner.model.words import Role
from planner.ui.conflict import Conflict, begin, draw_conflict
from planner.ui.held import held, hold, release
from planner.ui.parts import chip, draw
from planner.ui.session import desk, show_error, t

__all__ = ["retention_card"]

_NAME = "pr"


def retention_card(actor: Actor) -> None:
    """Draw the section; nothing is saved before the button is pressed."""
    stored = privacy_desk.get_retention(desk(), actor)
    base = held(_NAME, stored)
    may_edit = actor.role is Role.ADMINISTRATOR
    with st.container(border=True, key="card-privacy"):
        st.subheader(t("privacy.form.title"), anchor=False)
        told = ("help", "positions") if may_edit else ("help", "positions", "administrators")
        st.caption(" ".join(t(f"privacy.form.{one}") for one in told))
        edited = _fields(base, may_edit=may_edit)
        hold(_NAME, base, changed=edited != base.kept)
        if base.version != stored.version:
            draw(chip("warn", t("conflict.newer")))
        if may_edit and st.button(t("privacy.form.save"), type="primary", disabled=edited == base.kept, key="pr-save"):
            _save(actor, base, edited)
        draw_conflict(
            _NAME,
            save=lambda both, version: privacy_desk.save_retention(desk(), actor, both, version=version),
            done=lambda: release(_NAME),
        )


def _fields(base: StoredRetention, *, may_edit: bool) -> Retention:
    boxes = st.columns(2, gap="small") + st.columns(2, gap="small")
    values = {}
    for box, (name, most) in zip(boxes, LONGEST.items(), strict=True):
        values[name] = box.number_input(
            t(f"privacy.form.{name}"), 1, most, getattr(base.kept, name), key=f"{_NAME}-{name}-{base.version}",
            disabled=not may_edit, help=t(f"privacy.form.{name}_help"),
        )  # fmt: skip
    return Retention(**{name: int(value) for name, value in values.items()})


def _save(actor: Actor, base: StoredRetention, edited: Retention) -> None:
    try:
        privacy_desk.save_retention(desk(), actor, edited, version=base.version)
    except StaleError as error:
        what = t("privacy.form.title")
        begin(
            _NAME,
            Conflict(what=what, base=base.kept, mine=edited, theirs=error.theirs, version=error.version, by=error.by),
        )
        return
    except PlannerError as error:
        show_error(error)
        return
    release(_NAME)
    st.toast(t("privacy.form.saved"), icon=":material/check:")
    st.rerun()
