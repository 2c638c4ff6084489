"""Dialogs of the team page: a new technician, a team file."""

from __future__ import annotations

import streamlit as st

from planner.desk import team as desk_team
from planner.model.errors import InputError, PlannerError
from planner.model.team import Technician
from planner.ui.net import caught
from planner.ui.parts import problem_lines
from planner.ui.plain import plain
from planner.ui.rows import choose_row
from planner.ui.session import actor, desk, show_error, t
from planner.ui.shift_form import OFFICE_WEEK

__all__ = ["import_dialog", "new_technician_dialog"]


def new_technician_dialog() -> None:
    """Ask for name and id, save, and choose the new person."""

    @st.dialog(t("team.new"))
    @caught
    def ask() -> None:
        team = desk_team.get_team(desk(), actor())
        number = max((one.number for one in team.technicians), default=0) + 1
        name = st.text_input(t("team.name"), placeholder="Anna L", key="team-new-name")
        technician_id = st.text_input(t("team.id"), value=f"T{number:02d}", key="team-new-id").strip()
        taken = team.technician(technician_id) is not None
        if taken:
            st.warning(t("team.id_taken", id=plain(technician_id)))
        ready = bool(name.strip() and technician_id) and not taken
        if st.button(t("team.create"), type="primary", disabled=not ready, key="team-create"):
            _create(Technician(technician_id=technician_id, name=name.strip(), number=number, patterns=(OFFICE_WEEK,)))

    ask()


def _create(new: Technician) -> None:
    try:
        desk_team.save_technician(desk(), actor(), new)
    except PlannerError as error:
        show_error(error)
        return
    choose_row("team-rows", new.technician_id)
    st.rerun()


def import_dialog() -> None:
    """Take a team file; nothing is saved where anything in it is wrong."""

    @st.dialog(t("team.import"), width="medium")
    @caught
    def ask() -> None:
        st.caption(t("team.import_help"))
        file = st.file_uploader(t("team.file"), type=["csv", "xlsx"], label_visibility="collapsed", key="team-file")
        if file is None:
            return
        try:
            team = desk_team.import_team(desk(), actor(), file.name, file.getvalue())
        except InputError as error:
            st.text(t("team.import_failed", count=len(error.problems)))
            problem_lines(error.problems[:50], key="team-import")
            return
        except PlannerError as error:
            show_error(error)
            return
        st.toast(t("team.imported", count=len(team.technicians)))
        st.rerun()

    ask()
