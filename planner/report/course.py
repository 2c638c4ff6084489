"""The course of a request: when it was first closed, opened again, and closed for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.model.event import Event
from planner.model.request import Request
from planner.model.words import RequestStatus

__all__ = ["Course", "course_of", "ends"]

_OVER = frozenset({RequestStatus.DONE.value, RequestStatus.CANCELLED.value})
_ENDS = frozenset({"visit.done", "request.done", "request.cancelled"})
_WORKED = frozenset(
    {"visit.en_route", "visit.arrived", "visit.started", "visit.resumed", "visit.follow_up", "visit.no_access"}
)  # fmt: skip
_FAILED = frozenset({"visit.follow_up", "visit.no_access"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a request went; moments aware, None: not (yet).

    Parameters
    ----------
    first_closed
        When it was first done or cancelled.
    reopened
        When it was first opened again after that: saved with a status that is open, or worked at again.
    opened
        When it was last opened again.
    closed
        When it was closed for good; None while it is open.
    failed
        How many visits ended without a solution: nobody there, or another visit is needed.
    """

    first_closed: datetime | None = None
    reopened: datetime | None = None
    opened: datetime | None = None
    closed: datetime | None = None
    failed: int = 0


def ends(event: Event) -> bool:
    """Whether a request is over with an event: done, cancelled, or saved so."""
    return (event.type in _ENDS and event.ends_request) or event.get("status") in _OVER


def course_of(request: Request, events: Iterable[Event]) -> Course:
    """Return how a request went.

    Parameters
    ----------
    events
        What happened to it and stands, in order of time.
    """
    first: datetime | None = None
    reopened: datetime | None = None
    opened: datetime | None = None
    closed: datetime | None = None
    failed = 0
    for event in events:
        own = event.visit_id == request.request_id or event.get("part") is not None
        failed += own and event.type in _FAILED
        if ends(event):
            closed = closed or event.at
            first = first or event.at
        elif closed is not None and (event.get("status") is not None or (own and event.type in _WORKED)):
            closed, opened = None, event.at
            reopened = reopened or opened
    return Course(first_closed=first, reopened=reopened, opened=opened, closed=closed, failed=failed)
