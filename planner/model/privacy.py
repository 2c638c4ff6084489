"""How long what is about persons is kept, and what is never kept at all."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

__all__ = ["LONGEST", "POSITIONS", "Retention"]

POSITIONS = frozenset(
    {"accuracy", "coordinates", "geo", "gps", "heading", "lat", "latitude", "location", "lon", "lng", "longitude"}
    | {"place", "position", "speed", "track"}
)
"""Words for where somebody is at the moment: no event carries a value of such a name."""

LONGEST = {"notes_months": 120, "audit_months": 120, "session_days": 730, "run_days": 365}
"""What each time may be at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long things are kept; our own choices, to be weighed anew by whoever runs the product.

    Parameters
    ----------
    notes_months
        Months after which the notes of a visit, and contact and access notes of a finished request, are forgotten.
    audit_months
        Months after which the audit forgets what a thing was before and after; who changed it, and when, stays.
    session_days
        Days after which tries to sign in and ended sessions are deleted.
    run_days
        Days after which planning runs are deleted with what they worked on; the plans they made stay.
    """

    notes_months: int = 24
    audit_months: int = 24
    session_days: int = 90
    run_days: int = 30

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 1 <= value <= LONGEST[field.name]:
                raise ValueError(f"retention: {field.name} is {value}, expected 1 to {LONGEST[field.name]}")

    def limits(self, now: datetime) -> dict[str, datetime]:
        """Return the moment by field before which things are forgotten."""
        return {
            field.name: _months_before(now, getattr(self, field.name))
            if field.name.endswith("_months")
            else now - timedelta(days=getattr(self, field.name))
            for field in fields(self)
        }

    def replace(self, **changes: Any) -> Retention:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def _months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
