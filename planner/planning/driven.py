"""What of a published day has been driven: when work began and ended, who is away, and who said they are late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from planner.model.duty import Break, Duty
from planner.model.plan import Plan, Stop
from planner.model.problem import Problem
from planner.model.words import StopKind
from planner.planning.whereabouts import Begun, begun_of
from planner.views.actual import Actual

__all__ = ["Driven", "driven_on", "free_s_of", "gone_s_of", "over_s"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(frozen=True, slots=True)
class Driven:
    """Work that was driven, from one second to another; of work under way the second when it is expected over."""

    visit_id: str
    start_s: int
    end_s: int


def driven_on(
    problem: Problem,
    duty: Duty,
    published: Plan,
    reports: Mapping[str, Actual],
    *,
    now_s: int,
    late: Mapping[str, int],
) -> tuple[Driven, ...]:
    """Return what somebody has driven to, in the order in which it happened.

    Parameters
    ----------
    published
        The plan that is driven.
    reports
        What was reported, by visit id.
    now_s
        Present second.
    late
        Minutes behind the plan that somebody said they will be, by visit id.
    """
    known = {visit.visit_id for visit in problem.visits}
    now = problem.moment(now_s)
    stops, since = published.of_duty(duty.duty_id), published.created_at
    begun = begun_of(stops, reports, now=now, late=late, known_since=since)
    found = [_driven(problem, one, now_s, late) for one in begun if one.stop.visit_id in known]
    gone_s = gone_s_of(duty, now_s)
    if gone_s is not None:
        # Whoever goes home loses what nobody has said they began: by the clock alone they have begun nothing.
        by_plan = gone_s > now_s or _is_planned(published, duty, problem.moment(gone_s))
        there = (one for one in found if _has_begun(reports.get(one.visit_id)) or (by_plan and one.start_s < gone_s))
        found = [replace(one, end_s=max(one.start_s + 1, min(one.end_s, gone_s))) for one in there]
    return tuple(sorted(found, key=lambda one: one.start_s))


def _has_begun(told: Actual | None) -> bool:
    """Whether somebody said that they were there: whenever they were said to be away, that is not undone."""
    return told is not None and (told.start is not None or told.end is not None)


def _is_planned(published: Plan, duty: Duty, moment: datetime) -> bool:
    """Whether the published plan knows that somebody is away then: what it has before that is as it says."""
    away = (stop for stop in published.of_duty(duty.duty_id) if stop.kind is StopKind.ABSENCE)
    return any(stop.start <= moment < stop.end for stop in away)


def free_s_of(problem: Problem, stops: Iterable[Stop], driven: Collection[str], late: Mapping[str, int]) -> int:
    """Return the second before which somebody does not set out, by how late they said they will be at what is next."""
    following = next((one for one in stops if one.kind in _WORK and one.visit_id not in driven), None)
    if following is None or following.visit_id not in late:
        return 0
    start_s = problem.seconds(following.start) + 60 * late[following.visit_id or ""]
    return max(0, start_s - following.setup_s - following.travel_s)


def gone_s_of(duty: Duty, now_s: int) -> int | None:
    """Return the second from which somebody is away now, or will be for the rest of the shift; None: they are here."""
    away = (one for one in duty.breaks if one.is_absence and over_s(one) > now_s)
    return min((one.earliest_s for one in away if one.earliest_s <= now_s or over_s(one) >= duty.end_s), default=None)


def over_s(one: Break) -> int:
    """Return the second at which a break or an absence is over."""
    return one.earliest_s + one.duration_s


def _driven(problem: Problem, one: Begun, now_s: int, late: Mapping[str, int]) -> Driven:
    """When work began and ended by the plan where nobody has said anything, else by the reports."""
    stop = one.stop
    if one.told is None:
        return Driven(stop.visit_id or "", problem.seconds(stop.start), problem.seconds(stop.end))
    return _reported(problem, stop, one.told, now_s, late.get(stop.visit_id or ""))


def _reported(problem: Problem, stop: Stop, told: Actual, now_s: int, late: int | None) -> Driven:
    """When work began by the reports, or will by the drive, and when it ended, or is expected to.

    Work that has used its planned time is expected over now: nobody knows more than that it is not yet.
    """
    end_s = None if told.end is None else problem.seconds(told.end)
    if told.start is not None:
        start_s = problem.seconds(told.start)
    elif end_s is not None:
        start_s = end_s - 1
    else:
        left_s = problem.seconds(told.left or stop.leave)
        start_s = max(now_s, left_s + stop.travel_s + stop.setup_s)
        if late is not None:
            start_s = max(start_s, problem.seconds(stop.start) + 60 * late)
    expected_s = max(now_s, start_s + stop.work_s) if end_s is None else end_s
    return Driven(stop.visit_id or "", start_s, max(start_s + 1, expected_s))
