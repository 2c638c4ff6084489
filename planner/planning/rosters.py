"""The duties of several days in a row, each day's kept by the law with what the days before it may come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from planner.law import Book, Worked
from planner.model.problem import Duty
from planner.model.team import Team
from planner.planning.before import Before
from planner.planning.duties import Roster, roster_of
from planner.planning.horizon import Horizon
from planner.planning.lawful import WorkingTime
from planner.planning.places import Rows
from planner.planning.riders import riding
from planner.planning.stays import at_hotels

__all__ = ["roster_over"]


def roster_over(team: Team, horizon: Horizon, rows: Rows, before: Before, *, known: WorkingTime | None) -> Roster:
    """Return the duties of all days of a horizon; parameters as in `planner.planning.duties.roster_of`.

    What is published of these days counts for nothing, as it is planned anew. For the rules of working time a duty of
    an earlier day lasts as long as it may, its overtime included: whatever is planned on it, the later days keep them.
    """
    known = None if known is None else replace(known, book=_unplanned(known.book, horizon))
    rosters = []
    for one in horizon.each:
        roster = roster_of(team, one, rows, before, known=known)
        rosters.append(roster)
        if known is not None and horizon.days > 1:
            known = replace(known, book=_counted(known.book, roster, one))
    off = [roster.off for roster in rosters]
    duties = tuple(duty for roster in rosters for duty in roster.duties)
    duties, rides, settled = riding(at_hotels(duties, team, horizon, rows, before), team, horizon, rows)
    return Roster(
        duties=duties,
        notes=tuple(
            dict.fromkeys((*(one for roster in rosters for one in roster.notes if one not in settled), *rides))
        ),
        off={who: name for who, name in off[0].items() if all(who in others for others in off)},
    )


def _unplanned(book: Book, horizon: Horizon) -> Book:
    """Return the book in which the weekly hours stand on the days after the first."""
    later = {horizon.day + timedelta(days=number) for number in range(1, horizon.days)}
    kept = tuple(one for one in book.worked if one.day not in later)
    return Book(worked=kept, planned=book.planned - later, call_outs=book.call_outs) if later else book


def _counted(book: Book, roster: Roster, horizon: Horizon) -> Book:
    """Return the book with the duties of a day, each as long as it may last."""
    kept = tuple(one for one in book.worked if one.day != horizon.day)
    added = tuple(_worked(horizon, duty) for duty in roster.duties)
    return Book(worked=(*kept, *added), planned=book.planned | {horizon.day}, call_outs=book.call_outs)


def _worked(horizon: Horizon, duty: Duty) -> Worked:
    start, end, over = (
        (horizon.start + timedelta(seconds=second)).astimezone(UTC)
        for second in (duty.start_s, duty.end_s, duty.hard_end_s)
    )
    return Worked(technician_id=duty.technician_id, day=horizon.day, kind=duty.kind, start=start, end=end, over=over)
