"""Profiles of weights as cards: the ready ones and the firm's own, with what can be done with each."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.desk import profiles
from planner.desk.profiles import NamedWeights, StoredProfiles
from planner.model.costs import PROFILES, Weights
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.ui.plain import plain
from planner.ui.session import desk, show_error, t
from planner.ui.weights_form import profile_of

__all__ = ["draw_profiles", "own_name", "save_as"]


def own_name(weights: Weights, own: tuple[NamedWeights, ...]) -> str:
    """Return the name of the firm's own profile that some weights are; empty where they are none of them."""
    bare = weights.replace(profile="")
    return next((one.name for one in own if one.weights.replace(profile="") == bare), "")


def draw_profiles(
    actor: Actor, start: Weights, stored: StoredProfiles, *, may_edit: bool, use: Callable[[Weights], None]
) -> None:
    """Draw the cards; pressing one fills the fields, saving is another step.

    Parameters
    ----------
    start
        The weights that the fields began with: their card is marked.
    use
        Called with the weights of the card that was pressed.
    """
    present, mine = profile_of(start), own_name(start, stored.own)
    with st.grid(3, gap="small"):
        for name, ready in PROFILES.items():
            with st.container(border=True, key=f"profile-{name}{'-chosen' if name == present else ''}", gap="small"):
                st.subheader(t(f"settings.profile.{name}"), anchor=False)
                st.caption(t(f"settings.profile_help.{name}"))
                words = t("settings.profile_now" if name == present else "settings.profile_use")
                if st.button(words, key=f"st-use-{name}", type="tertiary", disabled=not may_edit or name == present):
                    use(ready)
        for number, one in enumerate(stored.own):
            marked = "-chosen" if one.name == mine else ""
            with st.container(border=True, key=f"profile-own-{number}{marked}", gap="small"):
                _own(actor, one, stored, number, may_edit=may_edit, is_present=bool(marked), use=use)


def _own(
    actor: Actor,
    one: NamedWeights,
    stored: StoredProfiles,
    number: int,
    *,
    may_edit: bool,
    is_present: bool,
    use: Callable[[Weights], None],
) -> None:
    with st.container(key=f"strong-profile-{number}"):
        st.text(one.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = t("settings.profile_now" if is_present else "settings.profile_use")
        if st.button(words, key=f"st-use-own-{number}", type="tertiary", disabled=not may_edit or is_present):
            use(one.weights)
        if not may_edit:
            return
        with st.popover(t("settings.profile_change"), type="tertiary", key=f"st-own-{number}"):
            new = st.text_input(
                t("settings.profile_name_label"), one.name, max_chars=40, key=f"st-own-name-{number}-{stored.version}"
            )
            unchanged = new.strip() in ("", one.name)
            if st.button(t("settings.profile_rename"), key=f"st-rename-{number}", disabled=unchanged):
                _done(
                    lambda: profiles.rename_profile(desk(), actor, one.name, new, version=stored.version),
                    t("settings.profile_renamed", name=plain(new.strip())),
                )
            if st.button(t("settings.profile_remove"), key=f"st-remove-{number}", icon=":material/delete:"):
                _done(
                    lambda: profiles.remove_profile(desk(), actor, one.name, version=stored.version),
                    t("settings.profile_removed", name=plain(one.name)),
                )


def save_as(actor: Actor, edited: Weights, stored: StoredProfiles) -> None:
    """Draw the button that keeps the weights of the fields under a name of their own."""
    with st.popover(t("settings.profile_save_as"), icon=":material/bookmark_add:", key="st-save-as"):
        name = st.text_input(
            t("settings.profile_name_label"), placeholder=t("settings.profile_example"), max_chars=40,
            key=f"st-new-profile-{stored.version}",
        )  # fmt: skip
        st.caption(t("settings.profile_save_help"))
        if st.button(t("settings.profile_keep"), type="primary", key="st-keep-profile", disabled=not name.strip()):
            _done(
                lambda: profiles.save_profile(desk(), actor, name, edited, version=stored.version),
                t("settings.profile_saved", name=plain(name.strip())),
            )


def _done(call: Callable[[], object], said: str) -> None:
    try:
        call()
    except PlannerError as error:
        show_error(error)
        return
    st.toast(said, icon=":material/check:")
    st.rerun()
