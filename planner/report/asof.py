"""The rows of a period as it stood at a moment: from an extract, or from the facts themselves.

Most requests are over, and their columns say at any moment what was known then. Those few of which they do not (opened
again, paused, a report taken back, and something happened since) are looked at anew, and so is the day that a moment
lies in, because its plan is half driven.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from planner.model.event import Event
from planner.model.message import Message
from planner.model.request import Request
from planner.report.avoided import avoided_m
from planner.report.columns import CALLS, NONE, SEEN, TABLES, Columns, Words, chosen, joined, made, micros
from planner.report.extract import (
    ALWAYS,
    OF_DAYS,
    ONCE_OVER,
    Extract,
    day_columns,
    over_when_they_came,
    request_columns,
    seen_columns,
)
from planner.report.facts import CalledOut, Facts

__all__ = ["Again", "Names", "View", "view", "view_of"]


class Names(Protocol):
    """Gives what people need to know of rows that they see."""

    def titles_of(self, ids: Collection[str]) -> dict[str, str]:
        """Return what requests are about, in the customers' words."""

    def reasons_of(self, days: Collection[date]) -> dict[tuple[date, str], Message]:
        """Return why visits were left out of the plans of days, by day and visit."""

    def names(self) -> dict[str, str]:
        """Return the names of the technicians by id."""


class Again(Names, Protocol):
    """Gives what has to be looked at anew."""

    def requests_of(self, ids: Collection[str]) -> tuple[tuple[Request, ...], tuple[Event, ...]]:
        """Return requests with all their events, in the order of recording."""

    def days_of(self, bare: Facts, days: Collection[date]) -> Facts:
        """Return facts with the published plans of days, their requests, and all events of these."""

    def calls_of(self, bare: Facts) -> tuple[CalledOut, ...]:
        """Return the call-outs that began in the period of facts and were known at their present moment."""

    def planned_days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days with a published plan between two days, both inclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The rows of a period, as they stood.

    Parameters
    ----------
    facts
        Period, present moment, catalogue and zone; its plans, requests and events are empty.
    tables
        Columns by the name of the table. Requests are also those that count on other days, if they were open in the
        period.
    """

    facts: Facts
    tables: dict[str, Columns]


def view_of(facts: Facts, words: Words, *, with_avoided: bool = True) -> View:
    """Return the rows that facts give; `with_avoided` as in `view`."""
    now, over = facts.now, over_when_they_came(facts.requests, facts.events)
    known = replace(
        facts,
        over=over,
        traits=facts.of_requests,
        events=tuple(one for one in facts.events if one.at <= now),
        requests=tuple(one for one in facts.requests if one.created_at is None or one.created_at <= now),
    )
    of_days = {name: chosen(one, _inside(one["day"], facts)) for name, one in day_columns(known, words).items()}
    seen = seen_columns(known, words)
    calls = _calls(facts, [one for one in facts.calls if one.call.end <= facts.calls_until], words)
    bare = replace(facts, plans=(), requests=(), events=(), traits=None, replaced={}, calls=())
    tables = of_days | {"requests": chosen(seen, _matters(seen, facts)), "calls": calls}
    return _viewed(bare, tables, with_avoided=with_avoided)


def view(extract: Extract, facts: Facts, again: Again, *, with_avoided: bool = True) -> View:
    """Return the rows that facts would give.

    Parameters
    ----------
    facts
        Without plans, requests and events.
    with_avoided
        Whether what was not driven is reckoned too (`planner.report.avoided`), which takes a while for years.
    """
    look = _Look(extract, facts, again, micros(facts.now) + 1)
    calls = _calls(facts, again.calls_of(facts), extract.words)
    tables = look.of_days() | {"requests": look.requests(), "calls": calls}
    return _viewed(facts, tables, with_avoided=with_avoided)


def _viewed(facts: Facts, tables: dict[str, Columns], *, with_avoided: bool) -> View:
    requests = tables["requests"]
    if not with_avoided:
        unknown = np.full(len(requests["created"]), np.nan)
        return View(facts=facts, tables=tables | {"requests": requests | {"avoided_m": unknown}})
    saved = avoided_m(requests, tables["legs"], _inside(requests["day"], facts))
    return View(facts=facts, tables=tables | {"requests": requests | {"avoided_m": saved}})


def _calls(facts: Facts, calls: Iterable[CalledOut], words: Words) -> Columns:
    rows = (
        {
            "day": facts.local_day(one.call.start),
            "technician_id": one.call.technician_id,
            "request_id": one.call.request_id,
            "start": one.call.start,
            "end": one.call.end,
            "rest_short": one.is_rest_short,
        }
        for one in calls
    )
    found = made(CALLS, rows, words)
    return chosen(found, _inside(found["day"], facts))


@dataclass(frozen=True, slots=True)
class _Look:
    extract: Extract
    facts: Facts
    again: Again
    cut: int

    def of_days(self) -> dict[str, Columns]:
        """What is made of the plans of the period."""
        extract, anew = self.extract, self._days_anew()
        kept = {name: self._kept(getattr(extract, name), anew) for name in OF_DAYS}
        work, shifts = kept["work"], kept["shifts"]
        told = (work["day"] < self.facts.today.toordinal()) | (work["kind"] == extract.words.number("unassigned"))
        kept |= {
            "work": chosen(work, told),
            "shifts": chosen(shifts, shifts["ends_at"] <= micros(self.facts.now)),
        }
        days = [date.fromordinal(int(day)) for day in anew]
        found = self.again.days_of(self.facts, days)
        happened = tuple(one for one in found.events if micros(one.at) < self.cut)
        fresh = day_columns(replace(found, events=happened), extract.words)
        return {name: joined(TABLES[name], (kept[name], fresh[name])) for name in OF_DAYS}

    def _kept(self, table: Columns, anew: np.ndarray) -> Columns:
        return chosen(table, _inside(table["day"], self.facts) & ~np.isin(table["day"], anew))

    def _days_anew(self) -> np.ndarray:
        """Ordinals of the days whose rows the extract does not tell: half driven, to come, or taken back since."""
        first, last, today = (one.toordinal() for one in (self.facts.first, self.facts.last, self.facts.today))
        found = {day for day in (today - 1, today) if first <= day <= last}  # a night shift may still be under way
        found.update(range(max(first, self.extract.upto.toordinal()), last + 1))
        table = self.extract.work
        back = _inside(table["day"], self.facts) & (table["undone"] >= self.cut)
        return np.array(sorted(found | {int(day) for day in table["day"][back]}), dtype=np.int32)

    def requests(self) -> Columns:
        """The requests that had come, each with the day it counts on and how its clocks stood."""
        table, now = self.extract.requests, micros(self.facts.now)
        there = (table["created"] == NONE) | (table["created"] <= now)
        anew = there & ((table["live"] == ALWAYS) | ((table["live"] == ONCE_OVER) & (table["last"] >= self.cut)))
        requests, events = self.again.requests_of(table["request_id"][anew].tolist())
        happened = tuple(one for one in events if micros(one.at) < self.cut)
        over = over_when_they_came(requests, events)
        known = replace(self.facts, requests=requests, events=happened, over=over)
        fresh = request_columns(known, self.extract.words)
        plain = chosen(table, there & ~anew)
        both = [self._looked(one) for one in (plain, fresh)]
        return joined(SEEN, (chosen(one, _matters(one, self.facts)) for one in both))

    def _looked(self, table: Columns) -> Columns:
        now, last = micros(self.facts.now), self.facts.last.toordinal()
        known = {
            name: np.where(table[name] < self.cut, table[name], NONE)
            for name in ("responded", "ended", "first_closed", "reopened", "opened", "closed")
        }
        ended, due = known["ended"], table["resolution_due"]
        overdue = (due != NONE) & (due <= now)
        opened = np.where(table["created"] != NONE, table["created_day"], last)
        day = np.where(ended != NONE, table["ended_day"], np.where(overdue, table["due_day"], opened))
        return (
            table
            | known
            | {
                "day": day.astype(np.int32),
                "response_met": _met(known["responded"], table["response_due"], now),
                "resolution_met": _met(ended, due, now),
                "response_s": np.where(known["responded"] != NONE, table["response_s"], np.nan),
                "resolution_s": np.where(ended != NONE, table["resolution_s"], np.nan),
                "failed": np.where(ended != NONE, table["failed"], 0),
                "avoided_m": np.full(len(day), np.nan),
            }
        )


def _met(happened: np.ndarray, due: np.ndarray, now: int) -> np.ndarray:
    """Return 1 for met, 0 for missed, -1 while the clock still runs or where it has no target."""
    runs = (due == NONE) | ((happened == NONE) & (now <= due))
    return np.where(runs, -1, (happened != NONE) & (happened <= due)).astype(np.int8)


def _matters(table: Columns, facts: Facts) -> np.ndarray:
    """Which requests count in the period, or were open in it."""
    open_in_it = (table["closed"] == NONE) | (table["closed"] >= micros(facts.moment(facts.first)))
    return np.asarray(_inside(table["day"], facts) | open_in_it)


def _inside(days: np.ndarray, facts: Facts) -> np.ndarray:
    return np.asarray((days >= facts.first.toordinal()) & (days <= facts.last.toordinal()))
