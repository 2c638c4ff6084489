"""What a report of a visit says beside itself, and what it makes of the request; for the desk and for devices."""

from __future__ import annotations

from collections.abc import Sequence

from planner import store
from planner.desk.parts import after_report
from planner.desk.reports import joint_state, standing, state_of, status_of
from planner.model.event import Event
from planner.model.plan import Plan, Stop

__all__ = ["is_left", "reported", "settle", "told_of"]


def reported(db: store.Connection, plan: Plan, request_id: str) -> tuple[Event, ...]:
    """Return what was reported of a request on the day of a plan, in the order it was recorded."""
    of_day = plan.day.isoformat()
    return tuple(e for e in store.events.find(db, request_ids=(request_id,)) if e.get("day") == of_day)


def told_of(plan: Plan, stop: Stop) -> tuple[tuple[str, str], ...]:
    """Return day and plan of a report; seats of a crew beyond the first name their visit, and so do parts."""
    seat = (("visit", stop.visit_id),) if stop.visit_id and stop.visit_id != stop.request_id else ()
    part = (("part", f"{stop.part.number}/{stop.part.count}"),) if stop.part else ()
    return (("day", plan.day.isoformat()), ("plan_id", plan.plan_id), *seat, *part)


def settle(db: store.Connection, plan: Plan, stop: Stop, events: Sequence[Event]) -> None:
    """Save what a request's status becomes by everything that was reported of it, the newest last."""
    request_id = stop.request_id or stop.visit_id or ""
    request = store.requests.get(db, request_id, alone=True)
    if request is None:
        return
    status = status_of(_state(plan.crew_of(request_id) or (stop,), events), request)
    changed = after_report(request, stop.part, status) if stop.part else request.replace(status=status)
    store.requests.save(db, changed)


def is_left(db: store.Connection, plan: Plan, request_id: str) -> bool:
    """Return whether somebody was on the way to a request or there on the day of a plan that gives it to others."""
    events = reported(db, plan, request_id)
    holders = {one.visit_id: one.technician_id for one in plan.crew_of(request_id)}
    told = {one.visit_id: [e for e in events if e.visit_id == one.visit_id] for one in events if one.visit_id}
    return any(standing(own) for own in told.values()) and not any(
        state_of(own, holders.get(visit)) for visit, own in told.items()
    )


def _state(crew: Sequence[Stop], events: Sequence[Event]) -> str:
    return joint_state([state_of((e for e in events if e.visit_id == one.visit_id), one.technician_id) for one in crew])
