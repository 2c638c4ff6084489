"""What happens on a past day of the demo: a log of events, and a published plan played with drawn delays."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.model.event import Event
from planner.model.language import TEAM_ZONE
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.request import Request
from planner.model.words import Priority, RequestStatus, StopKind

__all__ = ["History", "again", "drawn", "play_duty"]

_ZONE = ZoneInfo(TEAM_ZONE)
_Z80 = 0.8416  # standard normal quantile of 80 %
_NO_ACCESS = 1 / 30
_FOLLOW_UP = 1 / 12
_TRIES = 3
_LAST_CALL = timedelta(minutes=15)
_BEHIND = timedelta(minutes=30)
_AHEAD = timedelta(minutes=40)
"""Who is done early goes on to the next customer up to so much earlier than planned, if they are open."""

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

    def receive(self, request: Request, chance: random.Random, *, triaged: bool = True) -> datetime:
        """Take a request in: noted when it comes, sorted after some minutes; return when that was done.

        Outside office hours the one on call answers what is urgent, the rest waits until somebody is there.
        """
        self.requests[request.request_id] = request
        came = request.created_at or datetime.combine(request.earliest_date or date.min, time(7), _ZONE)
        self.say("request.received", came, request.request_id, source=request.source.value)
        if not triaged:
            return came
        urgent = request.priority <= Priority.P2
        minutes = (0.35 if urgent else 1.0) * chance.lognormvariate(math.log(18), 0.8)
        sorted_at = (came if urgent else _staffed(came)) + timedelta(minutes=minutes)
        self.say("triage.saved", sorted_at, request.request_id, channel=request.channel.value)
        return sorted_at


def _staffed(moment: datetime) -> datetime:
    """The next moment at which first line answers: working days, 07 to 18."""
    local = moment.astimezone(_ZONE)
    if local.weekday() < 5 and time(7) <= local.time() < time(18):
        return local
    day = local.date() if local.weekday() < 5 and local.time() < time(7) else local.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(7), _ZONE)


def again(history: History, request_id: str, day: date, *, days: int, at: datetime) -> None:
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


def drawn(p50: float, p80: float, chance: random.Random) -> float:
    """A duration of a lognormal distribution with this median and 80th percentile; what drags on is broken off."""
    sigma = math.log(max(p80, p50 * 1.02) / p50) / _Z80
    return min(chance.lognormvariate(math.log(p50), sigma), 1.25 * p80)


def play_duty(history: History, plan: Plan, duty: PlanTechnician, chance: random.Random) -> None:
    """One technician's day: a late stop pushes the next; what can wait and does not fit any more is put off."""
    clock = duty.start
    stops = plan.of_duty(duty.duty_id)
    told = [one.start for one in stops if one.request_id and history.requests[one.request_id].promise]
    crews = plan.crews
    for stop in stops:
        if stop.request_id in crews:
            clock = _play_seat(history, plan, stop, clock, chance)
        elif stop.kind in (StopKind.BREAK, StopKind.ABSENCE):
            clock = max(clock, stop.start) + timedelta(seconds=stop.work_s)
        elif stop.kind in (StopKind.VISIT, StopKind.REMOTE):
            begins = max(clock + timedelta(seconds=stop.travel_s), stop.start)
            promised = any(moment > stop.start for moment in told)
            if _put_off(stop, begins, duty, history.requests[stop.request_id or ""], promised=promised):
                again(history, stop.request_id or "", plan.day, days=1, at=clock)
                continue
            clock = _play_stop(history, plan, stop, clock, chance)


def _play_seat(history: History, plan: Plan, stop: Stop, clock: datetime, chance: random.Random) -> datetime:
    """One of a crew: they keep the time they agreed on, and are all done together."""
    left = max(clock, stop.leave)
    _say(history, plan, stop, "en_route", left)
    arrived = min(left + timedelta(seconds=stop.travel_s * chance.lognormvariate(0.0, 0.14)), stop.start)
    _say(history, plan, stop, "arrived", max(arrived, left))
    _say(history, plan, stop, "started", max(stop.start, arrived, left))
    ended = max(stop.end, arrived, left) + timedelta(seconds=60 * chance.randint(0, 10))
    _say(history, plan, stop, "done", ended)
    if stop.visit_id == stop.request_id:
        history.requests[stop.request_id or ""] = history.requests[stop.request_id or ""].replace(
            status=RequestStatus.DONE
        )
        history.waiting.pop(stop.request_id or "", None)
    return ended


def _put_off(stop: Stop, begins: datetime, duty: PlanTechnician, request: Request, *, promised: bool) -> bool:
    """Whether work waits for another day: it would run past the shift, or cost a later customer the promised time."""
    if request.priority <= Priority.P2 or request.promise:
        return begins > duty.hard_end
    if promised and begins - stop.start > _BEHIND:
        return True
    return begins + timedelta(seconds=stop.work_s) > max(duty.end, stop.end) + _LAST_CALL


def _play_stop(history: History, plan: Plan, stop: Stop, clock: datetime, chance: random.Random) -> datetime:
    ahead = max(timedelta(0), min(_AHEAD, stop.start - _opens(history.requests[stop.request_id or ""], stop)))
    begun = max(clock, stop.start - ahead)
    if stop.kind is StopKind.VISIT:
        left = max(clock, stop.leave - ahead)
        _say(history, plan, stop, "en_route", left)
        arrived = left + timedelta(seconds=stop.travel_s * chance.lognormvariate(0.0, 0.14))
        _say(history, plan, stop, "arrived", arrived)
        if chance.random() < _NO_ACCESS:
            gave_up = arrived + timedelta(minutes=chance.randint(8, 15))
            _say(history, plan, stop, "no_access", gave_up)
            again(history, stop.request_id or "", plan.day, days=chance.randint(1, 3), at=gave_up)
            return gave_up
        begun = max(arrived + timedelta(minutes=chance.randint(1, 4)), stop.start - ahead)
    return _work(history, plan, stop, begun, chance)


def _opens(request: Request, stop: Stop) -> datetime:
    """The earliest moment at which a stop may begin: the site is open, the customer expects somebody."""
    firsts = [one.earliest_start for one in request.time_windows if one.earliest_start <= stop.start]
    if request.promise is not None:
        firsts.append(request.promise.earliest)
    return max(firsts, default=stop.start - _AHEAD)


def _work(history: History, plan: Plan, stop: Stop, begun: datetime, chance: random.Random) -> datetime:
    """The work itself: done, or to be continued on a later day."""
    request = history.requests[stop.request_id or ""]
    p80_s = stop.work_s + (request.service_p80_min - request.service_min) * 60
    ended = begun + timedelta(seconds=drawn(stop.work_s, p80_s, chance))
    _say(history, plan, stop, "started", begun)
    if stop.kind is StopKind.VISIT and chance.random() < _FOLLOW_UP:
        _say(history, plan, stop, "follow_up", ended)
        again(history, request.request_id, plan.day, days=chance.randint(2, 5), at=ended)
        return ended
    _say(history, plan, stop, "done", ended)
    history.requests[request.request_id] = request.replace(status=RequestStatus.DONE)
    history.waiting.pop(request.request_id, None)
    return ended


def _say(history: History, plan: Plan, stop: Stop, word: str, at: datetime) -> None:
    told = {"day": plan.day.isoformat(), "plan_id": plan.plan_id}
    if stop.visit_id and stop.visit_id != stop.request_id:
        told["visit"] = stop.visit_id
    history.say(f"visit.{word}", at, stop.request_id, stop.technician_id, **told)
