"""The clocks of the requests: when each was answered and solved, and when it should have been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from planner.model.event import Event
from planner.model.request import Request
from planner.model.words import Channel
from planner.report.course import course_of
from planner.report.facts import Facts, standing
from planner.rules.calendar import business_seconds
from planner.rules.clocks import Span, dues_of, pauses_of

__all__ = ["happened_to", "request_row"]

_RESPONSES = ("triage.saved", "visit.en_route", "visit.arrived", "visit.started", "visit.done")


def happened_to(facts: Facts) -> dict[str, list[Event]]:
    """Return the events that stand by request, in order of time."""
    happened: dict[str, list[Event]] = defaultdict(list)
    for event in standing(facts.events):
        if event.request_id is not None:
            happened[event.request_id].append(event)
    return happened


def request_row(facts: Facts, request: Request, events: list[Event]) -> dict[str, Any]:
    """Return the row of a request, as a dictionary; `events` as of `happened_to`."""
    responded = next((e.at for e in events if e.type in _RESPONSES), None)
    own = (e for e in reversed(events) if e.ends_request)
    ended = next((e.at for e in own if e.type in ("visit.done", "request.done")), None)
    pauses = pauses_of(request, events, facts.catalogue, until=facts.now)
    dues = dues_of(request, facts.catalogue, pauses, zone=facts.time_zone)
    course, came = course_of(request, events), request.created_at
    closed = request.created_at if request.request_id in facts.over else course.closed
    return {
        "day": _counted_on(facts, request, ended, dues.resolution),
        "request_id": request.request_id,
        "title": request.title,
        "customer": request.customer,
        "job_type_id": request.job_type_id,
        "priority": int(request.priority),
        "sla_policy": request.sla_policy,
        "created": came,
        "created_day": None if came is None else facts.local_day(came),
        "hour": -1 if came is None else came.astimezone(ZoneInfo(facts.time_zone)).hour,
        "channel": request.channel.value,
        "visited": request.channel is Channel.ON_SITE,
        "line": request.line,
        "territory": request.territory,
        "area": request.city or request.postcode.replace(" ", "")[:3] or request.territory,
        "lat": None if request.place is None else round(request.place.lat, 2),
        "lon": None if request.place is None else round(request.place.lon, 2),
        "responded": responded,
        "response_due": dues.response,
        "response_met": _met(responded, dues.response, facts.now),
        "ended": ended,
        "ended_day": None if ended is None else facts.local_day(ended),
        "resolution_due": dues.resolution,
        "due_day": None if dues.resolution is None else facts.local_day(dues.resolution),
        "resolution_met": _met(ended, dues.resolution, facts.now),
        "first_closed": course.first_closed or closed,
        "reopened": course.reopened,
        "opened": course.opened,
        "closed": closed,
        "failed": 0 if ended is None else min(course.failed, 100),
        "response_s": _spent(facts, request, responded, ()),
        "resolution_s": _spent(facts, request, ended, pauses),
    }


def _spent(facts: Facts, request: Request, until: datetime | None, pauses: Sequence[Span]) -> int | None:
    """Seconds of business time from when a request came, less pauses; None where no calendar is agreed."""
    policy, came = facts.catalogue.sla_policies.get(request.sla_policy), request.created_at
    target = dict(policy.targets).get(request.priority) if policy else None
    calendar = facts.catalogue.calendars.get(target.calendar) if target else None
    if calendar is None or until is None or came is None:
        return None
    inside = [(max(came, begin), min(until, end)) for begin, end in pauses]
    spans = [(came, until), *inside]
    whole, *rests = (business_seconds(calendar, begin, end, zone=facts.time_zone) for begin, end in spans)
    return whole - sum(rests)


def _counted_on(facts: Facts, request: Request, ended: datetime | None, due: datetime | None) -> date:
    """A request counts on the day it ended, else fell due, else was created."""
    overdue = due if due is not None and due <= facts.now else None
    moment = ended or overdue or request.created_at
    return facts.last if moment is None else facts.local_day(moment)


def _met(happened: datetime | None, due: datetime | None, now: datetime) -> int:
    """1 or 0 once the clock has ended or run out; -1 while it still runs or has no target."""
    if due is None or (happened is None and now <= due):
        return -1
    return int(happened is not None and happened <= due)
