"""The working day as the technician sees and reports it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor, Event
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.team import Technician

__all__ = ["STATUS_TYPES", "MyDay", "list_events", "my_day", "next_types", "report_status"]

STATUS_TYPES = (
    "visit.en_route",
    "visit.arrived",
    "visit.started",
    "visit.paused",
    "visit.resumed",
    "visit.done",
    "visit.follow_up",
    "visit.no_access",
    "visit.undone",
)
"""What can be reported of a visit; ``visit.undone`` takes the last report back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDay:
    """A technician's published day.

    Parameters
    ----------
    technician
        Whose day.
    plan
        The published plan with this technician's duties and stops only; None: nothing is published.
    stops
        Their stops in order.
    requests
        Requests of the stops by id.
    events
        What has been reported of these requests that day, oldest first.
    states
        Last report that stands by visit id (``visit.arrived`` ...); no entry: nothing reported.
    """

    technician: Technician
    plan: Plan | None
    stops: tuple[Stop, ...] = ()
    requests: dict[str, Request] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    states: dict[str, str] = field(default_factory=dict)


def my_day(desk: Desk, actor: Actor, day: date, *, technician_id: str | None = None) -> MyDay:
    """Return a technician's day as published.

    Parameters
    ----------
    technician_id
        Whose day; a technician may leave it out and gets their own.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's day.
    InputError
        If the technician is unknown.
    """
    raise NotImplementedError


def next_types(state: str) -> tuple[str, ...]:
    """Return what can be reported after a state (``""``: nothing reported yet), in the usual order."""
    raise NotImplementedError


def report_status(
    desk: Desk,
    actor: Actor,
    visit_id: str,
    type: str,
    *,
    client_uuid: str,
    at: datetime,
    note: str = "",  # noqa: A002
) -> Event:
    """Report what happened at a visit; the same `client_uuid` is stored once.

    Parameters
    ----------
    visit_id
        A visit or remote session of the published plan of the day of `at`.
    type
        One of `STATUS_TYPES`.
    client_uuid
        Id made by the device when the button was pressed.
    at
        Aware moment on the device's clock.
    note
        What the technician wrote.

    Raises
    ------
    NotAllowedError
        If a technician reports a stop that is not theirs.
    InputError
        If the visit is in no published plan, or the report does not follow on the last one.
    """
    raise NotImplementedError


def list_events(
    desk: Desk, actor: Actor, *, day: date | None = None, request_id: str | None = None
) -> tuple[Event, ...]:
    """Return what happened on a day, with a request, or both, oldest first."""
    raise NotImplementedError
