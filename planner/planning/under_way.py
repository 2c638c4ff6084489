"""A day that is under way: the problem of it as the reports tell it, so that a plan made now begins now.

What was driven stands where and as long as it really was, nobody is free before they are, nothing begins in the past.
Planned work that cannot keep its time any more keeps its place and is late (`planner.planning.delayed`). Who has
reported nothing all day is taken to be where the plan says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from planner.model.duty import Break, Duty
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.problem import Problem, Visit, VisitLock, Window
from planner.model.words import LockKind, StopKind
from planner.planning.delayed import delayed, widened_for
from planner.planning.driven import Driven, driven_on, free_s_of, gone_s_of, over_s
from planner.planning.fetched import fetched, with_trips
from planner.rules import TimedRoute, time_route
from planner.rules.timeline import ALL_RULES
from planner.views.actual import Actual

__all__ = ["AsTold", "as_told", "under_way"]

_EVER_S = 5 * 24 * 3600
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_MET = (*_WORK, StopKind.BREAK)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsTold:
    """What of a published plan stays as it was published in every plan that is made while it is driven.

    Parameters
    ----------
    stops
        Work that is over, under way or driven to, and the starts of those who have any.
    shifts
        The duties that have begun.
    trips
        Trips to depots that are over.
    """

    stops: tuple[Stop, ...] = ()
    trips: tuple[Stop, ...] = ()
    shifts: tuple[PlanTechnician, ...] = ()


def under_way(
    problem: Problem,
    published: Plan,
    reports: Mapping[str, Actual],
    *,
    now: datetime,
    current: Plan | None = None,
    late: Mapping[str, int] | None = None,
) -> tuple[Problem, AsTold]:
    """Return the problem of a day as it is at a moment, and what its plans show as it was published.

    Parameters
    ----------
    problem
        The day as it was planned.
    published
        The plan that is driven.
    reports
        What has happened, by visit id.
    now
        Present moment.
    current
        A newer draft, whose work keeps its place too.
    late
        Minutes behind the plan that somebody said they will be, by visit id.
    """
    now_s = problem.seconds(now)
    begun = [duty for duty in problem.duties if duty.start_s <= now_s]
    done = {
        duty.duty_id: list(driven_on(problem, duty, published, reports, now_s=now_s, late=late or {})) for duty in begun
    }
    driven = {one.visit_id for ones in done.values() for one in ones}
    here = [duty for duty in begun if (gone_s := gone_s_of(duty, now_s)) is None or gone_s > now_s]
    until = {one.duty_id: problem.moment(now_s - _behind_s(problem, published, done[one.duty_id])) for one in here}
    problem, trips = fetched(problem, published, driven, until=until)
    visits = {visit.visit_id: visit for visit in problem.visits}
    free = {
        one.duty_id: free_s_of(problem, published.of_duty(one.duty_id), driven, late or {}) for one in problem.duties
    }
    for visit_id, visit in visits.items():
        if visit_id not in driven:
            freed = (
                visit if _is_to_come(problem, published.stop_of(visit_id), now_s) else _freed(problem, visit, reports)
            )
            visits[visit_id] = _from_now(freed, now_s)
    away = {one.duty_id for one in begun} - until.keys()
    duties = []
    for duty in problem.duties:
        if ones := done.get(duty.duty_id):
            if duty.duty_id not in away:
                ones[-1] = replace(ones[-1], end_s=max(ones[-1].end_s, free[duty.duty_id]))
            duties.append(_with_driven(problem, duty, ones, visits, published, now_s))
        else:
            duties.append(_begun_late(duty, max(now_s, free[duty.duty_id])))
    links = tuple(one for one in problem.links if one.second not in driven)
    posed = problem.replace(visits=tuple(visits.values()), duties=tuple(duties), links=links)
    orders = {duty_id: tuple(one.visit_id for one in ones) for duty_id, ones in done.items()}
    for plan in (published, current) if current else (published,):
        posed = delayed(posed, plan, orders, now_s=now_s, away=away)
    starts = {stop.duty_id for stop in published.stops if stop.visit_id in driven}
    return posed, AsTold(
        stops=tuple(
            stop
            for stop in published.stops
            if stop.visit_id in driven or (stop.kind is StopKind.START and stop.duty_id in starts)
        ),
        shifts=tuple(one for one in published.technicians if one.duty_id in done),
        trips=trips,
    )


def _behind_s(problem: Problem, published: Plan, done: list[Driven]) -> int:
    """By how much the work that was driven last ended later than planned."""
    stop = published.stop_of(done[-1].visit_id) if done else None
    return 0 if stop is None else max(0, done[-1].end_s - problem.seconds(stop.end))


def as_told(plan: Plan, told: AsTold) -> Plan:
    """Return a plan of a day under way in which what was driven stands as it was published, and so do the shifts.

    Planned against actual can be compared only while the planned is kept.
    """
    work = {stop.visit_id: stop for stop in told.stops if stop.visit_id}
    begun = {stop.duty_id: stop for stop in told.stops if stop.kind is StopKind.START}
    shifts = {one.duty_id: one for one in told.shifts}

    def shown(stop: Stop) -> Stop:
        was = begun.get(stop.duty_id) if stop.kind is StopKind.START else work.get(stop.visit_id or "")
        return stop if was is None else replace(was, sequence=stop.sequence, number=stop.number, locked=stop.locked)

    def shift(one: PlanTechnician) -> PlanTechnician:
        was = shifts.get(one.duty_id)
        return one if was is None else replace(one, start=was.start, end_place=was.end_place)

    if not shifts and not work:
        return plan
    stops, people = (shown(stop) for stop in plan.stops), (shift(one) for one in plan.technicians)
    return with_trips(plan.replace(stops=tuple(stops), technicians=tuple(people)), told.trips)


def _is_to_come(problem: Problem, stop: Stop | None, now_s: int) -> bool:
    """Whether whoever has a stop begins their shift later: what they reported before it stays theirs."""
    return stop is None or any(one.duty_id == stop.duty_id and one.start_s > now_s for one in problem.duties)


def _freed(problem: Problem, visit: Visit, reports: Mapping[str, Actual]) -> Visit:
    """A visit that somebody was on the way to who cannot come any more is anybody's, and may be left out."""
    lock = visit.lock
    as_published = lock.kind is LockKind.BOTH and lock.earliest_s is not None and lock.earliest_s == lock.latest_s
    is_freed = visit.visit_id in reports and as_published
    return replace(visit, lock=VisitLock(), drop_ore=problem.weights.drop(visit.priority)) if is_freed else visit


def _from_now(visit: Visit, now_s: int) -> Visit:
    """A visit that begins now at the earliest; what has no time left is left to `delayed`."""
    if visit.is_pickup:
        return visit
    if not visit.windows:
        return replace(visit, windows=(Window(earliest_s=now_s, latest_s=now_s + _EVER_S),))
    ahead = tuple(replace(one, earliest_s=max(one.earliest_s, now_s)) for one in visit.windows if one.latest_s >= now_s)
    return replace(visit, windows=ahead or visit.windows)


def _begun_late(duty: Duty, now_s: int) -> Duty:
    """A shift that has begun and in which nobody has driven anywhere yet: what is left of it begins now."""
    start_s = min(now_s, duty.end_s - 1)
    if start_s <= duty.start_s:
        return duty
    return replace(duty, start_s=start_s, breaks=tuple(filter(None, (_ahead(one, start_s) for one in duty.breaks))))


def _ahead(one: Break, start_s: int) -> Break | None:
    """What is left of a break from a second on; None where it is over."""
    begin_s = max(start_s, one.earliest_s)
    if one.is_absence:
        left_s = over_s(one) - begin_s
        return replace(one, earliest_s=begin_s, latest_s=begin_s, duration_s=left_s) if left_s > 0 else None
    return replace(one, earliest_s=begin_s) if one.latest_s >= start_s else None


def _with_driven(
    problem: Problem, duty: Duty, done: list[Driven], visits: dict[str, Visit], published: Plan, now_s: int
) -> Duty:
    """Put what was driven where it was, into `visits`; return the duty in which that could be."""
    gone_s = gone_s_of(duty, now_s)
    is_gone = gone_s is not None and gone_s <= now_s
    if is_gone:
        # Whoever falls ill goes home, and that is not planned: the shift is over with what was driven.
        duty = replace(duty, end_place=None, breaks=())
    elif done[-1].end_s < now_s and not _is_home(problem, published, duty, done, now_s):
        duty, done = _until_now(problem, duty, done, published, now_s)
    ids = tuple(one.visit_id for one in done)
    for one in done:
        visits[one.visit_id] = _fixed(visits[one.visit_id], duty, one, None)
    posed = problem.replace(visits=tuple(visits[one] for one in ids), links=())
    timed = time_route(posed, duty, ids)
    if timed is None and (timed := time_route(posed, duty, ids, relaxed=ALL_RULES)) is not None:
        duty = widened_for(duty, timed)
    if timed is None:
        return duty
    until = _stays(timed)
    for one in done:
        stays = replace(one, end_s=max(one.end_s, until.get(one.visit_id, 0)))
        visits[one.visit_id] = _fixed(visits[one.visit_id], duty, stays, timed.start_of(one.visit_id))
    if is_gone:
        duty = replace(duty, end_s=timed.end_s, hard_end_s=timed.end_s)
    return duty


def _is_home(problem: Problem, published: Plan, duty: Duty, done: list[Driven], now_s: int) -> bool:
    """Whether somebody has done all they have, and is home by the plan and by how late they ended."""
    stops, driven = published.of_duty(duty.duty_id), {one.visit_id for one in done}
    ends = [problem.seconds(stop.end) for stop in stops if stop.kind is StopKind.END]
    is_done = all(stop.visit_id in driven for stop in stops if stop.kind in _WORK)
    return is_done and bool(ends) and ends[-1] + _behind_s(problem, published, done) <= now_s


def _stays(timed: TimedRoute) -> dict[str, int]:
    """Until when somebody stays at each driven visit: until they set out, so that nothing is put in between any more.

    Waiting before the next one has passed: whatever could have been done in it was not.
    """
    found = {}
    for stop, following in pairwise(timed.stops):
        if stop.visit_id and following.kind in _MET:
            found[stop.visit_id] = following.start_s - following.setup_s - following.travel_s
    return found


def _until_now(
    problem: Problem, duty: Duty, done: list[Driven], published: Plan, now_s: int
) -> tuple[Duty, list[Driven]]:
    """Keep somebody who is done and has not driven on where they are: in their break, or at the work."""
    last = done[-1]
    stops = published.of_duty(duty.duty_id)
    at = next(number for number, stop in enumerate(stops) if stop.visit_id == last.visit_id)
    following = stops[at + 1] if at + 1 < len(stops) else None
    if following is not None and following.kind is StopKind.BREAK:
        begin_s = max(last.end_s, problem.seconds(following.start))
        pause = next(
            (b for b in duty.breaks if not b.is_absence and b.duration_s == following.work_s and b.latest_s >= begin_s),
            None,
        )
        if pause is not None and begin_s <= now_s:
            lasts_s = max(pause.duration_s, now_s - begin_s)
            held = replace(pause, earliest_s=begin_s, latest_s=begin_s, duration_s=lasts_s)
            duty = replace(duty, breaks=tuple(held if one is pause else one for one in duty.breaks))
            return duty, [*done[:-1], replace(last, end_s=max(last.end_s, begin_s))]
    return duty, [*done[:-1], replace(last, end_s=now_s)]


def _fixed(visit: Visit, duty: Duty, one: Driven, start_s: int | None) -> Visit:
    """Work as it was driven: no rule of the customer's or the plan's is asked of it any more."""
    begin_s = one.start_s if start_s is None else start_s
    work_s = max(1, one.end_s - begin_s)
    return replace(
        visit,
        service_s=max(1, round(work_s / duty.job_time_factor)),
        setup_s=0,
        windows=(),
        opening=(),
        late_after_s=None,
        late_against=None,
        soon_after_s=None,
        drop_ore=None,
        told_technician="",
        told_day=None,
        told_s=None,
        lock=VisitLock(kind=LockKind.BOTH, technician_id=duty.technician_id, earliest_s=begin_s, latest_s=start_s),
    )
