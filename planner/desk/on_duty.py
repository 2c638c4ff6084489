"""Who is on on-call duty now and in the coming night: how to reach them, how long their drive is, what rest is owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner import planning, store
from planner.desk import worktime
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.law import CallOut, profile_for
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.team import Shift, Team, Technician, shifts_on
from planner.model.words import ShiftKind
from planner.planning import WorkingTime

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
    there_at
        When they can be there: they set out now, or when their duty begins; None as `drive_s`, or they may not drive.
    rest_until
        Until when rest is owed after the last call-out, by the law or the agreement; None: none is.
    next_shift
        When their next working shift begins, as their weekly hours say; None: not within four days.
    """

    technician: Technician
    shift: Shift
    is_on_now: bool
    drive_s: int | None = None
    there_at: datetime | None = None
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
    today = now.astimezone(ZoneInfo(desk.time_zone)).date()
    with desk.store.reading() as db:
        team = store.people.get_team(db)
        # Before any of its duties begins nothing of a day is worked: what is known is asked from the day before on.
        known = worktime.known(db, team, today - _DAY, until=today + _DAYS_ON * _DAY)
    shifts = [(one, shift) for one in team.technicians if one.active for shift in _on_call(one, now, desk.time_zone)]
    here = [(one, shift) for one, shift in shifts if not _is_away(team, one, max(now, shift.start))]
    drives = _drives(desk, [one for one, _ in here], place)
    found = []
    for one, shift in here:
        own = tuple(c for c in known.book.call_outs if c.technician_id == one.technician_id and c.end > now - 2 * _DAY)
        drive_s, may_drive = drives.get(one.technician_id), one.licence.allows(today)
        goes = max(now, shift.start)
        following = _next_shift(one, shift.end, now, desk.time_zone)
        found.append(
            OnDuty(
                technician=one,
                shift=shift,
                is_on_now=shift.start <= now,
                drive_s=drive_s,
                there_at=None if drive_s is None or not may_drive else goes + timedelta(seconds=drive_s),
                may_drive=may_drive,
                call_outs=tuple(c for c in own if shift.start <= c.start < shift.end),
                rest_until=_rest_until(team, known, one, own, following, now) if own else None,
                next_shift=following.start if following else None,
            )
        )
    return tuple(sorted(found, key=_rank))


def _rest_until(
    team: Team, known: WorkingTime, one: Technician, own: Iterable[CallOut], following: Shift | None, now: datetime
) -> datetime | None:
    """Until when rest is owed after the last call-out; None where none is, or it is over.

    Where the next shift can begin as scheduled though the rest since the call-out is shorter, the rest before it was
    long enough, and none is owed.
    """
    over = max(call.end for call in own)
    zone = ZoneInfo(team.time_zone)
    day = (following.start if following else over).astimezone(zone).date()
    profile = profile_for(known.settings.agreements, one.technician_id, day)
    owed_s = max(profile[key].seconds for key in ("STBY.rest_after_h", "ATL13.rest_h"))
    rest = over + timedelta(seconds=owed_s)
    if following is not None and rest > following.start:
        keeper = planning.Keeper(team=team, known=known, horizon=planning.Horizon(day=day, zone=team.time_zone))
        first = keeper.begins(one, following)
        rest = first if first > following.start else over
    return rest if rest > now else None


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


def _next_shift(one: Technician, after: datetime, now: datetime, zone: str) -> Shift | None:
    """The next working shift that is over after the duty ends."""
    shifts = (shift for day in _days(now, zone, _DAYS_ON) for shift in shifts_on(one, day, zone=zone))
    to_come = (s for s in shifts if s.kind in _WORK and s.end > after and s.start > now)
    return min(to_come, key=lambda shift: shift.start, default=None)


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
