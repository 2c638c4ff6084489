"""The audit in the database: append-only, each entry chained to the one before."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import sqlalchemy as sa

from planner.model.audit import AuditEntry, Change, chained, digest_of
from planner.model.chain import Head, Verification, WrittenEntry, check_chain
from planner.model.codec import from_data, to_data
from planner.model.event import Actor
from planner.model.words import Role
from planner.store.tables import Moment, account, audit_head, audit_subject, technician
from planner.store.tables import audit as table

__all__ = ["append", "entries", "head", "last_actor", "names", "verify"]


def append(db: sa.Connection, actor: Actor, call: str, changes: Sequence[Change], *, at: datetime) -> None:
    """Append what a call of the desk changed; the last thing a unit of change does, because others wait for it."""
    number, previous = _locked_head(db)
    # The salt keeps a short content from being guessed by its digest after it was forgotten.
    content = json.dumps({"salt": secrets.token_hex(16), "changes": to_data(tuple(changes))}, ensure_ascii=False)
    said: dict[str, Any] = {
        "number": number + 1,
        "at": at,
        "actor_id": actor.actor_id,
        "role": actor.role.value,
        "call": call,
        "digest": digest_of(content),
        "previous": previous,
    }
    own = chained(**said)
    db.execute(table.insert().values(**said, content=content, hash=own))
    subjects = dict.fromkeys((one.kind, one.subject_id) for one in changes)
    rows = [{"number": number + 1, "kind": kind, "subject_id": subject_id} for kind, subject_id in subjects]
    if rows:
        db.execute(audit_subject.insert(), rows)
    db.execute(audit_head.update().values(number=number + 1, hash=own))


def head(db: sa.Connection) -> tuple[int, str]:
    """Return number and hash of the last entry; 0 and `FIRST_HASH` while there is none."""
    row = db.execute(sa.select(audit_head)).one()
    return row.number, row.hash


def entries(
    db: sa.Connection,
    *,
    after: int = 0,
    before: int | None = None,
    limit: int | None = None,
    newest_first: bool = False,
    kind: str | None = None,
    subject_id: str | None = None,
    actor_id: str | None = None,
    since: datetime | None = None,
) -> Iterator[AuditEntry]:
    """Go through the entries behind a number and before another, in order; optionally only some.

    Parameters
    ----------
    kind, subject_id
        Only what changed such a thing, or this one.
    actor_id
        Only what they did.
    since
        Only from a moment on.
    """
    query = sa.select(table).where(table.c.number > after)
    if before is not None:
        query = query.where(table.c.number < before)
    query = query.order_by(table.c.number.desc() if newest_first else table.c.number).limit(limit)
    if actor_id is not None:
        query = query.where(table.c.actor_id == actor_id)
    if since is not None:
        query = query.where(table.c.at >= since)
    if kind is not None or subject_id is not None:
        query = query.where(table.c.number.in_(_about(kind, subject_id)))
    for row in db.execute(query):
        yield _read(row)


def last_actor(db: sa.Connection, kind: str, subject_id: str) -> str:
    """Return the id of whoever changed a thing last; empty where nobody is known to have."""
    query = sa.select(table.c.actor_id).where(table.c.number.in_(_about(kind, subject_id)))
    return db.scalar(query.order_by(table.c.number.desc()).limit(1)) or ""


def names(db: sa.Connection, ids: Collection[str] | None = None) -> dict[str, str]:
    """Return the names of people by id, of everybody in the audit by default; who is unknown is called by their id."""
    if ids is None:
        ids = db.scalars(sa.select(table.c.actor_id).distinct()).all()
    known: dict[str, str] = {}
    for people, key in ((technician, technician.c.technician_id), (account, account.c.account_id)):
        for row in db.execute(sa.select(key.label("id"), people.c.body).where(key.in_(ids))):
            known[row.id] = json.loads(row.body)["name"]
    return {one: known.get(one, one) for one in ids}


def verify(db: sa.Connection, *, expect: Head | None = None) -> Verification:
    """Recompute the whole chain (see `check_chain`)."""
    end, rows = _written(db)
    return check_chain(rows, head=end, expect=expect)


_CHUNK = 500


def _written(db: sa.Connection) -> tuple[Head | None, Iterator[WrittenEntry]]:
    """The head and the entries as they stand there; one statement, hence one view of a log that grows."""
    # Times as text: what is not written as we write it was written by somebody else.
    columns = [sa.type_coerce(one, sa.String).label(one.name) if one.name == "at" else one for one in table.c]
    tail = (audit_head.c.number.label("head_number"), audit_head.c.hash.label("head_hash"))
    query = sa.select(*columns, *tail).select_from(audit_head.outerjoin(table, sa.true())).order_by(table.c.number)
    parts = db.execute(query).mappings().partitions(_CHUNK)
    first = list(next(parts, ()))
    if not first:
        return None, iter(())
    end = Head(number=first[0]["head_number"], hash=first[0]["head_hash"])
    return end, _entries_of(db, (part for part in chain((first,), parts) if part[0]["number"] is not None))


def _entries_of(db: sa.Connection, parts: Iterable[Sequence[Any]]) -> Iterator[WrittenEntry]:
    names = [one.name for one in table.c]
    for part in parts:
        about = _subjects(db, part[0]["number"], part[-1]["number"])
        for row in part:
            said = {name: row[name] for name in names} | {"at": _moment(row["at"])}
            yield WrittenEntry(**said, subjects=frozenset(about.get(row["number"], ())))


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo and Moment().process_bind_param(moment, None) == written else None


def _subjects(db: sa.Connection, first: int, last: int) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for row in db.execute(sa.select(audit_subject).where(audit_subject.c.number.between(first, last))):
        found.setdefault(row.number, set()).add((row.kind, row.subject_id))
    return found


def _about(kind: str | None, subject_id: str | None) -> Any:
    query = sa.select(audit_subject.c.number)
    if kind is not None:
        query = query.where(audit_subject.c.kind == kind)
    if subject_id is not None:
        query = query.where(audit_subject.c.subject_id == subject_id)
    return query


def _locked_head(db: sa.Connection) -> tuple[int, str]:
    row = db.execute(sa.select(audit_head).with_for_update()).one()
    return row.number, row.hash


def _read(row: Any) -> AuditEntry:
    changes = None if row.content is None else json.loads(row.content)["changes"]
    return AuditEntry(
        number=row.number,
        at=row.at,
        actor_id=row.actor_id,
        role=Role(row.role),
        call=row.call,
        changes=None if changes is None else from_data(tuple[Change, ...], changes),
        digest=row.digest,
        previous=row.previous,
        hash=row.hash,
    )
