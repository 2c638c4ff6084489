"""The audit: who changed what, when, before and after; each entry carries the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from planner.model.words import Role

__all__ = ["FIRST_HASH", "AuditEntry", "Change", "chained", "digest_of"]

FIRST_HASH = "0" * 64
"""What the first entry names as the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was changed.

    Parameters
    ----------
    kind, subject_id
        What it is (request, technician, plan ...) and its id.
    before, after
        JSON values: what a changed thing had and has in the fields that differ; a new thing has no `before`, a
        removed one no `after`.
    """

    kind: str
    subject_id: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One mutating call of the desk.

    Parameters
    ----------
    number
        Place in the chain, from 1.
    call
        ``module.function`` of the desk.
    changes
        What it changed; None once the time to keep it is over (the chain stays whole).
    digest, previous, hash
        SHA-256 in hexadecimal of the content, of the entry before, and of this entry.
    """

    number: int
    at: datetime
    actor_id: str
    role: Role
    call: str
    changes: tuple[Change, ...] | None
    digest: str
    previous: str
    hash: str


def digest_of(content: str) -> str:
    """Return the hash of an entry's content."""
    return hashlib.sha256(content.encode()).hexdigest()


def chained(*, number: int, at: datetime, actor_id: str, role: str, call: str, digest: str, previous: str) -> str:
    """Return the hash of an entry: of everything it says, and of the entry before.

    The content goes in as its digest, so that it can be forgotten without breaking the chain.
    """
    said = [number, at.astimezone(UTC).isoformat(), actor_id, role, call, digest, previous]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
