"""What the screens say of a request: its time, where it came from, what it needs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from planner.model.catalogue import Catalogue
from planner.model.language import day_text, text
from planner.model.request import Promise, Request, TimeWindow
from planner.model.words import PromiseKind

__all__ = ["channel_icon", "parts_text", "promise_words", "promised", "skills_needed", "time_wanted", "type_name"]

_ICONS = {"phone": "phone", "remote": "headset", "on_site": "car"}


def channel_icon(channel: str) -> str:
    """Return the icon name of a channel."""
    return _ICONS[channel]


def time_wanted(request: Request, day: date, *, language: str, zone: str, all_day: str) -> str:
    """Return when a request is wanted, ``13–15``; with the day where it is another one.

    Parameters
    ----------
    day
        The day the reader looks at.
    all_day
        Words for no window.
    """
    # A wish says more than the opening hours beside it.
    wishes = [window for window in request.time_windows if not window.hard] or request.time_windows
    if wishes:
        return ", ".join(_window(window, day, language, zone) for window in wishes)
    if request.earliest_date is not None and request.earliest_date != day:
        return day_text(request.earliest_date, language)
    return all_day


def promised(request: Request) -> Promise | None:
    """Return the time the customer was told, None where none was."""
    told = request.promise
    return None if told is None or told.kind is PromiseKind.NONE else told


def promise_words(request: Request, day: date, *, language: str, zone: str) -> str:
    """Return that a time is promised and which, ``utlovat 13–15``; with the day where it is another; else nothing."""
    told = promised(request)
    if told is None:
        return ""
    return text("requests.promised", language, when=_span(told.earliest, told.latest, day, language, zone))


def _window(window: TimeWindow, day: date, language: str, zone: str) -> str:
    return _span(window.earliest_start, window.latest_start, day, language, zone)


def _span(first: datetime, last: datetime, day: date, language: str, zone: str) -> str:
    local = ZoneInfo(zone)
    start, end = first.astimezone(local), last.astimezone(local)
    span = f"{_clock(start)}–{_clock(end)}"
    return span if start.date() == day else f"{day_text(start.date(), language)} {span}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H}" if moment.minute == 0 else f"{moment:%H:%M}"


def type_name(request: Request, catalogue: Catalogue, language: str) -> str:
    """Return the name of a request's job type, empty where there is none."""
    known = catalogue.job_types.get(request.job_type_id)
    return known.name[language] if known else request.job_type_id


def skills_needed(request: Request, catalogue: Catalogue, language: str) -> str:
    """Return the needed skills with their levels."""
    return ", ".join(f"{catalogue.skill_name(n.skill)[language]} {n.level}" for n in request.required_skills)


def parts_text(request: Request, catalogue: Catalogue, language: str) -> str:
    """Return what to bring, with quantities."""
    names = {part: catalogue.parts[part].name[language] for part in catalogue.parts}
    return ", ".join(f"{need.quantity} × {names.get(need.part, need.part)}" for need in request.required_parts)
