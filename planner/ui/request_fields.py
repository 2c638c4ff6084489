"""The plain fields of a request: title, customer, contact, address, time, duration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from planner import planning
from planner.files.chains import parse_crew_skills, parse_predecessors, written_crew_skills, written_predecessors
from planner.files.values import WrongValueError
from planner.files.vocabulary import vocabulary
from planner.model.message import Message, message
from planner.model.request import Request, TimeWindow
from planner.ui.kept import follow, keep, kept
from planner.ui.plain import plain
from planner.ui.session import desk, say, t

__all__ = ["TEXTS", "edited_fields", "request_fields", "window_of"]

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
    _crew_fields(request, key=key)
    _window_fields(request, key=key)


def _crew_fields(request: Request, *, key: str) -> None:
    """How many come together, what each needs, and what has to be done before."""
    size = f"{key}.f.crew_size"
    follow(size, request.crew_size)
    left, right = st.columns((1, 2))
    most = max(planning.MOST_SEATS, request.crew_size)
    left.number_input(t("requests.field.crew_size"), 1, most, key=size, on_change=keep, args=(size,))
    for name, box, written in (
        ("crew_skills", right, written_crew_skills(request.crew_skills)),
        ("predecessors", st, written_predecessors(request.predecessors)),
    ):
        widget = f"{key}.f.{name}"
        follow(widget, written)
        box.text_input(
            t(f"requests.field.{name}"), key=widget, help=t(f"requests.{name}_help"), on_change=keep, args=(widget,)
        )
        if (wrong := _read(name, kept(widget), request)[1]) is not None:
            st.error(plain(say(wrong)))


def _read(name: str, written: Any, request: Request) -> tuple[tuple[Any, ...] | None, Message | None]:
    """What was written of crews and predecessors: as it is kept, or what is wrong with it."""
    if not isinstance(written, str):
        return None, None
    try:
        if name == "crew_skills":
            found: tuple[Any, ...] = parse_crew_skills(written, vocabulary(desk().catalogue).skills)
            return (found if written.strip() else ()), None
        found = parse_predecessors(written)
    except WrongValueError as wrong:
        return None, wrong.message
    if any(one.request_id == request.request_id for one in found):
        return None, message("import.own_predecessor", value=request.request_id)
    return found, None


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


def edited_fields(request: Request, *, key: str) -> Mapping[str, Any]:
    """Return the fields that were changed by hand, ready for `Request.replace`."""
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
    size = kept(f"{key}.f.crew_size")
    if size and int(size) != request.crew_size:
        changes["crew_size"] = int(size)
    for name in ("crew_skills", "predecessors"):
        found, _ = _read(name, kept(f"{key}.f.{name}"), request)
        if found is not None and found != getattr(request, name):
            changes[name] = found
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
