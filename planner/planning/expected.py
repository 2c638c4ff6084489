"""When customers of a published day can expect somebody by now, and whom that is too late for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from planner.model.plan import Plan, Stop
from planner.model.problem import Problem
from planner.model.request import Request
from planner.model.solution import Solution
from planner.model.words import PromiseKind, StopKind
from planner.planning.whereabouts import begun_of
from planner.rules.timeline import plan_from
from planner.views.actual import Actual

__all__ = ["Expected", "expected_of", "latest_start"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """When work that has not begun can be expected.

    Parameters
    ----------
    planned, start
        When it begins by the published plan, and by now; aware moments.
    start_p80
        When it has begun in four of five cases: service times differ as their P80 says, each by itself.
    latest
        The last moment that was promised or that the customer's hard windows allow; None: any time suits them.
    is_promised
        Whether `latest` is a promise.
    is_under_way
        Whether somebody is on the way there.
    """

    visit_id: str
    technician_id: str
    customer: str
    title: str
    planned: datetime
    start: datetime
    start_p80: datetime
    latest: datetime | None = None
    is_promised: bool = False
    is_under_way: bool = False

    @property
    def behind_s(self) -> int:
        """Seconds after the planned start."""
        return round((self.start - self.planned).total_seconds())

    @property
    def late_s(self) -> int:
        """Seconds by which it is expected too late; 0: it is in time."""
        return 0 if self.latest is None else max(0, round((self.start - self.latest).total_seconds()))

    @property
    def is_at_risk(self) -> bool:
        """Whether it is late in more than one of five cases."""
        return self.latest is not None and self.start_p80 > self.latest


def expected_of(
    problem: Problem,
    solution: Solution,
    published: Plan,
    requests: Mapping[str, Request],
    reports: Mapping[str, Actual],
    *,
    now: datetime,
    late: Collection[str] = (),
) -> dict[str, Expected]:
    """Return what is expected of the work of a published plan that has not begun, by visit id.

    Parameters
    ----------
    problem
        The day as it is now (`planner.planning.under_way`).
    solution
        The published order in it.
    requests
        By id.
    late
        Ids of visits somebody said they will be late at.
    """
    timed = plan_from(problem, solution, plan_id=published.plan_id, created_at=now)
    found: dict[str, Expected] = {}
    for duty in problem.duties:
        spread_s2 = 0.0
        begun = {
            one.stop.visit_id: one for one in begun_of(published.of_duty(duty.duty_id), reports, now=now, late=late)
        }
        for stop in timed.of_duty(duty.duty_id):
            planned = published.stop_of(stop.visit_id) if stop.visit_id else None
            if stop.kind not in _WORK or planned is None or stop.visit_id is None:
                continue
            own, request = begun.get(stop.visit_id), requests.get(stop.request_id or "")
            if own is not None and own.told is None and stop.start < now:
                continue  # nobody has said anything all day: taken to be as planned
            told = None if own is None else own.told
            if own is None or not own.is_there:
                found[stop.visit_id] = _expected(stop, planned, request, sqrt(spread_s2), told)
            if told is None or told.end is None:
                spread_s2 += _longer_s(request) ** 2
    return found


def _longer_s(request: Request | None) -> int:
    """How much longer work takes in one of five cases than is expected."""
    return 0 if request is None else max(0, request.service_p80_min - request.service_min) * 60


def _expected(stop: Stop, planned: Stop, request: Request | None, spread_s: float, told: Actual | None) -> Expected:
    latest, is_promised = latest_start(request, planned)
    return Expected(
        visit_id=stop.visit_id or "",
        technician_id=stop.technician_id,
        customer=stop.customer,
        title=stop.title,
        planned=planned.start,
        start=stop.start,
        start_p80=stop.start + timedelta(seconds=round(spread_s)),
        latest=latest,
        is_promised=is_promised,
        is_under_way=told is not None,
    )


def latest_start(request: Request | None, planned: Stop) -> tuple[datetime | None, bool]:
    """Return the last moment at which work may begin, and whether it is a promise; else of its hard window.

    Parameters
    ----------
    request
        Whose work it is; None: it is not known.
    planned
        The stop; of several hard windows, those in which it was planned to begin count.
    """
    if request is None:
        return None, False
    if request.promise is not None and request.promise.kind is not PromiseKind.NONE:
        return request.promise.latest, True
    last = []
    for one in request.time_windows:
        if one.hard and one.earliest_start <= planned.start <= one.latest_start:
            end = one.latest_start
            if one.latest_end is not None:
                end = min(end, one.latest_end - timedelta(seconds=planned.work_s))
            last.append(end)
    return max(last, default=None), False
