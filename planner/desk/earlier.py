"""What requests of a day wait for that is done, or planned, on another day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from planner import store
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.planning import Earlier

__all__ = ["earlier_of"]

_BACK = timedelta(days=92)
"""A predecessor that was done longer ago than this is done; when, does not matter any more."""

_OVER = frozenset({RequestStatus.DONE, RequestStatus.FOLLOW_UP})
_UNDER_WAY = frozenset({RequestStatus.EN_ROUTE, RequestStatus.ON_SITE})
_PLANNED = _UNDER_WAY | {RequestStatus.PLANNED, RequestStatus.PROMISED, RequestStatus.DISPATCHED}


def earlier_of(db: store.Connection, requests: Iterable[Request], day: date, *, today: date) -> dict[str, Earlier]:
    """Return the predecessors of a day's requests that are over before the day, by request id.

    One that is done ended when that was reported, else when its published plan said; one that is published for an
    earlier day ends when that plan says.

    Parameters
    ----------
    day
        The day; what is published for the day itself is part of its problem.
    today
        What was planned before it and is still not done is no more than a plan that failed.
    """
    ids = {before.request_id for request in requests for before in request.predecessors}
    if not ids:
        return {}
    known = {one.request_id: one for one in store.requests.find(db, ids=ids)}
    plans = store.plans.published_between(db, day - _BACK, day - timedelta(days=1))[::-1]
    here = store.plans.published_on(db, day)
    found = {}
    for request_id, request in known.items():
        if here is not None and here.crew_of(request_id):
            continue
        plan = next((one for one in plans if one.crew_of(request_id)), None)
        if request.status in _OVER:
            found[request_id] = _done(db, request_id, plan)
        elif request.status in _PLANNED and plan is not None and (plan.day >= today or request.status in _UNDER_WAY):
            found[request_id] = _planned(request_id, plan)
    return found


def _planned(request_id: str, plan: Plan) -> Earlier:
    crew = plan.crew_of(request_id)
    return Earlier(end=max(one.end for one in crew), technician_ids=tuple(one.technician_id for one in crew))


def _done(db: store.Connection, request_id: str, plan: Plan | None) -> Earlier:
    """When a request was done by its last report, and by whom."""
    planned = Earlier() if plan is None else _planned(request_id, plan)
    reports = [one for one in store.events.find(db, request_ids=(request_id,)) if one.type in _ENDS]
    ended: datetime | None = reports[-1].at if reports else planned.end
    people = planned.technician_ids or tuple(one.technician_id for one in reports[-1:] if one.technician_id)
    return Earlier(end=ended, technician_ids=people)


_ENDS = ("visit.done", "visit.follow_up", "request.done")
