"""A technician's working time of a day, put together from what they reported: a proposal for them to mend and hand in.

Nothing here looks at positions, and nothing is judged: `planner.law` does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from planner.model.event import Event
from planner.model.told import UNDONE

__all__ = ["DAY_STATES", "Sheet", "Span", "Spent", "sheet_of", "standing_of_day"]

DAY_STATES = ("work.break", "work.working", "work.day_over")
"""What is reported of the day itself: a break, back from it, the end of the day."""


class Spent(StrEnum):
    """What time went to."""

    WORK = "work"  # at a visit or a session
    DRIVE = "drive"
    OTHER = "other"  # waiting, preparing, a visit that is paused: work, but at no visit
    BREAK = "break"


_AFTER = {
    "visit.en_route": Spent.DRIVE,
    "visit.arrived": Spent.WORK,
    "visit.started": Spent.WORK,
    "visit.resumed": Spent.WORK,
    "visit.paused": Spent.OTHER,
    "visit.done": Spent.OTHER,
    "visit.follow_up": Spent.OTHER,
    "visit.no_access": Spent.OTHER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time of one kind; aware moments, half open."""

    kind: Spent
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A day's time.

    Parameters
    ----------
    start, end
        From when to when; aware moments.
    spans
        What it went to, without gaps, in order.
    is_over
        Whether the technician reported the end of the day; else the end is a guess.
    """

    start: datetime
    end: datetime
    spans: tuple[Span, ...]
    is_over: bool

    def seconds(self, *kinds: Spent) -> int:
        """Return how long some kinds took together; without kinds all of it."""
        chosen = (one for one in self.spans if not kinds or one.kind in kinds)
        return round(sum((one.end - one.start).total_seconds() for one in chosen))


def standing_of_day(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the reports of a day itself that were not taken back; events as recorded."""
    found: list[Event] = []
    for event in events:
        if event.type in DAY_STATES:
            found.append(event)
        elif event.type == UNDONE and found and event.get("undoes") == found[-1].client_uuid:
            found.pop()
    return tuple(found)


def sheet_of(
    visits: Sequence[Event],
    of_day: Sequence[Event],
    *,
    start: datetime,
    end: datetime,
    home: timedelta,
    breaks: Sequence[tuple[datetime, datetime]] = (),
    now: datetime,
) -> Sheet | None:
    """Return the time of a day; None where nothing was reported.

    Parameters
    ----------
    visits
        Reports of the technician's visits that stand, in any order.
    of_day
        Reports of the day that stand.
    start, end
        Of the shift: whoever reports later has been at work since, and is until.
    home
        Drive home from the last stop, as planned: what is left of the day behind the last visit is that drive, the
        last of it on a day that is not over, else what follows the last report.
    breaks
        As planned; on a day that is not over those count that lie ahead.
    now
        Aware present moment.

    Notes
    -----
    A break ends with the report that ends it, with the next report of a visit (whoever works has no break), or now.
    One that was planned and not reported is none.
    """
    marks = sorted([*visits, *(one for one in of_day if one.type in DAY_STATES)], key=lambda one: one.at)
    if not marks:
        return None
    over = next((one.at for one in marks if one.type == "work.day_over"), None)
    marks = [one for one in marks if one.type != "work.day_over" and (over is None or one.at <= over)]
    last = marks[-1].at if marks else None
    begun = min([start, *(one.at for one in marks[:1])])
    planned = max([end, *([last + home] if last else [])])
    ended = planned if over is None else max(over, begun)
    reached = ended if over is not None else min(max(now, last or begun), ended)
    spans = _told(marks, begun, reached, home if over is not None else timedelta(0))
    ahead = _ahead(reached, ended, breaks, home) if over is None else ()
    kept = tuple(one for one in (*spans, *ahead) if one.end > one.start)
    return Sheet(start=begun, end=ended, spans=kept, is_over=over is not None)


def _told(marks: Sequence[Event], begun: datetime, reached: datetime, home: timedelta) -> list[Span]:
    """What was reported, until a moment."""
    at, kind, before = begun, Spent.OTHER, Spent.OTHER
    found: list[Span] = []
    for mark in marks:
        found.append(Span(kind=kind, start=at, end=mark.at))
        at = mark.at
        if mark.type == "work.break":
            before, kind = (before if kind is Spent.BREAK else kind), Spent.BREAK
        elif mark.type == "work.working":
            kind = before if kind is Spent.BREAK else kind
        else:
            kind = _AFTER[mark.type]
    if kind is Spent.OTHER and marks:
        there = min(at + home, reached)
        found.append(Span(kind=Spent.DRIVE, start=at, end=there))
        at = there
    return [*found, Span(kind=kind, start=at, end=reached)]


def _ahead(
    reached: datetime, ended: datetime, breaks: Sequence[tuple[datetime, datetime]], home: timedelta
) -> list[Span]:
    """What is left of a day that is not over: work with the planned breaks, and the way home at its end."""
    leaves = max(reached, ended - home)
    at, found = reached, []
    for start, end in sorted(breaks):
        if start >= at and end <= leaves:
            found += [Span(kind=Spent.OTHER, start=at, end=start), Span(kind=Spent.BREAK, start=start, end=end)]
            at = end
    return [*found, Span(kind=Spent.OTHER, start=at, end=leaves), Span(kind=Spent.DRIVE, start=leaves, end=ended)]
