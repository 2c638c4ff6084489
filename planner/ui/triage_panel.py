"""The panel beside the list: what the request is, how it is solved, how soon, by whom, where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from planner.desk import receive
from planner.desk.roles import allowed
from planner.desk.triage import Proposal
from planner.files.chains import written_predecessors
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import duration_text
from planner.model.request import Request
from planner.model.team import Team
from planner.model.words import Channel, Priority
from planner.ui.held import hold, release
from planner.ui.kept import follow, forget, keep, kept
from planner.ui.matrix import chosen_cell, priority_matrix
from planner.ui.parts import chip, draw, facts, priority_badge
from planner.ui.placing import clicked_place, draw_map, pasted_place, precision_chip, searched_place
from planner.ui.request_fields import edited_fields, request_fields, term_groups, wrong_fields
from planner.ui.request_words import parts_text, skills_needed, time_wanted, type_name
from planner.ui.session import actor as who
from planner.ui.session import desk, language, say, show_error, t, worded
from planner.ui.triage_questions import answers_given, draw_questions, refused_steps
from planner.ui.triage_work import Choices, able_to, worked_on

__all__ = ["Panel", "draw_channel", "drop_changes", "triage_panel"]

_CHANNEL_ICON = {
    Channel.PHONE: ":material/call:",
    Channel.REMOTE: ":material/headset_mic:",
    Channel.ON_SITE: ":material/directions_car:",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the panel works on.

    Parameters
    ----------
    key
        Prefix of its widgets; a new key begins anew.
    place_name
        Where the request stands: a row of the file, or its id.
    newer
        Whether a newer version is stored than the one that is being changed.
    history
        Draws what was changed before; None where the request is not stored yet.
    others
        Requests that stand beside it: it may come after one of them.
    save
        Saves the request; returns whether that went well.
    """

    request: Request
    key: str
    place_name: str
    save: Callable[[Request], bool]
    newer: bool = False
    history: Callable[[], None] | None = None
    others: tuple[Request, ...] = ()


def triage_panel(actor: Actor, team: Team, panel: Panel) -> None:
    """Draw the panel and save when asked; unsaved changes hold the version they are based on (`planner.ui.held`)."""
    choices = _choices(panel)
    proposal = worked_on(desk(), actor, panel.request, choices)
    request = proposal.request
    with st.container(key="scroll-triage", height=560, border=False, gap="small"):
        _head(request, panel)
        _job_type(panel)
        draw_questions(request, proposal, asked=choices.job_type_id or panel.request.job_type_id, key=panel.key)
        draw_channel(request, panel.key)
        _priority(request, panel.key)
        _effort(request, team)
        _follow_ups(panel.request)
        _place(request, panel.key)
        with st.expander(t("requests.details"), key=f"{panel.key}.details"):
            request_fields(panel.request, key=panel.key)
        term_groups(panel.request, team, panel.others, key=panel.key)
        if panel.history is not None:
            panel.history()
    _foot(proposal, panel)


def drop_changes(panel: Panel) -> None:
    """Forget whatever was chosen or typed in the panel, and what it was based on."""
    forget(panel.key)
    release(panel.request.request_id)


def _choices(panel: Panel) -> Choices:
    key, base = panel.key, panel.request
    cell = chosen_cell(f"{key}.matrix")
    label = base.address or base.title
    if (pinned := clicked_place(f"{key}.map", label)) is not None:
        st.session_state[f"{key}.place"] = pinned
    return Choices(
        job_type_id=kept(f"{key}.job") or "",
        answers=answers_given(base, key=key),
        refused=refused_steps(key),
        channel=kept(f"{key}.channel"),
        impact=cell[0] if cell else None,
        urgency=cell[1] if cell else None,
        priority=kept(f"{key}.priority"),
        reason=kept(f"{key}.reason") or "",
        place=st.session_state.get(f"{key}.place"),
        fields=edited_fields(base, panel.others, key=key),
    )


def _head(request: Request, panel: Panel) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
        with st.container(key="strong-triage-title", width="stretch"):
            st.text(f"{panel.place_name}: {request.title}")
        st.html(f'<div class="fp-line">{priority_badge(request.priority)}</div>', width="content")
    wanted = time_wanted(
        request, desk().today(), language=language(), zone=desk().time_zone, all_day=t("requests.all_day")
    )
    source = t(f"requests.source.{request.source}")
    with st.container(key="soft-triage-sub"):
        st.text(" · ".join(part for part in (request.customer, wanted, source) if part))
    if request.description:
        with st.container(key="quote-triage"):
            st.text(request.description)


def _job_type(panel: Panel) -> None:
    types = desk().catalogue.job_types
    key, present = f"{panel.key}.job", panel.request.job_type_id
    options = sorted(types, key=lambda one: types[one].name[language()])
    follow(key, present if present in types else None)
    st.selectbox(
        t("requests.job_type"), options, format_func=worded(options, lambda one: types[one].name[language()]), key=key,
        placeholder=t("requests.choose_type"), on_change=keep, args=(key,),
    )  # fmt: skip


def draw_channel(request: Request, key: str) -> None:
    """Draw how the request is solved, and how often such requests need no visit."""
    follow(f"{key}.channel", request.channel)
    st.segmented_control(
        t("requests.channel"), list(Channel), required=True, key=f"{key}.channel", width="stretch",
        format_func=worded(Channel, lambda one: f"{_CHANNEL_ICON[one]} {t(f'requests.channel_{one}')}"),
        on_change=keep, args=(f"{key}.channel",),
    )  # fmt: skip
    known = desk().catalogue.job_types.get(request.job_type_id)
    if known and known.remote_possible and request.channel is Channel.ON_SITE:
        st.caption(t("requests.remote_share", share=f"{round(known.remote_share * 100)}"))


def _priority(request: Request, key: str) -> None:
    catalogue, reader = desk().catalogue, language()
    st.markdown(f"#### {t('requests.priority')}")
    with st.container(horizontal=True, gap="small", wrap=False):
        with st.container(width=206):
            priority_matrix(
                catalogue, request.impact, request.urgency, key=f"{key}.matrix", language=reader, disabled=False
            )
        with st.container(gap=None, width="stretch"):
            st.caption(t("requests.matrix_help"))
            impact, urgency = catalogue.impact[request.impact - 1], catalogue.urgency[request.urgency - 1]
            st.markdown(f"**{t('requests.impact')} {impact.level}** · {impact.label[reader].lower()}")
            st.markdown(f"**{t('requests.urgency')} {urgency.level}** · {urgency.label[reader].lower()}")
            with st.popover(t("requests.override"), type="tertiary"):
                _override(request, key)
    if request.priority_override:
        st.text(t("requests.overridden", priority=request.priority.name, reason=request.priority_override))


def _override(request: Request, key: str) -> None:
    follow(f"{key}.priority", request.priority if request.priority_override else None)
    st.segmented_control(
        t("requests.priority"), list(Priority), key=f"{key}.priority", format_func=lambda one: one.name,
        on_change=keep, args=(f"{key}.priority",),
    )  # fmt: skip
    follow(f"{key}.reason", request.priority_override)
    st.text_input(
        t("requests.reason"), key=f"{key}.reason", placeholder=t("requests.reason_example"), on_change=keep,
        args=(f"{key}.reason",),
    )  # fmt: skip
    st.caption(t("requests.override_help"))


def _effort(request: Request, team: Team) -> None:
    catalogue, reader = desk().catalogue, language()
    able, everybody = able_to(team, request, day=desk().today()), sum(one.active for one in team.technicians)
    pairs = [
        (t("requests.type"), type_name(request, catalogue, reader)),
        (t("requests.p50"), duration_text(request.service_min * 60, reader)),
        (t("requests.p80"), duration_text(request.service_p80_min * 60, reader)),
        (t("requests.skills"), skills_needed(request, catalogue, reader)),
        (t("requests.parts"), parts_text(request, catalogue, reader)),
        (t("requests.crew"), str(request.crew_size) if request.crew_size > 1 else ""),
        (t("requests.after"), written_predecessors(request.predecessors)),
        (t("requests.able"), t("requests.able_of", able=able, all=everybody)),
    ]
    st.markdown(f"#### {t('requests.effort')}")
    facts((name, value) for name, value in pairs if value)
    for note in request.notes:
        st.text(note[reader])


def _follow_ups(request: Request) -> None:
    """Draw the button that makes requests of what follows on this one."""
    types = desk().catalogue.job_types
    names = [types[one].name[language()] for one in request.follow_ups if one in types]
    if not names or not allowed(who().role, "receive.add_follow_ups"):
        return
    label = t("requests.add_follow_ups", names=", ".join(names))
    if st.button(label, icon=":material/playlist_add:", key=f"follow-ups-{request.request_id}"):
        try:
            added = receive.add_follow_ups(desk(), who(), request.request_id)
        except PlannerError as error:
            show_error(error)
            return
        st.toast(t("requests.follow_ups_added", count=len(added)))


def _place(request: Request, key: str) -> None:
    if not request.needs_visit and request.place is None:
        return
    chip = f'<div class="fp-line"><b>{t("requests.address")}</b>{precision_chip(request.place)}</div>'
    st.html(chip)
    if request.address or request.city:
        st.text(", ".join(part for part in (request.address, f"{request.postcode} {request.city}".strip()) if part))
    if not request.needs_visit:
        return
    draw_map(request.place, key=f"{key}.map", height=190)
    with st.popover(t("requests.write_position"), icon=":material/pin_drop:"):
        written = st.text_input(t("shell.place.position"), key=f"{key}.position", placeholder="59.3293, 18.0686")
        if st.button(t("requests.set_pin"), key=f"{key}.set", disabled=not written.strip()):
            _move(pasted_place(written, request.address), key)
        address = st.text_input(t("requests.search_address"), request.address or request.city, key=f"{key}.search")
        if st.button(t("shell.place.search"), key=f"{key}.find", disabled=not address.strip()):
            _move(searched_place(address), key)


def _move(place: Any, key: str) -> None:
    if place is not None:
        st.session_state[f"{key}.place"] = place
        st.rerun()


def _foot(proposal: Proposal, panel: Panel) -> None:
    wrong = wrong_fields(panel.request, panel.others, key=panel.key)
    changed = proposal.request != panel.request or bool(wrong)
    hold(panel.request.request_id, panel.request, changed=changed)
    if panel.newer:
        draw(chip("warn", t("conflict.newer")))
    if wrong:
        with st.container(key="bad-triage-foot"):
            st.text(" ".join(say(one) for one in wrong))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-triage-foot"):
        pressed = st.button(
            t("requests.save_next"), type="primary", shortcut="Ctrl+Enter", key=f"{panel.key}.save", width="stretch",
            disabled=bool(wrong),
        )  # fmt: skip
        if changed and st.button(t("requests.undo"), key=f"{panel.key}.undo", type="tertiary"):
            drop_changes(panel)
            st.rerun()
    if pressed and panel.save(proposal.request):
        drop_changes(panel)
        st.rerun()
