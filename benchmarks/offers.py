"""How long a caller waits for times: 15 technicians, 120 visits a day, five days, all planned; many different callers.

Two ways: the calculation with the days in memory, and the desk's call, which reads and builds them from a database.
The target is for one processor, so processor seconds are judged; the seconds of the clock stand beside them and
include what else the machine does.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, Site, read_sites, scattered_sites, write_day
from planner import files, planning, solve, store
from planner.desk import Desk, offers, open_desk
from planner.desk.snapshot import built_for
from planner.model.event import Actor
from planner.model.offer import Offers, SlotGrid
from planner.model.places import Place
from planner.model.request import Request, SkillNeed, TimeWindow
from planner.model.team import Team
from planner.model.words import RequestStatus, Role
from planner.planning.offers import DayAhead, slot_offers
from planner.travel import GreatCircle

__all__ = ["TARGET_S", "run"]

TARGET_S = 1.0
"""Longest 95th percentile of a call, in processor seconds."""

_VISITS, _TECHNICIANS, _DAYS, _CALLS = 120, 15, 5, 20
_MONDAY = date(2026, 11, 23)
_NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
_MARIA = Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER)
_SKILLS = ("windows_client", "printing", "lan_switching", "wifi", "telephony", "pc_hardware")


def run(options: Options) -> Report:
    """Measure 20 callers for each seed, both ways by turns, on days that were searched for the given seconds."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as name:
        desk = open_desk(f"sqlite:///{Path(name) / 'faltplan.sqlite'}", var=name, clock=lambda: _NOW)
        with closing(desk.store):
            ahead = _days(desk, Path(name), sites, options.seconds)
            rows, worst = _measured(desk, ahead, _callers(sites, _CALLS * options.seeds))
    planned = sum(len(day.plan.visit_stops) + len(day.plan.remote_stops) for day in ahead if day.plan)
    return Report(
        headings=("call", "median s", "p95", "max", "clock median s", "clock p95", "calls", "offers", "none"),
        rows=rows,
        summary=f"{_TECHNICIANS} technicians, {_DAYS} days, {planned} of {_VISITS * _DAYS} visits planned: "
        f"p95 {worst:.2f} s of one processor (target {TARGET_S:.0f} s)",
        met=worst <= TARGET_S,
    )


def _days(desk: Desk, folder: Path, sites: tuple[Site, ...], seconds: float) -> list[DayAhead]:
    """Fill the database with five days of requests, plan each, and return the days as they then are."""
    days = [_MONDAY + timedelta(days=number) for number in range(_DAYS)]
    for number, day in enumerate(days):
        asked, staff = write_day(folder, sites, requests=_VISITS, technicians=_TECHNICIANS, seed=number + 1)
        with desk.store.writing() as db:
            if not number:
                for one in files.read_team(staff, catalogue=desk.catalogue).technicians:
                    store.people.save_technician(db, one)
            requests = files.read_requests(asked, day=DAY, catalogue=desk.catalogue)
            store.requests.add_all(db, [_moved(one, day, f"D{number}-") for one in requests])
    return [_planned(desk, day, seconds) for day in days]


def _planned(desk: Desk, day: date, seconds: float) -> DayAhead:
    built = built_for(desk, day)
    own = {visit.visit_id for visit in built.problem.visits if visit.visit_id.startswith(f"D{(day - _MONDAY).days}-")}
    problem = built.problem.replace(visits=tuple(one for one in built.problem.visits if one.visit_id in own))
    found = solve.solve(problem, time_limit_s=seconds, seed=1)
    plan = planning.judged_plan(built.problem, found, plan_id=f"{day}", created_at=_NOW, complete=False)
    with desk.store.writing() as db:
        plan = store.plans.add(db, plan)
    return DayAhead(problem=built.problem, plan=plan)


def _moved(request: Request, day: date, prefix: str) -> Request:
    """A request of the drawn day on another day."""
    by = day - DAY
    windows = tuple(
        TimeWindow(
            earliest_start=one.earliest_start + by,
            latest_start=one.latest_start + by,
            latest_end=None if one.latest_end is None else one.latest_end + by,
            hard=one.hard,
        )
        for one in request.time_windows
    )
    return request.replace(
        request_id=f"{prefix}{request.request_id}",
        status=RequestStatus.TRIAGED,
        time_windows=windows,
        earliest_date=request.earliest_date and request.earliest_date + by,
        due_date=request.due_date and request.due_date + by,
    )


def _callers(sites: Sequence[Site], count: int) -> list[Request]:
    """Requests that nobody has heard of: anywhere, half an hour to two hours of work."""
    chance = random.Random("callers")
    return [_caller(chance, chance.choice(sites), number) for number in range(count)]


def _caller(chance: random.Random, site: Site, number: int) -> Request:
    return Request(
        request_id=f"caller-{number}",
        title="caller",
        job_type_id="printer_fault",
        place=Place(lat=site.lat + chance.gauss(0, 0.002), lon=site.lon + chance.gauss(0, 0.004), label=site.address),
        service_min=chance.choice((30, 45, 60, 90, 120)),
        setup_min=5,
        required_skills=(SkillNeed(skill=chance.choice(_SKILLS), level=chance.choice((1, 2, 3))),),
    )


def _measured(
    desk: Desk, ahead: list[DayAhead], callers: Sequence[Request]
) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Answer every caller both ways; return the rows, and the longest 95th percentile."""
    team, travel, grid = _team(desk), GreatCircle.from_settings(), SlotGrid(days=_DAYS)

    def calculated(request: Request) -> Offers:
        return slot_offers(request, ahead, team=team, catalogue=desk.catalogue, travel=travel, grid=grid, now=_NOW)

    def called(request: Request) -> Offers:
        return offers.offer_slots(desk, _MARIA, request, grid=grid)

    ways: dict[str, Callable[[Request], Offers]] = {"calculation": calculated, "desk, with database": called}
    taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in ways}
    for way in ways.values():  # what is loaded once is not counted
        way(callers[0])
    for caller in callers:
        for name, way in ways.items():
            cpu, clock = time.process_time(), time.perf_counter()
            count = len(way(caller).offers)
            taken[name].append((time.process_time() - cpu, time.perf_counter() - clock, count))
    worst = max(_p95([one[0] for one in found]) for found in taken.values())
    return tuple(_row(name, found) for name, found in taken.items()), worst


def _team(desk: Desk) -> Team:
    with desk.store.reading() as db:
        return store.people.get_team(db)


def _row(name: str, found: list[tuple[float, float, int]]) -> tuple[str, ...]:
    cpu, clock = [one[0] for one in found], [one[1] for one in found]
    return (
        name,
        f"{statistics.median(cpu):.3f}",
        f"{_p95(cpu):.3f}",
        f"{max(cpu):.3f}",
        f"{statistics.median(clock):.3f}",
        f"{_p95(clock):.3f}",
        str(len(found)),
        str(sum(one[2] for one in found)),
        str(sum(not one[2] for one in found)),
    )


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]
