"""Team: who can be sent, with what skills, licence, places and hours; who is away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.desk import team as desk_team
from planner.model.event import Actor
from planner.model.team import Absence, Team, Technician
from planner.model.words import Role
from planner.ui.absences import absence_text
from planner.ui.conflict import draw_conflict, saved_or_compared
from planner.ui.device_menu import device_menu
from planner.ui.held import held, hold, release
from planner.ui.link_menu import link_menu
from planner.ui.net import fragment
from planner.ui.on_duty_view import draw_on_duty
from planner.ui.parts import chip, draw, empty
from planner.ui.plain import plain
from planner.ui.rows import Column, Note, Row, chosen_row, number_cell, row_table
from planner.ui.session import desk, language, require, say, t, worded
from planner.ui.stores_form import draw_stores, stores_dialog
from planner.ui.team_dialogs import import_dialog, new_technician_dialog
from planner.ui.team_words import hours_text, licence_state, skills_text
from planner.ui.technician_form import edit_technician
from planner.ui.vendors_view import draw_vendors, vendor_buttons

_COMPARED = "tm"
_PARTS = ("people", "stores", "vendors", "on_call")
_ICON = {"ok": "check", "warn": "triangle", "bad": "cross-square", "quiet": "no-car"}


def page() -> None:
    """Draw the page."""
    actor = require(Role.DISPATCHER, Role.ADMINISTRATOR, Role.MANAGER)
    may_edit = actor.role is not Role.MANAGER
    team = desk_team.get_team(desk(), actor)
    part = _bar(team, may_edit=may_edit)
    if part == "stores":
        draw_stores(actor, team, may_edit=may_edit)
        return
    if part == "vendors":
        draw_vendors(actor, team, may_edit=may_edit)
        return
    if part == "on_call":
        draw_on_duty(actor)
        return
    if not team.technicians:
        _empty(may_edit=may_edit)
        return
    left, right = st.columns((1.45, 1), gap="small")
    with left, st.container(border=True, key="card-flush-team"):
        chosen = _table(team)
    with right, st.container(border=True, key="card-technician"):
        _panel(actor, team, chosen, may_edit=may_edit)


def _bar(team: Team, *, may_edit: bool) -> str:
    """Draw the choice between people, vans with depots, and subcontractors, and what can be done with each."""
    active = [one for one in team.technicians if one.active and not _away(team, one)]
    drivers = sum(one.licence.allows(desk().today()) for one in active)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-team-bar"):
        st.header(t("team.title"), anchor=False, width="content")
        parts = _PARTS if may_edit else _PARTS[:-1]  # rest that is owed is for those who make the schedules
        part = st.segmented_control(
            t("team.title"), parts, default="people", required=True, key="team-part", label_visibility="collapsed",
            format_func=worded(_PARTS, lambda one: t(f"team.part_{one}")),
        )  # fmt: skip
        if part == "vendors":
            st.caption(t("vendors.counted", count=sum(one.active for one in team.vendors)), width="stretch")
        else:
            st.caption(t("team.counted", count=len(active), drivers=drivers), width="stretch")
        if not may_edit:
            draw(chip("quiet", t("team.read_only")))
        elif part == "vendors":
            vendor_buttons(team)
        elif part == "stores":
            if st.button(t("team.import_stores"), icon=":material/upload_file:"):
                stores_dialog()
        elif team.technicians:
            if st.button(t("team.import"), icon=":material/upload_file:"):
                import_dialog()
            if st.button(t("team.new"), icon=":material/add:"):
                new_technician_dialog()
    return str(part)


def _empty(*, may_edit: bool) -> None:
    with empty(t("team.empty"), key="team"):
        if may_edit and st.button(t("team.import"), type="primary"):
            import_dialog()
        if may_edit and st.button(t("team.new")):
            new_technician_dialog()


def _table(team: Team) -> Technician:
    people = sorted(team.technicians, key=lambda one: (not one.active, one.number))
    known = {one.technician_id: one for one in people}
    columns = [
        Column(id="name", label=t("team.technician"), width="26%"),
        Column(id="licence", label=t("team.tab.licence"), width="24%", align="tight"),
        Column(id="skills", label=t("team.tab.skills"), hide="medium"),
        Column(id="hours", label=t("team.tab.hours"), align="tight", hide="wide"),
    ]
    chosen = chosen_row("team-rows", list(known)) or people[0].technician_id
    row_table(
        columns, [_row(one, team) for one in people], key="team-rows", label=t("team.title"), selected=chosen,
        height="calc(100vh - 140px)",
    )  # fmt: skip
    return known[chosen]


def _away(team: Team, one: Technician) -> tuple[Absence, ...]:
    """What keeps somebody away at present."""
    now = desk().clock()
    mine = (away for away in team.absences if away.technician_id == one.technician_id)
    return tuple(away for away in mine if away.start <= now < away.end)


def _row(one: Technician, team: Team) -> Row:
    state = licence_state(one.licence, desk().today())
    names = tuple(t(f"team.weekday.{day}") for day in range(1, 8))
    cells = {
        "name": number_cell(one.number, one.name),
        "licence": {"icon": _ICON[state.kind], "tone": state.kind, "text": say(state.words)},
        "skills": skills_text(one, desk().catalogue, language()),
        "hours": hours_text(one.patterns, names) or t("team.no_hours_short"),
    }
    return Row(id=one.technician_id, cells=cells, notes=tuple(_notes(one, state.kind, _away(team, one))))


def _notes(one: Technician, licence: str, away: tuple[Absence, ...]) -> list[Note]:
    if not one.active:
        return [Note(tone="quiet", label=t("team.resting"), text=t("team.resting_text"))]
    zone, words = desk().time_zone, t("team.away_now")
    found = [Note(tone="quiet", label=words, text=absence_text(gone, language(), zone=zone)) for gone in away]
    if licence == "bad":
        found.append(Note(tone="bad", label=t("team.tab.licence"), text=t("team.licence.no_visits")))
    if licence in ("ok", "warn") and one.start_place is None:
        found.append(Note(tone="warn", label=t("team.tab.places"), text=t("team.no_start")))
    if not one.patterns:
        found.append(Note(tone="warn", label=t("team.tab.hours"), text=t("team.no_hours")))
    return found


@fragment
def _panel(actor: Actor, team: Team, one: Technician, *, may_edit: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(one.name), anchor=False, width="stretch")
        st.caption(plain(one.technician_id), width="content")
        if may_edit and one.active:
            with st.container(width=130):
                link_menu(one.technician_id)
                device_menu(one.technician_id)
    stored, name = one, f"tm.{one.technician_id}"
    one = held(name, stored)
    edited = None
    try:
        edited = edit_technician(one, team, disabled=not may_edit)
    except ValueError as error:
        st.error(plain(str(error)))
    hold(name, one, changed=edited != one)
    if one.version != stored.version:
        draw(chip("warn", t("conflict.newer")))
    if may_edit and st.button(
        t("team.save", name=plain(one.name)), type="primary", shortcut="Ctrl+Enter", disabled=edited in (None, one),
        key="team-save",
    ):  # fmt: skip
        _save(actor, one, edited or one)
    draw_conflict(
        _COMPARED,
        save=lambda both, version: desk_team.save_technician(desk(), actor, both.replace(version=version)),
        done=lambda: release(name),
    )


def _save(actor: Actor, base: Technician, edited: Technician) -> None:
    save = partial(desk_team.save_technician, desk(), actor, edited)
    if not saved_or_compared(_COMPARED, save, what=base.name, base=base, mine=edited):
        return
    release(f"tm.{base.technician_id}")
    st.toast(t("team.saved", name=plain(edited.name)))
    st.rerun()


page()
