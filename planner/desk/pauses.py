"""While which the clocks of requests stood still, as far as the log of events tells."""

from __future__ import annotations

from collections.abc import Iterable

from planner import store
from planner.desk.opening import Desk
from planner.model.event import Event
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.rules.clocks import Span, pauses_of

__all__ = ["paused_in", "pausing"]


def pausing(db: store.Connection, requests: Iterable[Request]) -> tuple[Event, ...]:
    """Return what happened to those requests that have a clock and ever stood paused: few of many."""
    timed = [one.request_id for one in requests if one.sla_policy]
    return store.events.find(db, request_ids=store.events.once_told(db, timed, "status", RequestStatus.PAUSED.value))


def paused_in(desk: Desk, requests: Iterable[Request], events: Iterable[Event]) -> dict[str, tuple[Span, ...]]:
    """Return while which the clocks of requests stood still until now, by id, as far as events tell."""
    happened: dict[str, list[Event]] = {}
    for event in events:
        happened.setdefault(event.request_id or "", []).append(event)
    told = (one for one in requests if one.request_id in happened)
    now = desk.clock()
    return {one.request_id: pauses_of(one, happened[one.request_id], desk.catalogue, until=now) for one in told}
