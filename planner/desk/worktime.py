"""What is known of working time: published plans, reported ends, call-outs; and who may see what the law says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from threading import Lock

from planner import store
from planner.law import Book, CallOut, LawSettings, Worked, profile_for
from planner.law.book import Rescheduled, worked_in
from planner.law.building import midnight
from planner.law.reach import far
from planner.model.codec import from_data
from planner.model.event import Actor, Event
from planner.model.hours import ShiftPattern
from planner.model.plan import Plan, PlanTechnician
from planner.model.team import Team
from planner.model.told import ENDED
from planner.model.words import Role
from planner.planning import WorkingTime, lawful

__all__ = ["CALL_OUT", "SETTING", "WITHDRAWN", "book_of", "call_outs_in", "for_reader", "judged", "known", "seen_by"]

SETTING = "law"
"""Name of the settings of the law."""
CALL_OUT, WITHDRAWN = "on_call.call_out", "on_call.withdrawn"
_UNDONE = "visit.undone"
_AT_DESK = frozenset({Role.DISPATCHER, Role.ADMINISTRATOR})
_MOST = 2_000
_DAY = timedelta(days=1)
_TOLD = timedelta(days=60)
"""So far back it is looked when somebody was told of other hours; agreements may ask for more notice than the law."""

_read: dict[bytes, tuple[Worked, ...]] = {}
_lock = Lock()


def known(db: store.Connection, team: Team, day: date, *, until: date | None = None) -> WorkingTime:
    """Return what the law is judged by around a day, or from it until another: as far as any rule asks for."""
    settings = store.settings.get(db, SETTING, LawSettings, LawSettings())
    edges = {day, until or day}
    spans = [
        far(edge, profile_for(settings.agreements, one.technician_id, edge))
        for one in team.technicians
        for edge in edges
    ]
    if not spans:
        return WorkingTime(settings=settings)
    book = book_of(db, min(since for since, _ in spans), max(until for _, until in spans), zone=team.time_zone)
    book = replace(book, rescheduled=_rescheduled(db, midnight(day, team.time_zone)))
    return WorkingTime(book=book, settings=settings)


def _rescheduled(db: store.Connection, day: datetime) -> tuple[Rescheduled, ...]:
    """Return the saves of weekly hours in the weeks before a day, as the audit tells of them while it does."""
    found = []
    for entry in store.audit.entries(db, kind="technician", since=day - _TOLD):
        for change in entry.changes or ():
            if change.kind == "technician" and isinstance(change.before, dict) and "patterns" in change.before:
                before = from_data(tuple[ShiftPattern, ...], change.before["patterns"])
                found.append(Rescheduled(technician_id=change.subject_id, at=entry.at, before=before))
    return tuple(found)


def judged(db: store.Connection, plan: Plan, *, before: Plan | None = None) -> Plan:
    """Return a plan with what the law says of it, together with what is known of the days around.

    Parameters
    ----------
    before
        The plan that was changed: of whoever has the same day as in it, what was said then still stands (publishing
        asks the law anew of everybody). None: all are asked.
    """
    team = store.people.get_team(db)
    known_now = known(db, team, plan.day)
    if before is None:
        return lawful(plan, team, known_now)
    same = {one.technician_id for one in plan.technicians if _times(plan, one) == _times(before, one)}
    others = tuple(one for one in team.technicians if one.technician_id not in same)
    fresh = lawful(plan, replace(team, technicians=others), known_now).law
    said = (*fresh, *(one for one in before.law if one.technician_id in same))
    return plan.replace(law=tuple(sorted(said, key=lambda one: not one.hard)))


def _times(plan: Plan, duty: PlanTechnician) -> tuple[object, ...]:
    """Somebody's shifts and what they do when on a day."""
    shifts = tuple(one for one in plan.technicians if one.technician_id == duty.technician_id)
    return shifts, tuple((one.leave, one.start, one.end) for one in plan.of_technician(duty.technician_id))


def book_of(db: store.Connection, since: date, until: date, *, zone: str) -> Book:
    """Return the book of working time between two local days, the last exclusive."""
    first, last = midnight(since, zone), midnight(until, zone)
    worked = [_worked(body) for body in store.plans.published_bodies(db, since, until - _DAY)]
    done = _done(store.events.rows_of_types(db, (*ENDED, _UNDONE), first=first, last=last + _DAY))
    calls = store.events.of_types(db, (CALL_OUT, WITHDRAWN), first=first, last=last + _DAY)
    return Book(
        worked=tuple(one.as_reported(done) for of_day in worked for one in of_day),
        planned=frozenset(one.day for of_day in worked for one in of_day[:1]),
        call_outs=call_outs_in(calls),
    )


def call_outs_in(events: Iterable[Event]) -> tuple[CallOut, ...]:
    """Return the call-outs that stand: reported and not withdrawn."""
    standing: dict[str, CallOut] = {}
    for event in events:
        if event.type == WITHDRAWN:
            standing.pop(event.get("of") or "", None)
        elif event.type == CALL_OUT and event.technician_id:
            standing[event.client_uuid] = CallOut(
                call_out_id=event.client_uuid,
                technician_id=event.technician_id,
                start=datetime.fromisoformat(event.get("start") or ""),
                end=datetime.fromisoformat(event.get("end") or ""),
                request_id=event.request_id,
            )
    return tuple(standing.values())


def seen_by(actor: Actor, plan: Plan | None) -> Plan | None:
    """Return a plan as somebody may see it: what the law says of persons is for those who make their schedules."""
    return None if plan is None else for_reader(actor, plan)


def for_reader(actor: Actor, plan: Plan) -> Plan:
    """Return a plan that is there as `seen_by` does."""
    return plan if actor.role in _AT_DESK else replace(plan, law=())


def _done(rows: Iterable[tuple[str, str | None, datetime]]) -> dict[str, datetime]:
    """Return when visits were reported over; a report that was taken back does not count."""
    found: dict[str, datetime] = {}
    for type_, request_id, at in rows:
        if request_id is None:
            continue
        if type_ == _UNDONE:
            found.pop(request_id, None)
        else:
            found[request_id] = at
    return found


def _worked(body: str) -> tuple[Worked, ...]:
    """Return the duties of a stored plan; plans never change, so each is read once."""
    digest = sha256(body.encode()).digest()
    if (found := _read.get(digest)) is None:
        found = worked_in(json.loads(body))
        with _lock:
            if len(_read) >= _MOST:
                _read.pop(next(iter(_read)))
            _read[digest] = found
    return found
