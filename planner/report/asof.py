"""What an extract says of a period as it stood at a moment: the rows that `planner.report.statistics` would count.

Most requests are over, and their columns say at any moment what was known then. Those few of which they do not (opened
again, paused, a report taken back, and something happened since) are looked at anew, and so is the day that a moment
lies in, because its plan is half driven.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

import numpy as np

from planner.model.event import Event
from planner.model.message import Message
from planner.model.plan import Plan
from planner.model.request import Request
from planner.report.columns import NONE, REQUESTS, SHIFTS, WORK, Columns, joined, micros
from planner.report.extract import ALWAYS, ONCE_OVER, Extract, request_columns, work_columns
from planner.report.facts import Facts, requests_in

__all__ = ["Again", "Known", "View", "view"]


class Again(Protocol):
    """Gives what has to be looked at anew."""

    def requests_of(self, ids: Collection[str]) -> tuple[tuple[Request, ...], tuple[Event, ...]]:
        """Return requests with all their events, in the order of recording."""

    def days_of(self, days: Collection[date]) -> tuple[tuple[Plan, ...], tuple[Event, ...]]:
        """Return the published plans of days, and all events of their requests, in the order of recording."""

    def planned_days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days with a published plan between two days, both inclusive."""

    def titles_of(self, ids: Collection[str]) -> dict[str, str]:
        """Return what requests are about, in the customers' words."""

    def reasons_of(self, days: Collection[date]) -> dict[tuple[date, str], Message]:
        """Return why visits were left out of the plans of days, by day and visit."""

    def names(self) -> dict[str, str]:
        """Return the names of the technicians by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What belongs to a period at all.

    Parameters
    ----------
    begin, end
        Requests that came between the two, and what happened before `end`.
    earliest, last
        Requests in the plans of these days, both inclusive.
    """

    begin: datetime
    end: datetime
    earliest: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The rows of a period, as they stood.

    Parameters
    ----------
    facts
        Period, present moment, catalogue and zone; its plans, requests and events are empty.
    requests
        With `day`, the day each counts on, and `response_met` and `resolution_met`: 1, 0, or -1 while the clock runs.
    """

    facts: Facts
    requests: Columns
    work: Columns
    shifts: Columns


def view(extract: Extract, facts: Facts, known: Known, again: Again, *, until_now: bool) -> View:
    """Return the rows that facts would give.

    Parameters
    ----------
    facts
        Without plans, requests and events.
    until_now
        Whether only what happened until `facts.now` is known, as in a period that `Facts.earlier` moved back.
    """
    cut = micros(known.end)
    if until_now:
        cut = min(cut, micros(facts.now) + 1)
    look = _Look(extract, facts, known, again, cut, until_now)
    work, shifts = look.work()
    return View(facts=facts, requests=look.requests(), work=work, shifts=shifts)


@dataclass(frozen=True, slots=True)
class _Look:
    extract: Extract
    facts: Facts
    known: Known
    again: Again
    cut: int
    until_now: bool

    def work(self) -> tuple[Columns, Columns]:
        """The work and the shifts of the period."""
        table, shifts, words = self.extract.work, self.extract.shifts, self.extract.words
        anew = self._days_anew()
        today = self.facts.today.toordinal()
        stays = _inside(table["day"], self.facts) & ~np.isin(table["day"], anew)
        stays &= (table["day"] < today) | (table["kind"] == words.number("unassigned"))
        ended = _inside(shifts["day"], self.facts) & ~np.isin(shifts["day"], anew)
        ended &= shifts["ends_at"] <= micros(self.facts.now)
        kept, kept_shifts = _where(table, stays), _where(shifts, ended)
        plans, events = self.again.days_of([date.fromordinal(int(day)) for day in anew])
        fresh, fresh_shifts = work_columns(self._facts(plans=plans, events=events), words)
        return joined(WORK, (kept, fresh)), joined(SHIFTS, (kept_shifts, fresh_shifts))

    def _days_anew(self) -> np.ndarray:
        """Ordinals of the days whose rows the extract does not tell: half driven, to come, or taken back since."""
        first, last, today = (one.toordinal() for one in (self.facts.first, self.facts.last, self.facts.today))
        upto = self.extract.upto.toordinal()
        found = {today} if first <= today <= last else set()
        found.update(range(max(first, upto if self.until_now else min(today, upto)), last + 1))
        table = self.extract.work
        back = _inside(table["day"], self.facts) & (table["undone"] >= self.cut)
        return np.array(sorted(found | {int(day) for day in table["day"][back]}), dtype=np.int32)

    def requests(self) -> Columns:
        """The requests of the period, each with the day it counts on and how its clocks stood."""
        table, now = self.extract.requests, micros(self.facts.now)
        came = (table["created"] >= micros(self.known.begin)) & (table["created"] < micros(self.known.end))
        there = (table["created"] == NONE) | (table["created"] <= now) if self.until_now else np.ones(len(came), bool)
        since = table["last"] >= min(self.cut, now)
        anew = there & ((table["live"] == ALWAYS) | ((table["live"] == ONCE_OVER) & since))
        plain = self._looked(table) | {"came": came}
        stays = there & ~anew & _inside(plain["day"], self.facts)
        stays &= came | self._planned(table, stays & ~came)
        anew &= came | self._planned(table, anew & ~came)
        requests, events = self.again.requests_of(table["request_id"][anew].tolist())
        fresh = request_columns(self._facts(requests=requests, events=events), self.extract.words)
        looked = self._looked(fresh)
        fresh_here = _where(looked, _inside(looked["day"], self.facts))
        return joined(_SEEN, (_where(plain, stays), fresh_here))

    def _planned(self, table: Columns, which: np.ndarray) -> np.ndarray:
        """Which of some requests stand in a plan of the days that are known."""
        found = np.zeros(len(which), dtype=bool)
        at = np.flatnonzero(which)
        if len(at):
            planned = self._in_plans()
            found[at] = [one in planned for one in table["request_id"][at].tolist()]
        return found

    def _in_plans(self) -> set[str]:
        work = self.extract.work
        first, last = self.known.earliest.toordinal(), self.known.last.toordinal()
        found = set(work["request_id"][(work["day"] >= first) & (work["day"] <= last)].tolist())
        days = [date.fromordinal(day) for day in range(max(first, self.extract.upto.toordinal()), last + 1)]
        return found | requests_in(self.again.days_of(days)[0])

    def _looked(self, table: Columns) -> Columns:
        now, last = micros(self.facts.now), self.facts.last.toordinal()
        responded, ended = (np.where(table[one] < self.cut, table[one], NONE) for one in ("responded", "ended"))
        due = table["resolution_due"]
        overdue = (due != NONE) & (due <= now)
        opened = np.where(table["created"] != NONE, table["created_day"], last)
        day = np.where(ended != NONE, table["ended_day"], np.where(overdue, table["due_day"], opened))
        return table | {
            "day": day.astype(np.int32),
            "responded": responded,
            "ended": ended,
            "response_met": _met(responded, table["response_due"], now),
            "resolution_met": _met(ended, due, now),
        }

    def _facts(
        self,
        *,
        plans: tuple[Plan, ...] = (),
        requests: tuple[Request, ...] = (),
        events: Iterable[Event] = (),
    ) -> Facts:
        happened = tuple(one for one in events if micros(one.at) < self.cut)
        return replace(self.facts, plans=plans, requests=requests, events=happened)


_SEEN = REQUESTS | {"day": "i4", "response_met": "i1", "resolution_met": "i1"}


def _met(happened: np.ndarray, due: np.ndarray, now: int) -> np.ndarray:
    """Return 1 for met, 0 for missed, -1 while the clock still runs or where it has no target."""
    runs = (due == NONE) | ((happened == NONE) & (now <= due))
    return np.where(runs, -1, (happened != NONE) & (happened <= due)).astype(np.int8)


def _inside(days: np.ndarray, facts: Facts) -> np.ndarray:
    return np.asarray((days >= facts.first.toordinal()) & (days <= facts.last.toordinal()))


def _where(table: Columns, mask: np.ndarray) -> Columns:
    at = np.flatnonzero(mask)
    return {name: column[at] for name, column in table.items()}
