"""Settings: what the plan's price is made of, where travel times and maps come from, language."""

from __future__ import annotations

import os

import streamlit as st

from planner.desk import ground, profiles
from planner.desk import settings as desk_settings
from planner.desk.profiles import StoredProfiles
from planner.desk.settings import StoredWeights
from planner.geocode import Searching
from planner.model.costs import PROFILES, Weights
from planner.model.errors import PlannerError, StaleError
from planner.model.event import Actor
from planner.model.language import time_text
from planner.model.message import Value, message
from planner.model.words import Role
from planner.ui.accounts_form import draw_accounts
from planner.ui.audit_view import audit_card
from planner.ui.calibration import draw_calibration
from planner.ui.conflict import Conflict, begin, draw_conflict
from planner.ui.held import held, hold, release
from planner.ui.hotels_form import hotels_card
from planner.ui.law_form import law_card
from planner.ui.net import fragment
from planner.ui.parts import chip, draw, facts
from planner.ui.periods_form import periods_card
from planner.ui.privacy_form import retention_card
from planner.ui.profile_cards import draw_profiles, own_name, save_as
from planner.ui.roads_form import roads_card
from planner.ui.session import choose_language, chosen_language, desk, require, show_error, t, worded
from planner.ui.sites_form import sites_card
from planner.ui.travel_card import travel_card
from planner.ui.weighing_card import weighing_card
from planner.ui.weights_form import edit_weights, profile_of
from planner.ui.work_times_form import work_times_card
from planner.views.ground import Tiles

_START = "st.weights"


def page() -> None:
    """Draw the page."""
    actor = require(Role.DISPATCHER, Role.ADMINISTRATOR, Role.MANAGER)
    may_edit = actor.role is not Role.MANAGER
    stored = desk_settings.get_weights(desk(), actor)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-settings-bar"):
        st.header(t("settings.title"), anchor=False, width="content")
        st.caption(t("settings.subtitle"), width="stretch")
        if not may_edit:
            draw(chip("quiet", t("settings.read_only")))
    left, right = st.columns((1.9, 1), gap="small")
    with left, st.container(border=True, key="card-weights"):
        _weights(actor, stored, may_edit=may_edit)
    with left:
        if may_edit:
            law_card(actor)
            hotels_card(actor)
        sites_card(actor, may_edit=may_edit)
    with right:
        with st.container(border=True, key="card-travel"):
            travel_card()
        periods_card(actor, may_edit=may_edit)
        roads_card(actor, may_edit=may_edit)
        work_times_card(actor, may_edit=may_edit)
        draw_calibration(actor)
        with st.container(border=True, key="card-map"):
            _map()
        with st.container(border=True, key="card-language"):
            _language()
        retention_card(actor)
    if actor.role is Role.ADMINISTRATOR:
        with st.container(border=True, key="card-accounts"):
            draw_accounts(actor)
        audit_card(actor)


@fragment
def _weights(actor: Actor, stored: StoredWeights, *, may_edit: bool) -> None:
    base = held(_START, stored)
    start: Weights = st.session_state.get(_START, base.weights)
    st.subheader(t("settings.weights"), anchor=False)
    st.caption(t("settings.weights_help"))
    own = profiles.get_profiles(desk(), actor)
    draw_profiles(actor, start, own, may_edit=may_edit, use=_begin_with)
    weighed = st.container()
    round_ = st.session_state.get(f"{_START}.round", 0)
    edited = edit_weights(start, key=f"{_START}.{base.version}.{round_}", disabled=not may_edit)
    with weighed:
        weighing_card(actor, edited, label=_label(edited, own))
    hold(_START, base, changed=edited != base.weights)
    if not may_edit:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pressed = st.button(
            t("settings.save", profile=t(f"settings.profile.{edited.profile}")), type="primary", shortcut="Ctrl+Enter",
            disabled=edited == base.weights, key="st-save",
        )  # fmt: skip
        if edited != base.weights:
            draw(chip("warn", t("settings.unsaved" if base.version == stored.version else "conflict.newer")))
            if st.button(t("settings.undo"), type="tertiary", key="st-undo"):
                _begin_anew()
                st.rerun()
        save_as(actor, edited, own)
    if pressed:
        _save(actor, base, edited)
    draw_conflict(_START, save=lambda both, version: _save_both(actor, both, version), done=_begin_anew)


def _label(weights: Weights, own: StoredProfiles) -> Value:
    """What weights are called: a ready profile, one of the firm's own, or nothing."""
    if weights.profile in PROFILES:
        return message(f"settings.profile.{weights.profile}")
    return own_name(weights, own.own)


def _begin_with(weights: Weights) -> None:
    st.session_state[_START] = weights
    st.session_state[f"{_START}.round"] = st.session_state.get(f"{_START}.round", 0) + 1
    st.rerun()


def _begin_anew() -> None:
    """Forget what was changed: the fields begin with what is stored."""
    st.session_state.pop(_START, None)
    st.session_state[f"{_START}.round"] = st.session_state.get(f"{_START}.round", 0) + 1
    release(_START)


def _save(actor: Actor, base: StoredWeights, edited: Weights) -> None:
    try:
        desk_settings.save_weights(desk(), actor, edited, version=base.version)
    except StaleError as error:
        _compare(base, edited, error)
        return
    except PlannerError as error:
        show_error(error)
        return
    _begin_anew()
    st.toast(t("settings.saved"), icon=":material/check:")
    st.rerun()


def _compare(base: StoredWeights, edited: Weights, error: StaleError) -> None:
    """Show what both made of the weights."""
    what = t("settings.weights")
    begin(
        _START,
        Conflict(what=what, base=base.weights, mine=edited, theirs=error.theirs, version=error.version, by=error.by),
    )


def _save_both(actor: Actor, both: Weights, version: int) -> None:
    named = both.replace(profile=profile_of(both))
    desk_settings.save_weights(desk(), actor, named, version=version)


def _map() -> None:
    st.subheader(t("settings.map"), anchor=False)
    tiles = Tiles.from_environment()
    own = t("settings.own_tiles") if ground.layers(desk()) else t("settings.no_tiles")
    facts(
        (
            (
                t("settings.tiles"),
                tiles.host if tiles else own,
            ),
            (t("settings.geocoder"), _geocoder()),
            (t("settings.database"), _database()),
        )
    )
    st.caption(t("settings.map_help"))


def _geocoder() -> str:
    """Who says where addresses are, and whether a service has failed."""
    geocoder = desk().geocoder
    if not isinstance(geocoder, Searching):
        return t("settings.geocoder_towns")
    state = geocoder.state()
    own = t("settings.geocoder_streets" if state.streets else "settings.geocoder_towns")
    if state.provider == "offline":
        return own
    if state.failed_at is not None:
        since = time_text(state.failed_at, zone=desk().time_zone)
        return t("settings.geocoder_down", provider=state.provider, since=since, own=own)
    return t("settings.geocoder_service", provider=state.provider, own=own)


def _database() -> str:
    """Kind of database, never its address: that may hold a password."""
    return t("settings.database_server" if os.environ.get("DATABASE_URL") else "settings.database_file")


def _language() -> None:
    st.subheader(t("shell.language"), anchor=False)
    options = (None, "sv", "en")
    chosen = st.radio(
        t("shell.language"), options, index=options.index(chosen_language()), label_visibility="collapsed",
        format_func=worded(options, lambda one: t(f"settings.language_{one or 'browser'}")),
        key=f"st-language-{chosen_language()}",
    )  # fmt: skip
    if chosen != chosen_language():
        choose_language(chosen)
        st.rerun()


page()
