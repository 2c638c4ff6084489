"""What publishing a plan means for its requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner import store
from planner.desk.reports import planned_status
from planner.desk.selection import published_elsewhere
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import RequestStatus

__all__ = ["requests_after"]

_WAITING = frozenset({RequestStatus.NEW, RequestStatus.TRIAGED})
_PLANNED = frozenset({RequestStatus.PLANNED, RequestStatus.PROMISED, RequestStatus.DISPATCHED})


def requests_after(db: store.Connection, plan: Plan, *, before: Plan | None, today: date) -> Iterator[Request]:
    """Give every request that changes when a plan is published: planned ones, and those it no longer holds.

    What is under way, done, paused or cancelled keeps its status, and what another day's published plan holds.

    Parameters
    ----------
    before
        What was published until now.
    today
        Present day.
    """
    now_in = {stop.request_id for stop in plan.stops if stop.request_id}
    was_in = {stop.request_id for stop in before.stops if stop.request_id} if before else set()
    was_in -= published_elsewhere(db, (plan.day,), today=today)
    for request in store.requests.find(db, ids=now_in | was_in, alone=True):
        if request.request_id in now_in:
            status = planned_status(request) if request.status in _WAITING | _PLANNED else request.status
        else:
            status = RequestStatus.TRIAGED if request.status in _PLANNED else request.status
        if status is not request.status:
            yield request.replace(status=status)
