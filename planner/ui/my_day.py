"""Parts of the technician's day: the card of a visit, what can be reported of it, links that lead there."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import streamlit as st

from planner.desk import day as day_desk
from planner.desk import triage as triage_desk
from planner.desk.day import MyDay
from planner.model.errors import PlannerError
from planner.model.language import duration_text, km_text, time_text
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.told import ENDED
from planner.model.words import PromiseKind, StopKind
from planner.ui.bring_along import part_name, where_from
from planner.ui.my_day_undo import remember_last, take_back
from planner.ui.parts import chip, icon, priority_badge
from planner.ui.report_dialog import Asked, report_dialog
from planner.ui.session import actor, desk, language, say, t, theme
from planner.views.day import call_link, navigation_links
from planner.views.lateness import Chance, lateness_on_site
from planner.views.tokens import technician_style
from planner.views.whereabouts import place_words

__all__ = ["checklist", "draft_day", "links", "look", "report_buttons", "take_back_last", "visit_card"]

_ICONS = {
    "en_route": ":material/directions_car:",
    "arrived": ":material/flag:",
    "started": ":material/play_arrow:",
    "resumed": ":material/play_arrow:",
    "paused": ":material/pause:",
    "done": ":material/check:",
    "no_access": ":material/close:",
    "follow_up": ":material/event_repeat:",
}
_WITH_NOTE = ("follow_up", "no_access")
_ERROR, _ASKED = "my_day.error", "my_day.asked"


@cache
def _rules() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def look() -> None:
    """Put the page's own rules on the page."""
    st.html(f"<style>{_rules()}</style>")


def draft_day(mine: MyDay, draft: Plan) -> MyDay:
    """Return a technician's day of a plan that is not published; nothing can be reported of it."""
    whose = mine.technician.technician_id
    stops = draft.of_technician(whose)
    own = tuple(one for one in draft.technicians if one.technician_id == whose)
    requests = {one.request_id: one for one in triage_desk.list_requests(desk(), actor(), day=draft.day)}
    plan = draft.replace(technicians=own, stops=stops, unassigned=())
    beside = {stop.visit_id: names for stop in stops if stop.visit_id and (names := draft.beside(stop))}
    return MyDay(
        technician=mine.technician, plan=plan, stops=stops, requests=requests, beside=beside, counted=mine.counted
    )


def visit_card(mine: MyDay, stop: Stop, *, is_next: bool, chance: Chance | None = None) -> None:
    """Draw what there is to know of a visit."""
    assert mine.plan is not None
    request = mine.requests.get(stop.request_id or "")
    state = mine.states.get(stop.visit_id or "", "")
    st.html(
        f'<div class="fp-next">{_head(mine, stop, request, state, is_next, chance)}</div>'
        f'<h1 class="fp-title">{escape(stop.named(language()))}</h1>'
        f'<p class="fp-where">{escape(_where(mine, stop))}</p>'
        f'<div class="fp-times">{_times(mine.plan.time_zone, stop, request)}</div>{_facts(mine, stop, request)}'
    )


def _where(mine: MyDay, stop: Stop) -> str:
    place = place_words(stop, mine.plan.whose(stop) if mine.plan else None, language())
    return ", ".join(part for part in (stop.customer, place) if part)


def _head(mine: MyDay, stop: Stop, request: Request | None, state: str, is_next: bool, chance: Chance | None) -> str:
    remote = stop.kind is StopKind.REMOTE
    if state in ENDED:
        word = "over"
    elif state:
        word = "now"
    elif is_next:
        word = "next_remote" if remote else "next"
    else:
        word = "picked"
    sign = _badge(stop.number, mine.technician.number) if stop.number else icon("headset")
    parts = [sign, f"<b>{escape(t(f'my_day.{word}'))}</b>", f"<small>{escape(stop.visit_id or '')}</small>"]
    if stop.priority is not None:
        parts.append(priority_badge(stop.priority))
    if request and request.promise and request.promise.kind is not PromiseKind.NONE:
        told = {"from_": request.promise.earliest, "to": request.promise.latest}
        parts.append(chip("info", t("my_day.promised", **told)))
    if state:
        tone = {"visit.done": "ok", "visit.no_access": "bad", "visit.follow_up": "warn"}.get(state, "info")
        parts.append(chip(tone, t(f"my_day.state.{state.removeprefix('visit.')}")))
    elif late := lateness_on_site(stop, chance, zone=desk().time_zone, language=language()):
        parts.append(chip("warn", late))
    return "".join(parts)


def _badge(number: int, technician_number: int) -> str:
    style = technician_style(technician_number, theme())
    look_ = f"color:{style.text};background:{style.colour};border-radius:{style.radius}"
    return f'<span class="fp-badge" style="{look_}">{number}</span>'


def _times(zone: str, stop: Stop, request: Request | None) -> str:
    first = ("start", stop.start) if stop.kind is StopKind.REMOTE else ("leave_by", stop.leave)
    second = ("arrive", stop.arrival)
    cells = [(t(f"my_day.{name}"), time_text(moment, zone=zone), "") for name, moment in
             (first, second, ("done_around", stop.end))]  # fmt: skip
    if stop.kind is StopKind.REMOTE:
        cells[1] = (t("my_day.lasts"), duration_text(stop.work_s, language()), "")
    name = (request.contact_name if request else "") or t("my_day.no_contact")
    cells.append((t("my_day.contact"), name, "fp-words"))
    return "".join(
        f'<div><span>{escape(label)}</span><b class="{look_}">{escape(value)}</b></div>'
        for label, value, look_ in cells
    )


def _facts(mine: MyDay, stop: Stop, request: Request | None) -> str:
    lines = []
    if mine.driver and stop.kind is StopKind.VISIT:
        words = t("views.rides_with", technician=mine.driver)
        lines.append(f"<li>{icon('people')}<span>{escape(words)}</span></li>")
    if others := mine.beside.get(stop.visit_id or ""):
        words = t("views.beside", technicians=", ".join(others))
        lines.append(f"<li>{icon('people')}<span>{escape(words)}</span></li>")
    if stop.place and not stop.place.is_exact and stop.kind is StopKind.VISIT:
        words = t("my_day.uncertain", distance=km_text(stop.place.radius_m, language()))
        lines.append(f'<li class="warn">{icon("triangle")}<span>{escape(words)}</span></li>')
    if request is not None:
        if request.access_notes:
            lines.append(f"<li>{icon('key')}<span>{escape(request.access_notes)}</span></li>")
        if parts := _parts(mine, stop, request):
            lines.append(f"<li>{icon('wrench')}<span>{parts}</span></li>")
        if request.description:
            lines.append(f"<li>{icon('note')}<span>{escape(request.description)}</span></li>")
    return f'<ul class="fp-facts-list">{"".join(lines)}</ul>' if lines else ""


def _parts(mine: MyDay, stop: Stop, request: Request) -> str:
    shown = []
    for need in request.required_parts:
        kind, words = where_from(mine, stop, need.part, need.quantity)
        shown.append(f'{need.quantity} × {escape(part_name(need.part))} <em class="{kind}">{escape(words)}</em>')
    return "<br>".join(shown)


def links(stop: Stop, request: Request | None) -> None:
    """Draw the way there and the call."""
    phone = call_link(request.contact_phone) if request else ""
    place = stop.place if stop.kind is StopKind.VISIT else None
    if not phone and place is None:
        return
    with st.container(horizontal=True, gap="small", key="day-links"):
        if place is not None:
            first, *others = navigation_links(place)
            st.link_button(t("my_day.directions"), first.url, icon=":material/near_me:", width="stretch")
            with st.popover(t("my_day.other_maps"), width="stretch"):
                for link in (first, *others):
                    name = t("my_day.device_map") if link.name == "geo:" else link.name
                    st.link_button(name, link.url, width="stretch")
        if phone and request is not None:
            first_name = request.contact_name
            label = t("my_day.call", name=first_name) if first_name else t("my_day.call_contact")
            st.link_button(_plain(label), phone, icon=":material/call:", width="stretch")


def _plain(words: str) -> str:
    """Keep customers' names out of Streamlit's markdown in labels."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-!$:<>|~" else char for char in words)


def report_buttons(mine: MyDay, stop: Stop) -> None:
    """Draw the next step as one large button, other reports as four smaller ones, and the way back."""
    visit_id = stop.visit_id or ""
    state = mine.states.get(visit_id, "")
    remote = stop.kind is StopKind.REMOTE
    allowed = [one.removeprefix("visit.") for one in day_desk.next_types(state, remote=remote)]
    if error := st.session_state.pop(_ERROR, None):
        st.error(error, icon=":material/error:")
    first = _first(state, allowed)
    if first:
        st.button(
            t(f"my_day.do.{first}"), icon=_ICONS[first], type="primary", width="stretch", key="do-primary",
            on_click=_report, args=(mine, stop, first),
        )  # fmt: skip
    second = "resumed" if state == "visit.paused" else "paused"
    acts = ("started" if remote or state == "visit.arrived" else "arrived", second, "done", "no_access", "follow_up")
    with st.container(key="day-acts"):
        for column, act in zip(st.columns(len(acts)), acts, strict=True):
            usable = act in allowed and act != first
            column.button(
                t(f"my_day.act.{act}"), icon=_ICONS[act], width="stretch", key=f"act-{act}", disabled=not usable,
                on_click=_ask if act in _WITH_NOTE else _report,
                args=(visit_id, act) if act in _WITH_NOTE else (mine, stop, act),
            )  # fmt: skip
    # The question stays open in the session: a page that draws itself anew must not close it.
    asked = st.session_state.get(_ASKED)
    if asked and asked[0] == visit_id and asked[1] in allowed:
        act = asked[1]
        request = mine.requests.get(stop.request_id or "")
        report_dialog(stop, request, act, on_sent=lambda told: _send(mine, stop, act, told), on_left=_close)
    if "undone" in allowed:
        st.button(t("my_day.undo"), icon=":material/undo:", type="tertiary", key="do-undo",
                  on_click=_report, args=(mine, stop, "undone"))  # fmt: skip


def _first(state: str, allowed: list[str]) -> str:
    """What usually comes next; somebody who has arrived starts at once or is done."""
    wanted = {"visit.arrived": "started", "visit.paused": "resumed"}.get(state)
    return (
        wanted
        if wanted in allowed
        else next((a for a in allowed if a in ("en_route", "arrived", "started", "done")), "")
    )


def take_back_last(mine: MyDay, shown: Stop | None) -> None:
    """Draw what was just reported of a visit that the page has left, and the way back."""
    take_back(mine, shown, on_undo=lambda stop: _report(mine, stop, "undone"))


def _send(mine: MyDay, stop: Stop, act: str, told: Asked) -> None:
    _report(mine, stop, act, told)
    _close()


def _report(mine: MyDay, stop: Stop, word: str, told: Asked | None = None) -> None:
    visit_id = stop.visit_id or ""
    count = sum(1 for event in mine.events if event.visit_id == visit_id)
    # Two taps before the answer comes back are one report.
    same_press = str(uuid5(NAMESPACE_URL, f"{mine.plan and mine.plan.plan_id}/{visit_id}/{count}/{word}"))
    try:
        day_desk.report_status(
            desk(), actor(), visit_id, f"visit.{word}", client_uuid=same_press, at=desk().clock(),
            note=told.note if told else "", remaining_min=told.remaining_min if told else None,
            parts=told.parts if told else (),
        )  # fmt: skip
    except PlannerError as error:
        st.session_state[_ERROR] = say(error.message)
        return
    remember_last(visit_id, word)
    if word == "undone":
        st.toast(t("my_day.taken_back", name=_plain(stop.named(language()))), icon=":material/undo:")
    else:
        st.toast(f"{t(f'my_day.state.{word}')}: {_plain(stop.named(language()))}", icon=":material/check:")
    if word in _WITH_NOTE or word == "done":
        st.query_params.pop("visit", None)


def _ask(visit_id: str, act: str) -> None:
    st.session_state[_ASKED] = (visit_id, act)


def _close() -> None:
    st.session_state.pop(_ASKED, None)


def checklist(stop: Stop) -> None:
    """Draw the job type's steps to tick off; the ticks stay while the page is open."""
    job = desk().catalogue.job_types.get(stop.job_type_id)
    if job is None or not job.checklist:
        return
    keys = [f"check-{stop.visit_id}-{place}" for place in range(len(job.checklist))]
    done = sum(1 for key in keys if st.session_state.get(key))
    with st.expander(t("my_day.checklist_of", done=done, total=len(keys))):
        for key, step in zip(keys, job.checklist, strict=True):
            st.checkbox(_plain(step[language()]), key=key)
