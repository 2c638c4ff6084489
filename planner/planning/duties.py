"""From the team to the duties of a day: shifts less absences, what each technician may do and drive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.problem import Break, Duty, Span
from planner.model.team import Licence, Shift, Team, Technician, shifts_on
from planner.model.words import ShiftKind
from planner.planning.before import Before, hired, lead_absence, vendor_notes, works_for_us
from planner.planning.breaks import away, breaks_beside
from planner.planning.horizon import Horizon
from planner.planning.kept import Keeper
from planner.planning.lawful import WorkingTime
from planner.planning.places import Rows

__all__ = ["Roster", "roster_of"]

_FIELD = frozenset({ShiftKind.FIELD})
_REMOTE = frozenset({ShiftKind.PHONE, ShiftKind.REMOTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The duties of a day, and what has to be said about them.

    Parameters
    ----------
    off
        Names of technicians without a duty that day, by id.
    """

    duties: tuple[Duty, ...]
    notes: tuple[Message, ...]
    off: dict[str, str]

    @property
    def first_s(self) -> int:
        """Second at which the first duty starts; 0 without duties."""
        return min((duty.start_s for duty in self.duties), default=0)

    @property
    def last_s(self) -> int:
        """Second at which the last duty must be over; 0 without duties."""
        return max((duty.hard_end_s for duty in self.duties), default=0)


def roster_of(
    team: Team, horizon: Horizon, rows: Rows, before: Before | None = None, *, known: WorkingTime | None = None
) -> Roster:
    """Return the duties of a team on a day.

    Shifts for on-call work and training take no planned work. An absence over a whole shift
    removes it; a shorter one is a fixed break, and after one that reaches the end of the shift there is no
    overtime. Somebody without start place or valid driving licence keeps remote work.

    Parameters
    ----------
    team
        Technicians, weekly hours and absences.
    horizon
        The day.
    rows
        Takes up start and end places.
    before
        What is ordered of subcontractors, and when they can come; None: nothing, and at once.
    known
        What was planned and reported on other days: the rules of working time that planning keeps are kept by it.
        None: nothing is known, and only what the shifts say holds.
    """
    before = before or Before()
    first = {t.technician_id: t for t in reversed(team.technicians) if t.active}
    active = [t for t in team.technicians if first.get(t.technician_id) is t]
    listed = [t for t in active if works_for_us(team, t)]
    shifts = {t.technician_id: _shifts(t, horizon) for t in listed}
    duties = {
        t.technician_id: [d for s in shifts[t.technician_id] if (d := _duty(t, s, team, horizon, rows, before))]
        for t in listed
    }
    idle = tuple(t.name for t in listed if not shifts[t.technician_id])
    none = [t for t in listed if shifts[t.technician_id] and not duties[t.technician_id]]
    absent = tuple(t.name for t in none if not _is_too_late(t, shifts[t.technician_id], team, horizon, before))
    late = tuple(t.name for t in none if t.name not in absent)
    kept: list[Message] = []
    if known is not None:
        keeper = Keeper(team=team, known=known, horizon=horizon)
        for one in listed:
            duties[one.technician_id], said = keeper.keep(one, duties[one.technician_id])
            kept += said
    notes = [
        *([] if listed else [message("planning.empty_team")]),
        *_doubled(team),
        *([message("planning.no_shift", technicians=idle, day=horizon.day)] if idle else []),
        *([message("planning.absent_all_day", technicians=absent, day=horizon.day)] if absent else []),
        *([message("planning.too_late_to_order", technicians=late, day=horizon.day)] if late else []),
        *vendor_notes(team, active),
        *(note for t in listed for note in _limits(t, duties[t.technician_id], horizon)),
        *kept,
    ]
    return Roster(
        duties=tuple(duty for t in listed for duty in duties[t.technician_id]),
        notes=tuple(notes),
        off={t.technician_id: t.name for t in team.technicians if not duties.get(t.technician_id)},
    )


def _shifts(technician: Technician, horizon: Horizon) -> list[Shift]:
    shifts = shifts_on(technician, horizon.day, zone=horizon.zone)
    return [shift for shift in shifts if shift.kind in _FIELD | _REMOTE]


def _doubled(team: Team) -> Iterable[Message]:
    ids = [t.technician_id for t in team.technicians if t.active]
    for technician_id in sorted({one for one in ids if ids.count(one) > 1}):
        yield message("planning.technician_twice", technician=technician_id)


def _is_too_late(technician: Technician, shifts: list[Shift], team: Team, horizon: Horizon, before: Before) -> bool:
    """Whether it is too late to order anything of a subcontractor for the last of some shifts."""
    start_s, end_s = (horizon.seconds(moment) for moment in (shifts[-1].start, shifts[-1].end))
    lead = lead_absence(technician, team.vendor(technician.vendor_id), before, horizon, start_s=start_s)
    return lead is not None and lead[1] >= end_s


def _duty(
    technician: Technician, shift: Shift, team: Team, horizon: Horizon, rows: Rows, before: Before
) -> Duty | None:
    start_s, end_s, hard_end_s = (horizon.seconds(m) for m in (shift.start, shift.end, shift.hard_end))
    spans = [
        (horizon.seconds(a.start), horizon.seconds(a.end))
        for a in team.absences
        if a.technician_id == technician.technician_id
    ]
    vendor = team.vendor(technician.vendor_id)
    lead = lead_absence(technician, vendor, before, horizon, start_s=start_s)
    gone = away([*spans, *([lead] if lead else [])], start_s=start_s, end_s=end_s)
    if gone is None:
        return None
    if any(b.earliest_s + b.duration_s == end_s for b in gone):
        hard_end_s = end_s
    pauses = [
        Break(earliest_s=horizon.seconds(a), latest_s=horizon.seconds(b), duration_s=round(length.total_seconds()))
        for a, b, length in shift.breaks
    ]
    start_place, end_place = (_row(rows, place) for place in (technician.start_place, technician.end_place))
    duty = Duty(
        duty_id=shift.shift_id,
        technician_id=technician.technician_id,
        name=technician.name,
        number=technician.number,
        kind=shift.kind,
        start_place=start_place,
        end_place=None if start_place is None else end_place,
        start_s=start_s,
        end_s=end_s,
        hard_end_s=hard_end_s,
        breaks=(*breaks_beside(pauses, gone, last_s=hard_end_s), *gone),
        drives=() if start_place is None else _drives(technician, horizon, start_s, hard_end_s),
        skills=_skills(technician, horizon.day),
        certificates=_certificates(technician, horizon.day),
        speed_factor=technician.speed_factor,
        job_time_factor=technician.job_time_factor,
        overtime_ore_h=round(technician.cost_per_hour_ore * technician.overtime_factor),
        takes_visits=shift.kind in _FIELD,
        takes_remote=technician.works_remotely,
        capacity=technician.capacity,
        max_drive_s=None if technician.max_drive_min is None else technician.max_drive_min * 60,
        languages=technician.languages,
        territories=technician.territories,
        in_van=technician.works_in_van,
        day=horizon.day,
        may_stay=technician.nights_away,
    )
    return hired(duty, vendor, technician, before, horizon)


def _row(rows: Rows, place: Place | None) -> int | None:
    return None if place is None else rows.row(place)


def _drives(technician: Technician, horizon: Horizon, start_s: int, end_s: int) -> tuple[Span, ...]:
    """Return the whole local days of the duty on which the licence holds, joined where they touch."""
    spans: list[Span] = []
    day = horizon.local_day(horizon.start + timedelta(seconds=start_s))
    while (first_s := horizon.seconds(horizon.midnight(day))) < end_s:
        following = day + timedelta(days=1)
        if technician.licence.allows(day) or _answers_itself(technician):
            last_s = horizon.seconds(horizon.midnight(following))
            joins = bool(spans) and spans[-1].end_s == first_s
            begin_s = spans.pop().start_s if joins else first_s
            spans.append(Span(start_s=begin_s, end_s=last_s))
        day = following
    return tuple(spans)


def _answers_itself(technician: Technician) -> bool:
    """Whether a firm sends somebody, and who drives is its own affair: no licence is recorded with us."""
    return bool(technician.vendor_id) and technician.licence == Licence()


def _skills(technician: Technician, day: date) -> tuple[tuple[str, int], ...]:
    levels = {held.skill: technician.level(held.skill, day) for held in technician.skills}
    return tuple((skill, level) for skill, level in sorted(levels.items()) if level)


def _certificates(technician: Technician, day: date) -> tuple[str, ...]:
    valid = [held for held in technician.certificates if held.valid_to is None or day <= held.valid_to]
    return tuple(sorted({f"{c.certificate}@{c.customer_id}" if c.customer_id else c.certificate for c in valid}))


def _limits(technician: Technician, duties: list[Duty], horizon: Horizon) -> Iterable[Message]:
    """Say why somebody with a field shift gets less than a whole day of visits."""
    field = [duty for duty in duties if duty.takes_visits]
    if field and technician.start_place is None:
        yield message("planning.no_start_place", technician=technician.name)
    elif any(not duty.may_drive(duty.start_s, duty.hard_end_s) for duty in field):
        yield message("planning.no_licence", technician=technician.name, day=horizon.day)
    for duty in duties:
        for gone in (pause for pause in duty.breaks if pause.is_absence):
            first, last = (
                horizon.start + timedelta(seconds=s) for s in (gone.earliest_s, gone.earliest_s + gone.duration_s)
            )
            yield message("planning.absent_part", technician=technician.name, from_=first, to=last)
