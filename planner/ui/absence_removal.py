"""Removing an absence; one that somebody changed meanwhile is shown first."""

from __future__ import annotations

import streamlit as st

from planner.desk import team as desk_team
from planner.model.errors import PlannerError, StaleError
from planner.model.event import Actor
from planner.model.merge import differences
from planner.model.team import Absence
from planner.ui.conflict import difference_table, saver
from planner.ui.plain import plain
from planner.ui.session import desk, show_error, t

__all__ = ["ask_to_remove", "remove_asked"]

_ASKED, _REFUSED = "away.asked", "away.refused"


def ask_to_remove(absence: Absence) -> None:
    """Remember which absence was pressed, as it was shown; the `on_click` of a button."""
    st.session_state[_ASKED] = absence


def remove_asked(actor: Actor, *, name: str) -> None:
    """Remove the absence that was pressed, and compare where somebody changed it meanwhile; call it in every run.

    Parameters
    ----------
    name
        Whose absence it is.
    """
    if (asked := st.session_state.pop(_ASKED, None)) is not None:
        _remove(actor, asked)
    if (refused := st.session_state.get(_REFUSED)) is not None:
        title = t("conflict.title", what=plain(name))
        st.dialog(title, width="medium", on_dismiss=_close)(_compare)(actor, *refused)


def _remove(actor: Actor, absence: Absence) -> None:
    try:
        desk_team.remove_absence(desk(), actor, absence)
    except StaleError as error:
        st.session_state[_REFUSED] = (absence, error)
        return
    except PlannerError as error:
        show_error(error)
        return
    _close()
    st.rerun()


def _close() -> None:
    st.session_state.pop(_REFUSED, None)


def _compare(actor: Actor, read: Absence, error: StaleError) -> None:
    theirs = error.theirs
    assert isinstance(theirs, Absence)  # one that is gone already is not refused
    who = saver(error.by)
    st.warning(t("conflict.saved_by", who=plain(who), version=error.version), icon=":material/sync_problem:")
    difference_table(differences(read, read, theirs), who=who, with_mine=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-conflict-foot"):
        anyway = st.button(t("conflict.remove_anyway"), type="primary", key="away-remove-anyway")
        keep = st.button(t("conflict.keep_theirs"), type="tertiary", key="away-keep")
    if anyway:
        _remove(actor, theirs)
    if keep:
        _close()
    if st.session_state.get(_REFUSED) != (read, error):  # over, or refused once more: shown as it is now
        st.rerun()
