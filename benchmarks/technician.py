"""Days of technicians: our search beside the routing engine and plain OR-Tools guided local search, same seconds.

The days are drawn (seeded) with skills, windows, shifts from home, overtime and a lunch of half an hour;
every plan is judged. Price in kronor, what is left out at its price included.
"""

from __future__ import annotations

import fnmatch
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, Site, read_sites, scattered_sites, write_day
from planner import planning, rules
from planner.model.problem import Problem
from planner.model.solution import Route, Solution
from planner.solve import solve
from planner.solve.ground import Ground
from planner.solve.routing.model import RoutingModel
from planner.solve.routing.search import search

__all__ = ["DAYS", "Outcome", "drawn", "run"]

DAYS = {"50x8": (50, 8), "100x15": (100, 15), "150x22": (150, 22), "500x60": (500, 60), "1000x110": (1_000, 110)}
"""Visits and technicians by name."""

_ENGINES = ("kernel", "routing", "gls")
_TARGET = 20.0
"""Per cent below plain guided local search."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine made of a day: price in öre, work left out, hard rules broken, seconds to the first plan."""

    price_ore: int
    left: int
    broken: int
    first_s: float


def run(options: Options) -> Report:
    """Measure every engine on every day once for each seed."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    rows, savings, broken = [], [], 0
    for name in (name for name in DAYS if fnmatch.fnmatch(name, options.instances)):
        problems = [drawn(sites, *DAYS[name], seed) for seed in range(1, options.seeds + 1)]
        found = {
            engine: [_outcome(engine, problem, options, seed) for seed, problem in enumerate(problems, 1)]
            for engine in _ENGINES
        }
        price = {engine: statistics.fmean(one.price_ore for one in ones) for engine, ones in found.items()}
        savings.append(100 * (1 - price["kernel"] / price["gls"]))
        broken += sum(one.broken for ones in found.values() for one in ones)
        cells = [name]
        for engine, ones in found.items():
            cells += [f"{price[engine] / 100:,.0f}", str(sum(one.left for one in ones))]
            cells.append(f"{statistics.median(one.first_s for one in ones):.2f}")
        rows.append((*cells, f"{savings[-1]:.1f}"))
        print("  ".join(rows[-1]), flush=True)
    headings = tuple(f"{engine} {what}" for engine in _ENGINES for what in ("kr", "left", "first s"))
    said = (
        f"{options.seeds} seeds, {options.seconds:g} s, {options.workers} workers: on average "
        f"{statistics.fmean(savings):.1f} % below plain guided local search (target {_TARGET:g}), {broken} rules broken"
    )
    met = not broken and min(savings) >= _TARGET
    return Report(headings=("day", *headings, "% below"), rows=tuple(rows), summary=said, met=met)


def drawn(sites: tuple[Site, ...], visits: int, technicians: int, seed: int) -> Problem:
    """Return a day drawn with a seed."""
    with tempfile.TemporaryDirectory() as folder:
        asked, staff = write_day(Path(folder), sites, requests=visits, technicians=technicians, seed=seed)
        return planning.build_from_files(asked, staff, day=DAY).problem


def _outcome(engine: str, problem: Problem, options: Options, seed: int) -> Outcome:
    first: list[float] = []
    began = time.monotonic()
    if engine == "gls":
        found = _guided(problem, options.seconds)
    else:
        found = solve(
            problem,
            time_limit_s=options.seconds,
            seed=seed,
            workers=options.workers,
            engine=engine,
            on_progress=lambda _plan, _units: first.append(time.monotonic() - began),
        )
    plan = rules.plan_from(problem, found, plan_id="p", created_at=datetime(2026, 1, 5, tzinfo=UTC))
    verdict = rules.check(problem, plan)
    planned = sum(len(route.visit_ids) for route in found.routes)
    return Outcome(
        verdict.price.total_ore,
        len(problem.visits) - planned,
        sum(violation.hard for violation in verdict.violations),
        first[0] if first else float("nan"),
    )


def _guided(problem: Problem, seconds: float) -> Solution:
    """OR-Tools routing on the whole day, from its own first plan."""
    ground = Ground.of(problem)
    orders: dict[int, tuple[int, ...]] = dict.fromkeys(range(len(ground.duties)), ())
    end = time.monotonic() + seconds
    found = search(RoutingModel(ground, orders, range(len(ground.visits))), orders, over=lambda: time.monotonic() > end)
    known = found[1] if found else orders
    routes = (
        Route(duty_id=duty.duty_id, visit_ids=tuple(ground.visits[item].visit_id for item in known.get(d, ())))
        for d, duty in enumerate(ground.duties)
    )
    return Solution(routes=tuple(routes))
