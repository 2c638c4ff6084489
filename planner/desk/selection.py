"""Which requests concern a day."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from planner import store
from planner.model.request import Request
from planner.model.words import PromiseKind, RequestStatus

__all__ = ["BEHIND", "OPEN", "concerns", "requests_of_day"]

OPEN = frozenset(
    {
        RequestStatus.NEW,
        RequestStatus.TRIAGED,
        RequestStatus.PLANNED,
        RequestStatus.PROMISED,
        RequestStatus.DISPATCHED,
        RequestStatus.PAUSED,
    }
)
"""Statuses of requests that still wait for their visit or session."""

BEHIND = frozenset(
    {
        RequestStatus.EN_ROUTE,
        RequestStatus.ON_SITE,
        RequestStatus.DONE,
        RequestStatus.FOLLOW_UP,
        RequestStatus.NO_ACCESS,
    }
)
"""Statuses of requests whose visit is under way or over."""


def concerns(request: Request, day: date, *, zone: str) -> bool:
    """Whether an open request can be done on a day, or should have been done by then; a promise names its day."""
    if request.earliest_date is not None and day < request.earliest_date:
        return False
    local, promise = ZoneInfo(zone), request.promise
    if promise is not None and promise.kind is not PromiseKind.NONE:
        return promise.earliest.astimezone(local).date() <= day
    first = [window.earliest_start.astimezone(local).date() for window in request.time_windows]
    return not first or min(first) <= day


def requests_of_day(db: store.Connection, day: date, *, zone: str) -> tuple[Request, ...]:
    """Return the open requests that concern a day, and those in its newest or published plan."""
    open_ones = store.requests.find(db, status=OPEN)
    found = {one.request_id: one for one in open_ones if concerns(one, day, zone=zone)}
    plans = (store.plans.newest(db, day), store.plans.published_on(db, day))
    ids = {one.request_id for plan in plans if plan for one in plan.stops if one.request_id is not None}
    ids |= {one.request_id for plan in plans if plan for one in plan.unassigned}
    found |= {one.request_id: one for one in store.requests.find(db, ids=ids - set(found))}
    return tuple(sorted(found.values(), key=store.requests.order))
