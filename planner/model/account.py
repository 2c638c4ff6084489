"""Who may sign in, and as what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from planner.model.event import Actor
from planner.model.words import Role

__all__ = ["Account"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in; the password's hash is kept beside it, never in it.

    Parameters
    ----------
    account_id
        Opaque id; the audit and the events name it.
    login
        What the person writes to sign in, lower case; for example an e-mail address.
    name
        Shown to colleagues.
    technician_id
        Whom of the team a technician is; None for other roles.
    active
        False: may not sign in, and every session of theirs has ended.
    demo
        Signs in without a password, on this machine only.
    must_change
        The password was made by somebody else and opens nothing but the form for a new one.
    signed_in_at
        Last time; None: never.
    """

    account_id: str
    login: str
    name: str
    role: Role
    technician_id: str | None = None
    active: bool = True
    demo: bool = False
    must_change: bool = False
    created_at: datetime
    signed_in_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not self.login or self.login != self.login.strip().casefold():
            raise ValueError(f"account {self.account_id}: login {self.login!r} is empty or not in lower case")
        if not self.name.strip():
            raise ValueError(f"account {self.account_id}: no name")
        if (self.role is Role.TECHNICIAN) is not (self.technician_id is not None):
            raise ValueError(f"account {self.account_id}: technician_id {self.technician_id!r} for a {self.role}")

    @property
    def actor(self) -> Actor:
        """Who calls when this person calls."""
        return Actor(actor_id=self.account_id, name=self.name, role=self.role, technician_id=self.technician_id)

    def replace(self, **changes: Any) -> Self:
        """Return the account with some fields changed."""
        return replace(self, **changes)
