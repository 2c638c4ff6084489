"""A request that came by phone or in person, written down here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from planner.desk import phone, receive, triage
from planner.desk import team as desk_team
from planner.model.errors import PlannerError
from planner.model.request import Request
from planner.model.words import Channel, Source
from planner.ui.kept import forget
from planner.ui.net import caught
from planner.ui.plain import plain
from planner.ui.request_fields import edited_fields, term_groups, window_of, wrong_fields
from planner.ui.rows import choose_row
from planner.ui.session import actor, desk, language, show_error, t, worded

__all__ = ["new_request_dialog"]

_KEY = "rq-new"


def new_request_dialog(day: date) -> None:
    """Ask for what is needed to plan, save, and choose the new request."""
    forget(_KEY)
    blank = Request(request_id=phone.new_number(desk(), actor()), title="-", earliest_date=day)
    # Asked once: they are the same as long as the dialog is open.
    team, others = desk_team.get_team(desk(), actor()), triage.list_requests(desk(), actor(), day=day)

    @st.dialog(t("requests.new"), width="medium")
    @caught
    def ask() -> None:
        types = desk().catalogue.job_types
        title = st.text_input(t("requests.field.title"), key="rq-new-title")
        left, right = st.columns(2)
        customer = left.text_input(t("requests.field.customer"), key="rq-new-customer")
        job_type = right.selectbox(
            t("requests.job_type"), sorted(types, key=lambda one: types[one].name[language()]), index=None,
            format_func=worded(types, lambda one: types[one].name[language()]), placeholder=t("requests.choose_type"),
            key="rq-new-type",
        )  # fmt: skip
        address = st.text_input(t("requests.field.address"), key="rq-new-address", placeholder="Storgatan 1, Solna")
        left, right = st.columns(2)
        contact = left.text_input(t("requests.field.contact_name"), key="rq-new-contact")
        phone = right.text_input(t("requests.field.contact_phone"), key="rq-new-phone")
        first, last, when = st.columns(3)
        wanted = first.date_input(t("requests.window_day"), day, format="YYYY-MM-DD", key="rq-new-day")
        start = last.time_input(t("requests.window_from"), None, step=900, key="rq-new-from")
        end = when.time_input(t("requests.window_to"), None, step=900, key="rq-new-to")
        description = st.text_area(t("requests.field.description"), key="rq-new-text", height=80)
        source = st.segmented_control(
            t("requests.source_label"), (Source.PHONE, Source.MAIL, Source.PORTAL), default=Source.PHONE, required=True,
            format_func=worded(Source, lambda one: t(f"requests.source.{one}")), key="rq-new-source",
        )  # fmt: skip
        term_groups(blank, team, others, key=_KEY)
        wrong = wrong_fields(blank, others, key=_KEY)
        ready = bool(title.strip()) and not wrong
        if st.button(t("requests.save_new"), type="primary", disabled=not ready, key="rq-new-save"):
            on = wanted if isinstance(wanted, date) else day
            window = window_of(on, start, end, hard=True, zone=desk().time_zone)
            request = blank.replace(
                title=title.strip(),
                customer=customer.strip(),
                address=address.strip(),
                contact_name=contact.strip(),
                contact_phone=phone.strip(),
                description=description.strip(),
                source=Source(source),
                channel=Channel.ON_SITE,
                earliest_date=on,
                time_windows=(window,) if window else (),
            )
            _save(request, job_type, edited_fields(blank, others, key=_KEY))

    ask()


def _save(request: Request, job_type: str | None, terms: Mapping[str, Any]) -> None:
    """Save; what was said of the crew and the people stands over the standards of the job type."""
    try:
        if job_type:
            request = triage.choose_job_type(desk(), actor(), request, job_type)
        request = request.replace(**terms)
        receive.add_request(desk(), actor(), request)
    except PlannerError as error:
        show_error(error)
        return
    choose_row("rq-rows", request.request_id)
    st.toast(t("requests.saved", id=plain(request.title)))
    st.rerun()
