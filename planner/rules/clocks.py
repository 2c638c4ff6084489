"""The clocks of a service level: when a request should be answered and solved, and while which it stood still.

Planning and statistics ask the same functions, so that a visit is never late by one and in time by the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.model.catalogue import Catalogue
from planner.model.event import Event
from planner.model.language import TEAM_ZONE
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.rules.calendar import due_at

__all__ = ["Dues", "Span", "dues_of", "pauses_of"]

Span = tuple[datetime, datetime]

_WORKED = frozenset(
    {
        "visit.en_route", "visit.arrived", "visit.started", "visit.resumed", "visit.done", "visit.follow_up",
        "visit.no_access", "request.done", "request.cancelled",
    }
)  # fmt: skip
"""Happenings after which nobody waits for the customer any more, whatever the status said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """When a request should be answered and solved by its service level; None where nothing is agreed."""

    response: datetime | None = None
    resolution: datetime | None = None


def dues_of(
    request: Request, catalogue: Catalogue | None, pauses: Sequence[Span] = (), *, zone: str = TEAM_ZONE
) -> Dues:
    """Return when a request is due by its service level.

    The clock of the answer never stands still: a pause is an answer. That of the solution does, during pauses.

    Parameters
    ----------
    request
        Its service level, priority, and when it came.
    catalogue
        Service levels and calendars; None: nothing is due.
    pauses
        As of `pauses_of`.
    zone
        Time zone of the calendars.
    """
    policy = catalogue.sla_policies.get(request.sla_policy) if catalogue else None
    target = dict(policy.targets).get(request.priority) if policy else None
    if catalogue is None or target is None or request.created_at is None:
        return Dues()
    calendar = catalogue.calendars.get(target.calendar)
    if calendar is None:
        return Dues()
    return Dues(
        response=due_at(calendar, request.created_at, target.response_min, zone=zone),
        resolution=due_at(calendar, request.created_at, target.resolution_min, pauses, zone=zone),
    )


def pauses_of(
    request: Request, events: Iterable[Event], catalogue: Catalogue | None, *, until: datetime
) -> tuple[Span, ...]:
    """Return while which a request waited for a reason that stops the clock of its solution.

    Parameters
    ----------
    request
        As it is now; gives the reason of a pause that was noted without one.
    events
        What happened to it, in any order: each save tells status and reason.
    catalogue
        Which reasons stop the clock (`PauseReason.stops_resolution`); None: no reason does.
    until
        The present: a pause that goes on is taken to end now.
    """
    found: list[Span] = []
    begun: datetime | None = None
    for event in sorted(events, key=lambda one: one.at):
        if event.at >= until:
            break
        stops = _stops(request, event, catalogue)
        if stops and begun is None:
            begun = event.at
        elif stops is False and begun is not None:
            found.append((begun, event.at))
            begun = None
    return (*found, (begun, until)) if begun is not None else tuple(found)


def _stops(request: Request, event: Event, catalogue: Catalogue | None) -> bool | None:
    """Whether the clock stands still after an event; None where it says nothing of that."""
    status = event.get("status")
    if status is None:
        return False if event.type in _WORKED else None
    if status != RequestStatus.PAUSED:
        return False
    noted = event.get("pause_reason")
    reason = catalogue.pause_reasons.get(request.pause_reason if noted is None else noted) if catalogue else None
    return reason is not None and reason.stops_resolution
