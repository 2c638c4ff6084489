"""What a technician brings along: the card of the morning, parts by where they come from, and for which visits."""

from __future__ import annotations

from html import escape

import streamlit as st

from planner.desk.bringing import fetched_at, is_aboard
from planner.desk.day import MyDay
from planner.model.language import time_text
from planner.model.loading import Bring, loading_list
from planner.model.plan import Stop
from planner.ui.parts import heading, icon
from planner.ui.session import desk, language, t

__all__ = ["bring_along", "part_name", "where_from"]


def bring_along(mine: MyDay) -> None:
    """Draw the card; nothing where the day needs no parts."""
    if mine.plan is None:
        return
    rows = loading_list(mine.plan, mine.requests, technician_id=mine.technician.technician_id)
    if not rows:
        return
    groups: dict[str, list[Bring]] = {}
    for one in rows:
        groups.setdefault(_where(one, mine.plan.time_zone), []).append(one)
    with st.container(key="day-bring", gap="small"):
        heading(t("my_day.bring"), t("my_day.bring_count", count=sum(one.quantity for one in rows)))
        lists = "".join(_group(where, found) for where, found in groups.items())
        st.html(f'<div class="fp-bring">{lists}</div>')


def _where(one: Bring, zone: str) -> str:
    if one.at is None:
        return t("my_day.bring_van")
    return t("my_day.bring_depot", depot=one.depot, time=time_text(one.at, zone=zone))


def _group(where: str, rows: list[Bring]) -> str:
    mark = icon("car" if rows[0].at is None else "box")
    items = "".join(
        f"<li><b>{one.quantity}\N{NO-BREAK SPACE}×</b><span>{escape(part_name(one.part))}</span>"
        f"<small>{escape(', '.join(one.visit_ids))}</small></li>"
        for one in rows
    )
    return f"<section><h3>{mark}{escape(where)}</h3><ul>{items}</ul></section>"


def part_name(part: str) -> str:
    """Return what a part is called; its id where the catalogue does not know it."""
    known = desk().catalogue.parts.get(part)
    return known.name[language()] if known else part


def where_from(mine: MyDay, stop: Stop, part: str, quantity: int) -> tuple[str, str]:
    """Return whether a part of a visit is there (``have``) or to be fetched (``fetch``), and where in words."""
    zone = mine.plan.time_zone if mine.plan else desk().time_zone
    if (depot := fetched_at(mine.stops, stop.visit_id, part)) is not None:
        return "fetch", t("my_day.bring_depot", depot=depot.title, time=time_text(depot.start, zone=zone))
    aboard = is_aboard(desk().catalogue, mine.counted, part, quantity)
    return ("have", t("my_day.in_van")) if aboard else ("fetch", t("my_day.at_depot"))
