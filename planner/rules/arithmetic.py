"""The rule of time: a plan is no nonsense. Order, drives, places and lengths are what the problem says they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planner.model.message import message
from planner.model.places import Place
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Violation
from planner.model.words import Due, StopKind
from planner.rules.finding import finding, minutes, name_of
from planner.rules.reading import Entry, Reading, Run

__all__ = ["time"]


def time(reading: Reading) -> Iterator[Violation]:
    """Times run forward without overlap, drives and work last as long as they must, every stop is in its place."""
    for run in reading.runs:
        yield from _zones(run)
        yield from _order(run)
    for duty, run in reading.duties:
        yield from _ends(duty, run)
    for duty, run in reading.known:
        yield from _drives(duty, run)
        for entry in run.entries:
            yield from _setup(duty, entry)
            yield from _work(duty, entry)
            yield from _place(reading.problem, duty, entry)
            yield from _lateness(duty, entry)


def _zones(run: Run) -> Iterator[Violation]:
    """Every moment has a time zone."""
    for entry in run.entries:
        stop = entry.stop
        if any(moment.tzinfo is None for moment in (stop.leave, stop.arrival, stop.start, stop.end)):
            said = message("judge.zone", visit=_what(entry))
            yield finding("time", said, run.duty, entry)


def _order(run: Run) -> Iterator[Violation]:
    """Leave, arrival, start and end follow each other, and nothing begins before what was before is over."""
    for entry in run.entries:
        seconds = (entry.leave_s, entry.arrival_s, entry.start_s, entry.end_s)
        back = max(earlier - later for earlier, later in pairwise(seconds))
        if back > 0:
            said = message("judge.backwards", visit=_what(entry), technician=entry.stop.technician_id, seconds=back)
            yield finding("time", said, run.duty, entry)
    for before, entry in pairwise(run.entries):
        if before.end_s > entry.leave_s:
            said = message(
                "judge.overlap", visit=_what(entry), other_visit=_what(before), seconds=before.end_s - entry.leave_s
            )
            yield finding("time", said, run.duty, entry)


def _ends(duty: Duty, run: Run) -> Iterator[Violation]:
    """A day with work has one end; after it nobody works or drives."""
    ends = [number for number, entry in enumerate(run.entries) if entry.stop.kind is StopKind.END]
    after = run.entries[ends[0] + 1 :] if ends else ()
    if len(ends) != 1 or any(entry.is_work or entry.drives for entry in after):
        yield finding("time", message("judge.end", technician=name_of(duty), count=len(ends)), duty)


def _drives(duty: Duty, run: Run) -> Iterator[Violation]:
    """A drive takes the seconds and metres of the matrix, and lasts at least as long as it says."""
    for entry in run.entries:
        short = entry.stop.travel_s - (entry.arrival_s - entry.leave_s)
        if entry.stop.travel_s < 0 or entry.stop.distance_m < 0:
            yield finding("time", message("judge.negative", visit=_what(entry)), duty, entry)
        elif short > 0:
            said = message("rule.time.violation", visit=_what(entry), technician=name_of(duty), minutes=minutes(short))
            yield finding("time", said, duty, entry)
        if entry.stop.kind is StopKind.REMOTE and (entry.stop.travel_s or entry.stop.distance_m):
            yield finding("time", message("judge.remote_travel", visit=_what(entry)), duty, entry)
        yield from _leg(duty, entry)


def _leg(duty: Duty, entry: Entry) -> Iterator[Violation]:
    leg = entry.leg
    if leg is None:
        return
    if leg.drive_s is None:
        yield finding("time", message("judge.no_way", visit=_what(entry), technician=name_of(duty)), duty, entry)
    elif leg.claimed_s != leg.drive_s:
        said = message("judge.travel", visit=_what(entry), seconds=leg.claimed_s, limit=leg.drive_s)
        yield finding("time", said, duty, entry)
    elif leg.claimed_m != leg.distance_m:
        said = message("judge.distance", visit=_what(entry), measured=leg.claimed_m, limit=leg.distance_m)
        yield finding("time", said, duty, entry)


def _setup(duty: Duty, entry: Entry) -> Iterator[Violation]:
    """Whoever comes to a place sets up there for as long as the visit says, between arrival and start."""
    short = entry.settled_s - entry.start_s
    if entry.stop.setup_s < 0:
        yield finding("time", message("judge.negative", visit=_what(entry)), duty, entry)
    elif entry.stop.setup_s and short > 0:
        said = message("rule.time.violation", visit=_what(entry), technician=name_of(duty), minutes=minutes(short))
        yield finding("time", said, duty, entry)
    if entry.leg is not None and entry.leg.claimed_setup_s != entry.leg.setup_s:
        claimed, needed = entry.leg.claimed_setup_s, entry.leg.setup_s
        yield finding("time", message("judge.setup", visit=_what(entry), seconds=claimed, limit=needed), duty, entry)


def _work(duty: Duty, entry: Entry) -> Iterator[Violation]:
    """Work takes at least the time the technician needs for it, and is what the visit is: there, remote, a pick-up."""
    if entry.visit is None:
        return
    missing = duty.work_s(entry.visit) - (entry.end_s - entry.start_s)
    if missing > 0:
        said = message("rule.time.violation", visit=_what(entry), technician=name_of(duty), minutes=minutes(missing))
        yield finding("time", said, duty, entry)
    if _kind(entry.visit) is not entry.stop.kind:
        yield finding("time", message("judge.kind", visit=_what(entry)), duty, entry)


def _kind(visit: Visit) -> StopKind:
    on_site = StopKind.DEPOT if visit.is_pickup else StopKind.VISIT
    return StopKind.REMOTE if visit.is_remote else on_site


def _place(problem: Problem, duty: Duty, entry: Entry) -> Iterator[Violation]:
    """Visits are where the request is; the day starts and ends where the duty says."""
    rows = {
        StopKind.START: duty.start_place,
        StopKind.END: duty.end_place,
        StopKind.VISIT: entry.visit.place if entry.visit else None,
        StopKind.DEPOT: entry.visit.place if entry.visit else None,
    }
    row = rows.get(entry.stop.kind)
    if row is not None and not _same(entry.stop.place, problem.places[row]):
        yield finding("time", message("judge.place", visit=_what(entry)), duty, entry)


def _same(place: Place | None, expected: Place) -> bool:
    return place is not None and (place.lat, place.lon) == (expected.lat, expected.lon)


def _lateness(duty: Duty, entry: Entry) -> Iterator[Violation]:
    """Lateness is what the start is after the agreed time, and 0 where there is none; it says against what."""
    late, against = _owed(entry)
    if entry.stop.lateness_s != late:
        said = message("judge.lateness", visit=_what(entry), seconds=entry.stop.lateness_s, limit=late)
        yield finding("time", said, duty, entry)
    if entry.stop.late_against != against:
        yield finding("time", message("judge.late_against", visit=_what(entry)), duty, entry)


def _owed(entry: Entry) -> tuple[int, Due | None]:
    """Return the lateness of a stop by its start, and against what it is."""
    if entry.visit is None:
        return 0, None
    late = entry.visit.lateness_s(entry.start_s)
    return late, entry.visit.late_against if late else None


def _what(entry: Entry) -> str:
    """Return the visit of a stop, or what kind of stop it is."""
    return entry.stop.visit_id or entry.stop.kind
