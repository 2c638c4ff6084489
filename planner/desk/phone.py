"""Requests taken by telephone: their number, and those that were solved while the customer was on the line."""

from __future__ import annotations

import secrets
from uuid import uuid4

from planner import store
from planner.desk.booking import refuse_untaken
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.receive import received
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.event import Actor, Event
from planner.model.request import Request
from planner.model.words import Channel, RequestStatus

__all__ = ["new_number", "solved_on_the_phone"]

_TRIES = 20


def new_number(desk: Desk, actor: Actor) -> str:
    """Return a number for a new request that is easily said: the day and four digits, ``261201-4821``; nobody has it.

    Nothing is reserved: the digits are drawn, so that two calls taken at the same moment hardly ever get the same.

    Raises
    ------
    InputError
        If the day has hardly a free number left.
    """
    check(actor, "phone.new_number")
    drawn = [f"{desk.today():%y%m%d}-{secrets.randbelow(9_000) + 1_000}" for _ in range(_TRIES)]
    with desk.store.reading() as db:
        known = store.requests.known_ids(db, drawn)
    free = next((one for one in drawn if one not in known), None)
    if free is None:
        raise refusal("phone.no_number", field="request_id", value=drawn[0])
    return free


def solved_on_the_phone(desk: Desk, actor: Actor, request: Request, *, what_helped: str = "") -> Request:
    """Save a request as done by telephone, and the event that ends its clocks; return it as stored.

    Parameters
    ----------
    request
        With its job type's standards; stored or not.
    what_helped
        What solved it, kept with the event.

    Raises
    ------
    StaleError
        If somebody saved the request since it was read.
    InputError
        If the request is promised, planned, under way or over, or a personal identity number stands in it.
    """
    check(actor, "phone.solved_on_the_phone")
    refuse_untaken(request, today=desk.today())
    now = desk.clock()
    over = request.replace(
        status=RequestStatus.DONE, channel=Channel.PHONE, remote_attempted=True, created_at=request.created_at or now
    )
    helped = (("helped", what_helped),) if what_helped else ()
    with changing(desk, "phone.solved_on_the_phone", by=actor) as db:
        known = store.requests.get(db, request.request_id)
        saved = received(db, desk, actor, over) if known is None else store.requests.save(db, over)
        store.events.add(
            db,
            Event(
                client_uuid=str(uuid4()), at=now, recorded_at=now, type="request.done", request_id=saved.request_id,
                actor=actor.actor_id, payload=(("channel", Channel.PHONE.value), *helped),
            ),
        )  # fmt: skip
    return saved
