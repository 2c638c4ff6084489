"""The shell every page passes through: page settings, theme, header, navigation by role."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner.model.errors import PlannerError
from planner.model.words import Role
from planner.ui import session, theme
from planner.ui.access import ACCESS, HOME
from planner.ui.plain import plain
from planner.ui.session import t
from planner.web import DEMO_ROLES

__all__ = ["run"]

ROOT = Path(__file__).resolve().parents[2]
LOGO = ROOT / "planner" / "web" / "static" / "logo.svg"


def run() -> None:
    """Draw the shell and the page the address names."""
    st.set_page_config(page_title="Fältplan", page_icon=str(LOGO), layout="wide")
    session.read_address()
    role = session.actor().role
    pages = {
        name: st.Page(
            ROOT / "pages" / f"{name}.py",
            title=t(f"shell.nav.{name}"),
            url_path=name,
            visibility="visible" if role in roles else "hidden",
        )
        for name, roles in ACCESS.items()
        if (ROOT / "pages" / f"{name}.py").exists()
    }
    # A default page would lose its own address: /board would answer "page not found".
    start = st.Page(lambda: st.switch_page(pages[HOME[role]]), title="Fältplan", url_path="start", default=True,
                    visibility="hidden")  # fmt: skip
    chosen = st.navigation([start, *pages.values()], position="top")
    theme.apply(session.theme(), session.language())
    st.logo(str(LOGO), size="medium")
    _header()
    session.write_address()
    _leave_foreign_page(chosen, pages, role)
    try:
        chosen.run()
    except PlannerError as error:
        # The last net: a page that did not expect it still ends in a sentence, and nothing entered is lost.
        session.show_error(error)
        st.button(t("shell.try_again"), key="fp-again")


def _leave_foreign_page(chosen: st.Page, pages: dict[str, st.Page], role: Role) -> None:
    """After a change of role, go home where the new role does not find the page."""
    changed = st.session_state.pop("fp.role_changed", False)
    if changed and role not in ACCESS.get(chosen.url_path, tuple(Role)):
        st.switch_page(pages[HOME[role]])


def _header() -> None:
    """Draw who looks and in which language at the right of the header."""
    who = session.actor()
    with st.container(key="fp-user", horizontal=True, gap="small", vertical_alignment="center"):
        label = f"{plain(who.name)} · {t(f'shell.role.{who.role}')}"
        with st.popover(label, icon=":material/person:", type="tertiary", key="fp-who"):
            st.caption(t("shell.role_help"))
            _role_switch()
        st.segmented_control(
            t("shell.language"),
            ("sv", "en"),
            default=session.language(),
            required=True,
            format_func=str.upper,
            key="fp-language",
            label_visibility="collapsed",
            on_change=lambda: session.choose_language(st.session_state["fp-language"]),
        )


def _role_switch() -> None:
    """Offer the demo roles; a technician is somebody of the team."""
    names = dict(session.technicians())
    role, _, technician_id = session.role_choice().partition(":")
    words = {one: f"{plain(DEMO_ROLES[one].name)} · {t(f'shell.role.{one}')}" for one in ("dispatcher", "manager")}
    if names:
        words["technician"] = t("shell.role.technician")
    options = list(words)
    st.radio(
        t("shell.role_label"),
        options,
        index=options.index(role) if role in options else 0,
        format_func=words.__getitem__,
        key="fp-role",
        label_visibility="collapsed",
        on_change=_role_changed,
        args=(next(iter(names), ""),),
    )
    if role == "technician" and names:
        st.selectbox(
            t("shell.which_technician"),
            list(names),
            index=list(names).index(technician_id) if technician_id in names else 0,
            format_func=names.__getitem__,
            key="fp-technician",
            on_change=_technician_changed,
        )


def _role_changed(first_technician: str) -> None:
    role = st.session_state["fp-role"]
    session.choose_role(f"technician:{first_technician}" if role == "technician" else role)
    st.session_state["fp.role_changed"] = True


def _technician_changed() -> None:
    session.choose_role(f"technician:{st.session_state['fp-technician']}")
