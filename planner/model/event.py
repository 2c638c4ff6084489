"""What happened, append-only: the only truth for key figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.model.privacy import POSITIONS
from planner.model.words import Role

__all__ = ["Actor", "Event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who calls: id, display name, role, and the technician they are where they are one."""

    actor_id: str
    name: str
    role: Role
    technician_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    Parameters
    ----------
    at, recorded_at
        When it happened by the device's clock, and when the store took it; aware, UTC.
    type
        Word of the happening, for example ``visit.done``, ``plan.published``, ``request.received``.
    source
        tablet, desk, import, api or demo.
    client_uuid
        Id given by whoever reports; the same id is stored once.
    payload
        Pairs of name and value as text.
    """

    client_uuid: str
    at: datetime
    recorded_at: datetime
    type: str
    request_id: str | None = None
    technician_id: str | None = None
    actor: str = ""
    source: str = "desk"
    payload: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        # Where a person is at the moment is nothing this product keeps: nobody can report it by accident.
        if here := POSITIONS & {name.lower() for name, _ in self.payload}:
            raise ValueError(f"event {self.client_uuid}: {min(here)} would be a position of a person")

    @property
    def visit_id(self) -> str | None:
        """Of which visit: another seat of a crew than the first is named, else it is the request's own."""
        return self.get("visit") or self.request_id

    @property
    def ends_request(self) -> bool:
        """Whether the request is over when this visit is: of a crew the first seat ends it, of parts the last one."""
        number, _, count = (self.get("part") or "").partition("/")
        return number == count if number else self.visit_id == self.request_id

    def get(self, name: str) -> str | None:
        """Return a value of the payload, or None."""
        return dict(self.payload).get(name)
