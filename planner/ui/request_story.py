"""The history of one request as a dialog: what it is, and everything that happened to it in order of time."""

from __future__ import annotations

from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import day as day_desk
from planner.desk import triage
from planner.model.event import Event
from planner.model.language import day_text, texts
from planner.model.request import Request
from planner.ui.net import caught
from planner.ui.plain import plain
from planner.ui.session import actor, desk, language, t, technicians
from planner.ui.told import told_words

__all__ = ["request_story"]


def request_story(request_id: str) -> None:
    """Open the history of a request.

    Parameters
    ----------
    request_id
        Of a row of the statistics; a request that was erased since says so.
    """
    st.dialog(t("story.title", request=plain(request_id)), width="medium")(caught(_story))(request_id)


def _story(request_id: str) -> None:
    found = triage.get_request(desk(), actor(), request_id)
    if found is None:
        st.info(t("story.gone"))
        return
    st.html(_facts(found))
    events = day_desk.list_events(desk(), actor(), request_id=request_id)
    st.html(f"<b>{escape(t('story.happened'))}</b>")
    lines = "".join(_line(one) for one in sorted(events, key=lambda one: (one.at, one.recorded_at)))
    st.html(f'<ol class="fp-history">{lines}</ol>' if lines else f"<p>{escape(t('story.nothing'))}</p>")


def _facts(one: Request) -> str:
    kind = desk().catalogue.job_types.get(one.job_type_id or "")
    said = (f"P{int(one.priority)}", kind.name[language()] if kind else "", one.customer, one.address)
    quiet = " · ".join(escape(part) for part in said if part)
    return f'<div style="font-weight:650">{escape(one.title)}</div><div style="color:var(--fp-text-2)">{quiet}</div>'


def _line(event: Event) -> str:
    local = event.at.astimezone(ZoneInfo(desk().time_zone))
    when = f"{day_text(local.date(), language())} {local:%H:%M}"
    key = f"story.event.{event.type}"
    what = t(key) if key in texts() else event.type
    more = [dict(technicians()).get(event.technician_id or "", ""), told_words(event)]
    if event.visit_id not in (None, event.request_id):
        more.insert(0, t("story.of_visit", visit=str(event.visit_id)))
    rest = " · ".join(escape(part) for part in more if part)
    return f"<li><b>{escape(what)}</b> {escape(when)}{'<br>' + rest if rest else ''}</li>"
