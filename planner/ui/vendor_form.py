"""The form of a subcontractor: firm, price list, what they may do and how soon they come."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from planner.model.team import Team
from planner.model.vendors import PriceList, Vendor
from planner.ui.plain import plain
from planner.ui.session import desk, language, t, worded
from planner.ui.team_words import hours_text

__all__ = ["edit_vendor"]


def edit_vendor(vendor: Vendor, team: Team, *, disabled: bool) -> Vendor:
    """Draw the form; return the subcontractor as the form says.

    Parameters
    ----------
    vendor
        As stored; the widgets begin anew with its version.
    team
        Says who works for the firm, and when.
    disabled
        Whether the reader may only read.
    """
    key = f"vn.{vendor.vendor_id}.{vendor.version}"
    names = [t(f"vendors.tab_{one}") for one in ("firm", "prices", "work")]
    firm, prices, work = st.tabs(names, key=f"{key}.tabs")
    changes: dict[str, Any] = {}
    with firm:
        changes |= _firm(vendor, key=key, disabled=disabled)
    with prices:
        changes["prices"] = _prices(vendor.prices, key=key, disabled=disabled)
    with work:
        changes |= _work(vendor, team, key=key, disabled=disabled)
    return vendor.replace(**changes)


def _firm(one: Vendor, *, key: str, disabled: bool) -> dict[str, Any]:
    left, right = st.columns(2)
    name = left.text_input(t("vendors.name"), one.name, key=f"{key}.name", disabled=disabled)
    contact = right.text_input(t("vendors.contact"), one.contact_name, key=f"{key}.contact", disabled=disabled)
    left, right = st.columns(2)
    phone = left.text_input(t("team.phone"), one.phone, key=f"{key}.phone", disabled=disabled)
    mail = right.text_input(t("team.mail"), one.mail, key=f"{key}.mail", disabled=disabled)
    active = st.toggle(t("vendors.active"), one.active, key=f"{key}.active", disabled=disabled)
    note = st.text_area(t("team.note"), one.note, key=f"{key}.note", height=68, disabled=disabled)
    return {
        "name": name.strip() or one.name,
        "contact_name": contact.strip(),
        "phone": phone.strip(),
        "mail": mail.strip(),
        "active": active,
        "note": note.strip(),
    }


def _prices(one: PriceList, *, key: str, disabled: bool) -> PriceList:
    boxes = (*st.columns(2), *st.columns(2))
    amounts = {}
    for box, name in zip(boxes, ("call_out", "visit", "hour", "km"), strict=True):
        shown = getattr(one, f"{name}_ore") / 100
        value = box.number_input(
            t(f"vendors.{name}"), 0.0, 10_000_000.0, shown, 1.0 if name == "km" else 50.0, format="%.2f",
            key=f"{key}.{name}", disabled=disabled,
        )  # fmt: skip
        amounts[f"{name}_ore"] = round(float(value) * 100)
    st.markdown(f"#### {t('vendors.by_job')}")
    st.caption(t("vendors.by_job_help"))
    return PriceList(**amounts, visit_ore_by_job=_by_job(one, key=key, disabled=disabled))


def _by_job(one: PriceList, *, key: str, disabled: bool) -> tuple[tuple[str, int], ...]:
    """The fees by job type; of a type that stands twice the last counts."""
    types = {name: job.name[language()] for name, job in desk().catalogue.job_types.items()}
    names = sorted(types, key=lambda name: types[name])
    held = pd.DataFrame(
        {
            "job_type": pd.Series([job for job, _ in one.visit_ore_by_job], dtype="object"),
            "fee": pd.Series([fee / 100 for _, fee in one.visit_ore_by_job], dtype="float"),
        }
    )
    column = st.column_config
    edited: pd.DataFrame = st.data_editor(
        held, num_rows="dynamic", hide_index=True, placeholder="–", key=f"{key}.by-job", disabled=disabled,
        column_config={
            "job_type": column.SelectboxColumn(
                t("vendors.job_type"), options=[*names], required=True,
                format_func=lambda name: types.get(str(name), str(name)),
            ),
            "fee": column.NumberColumn(t("vendors.fee"), min_value=0, format="%.2f", required=True, width="small"),
        },
    )  # fmt: skip
    found = {
        str(row["job_type"]): round(float(row["fee"]) * 100)
        for row in edited.to_dict("records")
        if row["job_type"] and not pd.isna(row["job_type"]) and not pd.isna(row["fee"])
    }
    return tuple(found.items())


def _work(one: Vendor, team: Team, *, key: str, disabled: bool) -> dict[str, Any]:
    hours = st.number_input(
        t("vendors.lead_label"), 0.0, 8_760.0, one.lead_min / 60, 0.5, format="%.1f", key=f"{key}.lead",
        disabled=disabled,
    )  # fmt: skip
    types = {name: job.name[language()] for name, job in desk().catalogue.job_types.items()}
    options = sorted({*types, *one.job_types}, key=lambda name: types.get(name, name))
    may = st.multiselect(
        t("vendors.may_do"), options, list(one.job_types),
        format_func=worded(options, lambda name: types.get(name, name)), placeholder=t("vendors.everything"),
        key=f"{key}.may", disabled=disabled,
    )  # fmt: skip
    st.markdown(f"#### {t('vendors.hours')}")
    weekdays = tuple(t(f"team.weekday.{day}") for day in range(1, 8))
    people = [person for person in team.technicians if person.vendor_id == one.vendor_id]
    for person in people:
        said = hours_text(person.patterns, weekdays) or t("team.no_hours_short")
        st.text(f"{person.number} {person.name}: {said}")
    if not people:
        st.caption(plain(t("vendors.no_people")))
    return {"lead_min": round(float(hours) * 60), "job_types": tuple(may)}
