"""Technicians at work for a replayed day: they drive the published plan, take as long as is drawn, and report it."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.desk import Desk, day
from planner.model.event import Actor
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import Role, StopKind

__all__ = ["Clock", "Field"]

_Z80 = 0.8416
_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(slots=True)
class Clock:
    """The desk's clock, moved by hand."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.at


@dataclass(slots=True)
class Field:
    """Everybody who drives.

    Parameters
    ----------
    minutes
        Work by visit id: how long it takes in truth.
    slow
        How much longer everybody's next drive takes than planned, by technician, once.
    locked
        Visits where nobody opens.
    ill
        Technicians who are at home by now.
    told
        What was reported, by visit id.
    """

    desk: Desk
    clock: Clock
    chance: random.Random
    minutes: dict[str, float] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    ill: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    moments: dict[str, datetime] = field(default_factory=dict)
    free: dict[str, datetime] = field(default_factory=dict)
    sent: int = 0

    def drawn(self, request: Request) -> float:
        """Return how many minutes work takes: lognormal, with the median and the 80th percentile of the request."""
        p50, p80 = request.service_min, max(request.service_p80_min, request.service_min * 1.02)
        sigma = math.log(p80 / p50) / _Z80
        return min(self.chance.lognormvariate(math.log(p50), sigma), 1.5 * p80)

    def until(self, plan: Plan, moment: datetime, requests: dict[str, Request]) -> None:
        """Let everybody work by a published plan until a moment, each report sent at its own time."""
        while (step := self._next(plan, requests)) is not None and step[0] <= moment:
            at, stop, kind = step
            self.clock.at = max(self.clock.at, at)
            self._report(stop, kind, at, plan.day)
        self.clock.at = max(self.clock.at, moment)

    def _next(self, plan: Plan, requests: dict[str, Request]) -> tuple[datetime, Stop, str] | None:
        """The next thing anybody reports."""
        people = {one.technician_id for one in plan.technicians} - self.ill
        steps = (step for one in people if (step := self._step(plan, one, requests)) is not None)
        return min(steps, key=lambda step: (step[0], step[1].visit_id or ""), default=None)

    def _step(self, plan: Plan, who: str, requests: dict[str, Request]) -> tuple[datetime, Stop, str] | None:
        for stop in plan.of_technician(who):
            if stop.kind not in _WORK or stop.visit_id is None or stop.visit_id not in requests:
                continue
            state = self.told.get(stop.visit_id, "")
            if state in ("visit.done", "visit.no_access"):
                continue
            return self._of(stop, state, requests[stop.visit_id])
        return None

    def _of(self, stop: Stop, state: str, request: Request) -> tuple[datetime, Stop, str]:
        visit_id, who = stop.visit_id or "", stop.technician_id
        begun = self.moments.get(visit_id)
        if not state:
            leave = max(stop.leave, self.free.get(who, stop.leave), self.clock.at)
            return leave, stop, "visit.started" if stop.kind is StopKind.REMOTE else "visit.en_route"
        assert begun is not None
        if state == "visit.en_route":
            drive = stop.travel_s * self.slow.get(who, 1.0)
            return (
                max(begun + timedelta(seconds=drive), stop.start - timedelta(seconds=stop.setup_s)),
                stop,
                "visit.arrived",
            )
        if visit_id in self.locked:
            return begun + timedelta(minutes=10), stop, "visit.no_access"
        return begun + timedelta(minutes=self.minutes.setdefault(visit_id, self.drawn(request))), stop, "visit.done"

    def _report(self, stop: Stop, kind: str, at: datetime, on: date) -> None:
        who, visit_id = stop.technician_id, stop.visit_id or ""
        by = Actor(actor_id=who, name=who, role=Role.TECHNICIAN, technician_id=who)
        self.sent += 1
        day.report_status(self.desk, by, visit_id, kind, client_uuid=f"replay-{self.sent}", at=at, day=on)
        self.told[visit_id], self.moments[visit_id] = kind, at
        self.free[who] = at
        if kind == "visit.arrived":
            self.slow[who] = 1.0
