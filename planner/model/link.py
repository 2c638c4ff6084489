"""Links that open one technician's calendar or day sheet without a sign-in, for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

__all__ = ["Link", "LinkKind"]


class LinkKind(StrEnum):
    """What a link opens."""

    CALENDAR = "calendar"
    DAYSHEET = "daysheet"

    @property
    def longest(self) -> timedelta:
        """How long a link of this kind holds at most: a calendar is subscribed to, a day sheet is for one day."""
        return timedelta(days=90) if self is LinkKind.CALENDAR else timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What is known of a link; the token that opens it is signed, never stored.

    Parameters
    ----------
    day
        The day of a day sheet; None for a calendar.
    created_by
        Id of the actor who made it.
    expires_at, revoked_at
        Aware moments; nothing opens from then on. None: not revoked.
    used_at
        When it was opened last, to the minute; None: never.
    """

    link_id: str
    kind: LinkKind
    technician_id: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    day: date | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.day is not None) != (self.kind is LinkKind.DAYSHEET):
            raise ValueError(f"link {self.link_id}: a {self.kind} with day {self.day}")
        if not self.created_at < self.expires_at <= self.created_at + self.kind.longest:
            raise ValueError(f"link {self.link_id}: expires_at {self.expires_at} is not within {self.kind.longest}")

    def holds(self, now: datetime) -> bool:
        """Whether the link opens anything at a moment."""
        return self.revoked_at is None and self.created_at <= now < self.expires_at

    def replace(self, **changes: Any) -> Link:
        """Return a copy with some fields changed."""
        return replace(self, **changes)
