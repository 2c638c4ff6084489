"""A request that was solved while the customer was on the telephone: nobody goes there, and it counts as done."""

from __future__ import annotations

from uuid import uuid4

from planner import store
from planner.desk.booking import refuse_untaken
from planner.desk.opening import Desk
from planner.desk.receive import received
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.event import Actor, Event
from planner.model.request import Request
from planner.model.words import Channel, RequestStatus

__all__ = ["solved_on_the_phone"]


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
