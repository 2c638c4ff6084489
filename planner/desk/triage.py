"""Triage: what a request is, how it is solved, how soon; answers propose, the dispatcher decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.answers import Proposal, Step, apply_answers
from planner.desk.locating import position_problem
from planner.desk.opening import Desk
from planner.desk.personal import REQUEST_TEXTS, refuse_personal_numbers
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.selection import requests_of_day
from planner.desk.standards import with_standards
from planner.desk.unit import changing
from planner.desk.work_times import own_times
from planner.model.catalogue import Catalogue
from planner.model.errors import InputError
from planner.model.event import Actor, Event
from planner.model.places import Place
from planner.model.request import Request
from planner.model.words import Precision, RequestStatus

__all__ = [
    "Proposal",
    "Step",
    "choose_job_type",
    "get_request",
    "list_requests",
    "propose",
    "save_request",
    "set_pin",
]


def list_requests(
    desk: Desk,
    actor: Actor,
    *,
    day: date | None = None,
    status: RequestStatus | Collection[RequestStatus] | None = None,
) -> tuple[Request, ...]:
    """Return requests, highest priority first, then oldest.

    Parameters
    ----------
    day
        Only what can be done on the day or stands in its plan; None: any day.
    status
        Only these statuses; None: any.
    """
    check(actor, "triage.list_requests")
    wanted = (status,) if isinstance(status, RequestStatus) else status
    with desk.store.reading() as db:
        if day is None:
            return store.requests.find(db, status=wanted)
        found = requests_of_day(db, day, zone=desk.time_zone, today=desk.today())
    return tuple(one for one in found if wanted is None or one.status in wanted)


def get_request(desk: Desk, actor: Actor, request_id: str) -> Request | None:
    """Return a request, or None."""
    check(actor, "triage.get_request")
    with desk.store.reading() as db:
        return store.requests.get(db, request_id)


def choose_job_type(desk: Desk, actor: Actor, request: Request, job_type_id: str) -> Request:
    """Return the request with a job type and that type's standards (line, channel, time, skills, parts, priority).

    Nothing is saved. Answers given to an earlier job type's questions are forgotten.

    Raises
    ------
    InputError
        If the catalogue does not know the job type.
    """
    check(actor, "triage.choose_job_type")
    if job_type_id not in desk.catalogue.job_types:
        raise refusal("desk.unknown_job_type", field="job_type_id", value=job_type_id)
    return with_standards(_standards(desk, request), request, job_type_id).replace(triage_answers=())


def _standards(desk: Desk, request: Request) -> Catalogue:
    """The catalogue with the times that were taken over, at the customer's whose request it is."""
    return own_times(desk).on(desk.catalogue, customer=request.customer)


def propose(
    desk: Desk, actor: Actor, request: Request, answers: Mapping[str, str], *, refused: Collection[str] = ()
) -> Proposal:
    """Return what the answers to the triage questions make of a request; nothing is saved.

    Parameters
    ----------
    request
        The request as stored (or as `choose_job_type` returned it). Where it already carries answers, the
        proposal starts again from the job type's standards, so that nothing counts twice.
    answers
        Question id to answer value; numbers as text. Unknown answers change nothing.
    refused
        Ids of steps the dispatcher refused.
    """
    check(actor, "triage.propose")
    zone = desk.time_zone
    first = min((w.earliest_start.astimezone(ZoneInfo(zone)).date() for w in request.time_windows), default=None)
    day = first or request.earliest_date or desk.today()
    return apply_answers(_standards(desk, request), request, answers, day=day, refused=refused, zone=zone)


def save_request(desk: Desk, actor: Actor, request: Request) -> Request:
    """Save a request and return it with its new version.

    The priority follows from impact and urgency unless `priority_override` gives a reason. A new
    request counts as triaged once it has a job type.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    InputError
        If the request is unknown, or a personal identity number stands in it.
    """
    check(actor, "triage.save_request")
    refuse_personal_numbers(request, REQUEST_TEXTS, today=desk.today())
    saved = _settled(desk, request)
    with changing(desk, "triage.save_request", by=actor) as db:
        before = store.requests.get(db, request.request_id)
        if before is None:
            raise refusal("desk.unknown_request", field="request_id", value=request.request_id)
        if saved.place != before.place:
            saved = saved.replace(located_at=desk.clock() if saved.place else None)
        saved = store.requests.save(db, saved)
        store.events.add(db, _triaged(desk, actor, before, saved))
    return saved


def set_pin(desk: Desk, actor: Actor, request_id: str, lat: float, lon: float) -> Request:
    """Put a request's place where somebody pointed on the map.

    Raises
    ------
    InputError
        If the request is unknown, or the position is 0/0 or outside the country.
    """
    check(actor, "triage.set_pin")
    if (problem := position_problem(lat, lon)) is not None:
        raise InputError(problem)
    with changing(desk, "triage.set_pin", by=actor) as db:
        before = store.requests.get(db, request_id, alone=True)
        if before is None:
            raise refusal("desk.unknown_request", field="request_id", value=request_id)
        label = before.place.label if before.place else before.address
        place = Place(lat=lat, lon=lon, precision=Precision.PIN, source="person", label=label)
        return store.requests.save(db, before.replace(place=place, located_at=desk.clock()))


def _settled(desk: Desk, request: Request) -> Request:
    """The request with what follows from it: priority by the matrix, and triaged once it is known what it is."""
    if not request.priority_override.strip():
        priority = desk.catalogue.priority(request.impact, request.urgency)
        request = request.replace(priority=priority, priority_override="")
    if request.status is RequestStatus.NEW and request.job_type_id:
        request = request.replace(status=RequestStatus.TRIAGED)
    return request


def _triaged(desk: Desk, actor: Actor, before: Request, saved: Request) -> Event:
    now = desk.clock()
    return Event(
        client_uuid=str(uuid4()),
        at=now,
        recorded_at=now,
        type="triage.saved" if before.status is RequestStatus.NEW else "request.changed",
        request_id=saved.request_id,
        actor=actor.actor_id,
        payload=(
            ("status", saved.status.value),
            ("pause_reason", saved.pause_reason if saved.status is RequestStatus.PAUSED else ""),
            ("channel", saved.channel.value),
            ("line", str(saved.line)),
            ("priority", saved.priority.name),
            ("job_type_id", saved.job_type_id),
            ("version", str(saved.version)),
        ),
    )
