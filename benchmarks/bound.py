"""Small days of technicians: how often the search proves how far its plan is from the best possible, and how far.

The days are those of `benchmarks.technician`, drawn by seed. Proven: to the öre.
"""

from __future__ import annotations

import fnmatch
import statistics
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.frame import Options, Report
from benchmarks.school_day import read_sites, scattered_sites
from benchmarks.technician import drawn
from planner import rules
from planner.model.problem import Problem
from planner.solve import solve

__all__ = ["DAYS", "Outcome", "run"]

DAYS = {"10x2": (10, 2), "20x3": (20, 3), "30x5": (30, 5), "40x6": (40, 6)}
"""Visits and technicians by name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was proven of a day: share above the bound (None: not known), seconds, and rules broken."""

    gap: float | None
    seconds: float
    broken: int


def run(options: Options) -> Report:
    """Plan every day once for each seed."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    rows, everything = [], []
    for name in (name for name in DAYS if fnmatch.fnmatch(name, options.instances)):
        seeds = range(1, options.seeds + 1)
        found = [_outcome(drawn(sites, *DAYS[name], seed), options, seed) for seed in seeds]
        everything += found
        rows.append((name, *_cells(found)))
        print("  ".join(rows[-1]), flush=True)
    known, proven, _, mean, worst, _ = _cells(everything)
    broken = sum(one.broken for one in everything)
    said = (
        f"{options.seeds} seeds, {options.seconds:g} s, {options.workers} workers: {known} of {len(everything)} days "
        f"have a bound, {proven} are proven best; {mean} % above it on average, {worst} at worst; {broken} rules broken"
    )
    headings = ("day", "known", "proven", "below 1 %", "mean % above", "worst", "median s")
    return Report(headings=headings, rows=tuple(rows), summary=said, met=not broken)


def _cells(found: list[Outcome]) -> tuple[str, ...]:
    gaps = [100 * one.gap for one in found if one.gap is not None]
    return (
        str(len(gaps)),
        str(sum(gap == 0 for gap in gaps)),
        str(sum(gap < 1 for gap in gaps)),
        f"{statistics.fmean(gaps):.2f}" if gaps else "-",
        f"{max(gaps):.2f}" if gaps else "-",
        f"{statistics.median(one.seconds for one in found):.1f}",
    )


def _outcome(problem: Problem, options: Options, seed: int) -> Outcome:
    found = solve(problem, time_limit_s=options.seconds, seed=seed, workers=options.workers, engine="kernel")
    plan = rules.plan_from(problem, found, plan_id="p", created_at=datetime(2026, 1, 5, tzinfo=UTC))
    verdict = rules.check(problem, plan)
    broken = sum(violation.hard for violation in verdict.violations)
    return Outcome(plan.replace(price=verdict.price).gap, found.solver.elapsed_s, broken)
