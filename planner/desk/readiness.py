"""Whether the app can do its work now; asked by whoever watches the service, without a sign-in."""

from __future__ import annotations

import shutil

from planner import store
from planner.desk.opening import Desk
from planner.model.errors import ServiceError

__all__ = ["ROOM_BYTES", "first_failure"]

ROOM_BYTES = 100_000_000
"""Room on the disk of the data folder below which a save or a backup may soon fail."""


def first_failure(desk: Desk, *, room_bytes: int = ROOM_BYTES) -> str | None:
    """Return the word of the first check that failed, ``database``, ``schema`` or ``disk``; None: all is well.

    Parameters
    ----------
    room_bytes
        Bytes that must be free on the disk of the data folder.
    """
    try:
        with desk.store.reading() as db:
            current = store.readiness.at_head(db)
    except ServiceError:
        return "database"
    if not current:
        return "schema"
    return "disk" if shutil.disk_usage(desk.var).free < room_bytes else None
