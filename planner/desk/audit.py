"""The log of changes: who changed what, when, before and after; and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass

from planner import store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.model.audit import AuditEntry
from planner.model.chain import Head, Verification
from planner.model.event import Actor

__all__ = ["HISTORIES", "Log", "entries", "history", "name_of", "verify"]

HISTORIES = frozenset({"request", "technician", "plan", "published", "absence", "setting"})
"""Kinds of things whose own history a dispatcher may see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Entries, newest first, and the names of everybody in the log by id."""

    entries: tuple[AuditEntry, ...]
    names: dict[str, str]


def entries(
    desk: Desk,
    actor: Actor,
    *,
    kind: str | None = None,
    subject_id: str | None = None,
    actor_id: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Log:
    """Return the newest entries.

    Parameters
    ----------
    kind, subject_id
        Only what changed such a thing, or this one.
    actor_id
        Only what they did.
    before
        Only entries with a lower number: the next page.
    limit
        At most so many.
    """
    check(actor, "audit.entries")
    with desk.store.reading() as db:
        found = store.audit.entries(
            db,
            kind=kind,
            subject_id=subject_id,
            actor_id=actor_id,
            before=before,
            limit=limit,
            newest_first=True,
        )
        return Log(entries=tuple(found), names=store.audit.names(db))


def history(desk: Desk, actor: Actor, kind: str, subject_id: str, *, limit: int = 20) -> Log:
    """Return the newest entries about one thing.

    Parameters
    ----------
    kind
        One of `HISTORIES`.

    Raises
    ------
    InputError
        If things of the kind have no history that dispatchers may see.
    """
    check(actor, "audit.history")
    if kind not in HISTORIES:
        raise refusal("audit.no_history", field="kind", value=kind)
    with desk.store.reading() as db:
        newest = store.audit.entries(db, kind=kind, subject_id=subject_id, limit=limit, newest_first=True)
        found = tuple(newest)
        return Log(entries=found, names=store.audit.names(db, {one.actor_id for one in found}))


def name_of(desk: Desk, actor: Actor, actor_id: str) -> str:
    """Return the name of somebody who changed something; an id nobody has any more is its own name."""
    check(actor, "audit.name_of")
    with desk.store.reading() as db:
        return store.audit.names(db, (actor_id,))[actor_id]


def verify(desk: Desk, actor: Actor, *, expect: Head | None = None) -> Verification:
    """Recompute the whole log and return the first thing that is wrong with it, if anything is.

    Parameters
    ----------
    expect
        An end of the log that was noted earlier: proves that nothing was cut off since.
    """
    check(actor, "audit.verify")
    with desk.store.reading() as db:
        return store.audit.verify(db, expect=expect)
