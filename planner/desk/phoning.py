"""Calls to customers ticked off: who was told which new time, by whom, when; a tick holds while that time does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from planner import explain, store
from planner.desk.consequences import calls_of
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.model.event import Actor, Event

__all__ = ["Phoned", "knows_of", "mark_phoned", "phoned_on", "take_back_phoned"]

_PHONED, _TAKEN_BACK = "customer.phoned", "customer.phoned_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoned:
    """A customer who was told of a change.

    Parameters
    ----------
    new
        The start they were told; None: that nobody comes that day.
    by
        Name of who phoned.
    at
        When; aware, UTC.
    """

    request_id: str
    new: datetime | None
    by: str
    at: datetime


def phoned_on(desk: Desk, actor: Actor, day: date, request_ids: Iterable[str]) -> dict[str, Phoned]:
    """Return who was phoned because of plans of a day, by request id; the last call counts."""
    check(actor, "phoning.phoned_on")
    with desk.store.reading() as db:
        events = store.events.find(db, request_ids=tuple(request_ids))
        found = {one.request_id: one for one in events if one.get("plan_day") == day.isoformat() and _is_tick(one)}
        told = {request_id: one for request_id, one in found.items() if request_id and one.type == _PHONED}
        names = store.audit.names(db, {one.actor for one in told.values()})
    return {one: _phoned(event, names.get(event.actor, event.actor)) for one, event in told.items()}


def mark_phoned(desk: Desk, actor: Actor, plan_id: str, request_id: str) -> Phoned:
    """Note that a customer was told of the time a published plan has for them.

    Raises
    ------
    InputError
        If the plan is unknown, or changes nothing for that customer.
    """
    check(actor, "phoning.mark_phoned")
    call = next((one for one in calls_of(desk, actor, plan_id) if one.request_id == request_id), None)
    with desk.store.reading() as db:
        plan = store.plans.get(db, plan_id)
    if call is None or plan is None:
        raise refusal("phoning.no_call", field="request_id", value=request_id)
    told = () if call.new is None else (("new", call.new.isoformat()),)
    event = _event(desk, actor, _PHONED, plan.day, request_id, told)
    with changing(desk, "phoning.mark_phoned", by=actor) as db:
        store.events.add(db, event)
    return _phoned(event, actor.name)


def take_back_phoned(desk: Desk, actor: Actor, day: date, request_id: str) -> None:
    """Note that a customer was not phoned after all; without a tick nothing happens."""
    check(actor, "phoning.take_back_phoned")
    if request_id not in phoned_on(desk, actor, day, (request_id,)):
        return
    with changing(desk, "phoning.take_back_phoned", by=actor) as db:
        store.events.add(db, _event(desk, actor, _TAKEN_BACK, day, request_id, ()))


def knows_of(phoned: Phoned | None, call: explain.Call) -> bool:
    """Whether a customer was told of the time a call is about, or of one so near that it needs no other call."""
    if phoned is None:
        return False
    if phoned.new is None or call.new is None:
        return phoned.new is call.new
    return abs(phoned.new - call.new) < explain.NOTICED


def _is_tick(event: Event) -> bool:
    return event.type in (_PHONED, _TAKEN_BACK)


def _phoned(event: Event, name: str) -> Phoned:
    new = event.get("new")
    return Phoned(
        request_id=event.request_id or "", new=datetime.fromisoformat(new) if new else None, by=name, at=event.at
    )


def _event(
    desk: Desk, actor: Actor, type_: str, day: date, request_id: str, told: tuple[tuple[str, str], ...]
) -> Event:
    now = desk.clock()
    return Event(
        client_uuid=str(uuid4()), at=now, recorded_at=now, type=type_, request_id=request_id, actor=actor.actor_id,
        payload=(("plan_day", day.isoformat()), *told),
    )  # fmt: skip
