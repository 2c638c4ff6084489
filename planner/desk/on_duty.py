"""Who is on on-call duty now and in the coming night: how to reach them, how long their drive is, what rest is owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.worktime import CALL_OUT, WITHDRAWN, call_outs_in
from planner.law import CallOut, LawSettings, profile_for
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.team import Shift, Team, Technician, shifts_on
from planner.model.words import ShiftKind

__all__ = ["OnDuty", "on_duty"]

_AHEAD, _DAY = timedelta(hours=24), timedelta(days=1)
_DAYS_ON = 4
"""So far on it is looked for the next shift: over a long weekend."""
_WORK = (ShiftKind.FIELD, ShiftKind.PHONE, ShiftKind.REMOTE, ShiftKind.TRAINING)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Somebody on call.

    Parameters
    ----------
    shift
        Their on-call duty, as far as it lies in the next 24 hours.
    is_on_now
        Whether it has begun.
    drive_s
        Seconds of driving from where their day starts to the place asked for; None: no place was, or no way is known.
    may_drive
        Whether they may drive there today.
    call_outs
        Those of this duty.
    rest_until
        Until when rest is owed after the last call-out; None: none is.
    next_shift
        When their next working shift begins, as their weekly hours say; None: not within four days.
    """

    technician: Technician
    shift: Shift
    is_on_now: bool
    drive_s: int | None = None
    may_drive: bool = True
    call_outs: tuple[CallOut, ...] = ()
    rest_until: datetime | None = None
    next_shift: datetime | None = None

    @property
    def is_rest_short(self) -> bool:
        """Whether the next shift as scheduled begins before the rest is over; planning moves its start."""
        return self.rest_until is not None and self.next_shift is not None and self.next_shift < self.rest_until


def on_duty(desk: Desk, actor: Actor, *, place: Place | None = None) -> tuple[OnDuty, ...]:
    """Return who is on on-call duty now or within 24 hours: those on duty now first, then by drive, then by start.

    Whoever is absent meanwhile is not named.

    Parameters
    ----------
    place
        Where somebody is needed; None: drives are not reckoned.
    """
    check(actor, "on_duty.on_duty")
    now = desk.clock()
    with desk.store.reading() as db:
        team = store.people.get_team(db)
        law = store.settings.get(db, "law", LawSettings, LawSettings())
        events = store.events.of_types(db, (CALL_OUT, WITHDRAWN), first=now - 2 * _DAY, last=now + _DAY)
    calls = call_outs_in(events)
    shifts = [(one, shift) for one in team.technicians if one.active for shift in _on_call(one, now, desk.time_zone)]
    here = [(one, shift) for one, shift in shifts if not _is_away(team, one, max(now, shift.start))]
    drives = _drives(desk, [one for one, _ in here], place)
    found = []
    for one, shift in here:
        own = tuple(c for c in calls if c.technician_id == one.technician_id and c.end > shift.start - _DAY)
        local = now.astimezone(ZoneInfo(desk.time_zone)).date()
        owed_s = profile_for(law.agreements, one.technician_id, local)["STBY.rest_after_h"].seconds
        rest = max((c.end for c in own), default=now) + timedelta(seconds=owed_s)
        found.append(
            OnDuty(
                technician=one,
                shift=shift,
                is_on_now=shift.start <= now,
                drive_s=drives.get(one.technician_id),
                may_drive=one.licence.allows(local),
                call_outs=tuple(c for c in own if shift.start <= c.start < shift.end),
                rest_until=rest if own and rest > now else None,
                next_shift=_next_shift(one, shift.end, now, desk.time_zone),
            )
        )
    return tuple(sorted(found, key=_rank))


_FAR_S = 10**9


def _rank(one: OnDuty) -> tuple[bool, int, datetime, str]:
    drive_s = one.drive_s if one.may_drive and one.drive_s is not None else _FAR_S
    return not one.is_on_now, drive_s, one.shift.start, one.technician.name


def _days(now: datetime, zone: str, count: int) -> Iterable[date]:
    today = now.astimezone(ZoneInfo(zone)).date()
    return (today + timedelta(days=number) for number in range(-1, count))


def _on_call(one: Technician, now: datetime, zone: str) -> list[Shift]:
    shifts = (shift for day in _days(now, zone, 2) for shift in shifts_on(one, day, zone=zone))
    return [s for s in shifts if s.kind is ShiftKind.ON_CALL and s.end > now and s.start < now + _AHEAD]


def _is_away(team: Team, one: Technician, moment: datetime) -> bool:
    mine = (away for away in team.absences if away.technician_id == one.technician_id)
    return any(away.start <= moment < away.end for away in mine)


def _next_shift(one: Technician, after: datetime, now: datetime, zone: str) -> datetime | None:
    """When the next working shift begins that is over after the duty ends."""
    shifts = (shift for day in _days(now, zone, _DAYS_ON) for shift in shifts_on(one, day, zone=zone))
    return min((s.start for s in shifts if s.kind in _WORK and s.end > after and s.start > now), default=None)


def _drives(desk: Desk, people: list[Technician], place: Place | None) -> dict[str, int]:
    """Seconds from where everybody's day starts to a place, by the travel engine at each one's speed."""
    known = [(one, one.start_place) for one in people if one.start_place is not None]
    if place is None or not known:
        return {}
    matrix = desk.travel.matrix([*(start for _, start in known), place])
    found = {}
    for row, (one, _) in enumerate(known):
        drive_s = int(matrix.drive_s[row, len(known)])
        if drive_s >= 0:
            found[one.technician_id] = round(drive_s * one.speed_factor)
    return found
