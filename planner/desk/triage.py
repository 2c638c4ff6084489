"""Triage: what a request is, how it is solved, how soon; answers propose, the dispatcher decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor
from planner.model.message import Message
from planner.model.request import Request
from planner.model.words import RequestStatus

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One effect of one answer, shown by its sentence.

    Parameters
    ----------
    step_id
        Id to refuse it by, ``question:number``.
    question_id
        The question whose answer proposes it.
    effect
        The effect's id, for example ``add_skill``.
    refused
        The dispatcher said no: the proposal is computed without it.
    """

    step_id: str
    question_id: str
    effect: str
    message: Message
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the answers make of a request, nothing saved yet.

    Parameters
    ----------
    request
        The request with every effect that was not refused; save it with `save_request`.
    steps
        Every effect, in order of the questions.
    """

    request: Request
    steps: tuple[Step, ...] = ()

    @property
    def effects(self) -> tuple[Message, ...]:
        """The sentences of the effects that were not refused."""
        return tuple(step.message for step in self.steps if not step.refused)


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
    raise NotImplementedError


def get_request(desk: Desk, actor: Actor, request_id: str) -> Request | None:
    """Return a request, or None."""
    raise NotImplementedError


def choose_job_type(desk: Desk, actor: Actor, request: Request, job_type_id: str) -> Request:
    """Return the request with a job type and that type's standards (line, channel, time, skills, parts, priority).

    Nothing is saved. Answers given to an earlier job type's questions are forgotten.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def save_request(desk: Desk, actor: Actor, request: Request) -> Request:
    """Save a request and return it with its new version.

    The priority follows from impact and urgency unless `priority_override` gives a reason. A new
    request counts as triaged once it has a job type.

    Raises
    ------
    StaleError
        If somebody saved it since it was read.
    InputError
        If the request is unknown.
    """
    raise NotImplementedError


def set_pin(desk: Desk, actor: Actor, request_id: str, lat: float, lon: float) -> Request:
    """Put a request's place where somebody pointed on the map.

    Raises
    ------
    InputError
        If the request is unknown, or the position is 0/0 or outside the country.
    """
    raise NotImplementedError
