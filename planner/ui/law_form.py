"""How the working-time law is applied: values with their source, agreements that replace them, what planning keeps."""

from __future__ import annotations

from datetime import date

import streamlit as st

from planner.desk import settings as desk_settings
from planner.desk.settings import StoredLaw
from planner.law import KEEPABLE, LAW, Agreement, LawSettings, Override, Parameter, profile_for
from planner.law.parameters import Setting
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.words import Role
from planner.ui.parts import chip, draw
from planner.ui.session import desk, show_error, t, worded

__all__ = ["law_card", "setting_of"]


def law_card(actor: Actor) -> None:
    """Draw the section; dispatchers read it, administrators change it."""
    stored = desk_settings.get_law(desk(), actor)
    may_edit = actor.role is Role.ADMINISTRATOR
    with st.container(border=True, key="card-law"):
        st.subheader(t("settings.law"), anchor=False)
        st.caption(t("settings.law_help"))
        if not may_edit:
            draw(chip("quiet", t("settings.law_administrators")))
        kept = _keeps(stored, may_edit=may_edit)
        reason = st.text_input(
            t("settings.law_night"), stored.law.night_reason, key=f"law-night-{stored.version}", disabled=not may_edit
        )
        edited = stored.law.replace(keeps=kept, night_reason=reason.strip())
        if may_edit and st.button(
            t("settings.law_save"), type="primary", key="law-save", disabled=edited == stored.law
        ):
            _save(actor, edited, stored.version)
        _agreements(actor, stored, may_edit=may_edit)
        with st.expander(t("settings.law_values")):
            st.dataframe(_rows(stored.law), hide_index=True, width="stretch")


def setting_of(written: str, like: Parameter) -> Setting:
    """Return a value as it was written, of the kind of a parameter's value.

    Raises
    ------
    ValueError
        If it is of another kind.
    """
    text = written.strip()
    if isinstance(like.value, bool):
        return {"true": True, "ja": True, "yes": True, "false": False, "nej": False, "no": False}.get(
            text.lower(), text
        )
    return text if isinstance(like.value, str) else float(text.replace(",", "."))


def _keeps(stored: StoredLaw, *, may_edit: bool) -> tuple[str, ...]:
    chosen = st.pills(
        t("settings.law_keeps"), KEEPABLE, selection_mode="multi", default=stored.law.keeps,
        format_func=worded(KEEPABLE, lambda rule: t(f"law.{rule}")), key=f"law-keeps-{stored.version}",
        disabled=not may_edit,
    )  # fmt: skip
    return tuple(rule for rule in KEEPABLE if rule in chosen)


def _agreements(actor: Actor, stored: StoredLaw, *, may_edit: bool) -> None:
    for number, one in enumerate(stored.law.agreements):
        with st.container(horizontal=True, vertical_alignment="center"):
            values = ", ".join(f"{value.key} = {value.value} ({value.clause})" for value in one.overrides)
            st.text(f"{one.name}: {values}, {one.valid_from}–{one.valid_to or ''}", width="stretch")
            if may_edit and st.button(t("settings.law_remove"), key=f"law-drop-{number}", type="tertiary"):
                left = (*stored.law.agreements[:number], *stored.law.agreements[number + 1 :])
                _save(actor, stored.law.replace(agreements=left), stored.version)
    if may_edit:
        _add(actor, stored)


def _add(actor: Actor, stored: StoredLaw) -> None:
    keys = [key for key in LAW.parameters if not key.startswith("EU.")]
    with st.form("law-agreement", border=False):
        name_box, clause_box, from_box = st.columns(3)
        name = name_box.text_input(t("settings.law_agreement"), key="law-name")
        clause = clause_box.text_input(t("settings.law_clause"), key="law-clause")
        since = from_box.date_input(t("settings.law_from"), desk().today(), key="law-from")
        key_box, value_box = st.columns(2)
        key = key_box.selectbox(t("settings.law_value"), keys, key="law-key")
        value = value_box.text_input(t("settings.law_new_value"), key="law-value")
        pressed = st.form_submit_button(t("settings.law_add"), key="law-add")
    if not pressed or not isinstance(since, date):
        return
    try:
        override = Override(key=key, value=setting_of(value, LAW[key]), clause=clause.strip())
        agreement = Agreement(name=name.strip(), valid_from=since, overrides=(override,))
    except ValueError:
        st.error(t("settings.law_wrong"))
        return
    _save(actor, stored.law.replace(agreements=(*stored.law.agreements, agreement)), stored.version)


def _save(actor: Actor, law: LawSettings, version: int) -> None:
    try:
        desk_settings.save_law(desk(), actor, law, version=version)
    except PlannerError as error:
        show_error(error)
        return
    st.toast(t("settings.law_saved"), icon=":material/check:")
    st.rerun()


def _rows(law: LawSettings) -> list[dict[str, str]]:
    """Return every value in force for somebody without an agreement of their own, with source and mark."""
    everybody = tuple(one for one in law.agreements if not one.technicians)
    profile = profile_for(everybody, "", desk().today())
    return [
        {
            t("settings.law_rule"): t(f"law.{one.rule}"),
            t("settings.law_value"): one.key,
            t("settings.law_now"): f"{one.value} {one.unit}".strip(),
            t("settings.law_source"): one.citation,
            t("settings.law_mark"): one.mark.value,
        }
        for one in profile.parameters.values()
    ]
