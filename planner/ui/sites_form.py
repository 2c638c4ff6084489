"""Customers' sites and their opening hours: choose one, change it, add, load from a file, take out."""

from __future__ import annotations

import streamlit as st

from planner import files
from planner.desk import sites as desk_sites
from planner.files.values import WrongValueError
from planner.model.errors import InputError, PlannerError, StaleError
from planner.model.event import Actor
from planner.model.sites import Site
from planner.ui.conflict import Conflict, begin, draw_conflict
from planner.ui.file_link import file_link
from planner.ui.held import held, hold, release
from planner.ui.net import caught, fragment
from planner.ui.parts import problem_lines
from planner.ui.plain import plain
from planner.ui.session import actor as present_actor
from planner.ui.session import desk, language, say, show_error, t, worded

__all__ = ["sites_card"]

_NEW = ""
_CHOSEN = "si-chosen"
_COMPARED = "si"


@fragment
def sites_card(actor: Actor, *, may_edit: bool) -> None:
    """Draw the section; whoever may not edit reads it."""
    known = {one.site_id: one for one in desk_sites.list_sites(desk(), actor)}
    with st.container(border=True, key="card-sites"):
        st.subheader(t("sites.title"), anchor=False)
        st.caption(t("sites.help"))
        _bar(actor, known, may_edit=may_edit)
        options = [*known, *((_NEW,) if may_edit else ())]
        if not options:
            st.text(t("sites.none"))
            return
        if wanted := st.session_state.pop(f"{_CHOSEN}.next", None):
            st.session_state[_CHOSEN] = wanted
        names = worded(options, lambda one: f"{known[one].label} ({one})" if one else t("sites.new"))
        chosen = st.selectbox(t("sites.choose"), options, format_func=names, key=_CHOSEN)
        stored = known.get(chosen or _NEW)
        _form(actor, stored, taken=set(known), may_edit=may_edit)
        draw_conflict(
            _COMPARED,
            save=lambda both, version: desk_sites.save_site(desk(), actor, both.replace(version=version)),
            done=lambda: release(f"si.{chosen}"),
        )


def _bar(actor: Actor, known: dict[str, Site], *, may_edit: bool) -> None:
    the_desk, reader = desk(), language()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="row-sites-bar"):
        st.caption(t("sites.count", count=len(known)), width="stretch")
        if known:
            name = files.export_name(t("desk.file.sites"), "csv", day=the_desk.today())
            file_link(
                t("sites.take_out"), name, "text/csv; charset=utf-8",
                lambda: desk_sites.sites_file(the_desk, actor, language=reader).content, key="sites", type="tertiary",
            )  # fmt: skip
        if may_edit and st.button(t("sites.load"), icon=":material/upload_file:", key="si-load"):
            _import_dialog()


def _form(actor: Actor, stored: Site | None, *, taken: set[str], may_edit: bool) -> None:
    """The fields of a site; the new one has an id to give."""
    name = f"si.{stored.site_id if stored else _NEW}"
    base = None if stored is None else held(name, stored)
    key, off = f"{name}.{base.version if base else 0}.{st.session_state.get('si.round', 0)}", not may_edit
    edited = _edited(base, key=key, off=off)
    if off:
        return
    if base is not None:
        hold(name, base, changed=edited != base)
    if base is None and edited is not None and edited.site_id in taken:
        st.warning(t("sites.id_taken", id=plain(edited.site_id)))
        edited = None
    with st.container(horizontal=True, gap="small"):
        if st.button(t("sites.save"), type="primary", disabled=edited in (None, base), key="si-save") and edited:
            _save(actor, base, edited)
        if stored is not None and st.button(t("sites.remove"), type="tertiary", key="si-remove"):
            _remove(actor, stored)


def _edited(base: Site | None, *, key: str, off: bool) -> Site | None:
    """Draw the fields; None where they are no site yet, or cannot be read."""
    left, middle, right = st.columns((1, 1.4, 1.4))
    site_id = left.text_input(t("sites.id"), base.site_id if base else "", key=f"{key}.id", disabled=base is not None)
    name = middle.text_input(t("sites.name"), base.name if base else "", key=f"{key}.name", disabled=off)
    customer = right.text_input(t("sites.customer"), base.customer if base else "", key=f"{key}.customer", disabled=off)
    weekly_words = files.weekly_text(base.weekly, language=language()) if base else ""
    weekly_box = st.text_input(
        t("sites.weekly"), weekly_words, key=f"{key}.weekly", placeholder=t("sites.weekly_example"), disabled=off,
        help=t("sites.weekly_help"),
    )  # fmt: skip
    special_box = st.text_input(
        t("sites.special"), files.special_text(base.special) if base else "", key=f"{key}.special",
        placeholder=t("sites.special_example"), disabled=off, help=t("sites.special_help"),
    )  # fmt: skip
    left, right = st.columns(2)
    holidays = left.toggle(
        t("sites.holidays"), base.closed_on_holidays if base else False, key=f"{key}.holidays", disabled=off
    )
    until_end = right.toggle(t("sites.until_end"), base.until_end if base else True, key=f"{key}.end", disabled=off)
    try:
        # What was not touched is not read again, so that nothing changes by being shown.
        weekly = base.weekly if base and weekly_box == weekly_words else files.parse_weekly(weekly_box)
        special = files.parse_special(special_box)
    except WrongValueError as wrong:
        st.error(plain(say(wrong.message)))
        return None
    if not site_id.strip():
        return None
    known = base or Site(site_id=site_id.strip())
    return known.replace(
        name=name.strip(), customer=customer.strip(), weekly=weekly, special=special,
        closed_on_holidays=holidays, until_end=until_end,
    )  # fmt: skip


def _save(actor: Actor, base: Site | None, edited: Site) -> None:
    try:
        desk_sites.save_site(desk(), actor, edited)
    except StaleError as error:
        if error.theirs is None:
            show_error(error)
            return
        found = Conflict(
            what=edited.label, base=base, mine=edited, theirs=error.theirs, version=error.version, by=error.by
        )
        begin(_COMPARED, found)
        return
    except PlannerError as error:
        show_error(error)
        return
    _begin_anew(edited.site_id, t("sites.saved", name=plain(edited.label)))


def _remove(actor: Actor, stored: Site) -> None:
    try:
        desk_sites.remove_site(desk(), actor, stored)
    except PlannerError as error:
        show_error(error)
        return
    st.session_state.pop(_CHOSEN, None)
    _begin_anew("", t("sites.removed", name=plain(stored.label)))


def _begin_anew(site_id: str, said: str) -> None:
    """Forget what was typed, and go on with a site."""
    release(f"si.{site_id}")
    st.session_state["si.round"] = st.session_state.get("si.round", 0) + 1
    st.session_state[f"{_CHOSEN}.next"] = site_id
    st.toast(said, icon=":material/check:")
    st.rerun()


def _import_dialog() -> None:
    """Take a file of sites; nothing is saved where anything in it is wrong."""

    @st.dialog(t("sites.load"), width="medium")
    @caught
    def ask() -> None:
        st.caption(t("sites.load_help"))
        file = st.file_uploader(t("sites.file"), type=["csv", "xlsx"], label_visibility="collapsed", key="si-file")
        if file is None:
            return
        try:
            found = desk_sites.import_sites(desk(), present_actor(), file.name, file.getvalue())
        except InputError as error:
            st.text(t("sites.load_failed", count=len(error.problems)))
            problem_lines(error.problems[:50], key="sites-import")
            return
        except PlannerError as error:
            show_error(error)
            return
        st.toast(t("sites.loaded", count=len(found)))
        st.rerun()

    ask()
