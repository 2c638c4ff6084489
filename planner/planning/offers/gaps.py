"""The places of a route where one more visit can stand, each with bounds that cost next to nothing.

A bound on the price is never above what a place really adds, and a bound on time never excludes a start that is
possible. Breaks are left out of them: the judge's timeline has the last word on every place that is looked at closely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.costs import distance_units, hour_units, ore_units
from planner.model.problem import Duty, Problem, Visit, Window
from planner.model.profile import pace_of
from planner.model.words import LockKind
from planner.rules import TimedRoute, time_route

__all__ = ["Gap", "Line", "Sketch", "line_of", "sketch"]

_TIME_LOCKS = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)
_EVER = 1 << 40
_Leg = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place in the order of a route.

    Parameters
    ----------
    at
        Position that one more visit would have.
    since_s
        Second before which the work before cannot be over.
    until_s
        Second by which the next work must begin; after the last one, by which the way home must.
    here, onward
        Rows where the technician comes from, and where the next work with a place (or the end) is; None: nowhere.
    is_next
        Whether that work is the very next; False: a remote session comes before it.
    onward_setup_s
        Set-up there, for whoever comes from another place.
    """

    at: int
    since_s: int
    until_s: int
    here: int | None
    onward: int | None
    is_next: bool
    onward_setup_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A duty with its work in order, the schedule of it, and its gaps.

    Parameters
    ----------
    timely_units
        What of its price depends on time: waiting, overtime, lateness; by the clock driving too.
    """

    duty: Duty
    visit_ids: tuple[str, ...]
    timed: TimedRoute
    gaps: tuple[Gap, ...]
    timely_units: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """Price units that a visit adds at least in a gap, its own lateness apart, and when it could start there."""

    units: int
    earliest_s: int
    latest_s: int
    work_s: int

    def first_in(self, window: Window) -> int | None:
        """Return the first second of a window at which work could start; None: no second of it is possible."""
        last_s = window.latest_s if window.end_s is None else min(window.latest_s, window.end_s - self.work_s)
        first_s = max(self.earliest_s, window.earliest_s)
        return first_s if first_s <= min(self.latest_s, last_s) else None


def line_of(problem: Problem, duty: Duty, visit_ids: tuple[str, ...]) -> Line | None:
    """Return the line of a duty; None where its work in this order keeps no schedule."""
    timed = time_route(problem, duty, visit_ids)
    if timed is None:
        return None
    known = {visit.visit_id: visit for visit in problem.visits}
    visits = [known[one] for one in visit_ids]
    drive_s = 0 if pace_of(problem.profile) else sum(s.travel_s for s in timed.stops)
    fixed = _leg_units(problem, (drive_s, sum(s.distance_m for s in timed.stops)))
    fixed += sum(_pay(problem, duty, visit) for visit in visits)
    gaps = _gaps(problem, duty, visits)
    return Line(duty=duty, visit_ids=visit_ids, timed=timed, gaps=gaps, timely_units=timed.units - fixed)


def sketch(problem: Problem, line: Line, gap: Gap, visit: Visit) -> Sketch | None:
    """Return the bounds of a visit in a gap, or None where it cannot stand.

    Driving is priced exactly. What depends on time can only grow where the way by the visit takes no less time than
    the direct one; elsewhere, or where waiting has a price that the visit may save, all of it may go. Where drives
    differ by the clock none of them is priced, and each is taken to be as quick as it ever is.
    """
    duty = line.duty
    row = gap.here if visit.is_remote else visit.place
    come, go = _leg(problem, duty, gap.here, row), _leg(problem, duty, row, gap.onward)
    direct = _leg(problem, duty, gap.here, gap.onward) if line.visit_ids else (0, 0)
    if come is None or go is None or direct is None:
        return None
    work_s = duty.work_s(visit)
    before_s = come[0] + (visit.setup_s if row != gap.here else 0)
    after_s = go[0] + (gap.onward_setup_s if row != gap.onward else 0)
    by_clock = pace_of(problem.profile) is not None
    found = Sketch(
        units=_leg_units(problem, (0 if by_clock else come[0] + go[0] - direct[0], come[1] + go[1] - direct[1]))
        + _pay(problem, duty, visit),
        earliest_s=gap.since_s + before_s,
        latest_s=gap.until_s - work_s - (after_s if gap.is_next else 0),
        work_s=work_s,
    )
    longer = before_s + work_s + after_s >= direct[0] + (gap.onward_setup_s if gap.here != gap.onward else 0)
    if longer and not problem.weights.waiting_ore_h and not by_clock:
        return found
    return Sketch(found.units - line.timely_units, found.earliest_s, found.latest_s, work_s)


def _gaps(problem: Problem, duty: Duty, visits: Sequence[Visit]) -> tuple[Gap, ...]:
    rows, since = [duty.start_place], [duty.start_s]
    for visit in visits:
        there = rows[-1] if visit.is_remote else visit.place
        since.append(_first_start(visit, since[-1] + _way_s(problem, duty, rows[-1], visit)) + duty.work_s(visit))
        rows.append(there)
    until = [duty.hard_end_s]
    ends = duty.hard_end_s
    if visits and not visits[-1].is_remote:
        ends -= _seconds(problem, duty, rows[-1], duty.end_place)
    for number in range(len(visits) - 1, -1, -1):
        visit = visits[number]
        until.append(_last_start(visit, ends, duty.work_s(visit)))
        ends = until[-1]
        if not visit.is_remote and (number == 0 or not visits[number - 1].is_remote):
            # After a session it is not known from where: with one more visit before that, the drive begins there.
            ends -= _way_s(problem, duty, rows[number], visit)
    until.reverse()
    return tuple(_gap(duty, visits, at, since[at], until[at], rows[at]) for at in range(len(visits) + 1))


def _gap(duty: Duty, visits: Sequence[Visit], at: int, since_s: int, until_s: int, here: int | None) -> Gap:
    placed = next((visit for visit in visits[at:] if not visit.is_remote), None)
    return Gap(
        at=at,
        since_s=since_s,
        until_s=until_s,
        here=here,
        onward=placed.place if placed else duty.end_place,
        is_next=at == len(visits) or not visits[at].is_remote,
        onward_setup_s=placed.setup_s if placed else 0,
    )


def _leg(problem: Problem, duty: Duty, start: int | None, end: int | None) -> _Leg | None:
    """Seconds and metres of a drive; nothing to nowhere or from a place to itself, None where no way is known."""
    if end is None or start == end:
        return 0, 0
    if start is None or (drive_s := int(problem.matrix.drive_s[start, end])) < 0:
        return None
    pace = pace_of(problem.profile)
    least_s = duty.travel_s(drive_s) * pace.least_percent // 100 if pace else duty.travel_s(drive_s)
    return least_s, int(problem.matrix.distance_m[start, end])


def _seconds(problem: Problem, duty: Duty, start: int | None, end: int | None) -> int:
    leg = _leg(problem, duty, start, end)
    return leg[0] if leg else 0


def _way_s(problem: Problem, duty: Duty, here: int | None, visit: Visit) -> int:
    """Seconds from a row to the start of a visit's work: drive and set-up."""
    if visit.is_remote:
        return 0
    return _seconds(problem, duty, here, visit.place) + (visit.setup_s if visit.place != here else 0)


def _leg_units(problem: Problem, leg: _Leg) -> int:
    weights = problem.weights
    return hour_units(leg[0], weights.drive_ore_h) + distance_units(leg[1], weights.distance_ore_km)


def _pay(problem: Problem, duty: Duty, visit: Visit) -> int:
    other = bool(visit.preferred) and duty.technician_id not in visit.preferred
    return ore_units(problem.weights.non_preferred_ore) if other else 0


def _first_start(visit: Visit, since_s: int) -> int:
    """A second from one on before which nothing is in a window, in opening hours, and not before the lock begins."""
    locked_s = visit.lock.earliest_s if visit.lock.kind in _TIME_LOCKS else None
    since_s = since_s if locked_s is None else max(since_s, locked_s)
    for windows in filter(None, (visit.windows, visit.opening)):
        since_s = min((max(since_s, one.earliest_s) for one in windows if one.latest_s >= since_s), default=_EVER)
    return since_s


def _last_start(visit: Visit, end_s: int, work_s: int) -> int:
    """A second after which nothing is over by an end, in a window, in opening hours, and not after the lock ends."""
    limit_s = end_s - work_s
    if visit.lock.kind in _TIME_LOCKS and visit.lock.latest_s is not None:
        limit_s = min(limit_s, visit.lock.latest_s)
    for windows in filter(None, (visit.windows, visit.opening)):
        latest = (
            min(limit_s, one.latest_s if one.end_s is None else min(one.latest_s, one.end_s - work_s))
            for one in windows
            if one.earliest_s <= limit_s
        )
        limit_s = max(latest, default=-_EVER)
    return limit_s
