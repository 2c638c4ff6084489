"""From team and book to a roster: published duties, else the weekly hours; on-call duty and call-outs; absences.

A day with a plan is as its plan says; any other day is as scheduled. Where times overlap, duties come before
call-outs and those before passive standby. A day without work in the plan, and a scheduled one, has its breaks as the
weekly hours name them; where they name none, one in the middle: nobody waits for work without a break.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
from zoneinfo import ZoneInfo

from planner.law.book import Book, Rescheduled, Spent, Worked
from planner.law.parameters import Profile
from planner.law.roster import Change, Deviation, Kind, Leg, Licence, Roster, Spell
from planner.law.spans import Span, clipped, merged, minus, moment, span_of, total
from planner.model.team import Shift, ShiftPattern, Team, Technician, shifts_on
from planner.model.words import ShiftKind

__all__ = ["days_between", "midnight", "roster_for", "scheduled_week_s"]

_LISTED = (ShiftKind.FIELD, ShiftKind.PHONE, ShiftKind.REMOTE)
_EVER = datetime(1950, 1, 1, tzinfo=UTC)
_HOUR_S, _DAY_S = 3600, 86_400
_NIGHTS = [(-2 * _HOUR_S, 6 * _HOUR_S), (22 * _HOUR_S, 30 * _HOUR_S), (46 * _HOUR_S, 54 * _HOUR_S)]
"""From 22 to 06 on the clock: the night before a day, and the two that a shift of that day can meet."""
_REST, _LONG = timedelta(minutes=30), timedelta(hours=5)
_ORDER = (Kind.RAST, Kind.WORK, Kind.EXTRA_TIME, Kind.OVERTIME, Kind.CALL_OUT, Kind.STANDBY)


def midnight(day: date, zone: str) -> datetime:
    """Return the local midnight at which a day begins, in UTC."""
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def roster_for(
    technician: Technician,
    team: Team,
    book: Book,
    profile: Profile,
    *,
    since: date,
    until: date,
    night_reason: str = "",
    deviations: tuple[Deviation, ...] = (),
) -> Roster:
    """Return the working time of somebody between two days, the last exclusive.

    Parameters
    ----------
    technician, team, book
        Whose time, with the absences of the team, and what was planned and reported.
    profile
        Says how long full time is: whoever has shorter weekly hours works extra time up to it, then overtime.
    night_reason
        Why work must be done between 00 and 05; empty: it need not.
    deviations
        Temporary deviations from rest.
    """
    zone = team.time_zone
    first, last = midnight(since, zone), midnight(until, zone)
    found = _Laid(first, last, _absent(technician, team))
    full_s = profile["ATL5.limit_h"].seconds
    left: dict[date, int] = {}
    responses = []
    for worked in _duties(technician, team, book, since, until):
        for start, end in worked.rests:
            found.lay(Kind.RAST, start, end)
        found.lay(Kind.WORK, worked.start, worked.end)
        if worked.over > worked.end:
            week = worked.day - timedelta(days=worked.day.weekday())
            if week not in left:
                left[week] = _extra_in(technician, week, full_s)
            extra = timedelta(seconds=min(left[week], _seconds(worked.over - worked.end)))
            left[week] -= _seconds(extra)
            found.lay(Kind.EXTRA_TIME, worked.end, worked.end + extra)
            found.lay(Kind.OVERTIME, worked.end + extra, worked.over)
    for call in book.calls_of(technician.technician_id):
        found.lay(Kind.CALL_OUT, call.start, call.end)
    for shift in _on_call(technician, zone, since, until):
        found.lay(Kind.STANDBY, shift.start, shift.end)
        responses += [] if shift.response_min is None else [shift.response_min]
    duties = book.worked_by(technician.technician_id)
    return Roster(
        person_id=technician.technician_id,
        name=technician.name,
        since=first,
        until=last,
        spells=found.spells(),
        zone=zone,
        deviations=deviations,
        legs=tuple(Leg(start=a, end=b) for one in duties for a, b in one.legs if first <= a and b <= last),
        licences=_licences(technician, zone),
        mobile=technician.starts_from == "home",
        night_reason=night_reason,
        response_min=min(responses, default=None),
        neutral_days=tuple(_neutral(technician, team, since, until)),
        changes=tuple(_changes(technician, book, since, until, zone)),
        night_worker=_works_at_night(technician, profile["ATL13a.night_h"].seconds),
    )


def scheduled_week_s(technician: Technician, week: date) -> int:
    """Return the seconds of work that the weekly hours give in the week of a Monday, on-call duty aside."""
    days = (week + timedelta(days=n) for n in range(7))
    shifts = (shift for day in days for shift in shifts_on(technician, day) if shift.kind is not ShiftKind.ON_CALL)
    return sum(
        _seconds(shift.end.astimezone(UTC) - shift.start.astimezone(UTC)) - sum(_seconds(b[2]) for b in shift.breaks)
        for shift in shifts
    )


def _changes(technician: Technician, book: Book, since: date, until: date, zone: str) -> Iterator[Change]:
    """Give the shifts that another save of the weekly hours put at other times, as far as they were still to come."""
    saves = sorted((one for one in book.rescheduled if one.technician_id == technician.technician_id), key=_saved_at)
    after = [*(one.before for one in saves), technician.patterns][1:]
    for save, patterns in zip(saves, after, strict=True):
        then, now = (technician.replace(patterns=one) for one in (save.before, patterns))
        for day in days_between(since, until):
            pairs = zip_longest(_listed(then, day, zone), _listed(now, day, zone))
            for known, new in pairs:
                if new is not None and new != known and save.at < new[0]:
                    start, end = known or (None, None)
                    at = save.at.astimezone(UTC).replace(microsecond=0)
                    yield Change(published=at, start=new[0], end=new[1], known_start=start, known_end=end)


def _saved_at(one: Rescheduled) -> datetime:
    return one.at


def _listed(technician: Technician, day: date, zone: str) -> list[Spent]:
    shifts = (one for one in shifts_on(technician, day, zone=zone) if one.kind in _LISTED)
    return [(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in shifts]


def _works_at_night(technician: Technician, least_s: int) -> bool:
    """Whether some shift of the weekly hours has its least part between 22 and 06."""
    return any(one.kind in _LISTED and _night_s(one) >= least_s for one in technician.patterns)


def _night_s(pattern: ShiftPattern) -> int:
    start, end = (60 * (60 * clock.hour + clock.minute) for clock in (pattern.start, pattern.end))
    return total(_NIGHTS, start, end if end > start else end + _DAY_S)


class _Laid:
    """Spells laid in layers: where something lies already, nothing is laid on top of it."""

    def __init__(self, first: datetime, last: datetime, absent: list[Span]) -> None:
        self._whole = span_of(first, last)
        self._absent = absent
        self._layers: dict[Kind, list[Span]] = {kind: [] for kind in _ORDER}

    def lay(self, kind: Kind, start: datetime, end: datetime) -> None:
        """Put a spell into its layer, as far as it lies within the whole."""
        self._layers[kind] += clipped([span_of(start, end)], *self._whole)

    def spells(self) -> tuple[Spell, ...]:
        """Return what lies there, layer by layer; nobody works while absent, but a call-out was what it was."""
        taken: list[Span] = []
        found = []
        for kind in _ORDER:
            barred = taken if kind is Kind.CALL_OUT else merged(sorted([*taken, *self._absent]))
            kept = minus(merged(sorted(self._layers[kind])), barred)
            found += [Spell(kind=kind, start=moment(a), end=moment(b)) for a, b in kept]
            taken = merged(sorted([*taken, *kept]))
        return tuple(found)


def _duties(technician: Technician, team: Team, book: Book, since: date, until: date) -> Iterator[Worked]:
    """Give the duties day by day: those of the plan, else those scheduled; training as scheduled."""
    own: dict[date, list[Worked]] = {}
    for worked in book.worked_by(technician.technician_id):
        own.setdefault(worked.day, []).append(worked)
    training = any(pattern.kind is ShiftKind.TRAINING for pattern in technician.patterns)
    for day in days_between(since, until):
        mine, is_planned = own.get(day, ()), day in book.planned
        idle = any(worked.last_visit is None for worked in mine)
        asked = technician.active and (training or idle or not is_planned)
        shifts = shifts_on(technician, day, zone=team.time_zone) if asked else ()
        starts = {shift.start.astimezone(UTC): shift for shift in shifts}
        for worked in mine:
            if worked.last_visit is None:
                yield replace(worked, rests=_rests(worked.start, worked.end, starts.get(worked.start)))
            else:
                yield worked
        for shift in shifts:
            if shift.kind is ShiftKind.TRAINING or (shift.kind in _LISTED and not is_planned):
                yield _scheduled(technician.technician_id, day, shift)


def _scheduled(technician_id: str, day: date, shift: Shift) -> Worked:
    start, end = shift.start.astimezone(UTC), shift.end.astimezone(UTC)
    return Worked(
        technician_id=technician_id,
        day=day,
        kind=shift.kind,
        start=start,
        end=end,
        over=end,
        rests=_rests(start, end, shift),
    )


def _rests(start: datetime, end: datetime, shift: Shift | None) -> tuple[Spent, ...]:
    """Return the breaks of a shift as early as they may be, but as late as that where they may be in its middle."""
    middle = start + (end - start) / 2
    found = []
    for earliest, latest, length in shift.breaks if shift else ():
        at = max(earliest.astimezone(UTC), min(latest.astimezone(UTC), middle - length / 2))
        at = at.replace(microsecond=0)
        found.append((at, at + length))
    if not found and end - start > _LONG:
        at = (middle - _REST / 2).replace(microsecond=0)
        found.append((at, at + _REST))
    return tuple(found)


def _on_call(technician: Technician, zone: str, since: date, until: date) -> Iterator[Shift]:
    if not technician.active or all(pattern.kind is not ShiftKind.ON_CALL for pattern in technician.patterns):
        return
    for day in days_between(since - timedelta(days=1), until):
        yield from (shift for shift in shifts_on(technician, day, zone=zone) if shift.kind is ShiftKind.ON_CALL)


def _absent(technician: Technician, team: Team) -> list[Span]:
    mine = (one for one in team.absences if one.technician_id == technician.technician_id)
    return merged(sorted(span_of(one.start, one.end) for one in mine))


def _neutral(technician: Technician, team: Team, since: date, until: date) -> Iterator[date]:
    """Give the days on which somebody would have worked and was away for all of it."""
    absent = _absent(technician, team)
    if not absent:
        return
    for day in days_between(since, until):
        shifts = [one for one in shifts_on(technician, day, zone=team.time_zone) if one.kind is not ShiftKind.ON_CALL]
        spans = [span_of(one.start, one.end) for one in shifts]
        if spans and not minus(merged(sorted(spans)), absent):
            yield day


def _extra_in(technician: Technician, week: date, full_s: int) -> int:
    """Return the seconds of extra time there are in a week: what the weekly hours lack of full time."""
    usual = scheduled_week_s(technician, week)
    return max(0, full_s - usual) if usual else 0


def _licences(technician: Technician, zone: str) -> tuple[Licence, ...]:
    """Return the periods in which the licence is valid: until its last day, less the days of suspensions."""
    held = technician.licence
    if not held.classes or held.valid_to is None:
        return ()
    until = midnight(held.valid_to + timedelta(days=1), zone)
    off = [(midnight(one.first, zone), midnight(one.last + timedelta(days=1), zone)) for one in held.suspensions]
    spans = minus([span_of(_EVER, until)], merged(sorted(span_of(a, b) for a, b in off)))
    return tuple(
        Licence(classes=held.classes, valid_from=moment(a), valid_to=moment(b), checked_on=held.checked_on)
        for a, b in spans
    )


def days_between(since: date, until: date) -> Iterator[date]:
    """Give the days from one to another, the last exclusive."""
    return (since + timedelta(days=n) for n in range((until - since).days))


def _seconds(length: timedelta) -> int:
    return round(length.total_seconds())
