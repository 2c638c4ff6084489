"""What publishing a plan means for its requests, and whether the law of working time lets it be published."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import uuid4

from planner import store
from planner.desk import worktime
from planner.desk.problems import refusal
from planner.desk.reports import planned_status
from planner.desk.selection import published_elsewhere
from planner.desk.settling import is_left
from planner.files.privacy import masked
from planner.law import KEEPABLE
from planner.model.errors import UnlawfulError, VagueError
from planner.model.event import Actor, Event
from planner.model.finding import Finding
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.store import journal

__all__ = ["note_reason", "published_event", "refuse_unlawful", "refuse_vague", "requests_after"]

_WAITING = frozenset({RequestStatus.NEW, RequestStatus.TRIAGED})
_PLANNED = frozenset({RequestStatus.PLANNED, RequestStatus.PROMISED, RequestStatus.DISPATCHED})
_UNDER_WAY = frozenset({RequestStatus.EN_ROUTE, RequestStatus.ON_SITE})


def requests_after(db: store.Connection, plan: Plan, *, before: Plan | None, today: date) -> Iterator[Request]:
    """Give every request that changes when a plan is published: planned ones, and those it no longer holds.

    What is under way, done, paused or cancelled keeps its status, and what another day's published plan holds; what
    somebody was on the way to who has it no more is open again.

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
        moves = request.status in _PLANNED
        if request.status in _UNDER_WAY and before is not None:
            moves = is_left(db, plan, request.request_id)
        if request.request_id in now_in:
            status = planned_status(request) if moves or request.status in _WAITING else request.status
        else:
            status = RequestStatus.TRIAGED if moves else request.status
        if status is not request.status:
            yield request.replace(status=status)


def refuse_unlawful(db: store.Connection, plan: Plan, reason: str, *, today: date) -> tuple[Finding, ...]:
    """Return the binding rules of working time that a plan breaks with the days around as they are now.

    What the weekly hours break by themselves, just as much with nobody at work that day, is shown with the plan but
    no reason against it: it is mended in the weekly hours. Rules that planning can keep are always the plan's.

    Parameters
    ----------
    reason
        Why it is to be published all the same; blank: nobody has said so.

    Raises
    ------
    UnlawfulError
        If it breaks any and no reason is given. Rules known from a secondary source only never bind.
    InputError
        If a personal identity number stands in the reason.
    """
    binding = _broken_by(db, plan)
    if binding and not reason.strip():
        raise UnlawfulError(message("desk.plan_unlawful", count=len(binding)), binding)
    if (hidden := masked(reason, today=today)) is not None:
        raise refusal("privacy.personal_number", field="law_reason", value=hidden)
    return binding


def _broken_by(db: store.Connection, plan: Plan) -> tuple[Finding, ...]:
    found = tuple(one for one in worktime.judged(db, plan).law if one.hard)
    asked = {one.technician_id for one in found if one.rule not in KEEPABLE}
    if not asked:
        return found
    theirs = tuple(one for one in plan.technicians if one.technician_id in asked)
    idle = {_interval(one): _excess(one) for one in worktime.judged(db, plan.replace(stops=(), technicians=theirs)).law}
    return tuple(one for one in found if one.rule in KEEPABLE or _excess(one) > idle.get(_interval(one), 0))


def _interval(one: Finding) -> tuple[str, str, datetime, datetime]:
    return one.parameter, one.technician_id, one.start, one.end


def _excess(one: Finding) -> float:
    return abs(one.measured - one.limit)


def refuse_vague(plan: Plan, *, consent: bool) -> int:
    """Return how many visits of a plan go to places worse known than to the street.

    Parameters
    ----------
    consent
        Whether somebody has said that they are sent there all the same.

    Raises
    ------
    VagueError
        If there are any and nobody consents.
    """
    vague = [stop for stop in plan.visit_stops if stop.place is not None and not stop.place.is_near_enough]
    if vague and not consent:
        named = tuple(f"{stop.visit_id} {stop.title}, {stop.place.label if stop.place else ''}" for stop in vague)
        raise VagueError(message("desk.plan_vague", count=len(vague)), named)
    return len(vague)


def published_event(plan: Plan, actor: Actor, *, at: datetime, vague: int) -> Event:
    """Return the event that a plan was published; `vague` as `refuse_vague` returns it."""
    payload = (("day", plan.day.isoformat()), ("plan_id", plan.plan_id), ("version", str(plan.version)))
    return Event(
        client_uuid=str(uuid4()),
        at=at,
        recorded_at=at,
        type="plan.published",
        actor=actor.actor_id,
        payload=(*payload, *((("vague_visits", str(vague)),) if vague else ())),
    )


def note_reason(db: store.Connection, plan: Plan, broken: Sequence[Finding], reason: str) -> None:
    """Put into the audit that a plan was published although it breaks binding rules: which, of whom, and why.

    It stands there and nowhere else: what the law says of persons is not for everybody who sees plans and events.
    """
    rules = [f"{one.rule} {one.technician_id}" for one in broken]
    told = {"plan_id": plan.plan_id, "reason": reason.strip(), "rules": rules}
    journal.note(db, "law", plan.day.isoformat(), after=json.dumps(told))
