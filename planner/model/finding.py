"""What the working-time law says of a plan together with the days around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.model.message import Message

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule of working time or licence that a person's time breaks in an interval that touches the planned day.

    Parameters
    ----------
    rule, parameter
        Id of the rule, for example ``ATL13``, and key of the value that sets the limit.
    technician_id
        Whose time it is.
    start, end
        The interval that was judged, half open, UTC.
    measured, limit, unit
        What was found, what is allowed, and in what: ``s``, ``days``, ``min`` or empty.
    origin, citation, mark
        Law or agreement, where it stands, and how well that is sourced (T, C, S or U).
    hard
        False: it should be looked at. So is every rule that is known from a secondary source only.
    message
        The sentence.
    """

    rule: str
    parameter: str
    technician_id: str
    start: datetime
    end: datetime
    measured: float
    limit: float
    unit: str
    origin: str
    citation: str
    mark: str
    hard: bool
    message: Message
