"""Whether technicians have confirmed how their day stands in the published plan; for who changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.timesheet import told_on
from planner.model.event import Actor
from planner.model.plan import Plan, Stop
from planner.model.words import PlanStatus, StopKind

__all__ = ["Seen", "has_changed", "seen_of"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a technician has confirmed of a day.

    Parameters
    ----------
    at, version
        When they confirmed last, and which version of the plan; None: nothing yet.
    waits
        Whether their day has changed since, or since it was first published where they confirmed nothing.
    """

    at: datetime | None
    version: int | None
    waits: bool


def seen_of(desk: Desk, actor: Actor, plan: Plan, technician_id: str) -> Seen | None:
    """Return what a technician has confirmed of a published plan; None where there is nothing to say.

    That is so while nothing of their day was changed after it was published, and for drafts.
    """
    check(actor, "seen.seen_of")
    if plan.status is not PlanStatus.PUBLISHED:
        return None
    with desk.store.reading() as db:
        told = told_on(db, plan.day, plan.time_zone, ("work.seen",))
        own = [one for one in told if one.technician_id == technician_id and (one.get("version") or "").isdecimal()]
        last = own[-1] if own else None
        version = int(last.get("version") or 0) if last else None
        before = _published_before(db, plan, version)
    waits = before is not None and has_changed(before, plan, technician_id)
    if last is None and not waits:
        return None
    return Seen(at=last.at if last else None, version=version, waits=waits)


def has_changed(before: Plan, now: Plan, technician_id: str) -> bool:
    """Whether a technician's visits are others, in another order, or begin at other minutes."""
    old, new = _visits(before, technician_id), _visits(now, technician_id)
    if [one.visit_id for one in old] != [one.visit_id for one in new]:
        return True
    return any(abs(a.start - b.start) >= _MINUTE for a, b in zip(old, new, strict=True))


def _visits(plan: Plan, technician_id: str) -> list[Stop]:
    return [stop for stop in plan.of_technician(technician_id) if stop.kind in _WORK and stop.visit_id]


def _published_before(db: store.Connection, plan: Plan, version: int | None) -> Plan | None:
    """The version they confirmed, or the first that was published; None where this is it."""
    was = [one for one in store.plans.headers(db, plan.day) if one.status is PlanStatus.SUPERSEDED and one.version > 0]
    wanted = [one for one in was if one.version == version] if version is not None else was
    if version is not None and version >= plan.version:
        return None
    found = min(wanted, key=lambda one: one.version, default=None)
    return store.plans.get(db, found.plan_id) if found else None
