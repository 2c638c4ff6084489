"""The book of working time: what was planned and reported day by day, and the call-outs, for everybody.

It holds no positions: times of duties come from published plans, their true end from the report of the last visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from planner.model.codec import to_data
from planner.model.hours import ShiftPattern
from planner.model.plan import Plan
from planner.model.words import ShiftKind, StopKind

__all__ = ["Book", "CallOut", "Rescheduled", "Worked", "worked_in", "worked_of"]

Spent = tuple[datetime, datetime]
_LATE = timedelta(hours=12)
"""A report so long after the planned end still belongs to the duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A duty of a plan as working time; aware moments in UTC.

    Parameters
    ----------
    day
        Local day of the plan.
    start, end
        The shift; after `end` it is overtime.
    over
        When the work ends, the way home included; not before `end`.
    rests, legs
        Breaks, and drives.
    last_visit, last_end
        Id and planned end of the last visit or session; None: an idle day.
    reported
        Whether `over` comes from the report of that visit.
    """

    technician_id: str
    day: date
    kind: ShiftKind
    start: datetime
    end: datetime
    over: datetime
    rests: tuple[Spent, ...] = ()
    legs: tuple[Spent, ...] = ()
    last_visit: str | None = None
    last_end: datetime | None = None
    reported: bool = False

    def as_reported(self, done: Mapping[str, datetime]) -> Worked:
        """Return it with the end it really had, where the last visit was reported done.

        Parameters
        ----------
        done
            When visits were reported done, by id.
        """
        at = done.get(self.last_visit or "")
        if at is None or self.last_end is None or not self.start <= at <= self.over + _LATE:
            return self
        home = max(timedelta(0), self.over - self.last_end) if self.over > self.end else timedelta(0)
        return replace(self, over=max(self.end, at.astimezone(UTC).replace(microsecond=0) + home), reported=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOut:
    """The active part of on-call duty as reported, travel included; aware moments.

    Parameters
    ----------
    call_out_id
        Id of the report.
    request_id
        The urgent request it was for; None where none was named.
    """

    call_out_id: str
    technician_id: str
    start: datetime
    end: datetime
    request_id: str | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"call-out {self.call_out_id}: ends {self.end}, not after its start {self.start}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled:
    """Weekly hours were saved anew: when (aware), and what they were before."""

    technician_id: str
    at: datetime
    before: tuple[ShiftPattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Duties and call-outs.

    Parameters
    ----------
    worked
        Duties of published plans.
    planned
        Days that have a plan: on them nobody works but those who have a duty in it.
    call_outs
        In any order.
    rescheduled
        Saves of weekly hours, as far back as anybody looks; in any order.
    """

    worked: tuple[Worked, ...] = ()
    planned: frozenset[date] = frozenset()
    call_outs: tuple[CallOut, ...] = ()
    rescheduled: tuple[Rescheduled, ...] = ()
    _worked: dict[str, list[Worked]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _calls: dict[str, list[CallOut]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.worked:
            self._worked.setdefault(one.technician_id, []).append(one)
        for call in sorted(self.call_outs, key=lambda call: call.start):
            self._calls.setdefault(call.technician_id, []).append(call)

    def worked_by(self, technician_id: str) -> list[Worked]:
        """Return the duties of somebody."""
        return self._worked.get(technician_id, [])

    def calls_of(self, technician_id: str) -> list[CallOut]:
        """Return the call-outs of somebody in order of time."""
        return self._calls.get(technician_id, [])

    def with_plan(self, plan: Plan) -> Book:
        """Return the book with a plan in place of what it says of that day."""
        kept = tuple(one for one in self.worked if one.day != plan.day)
        return Book(
            worked=(*kept, *worked_of(plan)),
            planned=self.planned | {plan.day},
            call_outs=self.call_outs,
            rescheduled=self.rescheduled,
        )

    def without(self, day: date) -> Book:
        """Return the book in which nobody has a duty on a day."""
        kept = tuple(one for one in self.worked if one.day != day)
        return Book(worked=kept, planned=self.planned | {day}, call_outs=self.call_outs, rescheduled=self.rescheduled)


def worked_of(plan: Plan) -> tuple[Worked, ...]:
    """Return the duties of a plan as working time."""
    return worked_in(to_data(plan))


def worked_in(data: Mapping[str, Any]) -> tuple[Worked, ...]:
    """Return the duties of a plan that is plain JSON data; months of plans are read without making them whole."""
    day = date.fromisoformat(data["day"])
    stops: dict[str, list[Mapping[str, Any]]] = {}
    for stop in data.get("stops", ()):
        stops.setdefault(stop["duty_id"], []).append(stop)
    return tuple(_worked(day, duty, stops.get(duty["duty_id"], [])) for duty in data.get("technicians", ()))


def _worked(day: date, duty: Mapping[str, Any], stops: list[Mapping[str, Any]]) -> Worked:
    end = _moment(duty["end"])
    home = next((_moment(stop["end"]) for stop in stops if stop["kind"] == StopKind.END), end)
    last = max((stop for stop in stops if stop.get("visit_id")), key=lambda stop: stop["sequence"], default=None)
    return Worked(
        technician_id=duty["technician_id"],
        day=day,
        kind=ShiftKind(duty.get("kind", ShiftKind.FIELD)),
        start=_moment(duty["start"]),
        end=end,
        over=max(home, end),
        rests=_spans((stop["start"], stop["end"]) for stop in stops if stop["kind"] == StopKind.BREAK),
        legs=_spans((stop["leave"], stop["arrival"]) for stop in stops if stop.get("travel_s")),
        last_visit=None if last is None else last["visit_id"],
        last_end=None if last is None else _moment(last["end"]),
    )


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def _spans(found: Iterable[tuple[str, str]]) -> tuple[Spent, ...]:
    return tuple((_moment(start), _moment(end)) for start, end in found if start != end)
