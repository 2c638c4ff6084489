"""A day replayed: 15 technicians, 120 visits, planned and published, then 30 things happen; how long answers take.

Everything goes through the desk's own calls on a database: the technicians report as they drive, the dispatcher asks
and publishes. Each answer is what a dispatcher would wait for: the new expected arrivals and who is at risk, the places
of an urgent request, who takes over from somebody who falls ill, another time for a customer, a replanned draft. Every
plan that is published is checked from its document (`benchmarks.replay_checks`).
"""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.replay_events import HAPPENS, MARIA, Replay, open_requests, published, searched, working
from benchmarks.replay_field import Clock, Field
from benchmarks.school_day import DAY, read_sites, scattered_sites, write_day
from planner import files, store
from planner.desk import Desk, live, open_desk
from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.request import Lock, Promise, Request
from planner.model.words import LockKind, PromiseKind, RequestStatus

__all__ = ["run"]

_VISITS, _TECHNICIANS = 120, 15
_ANSWER_S, _URGENT_S = 3.0, 1.0
_SEARCHED = ("replanned",)
_DAWN = datetime(2026, 11, 24, 4, tzinfo=UTC)
_FIRST, _STEP = datetime(2026, 11, 24, 7, 0, tzinfo=UTC), timedelta(minutes=15)
_EVENTS = (
    "delay", "urgent", "overrun", "call", "cancel", "urgent", "ill", "no_access", "overrun", "replan",
    "cancel", "urgent", "delay", "call", "overrun", "cancel", "replan", "urgent", "no_access", "overrun",
    "ill", "call", "delay", "cancel", "urgent", "replan", "overrun", "no_access", "urgent", "replan",
)  # fmt: skip


def run(options: Options) -> Report:
    """Replay a day for each seed; the plan of the morning is searched for the given seconds."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    places = tuple(Place(lat=one.lat, lon=one.lon, label=one.address) for one in sites)
    days = []
    os.environ["PLANNER_WORKERS"] = "0"  # runs are worked on by the benchmark itself
    for seed in range(1, options.seeds + 1):
        with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
            clock = Clock(_DAWN)
            desk = open_desk(f"sqlite:///{Path(name) / 'faltplan.sqlite'}", var=Path(name), clock=clock)
            with closing(desk.store):
                asked, staff = write_day(Path(name), sites, requests=_VISITS, technicians=_TECHNICIANS, seed=seed)
                _fill(desk, asked, staff)
                days.append(_replayed(desk, clock, places, seed, options.seconds))
    return _report(days)


def _fill(desk: Desk, asked: Path, staff: Path) -> None:
    requests = files.read_requests(asked, day=DAY, catalogue=desk.catalogue)
    with desk.store.writing() as db:
        for one in files.read_team(staff, catalogue=desk.catalogue).technicians:
            store.people.save_technician(db, one)
        store.requests.add_all(db, [one.replace(status=RequestStatus.TRIAGED) for one in requests])


def _replayed(desk: Desk, clock: Clock, sites: tuple[Place, ...], seed: int, seconds: float) -> Replay:
    chance = random.Random(f"replay:{seed}")
    plan = published(desk, searched(desk, seconds))
    plan = _told(desk, plan, chance)
    day = Replay(desk, Field(desk, clock, random.Random(f"field:{seed}")), chance, sites, plan)
    for number, what in enumerate(_EVENTS):
        day.people.until(day.plan, _FIRST + number * _STEP, open_requests(desk))
        HAPPENS[what](day)
        now = day.timed("expected arrivals", lambda: live.day_now(desk, MARIA, DAY))
        assert isinstance(now, live.DayNow)
        day.at_risk += len(now.at_risk)
    return day


def _told(desk: Desk, plan: Plan, chance: random.Random) -> Plan:
    """Promise a third of the customers an hour around their time, lock some, and publish the plan that knows it."""
    stops = working(plan)
    chosen = chance.sample(stops, len(stops) // 3 + 10)
    with desk.store.writing() as db:
        for number, stop in enumerate(chosen):
            request = store.requests.get(db, stop.request_id or "")
            assert request is not None
            store.requests.save(db, _locked(request, stop, number) if number < 10 else _promised(request, stop))
    return published(desk, searched(desk, 1.0))


def _promised(request: Request, stop: Stop) -> Request:
    first = stop.start - timedelta(minutes=30)
    promise = Promise(kind=PromiseKind.TOLD, earliest=first, latest=first + timedelta(minutes=90))
    return request.replace(promise=promise, status=RequestStatus.PROMISED)


def _locked(request: Request, stop: Stop, number: int) -> Request:
    if number % 2:
        return request.replace(lock=Lock(kind=LockKind.TECHNICIAN, technician_id=stop.technician_id))
    span = timedelta(minutes=30)
    return request.replace(lock=Lock(kind=LockKind.TIME_RANGE, earliest=stop.start - span, latest=stop.start + span))


def _report(days: list[Replay]) -> Report:
    taken: dict[str, list[tuple[float, float]]] = {}
    for day in days:
        for what, worked, waited in day.taken:
            taken.setdefault(what, []).append((worked, waited))
    # What a search may take is a matter of the clock; elsewhere the processor counts, whatever else the machine does.
    judged = {
        what: max(waited if what in _SEARCHED else worked for worked, waited in ones) for what, ones in taken.items()
    }
    urgent = judged.pop("urgent offers", 0.0)
    worst = max(judged, key=lambda what: judged[what])
    faults = [(what, one) for day in days for what, one in day.faults]
    for what, one in faults:
        for said in (*one.locks, *one.promises, *one.driven, *one.others):
            print(f"  {what}: {said}")
    locks, promises = sum(len(one.locks) for _, one in faults), sum(len(one.promises) for _, one in faults)
    others = sum(len(one.driven) + len(one.others) for _, one in faults)
    planned = [one for day in days for one in day.churn if one[0] == "replan"]
    hands, moved = sum(one[1] for day in days for one in day.churn), sum(one[2] for day in days for one in day.churn)
    return Report(
        headings=("answer", "median s", "max s", "clock median s", "clock max s", "times"),
        rows=tuple(_row(what, ones) for what, ones in sorted(taken.items())),
        summary=f"{len(days)} x {len(_EVENTS)} events, {len(faults)} plans published: slowest {judged[worst]:.2f} s "
        f"({worst}; target {_ANSWER_S:.0f}), urgent {urgent:.2f} s (target {_URGENT_S:.0f}); {locks} locks and "
        f"{promises} promises broken without a word, {others} other faults; churn {hands} changed hands (replanned "
        f"{sum(one[1] for one in planned)}), {moved} moved over 15 min, {sum(day.phoned for day in days)} to phone",
        met=judged[worst] <= _ANSWER_S and urgent <= _URGENT_S and not locks + promises + others,
    )


def _row(what: str, ones: list[tuple[float, float]]) -> tuple[str, ...]:
    worked, waited = sorted(one[0] for one in ones), sorted(one[1] for one in ones)
    half = len(ones) // 2
    return what, *(f"{one:.2f}" for one in (worked[half], worked[-1], waited[half], waited[-1])), str(len(ones))
