"""What a planning run works on, frozen at the moment it is started."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.selection import BEHIND, requests_of_day
from planner.model.codec import dumps
from planner.model.costs import Weights
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.request import Lock, Request
from planner.model.words import LockKind, RequestStatus

__all__ = ["built_for", "snapshot"]


def snapshot(desk: Desk, day: date) -> str:
    """Return the problem of a day as JSON (`BuiltProblem`), from one consistent view of the database."""
    return dumps(built_for(desk, day))


def built_for(desk: Desk, day: date) -> planning.BuiltProblem:
    """Return the problem of a day: open requests, and those under way or over as they were published.

    Requests nobody has triaged are not planned; they are left out with that reason.
    """
    with desk.store.reading() as db:
        team = store.people.get_team(db)
        weights = store.settings.get(db, "weights", Weights, Weights())
        requests = requests_of_day(db, day, zone=desk.time_zone)
        published = store.plans.published_on(db, day)
    ready = [_as_driven(one, published) for one in requests if one.status not in _ASIDE]
    ready = [one for one in ready if one.status not in BEHIND or one.lock.kind is not LockKind.NONE]
    built = planning.build_problem(
        team, tuple(ready), day=day, weights=weights, catalogue=desk.catalogue, travel=desk.travel
    )
    untriaged = tuple(_not_triaged(one) for one in requests if one.status is RequestStatus.NEW)
    return replace(built, left_out=(*built.left_out, *untriaged))


_ASIDE = frozenset({RequestStatus.NEW, RequestStatus.CANCELLED})


def _as_driven(request: Request, published: Plan | None) -> Request:
    """What is under way or over keeps its technician and time: a new plan never changes what was driven."""
    stop = published.stop_of(request.request_id) if published and request.status in BEHIND else None
    if stop is None:
        return request
    lock = Lock(kind=LockKind.BOTH, technician_id=stop.technician_id, earliest=stop.start, latest=stop.start)
    return request.replace(lock=lock, mandatory=True)


def _not_triaged(request: Request) -> Unassigned:
    return Unassigned(
        visit_id=request.request_id,
        request_id=request.request_id,
        title=request.title,
        customer=request.customer,
        channel=request.channel,
        priority=request.priority,
        place=request.place,
        service_s=request.service_min * 60,
        reasons=(_untriaged(request.request_id),),
    )


def _untriaged(request_id: str) -> Reason:
    cure = Cure(code="triage", message=message("cure.triage.text", visit=request_id))
    return Reason(code="triage", message=message("desk.not_triaged"), cures=(cure,))
