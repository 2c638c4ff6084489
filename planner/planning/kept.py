"""Rules of working time that planning keeps by itself: a duty begins later, ends earlier at the latest, has a break.

Rest is reckoned as the law's checker reads it: work between two rests spans at most the period less the rest
(24 h - 11 h), counted from the first work after the last rest that was long enough. A call-out so early that the rest
before it was long enough begins such a span, and the duty may follow; after any other the rest is owed anew.
What planning does not keep (weekly rest, rest that holds the night, averages of ordinary hours) is pointed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from planner.law import Book, Case, Kind, Profile, Worked, case_in, profile_for, time_of
from planner.law.reach import far
from planner.law.spans import Span, local_day, local_moment, next_start, seconds, total
from planner.model.message import Message, message
from planner.model.problem import Break, Duty
from planner.model.team import Shift, Team, Technician
from planner.planning.breaks import with_rests
from planner.planning.horizon import Horizon
from planner.planning.lawful import WorkingTime

__all__ = ["Keeper"]

_BEFORE, _AFTER = timedelta(days=14), timedelta(days=3)


class _Bounds(NamedTuple):
    """A duty begins not before one second, its shift is over by another, and its overtime by a third."""

    start_s: int
    end_s: int
    hard_end_s: int


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Keeps the rules that the settings name for the duties of a day.

    Parameters
    ----------
    team, known
        Weekly hours and absences, and what was planned and reported on other days.
    horizon
        The day.
    """

    team: Team
    known: WorkingTime
    horizon: Horizon

    @cached_property
    def others(self) -> Book:
        """What is known of the other days."""
        return self.known.book.without(self.horizon.day)

    def keep(self, technician: Technician, duties: list[Duty]) -> tuple[list[Duty], list[Message]]:
        """Return somebody's duties so that they keep the rules, and a note for each bound that had to be moved.

        A duty of which no time is left is dropped.
        """
        profile = profile_for(self.known.settings.agreements, technician.technician_id, self.horizon.day)
        kept: list[Duty] = []
        notes: list[Message] = []
        for at, duty in enumerate(sorted(duties, key=lambda one: one.start_s)):
            day = _Day(self, technician, profile, tuple(kept), is_last=at == len(duties) - 1)
            found, said = self._kept(day, duty)
            kept += [found] if found else []
            notes += said
        return kept, notes

    def begins(self, technician: Technician, shift: Shift) -> datetime:
        """Return when a shift may begin: after its daily rest, and the rest agreed after a call-out; at its start else.

        It asks what is owed, whether the settings have planning keep it or not.
        """
        profile = profile_for(self.known.settings.agreements, technician.technician_id, self.horizon.day)
        start_s, end_s = self.horizon.seconds(shift.start), self.horizon.seconds(shift.end)
        duty = Duty(
            duty_id="", technician_id=technician.technician_id, start_place=None, end_place=None, start_s=start_s,
            end_s=end_s, hard_end_s=end_s,
        )  # fmt: skip
        day = _Day(self, technician, profile, (), is_last=True)
        first_s = max(bounds(day, duty).start_s for bounds in (_rest, _call_out))
        return self.horizon.start + timedelta(seconds=first_s)

    def _kept(self, day: _Day, duty: Duty) -> tuple[Duty | None, list[Message]]:
        """Return a duty within the bounds of every rule, and the notes; None if nothing of it is left."""
        notes: list[Message] = []
        found = duty
        for rule, bounds in _BOUNDS.items():
            if rule not in self.known.settings.keeps:
                continue
            within = bounds(day, found)
            if within.start_s >= within.end_s:
                return None, [*notes, self._note("planning.kept_off", day.technician, rule, within.start_s)]
            changed = _cut(found, within)
            notes += self._notes(day.technician, rule, found, changed)
            found = changed
        if "ATL15" in self.known.settings.keeps:
            changed = _with_breaks(day, found)
            notes += self._notes(day.technician, "ATL15", found, changed)
            found = changed
        return found, notes

    def _notes(self, technician: Technician, rule: str, before: Duty, after: Duty) -> Iterator[Message]:
        if after.start_s > before.start_s:
            yield self._note("planning.kept_start", technician, rule, after.start_s)
        if after.hard_end_s < before.hard_end_s:
            yield self._note("planning.kept_end", technician, rule, after.hard_end_s)

    def _note(self, key: str, technician: Technician, rule: str, at_s: int) -> Message:
        at = self.horizon.start + timedelta(seconds=at_s)
        return message(key, technician=technician.name, law_rule=message(f"law.{rule}"), at=at, day=self.horizon.day)


@dataclass(frozen=True)
class _Day:
    """A person's day to be kept, by which values, and with the duties of it that are settled already."""

    keeper: Keeper
    technician: Technician
    profile: Profile
    settled: tuple[Duty, ...]
    is_last: bool

    @property
    def base(self) -> int:
        """Seconds since 1970 at second 0 of the day."""
        return seconds(self.keeper.horizon.start)

    @cached_property
    def around(self) -> Case:
        """The person's time on the days around, without the duties that are not settled yet."""
        day = self.keeper.horizon.day
        return self._case(day - _BEFORE, day + _AFTER)

    @cached_property
    def long(self) -> Case:
        """The same as far as rules that count over weeks, months and the year ask for it."""
        return self._case(*far(self.keeper.horizon.day, self.profile))

    def _case(self, since: date, until: date) -> Case:
        horizon, book = self.keeper.horizon, self.keeper.others
        worked = tuple(_worked(horizon, duty) for duty in self.settled)
        if worked:
            book = replace(book, worked=(*book.worked_by(self.technician.technician_id), *worked))
        return case_in(time_of(self.technician, self.keeper.team, book, self.profile, since=since, until=until))


def _rest(day: _Day, duty: Duty) -> _Bounds:
    """Daily rest before the duty, and after it until the work of the next day (13 § ATL)."""
    case = day.around
    rest, period = case.seconds("ATL13.rest_h"), case.seconds("ATL13.period_h")
    start, end = duty.start_s + day.base, duty.end_s + day.base
    latest = duty.hard_end_s + day.base
    if case.profile["ATL13.window"].value == "fixed":
        hour = case.profile["ATL13.day_break_h"].number
        breaks = (local_moment(local_day(start, case.zone) + timedelta(days=n), case.zone, hour) for n in range(2))
        latest = min(latest, next(one for one in breaks if one > start) - rest)
    else:
        before = _work_before(case, start, rest)
        if before is None or start - before[1] >= rest:
            first = start
        elif _fits(before[0] + period - rest, start, end, fresh=before[1] + rest):
            first = before[0]
            end = min(end, first + period - rest)
        else:
            first = start = before[1] + rest
        latest = min(latest, first + period - rest)
    following = next_start(case.busy, end) if day.is_last else None
    if following is not None:
        latest = min(latest, following - rest)
    return _Bounds(start - day.base, end - day.base, latest - day.base)


def _work_before(case: Case, start: int, rest: int) -> Span | None:
    """Return first and last second of the work before a start since the last rest that was long enough."""
    found: Span | None = None
    for a, b in case.busy:
        if a >= start:
            break
        found = (a, b) if found is None or a - found[1] >= rest else (found[0], b)
    return found


def _fits(latest: int, start: int, end: int, *, fresh: int) -> bool:
    """Whether a duty within the span that has begun is better than one after a rest of its own."""
    return latest >= end or latest - start > end - fresh


def _call_out(day: _Day, duty: Duty) -> _Bounds:
    """The rest that is agreed after the last call-out (collective agreement)."""
    case = day.around
    start = duty.start_s + day.base
    others = [b for a, b in case.other_work if a < start]
    calls = [b for a, b in case.spans(Kind.CALL_OUT) if a < start and b > max(others, default=0)]
    owed = calls[-1] + case.seconds("STBY.rest_after_h") if calls else start
    return _Bounds(max(start, owed) - day.base, duty.end_s, duty.hard_end_s)


def _overtime(day: _Day, duty: Duty) -> _Bounds:
    """What is left of the overtime of the weeks, the month and the year (8 § ATL)."""
    if duty.hard_end_s == duty.end_s:
        return _Bounds(duty.start_s, duty.end_s, duty.hard_end_s)
    case = day.long
    spans = case.spans(Kind.OVERTIME)
    every = str(case.profile["ATL8.window"].value)
    key = "ATL8.cap_4w_h" if every == "4w" else "ATL8.cap_month_h"
    at = duty.end_s + day.base
    windows = [(one, case.seconds(key)) for one in case.windows(every, case.profile["ATL8.stride"])]
    year = local_day(at, case.zone).replace(month=1, day=1)
    after = year.replace(year=year.year + 1)
    windows.append(((local_moment(year, case.zone), local_moment(after, case.zone)), case.seconds("ATL8.cap_year_h")))
    left = min(cap - total(spans, *one) for one, cap in windows if one[0] <= at < one[1])
    return _Bounds(duty.start_s, duty.end_s, min(duty.hard_end_s, duty.end_s + max(0, left)))


def _average(day: _Day, duty: Duty) -> _Bounds:
    """What is left of 48 h a week on average, the scheduled days to come included (10 b § ATL)."""
    if duty.hard_end_s == duty.end_s:
        return _Bounds(duty.start_s, duty.end_s, duty.hard_end_s)
    case = day.long
    at, own = duty.end_s + day.base, duty.end_s - duty.start_s - sum(one.duration_s for one in duty.breaks)
    windows = case.windows(str(case.profile["ATL10b.window"].value), case.profile["ATL10b.stride"])
    limit = case.seconds("ATL10b.limit_h")
    left = [limit * case.days(one) // 7 - total(case.busy, *one) - own for one in windows if one[0] <= at < one[1]]
    most_s = duty.end_s + max(0, min(left, default=duty.hard_end_s))
    return _Bounds(duty.start_s, duty.end_s, min(duty.hard_end_s, most_s))


_BOUNDS: dict[str, Callable[[_Day, Duty], _Bounds]] = {
    "ATL13": _rest,
    "STBY": _call_out,
    "ATL8": _overtime,
    "ATL10b": _average,
}
"""What each rule allows: the first second of a duty, and the last one by which it must be over."""


def _cut(duty: Duty, within: _Bounds) -> Duty:
    """Return a duty that begins and ends within bounds, with the breaks that can be taken then."""
    start_s, end_s = max(duty.start_s, within.start_s), min(duty.end_s, within.end_s)
    hard_end_s = max(end_s, min(duty.hard_end_s, within.hard_end_s))
    if (start_s, end_s, hard_end_s) == (duty.start_s, duty.end_s, duty.hard_end_s):
        return duty
    breaks = tuple(found for one in duty.breaks if (found := _break_within(one, start_s, hard_end_s)))
    return replace(duty, start_s=start_s, end_s=end_s, hard_end_s=hard_end_s, breaks=breaks)


def _break_within(one: Break, start_s: int, last_s: int) -> Break | None:
    """Return a break as far as it can be taken within a duty; None if it cannot."""
    if one.is_absence:
        begin, end = max(one.earliest_s, start_s), min(one.earliest_s + one.duration_s, last_s)
        return replace(one, earliest_s=begin, latest_s=begin, duration_s=end - begin) if begin < end else None
    earliest, latest = max(one.earliest_s, start_s), min(one.latest_s, last_s - one.duration_s)
    return replace(one, earliest_s=earliest, latest_s=latest) if earliest <= latest else None


def _with_breaks(day: _Day, duty: Duty) -> Duty:
    """Return a duty in which nobody works more than 5 h in a row without a break (15 § ATL)."""
    most, rest = day.profile["ATL15.max_work_h"].seconds, day.profile["ATL15.rast_min"].seconds
    breaks, hard_end_s = with_rests(
        duty.breaks,
        start_s=duty.start_s,
        end_s=duty.end_s,
        hard_end_s=duty.hard_end_s,
        most_s=most,
        rest_s=rest,
    )
    return replace(duty, breaks=breaks, hard_end_s=hard_end_s)


def _worked(horizon: Horizon, duty: Duty) -> Worked:
    start, end = (horizon.start + timedelta(seconds=at) for at in (duty.start_s, duty.end_s))
    return Worked(technician_id=duty.technician_id, day=horizon.day, kind=duty.kind, start=start, end=end, over=end)
