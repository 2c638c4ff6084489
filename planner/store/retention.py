"""Forgetting what is too old. Every rule counts what it would forget, and forgets it unless it only shall count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from planner.model.codec import dumps, loads
from planner.model.event import Event
from planner.model.job import JobState
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.store.journal import note
from planner.store.tables import attempt, audit, device, event, job, picture, progress, request, session

__all__ = ["WRITTEN", "forget", "without_note"]

_OVER = (RequestStatus.DONE.value, RequestStatus.CANCELLED.value, RequestStatus.FOLLOW_UP.value)
_ENDED = (JobState.DONE.value, JobState.FAILED.value, JobState.CANCELLED.value)
WRITTEN = ("note", "signed_by", "next_action")
"""What events carry that a person wrote, or who they are."""
_EMPTY = '"contact_name": "", "contact_phone": "", "access_notes": ""'


def forget(db: sa.Connection, before: Mapping[str, datetime], *, dry_run: bool) -> dict[str, int]:
    """Forget what is older than its limit; return how many rows of each kind.

    Parameters
    ----------
    before
        Limits as `Retention.limits` gives them.
    dry_run
        Only count.
    """
    rules = (
        ("notes", _notes, "notes_months"),
        ("pictures", _pictures, "notes_months"),
        ("contacts", _contacts, "notes_months"),
        ("audit", _audit, "audit_months"),
        ("attempts", _attempts, "session_days"),
        ("sessions", _sessions, "session_days"),
        ("devices", _devices, "session_days"),
        ("runs", _runs, "run_days"),
    )
    found = {}
    for name, rule, limit in rules:
        found[name] = rule(db, before[limit], dry_run)
        if found[name] and not dry_run:
            told = {"rows": found[name], "before": before[limit].isoformat()}
            note(db, "retention", name, after=json.dumps(told))
    return found


def without_note(body: str) -> str | None:
    """Return the body of an event without what somebody wrote in it, or who signed it; None when there is nothing."""
    one = loads(Event, body)
    if not any(name in WRITTEN for name, _ in one.payload):
        return None
    kept = tuple(pair for pair in one.payload if pair[0] not in WRITTEN)
    return dumps(Event(**{name: getattr(one, name) for name in one.__dataclass_fields__} | {"payload": kept}))


def _notes(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    written = sa.or_(*(event.c.body.contains(f'["{name}", ') for name in WRITTEN))
    noted = sa.select(event.c.event_id, event.c.body).where(event.c.at < before, written)
    changed = [(row.event_id, body) for row in db.execute(noted) if (body := without_note(row.body)) is not None]
    if not dry_run:
        for event_id, body in changed:
            db.execute(event.update().where(event.c.event_id == event_id).values(body=body))
    return len(changed)


def _pictures(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    return _delete(db, picture, picture.c.at < before, dry_run)


def _contacts(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    old = (request.c.created_at < before) & request.c.status.in_(_OVER)
    told = sa.not_(request.c.body.contains(_EMPTY)) | sa.not_(request.c.body.contains('"notes": []'))
    rows = db.execute(sa.select(request.c.request_id, request.c.version, request.c.body).where(old, told)).all()
    if not dry_run:
        for row in rows:
            bare = loads(Request, row.body).replace(contact_name="", contact_phone="", access_notes="", notes=())
            values = {"body": dumps(bare), "version": row.version + 1}
            db.execute(request.update().where(request.c.request_id == row.request_id).values(values))
    return len(rows)


def _audit(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    # Each entry is chained by the digest of its content, so that the content can go.
    old = (audit.c.at < before) & audit.c.content.is_not(None)
    return _count(db, audit, old) if dry_run else db.execute(audit.update().where(old).values(content=None)).rowcount


def _attempts(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    return _delete(db, attempt, attempt.c.at < before, dry_run)


def _sessions(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    return _delete(db, session, session.c.expires_at < before, dry_run)


def _devices(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    return _delete(db, device, device.c.expires_at < before, dry_run)


def _runs(db: sa.Connection, before: datetime, dry_run: bool) -> int:
    old = (job.c.created_at < before) & job.c.state.in_(_ENDED)
    if not dry_run:
        db.execute(progress.delete().where(progress.c.job_id.in_(sa.select(job.c.job_id).where(old))))
    return _delete(db, job, old, dry_run)


def _delete(db: sa.Connection, table: sa.Table, old: Any, dry_run: bool) -> int:
    return _count(db, table, old) if dry_run else db.execute(table.delete().where(old)).rowcount


def _count(db: sa.Connection, table: sa.Table, old: Any) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(table).where(old)) or 0
