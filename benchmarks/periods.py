"""Days planned without traffic and driven by the clock, beside the same days planned by the clock.

The days are drawn (seeded) on real or invented sites. *Before* is the plan for drives as the matrix says, its routes
driven in their order when drives differ by the clock; *after* is the plan made in rounds by the clock, in the same
seconds of search. On time is who begins inside a window and not after the agreed or wished time.
"""

from __future__ import annotations

import fnmatch
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, Site, read_sites, scattered_sites, write_day
from planner import planning
from planner.model.periods import DrivePeriods
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.rules import ALL_RULES, TimedRoute, time_route
from planner.solve.warm import load

__all__ = ["DAYS", "Driven", "driven", "run"]

DAYS = {"64x8": (64, 8), "80x8": (80, 8), "120x15": (120, 15)}
"""Visits and technicians by name."""


@dataclass(frozen=True, slots=True)
class Driven:
    """How a plan fares by the clock.

    Parameters
    ----------
    planned, on_time
        Pieces of work in the plan, and those that begin on time.
    missed
        Those that begin outside their windows.
    broken
        Technicians who break a rule of time: windows, hard end of the shift, breaks.
    seconds
        What making it took, judging and explaining included.
    """

    planned: int
    on_time: int
    missed: int
    broken: int
    seconds: float

    @property
    def share(self) -> float:
        """Per cent on time of what is planned."""
        return 100 * self.on_time / max(1, self.planned)


def run(options: Options) -> Report:
    """Measure every day once for each seed; figures are medians over the seeds."""
    load()  # what loading the search takes is no part of it
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    rows, extra, worse, broken, gains = [], [], 0, 0, []
    for name in (name for name in DAYS if fnmatch.fnmatch(name, options.instances)):
        pairs = [_pair(sites, *DAYS[name], options, seed) for seed in range(1, options.seeds + 1)]
        cells = [name]
        for side in zip(*pairs, strict=True):
            cells += [
                f"{statistics.median(one.share for one in side):.1f}",
                f"{statistics.median(one.missed for one in side):g}",
                f"{statistics.median(one.broken for one in side):g}",
                f"{statistics.median(DAYS[name][0] - one.planned for one in side):g}",
                f"{statistics.median(one.seconds for one in side):.1f}",
            ]
        gains += [after.share - before.share for before, after in pairs]
        extra += [after.seconds - before.seconds for before, after in pairs]
        worse += sum(after.share < before.share for before, after in pairs)
        broken += sum(after.broken for _, after in pairs)
        rows.append(tuple(cells))
        print("  ".join(cells), flush=True)
    headings = tuple(
        f"{what} {side}" for side in ("before", "after") for what in ("% on time", "missed", "broken", "left", "s")
    )
    said = (
        f"{options.seeds} seeds, {options.seconds:g} s, {options.workers} workers: on time "
        f"{statistics.median(gains):+.1f} percentage points in the median, {statistics.median(extra):+.1f} s, "
        f"{worse} of {len(gains)} days worse, {broken} rules broken by the clock"
    )
    return Report(headings=("day", *headings), rows=tuple(rows), summary=said, met=not broken)


def _pair(sites: tuple[Site, ...], visits: int, technicians: int, options: Options, seed: int) -> tuple[Driven, Driven]:
    with tempfile.TemporaryDirectory() as folder:
        asked, staff = write_day(Path(folder), sites, requests=visits, technicians=technicians, seed=seed)
        problem = planning.build_from_files(asked, staff, day=DAY, periods=DrivePeriods(on=True)).problem
    before, after = (_made(posed, options, seed) for posed in (problem.replace(profile=None), problem))
    return driven(problem, *before), driven(problem, *after)


def _made(problem: Problem, options: Options, seed: int) -> tuple[Plan, float]:
    began = time.monotonic()
    plan = planning.plan_problem(problem, time_limit_s=options.seconds, seed=seed, workers=options.workers)
    return plan, time.monotonic() - began


def driven(problem: Problem, plan: Plan, seconds: float) -> Driven:
    """Drive the routes of a plan, in their order, as the problem's drives are by the clock."""
    visits = {visit.visit_id: visit for visit in problem.visits}
    planned = on_time = missed = broken = 0
    for duty in problem.duties:
        order = tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id in visits and s.visit_id)
        strict = time_route(problem, duty, order)
        route: TimedRoute | None = strict or time_route(problem, duty, order, relaxed=ALL_RULES)
        broken += strict is None
        for stop in route.stops if route else ():
            if stop.visit_id is None:
                continue
            visit = visits[stop.visit_id]
            inside = not visit.windows or any(
                w.earliest_s <= stop.start_s <= w.latest_s and (w.end_s is None or stop.end_s <= w.end_s)
                for w in visit.windows
            )
            planned, missed = planned + 1, missed + (not inside)
            on_time += inside and not stop.lateness_s
    return Driven(planned, on_time, missed, broken, seconds)
