"""Accounts in the settings, for administrators: who may sign in, as what, and a one-time password to hand over."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from planner.desk import accounts
from planner.desk.accounts import Handed
from planner.model.account import Account
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.language import day_text, time_text
from planner.model.words import Role
from planner.ui.parts import chip, draw
from planner.ui.plain import plain
from planner.ui.session import desk, language, show_error, t, technicians, worded

__all__ = ["draw_accounts"]

_HANDED, _ERROR, _CHOSEN = "ac.handed", "ac.error", "ac-chosen"


def draw_accounts(actor: Actor) -> None:
    """Draw all accounts, and beside them the fields of one or of a new one."""
    found = accounts.list_accounts(desk(), actor)
    st.subheader(t("accounts.title"), anchor=False)
    left, right = st.columns((1.9, 1), gap="medium")
    with left:
        st.caption(t("accounts.help"))
        _table(found)
        _handed()
    with right:
        options = (None, *(one.account_id for one in found))
        names = {one.account_id: f"{one.name} ({one.login})" for one in found}
        chosen = st.selectbox(
            t("accounts.which"), options, key=_CHOSEN,
            format_func=worded(options, lambda one: names[one] if one else t("accounts.new")),
        )  # fmt: skip
        account = next((one for one in found if one.account_id == chosen), None)
        if account is None:
            _new(actor)
        else:
            _one(actor, account)
        if error := st.session_state.pop(_ERROR, None):
            show_error(error)


def _table(found: tuple[Account, ...]) -> None:
    names = dict(technicians())
    rows = [
        {
            t("accounts.login"): one.login,
            t("accounts.name"): one.name,
            t("accounts.role"): t(f"shell.role.{one.role}"),
            t("accounts.technician"): names.get(one.technician_id or "", one.technician_id or ""),
            t("accounts.state"): t(f"accounts.state_{_state(one)}"),
            t("accounts.last"): _moment(one),
        }
        for one in found
    ]
    st.dataframe(rows, hide_index=True, width="stretch", key="ac-table")


def _state(one: Account) -> str:
    if not one.active:
        return "closed"
    return "demo" if one.demo else "one_time" if one.must_change else "open"


def _moment(one: Account) -> str:
    if one.signed_in_at is None:
        return t("accounts.never")
    zone = desk().time_zone
    day = one.signed_in_at.astimezone(ZoneInfo(zone)).date()
    return f"{day_text(day, language())} {time_text(one.signed_in_at, zone=zone)}"


def _handed() -> None:
    """Show a one-time password in the run after it was made, and never again."""
    handed: Handed | None = st.session_state.pop(_HANDED, None)
    if handed is not None:
        with st.container(key="warn-handed", gap="small"):
            st.text(t("accounts.handed", login=handed.account.login))
            st.code(handed.password, language=None)
            st.caption(t("users.handed_help"))


def _new(actor: Actor) -> None:
    round_ = st.session_state.get("ac.round", 0)
    login = st.text_input(t("accounts.login"), key=f"ac-login-{round_}", max_chars=100, help=t("accounts.login_help"))
    name, role, technician_id = _fields(f"ac-new-{round_}", None)
    st.button(
        t("accounts.add"), type="primary", key="ac-add", disabled=not login.strip() or not name.strip(),
        on_click=_add, args=(actor, login, name, role, technician_id),
    )  # fmt: skip


def _one(actor: Actor, one: Account) -> None:
    key = f"ac-{one.account_id}-{one.version}"
    name, role, technician_id = _fields(key, one)
    active = st.toggle(t("accounts.active"), value=one.active, key=f"{key}-active", disabled=one.demo)
    edited = _edited(one, name, role, technician_id, active=active)
    with st.container(horizontal=True, gap="small", key="row-accounts-do"):
        st.button(
            t("accounts.save"), type="primary", key="ac-save", disabled=edited in (one, None),
            on_click=_save, args=(actor, edited),
        )  # fmt: skip
        st.button(t("accounts.reset"), key="ac-reset", disabled=one.demo, on_click=_reset, args=(actor, one))
        st.button(t("header.out_everywhere"), key="ac-out", on_click=_out, args=(actor, one))
    if edited is None:
        draw(chip("warn", t("account.technician_missing")))


def _edited(one: Account, name: str, role: Role, technician_id: str | None, *, active: bool) -> Account | None:
    """Return the account as it would be saved; None while something is missing."""
    if not name.strip() or (role is Role.TECHNICIAN and technician_id is None):
        return None
    whose = technician_id if role is Role.TECHNICIAN else None
    return one.replace(name=name.strip(), role=role, technician_id=whose, active=active)


def _fields(key: str, one: Account | None) -> tuple[str, Role, str | None]:
    name = st.text_input(t("accounts.name"), value=one.name if one else "", key=f"{key}-name", max_chars=100)
    roles = tuple(Role)
    role = st.selectbox(
        t("accounts.role"), roles, index=roles.index(one.role if one else Role.DISPATCHER), key=f"{key}-role",
        format_func=worded(roles, lambda role: t(f"shell.role.{role}")),
    )  # fmt: skip
    if role is not Role.TECHNICIAN:
        return name, role, None
    names = dict(technicians())
    options = list(names)
    known = one is not None and one.technician_id in names
    technician_id = st.selectbox(
        t("accounts.technician"), options, index=options.index(str(one.technician_id)) if one and known else None,
        key=f"{key}-technician", format_func=worded(options, names.__getitem__), placeholder=t("accounts.choose"),
    )  # fmt: skip
    return name, role, technician_id


def _add(actor: Actor, login: str, name: str, role: Role, technician_id: str | None) -> None:
    try:
        handed = accounts.add_account(
            desk(), actor, login=login, name=name, role=role, technician_id=technician_id
        )  # fmt: skip
    except PlannerError as error:
        st.session_state[_ERROR] = error
        return
    st.session_state[_HANDED] = handed
    st.session_state["ac.round"] = st.session_state.get("ac.round", 0) + 1


def _save(actor: Actor, edited: Account) -> None:
    try:
        accounts.save_account(desk(), actor, edited)
    except PlannerError as error:
        st.session_state[_ERROR] = error
        return
    st.toast(t("accounts.saved", name=plain(edited.name)), icon=":material/check:")


def _reset(actor: Actor, one: Account) -> None:
    try:
        st.session_state[_HANDED] = accounts.new_password(desk(), actor, one.account_id)
    except PlannerError as error:
        st.session_state[_ERROR] = error


def _out(actor: Actor, one: Account) -> None:
    try:
        ended = accounts.end_sessions(desk(), actor, one.account_id)
    except PlannerError as error:
        st.session_state[_ERROR] = error
        return
    st.toast(t("accounts.ended", count=ended), icon=":material/check:")
