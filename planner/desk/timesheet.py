"""The working time of a day as its technician proposes it: what was reported, what the law says, what was handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from planner import planning, store
from planner.desk.day import my_day
from planner.desk.opening import Desk
from planner.desk.own_words import in_own_words
from planner.desk.reports import standing
from planner.desk.roles import check, own_technician
from planner.desk.tablet_shift import worked_shifts
from planner.desk.taps import OF_DAY, read_moment
from planner.desk.worktime import CALL_OUT, WITHDRAWN, call_outs_in, known
from planner.law import CallOut, Worked
from planner.law.book import Book
from planner.law.building import midnight
from planner.model.event import Actor, Event
from planner.model.finding import Finding
from planner.model.hours import Shift
from planner.model.plan import PlanTechnician
from planner.model.told import still_told
from planner.model.words import StopKind
from planner.report.timesheet import Sheet, Spent, sheet_of, standing_of_day

__all__ = ["ANSWER", "DayTime", "HandedIn", "asked_in", "book_with", "of_day", "time_report", "told_on"]

ANSWER = "work.overtime_answer"
_DAY, _LATEST = timedelta(days=1), timedelta(days=8)
_NOT_TIME = ("LIC", "ATL12")
"""What the law says of licences and of notice is no matter of a day that has been worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What the technician handed in; aware moments."""

    at: datetime
    start: datetime
    end: datetime
    break_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTime:
    """A day's working time.

    Parameters
    ----------
    sheet
        From the reports; None: nothing was reported.
    overtime_s
        Seconds beyond the length of the shift.
    granted_min
        Minutes of overtime that were asked for and granted.
    call_outs
        During on-call duty, on this day.
    findings
        What the law says of it, to the technician in words of their own.
    handed_in
        The last proposal the technician handed in; None: none yet.
    """

    sheet: Sheet | None = None
    overtime_s: int = 0
    granted_min: int = 0
    call_outs: tuple[CallOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    handed_in: HandedIn | None = None


def time_report(desk: Desk, actor: Actor, day: date, *, technician_id: str | None = None) -> DayTime:
    """Return the time of a technician's day, and what the law says of it together with the days around.

    Parameters
    ----------
    technician_id
        Whose; a technician may leave it out and gets their own.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's.
    """
    check(actor, "timesheet.time_report")
    whose = own_technician(actor, technician_id)
    mine = my_day(desk, actor, day, technician_id=whose)
    with desk.store.reading() as db:
        told = of_day(db, whose, day, desk.time_zone)
        calls = _calls(db, whose, day, desk.time_zone)
        team = store.people.get_team(db)
        around = known(db, team, day)
    duties = (mine.plan.technicians if mine.plan else ()) or worked_shifts(mine.technician, team, day, desk.time_zone)
    handed = _handed_in(told)
    granted = sum(minutes for minutes, answer in asked_in(told) if answer == "granted")
    if not duties:
        return DayTime(call_outs=calls, handed_in=handed)
    visits = [event for visit in mine.states for event in standing(e for e in mine.events if e.visit_id == visit)]
    home = next((stop.travel_s for stop in mine.stops if stop.kind is StopKind.END), 0)
    start, end = min(one.start for one in duties), max(one.end for one in duties)
    sheet = sheet_of(
        visits,
        standing_of_day(told),
        start=start,
        end=end,
        home=timedelta(seconds=home),
        breaks=[(stop.start, stop.end) for stop in mine.stops if stop.kind is StopKind.BREAK],
        now=desk.clock(),
    )
    if sheet is None:
        return DayTime(call_outs=calls, handed_in=handed)
    worked = _worked(whose, day, duties, sheet)
    one = team.technician(whose) or mine.technician
    around = replace(around, book=book_with(around.book, worked))
    findings = planning.findings_in(one, day, team, around)
    return DayTime(
        sheet=sheet,
        overtime_s=round((worked.over - worked.end).total_seconds()),
        granted_min=granted,
        call_outs=calls,
        findings=tuple(
            in_own_words(one) if actor.technician_id == whose else one for one in findings if one.rule not in _NOT_TIME
        ),
        handed_in=handed,
    )


def of_day(db: store.Connection, technician_id: str, day: date, zone: str) -> tuple[Event, ...]:
    """Return what a technician told of a day itself, and what was answered, as recorded."""
    return tuple(one for one in told_on(db, day, zone, (*OF_DAY, ANSWER)) if one.technician_id == technician_id)


def told_on(db: store.Connection, day: date, zone: str, types: Collection[str]) -> tuple[Event, ...]:
    """Return what was told of a day itself by anybody, as recorded; a device may tell it a week later."""
    found = store.events.of_types(db, types, first=midnight(day, zone), last=midnight(day + _LATEST, zone))
    return tuple(one for one in found if one.get("day") == day.isoformat())


def asked_in(events: Iterable[Event]) -> list[tuple[int, str]]:
    """Return minutes of overtime that were asked for, with the last answer to each (empty: none yet)."""
    told = tuple(events)
    answers = {one.get("of"): one.get("answer") or "" for one in told if one.type == ANSWER}
    asks = (one for one in still_told(told) if one.type == "work.overtime" and one.get("minutes"))
    return [(int(one.get("minutes") or 0), answers.get(one.client_uuid, "")) for one in asks]


def book_with(book: Book, worked: Worked) -> Book:
    """Return a book in which somebody's day is as given."""
    others = tuple(one for one in book.worked if (one.technician_id, one.day) != (worked.technician_id, worked.day))
    return replace(book, worked=(*others, worked), planned=book.planned | {worked.day})


def _worked(technician_id: str, day: date, duties: Sequence[PlanTechnician | Shift], sheet: Sheet) -> Worked:
    """The day as the law reads it: so long as the shift is it is ordinary time, what comes after is overtime."""
    ordered = sorted(duties, key=lambda one: one.start)
    start, over = _whole(sheet.start), _whole(sheet.end)
    ends = start + (_whole(ordered[-1].end) - _whole(ordered[0].start))
    spans = {kind: tuple((_whole(one.start), _whole(one.end)) for one in sheet.spans if one.kind is kind
                         and _whole(one.end) > _whole(one.start)) for kind in Spent}  # fmt: skip
    return Worked(
        technician_id=technician_id,
        day=day,
        kind=ordered[0].kind,
        start=start,
        end=min(ends, over),
        over=over,
        rests=spans[Spent.BREAK],
        legs=spans[Spent.DRIVE],
        last_visit="",  # not an idle day, which would be given the breaks of the weekly hours
        reported=True,
    )


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _calls(db: store.Connection, technician_id: str, day: date, zone: str) -> tuple[CallOut, ...]:
    first, last = midnight(day, zone), midnight(day + _DAY, zone)
    events = store.events.of_types(db, (CALL_OUT, WITHDRAWN), first=first, last=last)
    return tuple(one for one in call_outs_in(events) if one.technician_id == technician_id)


def _handed_in(events: Iterable[Event]) -> HandedIn | None:
    for one in reversed([event for event in still_told(events) if event.type == "work.time"]):
        start, end = read_moment(one.get("from")), read_moment(one.get("until"))
        if start and end and end > start:
            return HandedIn(at=one.at, start=start, end=end, break_min=int(one.get("break_min") or 0))
    return None
