"""What the dispatcher should know about the requests of a day before trusting the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planner.geocode import check_position
from planner.model.message import Message, message
from planner.model.problem import Visit
from planner.model.request import Request
from planner.model.words import Precision
from planner.planning.visits import is_over

__all__ = ["notes_on"]

_VAGUE = frozenset({Precision.LOCALITY, Precision.MUNICIPALITY})


def notes_on(requests: Sequence[Request], visits: Sequence[Visit], *, day: date) -> tuple[Message, ...]:
    """Return notes on the requests of a day.

    Parameters
    ----------
    requests
        Everything that was handed in.
    visits
        What became part of the problem.
    day
        The day.
    """
    ids = {visit.request_id for visit in visits}
    planned = [request for request in requests if request.request_id in ids]
    return tuple(_notes(requests, planned, day))


def _notes(requests: Sequence[Request], planned: Sequence[Request], day: date) -> Iterator[Message]:
    if over := sum(map(is_over, requests)):
        yield message("planning.over", count=over)
    if not [request for request in requests if not is_over(request)]:
        yield message("planning.empty_day", day=day)
    if overdue := [r for r in planned if r.due_date and r.due_date < day]:
        yield message("planning.overdue", requests=_named(overdue), count=len(overdue))
    if vague := [r for r in planned if r.needs_visit and r.place and r.place.precision in _VAGUE]:
        yield message("planning.vague", count=len(vague))
    if outside := [r for r in planned if r.needs_visit and r.place and check_position(r.place.lat, r.place.lon)]:
        yield message("planning.outside", requests=_named(outside), count=len(outside))


def _named(requests: Sequence[Request]) -> tuple[str, ...]:
    """Name the first few; more would not be read."""
    shown = [request.request_id for request in requests[:_SHOWN]]
    return (*shown, "…") if len(requests) > _SHOWN else tuple(shown)


_SHOWN = 5
