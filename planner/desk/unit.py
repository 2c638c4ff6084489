"""One unit of change at the desk: all or nothing, and never without its entry in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from planner import store
from planner.desk.opening import Desk
from planner.model.event import Actor
from planner.store import audit, journal

__all__ = ["changing"]


@contextmanager
def changing(desk: Desk, call: str, *, by: Actor) -> Iterator[store.Connection]:
    """Open the unit of change of a call; at its end what was changed goes into the audit, or all of it is undone.

    Parameters
    ----------
    call
        ``module.function`` as in `planner.desk.roles.ROLES`. A unit that changes nothing leaves no entry.
    by
        Who calls; the call has checked their role already.
    """
    with desk.store.writing() as db:
        journal.begin(db)
        try:
            yield db
        finally:
            changes = journal.take(db)
        if changes:
            audit.append(db, by, call, changes, at=desk.clock())
