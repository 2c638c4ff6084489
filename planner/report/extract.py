"""An extract of all that happened, by the same functions that count a short period: kept, so that years are quick.

The rows are those of `planner.report.work` and `planner.report.clocks`; nothing is defined here a second time. What
a figure says depends on when it is asked: of the past it tells what was known then. So each request also has a mark
of how to look at it at an earlier moment (`live`), and each visit when its report was last taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from planner.model.event import Event
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.report.clocks import happened_to, request_row
from planner.report.columns import (
    LEGS,
    PLANS,
    REQUESTS,
    SEEN,
    SHIFTS,
    TABLES,
    TERMS,
    WORK,
    Columns,
    Words,
    joined,
    made,
    packed,
    unpacked,
)
from planner.report.course import ends
from planner.report.days import leg_rows, plan_rows, term_rows
from planner.report.facts import Facts
from planner.report.work import shift_rows, work_rows
from planner.rules.clocks import pauses_of

__all__ = [
    "ALWAYS",
    "OF_DAYS",
    "ONCE_OVER",
    "PLAIN",
    "Extract",
    "day_columns",
    "month_of",
    "over_when_they_came",
    "request_columns",
    "seen_columns",
]

PLAIN, ONCE_OVER, ALWAYS = 0, 1, 2
"""How a request is looked at from a moment: by its columns; by them once nothing happens any more; always anew."""

OF_DAYS = ("work", "shifts", "plans", "terms", "legs")
"""Tables that are made of plans, day by day; the others are made of requests."""

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_ENDS = ("visit.done", "request.done")


@dataclass(slots=True)
class Extract:
    """All requests, and what is made of the plans of the days before `upto`.

    Parameters
    ----------
    number
        Of the last change that is in it.
    upto
        First day whose plan is not in it.
    """

    number: int = 0
    upto: date = date.min
    words: Words = field(default_factory=Words)
    requests: Columns = field(default_factory=lambda: joined(REQUESTS, ()))
    work: Columns = field(default_factory=lambda: joined(WORK, ()))
    shifts: Columns = field(default_factory=lambda: joined(SHIFTS, ()))
    plans: Columns = field(default_factory=lambda: joined(PLANS, ()))
    terms: Columns = field(default_factory=lambda: joined(TERMS, ()))
    legs: Columns = field(default_factory=lambda: joined(LEGS, ()))

    def take(self, name: str, parts: Iterable[Columns]) -> None:
        """Put parts behind what is there of a table."""
        setattr(self, name, joined(TABLES[name], (getattr(self, name), *parts)))

    def drop_requests(self, ids: Iterable[str]) -> set[str]:
        """Leave out requests; return the months they are of."""
        gone = np.isin(self.requests["request_id"], np.array(sorted(ids), dtype="U"))
        found = {month_of(int(day)) for day in np.unique(self.requests["created_day"][gone])}
        self.requests = {name: column[~gone] for name, column in self.requests.items()}
        return found

    def drop_days(self, days: Iterable[date]) -> None:
        """Leave out what is of some days."""
        ordinals = np.array([day.toordinal() for day in days], dtype=np.int32)
        for name in OF_DAYS:
            table: Columns = getattr(self, name)
            stay = ~np.isin(table["day"], ordinals)
            setattr(self, name, {key: column[stay] for key, column in table.items()})

    def days_with(self, ids: Iterable[str]) -> set[date]:
        """Return the days in whose plans requests stand."""
        there = np.isin(self.work["request_id"], np.array(sorted(ids), dtype="U"))
        return {date.fromordinal(int(day)) for day in np.unique(self.work["day"][there])}

    def part(self, name: str, month: str) -> bytes:
        """Return the rows of a month of a table as bytes."""
        table: Columns = getattr(self, name)
        days = table["created_day" if name == "requests" else "day"]
        mine = np.flatnonzero(_in_month(days, month))
        return packed(TABLES[name], {key: column[mine] for key, column in table.items()}, self.words)

    def months(self) -> set[str]:
        """Return the months in which there is something."""
        days = [self.requests["created_day"], *(getattr(self, name)["day"] for name in OF_DAYS)]
        return {month_of(int(day)) for column in days for day in np.unique(column)}

    def load(self, name: str, contents: Iterable[bytes]) -> None:
        """Take parts in that `part` made."""
        self.take(name, [unpacked(TABLES[name], one, self.words) for one in contents])


def month_of(day: int) -> str:
    """Return the month of a day, ``2026-11``; of one that is not known ``0000-00``."""
    return f"{date.fromordinal(day):%Y-%m}" if day else "0000-00"


def _in_month(days: np.ndarray, month: str) -> np.ndarray:
    year, number = int(month[:4]), int(month[5:])
    if not year:
        return np.asarray(days == 0)
    first = date(year, number, 1).toordinal()
    following = date(year + number // 12, number % 12 + 1, 1).toordinal()
    return np.asarray((days >= first) & (days < following))


def request_columns(facts: Facts, words: Words) -> Columns:
    """Return the requests of facts as columns, each with its mark of how it is looked at."""
    happened, last, taken_back = happened_to(facts), _last(facts.events), _taken_back(facts.events)
    rows = []
    for request in facts.requests:
        events, own = happened[request.request_id], request.request_id
        row = request_row(facts, request, events)
        odd = own in taken_back or row["reopened"] is not None
        live = ALWAYS if own in last and last[own] >= facts.now else _live(facts, request, events, odd=odd)
        rows.append(row | {"last": last.get(own), "live": live})
    return made(REQUESTS, rows, words)


def seen_columns(facts: Facts, words: Words) -> Columns:
    """Return the requests of facts as they stand at `facts.now`, each with the day it counts on."""
    happened = happened_to(facts)
    return made(SEEN, (request_row(facts, one, happened[one.request_id]) for one in facts.requests), words)


def over_when_they_came(requests: Iterable[Request], events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of requests that are over, though nothing in all that ever happened to them ended them."""
    ended = {one.request_id for one in events if ends(one)}
    over = (RequestStatus.DONE, RequestStatus.CANCELLED)
    return frozenset(one.request_id for one in requests if one.status in over and one.request_id not in ended)


def _last(events: Iterable[Event]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for event in events:
        if event.request_id is not None:
            found[event.request_id] = max(event.at, found.get(event.request_id, event.at))
    return found


def _taken_back(events: Iterable[Event]) -> set[str | None]:
    return {one.request_id for one in events if one.type == "visit.undone"}


def _live(facts: Facts, request: Request, events: list[Event], *, odd: bool) -> int:
    spans = pauses_of(request, events, facts.catalogue, until=_NEVER)
    if spans and spans[-1][1] == _NEVER:
        return ALWAYS
    count = sum(one.type in _ENDS and one.ends_request for one in events)
    return ONCE_OVER if spans or count > 1 or odd else PLAIN


def day_columns(facts: Facts, words: Words) -> dict[str, Columns]:
    """Return the tables of the plans of facts as columns, by name, in the order of the plans (`OF_DAYS`)."""
    undone: dict[str | None, datetime] = {}
    for event in facts.events:
        if event.type == "visit.undone":
            undone[event.visit_id] = max(event.at, undone.get(event.visit_id, event.at))
    rows = work_rows(facts)
    numbered: list[dict[str, Any]] = [
        row | {"order": at, "undone": undone.get(row["visit_id"])} for at, row in enumerate(rows)
    ]
    given = {
        "work": numbered,
        "shifts": shift_rows(facts, rows),
        "plans": plan_rows(facts),
        "terms": term_rows(facts),
        "legs": leg_rows(facts),
    }
    return {name: made(TABLES[name], given[name], words) for name in OF_DAYS}
