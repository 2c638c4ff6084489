"""Vans and depots: what they hold in the morning, how much a van carries, when a depot is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from planner.desk import stores as stores_desk
from planner.model.errors import InputError, PlannerError
from planner.model.event import Actor
from planner.model.stock import Amounts
from planner.model.team import Depot, Team, Vehicle
from planner.ui.conflict import draw_conflict, saved_or_compared
from planner.ui.file_link import file_link
from planner.ui.held import held, hold, release
from planner.ui.net import caught
from planner.ui.parts import chip, draw, empty, problem_lines
from planner.ui.plain import plain
from planner.ui.rows import Column, Row, chosen_row, row_table
from planner.ui.session import actor, desk, language, show_error, t

__all__ = ["draw_stores", "stores_dialog"]

_COMPARED = "st"
_LAST = time(23, 59)


def draw_stores(who: Actor, team: Team, *, may_edit: bool) -> None:
    """Draw all vans and depots, and the form of the chosen one."""
    everything: dict[str, Vehicle | Depot] = {f"van:{one.vehicle_id}": one for one in team.vehicles}
    everything |= {f"depot:{one.depot_id}": one for one in team.depots}
    if not everything:
        empty(t("team.no_stores"), key="stores")
        return
    chosen = chosen_row("store-rows", list(everything)) or next(iter(everything))
    left, right = st.columns((1.45, 1), gap="small")
    with left, st.container(border=True, key="card-flush-stores"):
        columns = [
            Column(id="name", label=t("team.store"), width="34%"),
            Column(id="who", label=t("team.store_who"), hide="medium"),
            Column(id="parts", label=t("team.store_parts"), align="tight"),
        ]
        rows = [_row(key, one, team) for key, one in everything.items()]
        row_table(
            columns, rows, key="store-rows", label=t("team.part_stores"), selected=chosen, height="calc(100vh - 140px)"
        )
    with right, st.container(border=True, key="card-store"):
        _panel(who, everything[chosen], chosen, may_edit=may_edit)


def _row(key: str, one: Vehicle | Depot, team: Team) -> Row:
    if isinstance(one, Vehicle):
        drivers = (person.name for person in team.technicians if person.active and person.vehicle_id == one.vehicle_id)
        who = ", ".join(drivers) or t("team.store_nobody")
    else:
        closes = "24:00" if one.closes.replace(second=0) == _LAST else f"{one.closes:%H:%M}"
        who = t("team.store_open", from_=f"{one.opens:%H:%M}", to=closes)
    pieces = sum(number for _, number in one.stock)
    held_ = t("team.store_held", kinds=len(one.stock), count=pieces) if one.stock else t("team.store_uncounted")
    return Row(id=key, cells={"name": one.name, "who": who, "parts": held_})


def _panel(who: Actor, stored: Vehicle | Depot, key: str, *, may_edit: bool) -> None:
    name = f"st.{key}"
    one = held(name, stored)
    st.subheader(plain(one.name), anchor=False)
    edited = None
    try:
        edited = _edited(one, f"{name}.{one.version}", disabled=not may_edit)
    except ValueError as error:
        st.error(plain(str(error)))
    hold(name, one, changed=edited is not None and edited != one)
    if one.version != stored.version:
        draw(chip("warn", t("conflict.newer")))
    if may_edit and st.button(
        t("team.save", name=plain(one.name)), type="primary", disabled=edited in (None, one), key="store-save"
    ):
        _save(who, one, edited or one, name)
    draw_conflict(_COMPARED, save=lambda both, version: _write(who, replace(both, version=version)),
                  done=lambda: release(name))  # fmt: skip


def _write(who: Actor, one: Vehicle | Depot) -> object:
    if isinstance(one, Vehicle):
        return stores_desk.save_vehicle(desk(), who, one)
    return stores_desk.save_depot(desk(), who, one)


def _save(who: Actor, base: Vehicle | Depot, edited: Vehicle | Depot, name: str) -> None:
    if not saved_or_compared(_COMPARED, partial(_write, who, edited), what=base.name, base=base, mine=edited):
        return
    release(name)
    st.toast(t("team.saved", name=plain(edited.name)))
    st.rerun()


def _edited(one: Vehicle | Depot, key: str, *, disabled: bool) -> Vehicle | Depot:
    """Draw the form; return the van or depot as it says."""
    name = st.text_input(t("team.name"), one.name, key=f"{key}.name", disabled=disabled).strip() or one.name
    left, middle, right = st.columns(3)
    if isinstance(one, Vehicle):
        litres = left.number_input(
            t("team.load_l"), 0, 100_000, one.load_l, 10, key=f"{key}.l", disabled=disabled, help=t("team.load_help")
        )
        kilos = middle.number_input(
            t("team.load_kg"), 0, 100_000, one.load_kg, 10, key=f"{key}.kg", disabled=disabled, help=t("team.load_help")
        )
        stock = _stock(one.stock, key=key, disabled=disabled)
        return replace(one, name=name, load_l=int(litres), load_kg=int(kilos), stock=stock)
    opens = left.time_input(t("team.opens"), one.opens, key=f"{key}.opens", disabled=disabled)
    closes = middle.time_input(
        t("team.closes"), one.closes, key=f"{key}.closes", disabled=disabled, step=60, help=t("team.closes_help")
    )
    minutes = right.number_input(t("team.loading_min"), 0, 480, one.loading_min, 5, key=f"{key}.min", disabled=disabled)
    stock = _stock(one.stock, key=key, disabled=disabled)
    return replace(one, name=name, opens=opens, closes=closes, loading_min=int(minutes), stock=stock)


def _stock(stock: Amounts, *, key: str, disabled: bool) -> Amounts:
    """Draw the parts of a van or depot as a table to edit."""
    parts = {part: one.name[language()] for part, one in desk().catalogue.parts.items()}
    parts |= {part: part for part, _ in stock if part not in parts}
    names = dict(sorted(parts.items(), key=lambda one: one[1]))
    st.caption(t("team.stock_help"))
    frame = pd.DataFrame([*stock], columns=["part", "quantity"], dtype=object)
    frame["part"], frame["quantity"] = frame["part"].astype("string"), frame["quantity"].astype("Int64")
    edited: pd.DataFrame = st.data_editor(
        frame, num_rows="dynamic", hide_index=True, placeholder="–", key=f"{key}.stock", disabled=disabled, height=420,
        column_config={
            "part": st.column_config.SelectboxColumn(
                t("team.part"), options=[*names], required=True,
                format_func=lambda part: names.get(str(part), str(part)),
            ),
            "quantity": st.column_config.NumberColumn(
                t("team.quantity"), min_value=0, max_value=100_000, step=1, default=1, required=True, width="small"
            ),
        },
    )  # fmt: skip
    return _amounts(edited.to_dict("records"))


def _amounts(rows: Iterable[dict[Any, Any]]) -> Amounts:
    """Rows that name a part and a number; of a part that stands twice the last counts."""
    known = ((row["part"], row["quantity"]) for row in rows if not (pd.isna(row["part"]) or pd.isna(row["quantity"])))
    return tuple({str(part): int(number) for part, number in known}.items())


def stores_dialog() -> None:
    """Take a file of vans and depots, or hand out the present ones; nothing is saved where anything in it is wrong."""

    @st.dialog(t("team.import_stores"), width="medium")
    @caught
    def ask() -> None:
        who, shown = actor(), language()
        st.caption(t("team.import_stores_help"))
        made_by = desk()
        file_link(
            t("team.export_stores"), f"{t('team.stores_filename')}.csv", "text/csv; charset=utf-8",
            lambda: stores_desk.stores_file(made_by, who, language=shown), key="stores-file",
        )  # fmt: skip
        file = st.file_uploader(t("team.file"), type=["csv", "xlsx"], label_visibility="collapsed", key="stores-up")
        if file is None:
            return
        try:
            team = stores_desk.import_stores(desk(), who, file.name, file.getvalue())
        except InputError as error:
            st.text(t("team.import_failed", count=len(error.problems)))
            problem_lines(error.problems[:50], key="stores-import")
            return
        except PlannerError as error:
            show_error(error)
            return
        st.toast(t("team.imported_stores", vans=len(team.vehicles), depots=len(team.depots)))
        st.rerun()

    ask()
