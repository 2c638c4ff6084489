"""What a unit of change has changed so far: repositories note it, the desk takes it into the audit.

A connection keeps notes only while somebody asked for them (`begin`): a migration or a planning run does not.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from planner.model.audit import Change

__all__ = ["begin", "note", "take", "watched"]

_KEY = "changes"


def begin(db: sa.Connection) -> None:
    """Begin to take notes on a connection."""
    db.info[_KEY] = []


def note(db: sa.Connection, kind: str, subject_id: str, *, before: str | None = None, after: str | None = None) -> None:
    """Note a change; JSON texts before and after, None for what was not or is no more."""
    if _KEY not in db.info:
        return
    old, new = (None if body is None else json.loads(body) for body in (before, after))
    if isinstance(old, dict) and isinstance(new, dict):
        old, new = _differing(old, new)
    db.info[_KEY].append(Change(kind=kind, subject_id=subject_id, before=old, after=new))


def take(db: sa.Connection) -> tuple[Change, ...]:
    """Return what was noted and stop taking notes."""
    return tuple(db.info.pop(_KEY, ()))


def watched(db: sa.Connection) -> bool:
    """Whether notes are taken, so that what was before is worth reading."""
    return _KEY in db.info


def _differing(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = [name for name in {**old, **new} if old.get(name) != new.get(name) and name != "version"]
    return {name: old.get(name) for name in names}, {name: new.get(name) for name in names}
