"""The weeks before the demo day: each working day planned, published and lived through, so that figures have rows.

A day takes the requests that came for it and what earlier days left over, plans them with the fast
baseline, and plays it: service times are lognormal through P50 and P80 of the job type, drives
have noise, one visit in thirty meets a locked door, one in twelve needs a second visit.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import planning
from planner.desk.demo_requests import Demand, fresh, on_day
from planner.model.costs import Weights
from planner.model.event import Event
from planner.model.language import TEAM_ZONE
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.request import Request
from planner.model.words import Channel, PlanStatus, Priority, RequestStatus, StopKind
from planner.travel import TravelEngine

__all__ = ["History", "lived"]

_ZONE = ZoneInfo(TEAM_ZONE)
_Z80 = 0.8416  # standard normal quantile of 80 %
_NO_ACCESS = 1 / 30
_FOLLOW_UP = 1 / 12
_TRIES = 3
_LAST_CALL = timedelta(minutes=20)
_DISPATCHER = "demo"


@dataclass(slots=True)
class History:
    """What the past days leave: requests as they stand, published plans, events, and what is left to do."""

    requests: dict[str, Request] = field(default_factory=dict)
    plans: list[Plan] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    waiting: dict[str, tuple[date, int]] = field(default_factory=dict)

    def say(
        self,
        type_: str,
        at: datetime,
        request_id: str | None = None,
        technician_id: str | None = None,
        **payload: str,
    ) -> None:
        """Append an event."""
        self.events.append(
            Event(
                client_uuid=f"demo-{len(self.events):06d}",
                at=at,
                recorded_at=at,
                type=type_,
                request_id=request_id,
                technician_id=technician_id,
                actor=technician_id or _DISPATCHER,
                source="demo",
                payload=tuple(payload.items()),
            )
        )

    def receive(self, request: Request, chance: random.Random, *, triaged: bool = True) -> None:
        """Take a request in: noted when it comes, sorted when somebody is there, after some minutes."""
        self.requests[request.request_id] = request
        came = request.created_at or datetime.combine(request.earliest_date or date.min, time(7), _ZONE)
        self.say("request.received", came, request.request_id, source=request.source.value)
        if triaged:
            urgent = 0.35 if request.priority <= Priority.P2 else 1.0
            minutes = urgent * chance.lognormvariate(math.log(18), 0.8)
            sorted_at = max(came, _staffed(came)) + timedelta(minutes=minutes)
            self.say("triage.saved", sorted_at, request.request_id, channel=request.channel.value)


def lived(demand: Demand, travel: TravelEngine, *, days: tuple[date, ...]) -> History:
    """Return what happened on past working days, in order.

    Parameters
    ----------
    demand
        What comes in.
    travel
        Travel times of the plans.
    days
        Working days, oldest first.
    """
    history = History()
    for day in days:
        came = fresh(demand, day)
        for request in came:
            history.receive(request, demand.chance("triage", request.request_id))
        for request in (one for one in came if one.channel is Channel.PHONE):
            _on_the_phone(history, request, demand.chance("phone", request.request_id))
        due = [one.request_id for one in came if one.channel is not Channel.PHONE]
        due += [one for one, (when, _) in history.waiting.items() if when <= day]
        plan = _planned(history, demand, travel, day, due)
        _play(history, plan, demand)
    return history


def _staffed(moment: datetime) -> datetime:
    """The next moment at which first line answers: working days, 07 to 18."""
    local = moment.astimezone(_ZONE)
    if local.weekday() < 5 and time(7) <= local.time() < time(18):
        return local
    day = local.date() if local.weekday() < 5 and local.time() < time(7) else local.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(7), _ZONE)


def _on_the_phone(history: History, request: Request, chance: random.Random) -> None:
    begun = history.events[-1].at
    minutes = _drawn(request.service_min, request.service_p80_min, chance)
    waited = chance.lognormvariate(math.log(20), 1.0)
    history.say("request.done", begun + timedelta(minutes=waited + minutes), request.request_id, channel="phone")
    history.requests[request.request_id] = request.replace(status=RequestStatus.DONE)


def _drawn(p50: float, p80: float, chance: random.Random) -> float:
    """A duration of a lognormal distribution with this median and 80th percentile; what drags on is broken off."""
    sigma = math.log(max(p80, p50 * 1.02) / p50) / _Z80
    return min(chance.lognormvariate(math.log(p50), sigma), 1.25 * p80)


def _planned(history: History, demand: Demand, travel: TravelEngine, day: date, ids: list[str]) -> Plan:
    """The published plan of a past day."""
    for one in ids:
        history.requests[one] = on_day(history.requests[one], day).replace(status=RequestStatus.TRIAGED)
    built = planning.build_problem(
        demand.organisation.team,
        tuple(sorted((history.requests[one] for one in ids), key=lambda one: (one.priority, one.request_id))),
        day=day,
        weights=Weights(),
        catalogue=demand.catalogue,
        travel=travel,
    )
    morning = datetime.combine(day, time(6, 40), _ZONE)
    made = planning.baseline(built.problem, plan_id=f"demo-{day.isoformat()}", created_at=morning)
    plan = made.replace(
        unassigned=(*made.unassigned, *built.left_out),
        notes=(*made.notes, *built.notes),
        created_by="Demo",
        status=PlanStatus.PUBLISHED,
    )
    history.plans.append(plan)
    history.say("plan.published", morning + timedelta(minutes=20), day=day.isoformat(), plan_id=plan.plan_id)
    for left in plan.unassigned:
        _again(history, left.request_id, day, days=1, at=morning + timedelta(minutes=20))
    return plan


def _again(history: History, request_id: str, day: date, *, days: int, at: datetime) -> None:
    """What was not done is tried again on a later working day, a few times; then somebody else takes it."""
    _, tries = history.waiting.get(request_id, (day, 0))
    if tries + 1 >= _TRIES:
        del history.waiting[request_id]
        history.requests[request_id] = history.requests[request_id].replace(status=RequestStatus.CANCELLED)
        history.say("request.cancelled", at, request_id, reason="subcontractor")
        return
    later = day
    while days > 0:
        later += timedelta(days=1)
        days -= later.weekday() < 5
    history.waiting[request_id] = (later, tries + 1)


def _play(history: History, plan: Plan, demand: Demand) -> None:
    for duty in plan.technicians:
        chance = demand.chance("played", plan.day, duty.duty_id)
        _play_duty(history, plan, duty, chance)


def _play_duty(history: History, plan: Plan, duty: PlanTechnician, chance: random.Random) -> None:
    """One technician's day: a late stop pushes the next; what would begin past the shift waits for another day."""
    clock = duty.start
    for stop in plan.of_duty(duty.duty_id):
        if stop.kind in (StopKind.BREAK, StopKind.ABSENCE):
            clock = max(clock, stop.start) + timedelta(seconds=stop.work_s)
        elif stop.kind in (StopKind.VISIT, StopKind.REMOTE):
            if max(clock, stop.leave) > duty.end - _LAST_CALL:
                _again(history, stop.request_id or "", plan.day, days=1, at=clock)
                continue
            clock = _play_stop(history, plan, stop, clock, chance)


def _play_stop(history: History, plan: Plan, stop: Stop, clock: datetime, chance: random.Random) -> datetime:
    begun = max(clock, stop.start)
    if stop.kind is StopKind.VISIT:
        left = max(clock, stop.leave)
        _say(history, plan, stop, "en_route", left)
        arrived = left + timedelta(seconds=stop.travel_s * chance.lognormvariate(0.03, 0.14))
        _say(history, plan, stop, "arrived", arrived)
        if chance.random() < _NO_ACCESS:
            gave_up = arrived + timedelta(minutes=chance.randint(8, 15))
            _say(history, plan, stop, "no_access", gave_up)
            _again(history, stop.request_id or "", plan.day, days=chance.randint(1, 3), at=gave_up)
            return gave_up
        begun = max(arrived + timedelta(minutes=chance.randint(1, 4)), stop.start - timedelta(minutes=10))
    return _work(history, plan, stop, begun, chance)


def _work(history: History, plan: Plan, stop: Stop, begun: datetime, chance: random.Random) -> datetime:
    """The work itself: done, or to be continued on a later day."""
    request = history.requests[stop.request_id or ""]
    p80_s = stop.work_s + (request.service_p80_min - request.service_min) * 60
    ended = begun + timedelta(seconds=_drawn(stop.work_s, p80_s, chance))
    _say(history, plan, stop, "started", begun)
    if stop.kind is StopKind.VISIT and chance.random() < _FOLLOW_UP:
        _say(history, plan, stop, "follow_up", ended)
        _again(history, request.request_id, plan.day, days=chance.randint(2, 5), at=ended)
        return ended
    _say(history, plan, stop, "done", ended)
    history.requests[request.request_id] = request.replace(status=RequestStatus.DONE)
    history.waiting.pop(request.request_id, None)
    return ended


def _say(history: History, plan: Plan, stop: Stop, word: str, at: datetime) -> None:
    told = {"day": plan.day.isoformat(), "plan_id": plan.plan_id}
    history.say(f"visit.{word}", at, stop.request_id, stop.technician_id, **told)
