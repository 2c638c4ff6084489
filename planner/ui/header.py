"""The right of the header: who is signed in, what they can do about it, and the language.

A script of Streamlit can set no cookie: signing out and changing places in the demo are forms to our own routes.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from planner.desk.demo_accounts import demo_accounts, demo_team
from planner.desk.signin import SignedIn, form_token
from planner.model.words import Role
from planner.ui import session
from planner.ui.plain import plain
from planner.ui.session import t

__all__ = ["draw"]


def draw(found: SignedIn) -> None:
    """Draw name and role with their menu, and the choice of language.

    Parameters
    ----------
    found
        Who is signed in.
    """
    actor = found.actor
    with st.container(key="fp-user", horizontal=True, gap="small", vertical_alignment="center"):
        role = t(f"shell.role.{actor.role}")
        label = f"{plain(actor.name)} · {role}"
        if found.account.demo:
            label = f"{t('signin.demo')}: {label}"
        with st.popover(label, icon=":material/person:", type="tertiary", key="fp-who"):
            st.html(f'<div class="fp-menu">{_demo(found) if found.account.demo else _own(found)}{_out()}</div>')
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


def _own(found: SignedIn) -> str:
    address = f"/password?{urlencode({'next': '/', 'lang': session.language()})}"
    return (
        f"<p>{escape(t('header.as', login=found.account.login))}</p>"
        f'<a class="fp-go" href="{escape(address)}">{escape(t("header.password"))}</a>'
    )


def _demo(found: SignedIn) -> str:
    """Change places with the demo's other people, and be another technician."""
    others = [one for one in demo_accounts(session.desk()) if one.account_id != found.account.account_id]
    switch = "".join(
        _form(
            "/signin/demo",
            f"{escape(one.name)} · {escape(t(f'shell.role.{one.role}'))}",
            hidden={"account": one.account_id, "held": "1"},
        )
        for one in others
    )
    return f"<p>{escape(t('header.demo_help'))}</p>{switch}{_people(found)}"


def _people(found: SignedIn) -> str:
    if found.actor.role is not Role.TECHNICIAN:
        return ""
    own, team = found.actor.technician_id, demo_team(session.desk(), session.token())
    options = "".join(
        f'<option value="{escape(one)}"{" selected" if one == own else ""}>{escape(name)}</option>'
        for one, name in team
    )
    label = escape(t("shell.which_technician"))
    return _form(
        "/signin/demo",
        escape(t("header.be_technician")),
        hidden={"account": found.account.account_id, "held": "1"},
        field=f'<label>{label}<select name="technician" aria-label="{label}">{options}</select></label>',
    )


def _out() -> str:
    here, everywhere = escape(t("signin.out")), escape(t("header.out_everywhere"))
    return f"<hr>{_form('/signout', here)}{_form('/signout-everywhere', everywhere)}"


def _form(path: str, words: str, *, hidden: dict[str, str] | None = None, field: str = "") -> str:
    """Return a form of one button; `words` and `field` are HTML already."""
    values = (hidden or {}) | {"form": form_token(session.token())}
    inputs = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in values.items())
    # Streamlit takes a field named "lang" out of a form: forms have a property of that name.
    action = f"{path}?{urlencode({'lang': session.language()})}"
    return f'<form method="post" action="{escape(action)}">{inputs}{field}<button>{words}</button></form>'
