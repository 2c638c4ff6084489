"""The form of one technician: person, skills, licence, places, working hours."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from planner.model.places import Place
from planner.model.team import (
    CertificateHeld,
    Licence,
    SkillHeld,
    Suspension,
    Team,
    Technician,
)
from planner.ui.absences import draw_absences
from planner.ui.language_words import language_name, spoken_languages
from planner.ui.parts import chip, draw
from planner.ui.placing import place_editor
from planner.ui.session import actor, desk, language, say, t, worded
from planner.ui.shift_form import edit_patterns
from planner.ui.team_words import licence_state

__all__ = ["LICENCE_CLASSES", "edit_technician"]

LICENCE_CLASSES = ("AM", "A1", "A2", "A", "B", "BE", "C1", "C1E", "C", "CE", "D1", "D", "DE")


def edit_technician(technician: Technician, team: Team, *, disabled: bool) -> Technician:
    """Draw the form; return the technician as the form says.

    Parameters
    ----------
    technician
        As stored; the widgets begin anew with its version.
    team
        Offers depots and vehicles.
    disabled
        Whether the reader may only read.

    Raises
    ------
    ValueError
        If a value cannot be (the model says which).
    """
    key = f"tm.{technician.technician_id}.{technician.version}"
    names = [t(f"team.tab.{one}") for one in ("person", "skills", "licence", "places", "hours", "absences")]
    person, skills, licence, places, hours, away = st.tabs(names, key=f"{key}.tabs")
    changes: dict[str, Any] = {}
    with person:
        changes |= _person(technician, key=key, disabled=disabled)
        changes |= _employment(technician, team, key=key, disabled=disabled)
    with skills:
        changes |= _skills(technician, key=key, disabled=disabled)
    with licence:
        changes["licence"] = _licence(technician.licence, key=key, disabled=disabled)
        changes["rides_with"] = _rides_with(technician, team, key=key, disabled=disabled)
    with places:
        changes |= _places(technician, team, key=key, disabled=disabled)
    with hours:
        changes["patterns"] = edit_patterns(technician.patterns, key=key, disabled=disabled)
    with away:
        draw_absences(actor(), team, technician, disabled=disabled)
    return technician.replace(**changes)


def _person(one: Technician, *, key: str, disabled: bool) -> dict[str, Any]:
    factor: dict[str, Any] = {"min_value": 0.1, "max_value": 10.0, "step": 0.05, "format": "%.2f", "disabled": disabled}
    left, right = st.columns(2)
    name = left.text_input(t("team.name"), one.name, key=f"{key}.name", disabled=disabled)
    phone = right.text_input(t("team.phone"), one.phone, key=f"{key}.phone", disabled=disabled)
    left, right = st.columns(2)
    mail = left.text_input(t("team.mail"), one.mail, key=f"{key}.mail", disabled=disabled)
    lines = right.pills(
        t("team.lines"), (1, 2, 3), selection_mode="multi", default=one.lines, key=f"{key}.lines", disabled=disabled
    )
    left, right = st.columns(2)
    cost = left.number_input(
        t("team.cost"), 0, 100_000, one.cost_per_hour_ore // 100, 10, key=f"{key}.cost", disabled=disabled
    )
    overtime = right.number_input(t("team.overtime"), value=one.overtime_factor, key=f"{key}.overtime", **factor)
    left, right = st.columns(2)
    speed = left.number_input(
        t("team.speed"), value=one.speed_factor, key=f"{key}.speed", help=t("team.speed_help"), **factor
    )
    job = right.number_input(
        t("team.job"), value=one.job_time_factor, key=f"{key}.job", help=t("team.job_help"), **factor
    )
    left, right = st.columns(2)
    remote = left.toggle(t("team.remote"), one.works_remotely, key=f"{key}.remote", disabled=disabled)
    van = left.toggle(
        t("team.van"), one.works_in_van, key=f"{key}.van", help=t("team.van_help"), disabled=disabled or not remote
    )
    active = right.toggle(t("team.active"), one.active, key=f"{key}.active", disabled=disabled)
    nights = st.toggle(
        t("team.nights"), one.nights_away, key=f"{key}.nights", help=t("team.nights_help"), disabled=disabled
    )
    note = st.text_area(t("team.note"), one.note, key=f"{key}.note", height=68, disabled=disabled)
    return {
        "name": name.strip() or one.name,
        "phone": phone.strip(),
        "mail": mail.strip(),
        "lines": tuple(sorted(lines)),
        "cost_per_hour_ore": int(cost) * 100,
        "overtime_factor": float(overtime),
        "speed_factor": float(speed),
        "job_time_factor": float(job),
        "works_remotely": remote,
        "works_in_van": van,
        "active": active,
        "nights_away": nights,
        "note": note.strip(),
    }


def _employment(one: Technician, team: Team, *, key: str, disabled: bool) -> dict[str, Any]:
    """Whose they are, what they speak, and where they work."""
    firms = {"": t("vendors.own_staff"), **{firm.vendor_id: firm.name for firm in team.vendors}}
    firms |= {} if one.vendor_id in firms else {one.vendor_id: one.vendor_id}
    codes = spoken_languages(team, *one.languages)
    districts = sorted({*one.territories, *(name for other in team.technicians for name in other.territories)})
    left, right = st.columns(2)
    firm = left.selectbox(
        t("vendors.works_for"), list(firms), list(firms).index(one.vendor_id),
        format_func=worded(firms, firms.__getitem__), key=f"{key}.firm", disabled=disabled,
    )  # fmt: skip
    spoken = right.multiselect(
        t("team.languages"), codes, list(one.languages), format_func=worded(codes, language_name),
        key=f"{key}.languages", disabled=disabled,
    )  # fmt: skip
    named = st.multiselect(
        t("team.territories"), districts, list(one.territories), accept_new_options=True, key=f"{key}.territories",
        placeholder=t("team.everywhere"), disabled=disabled,
    )  # fmt: skip
    return {"vendor_id": firm or "", "languages": tuple(spoken), "territories": tuple(named)}


def _skills(one: Technician, *, key: str, disabled: bool) -> dict[str, Any]:
    catalogue, reader = desk().catalogue, language()
    skill_name = {name: catalogue.skill_name(name)[reader] for name in catalogue.skills}
    skills = sorted(skill_name, key=skill_name.__getitem__)
    levels = {level.level: f"{level.level} {level.label[reader]}" for level in catalogue.skill_levels}
    papers_name = {name: paper.name[reader] for name, paper in catalogue.certificates.items()}
    st.caption(t("team.skills_help"))
    column = st.column_config
    held = _table(("skill", "level", "valid_to"), [(s.skill, s.level, s.valid_to) for s in one.skills])
    edited: pd.DataFrame = st.data_editor(
        held, num_rows="dynamic", hide_index=True, placeholder="–", key=f"{key}.skills", disabled=disabled,
        column_config={
            "skill": column.SelectboxColumn(
                t("team.skill"), options=skills, required=True,
                format_func=lambda name: skill_name.get(str(name), str(name)),
            ),
            "level": column.SelectboxColumn(
                t("team.level"), options=[*levels], default=2, required=True, width="small",
                format_func=lambda level: levels.get(int(level), str(level)),
            ),
            "valid_to": column.DateColumn(t("team.valid_to"), format="YYYY-MM-DD", width="small"),
        },
    )  # fmt: skip
    papers = _table(
        ("certificate", "valid_to", "customer_id"),
        [(c.certificate, c.valid_to, c.customer_id) for c in one.certificates],
    )
    certificates: pd.DataFrame = st.data_editor(
        papers, num_rows="dynamic", hide_index=True, placeholder="–", key=f"{key}.certificates", disabled=disabled,
        column_config={
            "certificate": column.SelectboxColumn(
                t("team.certificate"), options=list(papers_name), required=True,
                format_func=lambda name: papers_name.get(str(name), str(name)),
            ),
            "valid_to": column.DateColumn(t("team.valid_to"), format="YYYY-MM-DD", width="small"),
            "customer_id": column.TextColumn(t("team.for_customer"), width="small"),
        },
    )  # fmt: skip
    return {
        "skills": tuple(
            SkillHeld(skill=row["skill"], level=int(row["level"] or 1), valid_to=_day(row["valid_to"]))
            for row in _rows(edited, "skill")
        ),
        "certificates": tuple(
            CertificateHeld(
                certificate=row["certificate"],
                valid_to=_day(row["valid_to"]),
                customer_id=str(row["customer_id"] or "").strip(),
            )
            for row in _rows(certificates, "certificate")
        ),
    }


def _rides_with(one: Technician, team: Team, *, key: str, disabled: bool) -> str:
    """Return in whose car they ride while their own licence does not hold."""
    people = {other.technician_id: other.name for other in team.technicians if other.technician_id != one.technician_id}
    known = {"": t("team.rides_nobody"), **people}
    known |= {} if one.rides_with in known else {one.rides_with: one.rides_with}
    chosen = st.selectbox(
        t("team.rides_with"), list(known), list(known).index(one.rides_with), help=t("team.rides_help"),
        format_func=worded(known, known.__getitem__), key=f"{key}.rides", disabled=disabled,
    )  # fmt: skip
    return chosen or ""


def _licence(licence: Licence, *, key: str, disabled: bool) -> Licence:
    today = desk().today()
    state = licence_state(licence, today)
    draw(chip(state.kind, say(state.words)))
    st.caption(t("team.licence_help"))
    classes = st.multiselect(
        t("team.classes"), LICENCE_CLASSES, [c for c in licence.classes if c in LICENCE_CLASSES],
        key=f"{key}.classes", disabled=disabled,
    )  # fmt: skip
    left, right = st.columns(2)
    valid_to = left.date_input(
        t("team.valid_to"), licence.valid_to, format="YYYY-MM-DD", key=f"{key}.valid", disabled=disabled
    )
    checked_on = right.date_input(
        t("team.checked_on"), licence.checked_on, max_value=today, format="YYYY-MM-DD", key=f"{key}.checked",
        disabled=disabled,
    )  # fmt: skip
    st.markdown(f"**{t('team.suspensions')}**")
    stopped: pd.DataFrame = st.data_editor(
        _table(("first", "last"), [(s.first, s.last) for s in licence.suspensions]),
        num_rows="dynamic", hide_index=True, placeholder="–", key=f"{key}.suspensions", disabled=disabled,
        column_config={
            "first": st.column_config.DateColumn(t("team.first_day"), format="YYYY-MM-DD", required=True),
            "last": st.column_config.DateColumn(t("team.last_day"), format="YYYY-MM-DD", required=True),
        },
    )  # fmt: skip
    spans = [(_day(row["first"]), _day(row["last"])) for row in _rows(stopped, "first")]
    return Licence(
        classes=tuple(classes),
        valid_to=valid_to if isinstance(valid_to, date) else None,
        checked_on=checked_on if isinstance(checked_on, date) else None,
        suspensions=tuple(Suspension(first=a, last=b) for a, b in spans if a and b and a <= b),
    )


def _places(one: Technician, team: Team, *, key: str, disabled: bool) -> dict[str, Any]:
    depots = {depot.depot_id: depot for depot in team.depots}
    begins = team.start_depot(one)
    starts = st.selectbox(
        t("team.starts_from"), ["home", *depots], key=f"{key}.starts", disabled=disabled,
        index=["home", *depots].index(begins.depot_id) if begins else 0,
        format_func=worded(["home", *depots], lambda d: depots[d].name if d in depots else t("team.home")),
    )  # fmt: skip
    start: Place | None
    if starts in depots:
        start = depots[starts].place
    else:
        start = place_editor(one.start_place, key=f"{key}.start", label=t("team.start_place"), disabled=disabled)
    kinds = ("same", "open", "other")
    stored = "open" if one.end_place is None else "same" if one.end_place == one.start_place else "other"
    ends = st.segmented_control(
        t("team.ends"), kinds, default=stored, required=True, format_func=worded(kinds, lambda k: t(f"team.ends_{k}")),
        key=f"{key}.ends", disabled=disabled,
    )  # fmt: skip
    end: Place | None = start if ends == "same" else None
    if ends == "other":
        end = place_editor(one.end_place, key=f"{key}.end", label=t("team.end_place"), disabled=disabled)
    vehicles = {car.vehicle_id: car.name for car in team.vehicles}
    options = ["", *vehicles]
    vehicle = st.selectbox(
        t("team.vehicle"), options, index=options.index(one.vehicle_id) if one.vehicle_id in vehicles else 0,
        format_func=worded(options, lambda v: vehicles.get(v, t("team.no_vehicle"))),
        key=f"{key}.vehicle", disabled=disabled,
    )  # fmt: skip
    return {"start_place": start, "end_place": end, "starts_from": starts, "vehicle_id": vehicle or ""}


def _table(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    for name in columns:
        if name in ("valid_to", "first", "last"):
            frame[name] = pd.to_datetime(frame[name])
        elif name == "level":
            frame[name] = frame[name].astype("Int64")
        else:
            frame[name] = frame[name].astype("string")
    return frame


def _rows(frame: pd.DataFrame, needed: str) -> list[dict[str, Any]]:
    found = [{name: None if pd.isna(value) else value for name, value in row.items()} for row in _records(frame)]
    return [row for row in found if row[needed] is not None]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _day(value: Any) -> date | None:
    if value is None or pd.isna(value):
        return None
    return pd.Timestamp(value).date()
