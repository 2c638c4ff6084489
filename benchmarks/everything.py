"""Everything at once: 120 requests and 15 technicians with crews, chains, locks, promises, a firm and on-call duty.

Measures the seconds from the files to the judged and explained plan. The plan must break no rule, and is judged once
more here; what was planned, left out and paid is told, and how much of each kind of work is in it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.everything_day import write_everything
from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, Site, read_sites, scattered_sites
from planner import planning, rules
from planner.model.plan import Plan
from planner.model.problem import Problem
from planner.model.words import LockKind
from planner.solve.warm import load

__all__ = ["Outcome", "planned_day", "run"]

_TARGET_S = 15.0
"""Seconds from files to the judged plan."""

_RESERVED_S = 2.0
"""Of the seconds given, so many are for reading, building, judging and explaining."""

_HEADINGS = (
    "seed", "seconds", "planned", "left", "price kr", "broken", "crews", "links", "remote", "firm", "locked",
    "unexplained",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A day and what became of it; `seconds` from the files to the explained plan."""

    problem: Problem
    plan: Plan
    seconds: float
    broken: int
    unexplained: int


def run(options: Options) -> Report:
    """Plan the day once for each seed."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    load()
    found = []
    rows = []
    for seed in range(1, options.seeds + 1):
        found.append(planned_day(sites, seconds=options.seconds, workers=options.workers, seed=seed))
        rows.append(_row(seed, found[-1]))
        print("  ".join(rows[-1]), flush=True)
    broken, slowest = sum(one.broken for one in found), max(one.seconds for one in found)
    unexplained = sum(one.unexplained for one in found)
    summary = (
        f"{options.seeds} seeds, {options.workers} workers: files to judged plan in {slowest:.1f} s at most "
        f"(target {_TARGET_S:g}), price {statistics.fmean(one.plan.price.total_ore for one in found) / 100:,.0f} kr, "
        f"{sum(len(one.plan.left_requests) for one in found)} requests left out, {unexplained} of them without a "
        f"reason, {broken} rules broken"
    )
    met = not broken and not unexplained and slowest <= _TARGET_S
    return Report(headings=_HEADINGS, rows=tuple(rows), summary=summary, met=met)


def planned_day(
    sites: tuple[Site, ...],
    *,
    seconds: float,
    workers: int,
    seed: int,
    requests: int = 120,
    technicians: int = 15,
    iterations: int | None = None,
) -> Outcome:
    """Return the day of a seed, planned within some seconds (or rounds of search) from the files on."""
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as folder:
        asked, staff = write_everything(
            Path(folder), sites, requests=requests, technicians=technicians, seed=seed
        )  # fmt: skip
        began = time.monotonic()
        built = planning.build_from_files(asked, staff, day=DAY)
        plan = planning.plan_problem(
            built.problem,
            time_limit_s=max(0.5, seconds - _RESERVED_S - (time.monotonic() - began)),
            seed=seed,
            workers=workers,
            iterations=iterations,
            engine="kernel",
            created_at=datetime(2026, 11, 23, 15, tzinfo=UTC),
            left_out=built.left_out,
            spare=built.spare,
            notes=built.notes,
        )
        took_s = time.monotonic() - began
    verdict = rules.check(built.problem, plan)
    wrong = verdict.price.total_units != plan.price.total_units
    return Outcome(
        problem=built.problem,
        plan=plan,
        seconds=took_s,
        broken=len(verdict.violations) + wrong,
        unexplained=sum(not left.reasons for left in plan.unassigned),
    )


def _row(seed: int, one: Outcome) -> tuple[str, ...]:
    plan, problem = one.plan, one.problem
    done = {stop.visit_id for stop in plan.stops if stop.visit_id}
    links = Counter(link.meets for link in problem.links if {link.first, link.second} <= done)
    firm = {duty.duty_id for duty in problem.duties if duty.vendor}
    locked = {visit.visit_id for visit in problem.visits if visit.lock.kind is not LockKind.NONE}
    return (
        f"{seed}",
        f"{one.seconds:.1f}",
        f"{plan.requests_done}",
        f"{len(plan.left_requests)}",
        f"{plan.price.total_ore / 100:,.0f}",
        f"{one.broken}",
        f"{len(plan.crews)}",
        f"{links[False]}",
        f"{len(plan.remote_stops)}",
        f"{sum(stop.duty_id in firm for stop in plan.visit_stops)}",
        f"{len(locked & done)} of {len(locked)}",
        f"{one.unexplained}",
    )
