"""The plain fields of a request: title, customer, contact, address, time, duration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from planner.model.message import Message
from planner.model.request import Request, TimeWindow
from planner.model.team import Team
from planner.ui.kept import follow, keep, kept
from planner.ui.request_chain import chain_group, read_chain
from planner.ui.request_terms import crew_group, people_group, read_crew, read_people
from planner.ui.session import desk, t

__all__ = ["TEXTS", "edited_fields", "request_fields", "term_groups", "window_of", "wrong_fields"]

_LINES = (
    ("title",),
    ("customer",),
    ("address",),
    ("postcode", "city"),
    ("contact_name", "contact_phone"),
    ("access_notes",),
)
TEXTS = tuple(name for line in _LINES for name in line)
"""Fields of plain text, in the order they are asked."""


def request_fields(request: Request, *, key: str) -> None:
    """Draw the fields with what the request holds; changes are read with `edited_fields`."""
    for line in _LINES:
        for name, box in zip(line, st.columns(len(line)), strict=True):
            widget = f"{key}.f.{name}"
            follow(widget, getattr(request, name))
            box.text_input(t(f"requests.field.{name}"), key=widget, on_change=keep, args=(widget,))
    minutes = f"{key}.f.service_min"
    follow(minutes, request.service_min)
    st.number_input(t("requests.field.service_min"), 1, 1440, step=5, key=minutes, on_change=keep, args=(minutes,))
    if not request.needs_visit:
        desk_only = f"{key}.f.needs_desk"
        follow(desk_only, request.needs_desk)
        st.toggle(
            t("requests.field.needs_desk"), key=desk_only, on_change=keep, args=(desk_only,),
            help=t("requests.needs_desk_help"),
        )  # fmt: skip
    _window_fields(request, key=key)


def term_groups(request: Request, team: Team, others: Iterable[Request], *, key: str) -> None:
    """Draw, folded, how many come, who may, and after what; changes are read with `edited_fields`."""
    found = tuple(others)
    crew_group(request, key=key)
    people_group(request, team, found, key=key)
    chain_group(request, found, key=key)


def wrong_fields(request: Request, others: Iterable[Request] = (), *, key: str) -> tuple[Message, ...]:
    """Return what is wrong with what was written; these fields stay as they were until it is put right."""
    read = (read_crew(request, key=key), read_people(request, key=key), read_chain(request, others, key=key))
    return tuple(dict.fromkeys(wrong for _, found in read for wrong in found))


def _window_fields(request: Request, *, key: str) -> None:
    first, last, hard = _present_window(request)
    day = _window_day(request)
    left, middle, right = st.columns((1.35, 1, 1), gap="small")
    for box, name, value in ((left, "day", day), (middle, "from", first), (right, "to", last)):
        widget = f"{key}.w.{name}"
        follow(widget, value)
        arguments: dict[str, Any] = {"key": widget, "on_change": keep, "args": (widget,)}
        label = t(f"requests.window_{name}")
        if name == "day":
            box.date_input(label, format="YYYY-MM-DD", **arguments)
        else:
            box.time_input(label, step=900, **arguments)
    widget = f"{key}.w.hard"
    follow(widget, hard)
    st.toggle(t("requests.window_hard"), key=widget, on_change=keep, args=(widget,), help=t("requests.window_help"))


def edited_fields(request: Request, others: Iterable[Request] = (), *, key: str) -> Mapping[str, Any]:
    """Return the fields that were changed by hand, ready for `Request.replace`.

    Parameters
    ----------
    others
        Requests that are not stored yet and may be named as well.
    """
    changes: dict[str, Any] = {}
    for name in TEXTS:
        value = kept(f"{key}.f.{name}")
        if isinstance(value, str) and value.strip() != getattr(request, name) and (value.strip() or name != "title"):
            changes[name] = value.strip()
    minutes = kept(f"{key}.f.service_min")
    if minutes and int(minutes) != request.service_min:
        changes |= {"service_min": int(minutes), "service_p80_min": max(int(minutes), request.service_p80_min)}
    needs = kept(f"{key}.f.needs_desk")
    if needs is not None and bool(needs) != request.needs_desk:
        changes["needs_desk"] = bool(needs)
    for found, _ in (read_crew(request, key=key), read_people(request, key=key), read_chain(request, others, key=key)):
        changes |= found
    if any(f"{key}.w.{name}.kept" in st.session_state for name in ("day", "from", "to", "hard")):
        changes["time_windows"] = _edited_windows(request, key=key)
    return changes


def _edited_windows(request: Request, *, key: str) -> tuple[TimeWindow, ...]:
    first, last, hard = _present_window(request)
    present = {"day": _window_day(request), "from": first, "to": last, "hard": hard}
    values = {name: st.session_state.get(f"{key}.w.{name}.kept", value) for name, value in present.items()}
    window = window_of(values["day"], values["from"], values["to"], hard=bool(values["hard"]), zone=desk().time_zone)
    if window is None:
        return ()
    # Hard windows are alternatives: a fixed time stands alone, a wish stands beside the opening hours.
    return (window,) if window.hard else (*(one for one in request.time_windows if one.hard), window)


def window_of(day: date | None, first: time | None, last: time | None, *, hard: bool, zone: str) -> TimeWindow | None:
    """Return the window of a day in which work starts; None without a day or without any time.

    A window whose end is not after its start ends on the next day.
    """
    if day is None or (first is None and last is None):
        return None
    local = ZoneInfo(zone)
    start = datetime.combine(day, first or time(0), local)
    end = datetime.combine(day, last or time(23, 59), local)
    if end <= start:
        end = datetime.combine(day + timedelta(days=1), last or time(23, 59), local)
    return TimeWindow(earliest_start=start, latest_start=end, hard=hard)


def _present_window(request: Request) -> tuple[time | None, time | None, bool]:
    if not request.time_windows:
        return None, None, True
    local, window = ZoneInfo(desk().time_zone), request.time_windows[-1]
    first, last = (moment.astimezone(local).time() for moment in (window.earliest_start, window.latest_start))
    return first, last, window.hard


def _window_day(request: Request) -> date:
    if request.time_windows:
        return request.time_windows[-1].earliest_start.astimezone(ZoneInfo(desk().time_zone)).date()
    return request.earliest_date or desk().today()
