"""What must hold of every plan that is published while a day is driven, checked from the documents alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.explain import Call
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import LockKind, PromiseKind, StopKind

__all__ = ["Faults", "churn_of", "faults_of", "taken_from"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)
_TIMED = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)
_PERSON = (LockKind.TECHNICIAN, LockKind.BOTH)
_NOTICED = timedelta(minutes=15)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a plan, a sentence each, by kind."""

    locks: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    driven: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.locks) + len(self.promises) + len(self.driven) + len(self.others)


def faults_of(
    before: Plan,
    after: Plan,
    *,
    requests: Mapping[str, Request],
    reported: Collection[str],
    expected: Mapping[str, datetime],
    calls: Collection[Call],
    away: Collection[str],
    now: datetime,
) -> Faults:
    """Return what is wrong with a plan that takes the place of another.

    Parameters
    ----------
    reported
        Visits that are over, under way or driven to.
    expected
        When the others would begin by the plan before; a lock or promise that is lost already is not the new plan's.
    calls
        Whom the product says to phone.
    away
        Technicians who are not there any more.
    """
    phoned = {one.request_id for one in calls}
    was, now_in = _work(before), _work(after)
    return Faults(
        locks=tuple(_locks(requests, now_in, reported, expected, away)),
        promises=tuple(_promises(requests, was, now_in, reported, phoned)),
        driven=tuple(_driven(was, now_in, reported)),
        others=(*_lost(was, after, requests), *_timing(after, reported, now), *_judged(after)),
    )


def taken_from(
    before: Plan, after: Plan, *, open_ones: Collection[str], reported: Collection[str], away: Collection[str]
) -> tuple[str, ...]:
    """Return what is wrong with a plan in which somebody goes home: they keep only what they have begun, others all."""
    was, now_in = _work(before), _work(after)
    kept = (one for one, stop in now_in.items() if stop.technician_id in away and one not in reported)
    others = {one: s.technician_id for one, s in was.items() if s.technician_id not in away and one in open_ones}
    lost = (one for one, who in others.items() if one not in now_in or now_in[one].technician_id != who)
    return (
        *(f"{one} stays with {now_in[one].technician_id}, who has gone home and not begun it" for one in kept),
        *(f"{one} was {others[one]}'s, who has not gone home" for one in lost),
    )


def churn_of(before: Plan, after: Plan, *, reported: Collection[str]) -> tuple[int, int]:
    """Return how many open visits of both plans change hands, and how many begin over 15 minutes earlier or later."""
    was, now_in = _work(before), _work(after)
    both = [one for one in was if one in now_in and one not in reported]
    hands = [one for one in both if was[one].technician_id != now_in[one].technician_id]
    moved = [one for one in both if one not in hands and abs(was[one].start - now_in[one].start) > _NOTICED]
    return len(hands), len(moved)


def _work(plan: Plan) -> dict[str, Stop]:
    return {stop.visit_id: stop for stop in plan.stops if stop.kind in _WORK and stop.visit_id}


def _locks(
    requests: Mapping[str, Request],
    now_in: Mapping[str, Stop],
    reported: Collection[str],
    expected: Mapping[str, datetime],
    away: Collection[str],
) -> Iterator[str]:
    for one in requests.values():
        lock, stop = one.lock, now_in.get(one.request_id)
        if lock.kind is LockKind.NONE or stop is None or one.request_id in reported:
            continue
        if lock.kind in _PERSON and stop.technician_id != lock.technician_id and lock.technician_id not in away:
            yield f"{one.request_id} is locked to {lock.technician_id} and with {stop.technician_id}"
        if lock.kind in _TIMED and lock.earliest and lock.latest:
            last = max(lock.latest, expected.get(one.request_id, lock.latest))
            if not lock.earliest <= stop.start <= last + _SECOND:
                yield f"{one.request_id} is locked to {lock.earliest:%H:%M} and begins {stop.start:%H:%M}"


def _promises(
    requests: Mapping[str, Request],
    was: Mapping[str, Stop],
    now_in: Mapping[str, Stop],
    reported: Collection[str],
    phoned: Collection[str],
) -> Iterator[str]:
    """A promise that is not kept any more is on the list of whom to phone."""
    for one in requests.values():
        promise = one.promise
        if promise is None or promise.kind is PromiseKind.NONE or one.request_id in reported:
            continue
        stop = now_in.get(one.request_id)
        if stop is None and one.request_id not in was:
            continue
        kept = stop is not None and promise.earliest <= stop.start <= promise.latest
        if not kept and one.request_id not in phoned:
            yield f"{one.request_id} was promised {promise.earliest:%H:%M} and nobody is told"


def _driven(was: Mapping[str, Stop], now_in: Mapping[str, Stop], reported: Collection[str]) -> Iterator[str]:
    for one in reported:
        if one in was and one not in now_in:
            yield f"{one} was driven and is not in the plan"
        elif one in was and _at(was[one]) != _at(now_in[one]):
            yield f"{one} was driven and has moved: {_at(was[one])} to {_at(now_in[one])}"


def _at(stop: Stop) -> str:
    return f"{stop.technician_id} {stop.start:%H:%M:%S}"


def _lost(was: Mapping[str, Stop], after: Plan, requests: Mapping[str, Request]) -> Iterator[str]:
    there = {stop.visit_id for stop in after.stops} | {left.visit_id for left in after.unassigned}
    yield from (f"{one} is nowhere" for one in was if one in requests and one not in there)
    yield from (f"{left.visit_id} has no reason" for left in after.unassigned if not left.reasons)
    ids = [stop.visit_id for stop in after.stops if stop.visit_id]
    yield from (f"{one} is planned twice" for one in sorted({one for one in ids if ids.count(one) > 1}))


def _timing(after: Plan, reported: Collection[str], now: datetime) -> Iterator[str]:
    """What is still to come begins from now on, and nobody is at two places."""
    for who in {one.technician_id for one in after.technicians}:
        free = now
        for stop in after.of_technician(who):
            if stop.kind not in _WORK or stop.visit_id in reported:
                continue
            if stop.start + _SECOND < free + timedelta(seconds=stop.travel_s):
                yield f"{stop.visit_id} begins {stop.start:%H:%M:%S}, before {who} can be there, free {free:%H:%M:%S}"
            free = max(free, stop.end)


def _judged(after: Plan) -> Iterator[str]:
    yield from (f"rule {one.rule} of {one.visit_id or one.technician_id}" for one in after.violations if one.hard)
