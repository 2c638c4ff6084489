"""What happens on a replayed day, and what the dispatcher does about it: asks, decides, publishes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.replay_checks import Faults, churn_of, faults_of, taken_from
from benchmarks.replay_field import Field
from benchmarks.school_day import DAY
from planner import worker
from planner.desk import Desk, consequences, curing, live, receive, triage
from planner.desk import plan as plan_desk
from planner.desk.queue import runs_of
from planner.model.errors import PlannerError
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.request import Request, SkillNeed
from planner.model.words import RequestStatus, Role, StopKind

__all__ = ["HAPPENS", "MARIA", "Replay", "open_requests", "published", "searched", "working"]

_SEARCH_S = 1.0
MARIA = Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER)
_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(slots=True)
class Replay:
    """A day under way and what was measured of it."""

    desk: Desk
    people: Field
    chance: random.Random
    sites: tuple[Place, ...]
    plan: Plan
    away: set[str] = field(default_factory=set)
    taken: list[tuple[str, float, float]] = field(default_factory=list)
    faults: list[tuple[str, Faults]] = field(default_factory=list)
    churn: list[tuple[str, int, int]] = field(default_factory=list)
    phoned: int = 0
    at_risk: int = 0
    left_out: int = 0
    unanswered: int = 0

    def timed(self, what: str, call: Callable[[], object]) -> object:
        """Make a call and note the processor seconds and the seconds of the clock that it took."""
        begun, worked = time.perf_counter(), time.process_time()
        try:
            return call()
        finally:
            self.taken.append((what, time.process_time() - worked, time.perf_counter() - begun))


def searched(desk: Desk, seconds: float) -> Plan:
    """Plan the day and return the newest version.

    The run is worked on here: a process of its own would go by the machine's clock instead of the day's.
    """
    plan_desk.start_planning(desk, MARIA, DAY, time_limit_s=seconds)
    runs = runs_of(desk)
    (lease,) = runs.claim(at_once=1)
    state = worker.run(runs, lease)
    plan = plan_desk.current_plan(desk, MARIA, DAY)
    assert plan is not None, state
    return plan


def published(desk: Desk, plan: Plan) -> Plan:
    """Publish a version."""
    was = plan_desk.published_plan(desk, MARIA, DAY)
    return plan_desk.publish(desk, MARIA, plan.plan_id, instead_of=was.plan_id if was else None, law_reason="replay")


def working(plan: Plan) -> list[Stop]:
    """Return the visits and sessions of a plan."""
    return [stop for stop in plan.stops if stop.kind in _WORK and stop.visit_id]


def open_requests(desk: Desk) -> dict[str, Request]:
    """Return the requests of the day that are not cancelled, by id."""
    found = triage.list_requests(desk, MARIA, day=DAY)
    return {one.request_id: one for one in found if one.status is not RequestStatus.CANCELLED}


def _open(day: Replay) -> list[Stop]:
    """Published work that nobody has reported on, of those who are there."""
    known = open_requests(day.desk)
    return [
        stop
        for stop in day.plan.stops
        if stop.kind in _WORK and stop.visit_id in known and not day.people.told.get(stop.visit_id or "")
        and stop.technician_id not in day.away
    ]  # fmt: skip


def _put_out(day: Replay, what: str, draft: Plan) -> None:
    """Check a draft against the plan that is driven, and publish it."""
    desk = day.desk
    now = live.day_now(desk, MARIA, DAY)
    calls = day.timed("whom to phone", lambda: consequences.calls_of(desk, MARIA, draft.plan_id))
    assert isinstance(calls, tuple)
    reported = _reported(day)
    day.faults.append(
        (
            what,
            faults_of(
                day.plan,
                draft,
                requests=open_requests(desk),
                reported=reported,
                expected={one: found.start for one, found in now.expected.items()} if now else {},
                calls=calls,
                away=day.away,
                now=desk.clock(),
            ),
        )
    )
    if any(one.hard for one in draft.violations):
        return  # the desk would refuse it: it counts as a fault
    day.churn.append((what, *churn_of(day.plan, draft, reported=reported)))
    day.phoned += len(calls)
    day.plan = published(desk, draft)
    day.left_out = len(draft.unassigned)


def _reported(day: Replay) -> set[str]:
    """What is over, under way or driven to by those who are there."""
    return {one for one, state in day.people.told.items() if state}


def _delay(day: Replay) -> None:
    """Somebody's drives take twice as long."""
    driving = [who for who, state in _states(day).items() if state == "visit.en_route"]
    if driving:
        day.people.slow[day.chance.choice(driving)] = 2.0


def _overrun(day: Replay) -> None:
    """Work that is under way takes 40 minutes more than it was drawn to."""
    working = sorted(one for one, state in day.people.told.items() if state in ("visit.arrived", "visit.started"))
    if working:
        one = day.chance.choice(working)
        request = open_requests(day.desk)[one]
        day.people.minutes[one] = day.people.minutes.setdefault(one, day.people.drawn(request)) + 40
    day.people.until(day.plan, day.desk.clock() + timedelta(minutes=5), open_requests(day.desk))


def _no_access(day: Replay) -> None:
    """Nobody opens."""
    if stops := _open(day):
        day.people.locked.add(min(stops, key=lambda stop: stop.start).visit_id or "")


def _states(day: Replay) -> dict[str, str]:
    """What everybody does, by technician."""
    found = {}
    for stop in day.plan.stops:
        if stop.visit_id and (state := day.people.told.get(stop.visit_id, "")) not in ("", "visit.done"):
            found[stop.technician_id] = state
    return found


def _urgent(day: Replay) -> None:
    """An urgent request comes in: placed where it costs least, and published."""
    desk, number = day.desk, len(day.taken)
    now = desk.clock()
    request = Request(
        request_id=f"U{number:04d}",
        title="nothing works",
        customer=f"Kund U{number}",
        job_type_id="workstation_fault",
        place=day.chance.choice(day.sites),
        service_min=30,
        service_p80_min=45,
        created_at=now,
        impact=2,
        urgency=1,
        required_skills=(SkillNeed(skill="windows_client", level=2),),
    )
    receive.add_request(desk, MARIA, request)
    stored = triage.get_request(desk, MARIA, request.request_id)
    assert stored is not None
    triage.save_request(desk, MARIA, stored)
    plan = plan_desk.current_plan(desk, MARIA, DAY)
    assert plan is not None
    offers = day.timed("urgent offers", lambda: live.places_for(desk, MARIA, plan.plan_id, request.request_id))
    assert isinstance(offers, tuple)
    if not offers:
        day.unanswered += 1
        return
    draft = day.timed(
        "urgent put in",
        lambda: live.insert(desk, MARIA, plan.plan_id, request.request_id, offers[0].technician_id),
    )
    assert isinstance(draft, Plan)
    _put_out(day, "urgent", draft)


def _cancel(day: Replay) -> None:
    """A customer wants nobody any more."""
    if stops := _open(day):
        request = triage.get_request(day.desk, MARIA, day.chance.choice(stops).request_id or "")
        assert request is not None
        triage.save_request(day.desk, MARIA, request.replace(status=RequestStatus.CANCELLED))


def _ill(day: Replay) -> None:
    """Somebody goes home: their work to the others, in one call."""
    people = sorted({stop.technician_id for stop in _open(day)})
    busy = [who for who in people if sum(stop.technician_id == who for stop in _open(day)) >= 2]
    if not busy:
        return
    who = day.chance.choice(busy)
    day.away.add(who)
    for stop in day.plan.of_technician(who):
        if day.people.told.get(stop.visit_id or "") == "visit.en_route":
            del day.people.told[stop.visit_id or ""]  # it is anybody's, and they report it from the beginning
    day.people.ill.add(who)
    proposal = day.timed("ill", lambda: live.hand_on(day.desk, MARIA, DAY, who))
    assert isinstance(proposal, Plan)
    open_ones = open_requests(day.desk)
    wrong = taken_from(day.plan, proposal, open_ones=open_ones, reported=_reported(day), away=day.away)
    day.faults.append(("ill", Faults(others=wrong)))
    _put_out(day, "ill", plan_desk.take_proposal(day.desk, MARIA, proposal.plan_id))


def _call(day: Replay) -> None:
    """A customer cannot before an hour later than planned: tried, and published where it can be."""
    stops = [stop for stop in _open(day) if stop.start > day.desk.clock() + timedelta(minutes=45)]
    if not stops:
        return
    stop = day.chance.choice(stops)
    first = stop.start + timedelta(hours=1)
    last = first + timedelta(hours=2)
    plan = plan_desk.current_plan(day.desk, MARIA, DAY)
    assert plan is not None
    trial = day.timed(
        "another time",
        lambda: curing.try_wish(day.desk, MARIA, plan.plan_id, stop.visit_id or "", earliest=first, latest=last),
    )
    assert isinstance(trial, curing.Trial)
    if trial.after is None:
        day.unanswered += 1
        return
    try:
        draft = curing.apply_wish(day.desk, MARIA, plan.plan_id, stop.visit_id or "", earliest=first, latest=last)
    except PlannerError:
        day.unanswered += 1
        return
    _put_out(day, "call", draft)


def _replan(day: Replay) -> None:
    """The dispatcher plans anew, with a short search."""
    draft = day.timed("replanned", lambda: searched(day.desk, _SEARCH_S))
    assert isinstance(draft, Plan)
    _put_out(day, "replan", draft)


HAPPENS: dict[str, Callable[[Replay], None]] = {
    "delay": _delay,
    "overrun": _overrun,
    "no_access": _no_access,
    "urgent": _urgent,
    "cancel": _cancel,
    "ill": _ill,
    "call": _call,
    "replan": _replan,
}
