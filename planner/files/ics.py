"""A technician's day as a calendar: when, where and what, nothing more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar, Event, vDuration

from planner.model.language import text
from planner.model.plan import Plan, Stop
from planner.model.words import StopKind

__all__ = ["plan_to_ics", "plans_to_ics"]

_ASK_AGAIN = timedelta(minutes=30)
"""How often a calendar that follows a link may look again."""


def plan_to_ics(plan: Plan, technician_id: str, *, language: str) -> bytes:
    """Return the visits and remote sessions of a technician as an iCalendar file.

    Parameters
    ----------
    plan
        Whose stops. A visit keeps its identity from version to version, so calendars update it.
    technician_id
        Whose day.
    language
        ``sv`` or ``en``, of the calendar's name.

    Notes
    -----
    Only start, end, address, title and who comes too leave the house: calendars are shared. Times are in UTC,
    which every calendar shows in local time.
    """
    return plans_to_ics((plan,), technician_id, language=language)


def plans_to_ics(plans: Iterable[Plan], technician_id: str, *, language: str) -> bytes:
    """Return the visits and remote sessions of a technician on several days; arguments as in `plan_to_ics`.

    What is in no plan any more is in no calendar any more: a calendar that follows a link is replaced whole.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Faltplan//Day plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", text("export.calendar", language))
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_ASK_AGAIN).to_ical().decode())
    for plan in plans:
        for stop in plan.of_technician(technician_id):
            if stop.kind in (StopKind.VISIT, StopKind.REMOTE):
                calendar.add_component(_event(plan, stop, language))
    return bytes(calendar.to_ical())


def _event(plan: Plan, stop: Stop, language: str) -> Event:
    event = Event()
    event.add("uid", _uid(plan, stop))
    event.add("dtstamp", plan.created_at.astimezone(UTC))
    event.add("sequence", plan.version)
    event.add("dtstart", stop.start.astimezone(UTC))
    event.add("dtend", stop.end.astimezone(UTC))
    event.add("summary", _plain(stop.named(language) if stop.title or stop.part else stop.request_id or ""))
    if stop.kind is StopKind.VISIT and stop.place is not None and stop.place.label:
        event.add("location", _plain(stop.place.label))
    if beside := plan.beside(stop):
        event.add("description", _plain(text("export.beside", language, technicians=", ".join(beside))))
    return event


def _uid(plan: Plan, stop: Stop) -> str:
    """The same for a technician's visit in every version of the day's plan; a digest, since ids are customers' text."""
    what = "\x1f".join(
        (plan.day.isoformat(), stop.technician_id, stop.visit_id or stop.request_id or str(stop.sequence))
    )
    return f"{hashlib.sha256(what.encode('utf-8', 'replace')).hexdigest()[:32]}@faltplan"


def _plain(text_: str) -> str:
    """One line without control characters: nothing in a customer's text may begin a property of its own."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text_).split())
