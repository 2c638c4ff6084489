"""The clocks of the requests: when each was answered and solved, and when it should have been."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import pandas as pd

from planner.model.event import Event
from planner.model.request import Request
from planner.model.words import Channel
from planner.report.facts import Facts, standing
from planner.rules.clocks import dues_of, pauses_of

__all__ = ["REQUEST_COLUMNS", "happened_to", "request_row", "request_table"]

_RESPONSES = ("triage.saved", "visit.en_route", "visit.arrived", "visit.started", "visit.done")

REQUEST_COLUMNS = [
    "day", "request_id", "title", "customer", "job_type_id", "priority", "sla_policy", "created_at", "channel",
    "visited",
    "responded_at", "response_due", "response_met", "ended_at", "resolution_due", "resolution_met",
]  # fmt: skip


def request_table(facts: Facts) -> pd.DataFrame:
    """Return one row for each request with its service-level clocks (`REQUEST_COLUMNS`)."""
    happened = happened_to(facts)
    rows = [request_row(facts, request, happened[request.request_id]) for request in facts.requests]
    return pd.DataFrame(rows, columns=REQUEST_COLUMNS)


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
    return {
        "day": _counted_on(facts, request, ended, dues.resolution),
        "request_id": request.request_id,
        "title": request.title,
        "customer": request.customer,
        "job_type_id": request.job_type_id,
        "priority": int(request.priority),
        "sla_policy": request.sla_policy,
        "created_at": request.created_at,
        "channel": request.channel.value,
        "visited": request.channel is Channel.ON_SITE,
        "responded_at": responded,
        "response_due": dues.response,
        "response_met": _met(responded, dues.response, facts.now),
        "ended_at": ended,
        "resolution_due": dues.resolution,
        "resolution_met": _met(ended, dues.resolution, facts.now),
    }


def _counted_on(facts: Facts, request: Request, ended: datetime | None, due: datetime | None) -> date:
    """A request counts on the day it ended, else fell due, else was created."""
    overdue = due if due is not None and due <= facts.now else None
    moment = ended or overdue or request.created_at
    return facts.last if moment is None else facts.local_day(moment)


def _met(happened: datetime | None, due: datetime | None, now: datetime) -> bool | None:
    """True or False once the clock has ended or run out; None while it still runs or has no target."""
    if due is None or (happened is None and now <= due):
        return None
    return happened is not None and happened <= due
