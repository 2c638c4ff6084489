"""Requests that name others: what has to be done before, and whose technician should come again."""

from __future__ import annotations

from collections.abc import Iterable

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor
from planner.model.message import Message, message
from planner.model.request import Request

__all__ = ["wrong_order"]


def wrong_order(desk: Desk, actor: Actor, request: Request, *, others: Iterable[Request] = ()) -> Message | None:
    """Return what is wrong with the requests that a request names; None where nothing is.

    Each has to exist, and none of its predecessors may wait for the request itself, directly or by others.

    Parameters
    ----------
    others
        Requests that are not stored yet, for example rows of the same file.
    """
    check(actor, "ordering.wrong_order")
    known = {one.request_id: one for one in others}
    named = {one.request_id for one in request.predecessors}
    with desk.store.reading() as db:
        if unknown := _unknown(db, known, {*named, request.same_technician_as} - {""}):
            return message("desk.no_such_request", value=unknown)
        seen: set[str] = set()
        while named - seen:
            seen |= named
            rows = _read(db, known, named)
            before = {one.request_id for row in rows for one in row.predecessors}
            if request.request_id in before:
                waiting = next(
                    row for row in rows if any(one.request_id == request.request_id for one in row.predecessors)
                )
                return message("desk.waits_in_turn", value=waiting.request_id)
            named = before
    return None


def _read(db: store.Connection, known: dict[str, Request], ids: set[str]) -> list[Request]:
    """Rows by id; what is not stored yet counts before what is."""
    stored = store.requests.find(db, ids=ids - set(known)) if ids - set(known) else ()
    return [*(known[one] for one in sorted(ids) if one in known), *stored]


def _unknown(db: store.Connection, known: dict[str, Request], ids: set[str]) -> str:
    """The first id that nothing has; empty where all are known."""
    found = {one.request_id for one in _read(db, known, ids)}
    return min(ids - found, default="")
