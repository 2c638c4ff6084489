"""Call-outs during on-call duty: reported with start and end, taken back where that was wrong, listed.

A call-out is working time; the rest it leaves owed moves the next duty (`planner.planning.kept`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check, own_technician
from planner.desk.unit import changing
from planner.desk.worktime import CALL_OUT, WITHDRAWN, call_outs_in
from planner.files.privacy import masked
from planner.law import CallOut
from planner.law.building import midnight
from planner.model.event import Actor, Event
from planner.model.team import Shift, Technician, shifts_on
from planner.model.words import Role, ShiftKind

__all__ = ["call_outs", "on_call_at", "report_call_out", "withdraw_call_out"]

_LONGEST = timedelta(hours=24)
_EARLY = timedelta(minutes=5)
"""A device's clock may be so much ahead."""
_DAY = timedelta(days=1)


def report_call_out(
    desk: Desk,
    actor: Actor,
    *,
    client_uuid: str,
    start: datetime,
    end: datetime,
    technician_id: str | None = None,
    request_id: str | None = None,
    note: str = "",
) -> CallOut:
    """Report the active part of on-call duty, travel included; the same `client_uuid` is stored once.

    Parameters
    ----------
    client_uuid
        Id made by the device when the button was pressed.
    start, end
        Aware moments; it begins on on-call duty.
    technician_id
        Who was called; a technician may leave it out.
    request_id
        The urgent request; None where none was written down.
    note
        What it was about.

    Raises
    ------
    NotAllowedError
        If a technician reports for somebody else.
    InputError
        If the times are in the wrong order, longer than 24 h, in the future, not on on-call duty or overlap another
        call-out, if technician or request is unknown, or the note holds a personal identity number.
    """
    check(actor, "on_call.report_call_out")
    whose = own_technician(actor, technician_id)
    start, end = (one.astimezone(UTC).replace(microsecond=0) for one in (start, end))
    with changing(desk, "on_call.report_call_out", by=actor) as db:
        if (known := store.events.get(db, client_uuid)) is not None:
            own_technician(actor, known.technician_id)
            return call_outs_in((known,))[0]
        _checked(desk, db, whose, start, end)
        if request_id is not None and store.requests.get(db, request_id) is None:
            raise refusal("desk.unknown_request", field="request_id", value=request_id)
        if (hidden := masked(note, today=desk.today())) is not None:
            raise refusal("privacy.personal_number", field="note", value=hidden)
        payload = (("start", start.isoformat()), ("end", end.isoformat()), *((("note", note),) if note else ()))
        event = Event(
            client_uuid=client_uuid,
            at=end,
            recorded_at=desk.clock(),
            type=CALL_OUT,
            request_id=request_id,
            technician_id=whose,
            actor=actor.actor_id,
            source="tablet" if actor.role is Role.TECHNICIAN else "desk",
            payload=payload,
        )
        return call_outs_in((store.events.add(db, event),))[0]


def withdraw_call_out(desk: Desk, actor: Actor, call_out_id: str, *, client_uuid: str) -> None:
    """Take a call-out back that was reported wrongly; the report stays in the log, and no longer counts.

    Raises
    ------
    NotAllowedError
        If it is somebody else's.
    InputError
        If there is no such call-out.
    """
    check(actor, "on_call.withdraw_call_out")
    with changing(desk, "on_call.withdraw_call_out", by=actor) as db:
        reported = store.events.get(db, call_out_id)
        if reported is None or reported.type != CALL_OUT:
            raise refusal("desk.unknown_call_out", field="call_out_id", value=call_out_id)
        own_technician(actor, reported.technician_id)
        event = Event(
            client_uuid=client_uuid,
            at=reported.at,
            recorded_at=desk.clock(),
            type=WITHDRAWN,
            technician_id=reported.technician_id,
            actor=actor.actor_id,
            source="tablet" if actor.role is Role.TECHNICIAN else "desk",
            payload=(("of", call_out_id),),
        )
        store.events.add(db, event)


def call_outs(
    desk: Desk, actor: Actor, *, first: date, last: date, technician_id: str | None = None
) -> tuple[CallOut, ...]:
    """Return somebody's call-outs that ended on the days between two, both inclusive, in order of time.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's.
    """
    check(actor, "on_call.call_outs")
    whose = own_technician(actor, technician_id)
    with desk.store.reading() as db:
        return _standing(db, whose, midnight(first, desk.time_zone), midnight(last + _DAY, desk.time_zone))


def on_call_at(technician: Technician, moment: datetime, *, zone: str) -> Shift | None:
    """Return the on-call duty somebody has at a moment, or None."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    for one in (day - _DAY, day):
        for shift in shifts_on(technician, one, zone=zone):
            if shift.kind is ShiftKind.ON_CALL and shift.start <= moment < shift.end:
                return shift
    return None


def _checked(desk: Desk, db: store.Connection, whose: str, start: datetime, end: datetime) -> None:
    technician = store.people.get_technician(db, whose)
    if technician is None:
        raise refusal("desk.unknown_technician", field="technician_id", value=whose)
    if not start < end <= start + _LONGEST:
        raise refusal("desk.call_out_order", field="end", value=end.isoformat())
    if end > desk.clock() + _EARLY:
        raise refusal("desk.call_out_future", field="end", value=end.isoformat())
    if on_call_at(technician, start, zone=desk.time_zone) is None:
        raise refusal("desk.not_on_call", field="start", value=start.isoformat(), technician=technician.name)
    others = _standing(db, whose, start - _LONGEST, end + _LONGEST)
    if any(one.start < end and start < one.end for one in others):
        raise refusal("desk.call_out_twice", field="start", value=start.isoformat())


def _standing(db: store.Connection, whose: str, first: datetime, last: datetime) -> tuple[CallOut, ...]:
    events = store.events.of_types(db, (CALL_OUT, WITHDRAWN), first=first, last=last)
    mine = (one for one in call_outs_in(events) if one.technician_id == whose)
    return tuple(sorted(mine, key=lambda one: one.start))
