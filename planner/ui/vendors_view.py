"""Subcontractors on the team page: the list, the form of the chosen one, files in and out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from planner import files
from planner.desk import team as desk_team
from planner.desk import vendors
from planner.model.errors import InputError, PlannerError
from planner.model.event import Actor
from planner.model.language import duration_text, number_text
from planner.model.team import Team
from planner.model.vendors import Vendor
from planner.ui.conflict import draw_conflict, saved_or_compared
from planner.ui.file_link import file_link
from planner.ui.held import held, hold, release
from planner.ui.net import caught, fragment
from planner.ui.parts import chip, draw, empty, problem_lines
from planner.ui.plain import plain
from planner.ui.rows import Column, Note, Row, choose_row, chosen_row, row_table
from planner.ui.session import actor as who
from planner.ui.session import desk, language, show_error, t
from planner.ui.vendor_form import edit_vendor

__all__ = ["draw_vendors", "vendor_buttons"]

_ROWS, _COMPARED = "vendor-rows", "vn"


def vendor_buttons(team: Team) -> None:
    """Draw what can be done with all of them; must stand in a horizontal container."""
    if team.vendors:
        name = t("vendors.file_name")
        make = partial(files.vendors_to_csv, team.vendors, language=language())
        file_link(t("vendors.export"), name, "text/csv; charset=utf-8", make, key="vendors")
    if st.button(t("vendors.import"), icon=":material/upload_file:", key="vendor-import"):
        _import_dialog()
    if st.button(t("vendors.new"), icon=":material/add:", key="vendor-new"):
        _new_dialog(team)


def draw_vendors(actor: Actor, team: Team, *, may_edit: bool) -> None:
    """Draw the list at left and the chosen subcontractor at right."""
    if not team.vendors:
        empty(t("vendors.none"), key="vendors")
        return
    left, right = st.columns((1.45, 1), gap="small")
    with left, st.container(border=True, key="card-flush-vendors"):
        chosen = _table(team)
    with right, st.container(border=True, key="card-vendor"):
        _panel(actor, team, chosen, may_edit=may_edit)


def _table(team: Team) -> Vendor:
    known = {one.vendor_id: one for one in sorted(team.vendors, key=lambda one: (not one.active, one.name.casefold()))}
    columns = [
        Column(id="name", label=t("vendors.name"), width="28%"),
        Column(id="prices", label=t("vendors.prices")),
        Column(id="lead", label=t("vendors.lead"), align="tight"),
        Column(id="people", label=t("vendors.people"), align="num"),
    ]
    chosen = chosen_row(_ROWS, list(known)) or next(iter(known))
    row_table(
        columns, [_row(one, team) for one in known.values()], key=_ROWS, label=t("team.part_vendors"),
        selected=chosen, height="calc(100vh - 140px)",
    )  # fmt: skip
    return known[chosen]


def _row(one: Vendor, team: Team) -> Row:
    people = sum(person.vendor_id == one.vendor_id for person in team.technicians)
    prices = one.prices
    cells = {
        "name": {"text": one.name, "strong": True},
        "prices": t(
            "vendors.price_line",
            call_out=_kronor(prices.call_out_ore),
            hour=_kronor(prices.hour_ore),
            km=_kronor(prices.km_ore),
        ),
        "lead": duration_text(one.lead_min * 60, language()),
        "people": str(people),
    }
    notes = [Note(tone="quiet", label=t("vendors.resting"), text=t("vendors.resting_text"))] if not one.active else []
    if not people:
        notes.append(Note(tone="warn", label=t("vendors.people"), text=t("vendors.no_people")))
    return Row(id=one.vendor_id, cells=cells, notes=tuple(notes))


def _kronor(ore: int) -> str:
    """A price as agreed, with öre where it has any: a kilometre is seldom whole kronor."""
    return f"{number_text(ore / 100, language(), decimals=2 if ore % 100 else 0)}\N{NO-BREAK SPACE}kr"


@fragment
def _panel(actor: Actor, team: Team, stored: Vendor, *, may_edit: bool) -> None:
    name = f"vn.{stored.vendor_id}"
    one = held(name, stored)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(plain(one.name), anchor=False, width="stretch")
        st.caption(plain(one.vendor_id), width="content")
        if may_edit:
            with st.popover(t("vendors.remove"), type="tertiary", key="vendor-remove"):
                st.text(t("vendors.remove_sure", name=one.name))
                if st.button(t("vendors.remove"), icon=":material/delete:", key="vendor-remove-sure"):
                    _remove(actor, stored)
    edited = edit_vendor(one, team, disabled=not may_edit)
    hold(name, one, changed=edited != one)
    if one.version != stored.version:
        draw(chip("warn", t("conflict.newer")))
    if may_edit and st.button(
        t("vendors.save", name=plain(one.name)), type="primary", shortcut="Ctrl+Enter", disabled=edited == one,
        key="vendor-save",
    ):  # fmt: skip
        _save(actor, one, edited)
    draw_conflict(
        _COMPARED,
        save=lambda both, version: desk_team.save_vendor(desk(), actor, both.replace(version=version)),
        done=lambda: release(name),
    )


def _save(actor: Actor, base: Vendor, edited: Vendor) -> None:
    save = partial(desk_team.save_vendor, desk(), actor, edited)
    if not saved_or_compared(_COMPARED, save, what=base.name, base=base, mine=edited):
        return
    release(f"vn.{base.vendor_id}")
    st.toast(t("vendors.saved", name=plain(edited.name)))
    st.rerun()


def _remove(actor: Actor, one: Vendor) -> None:
    if _done(lambda: vendors.remove_vendor(desk(), actor, one)):
        release(f"vn.{one.vendor_id}")
        st.toast(t("vendors.removed", name=plain(one.name)))
        st.rerun()


def _done(call: Callable[[], object]) -> bool:
    try:
        call()
    except PlannerError as error:
        show_error(error)
        return False
    return True


def _new_dialog(team: Team) -> None:
    """Ask for the name of a firm, save, and choose it."""

    @st.dialog(t("vendors.new"))
    @caught
    def ask() -> None:
        name = st.text_input(t("vendors.name"), key="vendor-new-name", placeholder="NordFält AB").strip()
        taken = {one.vendor_id for one in team.vendors}
        vendor_id = _id_for(name, taken)
        if st.button(t("vendors.save", name=plain(name)), type="primary", disabled=not name, key="vendor-create"):
            new = Vendor(vendor_id=vendor_id, name=name)
            if _done(lambda: desk_team.save_vendor(desk(), who(), new)):
                choose_row(_ROWS, vendor_id)
                st.rerun()

    ask()


def _id_for(name: str, taken: set[str]) -> str:
    """A short id from the name: letters and digits, with a number where it is taken."""
    plain_name = re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(str.maketrans("åäö", "aao"))).strip("-")
    short = plain_name[:20] or "firm"
    return next(one for one in (short, *(f"{short}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _import_dialog() -> None:
    """Take a file of subcontractors; nothing is saved where anything in it is wrong."""

    @st.dialog(t("vendors.import"), width="medium")
    @caught
    def ask() -> None:
        st.caption(t("vendors.import_help"))
        file = st.file_uploader(t("team.file"), type=["csv", "xlsx"], label_visibility="collapsed", key="vendor-file")
        if file is None:
            return
        try:
            read = vendors.import_vendors(desk(), who(), file.name, file.getvalue())
        except InputError as error:
            st.text(t("team.import_failed", count=len(error.problems)))
            problem_lines(error.problems[:50], key="vendor-problems")
            return
        except PlannerError as error:
            show_error(error)
            return
        st.toast(t("vendors.imported", count=len(read)))
        st.rerun()

    ask()
